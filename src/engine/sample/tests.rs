//! What is drawn, how often, and what never is.

use super::super::testing::{World, day, subject};
use super::*;

const CLAUSE: &str = "[[file-audit]]\nid = 'cases'\nfor = { role = 'manager' }\nat-least = '2 files'\n\
                      per = 'calendar month'\nfiles = 'cases'\ncounts = { kind = 'audit' }";
const STAFF: &str = "staff_id, role, start_date, team, supervisor_id\nM1, manager, 2020-01-01, Ash,\n\
                     S1, sw, 2020-01-01, Ash, M1\nS2, sw, 2020-01-01, Oak, M1\nS3, sw, 2020-01-01, Elm, M2";
const CASES: &str = "case_id, case_type, opened, closed, allocated_to\nC1, cin, 2020-01-01, , S1\n\
                     C2, cin, 2020-01-01, , S1\nC3, cin, 2020-01-01, , S1\nC4, cin, 2020-01-01, , S1\n\
                     C5, cin, 2020-01-01, , S2\nC6, cp, 2020-01-01, , S2\nC7, cp, 2020-01-01, , S3\n\
                     C8, cp, 2020-01-01, , S3\nC9, cp, 2020-01-01, 2026-09-30, S3";
const ACTIVITY: &str = "kind, date, staff_id, by_id, case_id\naudit, 2026-08-05, , M1, C1";

fn world<'a>(clauses: &'a str, cases: &'a str, activity: &'a str) -> World<'a> {
    World {
        clauses,
        staff: STAFF,
        cases,
        activity,
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1",
        as_of: "2026-09-30",
        ..World::default()
    }
}

/// Whose files, how many short, and which, for each of several seeds.
fn drawn(world: World<'_>, seeds: std::ops::Range<u64>) -> Vec<Vec<(String, u32, Vec<String>)>> {
    let policy = world.policy();
    let data = world.data(&policy);
    let as_of = day(world.as_of);
    let question = Question {
        as_of,
        period: (as_of.month_start(), as_of),
        taken: as_of,
    };
    let once = |seed| {
        let sample = sample(&policy, &data, question, (0, seed))
            .unwrap()
            .unwrap();
        let draws = sample.draws.into_iter();
        let draws = draws.map(|draw| {
            let ids = draw.files.iter().map(|file| file.id(&data).to_owned());
            (subject(&data, draw.subject), draw.short(), ids.collect())
        });
        draws.collect()
    };
    seeds.map(once).collect()
}

fn files(world: World<'_>, seed: u64) -> Vec<String> {
    drawn(world, seed..seed + 1).remove(0).remove(0).2
}

#[test]
fn a_seed_draws_the_same_whatever_the_order_of_rows() {
    let mut rows: Vec<&str> = CASES.lines().collect();
    rows[1..].reverse();
    let reversed = rows.join("\n");
    let mut different = 0;
    for seed in 0..40 {
        let one = files(world(CLAUSE, CASES, ACTIVITY), seed);
        assert_eq!(
            one,
            files(world(CLAUSE, &reversed, ACTIVITY), seed),
            "{seed}"
        );
        different += usize::from(one != files(world(CLAUSE, CASES, ACTIVITY), seed + 1));
    }
    assert!(different > 20, "a seed makes a difference");
}

#[test]
fn what_a_seed_draws_never_changes() {
    assert_eq!(files(world(CLAUSE, CASES, ACTIVITY), 1), ["C6", "C4"]);
}

#[test]
fn each_open_case_is_as_likely_as_the_other_and_a_closed_one_never_drawn() {
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for draw in drawn(world(CLAUSE, CASES, ACTIVITY), 0..4000) {
        let [(_, 0, files)] = draw.as_slice() else {
            panic!("{draw:?}")
        };
        assert!(files.len() == 2 && files[0] != files[1], "{files:?}");
        for file in files {
            *times.entry(file.clone()).or_default() += 1;
        }
    }
    assert_eq!(times.len(), 8, "C9 closed on the day itself: {times:?}");
    // 2 of 8, 4000 times: 1000 each; five standard deviations of 27.4.
    for (file, count) in times {
        assert!((863..=1137).contains(&count), "{file} {count}");
    }
}

