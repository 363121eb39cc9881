//! What holds for every input: nothing panics, every row is accounted for, and the order of rows is nothing.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const STAFF: &str = "staff_id,role,start_date,end_date,team,supervisor_id,fte";
const CASES: &str = "case_id,case_type,opened,closed,allocated_to,children";
const SESSIONS: &str =
    "session_id,date,kind,supervisee_id,case_id,status,depth,recorded_on,minutes";

fn demand() -> Demand {
    let mut demand = Demand::default();
    demand.ask(Export::Staff, "asye", ColumnType::YesNo);
    demand.ask(Export::Cases, "date_of_birth", ColumnType::Date);
    demand.ask(Export::Sessions, "approved_on", ColumnType::Date);
    demand.ask(Export::Sessions, "room", ColumnType::Word);
    demand
}

/// Read = accepted + rejected for each file, with both counted anew from the dataset.
fn accounts(data: &Dataset) {
    let posts = data
        .staff
        .iter()
        .flat_map(|member| &member.posts)
        .map(|post| post.row);
    let episodes = data
        .cases
        .iter()
        .flat_map(|case| &case.episodes)
        .map(|episode| episode.row);
    let sessions = data.sessions.iter().map(|session| session.row);
    let absences = data.absences.iter().map(|absence| absence.row);
    let rows: Vec<_> = posts
        .chain(episodes)
        .chain(sessions)
        .chain(absences)
        .collect();
    for (index, file) in data.files.iter().enumerate() {
        let accepted = rows
            .iter()
            .filter(|row| usize::from(row.file) == index)
            .count();
        let errors = data
            .problems
            .iter()
            .filter(|problem| problem.level == crate::problem::Level::Error);
        let lines: BTreeSet<_> = errors
            .filter_map(|problem| problem.place.as_ref())
            .filter(|place| place.file == file.name)
            .map(|place| place.line)
            .collect();
        assert_eq!(accepted, file.accepted as usize, "{}: accepted", file.name);
        assert_eq!(
            lines.len(),
            file.rejected as usize,
            "{}: rejected",
            file.name
        );
        assert_eq!(file.read, file.accepted + file.rejected, "{}", file.name);
        let rejects = data.rejects.iter();
        let rejects = rejects.filter(|reject| usize::from(reject.row.file) == index);
        assert_eq!(rejects.count(), lines.len(), "{}: rejects", file.name);
    }
    // Nothing read makes it panic either.
    doubts(data, taken());
    for column in &data.session_attributes {
        assert!(column.len() <= data.sessions.len());
    }
}

/// Everything accepted, without places, in an order of its own.
fn content(data: &Dataset) -> Vec<String> {
    let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
    let staff = |staff: Option<StaffIx>| {
        staff.map_or(String::new(), |staff| data.staff_id(staff).to_owned())
    };
    let mut all = Vec::new();
    for (index, member) in data.staff.iter().enumerate() {
        for (nth, post) in member.posts.iter().enumerate() {
            let id = data.staff_ids.text(index);
            let (role, team, by) = (
                data.text(post.role),
                data.text(post.team),
                staff(post.supervisor),
            );
            all.push(format!(
                "{id} {nth} {} {} {role} {team} {by} {:?}",
                post.start,
                day(post.end),
                post.fte
            ));
        }
    }
    for (index, case) in data.cases.iter().enumerate() {
        for (nth, row) in case.episodes.iter().enumerate() {
            let id = data.case_ids.text(index);
            let (kind, worker) = (data.text(row.case_type), staff(row.worker));
            all.push(format!(
                "{id} {nth} {} {} {kind} {worker} {:?}",
                row.opened,
                day(row.closed),
                row.children
            ));
        }
    }
    for row in &data.sessions {
        let case = row
            .case
            .map_or(String::new(), |case| data.case_id(case).to_owned());
        let id = row
            .session
            .map_or("", |number| data.session_ids.text(number.index()));
        let (kind, status, depth) = (
            data.text(Some(row.kind)),
            data.words.folded(row.status),
            data.words.folded(row.depth),
        );
        let (who, recorded) = (staff(row.supervisee), day(row.recorded_on));
        all.push(format!(
            "{id} {} {kind} {status} {depth} {who} {case} {recorded} {:?}",
            row.date, row.minutes
        ));
    }
    all.sort();
    all.extend(data.files.iter().map(|file| {
        format!(
            "{} {} {} {}",
            file.read, file.accepted, file.rejected, file.unmatched
        )
    }));
    all
}

fn table(header: &str, rows: &[String]) -> String {
    format!("{header}\n{}\n", rows.join("\n"))
}

fn date() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        6 => prop::sample::select(vec!["2026-01-01", "2026-01-02", "2026-06-30"]),
        1 => prop::sample::select(vec!["", "31/12/2026", "2026-02-30", "2027-01-01"]),
    ]
}

fn pick(values: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(values.to_vec())
}

fn staff_row() -> impl Strategy<Value = String> {
    let ids = pick(&["W1", "W2", "W3"]);
    (
        ids,
        pick(&["worker", "Worker", "lead"]),
        date(),
        pick(&["", "2026-01-01"]),
        pick(&["North", "north", ""]),
        pick(&["", "W2", "M9"]),
        pick(&["", "0.5", "2"]),
    )
        .prop_map(|(id, role, start, end, team, by, fte)| {
            [id, role, start, end, team, by, fte].join(",")
        })
}

