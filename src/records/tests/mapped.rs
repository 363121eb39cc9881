//! What a mapping can say of columns: several headers for one, and names in place of ids.

use super::*;

/// Reads several exports under a mapping; the files are called by their exports' names.
fn all(texts: &[(Export, &str)], mapping: &str) -> Result<Dataset, Unusable> {
    let mapping = Mapping::parse(mapping, "mapping.toml").unwrap();
    let sources = texts.iter().map(|(export, text)| Source {
        sheet: None,
        name: format!("{export}.csv"),
        export: *export,
        covers_from: None,
        bytes: text.trim_start().into(),
    });
    read(sources.collect(), &mapping, &Demand::default(), taken())
}

const EITHER: &str = r#"
[[mapping]]
export = "absences"
columns = { staff_id = ["Worker No", "Payroll no"], from = "First day" }
"#;

#[test]
fn of_several_headers_the_one_that_a_file_has_is_read() {
    for header in ["Payroll no", "worker-no"] {
        let text = format!("{header},First day\nS1,2026-10-01\n");
        let data = one(Export::Absences, text.as_bytes(), EITHER).unwrap();
        assert_eq!(data.staff_ids.text(0), "S1", "{header}");
        assert_eq!(said(&data), "");
    }
}

#[test]
fn a_file_with_two_of_the_headers_is_refused() {
    let text = b"Payroll no,Worker No,First day\nS1,S1,2026-10-01\n";
    let refused = unusable(one(Export::Absences, text, EITHER));
    assert_eq!(
        refused,
        "exports/absences.csv:1: the mapping finds `staff_id` under `Worker No` and under `Payroll no`; the file has \
         both: give it its own mapping with `files`, and one of the two as columns.staff_id"
    );
}

#[test]
fn headers_that_no_file_has_are_named_together() {
    let text = b"Staff No,First day\nS1,2026-10-01\n";
    let refused = unusable(one(Export::Absences, text, EITHER));
    assert!(refused.contains("needs a column `staff_id`"), "{refused}");
    let mapping = r#"
[[mapping]]
export = "absences"
columns = { reason = ["Cause", "Absence reasons"] }
"#;
    let text = "staff_id,from,Absence reason\nS1,2026-10-01,leave\n";
    assert_eq!(
        told(Export::Absences, text, mapping),
        "read 1, accepted 1, rejected 0\nmapping.toml:2: the mapping of absences finds `reason` under a header that \
         no file has, found `Cause`, `Absence reasons`; did you mean `Absence reason`?"
    );
}

const BY_NAME: &str = r#"
[[mapping]]
export = "cases"
columns = { allocated_to = "Allocated Worker" }
by-name = ["allocated_to"]
"#;

const STAFF: &str = "
staff_id,role,start_date,name
S1,sw,2020-01-01,Zoë Łuczak
S1,sw,2024-01-01,Zoe Luczak
S2,sw,2020-01-01,Jane Doe
S3,sw,2020-01-01,\"Doe, Jane\"
S4,sw,2020-01-01,
";

#[test]
fn a_name_stands_for_the_id_of_whoever_is_called_so() {
    let cases = "
case_id,case_type,opened,Allocated Worker
C1,cin,2026-01-01,\"LUCZAK,  Zoe\"
C2,cin,2026-01-01,S4
C3,cin,2026-01-01,
";
    let data = all(&[(Export::Cases, cases), (Export::Staff, STAFF)], BY_NAME).unwrap();
    let worker = |case: usize| data.cases[case].episodes[0].worker;
    let named = |case| worker(case).map(|staff| data.staff_id(staff));
    assert_eq!(
        [named(0), named(1), named(2)],
        [Some("S1"), Some("S4"), None]
    );
    assert_eq!(said(&data), "");
    assert_eq!(data.files[0].unmatched, 0);
}

#[test]
fn with_whom_an_agreement_is_may_be_a_name_too() {
    let mut demand = Demand::default();
    demand.ask(Export::Staff, "agreement_with", ColumnType::Word);
    let mapping =
        "[[mapping]]\nexport = \"staff\"\nby-name = [\"supervisor_id\", \"agreement_with\"]\n";
    let source = Source {
        sheet: None,
        name: "staff.csv".to_owned(),
        export: Export::Staff,
        covers_from: None,
        bytes: "staff_id,role,start_date,name,supervisor_id,agreement_with\n\
                S1,sw,2020-01-01,Jane Doe,\"Boss, Mary\",Mary Boss\n\
                S2,sw,2020-01-01,Jon Roe,Mary Boss,M1\n\
                M1,tm,2020-01-01,Mary Boss,,\n"
            .into(),
    };
    let mapping = Mapping::parse(mapping, "mapping.toml").unwrap();
    let data = read(vec![source], &mapping, &demand, taken()).unwrap();
    assert_eq!(said(&data), "");
    let with = |staff: usize| match data.staff[staff].posts[0].attributes[0] {
        Cell::Word(word) => data.words.folded(word),
        Cell::Blank | Cell::Day(_) | Cell::Number(_) => "",
    };
    assert_eq!([with(0), with(2)], ["m1", "m1"], "M1 is met before S2");
    let supervisor = data.staff[0].posts[0].supervisor.unwrap();
    assert_eq!(data.staff_id(supervisor), "M1");
}

