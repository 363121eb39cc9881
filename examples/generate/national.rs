//! Three small councils whose exports are in national layouts: the Standard Safeguarding Dataset, Annex A, the census.

use std::collections::BTreeMap;

use csv::Writer;
use oversight::calendar::Day;

use crate::model::{Case, Episode, Person, World};

/// One folder below `presets`: its name and its files.
pub type Folder = (&'static str, Vec<(&'static str, Vec<u8>)>);

/// Every third child and so on, by the case's place among all.
const EVERY: usize = 3;

/// How each day is written.
type Write = fn(Day) -> String;

fn iso(day: Day) -> String {
    day.to_string()
}

fn with_time(day: Day) -> String {
    format!("{day}T00:00:00")
}

fn slashes(day: Day) -> String {
    let (year, month, number) = day.ymd();
    format!("{number:02}/{month:02}/{year}")
}

fn or_blank(day: Option<Day>, write: Write) -> String {
    day.map_or_else(String::new, write)
}

/// A CSV file being gathered.
struct Sheet {
    writer: Writer<Vec<u8>>,
}

impl Sheet {
    fn new(headers: &[&str]) -> Sheet {
        let mut sheet = Sheet {
            writer: Writer::from_writer(Vec::new()),
        };
        sheet.add(headers.iter().map(|header| (*header).to_owned()));
        sheet
    }

    fn add(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().collect();
        // Writing to memory cannot fail.
        self.writer.write_record(&cells).unwrap_or_default();
    }

    fn end(self) -> Vec<u8> {
        self.writer.into_inner().unwrap_or_default()
    }
}

/// The folders, made from one world.
pub fn folders(world: &World, from: Day, taken: Day) -> Vec<Folder> {
    vec![
        ("ssd", ssd(world, from, taken)),
        ("annex-a", annex_a(world, from, taken)),
        ("workforce-census", census(world, from, taken)),
    ]
}

