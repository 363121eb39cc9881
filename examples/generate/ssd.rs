//! The example of the Standard Safeguarding Dataset: its tables, and a tracker for supervision.

use oversight::calendar::Day;

use crate::model::{Case, World};
use crate::national::{
    EVERY, Sheet, also_on_plan, fte, listed, of_type, or_blank, oversight, registration, sessions,
    slashes, title, with_time,
};

/// The folder's files.
pub fn files(world: &World, from: Day, taken: Day) -> Vec<(&'static str, Vec<u8>)> {
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
    for (number, case) in world.cases.iter().enumerate() {
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
        if number % 10 == 4 {
            // An earlier referral of which nothing came.
            let before = first.opened.plus_days(-400);
            row(format!("Q{}", case.id), before, ("Y", "RC8"), String::new());
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
    let besides = of_type(world, "looked-after").filter_map(|(number, case, episode)| {
        Some((number, case, also_on_plan(number, case, episode)?))
    });
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
        let last = case.episodes.last().map(|last| last.opened);
        if last != Some(episode.opened) {
            continue;
        }
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
