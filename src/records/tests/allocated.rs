//! Who held a case by the allocations, which of two types goes first, and the rows that a mapping keeps.

use super::*;

/// Reads several exports under a mapping. A file is named after its export and its place in the list.
fn all(texts: &[(Export, &str)], mapping: &str) -> Result<Dataset, Unusable> {
    let mapping = Mapping::parse(mapping, "mapping.toml").unwrap();
    let mut demand = Demand::default();
    demand.ask(Export::Cases, "also_case_type", ColumnType::Word);
    demand.ask(Export::Cases, "opened", ColumnType::Date);
    let sources = texts.iter().enumerate().map(|(number, (export, text))| {
        let text = text.trim_start();
        Source {
            sheet: None,
            name: format!("{export}-{}.csv", number + 1),
            export: *export,
            covers_from: None,
            bytes: text.into(),
        }
    });
    read(sources.collect(), &mapping, &demand, taken())
}

/// The episodes of a case, one a line: first day, closing, type, worker, and where that is said.
fn episodes(data: &Dataset, case: &str) -> String {
    let number = data.case_ids.iter().position(|id| id == case).unwrap();
    let rows = data.cases[number].episodes.iter();
    let also = data.case_columns.attribute("also_case_type");
    let lines: Vec<String> = rows
        .map(|row| {
            let closed = row.closed.map_or("-".to_owned(), |day| day.to_string());
            let worker = row.worker.map_or("nobody", |worker| data.staff_id(worker));
            let by = row.allocated.map(|row| format!(" by line {}", row.line));
            let also = match also.map(|at| row.attributes[at]) {
                Some(Cell::Word(word)) => format!(", also {}", data.text(Some(word))),
                _ => String::new(),
            };
            format!(
                "{} {closed} {} {worker}{}{also} (line {})",
                row.opened,
                data.text(row.case_type),
                by.unwrap_or_default(),
                row.row.line
            )
        })
        .collect();
    lines.join("\n")
}

const STAFF: &str = "staff_id,role,start_date\nW1,sw,2020-01-01\nW2,sw,2020-01-01\n";

fn held(cases: &str, allocations: &str) -> Dataset {
    let texts = [
        (Export::Staff, STAFF),
        (Export::Cases, cases),
        (Export::Allocations, allocations),
    ];
    all(&texts, "").unwrap()
}