#[test]
fn unknown_and_ambiguous_names_are_told_and_never_picked() {
    let cases = "
case_id,case_type,opened,Allocated Worker
C1,cin,2026-01-01,jane doe
C2,cin,2026-01-01,jane doe
C3,cin,2026-01-01,Jon Roe
";
    let data = all(&[(Export::Staff, STAFF), (Export::Cases, cases)], BY_NAME).unwrap();
    let file = &data.files[1];
    assert_eq!((file.accepted, file.rejected, file.unmatched), (3, 0, 3));
    assert_eq!(
        said(&data),
        "cases.csv: 3 rows name a staff member or a case that no export has; are ids written alike in all \
         exports?\n\
         cases.csv:2, column `Allocated Worker`: 2 staff members have this name, found `jane doe`; give the id in its \
         place: `S2` or `S3`\n\
         cases.csv:4, column `Allocated Worker`: no staff row has this name, found `Jon Roe`; write it as the staff \
         export does, or add the person there"
    );
    for case in &data.cases {
        let worker = case.episodes[0].worker.unwrap();
        assert!(data.member(worker).unwrap().posts.is_empty());
    }
}

#[test]
fn a_staff_export_without_ids_goes_by_names() {
    let mapping = r#"
[[mapping]]
export = "staff"
columns = { staff_id = "Worker", supervisor_id = "Manager", name = "Worker" }
by-name = ["staff_id", "supervisor_id"]

[[mapping]]
export = "sessions"
by-name = ["supervisee_id"]
"#;
    let staff = "
Worker,role,start_date,Manager
Jane Doe,sw,2020-01-01,\"Łuczak, Zoë\"
Zoë Łuczak,tm,2020-01-01,
";
    let sessions = "
date,kind,supervisee_id
2026-10-01,personal,\"DOE, Jane\"
";
    let data = all(
        &[(Export::Staff, staff), (Export::Sessions, sessions)],
        mapping,
    )
    .unwrap();
    assert_eq!(said(&data), "");
    let jane = data.sessions[0].supervisee.unwrap();
    assert_eq!(data.staff_id(jane), "jane doe");
    let post = &data.member(jane).unwrap().posts[0];
    assert_eq!(post.name.as_deref(), Some("Jane Doe"));
    assert_eq!(data.staff_id(post.supervisor.unwrap()), "zoe luczak");
    let files = data.files.iter();
    assert!(files.into_iter().all(|file| file.unmatched == 0));
}

#[test]
fn of_staff_a_row_with_an_ambiguous_name_is_rejected() {
    let mapping = r#"
[[mapping]]
export = "staff"
files = ["agency.csv"]
columns = { staff_id = "Worker" }
by-name = ["staff_id"]
"#;
    let mapping = Mapping::parse(mapping, "mapping.toml").unwrap();
    let agency = "Worker,role,start_date\nJane Doe,sw,2026-01-01\n";
    let source = |name: &str, text: &str| Source {
        sheet: None,
        name: name.to_owned(),
        export: Export::Staff,
        covers_from: None,
        bytes: text.trim_start().into(),
    };
    let sources = vec![source("staff.csv", STAFF), source("agency.csv", agency)];
    let data = read(sources, &mapping, &Demand::default(), taken()).unwrap();
    assert_eq!((data.files[1].accepted, data.files[1].rejected), (0, 1));
    assert_eq!(
        said(&data),
        "agency.csv:2, column `Worker`: 2 staff members have this name, found `Jane Doe`; give the id in its place: \
         `S2` or `S3`"
    );
}

#[test]
fn only_a_column_of_staff_ids_is_joined_by_name() {
    let mapping = "[[mapping]]\nexport = \"cases\"\nby-name = [\"team\", \"Allocated To\"]\n";
    let mistakes = Mapping::parse(mapping, "mapping.toml").unwrap_err();
    let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "mapping.toml:3: no column of cases that holds a staff id, found `team`, expected `allocated_to`"
        ]
    );
}

#[test]
fn fillers_are_blanks_and_counted() {
    let staff = "
staff_id,role,start_date,end_date,supervisor_id,name
S1,sw,2020-01-01,9999-12-31,-1,unknown
S2,sw,2020-01-01,9999-12-31T00:00:00,Unknown,-1
S3,sw,2020-01-01,01/01/2300,placeholder_data,PLACEHOLDER_DATA
S4,sw,2020-01-01,1900-01-01,S1,
";
    let data = one(Export::Staff, staff.trim_start().as_bytes(), "").unwrap();
    for member in data.staff.iter().take(3) {
        let post = &member.posts[0];
        assert_eq!((post.end, post.supervisor), (None, None));
    }
    let name = |staff: usize| data.staff[staff].posts[0].name.as_deref();
    assert_eq!(
        [name(0), name(1), name(2)],
        [Some("unknown"), Some("-1"), None]
    );
    assert_eq!(
        said(&data),
        "exports/staff.csv, column `end_date`: 1 cell holds a filler and is read as blank, found `01/01/2300`\n\
         exports/staff.csv, column `end_date`: 1 cell holds a filler and is read as blank, found `1900-01-01`\n\
         exports/staff.csv, column `end_date`: 1 cell holds a filler and is read as blank, found `9999-12-31`\n\
         exports/staff.csv, column `end_date`: 1 cell holds a filler and is read as blank, found `9999-12-31T00:00:00`\n\
         exports/staff.csv, column `name`: 1 cell holds a filler and is read as blank, found `PLACEHOLDER_DATA`\n\
         exports/staff.csv, column `supervisor_id`: 1 cell holds a filler and is read as blank, found `-1`\n\
         exports/staff.csv, column `supervisor_id`: 1 cell holds a filler and is read as blank, found `Unknown`\n\
         exports/staff.csv, column `supervisor_id`: 1 cell holds a filler and is read as blank, found `placeholder_data`"
    );
}

