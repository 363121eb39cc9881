//! The example of the workforce census: the flat file, a case list, and a tracker for supervision.

use std::collections::BTreeMap;

use oversight::calendar::Day;

use crate::model::{Person, World};
use crate::national::{
    EVERY, Sheet, fte, iso, listed, or_blank, oversight, registration, sessions,
};

/// The folder's files.
pub fn files(world: &World, from: Day, taken: Day) -> Vec<(&'static str, Vec<u8>)> {
    let story = "\
# The children's social work workforce census as a flat file, with a case list and a tracker for supervision, which it
# has not. Two agency workers have neither role nor first day: their role is `unclassified`. The file is of two years,
# and the mapping keeps the later one.
";
    let exports = "\
staff = \"workforce census.csv\"
cases = \"case list.csv\"
";
    let mapping = "\
# The census file looks as published, and case list and tracker have this tool's own words.
preset = \"workforce-census\"

[[mapping]]
export = \"staff\"
only = { year = [\"2026\"] }

# What the policy calls a social worker.
[mapping.values.role]
5 = \"social-worker\"
";
    let numbers: BTreeMap<usize, String> = listed(world)
        .map(|(number, _)| (number, registration(number)))
        .collect();
    let id = |person: usize| {
        let known = numbers.get(&person);
        known
            .cloned()
            .unwrap_or_else(|| world.people[person].id.clone())
    };
    vec![
        ("oversight.toml", oversight(story, exports, from, taken)),
        ("mapping.toml", mapping.as_bytes().to_vec()),
        ("workforce census.csv", workers(world, taken)),
        ("case list.csv", case_list(world, &id)),
        ("supervision.csv", sessions(world, &id)),
    ]
}

/// The code of the role, of those whom the census asks about.
fn org_role(person: &Person) -> Option<&'static str> {
    Some(match person.role {
        "director" | "assistant-director" => "1",
        "service-manager" => "2",
        "team-manager" => "3",
        "senior-practitioner" => "4",
        "social-worker" if person.holds_cases => "5",
        "social-worker" => "6",
        _ => return None,
    })
}

fn workers(world: &World, taken: Day) -> Vec<u8> {
    let mut sheet = Sheet::new(&[
        "LA",
        "YEAR",
        "AgencyWorker",
        "SWENo",
        "FTE",
        "PersonBirthDate",
        "Sex",
        "Ethnicity",
        "QualLevel",
        "OrgRole",
        "RoleStartDate",
        "StartOrigin",
        "RoleEndDate",
        "LeaverDestination",
        "ReasonLeave",
        "FTE30",
        "Cases30",
        "WorkingDaysLost",
    ]);
    let mut agency = 0;
    for (number, person) in listed(world) {
        let Some(role) = org_role(person) else {
            continue;
        };
        let is_agency = role == "5" && agency < 2 && number % 2 == 0;
        agency += i32::from(is_agency);
        let own = |text: String| if is_agency { String::new() } else { text };
        let (year, _, _) = taken.ymd();
        let before = (number % EVERY == 1).then_some(year - 1);
        for year in before.into_iter().chain([year]) {
            let left = person.end.is_some();
            sheet.add([
                "Anyshire".to_owned(),
                year.to_string(),
                i32::from(is_agency).to_string(),
                registration(number),
                if left { "0".to_owned() } else { fte(person) },
                own("1980-01-01".to_owned()),
                own("F".to_owned()),
                own("WBRI".to_owned()),
                own("UG".to_owned()),
                own(role.to_owned()),
                own(iso(person.start)),
                own("5".to_owned()),
                or_blank(person.end, iso),
                if left { "9" } else { "" }.to_owned(),
                if left { "NK" } else { "" }.to_owned(),
                own(fte(person)),
                held(world, number, year),
                own("0.0".to_owned()),
            ]);
        }
    }
    sheet.end()
}

/// How many cases somebody held on the last day of September.
fn held(world: &World, person: usize, year: i32) -> String {
    let day = Day::from_ymd(year, 9, 30).unwrap_or(Day::LAST);
    let episodes = world.cases.iter().flat_map(|case| &case.episodes);
    let open = episodes.filter(|episode| {
        episode.worker == Some(person)
            && episode.opened <= day
            && episode.closed.is_none_or(|closed| closed > day)
    });
    open.count().to_string()
}

fn case_list(world: &World, id: &dyn Fn(usize) -> String) -> Vec<u8> {
    let mut sheet = Sheet::new(&[
        "Case ID",
        "Case Type",
        "Opened",
        "Closed",
        "Allocated To",
        "Team",
        "Risk",
        "Children",
    ]);
    for case in &world.cases {
        for episode in &case.episodes {
            sheet.add([
                case.id.clone(),
                episode.case_type.to_owned(),
                iso(episode.opened),
                or_blank(episode.closed, iso),
                episode.worker.map_or_else(String::new, id),
                world.teams[episode.team].name.clone(),
                episode.risk.to_owned(),
                "1".to_owned(),
            ]);
        }
    }
    sheet.end()
}
