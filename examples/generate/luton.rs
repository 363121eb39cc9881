//! Luton: teams by service, light touch and full sessions; one file is a database dump with times behind its dates.

use oversight::calendar::Day;

use crate::layout::{Dates, Export, FileSpec};
use crate::model::{Case, Episode, Person, Value, World};
use crate::names::NameStyle;
use crate::profile::{
    Every, Gathering, KindSpec, ManagerStory, Papers, Profile, Rhythm, Talk, TeamSpec, Weak, Who,
    on,
};
use crate::rng::Rng;

const MEMBERS: &[&str] = &[
    "team-manager",
    "senior-practitioner",
    "social-worker",
    "social-worker",
    "social-worker",
    "family-support-worker",
];

const fn team(
    name: &'static str,
    service: &'static str,
    roles: &'static [&'static str],
) -> TeamSpec {
    TeamSpec {
        name,
        service,
        roles,
    }
}

const TEAMS: &[TeamSpec] = &[
    team("Bittern", "mash", MEMBERS),
    team("Sedge", "assessment", MEMBERS),
    team("Marram", "family-safeguarding", MEMBERS),
    team(
        "Teal",
        "family-partnership",
        &["team-manager", "family-partnership-worker"],
    ),
    team("Avocet", "children-with-disabilities", MEMBERS),
    team("Linnet", "looked-after-0-17", MEMBERS),
    team(
        "Osier",
        "care-leavers",
        &["team-manager", "personal-advisor"],
    ),
    team("Wigeon", "fostering", &["team-manager", "social-worker"]),
    team(
        "Dunlin",
        "safeguarding-and-quality-assurance",
        &["service-manager", "reviewing-officer"],
    ),
];

const fn kind(
    case_type: &'static str,
    service: &'static str,
    share: [i32; 2],
    days: [i32; 2],
) -> KindSpec {
    KindSpec {
        case_type,
        service,
        share,
        days,
        closes: 1,
        next: &[],
        ages: [0, 16],
        unallocated: 8,
    }
}

const DISABILITIES: &str = "children-with-disabilities";

const KINDS: &[KindSpec] = &[
    KindSpec {
        closes: 55,
        next: &[(1, 45)],
        ..kind("contact", "mash", [6, 34], [3, 40])
    },
    KindSpec {
        closes: 45,
        next: &[(2, 32), (3, 23)],
        unallocated: 30,
        ..kind("assessment", "assessment", [10, 40], [25, 62])
    },
    KindSpec {
        closes: 70,
        next: &[(3, 22), (7, 8)],
        ..kind("child-in-need", "family-safeguarding", [24, 6], [110, 400])
    },
    KindSpec {
        closes: 15,
        next: &[(2, 60), (7, 25)],
        ..kind(
            "child-protection",
            "family-safeguarding",
            [18, 4],
            [170, 400],
        )
    },
    kind("level-3", "family-partnership", [16, 10], [90, 280]),
    kind("child-in-need", DISABILITIES, [12, 4], [200, 900]),
    kind("looked-after", DISABILITIES, [5, 1], [400, 2000]),
    KindSpec {
        closes: 60,
        next: &[(9, 40)],
        ..kind("looked-after", "looked-after-0-17", [28, 4], [400, 2600])
    },
    KindSpec {
        ages: [18, 23],
        unallocated: 600,
        ..kind("formerly-relevant", "care-leavers", [9, 1], [400, 1200])
    },
    KindSpec {
        ages: [18, 20],
        next: &[(13, 2)],
        ..kind("care-leaver", "care-leavers", [16, 2], [400, 1200])
    },
    KindSpec {
        closes: 20,
        next: &[(11, 80)],
        ages: [28, 52],
        ..kind("fostering-assessment", "fostering", [3, 4], [110, 220])
    },
    KindSpec {
        ages: [0, 15],
        ..kind("fostering-support", "fostering", [14, 2], [300, 2000])
    },
    kind(
        "child-protection",
        "safeguarding-and-quality-assurance",
        [12, 5],
        [120, 380],
    ),
    KindSpec {
        ages: [20, 23],
        unallocated: 700,
        ..kind("keeping-in-touch", "care-leavers", [5, 1], [200, 700])
    },
];