#[test]
fn it_says_how_many_files_there_were_to_choose_from() {
    let out_of = |activity: &str| {
        let world = world(CLAUSE, CASES, activity);
        let policy = world.policy();
        let data = world.data(&policy);
        let question = Question {
            as_of: day("2026-09-30"),
            period: (day("2026-09-01"), day("2026-09-30")),
            taken: day("2026-09-30"),
        };
        let sample = sample(&policy, &data, question, (0, 1)).unwrap().unwrap();
        let draws = sample.draws.iter().map(|draw| draw.out_of);
        draws.collect::<Vec<_>>()
    };
    assert_eq!(out_of(ACTIVITY), [8]);
    let done = format!("{ACTIVITY}\naudit, 2026-09-02, , M1, C2");
    assert_eq!(out_of(&done), [7]);
}

#[test]
fn a_spread_sample_takes_one_of_each_team_before_a_second() {
    let three = CLAUSE.replace("2 files", "4 files") + "\nspread = 'team'";
    for mut draw in drawn(world(&three, CASES, ACTIVITY), 0..50) {
        let files = draw.remove(0).2;
        let team = |file: &String| match file.as_str() {
            "C1" | "C2" | "C3" | "C4" => "ash",
            "C5" | "C6" => "oak",
            _ => "elm",
        };
        let teams: BTreeSet<&str> = files.iter().take(3).map(team).collect();
        assert_eq!((teams.len(), files.len()), (3, 4), "{files:?}");
    }
}

#[test]
fn what_was_audited_in_the_month_is_neither_drawn_nor_asked_for_again() {
    let done = format!("{ACTIVITY}\naudit, 2026-09-02, , M1, C2\naudit, 2026-09-03, , S1, C3");
    for draw in drawn(world(CLAUSE, CASES, &done), 0..60) {
        let files = &draw[0].2;
        assert_eq!(files.len(), 1, "one of two is done");
        assert!(!files.contains(&"C2".to_owned()) && !files.contains(&"C3".to_owned()));
    }
}

#[test]
fn it_says_when_there_are_fewer_files_than_asked_for() {
    let many = CLAUSE.replace("2 files", "9 files") + "\nout-of = { case_type = 'cp' }";
    let draw = drawn(world(&many, CASES, ACTIVITY), 0..1)
        .remove(0)
        .remove(0);
    assert_eq!((draw.1, draw.2.len()), (6, 3));
}

#[test]
fn auditors_get_files_of_their_own_line_and_nobody_their_own_or_the_same() {
    let own = "[[file-audit]]\nid = 'own'\nfor = { role = 'manager' }\nat-least = '1 file'\n\
               per = 'calendar month'\ncounts = { kind = 'audit' }\nown-supervisees = true";
    for draw in drawn(world(own, CASES, ACTIVITY), 0..20) {
        assert!(["S1", "S2"].contains(&draw[0].2[0].as_str()), "{draw:?}");
    }
    let all = own
        .replace("for = { role = 'manager' }\n", "")
        .replace("\nown-supervisees = true", "");
    for draw in drawn(world(&all, CASES, ACTIVITY), 0..60) {
        let files: BTreeSet<&String> = draw.iter().flat_map(|one| &one.2).collect();
        let missing: u32 = draw.iter().map(|one| one.1).sum();
        assert_eq!(files.len() + missing as usize, 4, "{draw:?}");
        assert!(draw.iter().all(|one| !one.2.contains(&one.0)), "{draw:?}");
    }
}