fn oversight(story: &str, exports: &str, from: Day, taken: Day) -> Vec<u8> {
    let text = format!(
        "{story}\
banner = \"SYNTHETIC DATA\"
policy = \"../../../policies/template.toml\"
mapping = \"mapping.toml\"
taken = {taken}            # the day the exports were taken
{exports}\
sessions = {{ file = \"supervision.csv\", covers-from = {from} }}
"
    );
    text.into_bytes()
}

/// Supervision as a tracker has it, with the ids by which the staff export knows people.
fn sessions(world: &World, id: &dyn Fn(usize) -> String) -> Vec<u8> {
    let mut sheet = Sheet::new(&[
        "Session ID",
        "Date",
        "Kind",
        "Status",
        "Supervisee ID",
        "Supervisor ID",
        "Case ID",
        "Recorded On",
    ]);
    let of_kind = |kind: &str| matches!(kind, "personal" | "case");
    for session in world.sessions.iter().filter(|one| of_kind(one.kind)) {
        let person = |one: Option<usize>| one.map_or_else(String::new, id);
        let case = session.case.map(|case| world.cases[case].id.clone());
        sheet.add([
            (40_001 + session.number).to_string(),
            iso(session.date),
            session.kind.to_owned(),
            session.status.to_owned(),
            person(session.supervisee),
            person(session.supervisor),
            case.unwrap_or_default(),
            or_blank(session.recorded, iso),
        ]);
    }
    sheet.end()
}

fn listed(world: &World) -> impl Iterator<Item = (usize, &Person)> {
    let people = world.people.iter().enumerate();
    people.filter(|(_, person)| !person.unlisted)
}

/// Every episode of one type, with its case's place among all.
fn of_type<'w>(
    world: &'w World,
    case_type: &'w str,
) -> impl Iterator<Item = (usize, &'w Case, &'w Episode)> {
    let cases = world.cases.iter().enumerate();
    cases.flat_map(move |(number, case)| {
        let episodes = case.episodes.iter();
        let here = episodes.filter(move |episode| episode.case_type == case_type);
        here.map(move |episode| (number, case, episode))
    })
}

/// The job as people write it.
fn title(role: &str) -> String {
    let words = role.split('-').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        format!("{}{rest}", first.to_uppercase())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whole-time equivalent of the weekly hours.
fn fte(person: &Person) -> String {
    format!("{:.2}", f64::from(person.hours.min(370)) / 370.0)
}

// ---- The Standard Safeguarding Dataset ---------------------------------------------------------------------------

fn ssd(world: &World, from: Day, taken: Day) -> Vec<(&'static str, Vec<u8>)> {
    let story = "\
# The tables of the Standard Safeguarding Dataset, with a tracker for supervision, which the dataset has not. Nobody's
# first day is known, nor their line manager; who held a child's case when is in `ssd_involvements.csv`, whose rows of
# other roles are left out. Some looked-after children are on a child protection plan too, and count once.
";
    let exports = "\
staff = \"ssd_professionals.csv\"
cases = [
  \"ssd_cin_episodes.csv\",
  \"ssd_cin_assessments.csv\",
  \"ssd_cin_plans.csv\",
  \"ssd_cp_plans.csv\",
  \"ssd_cla_episodes.csv\",
  \"ssd_care_leavers.csv\",
]
allocations = \"ssd_involvements.csv\"
";
    let mapping = "# The tables look as published, and the tracker has this tool's own words.\npreset = \"ssd\"\n";
    let id = |person: usize| world.people[person].id.clone();
    vec![
        ("oversight.toml", oversight(story, exports, from, taken)),
        ("mapping.toml", mapping.as_bytes().to_vec()),
        ("ssd_professionals.csv", professionals(world)),
        ("ssd_involvements.csv", involvements(world)),
        ("ssd_cin_episodes.csv", cin_episodes(world)),
        ("ssd_cin_assessments.csv", cin_assessments(world)),
        ("ssd_cin_plans.csv", cin_plans(world)),
        ("ssd_cp_plans.csv", cp_plans(world)),
        ("ssd_cla_episodes.csv", cla_episodes(world)),
        ("ssd_care_leavers.csv", care_leavers(world)),
        ("supervision.csv", sessions(world, &id)),
    ]
}

fn professionals(world: &World) -> Vec<u8> {
    let mut sheet = Sheet::new(&[
        "prof_professional_id",
        "prof_staff_id",
        "prof_professional_name",
        "prof_social_worker_registration_no",
        "prof_agency_worker_flag",
        "prof_professional_job_title",
        "prof_professional_caseload",
        "prof_professional_department",
        "prof_full_time_equivalency",
    ]);
    for (number, person) in listed(world).filter(|(_, person)| person.end.is_none()) {
        let qualified = person.qualified.is_some();
        sheet.add([
            person.id.clone(),
            if number % EVERY == 0 {
                "unknown".to_owned()
            } else {
                format!("P{}", person.id)
            },
            person.name.clone(),
            if qualified {
                registration(number)
            } else {
                String::new()
            },
            if person.employment == "agency" {
                "Y"
            } else {
                "N"
            }
            .to_owned(),
            title(person.role),
            String::new(),
            title(world.teams[person.team].service),
            fte(person),
        ]);
    }
    sheet.end()
}

/// A number that no register has: the real ones have no `XX` before them.
fn registration(number: usize) -> String {
    format!("XX{:010}", 9_000_000 + number)
}

/// Allocations, in two rows where the worker changed teams on the way; and, of looked-after children, the reviewing
/// officer's involvement.
fn involvements(world: &World) -> Vec<u8> {
    let mut sheet = Sheet::new(&[
        "invo_involvements_id",
        "invo_professional_id",
        "invo_professional_role_id",
        "invo_professional_team",
        "invo_person_id",
        "invo_involvement_start_date",
        "invo_involvement_end_date",
        "invo_worker_change_reason",
        "invo_referral_id",
    ]);
    let mut number = 600_000;
    let mut row = |who: [&str; 3], case: &Case, (from, to): (Day, Option<Day>)| {
        number += 1;
        let open = if number % EVERY == 0 {
            "9999-12-31T00:00:00"
        } else {
            ""
        };
        let [worker, role, team] = who.map(str::to_owned);
        sheet.add([
            number.to_string(),
            worker,
            role,
            team,
            case.id.clone(),
            with_time(from),
            to.map_or_else(|| open.to_owned(), with_time),
            to.map_or("", |_| "CHCHAN").to_owned(),
            format!("R{}", case.id),
        ]);
    };
    for (number, case) in world.cases.iter().enumerate() {
        for episode in &case.episodes {
            let team = world.teams[episode.team].name.as_str();
            for worker in [episode.worker, episode.also].into_iter().flatten() {
                let worker = world.people[worker].id.as_str();
                let moved = episode.opened.plus_days(45);
                let lasts = episode.closed.is_none_or(|closed| closed > moved);
                if number % EVERY == 1 && lasts {
                    row([worker, "CW", "Duty"], case, (episode.opened, Some(moved)));
                    row([worker, "CW", team], case, (moved, episode.closed));
                } else {
                    row([worker, "CW", team], case, (episode.opened, episode.closed));
                }
            }
            if episode.case_type == "looked-after" {
                row(
                    ["IRO7", "IRO", "Reviewing"],
                    case,
                    (episode.opened, episode.closed),
                );
            }
        }
    }
    sheet.end()
}

/// A referral stays open from the first day of the case to its last.
fn cin_episodes(world: &World) -> Vec<u8> {
    let mut sheet = Sheet::new(&[
        "cine_referral_id",
        "cine_person_id",
        "cine_referral_date",
        "cine_cin_primary_need_code",
        "cine_referral_source_code",
        "cine_referral_nfa",
        "cine_close_reason",
        "cine_close_date",
        "cine_referral_team",
        "cine_referral_worker_id",
    ]);
    for case in &world.cases {
        let (Some(first), Some(last)) = (case.episodes.first(), case.episodes.last()) else {
            continue;
        };
        let mut row = |id: String, opened: Day, (nfa, reason): (&str, &str), closed: String| {
            sheet.add([
                id,
                case.id.clone(),
                with_time(opened),
                "N1".to_owned(),
                "1A".to_owned(),
                nfa.to_owned(),
                reason.to_owned(),
                closed,
                world.teams[first.team].name.clone(),
                "-1".to_owned(),
            ]);
        };
        if last.case_type == "care-leaver" && case.episodes.len() == 1 {
            // Somebody who came to the council as a care leaver was last referred long ago, and nothing came of it.
            row(
                format!("R{}", case.id),
                first.opened.plus_days(-900),
                ("Y", "RC8"),
                String::new(),
            );
            continue;
        }
        let reason = last.closed.map_or("", |_| "RC7");
        let closed = or_blank(last.closed, with_time);
        row(format!("R{}", case.id), first.opened, ("N", reason), closed);
    }
    sheet.end()
}

fn cin_assessments(world: &World) -> Vec<u8> {
    let mut sheet = Sheet::new(&[
        "cina_assessment_id",
        "cina_person_id",
        "cina_referral_id",
        "cina_assessment_start_date",
        "cina_assessment_child_seen",
        "cina_assessment_auth_date",
        "cina_assessment_team",
        "cina_assessment_worker_id",
    ]);
    for (number, case, episode) in of_type(world, "assessment") {
        sheet.add([
            format!("A{}", 7000 + number),
            case.id.clone(),
            format!("R{}", case.id),
            with_time(episode.opened),
            "Y".to_owned(),
            or_blank(episode.closed, with_time),
            world.teams[episode.team].name.clone(),
            "-1".to_owned(),
        ]);
    }
    sheet.end()
}

fn cin_plans(world: &World) -> Vec<u8> {
    let mut sheet = Sheet::new(&[
        "cinp_cin_plan_id",
        "cinp_referral_id",
        "cinp_person_id",
        "cinp_cin_plan_start_date",
        "cinp_cin_plan_end_date",
        "cinp_cin_plan_team",
        "cinp_cin_plan_worker_id",
    ]);
    for (number, case, episode) in of_type(world, "child-in-need") {
        sheet.add([
            format!("N{}", 7000 + number),
            format!("R{}", case.id),
            case.id.clone(),
            slashes(episode.opened),
            or_blank(episode.closed, slashes),
            world.teams[episode.team].name.clone(),
            "-1".to_owned(),
        ]);
    }
    sheet.end()
}

/// When every third looked-after child was on a plan as well.
fn also_on_plan(number: usize, episode: &Episode) -> Option<(Day, Option<Day>)> {
    let ended = episode.opened.plus_days(200);
    let closed = episode.closed.is_none_or(|closed| closed > ended);
    let plan = (episode.opened.plus_days(20), closed.then_some(ended));
    (number % EVERY == 2).then_some(plan)
}

fn cp_plans(world: &World) -> Vec<u8> {
    let mut sheet = Sheet::new(&[
        "cppl_cp_plan_id",
        "cppl_referral_id",
        "cppl_icpc_id",
        "cppl_person_id",
        "cppl_cp_plan_start_date",
        "cppl_cp_plan_end_date",
        "cppl_cp_plan_ola",
        "cppl_cp_plan_initial_category",
        "cppl_cp_plan_latest_category",
    ]);
    let plans = of_type(world, "child-protection")
        .map(|(number, case, episode)| (number, case, (episode.opened, episode.closed)));
    let besides = of_type(world, "looked-after")
        .filter_map(|(number, case, episode)| Some((number, case, also_on_plan(number, episode)?)));
    for (number, case, (opened, closed)) in plans.chain(besides) {
        sheet.add([
            format!("C{}", 7000 + number),
            format!("R{}", case.id),
            format!("I{}", 7000 + number),
            case.id.clone(),
            slashes(opened),
            or_blank(closed, slashes),
            "N".to_owned(),
            "NEG".to_owned(),
            "NEG".to_owned(),
        ]);
    }
    sheet.end()
}

fn cla_episodes(world: &World) -> Vec<u8> {
    let mut sheet = Sheet::new(&[
        "clae_cla_episode_id",
        "clae_person_id",
        "clae_cla_episode_start_date",
        "clae_cla_episode_start_reason",
        "clae_cla_primary_need_code",
        "clae_cla_episode_ceased_date",
        "clae_cla_episode_ceased_reason",
        "clae_cla_id",
        "clae_referral_id",
        "clae_entered_care_date",
    ]);
    for (number, case, episode) in of_type(world, "looked-after") {
        sheet.add([
            format!("L{}", 7000 + number),
            case.id.clone(),
            with_time(episode.opened),
            "S".to_owned(),
            "N1".to_owned(),
            or_blank(episode.closed, with_time),
            episode.closed.map_or("", |_| "E8").to_owned(),
            format!("K{}", 7000 + number),
            format!("R{}", case.id),
            with_time(episode.opened),
        ]);
    }
    sheet.end()
}

fn care_leavers(world: &World) -> Vec<u8> {
    let mut sheet = Sheet::new(&[
        "clea_table_id",
        "clea_person_id",
        "clea_care_leaver_eligibility",
        "clea_care_leaver_in_touch",
        "clea_care_leaver_latest_contact",
        "clea_pathway_plan_review_date",
        "clea_care_leaver_personal_advisor",
        "clea_care_leaver_allocated_team",
        "clea_care_leaver_worker_id",
    ]);
    for (number, case, episode) in of_type(world, "care-leaver") {
        let ended = episode.closed.is_some();
        let worker = episode.worker.map(|worker| world.people[worker].id.clone());
        let eligible = if ended {
            "No Current Eligibility"
        } else {
            "Former Relevant"
        };
        sheet.add([
            format!("V{}", 7000 + number),
            case.id.clone(),
            eligible.to_owned(),
            "YES".to_owned(),
            String::new(),
            String::new(),
            String::new(),
            world.teams[episode.team].name.clone(),
            worker.unwrap_or_default(),
        ]);
    }
    sheet.end()
}

// ---- Annex A -----------------------------------------------------------------------------------------------------

const SHARED: [&str; 5] = [
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Age of Child (Years)",
];

fn annex_a(world: &World, from: Day, taken: Day) -> Vec<(&'static str, Vec<u8>)> {
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
            also_on_plan(number, last).map(|(from, to)| dates(from, to))
        }
        7 => is("child-protection").map(|()| dates(last.opened, last.closed)),
        8 => is("looked-after").map(|()| dates(last.opened, last.closed)),
        _ => {
            let cells = ["Former relevant child", "Yes"].map(str::to_owned);
            is("care-leaver").map(|()| cells.to_vec())
        }
    }
}

// ---- The workforce census ----------------------------------------------------------------------------------------

fn census(world: &World, from: Day, taken: Day) -> Vec<(&'static str, Vec<u8>)> {
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