/// Luton's story.
pub const PROFILE: Profile = Profile {
    folder: "luton",
    story: "\
Marram lost its way when its manager left on 28 August: the agency manager, there since 12 October, found three of
the team past the six weeks and many children without their four-weekly discussion. The MASH kept its weekly peer
supervision, but for a worker on parental leave since June; light touch works well. Every row could be read.",
    names: NameStyle::Plain,
    staff_ids: ("L", 50_300),
    case_ids: ("", 88_100),
    leaders: &["service-director", "head-of-service"],
    service_manager: "service-manager",
    leadership: ("Directorate", "directorate"),
    teams: TEAMS,
    case_roles: &[
        "social-worker",
        "senior-practitioner",
        "family-partnership-worker",
        "personal-advisor",
        "reviewing-officer",
    ],
    kinds: KINDS,
    weak: Weak {
        team: 2,
        since: (2026, 8, 24),
        manager: ManagerStory::Left((2026, 8, 28), (2026, 10, 12)),
    },
    talk: Talk::Apart,
    punctual: [950, 950],
    weakly: [420, 720],
    gatherings: &[
        Gathering {
            kind: "peer",
            days: 7,
            who: Who::Service("mash", &["social-worker", "senior-practitioner", "family-support-worker"]),
            names_case: 60,
            held: 975,
            stopped: None,
        },
        Gathering {
            kind: "check-in",
            days: 91,
            who: Who::OneToOne(&["team-manager", "personal-advisor"]),
            names_case: 0,
            held: 850,
            stopped: None,
        },
        Gathering {
            kind: "informal",
            days: 84,
            who: Who::OneToOne(&["social-worker"]),
            names_case: 800,
            held: 400,
            stopped: None,
        },
        Gathering {
            kind: "group",
            days: 98,
            who: Who::TeamMembers(&["social-worker", "personal-advisor"]),
            names_case: 300,
            held: 700,
            stopped: Some((2, (2026, 8, 24))),
        },
    ],
    papers: Papers {
        record: 4,
        late: 50,
        never: 12,
        backlog: None,
    },
    planned_ahead: None,
    size: [58, 340],
    staff_rhythm,
    case_rhythm,
    cast,
    episode,
    files: FILES,
    beside: &[],
    flaws: &[],
};

fn staff_rhythm(person: &Person, day: Day) -> Every {
    // The framework has no row for the newly qualified; their first months are closer all the same.
    if person.asye && day <= person.start.plus_months(6) {
        Every::Weeks(2)
    } else {
        Every::Weeks(5)
    }
}

fn case_rhythm(_case: &Case, episode: &Episode, _day: Day) -> Rhythm {
    let is = |column: &str, wanted: &str| match episode.extra.get(column) {
        Some(Value::Word(word)) => *word == wanted,
        _ => false,
    };
    let often = Rhythm::full(Every::Weeks(4));
    let seldom = Rhythm {
        light: Some(Every::Weeks(4)),
        ..Rhythm::full(Every::Months(3))
    };
    match episode.service {
        "looked-after-0-17" | "fostering" if is("placement", "matched-stable") => {
            if is("extra_support", "yes") {
                often
            } else {
                seldom
            }
        }
        "care-leavers" if is("circumstances", "additional-needs") => often,
        "care-leavers" if is("circumstances", "stable") && episode.worker.is_some() => seldom,
        "care-leavers" => Rhythm::full(Every::Months(4)),
        DISABILITIES if is("duty_case", "yes") && episode.case_type == "child-in-need" => {
            Rhythm::full(Every::Months(5))
        }
        "safeguarding-and-quality-assurance" if !is("concern", "yes") => {
            Rhythm::full(Every::Weeks(6))
        }
        _ => often,
    }
}

