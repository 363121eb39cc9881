//! The example of Ofsted's Annex A: lists 6 to 9, a staff list, and a tracker for supervision.

use oversight::calendar::Day;

use crate::model::{Case, Episode, World};
use crate::national::{
    Sheet, also_on_plan, fte, listed, or_blank, oversight, sessions, slashes, title,
};

const SHARED: [&str; 5] = [
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Age of Child (Years)",
];

/// The folder's files.
pub fn files(world: &World, from: Day, taken: Day) -> Vec<(&'static str, Vec<u8>)> {
    let story = "\
# Lists 6 to 9 of Ofsted's Annex A, with a staff list from HR and a tracker for supervision, which the lists have not.
# The lists name the worker, so cases are joined to staff by name; a name that no staff row has is said, and its cases
# are nobody's. Each list tells of today: who had a child before is not in it.
";
    let exports = "\
staff = \"staff list.csv\"
cases = [\"List 6.csv\", \"List 7.csv\", \"List 8.csv\", \"List 9.csv\"]
";
    let mapping = "\
# The lists look as published; staff list and tracker have headers of this tool.
preset = \"annex-a\"

[[mapping]]
export = \"staff\"
dates = [\"dd/mm/yyyy\"]
";
    let id = |person: usize| world.people[person].id.clone();
    let lists = [6, 7, 8, 9].map(|number| list(world, number, taken));
    let [six, seven, eight, nine] = lists;
    vec![
        ("oversight.toml", oversight(story, exports, from, taken)),
        ("mapping.toml", mapping.as_bytes().to_vec()),
        ("staff list.csv", staff_list(world)),
        ("List 6.csv", six),
        ("List 7.csv", seven),
        ("List 8.csv", eight),
        ("List 9.csv", nine),
        ("supervision.csv", sessions(world, &id)),
    ]
}

fn staff_list(world: &World) -> Vec<u8> {
    let mut sheet = Sheet::new(&[
        "Staff ID",
        "Name",
        "Role",
        "Team",
        "Supervisor ID",
        "Start Date",
        "End Date",
        "FTE",
        "ASYE",
    ]);
    for (_, person) in listed(world) {
        let supervisor = person.supervisor.map(|one| world.people[one].id.clone());
        sheet.add([
            person.id.clone(),
            person.name.clone(),
            title(person.role),
            world.teams[person.team].name.clone(),
            supervisor.unwrap_or_default(),
            slashes(person.start),
            or_blank(person.end, slashes),
            fte(person),
            if person.asye { "Yes" } else { "No" }.to_owned(),
        ]);
    }
    sheet.end()
}

/// The name as somebody typed it.
fn typed(number: usize, name: &str) -> String {
    match number % 5 {
        0 => name.to_uppercase(),
        1 => format!("{} ", name.replace(' ', "  ")),
        _ => name.to_owned(),
    }
}

/// The last row of each case that was open in the six months before the lists were taken.
fn recent(world: &World, taken: Day) -> impl Iterator<Item = (usize, &Case, &Episode)> {
    let since = taken.plus_months(-6);
    let cases = world.cases.iter().enumerate();
    let last = cases.filter_map(|(number, case)| Some((number, case, case.episodes.last()?)));
    last.filter(move |(_, _, last)| last.closed.is_none_or(|closed| closed >= since))
}

fn list(world: &World, which: u8, taken: Day) -> Vec<u8> {
    let own: &[&str] = match which {
        6 => &[
            "CIN Start Date",
            "Primary Need Code",
            "CIN Closure Date",
            "Case Status",
        ],
        7 => &[
            "Child Protection Plan Start Date",
            "Child Protection Plan End Date",
        ],
        8 => &[
            "Date Started to be Looked After",
            "Date Ceased to be Looked After",
        ],
        _ => &["Eligibility Category", "LA in Touch"],
    };
    let headers = SHARED.iter().chain(own);
    let headers: Vec<&str> = headers
        .chain(&["Allocated Team", "Allocated Worker"])
        .copied()
        .collect();
    let mut sheet = Sheet::new(&headers);
    for (number, case, last) in recent(world, taken) {
        let Some(own) = own_cells(which, (number, case, last)) else {
            continue;
        };
        let worker = last
            .worker
            .map(|worker| typed(number, &world.people[worker].name));
        let shared = [
            case.id.clone(),
            "b) Female".to_owned(),
            "a) WBRI".to_owned(),
            slashes(case.born),
            (taken.days_since(case.born) / 366).to_string(),
        ];
        let of_worker = [
            world.teams[last.team].name.clone(),
            worker.unwrap_or_default(),
        ];
        sheet.add(shared.into_iter().chain(own).chain(of_worker));
    }
    sheet.end()
}

/// The cells of one list's own columns, when the child is on it.
fn own_cells(which: u8, (number, case, last): (usize, &Case, &Episode)) -> Option<Vec<String>> {
    let dates = |from: Day, to: Option<Day>| vec![slashes(from), or_blank(to, slashes)];
    let is = |case_type: &str| (last.case_type == case_type).then_some(());
    match which {
        6 => {
            let first = case.episodes.first()?;
            let status = match last.case_type {
                _ if last.closed.is_some() => "e) Closed episode",
                "looked-after" => "a) Looked after child",
                "child-protection" => "b) Child Protection plan",
                "assessment" => "d) Open assessment",
                "care-leaver" => return None,
                _ => "c) Child in need plan",
            };
            let closed = or_blank(last.closed, slashes);
            Some(vec![
                slashes(first.opened),
                "N1".to_owned(),
                closed,
                status.to_owned(),
            ])
        }
        7 if last.case_type == "looked-after" => {
            also_on_plan(number, case, last).map(|(from, to)| dates(from, to))
        }
        7 => is("child-protection").map(|()| dates(last.opened, last.closed)),
        8 => is("looked-after").map(|()| dates(last.opened, last.closed)),
        _ => {
            let cells = ["Former relevant child", "Yes"].map(str::to_owned);
            is("care-leaver").map(|()| cells.to_vec())
        }
    }
}