fn case_row() -> impl Strategy<Value = String> {
    (
        pick(&["C1", "C2"]),
        pick(&["CIN", "CP"]),
        date(),
        pick(&["", "2026-01-01"]),
        pick(&["", "W1", "W8"]),
        pick(&["1", "1.5"]),
    )
        .prop_map(|(id, kind, opened, closed, worker, children)| {
            [id, kind, opened, closed, worker, children].join(",")
        })
}

fn session_row() -> impl Strategy<Value = String> {
    let first = (
        pick(&["", "S1", "S2"]),
        date(),
        pick(&["personal", "case"]),
        pick(&["", "W1", "W9"]),
        pick(&["", "C1", "C9"]),
    );
    let then = (
        pick(&["held", "", "DNA", "Planned"]),
        pick(&["", "light"]),
        pick(&["", "2026-01-02"]),
        pick(&["", "90"]),
    );
    (first, then).prop_map(
        |((id, date, kind, who, case), (status, depth, recorded, minutes))| {
            [id, date, kind, who, case, status, depth, recorded, minutes].join(",")
        },
    )
}

/// Rows, and the same rows shuffled.
fn shuffled(
    row: impl Strategy<Value = String>,
) -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    prop::collection::vec(row, 1..12)
        .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), export in 0..5_usize, known in any::<bool>()) {
        let export = Export::ALL[export];
        let header = match export {
            Export::Staff => STAFF,
            Export::Cases => CASES,
            Export::Sessions => SESSIONS,
            Export::Absences => "staff_id,from,to",
            Export::Activity => "kind,date,staff_id,by_id,case_id,minutes",
            Export::Allocations => "case_id,allocated_to,from,to,role,team",
        };
        let mut all = if known { format!("{header}\n").into_bytes() } else { Vec::new() };
        all.extend(bytes);
        if let Ok(data) = one(export, &all, "") {
            accounts(&data);
        }
    }

    #[test]
    fn damaged_csv_is_accounted_for(
        rows in prop::collection::vec(session_row(), 1..10),
        damage in prop::collection::vec((any::<prop::sample::Index>(), pick(&["\"", ",", "\n", "\r", "\u{e9}", "\t", "\0", "\"\"", "\n\n"])), 0..4),
    ) {
        let mut text = table(SESSIONS, &rows);
        for (at, what) in damage {
            let mut at = at.index(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            // The header stays whole.
            text.insert_str(at.max(SESSIONS.len() + 1), what);
        }
        if let Ok(data) = Dataset::from_texts("", "", &text, "", &demand(), taken()) {
            accounts(&data);
        }
    }

    #[test]
    fn the_order_of_rows_is_nothing(staff in shuffled(staff_row()), cases in shuffled(case_row()), sessions in shuffled(session_row())) {
        let read = |staff: &[String], cases: &[String], sessions: &[String]| {
            let texts = (table(STAFF, staff), table(CASES, cases), table(SESSIONS, sessions));
            Dataset::from_texts(&texts.0, &texts.1, &texts.2, "", &demand(), taken()).unwrap()
        };
        let one = read(&staff.0, &cases.0, &sessions.0);
        let other = read(&staff.1, &cases.1, &sessions.1);
        accounts(&one);
        accounts(&other);
        prop_assert_eq!(content(&one), content(&other));
    }

    #[test]
    fn whatever_the_files_hold_a_proposal_can_be_read(
        names in prop::collection::vec("\\PC{0,12}|list [6-9]\\.csv|ssd_c[a-z_]{0,3}", 1..4),
        headers in prop::collection::vec(prop::sample::select(vec!["SWENo", "OrgRole", "RoleStartDate", "YEAR", "Child Unique ID", "CIN Start Date", "clea_person_id", "Worker No", "Job Title", "Started", "From", "Event Date", "Type", "Outcome", "Child ID", "Case Status", "Opened", "\"odd, \"\"one\"\"\"", ""]), 1..8),
        cells in prop::collection::vec("\\PC{0,8}|[0-9]{2}/[0-9]{2}/[0-9]{4}|DNA|NULL", 0..40),
    ) {
        let mut text = headers.join(",");
        for row in cells.chunks(headers.len()) {
            text = text + "\n" + &row.join(",");
        }
        let sheets: Vec<Sheet> = names.iter().flat_map(|name| Preview::of(name, text.clone().into_bytes()).sheets).collect();
        let proposal = propose(&sheets);
        Mapping::parse(&proposal.mapping, "mapping.toml").unwrap();
    }

    #[test]
    fn no_text_makes_a_mapping_panic(text in "\\PC{0,80}", format in "[dmyDMY/ .-]{0,12}") {
        let _ = Mapping::parse(&text, "mapping.toml").is_ok();
        let whole = format!("[[mapping]]\nexport = \"staff\"\ndates = [\"{format}\"]\n{text}");
        let _ = Mapping::parse(&whole, "mapping.toml").is_ok();
    }
}