fn cast(_rng: &mut Rng, world: &mut World) {
    let crowded = |person: &&mut Person| person.role == "personal-advisor" && person.end.is_none();
    if let Some(person) = world.people.iter_mut().find(crowded) {
        person.load = 17;
    }
}

fn episode(rng: &mut Rng, episode: &mut Episode) {
    let yes = |yes: bool| Value::Word(if yes { "yes" } else { "no" });
    let matched = |rng: &mut Rng| {
        let last = on((2026, 11, 2)).days_since(episode.opened).max(1);
        Value::Day(episode.opened.plus_days(rng.between(0, last.min(260))))
    };
    match (episode.service, episode.case_type) {
        ("looked-after-0-17", _) | ("fostering", "fostering-support") => {
            let placements = [
                "awaiting-permanency",
                "not-matched",
                "matched-stable",
                "matched-unstable",
            ];
            let placement = placements[rng.weighted(&[24, 12, 56, 8])];
            episode.extra.insert("placement", Value::Word(placement));
            if placement.starts_with("matched") {
                let day = matched(rng);
                episode.extra.insert("matched_on", day);
            }
            if episode.service == "fostering" {
                let extra = yes(rng.chance(120));
                episode.extra.insert("extra_support", extra);
            }
        }
        ("care-leavers", _) => {
            let circumstances = ["additional-needs", "stable", ""][rng.weighted(&[35, 60, 5])];
            if !circumstances.is_empty() {
                episode
                    .extra
                    .insert("circumstances", Value::Word(circumstances));
            }
        }
        (DISABILITIES, _) => {
            let duty = rng.chance(450);
            episode.extra.insert("duty_case", yes(duty));
            episode
                .extra
                .insert("active_work", yes(!duty && rng.chance(850)));
        }
        ("safeguarding-and-quality-assurance", _) => {
            episode.extra.insert("concern", yes(rng.chance(350)));
        }
        _ => {}
    }
}

