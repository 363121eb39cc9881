//! Tameside: lists kept by human resources, ISO dates; a few rows that nobody can read.

use oversight::calendar::Day;

use crate::layout::{Dates, Export, FileSpec, Flaw};
use crate::model::{Case, Episode, Person, Value, World};
use crate::names::NameStyle;
use crate::profile::{
    Every, Gathering, KindSpec, ManagerStory, Papers, Profile, Rhythm, Talk, TeamSpec, Weak, Who,
    on, staged,
};
use crate::rng::Rng;

const MEMBERS: &[&str] = &[
    "team-manager",
    "senior-practitioner",
    "social-worker",
    "social-worker",
    "social-worker",
    "family-support-worker",
    "social-worker",
];

const TEAMS: &[TeamSpec] = &[
    team("Larch Assessment", "assessment", MEMBERS),
    team("Hazel Children In Need", "children-in-need", MEMBERS),
    team("Hawthorn Protection", "protection", MEMBERS),
    team("Rowan Cared For Children", "cared-for", MEMBERS),
    team(
        "Alder Fostering",
        "fostering",
        &[
            "team-manager",
            "social-worker",
            "social-worker",
            "social-worker",
            "placement-officer",
        ],
    ),
    team(
        "Holly Early Help",
        "early-help",
        &["team-manager", "early-help-worker", "volunteer"],
    ),
    team(
        "Birch Business Support",
        "support",
        &["office-manager", "business-support"],
    ),
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

const KINDS: &[KindSpec] = &[
    KindSpec {
        closes: 45,
        next: &[(1, 35), (2, 20)],
        unallocated: 70,
        ..kind("assessment", "assessment", [12, 80], [20, 60])
    },
    KindSpec {
        closes: 75,
        next: &[(2, 20), (3, 5)],
        ..kind("child-in-need", "children-in-need", [40, 10], [120, 460])
    },
    KindSpec {
        closes: 15,
        next: &[(1, 60), (3, 25)],
        ..kind("child-protection", "protection", [30, 8], [170, 420])
    },
    KindSpec {
        ..kind("cared-for", "cared-for", [42, 6], [400, 2600])
    },
    KindSpec {
        ages: [25, 50],
        ..kind("foster-home", "fostering", [14, 4], [900, 3000])
    },
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
        unallocated: 12,
    }
}

/// Tameside's story.
pub const PROFILE: Profile = Profile {
    folder: "tameside",
    story: "\
Hawthorn's manager left on 31 July and an agency manager came on 21 September; three of the team are still overdue,
one of them unseen since July. Elsewhere nearly everyone is in date, but a worker in Larch on parental leave since
June looks long overdue, because no absence export was given. Three rows could not be read, so the audit is
incomplete.",
    names: NameStyle::Plain,
    staff_ids: ("TM", 4_100),
    case_ids: ("", 310_500),
    leaders: &["director", "assistant-director"],
    service_manager: "head-of-service",
    leadership: ("Children's Management Team", "management"),
    teams: TEAMS,
    case_roles: &["social-worker", "senior-practitioner"],
    kinds: KINDS,
    weak: Weak {
        team: 2,
        since: (2026, 7, 27),
        manager: ManagerStory::Left((2026, 7, 31), (2026, 9, 21)),
    },
    talk: Talk::InPersonal,
    punctual: [980, 900],
    weakly: [450, 500],
    gatherings: &[
        Gathering {
            kind: "group",
            days: 28,
            who: Who::Having("individual_offered_on"),
            names_case: 0,
            held: 960,
            stopped: None,
        },
        Gathering {
            kind: "group",
            days: 91,
            who: Who::TeamMembers(&["social-worker", "senior-practitioner"]),
            names_case: 600,
            held: 800,
            stopped: Some((2, (2026, 7, 27))),
        },
        Gathering {
            kind: "informal",
            days: 70,
            who: Who::OneToOne(&["social-worker"]),
            names_case: 300,
            held: 400,
            stopped: None,
        },
        Gathering {
            kind: "case",
            days: 98,
            who: Who::OneToOne(&["social-worker"]),
            names_case: 1000,
            held: 300,
            stopped: Some((2, (2026, 7, 27))),
        },
    ],
    papers: Papers {
        record: 6,
        late: 60,
        never: 25,
        backlog: None,
    },
    planned_ahead: None,
    size: [50, 320],
    staff_rhythm,
    case_rhythm,
    cast,
    episode,
    files: FILES,
    beside: &[],
    flaws: FLAWS,
};

const FLAWS: &[Flaw] = &[
    Flaw {
        file: "supervision_log.csv",
        row: 700,
        cells: &[
            ("Log Number", "LOG-X1"),
            ("Date Of Supervision", "2026-02-31"),
        ],
    },
    Flaw {
        file: "supervision_log.csv",
        row: 1003,
        cells: &[],
    },
    Flaw {
        file: "caseload_list.csv",
        row: 150,
        cells: &[
            ("Child Reference", "319999"),
            ("Start Of Involvement", "2026-03-16"),
            ("End Of Involvement", "2025-12-16"),
        ],
    },
];

fn staff_rhythm(person: &Person, day: Day) -> Every {
    if person.asye {
        let weekly = person.start.plus_months(3);
        return staged(day, weekly, weekly.plus_months(9));
    }
    if person.extra.contains_key("individual_offered_on") {
        return Every::Months(2);
    }
    match person.extra.get("agreed_interval") {
        Some(_) => Every::Weeks(6),
        None => Every::Months(1),
    }
}