#[test]
fn an_episode_without_a_worker_is_split_where_its_holders_change() {
    let data = held(
        "case_id,case_type,opened,closed\nC1,cin,2026-01-05,2026-09-30\n",
        "
case_id,allocated_to,from,to
C1,W1,2026-01-12,2026-03-01
C1,W1,2026-03-01,2026-04-01
C1,W2,2026-03-15,2026-05-01
C1,W2,2026-06-01,
",
    );
    insta::assert_snapshot!(episodes(&data, "C1"), @r"
    2026-01-05 2026-01-12 cin nobody (line 2)
    2026-01-12 2026-03-15 cin W1 by line 2 (line 2)
    2026-03-15 2026-04-01 cin W1 by line 3 (line 2)
    2026-03-15 2026-04-01 cin W2 by line 4 (line 2)
    2026-04-01 2026-05-01 cin W2 by line 4 (line 2)
    2026-05-01 2026-06-01 cin nobody (line 2)
    2026-06-01 2026-09-30 cin W2 by line 5 (line 2)
    ");
    let counts = data.files.iter().map(|file| (file.read, file.accepted));
    assert_eq!(counts.collect::<Vec<_>>(), [(2, 2), (1, 1), (4, 4)]);
    assert!(data.case_columns.has("allocated_to"));
    assert_eq!(said(&data), "");
}

#[test]
fn the_day_between_a_last_day_and_the_next_first_one_is_held() {
    let until = |to: &str, next: &str| {
        let data = held(
            "case_id,case_type,opened\nC1,cin,2026-01-05\n",
            &format!("case_id,allocated_to,from,to\nC1,W1,2026-01-05,{to}\nC1,W2,{next},\n"),
        );
        episodes(&data, "C1")
    };
    let whole =
        "2026-01-05 2026-03-01 cin W1 by line 2 (line 2)\n2026-03-01 - cin W2 by line 3 (line 2)";
    assert_eq!(until("2026-02-28", "2026-03-01"), whole);
    assert_eq!(until("2026-03-01", "2026-03-01"), whole);
    let gap = until("2026-02-27", "2026-03-01");
    assert!(gap.contains("2026-02-27 2026-03-01 cin nobody"), "{gap}");
}

#[test]
fn what_the_case_export_says_of_workers_stands() {
    let data = held(
        "case_id,case_type,opened,closed,allocated_to\nC1,cin,2026-01-05,2026-03-01,W1\nC1,cp,2026-03-01,,\n",
        "case_id,allocated_to,from,to\nC1,W2,2026-01-05,2026-02-01\nC1,W2,2026-03-01,\nC2,W1,2026-01-01,\n",
    );
    insta::assert_snapshot!(episodes(&data, "C1"), @r"
    2026-01-05 2026-03-01 cin W1 (line 2)
    2026-03-01 - cp W2 by line 3 (line 3)
    ");
    insta::assert_snapshot!(said(&data), @r"
    allocations-3.csv: 1 row names a staff member or a case that no export has; cases: C2
    allocations-3.csv: 2 allocations change nothing: the case was not open then, or its own row names a worker
    ");
}

#[test]
fn allocations_that_can_not_be_are_rejected() {
    let data = held(
        "case_id,case_type,opened\nC1,cin,2026-01-05\n",
        "case_id,allocated_to,from,to\nC1,W1,2026-02-01,2026-01-31\nC1,,2026-02-01,\nC1,W2,2026-02-01,2026-02-01\n",
    );
    insta::assert_snapshot!(said(&data), @r"
    allocations-3.csv:2, column `to`: the allocation ends before it starts, found `2026-01-31`, expected 2026-02-01 (`from`) or later
    allocations-3.csv:3, column `allocated_to`: `allocated_to` is blank, expected an id
    ");
    let file = &data.files[2];
    assert_eq!((file.read, file.accepted, file.rejected), (3, 1, 2));
    assert_eq!(data.lost.len(), 2, "the child is known to be affected");
}

const ORDER: &str = "precedence = ['looked-after', 'child-protection', 'cin', 'leaver']\n";

fn resolved(cases: &str) -> Dataset {
    all(&[(Export::Cases, cases)], ORDER).unwrap()
}

#[test]
fn of_types_that_overlap_the_first_by_precedence_holds() {
    let data = resolved(
        "
case_id,case_type,opened,closed
C1,cin,2025-01-01,2026-06-30
C1,child protection,2025-03-01,2025-09-01
C1,looked-after,2025-06-01,2026-02-01
C1,looked-after,2025-06-01,2026-02-01
",
    );
    insta::assert_snapshot!(episodes(&data, "C1"), @r"
    2025-01-01 2025-03-01 cin nobody (line 2)
    2025-03-01 2025-06-01 child protection nobody, also cin (line 3)
    2025-06-01 2025-09-01 looked-after nobody, also child protection (line 4)
    2025-09-01 2026-02-01 looked-after nobody, also cin (line 4)
    2026-02-01 2026-06-30 cin nobody (line 2)
    ");
    let days = ["2025-06-01", "2026-06-29", "2026-06-30"];
    let open = days.map(|day| data.open_cases(Day::parse_iso(day).unwrap()).count());
    assert_eq!(open, [1, 1, 0], "a child counts once");
    let file = &data.files[0];
    assert_eq!((file.read, file.accepted, file.rejected), (4, 3, 1));
}

#[test]
fn rows_of_two_types_may_open_on_one_day_and_one_may_never_govern() {
    let data = resolved(
        "case_id,case_type,opened,closed\nC1,cin,2025-01-01,2025-02-01\nC1,looked-after,2025-01-01,\n",
    );
    assert_eq!(
        episodes(&data, "C1"),
        "2025-01-01 2025-02-01 looked-after nobody, also cin (line 3)\n2025-02-01 - looked-after nobody (line 3)"
    );
    assert_eq!(
        said(&data),
        "cases-1.csv: 1 row is wholly behind a case type of the same child that goes first by `precedence`"
    );
    let data = resolved("case_id,case_type,opened\nC1,cin,2025-01-01\nC1,short break,2025-02-01\n");
    insta::assert_snapshot!(said(&data), @r"
    cases-1.csv: 1 row is wholly behind a case type of the same child that goes first by `precedence`
    cases-1.csv:3: the mapping's `precedence` does not name every case type of children with several rows, found `short break`; such a type comes after all that are named; write it into `precedence` where it belongs
    ");
}

#[test]
fn several_workers_of_one_episode_stay_beside_each_other() {
    let data = resolved(
        "case_id,case_type,opened,closed,allocated_to\nC1,cin,2025-01-01,,W1\nC1,cin,2025-01-01,,W2\n\
         C1,looked-after,2025-03-01,2025-04-01,W1\n",
    );
    assert_eq!(
        episodes(&data, "C1"),
        "2025-01-01 2025-03-01 cin W1 (line 2)\n2025-01-01 2025-03-01 cin W2 (line 3)\n\
         2025-03-01 2025-04-01 looked-after W1, also cin (line 4)\n\
         2025-04-01 - cin W1 (line 2)\n2025-04-01 - cin W2 (line 3)"
    );
}

#[test]
fn a_row_without_a_first_day_is_rejected_unless_the_mapping_allows_it() {
    let text = "case_id,case_type,opened,closed\nC1,leaver,,\nC1,looked-after,2020-01-01,2026-03-01\nC2,leaver,,\n";
    let refused = all(&[(Export::Cases, text)], ORDER).unwrap();
    assert_eq!(refused.files[0].rejected, 2);
    let mapping =
        format!("{ORDER}[[mapping]]\nexport = 'cases'\nmissing-start = 'before-records'\n");
    let data = all(&[(Export::Cases, text)], &mapping).unwrap();
    assert_eq!(data.files[0].rejected, 0);
    assert_eq!(
        episodes(&data, "C1"),
        "2020-01-01 2026-03-01 looked-after nobody (line 3)\n2026-03-01 - leaver nobody (line 2)"
    );
    assert_eq!(data.cases[1].episodes[0].opened, Day::FIRST);
    let unread = text.replace("C2,leaver,,", "C2,leaver,soon,");
    let data = all(&[(Export::Cases, &unread)], &mapping).unwrap();
    assert_eq!(
        data.files[0].rejected, 1,
        "a day that can't be read is none"
    );
}

const ONLY: &str =
    "[[mapping]]\nexport = 'allocations'\nonly = { role = ['CW', 'Allocated Case Worker', ''] }\n";

fn kept(rows: &str) -> Result<Dataset, Unusable> {
    let text = format!("case_id,allocated_to,from,role\n{rows}");
    all(&[(Export::Allocations, &text)], ONLY)
}

#[test]
fn rows_that_a_mapping_does_not_keep_are_counted_and_told() {
    let data = kept("C1,W1,2026-01-01,cw\nC1,W2,bad day,IRO\nC2,W1,2026-01-01,allocated_case_worker\nC3,W1,2026-01-01,\n").unwrap();
    let file = &data.files[0];
    let counts = (file.read, file.accepted, file.rejected, file.left_out);
    assert_eq!(counts, (4, 4, 0, 1));
    assert!(
        said(&data).starts_with(
            "allocations-1.csv: 1 row is left out by the mapping; `role` is `IRO` in 1"
        )
    );
    let data =
        kept("C1,W1,2026-01-01,ALLWKR\nC1,W2,2026-01-01,IRO\nC2,W2,2026-01-01,IRO\n").unwrap();
    assert_eq!((data.files[0].accepted, data.files[0].left_out), (3, 3));
    assert_eq!(data.problems[0].level, crate::problem::Level::Warning);
    insta::assert_snapshot!(said(&data), @"allocations-1.csv: 3 rows are left out by the mapping; `role` is `IRO` in 2, `ALLWKR` in 1: no row is kept, expected `cw` or `allocated-case-worker`; say in the mapping which values are meant: only.role = [\"…\"]");
}

#[test]
fn a_file_without_the_column_that_says_what_to_keep_is_refused() {
    let refused = unusable(all(
        &[(
            Export::Allocations,
            "case_id,allocated_to,from\nC1,W1,2026-01-01\n",
        )],
        ONLY,
    ));
    assert_eq!(
        refused,
        "allocations-1.csv: the mapping keeps rows by `role`, which the file has not; say where it is: columns.role = \"…\""
    );
}

#[test]
fn a_star_in_a_file_name_stands_for_any_letters() {
    let fits = |pattern: &str, name: &str| {
        let mapping = format!(
            "[[mapping]]\nexport = 'cases'\nfiles = ['{pattern}']\nconstants = {{ case_type = 'x' }}"
        );
        let mapping = Mapping::parse(&mapping, "mapping.toml").unwrap();
        let look = mapping.look(Export::Cases, name);
        look.constants.contains_key("case_type")
    };
    assert!(fits("ssd_cp_plans*", "exports/SSD_CP_PLANS_2026.csv"));
    assert!(fits("*list 6*", "Annex A List 6.csv"));
    assert!(fits("a*b*c", "abc"));
    assert!(fits("*.csv", ".csv"));
    assert!(!fits("a*b*c", "acb"));
    assert!(!fits("*list 6*", "List 7.csv"));
    assert!(!fits("ab*ba", "aba"), "no letter counts twice");
    assert!(fits("Plans.csv", "in/Plans.csv"));
    assert!(!fits("Plans.csv", "plans.csv"), "as it stands");
}

#[test]
fn every_preset_can_be_read_and_gives_way_to_the_files_own() {
    for preset in presets::PRESETS {
        let own = format!("preset = '{}'", preset.name);
        let mapping = Mapping::parse(&own, "mapping.toml");
        let mapping = mapping.unwrap_or_else(|problems| panic!("{}: {problems:?}", preset.name));
        assert!(!mapping.entries.is_empty());
    }
    let own = "preset = 'ssd'\nprecedence = ['a b']\n[[mapping]]\nexport = 'allocations'\nonly = { role = ['X'] }";
    let mapping = Mapping::parse(own, "mapping.toml").unwrap();
    assert_eq!(mapping.precedence, ["a-b"]);
    let look = mapping.look(Export::Allocations, "ssd_involvements.csv");
    assert_eq!(look.only["role"], ["x"]);
    assert_eq!(look.columns["case_id"], ["invo_person_id"]);
    let refused = Mapping::parse("preset = 'sdd'\nprecedence = 'x'", "mapping.toml").unwrap_err();
    let refused: Vec<String> = refused.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(refused.join("\n"), @r"
    mapping.toml:1: there is no such preset, found `sdd`, expected `ssd`, `annex-a` or `workforce-census`
    mapping.toml:2: `precedence` has the wrong type, found `string`, expected a list of texts
    ");
}

#[test]
fn a_type_that_binds_beside_the_first_is_kept_with_it() {
    let cases = "case_id,case_type,opened,closed\nC1,cin,2025-01-01,\nC1,child protection,2025-03-01,2025-09-01\n\
                 C1,looked-after,2025-06-01,\n";
    let mapping = format!("beside = ['child-protection']\n{ORDER}");
    let data = all(&[(Export::Cases, cases)], &mapping).unwrap();
    let beside: Vec<(String, usize)> = data.cases[0]
        .episodes
        .iter()
        .map(|row| (row.opened.to_string(), row.beside.len()))
        .collect();
    let expected = [
        ("2025-01-01", 0),
        ("2025-03-01", 0),
        ("2025-06-01", 1),
        ("2025-09-01", 0),
    ];
    assert_eq!(
        beside,
        expected.map(|(day, number)| (day.to_owned(), number))
    );
}