const FILES: &[FileSpec] = &[
    FileSpec {
        file: "Staff List.csv",
        export: Export::Staff,
        kinds: &[],
        columns: &[
            ("staff_id", "Staff ID"),
            ("name", "Name"),
            ("role", "Role"),
            ("team", "Team"),
            ("service", "Service"),
            ("supervisor_id", "Manager ID"),
            ("start_date", "Start Date"),
            ("end_date", "Leave Date"),
            ("qualified_date", "Qualified Date"),
            ("hours_per_week", "FTE Hours"),
            ("employment", "Employment"),
            ("asye", "ASYE"),
            ("agreement_signed_on", "Agreement Signed"),
            ("agreement_reviewed_on", "Agreement Reviewed"),
            ("supervisor_since", "Supervisor Since"),
            ("previous_supervisor_id", "Previous Manager ID"),
            ("record_transferred_on", "Record Transferred"),
        ],
        dates: Dates::Slashes,
        words: &[(
            "service",
            &[
                ("mash", "MASH"),
                ("looked-after-0-17", "0-17 Looked After Children"),
            ],
        )],
        constants: &[],
        blank: "",
        crlf: false,
        mark: false,
    },
    FileSpec {
        file: "LCS_ALLOCATIONS.csv",
        export: Export::Cases,
        kinds: &[],
        columns: &[
            ("case_id", "PERSON_ID"),
            ("date_of_birth", "DOB"),
            ("case_type", "CASE_STATUS"),
            ("opened", "ALLOCATION_START_DTTM"),
            ("closed", "ALLOCATION_END_DTTM"),
            ("allocated_to", "WORKER_ID"),
            ("team", "TEAM_NAME"),
            ("service", "SERVICE_NAME"),
            ("placement", "PLACEMENT_STATUS"),
            ("matched_on", "MATCHED_DTTM"),
            ("circumstances", "LEAVER_CIRCUMSTANCES"),
            ("active_work", "ACTIVE_WORK_FLAG"),
            ("duty_case", "DUTY_FLAG"),
            ("extra_support", "EXTRA_SUPPORT_FLAG"),
            ("concern", "CASE_OF_CONCERN_FLAG"),
            ("last_reviewed_on", "DUTY_REVIEW_DTTM"),
            ("risk_assessed_on", "RISK_ASSESSMENT_DTTM"),
            ("last_seen_on", "LAST_SEEN_DTTM"),
        ],
        dates: Dates::IsoWithTime,
        words: &[
            (
                "service",
                &[
                    ("mash", "MASH"),
                    ("looked-after-0-17", "0-17 Looked After Children"),
                ],
            ),
            (
                "case_type",
                &[
                    ("child-in-need", "CIN"),
                    ("child-protection", "CP"),
                    ("looked-after", "CLA"),
                    ("level-3", "LEVEL 3"),
                ],
            ),
            ("active_work", &[("yes", "Y"), ("no", "N")]),
            ("duty_case", &[("yes", "Y"), ("no", "N")]),
            ("extra_support", &[("yes", "Y"), ("no", "N")]),
            ("concern", &[("yes", "Y"), ("no", "N")]),
        ],
        constants: &[],
        blank: "NULL",
        crlf: false,
        mark: false,
    },
    FileSpec {
        file: "Staff Supervision Tracker.csv",
        export: Export::Sessions,
        kinds: &["personal", "peer", "group", "check-in", "informal"],
        columns: &[
            ("session_id", "Tracker No"),
            ("date", "Date Held"),
            ("kind", "Type"),
            ("status", "Status"),
            ("supervisee_id", "Staff ID"),
            ("supervisor_id", "Manager ID"),
            ("case_id", "Child ID"),
            ("minutes", "Minutes"),
            ("recorded_on", "Record Uploaded"),
            ("next_date", "Next Date"),
            ("rearranged_from", "Moved From"),
            ("cancelled_by", "Cancelled By"),
            ("check_in", "Check-In Held"),
        ],
        dates: Dates::Slashes,
        words: &[
            (
                "kind",
                &[
                    ("personal", "Personal Supervision"),
                    ("peer", "Peer Supervision"),
                ],
            ),
            ("status", &[("held", "Done"), ("did-not-attend", "DNA")]),
        ],
        constants: &[],
        blank: "",
        crlf: false,
        mark: false,
    },
    FileSpec {
        file: "LCS_CASE_SUPERVISION.csv",
        export: Export::Sessions,
        kinds: &["case"],
        columns: &[
            ("session_id", "EPISODE_ID"),
            ("case_id", "PERSON_ID"),
            ("date", "EVENT_DTTM"),
            ("status", "STATUS"),
            ("depth", "SUPERVISION_DEPTH"),
            ("supervisee_id", "WORKER_ID"),
            ("supervisor_id", "MANAGER_ID"),
            ("recorded_on", "CREATED_DTTM"),
        ],
        dates: Dates::IsoWithTime,
        words: &[
            (
                "status",
                &[("held", "COMPLETE"), ("cancelled", "CANCELLED")],
            ),
            ("depth", &[("light", "Light touch"), ("full", "Full")]),
        ],
        constants: &[("kind", "case")],
        blank: "NULL",
        crlf: false,
        mark: false,
    },
    FileSpec {
        file: "Absence.csv",
        export: Export::Absences,
        kinds: &[],
        columns: &[
            ("staff_id", "Staff ID"),
            ("from", "From"),
            ("to", "To"),
            ("reason", "Reason"),
        ],
        dates: Dates::Slashes,
        words: &[],
        constants: &[],
        blank: "",
        crlf: false,
        mark: false,
    },
    FileSpec {
        file: "Supervision File Audits.csv",
        export: Export::Activity,
        kinds: &["file-audit"],
        columns: &[
            ("date", "Date Audited"),
            ("by_id", "Auditor ID"),
            ("staff_id", "File Of"),
        ],
        dates: Dates::Slashes,
        words: &[],
        constants: &[("kind", "file-audit")],
        blank: "",
        crlf: false,
        mark: false,
    },
];