#[test]
fn a_filler_where_a_value_is_required_costs_the_row() {
    let absences = "staff_id,from,to\n-1,2026-10-01,\nS1,01/01/1900,\nS2,1899-12-31,\nS3,2026-10-01,2299-12-31\n";
    assert_eq!(
        told(Export::Absences, absences, ""),
        "read 4, accepted 2, rejected 2\n\
         exports/absences.csv:2, column `staff_id`: `staff_id` holds a filler, which says nothing, found `-1`, expected \
         an id; if it is meant, write `fillers = false` in the mapping\n\
         exports/absences.csv:3, column `from`: `from` holds a filler, which says nothing, found `01/01/1900`, expected \
         a date written `yyyy-mm-dd`; if it is meant, write `fillers = false` in the mapping"
    );
}

#[test]
fn a_council_may_mean_its_fillers() {
    let mapping = "[[mapping]]\nexport = \"absences\"\nfillers = false\n";
    let absences = "staff_id,from,to\nunknown,1900-01-01,9999-12-31\n";
    let data = one(Export::Absences, absences.as_bytes(), mapping).unwrap();
    assert_eq!(data.absences[0].to.unwrap().to_string(), "9999-12-31");
    assert_eq!(data.staff_ids.text(0), "unknown");
    let wrong = Mapping::parse(
        "[[mapping]]\nexport = \"absences\"\nfillers = \"no\"\n",
        "m.toml",
    );
    assert_eq!(
        wrong.unwrap_err()[0].to_string(),
        "m.toml:3: `fillers` has the wrong type, found `string`, expected true or false"
    );
}

#[test]
fn yes_and_no_have_a_fixed_list_of_words() {
    let mut demand = Demand::default();
    demand.ask(Export::Staff, "asye", ColumnType::YesNo);
    let asye = |cell: &str| {
        let staff = format!("staff_id,role,start_date,asye\nS1,sw,2020-01-01,{cell}\n");
        let source = Source {
            sheet: None,
            name: "staff.csv".to_owned(),
            export: Export::Staff,
            covers_from: None,
            bytes: staff.into(),
        };
        let data = read(vec![source], &Mapping::default(), &demand, taken()).unwrap();
        match data.staff.first().and_then(|member| member.posts.first()) {
            Some(post) => match post.attributes[0] {
                Cell::Word(Word::TRUE) => "yes",
                Cell::Word(Word::FALSE) => "no",
                Cell::Blank | Cell::Word(_) | Cell::Day(_) | Cell::Number(_) => "blank",
            },
            None => "rejected",
        }
    };
    for cell in ["yes", "Y", "TRUE", "t", "1"] {
        assert_eq!(asye(cell), "yes", "{cell}");
    }
    for cell in ["no", "N", "False", "F", "0"] {
        assert_eq!(asye(cell), "no", "{cell}");
    }
    for cell in ["x", "100%", "0%", "2", "yes please", "ticked"] {
        assert_eq!(asye(cell), "rejected", "{cell}");
    }
    assert_eq!(asye(""), "blank");
}

#[test]
fn a_missing_column_and_an_unknown_status_are_met_with_what_other_councils_call_them() {
    let refused = unusable(one(
        Export::Absences,
        b"Payroll no,First day,Reason\nS1,2026-10-01,x\n",
        "",
    ));
    assert_eq!(
        refused,
        "exports/absences.csv: the absences export needs a column `staff_id`; `Payroll no` looks like it; add to the \
         mapping of absences: columns.staff_id = \"Payroll no\"\n\
         exports/absences.csv: the absences export needs a column `from`; `First day` looks like it; add to the \
         mapping of absences: columns.from = \"First day\""
    );
    let sessions = "date,kind,supervisee_id,status\n2026-10-01,personal,S1,DNA\n";
    assert_eq!(
        told(Export::Sessions, sessions, ""),
        "read 1, accepted 0, rejected 1\n\
         exports/sessions.csv:2, column `status`: not a value of `status`, found `DNA`, expected `held`, `cancelled`, \
         `did-not-attend`, `planned` or `rearranged`; say what it means in the mapping of sessions: values.status.\"DNA\" \
         = \"did-not-attend\""
    );
}