#[test]
fn without_activity_it_draws_and_says_that_nothing_shows_what_was_done() {
    let world = world(CLAUSE, CASES, "");
    let policy = world.policy();
    let data = world.data(&policy);
    let as_of = day(world.as_of);
    let question = Question {
        as_of,
        period: (as_of.month_start(), as_of),
        taken: as_of,
    };
    let drawn = sample(&policy, &data, question, (0, 1)).unwrap().unwrap();
    assert!(matches!(drawn.unseen, Some(Reason::NoExport { .. })));
    assert_eq!(drawn.draws[0].files.len(), 2);
}

#[test]
fn a_part_of_the_council_is_shown_its_own_of_what_was_drawn() {
    let all = CLAUSE
        .replace("for = { role = 'manager' }", "each = 'council'")
        .replace("2 files", "8 files");
    let of = |clause: &str, team: &str| {
        let world = world(clause, CASES, ACTIVITY);
        let policy = world.policy();
        let data = world.data(&policy);
        let as_of = day(world.as_of);
        let question = Question {
            as_of,
            period: (as_of.month_start(), as_of),
            taken: as_of,
        };
        let part = Part {
            team: Some(team.to_owned()),
            ..Part::default()
        };
        let whole = sample(&policy, &data, question, (0, 1)).unwrap().unwrap();
        let cut = whole.cut_to(&data, as_of, &part);
        let told = cut.draws.iter().map(|draw| {
            let mut ids: Vec<&str> = draw.files.iter().map(|file| file.id(&data)).collect();
            ids.sort_unstable();
            (subject(&data, draw.subject), ids.join(" "), draw.elsewhere)
        });
        told.collect::<Vec<_>>()
    };
    let council = |team: &str| of(&all, team).remove(0);
    assert_eq!(council("Ash").1, "C1 C2 C3 C4");
    assert_eq!(council("Ash").2, 4);
    assert_eq!((council("Oak").1.as_str(), council("Oak").2), ("C5 C6", 6));
    assert_eq!(of(CLAUSE, "Ash").len(), 1, "its manager is of Ash");
    assert_eq!(of(CLAUSE, "Oak"), []);
}

#[test]
fn a_seed_is_of_the_days_and_of_the_exports_and_has_48_bits() {
    let seed_of = |as_of: &str, activity: &str| {
        let world = world(CLAUSE, CASES, activity);
        let policy = world.policy();
        let as_of = day(as_of);
        let question = Question {
            as_of,
            period: (as_of.month_start(), as_of),
            taken: as_of,
        };
        seed(&policy, &world.data(&policy), question)
    };
    let one = seed_of("2026-09-30", ACTIVITY);
    assert_eq!(one, seed_of("2026-09-30", ACTIVITY));
    assert_ne!(one, seed_of("2026-09-29", ACTIVITY));
    let more = format!("{ACTIVITY}\naudit, 2026-09-02, , M1, C2");
    assert_ne!(one, seed_of("2026-09-30", &more));
    let seeds = ["2026-09-25", "2026-09-26", "2026-09-27", "2026-09-28"];
    let seeds = seeds.map(|day| seed_of(day, ACTIVITY));
    assert!(seeds.iter().all(|seed| *seed < 1 << 48), "{seeds:?}");
    assert!(seeds.iter().any(|seed| *seed >= 1 << 40), "{seeds:?}");
}

#[test]
fn files_of_a_team_are_drawn_from_that_team() {
    let teams = CLAUSE
        .replace("role = 'manager'", "role = 'sw'")
        .replace("2 files", "1 file")
        + "\neach = 'team'";
    for draw in drawn(world(&teams, CASES, ACTIVITY), 0..20) {
        for (team, short, files) in draw {
            let own: &[&str] = match team.as_str() {
                "ash" => &["C1", "C2", "C3", "C4"],
                "oak" => &["C5", "C6"],
                _ => &["C7", "C8"],
            };
            assert!(
                own.contains(&files[0].as_str()) && short == 0,
                "{team}: {files:?}"
            );
        }
    }
}