fn case_rhythm(_case: &Case, episode: &Episode, _day: Day) -> Rhythm {
    match episode.case_type {
        "child-protection" | "assessment" => Rhythm::full(Every::Months(2)),
        _ => Rhythm::full(Every::Months(3)),
    }
}

/// Part-timers who agreed on six weeks, and early help workers who meet as a group.
fn cast(rng: &mut Rng, world: &mut World) {
    let mut agreed = 0;
    for person in &mut world.people {
        if person.hours < 300 && !person.asye && person.forgotten_since.is_none() && agreed % 4 != 3
        {
            person
                .extra
                .insert("agreed_interval", Value::Text("6 weeks".to_owned()));
        }
        agreed += i32::from(person.hours < 300);
        let meets = person.role == "early-help-worker"
            && person.forgotten_since.is_none()
            && person.end.is_none();
        if meets && !person.extra.contains_key("agreed_interval") {
            let offered = on((2025, 9, 15))
                .max(person.start)
                .plus_days(rng.between(0, 60));
            person
                .extra
                .insert("individual_offered_on", Value::Day(offered));
        }
        if person.role == "volunteer" {
            person.employment = "volunteer";
        }
    }
}

fn episode(_rng: &mut Rng, _episode: &mut Episode) {}

const FILES: &[FileSpec] = &[
    FileSpec {
        file: "hr_staff_list.csv",
        export: Export::Staff,
        kinds: &[],
        columns: &[
            ("staff_id", "Person Ref"),
            ("name", "Full Name"),
            ("role", "Position Title"),
            ("team", "Org Unit"),
            ("service", "Division"),
            ("supervisor_id", "Reports To"),
            ("start_date", "Position Start"),
            ("end_date", "Position End"),
            ("qualified_date", "Qualified"),
            ("hours_per_week", "Weekly Hours"),
            ("employment", "Employment Basis"),
            ("asye", "Assessed Year"),
            ("agreed_interval", "Agreed Interval"),
            ("individual_offered_on", "Individual Session Offered"),
            ("agreement_signed_on", "Agreement Signed"),
            ("agreement_with", "Agreement With"),
            ("agreement_reviewed_on", "Agreement Reviewed"),
            ("supervision_trained_on", "Supervision Training"),
        ],
        dates: Dates::Iso,
        words: &[("role", &[("senior-practitioner", "Advanced Social Worker")])],
        constants: &[],
        blank: "",
        crlf: false,
        mark: false,
    },
    FileSpec {
        file: "caseload_list.csv",
        export: Export::Cases,
        kinds: &[],
        columns: &[
            ("case_id", "Child Reference"),
            ("case_type", "Plan Type"),
            ("opened", "Start Of Involvement"),
            ("closed", "End Of Involvement"),
            ("allocated_to", "Lead Worker Ref"),
            ("service", "Division"),
            ("team", "Org Unit"),
            ("family_id", "Family Group"),
            ("date_of_birth", "DOB"),
            ("risk", "RAG"),
        ],
        dates: Dates::Iso,
        words: &[
            (
                "risk",
                &[("low", "Green"), ("medium", "Amber"), ("high", "Red")],
            ),
            (
                "case_type",
                &[
                    ("child-in-need", "Child in Need Plan"),
                    ("child-protection", "CP Plan"),
                ],
            ),
        ],
        constants: &[],
        blank: "",
        crlf: false,
        mark: false,
    },
    FileSpec {
        file: "supervision_log.csv",
        export: Export::Sessions,
        kinds: &[],
        columns: &[
            ("session_id", "Log Number"),
            ("date", "Date Of Supervision"),
            ("kind", "Supervision Type"),
            ("status", "Status"),
            ("supervisee_id", "Supervisee Ref"),
            ("supervisor_id", "Supervisor Ref"),
            ("case_id", "Child Discussed"),
            ("recorded_on", "Entered On Child File"),
            ("signed_supervisor_on", "Signed By Supervisor"),
            ("signed_supervisee_on", "Signed By Supervisee"),
            ("copy_given_on", "Copy Sent"),
            ("rearranged_from", "Moved From"),
        ],
        dates: Dates::Iso,
        words: &[
            (
                "kind",
                &[
                    ("personal", "Individual"),
                    ("group", "Group"),
                    ("informal", "Ad hoc"),
                ],
            ),
            (
                "status",
                &[
                    ("held", "Took place"),
                    ("did-not-attend", "Not attended"),
                    ("planned", "Diarised"),
                ],
            ),
        ],
        constants: &[],
        blank: "",
        crlf: false,
        mark: false,
    },
    FileSpec {
        file: "appraisal_list.csv",
        export: Export::Activity,
        kinds: &["appraisal"],
        columns: &[
            ("staff_id", "Person Ref"),
            ("date", "Appraisal Date"),
            ("by_id", "Appraiser Ref"),
        ],
        dates: Dates::Iso,
        words: &[],
        constants: &[("kind", "appraisal")],
        blank: "",
        crlf: false,
        mark: false,
    },
    FileSpec {
        file: "supervision_audits.csv",
        export: Export::Activity,
        kinds: &["supervision-audit"],
        columns: &[("date", "Audit Date"), ("by_id", "Audited By")],
        dates: Dates::Iso,
        words: &[],
        constants: &[("kind", "supervision-audit")],
        blank: "",
        crlf: false,
        mark: false,
    },
];
