//! St Helens: personal supervision from human resources, case supervision from a case system with headers of its own.

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
    "advanced-practitioner",
    "social-worker",
    "business-support",
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
    team("Fennel Duty", "assessment", MEMBERS),
    team("Gorse Safeguarding", "safeguarding", MEMBERS),
    team("Bramble Safeguarding", "safeguarding", MEMBERS),
    team("Clover Looked After", "looked-after", MEMBERS),
    team(
        "Thrift Leaving Care",
        "leaving-care",
        &[
            "team-manager",
            "personal-advisor",
            "personal-advisor",
            "personal-assistant",
        ],
    ),
    team(
        "Sedge Early Help",
        "early-help",
        &[
            "team-manager",
            "family-intervention-worker",
            "family-time-worker",
            "student",
        ],
    ),
    team(
        "Nettle Youth Justice",
        "youth-justice",
        &[
            "team-manager",
            "youth-justice-officer",
            "youth-justice-officer",
            "business-support",
            "victim-worker",
        ],
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
        unallocated: 10,
    }
}

const KINDS: &[KindSpec] = &[
    KindSpec {
        closes: 40,
        next: &[(1, 35), (2, 25)],
        unallocated: 70,
        ..kind("assessment", "assessment", [12, 70], [28, 64])
    },
    KindSpec {
        closes: 70,
        next: &[(2, 20), (3, 6), (5, 10)],
        ..kind("child-in-need", "safeguarding", [34, 9], [120, 430])
    },
    KindSpec {
        closes: 15,
        next: &[(1, 60), (3, 25)],
        ..kind("child-protection", "safeguarding", [24, 7], [170, 420])
    },
    KindSpec {
        closes: 60,
        next: &[(4, 40)],
        ..kind("looked-after", "looked-after", [26, 5], [400, 2600])
    },
    KindSpec {
        ages: [17, 22],
        ..kind("care-leaver", "leaving-care", [14, 3], [400, 1400])
    },
    KindSpec {
        ..kind("level-2", "early-help", [14, 14], [90, 300])
    },
    KindSpec {
        ages: [12, 16],
        ..kind("youth-justice", "youth-justice", [14, 6], [120, 380])
    },
];

/// St Helens' story.
pub const PROFILE: Profile = Profile {
    folder: "st-helens",
    story: "\
The case system was replaced on 5 October: the sessions of the next three weeks were held but typed in late, so
fewer than half of October's case records met the two working days. Bramble, between two managers from 14 August to
5 October, is the one team where supervision itself fell behind. Two rows could not be read, so the audit is
incomplete.",
    names: NameStyle::Plain,
    staff_ids: ("SH", 20_100),
    case_ids: ("", 402_000),
    leaders: &["director", "head-of-service"],
    service_manager: "service-manager",
    leadership: ("Senior Leaders", "leadership"),
    teams: TEAMS,
    case_roles: &[
        "social-worker",
        "senior-practitioner",
        "personal-advisor",
        "family-intervention-worker",
        "youth-justice-officer",
    ],
    kinds: KINDS,
    weak: Weak {
        team: 2,
        since: (2026, 8, 10),
        manager: ManagerStory::Left((2026, 8, 14), (2026, 10, 5)),
    },
    talk: Talk::Apart,
    punctual: [982, 960],
    weakly: [450, 680],
    gatherings: &[
        Gathering {
            kind: "group",
            days: 28,
            who: Who::NewlyQualified,
            names_case: 0,
            held: 920,
            stopped: None,
        },
        Gathering {
            kind: "observation",
            days: 119,
            who: Who::OneToOne(&["social-worker", "personal-advisor"]),
            names_case: 0,
            held: 800,
            stopped: Some((2, (2026, 8, 10))),
        },
        Gathering {
            kind: "case-reflection",
            days: 84,
            who: Who::TeamMembers(&["social-worker", "senior-practitioner", "advanced-practitioner"]),
            names_case: 1000,
            held: 800,
            stopped: Some((2, (2026, 8, 10))),
        },
        Gathering {
            kind: "learning-circle",
            days: 182,
            who: Who::TeamMembers(&["personal-advisor", "family-intervention-worker", "family-time-worker"]),
            names_case: 0,
            held: 900,
            stopped: None,
        },
    ],
    papers: Papers {
        record: 2,
        late: 50,
        never: 8,
        backlog: Some(((2026, 10, 5), (2026, 10, 23), 700)),
    },
    planned_ahead: Some(365),
    size: [54, 310],
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
        file: "case_supervision.csv",
        row: 1200,
        cells: &[
            ("Form ID", "59999"),
            ("Date Supervision Held", "31/02/2026"),
        ],
    },
    Flaw {
        file: "personal_supervision.csv",
        row: 600,
        cells: &[],
    },
];

fn staff_rhythm(person: &Person, day: Day) -> Every {
    if person.asye {
        return staged(day, person.start.plus_days(42), person.start.plus_months(6));
    }
    if let Some(Value::Day(since)) = person.extra.get("performance_managed_since")
        && *since <= day
    {
        return Every::Weeks(2);
    }
    match person.role {
        "student" => Every::Weeks(1),
        "business-support" | "personal-assistant" => Every::Weeks(6),
        "victim-worker" => Every::Months(2),
        _ => Every::Months(1),
    }
}

fn case_rhythm(case: &Case, episode: &Episode, day: Day) -> Rhythm {
    let flag = |column: &str, words: &[&str]| match episode.extra.get(column) {
        Some(Value::Word(word)) => words.contains(word),
        _ => false,
    };
    if flag("exploitation_risk", &["medium", "high"]) {
        return Rhythm::full(Every::Months(1));
    }
    match episode.case_type {
        "assessment" => Rhythm {
            first: Some(20),
            ..Rhythm::full(Every::Months(1))
        },
        "child-protection" => Rhythm::full(Every::Months(1)),
        "child-in-need" if flag("monthly_required", &["yes"]) => Rhythm::full(Every::Months(1)),
        "looked-after" if episode.risk == "high" => Rhythm::full(Every::Months(1)),
        "care-leaver" if case.born.plus_months(252) <= day => Rhythm::full(Every::Months(3)),
        _ => Rhythm::full(Every::Months(2)),
    }
}

/// Students on placement, one worker under performance management, and a qualified person between the rows.
fn cast(_rng: &mut Rng, world: &mut World) {
    for person in &mut world.people {
        if person.role == "student" {
            person.start = on((2026, 9, 7));
            person.end = None;
            person.employment = "placement";
            person.forgotten_since = None;
        }
    }
    let settled = |person: &&mut Person| {
        person.role == "social-worker"
            && !person.asye
            && person.end.is_none()
            && person.start < on((2025, 9, 1))
    };
    let away: Vec<usize> = world
        .absences
        .iter()
        .map(|absence| absence.person)
        .collect();
    let mut there = world
        .people
        .iter_mut()
        .enumerate()
        .filter(|(at, _)| !away.contains(at))
        .map(|(_, person)| person);
    let seen = |person: &&mut Person| settled(person) && person.forgotten_since.is_none();
    if let Some(person) = there.find(seen) {
        person
            .extra
            .insert("performance_managed_since", Value::Day(on((2026, 8, 17))));
    }
    if let Some(person) = world.people.iter_mut().filter(settled).nth(2) {
        person.qualified = Some(on((2025, 1, 20)));
        person.start = on((2025, 2, 3));
    }
}

fn episode(rng: &mut Rng, episode: &mut Episode) {
    let monthly = episode.case_type == "child-in-need" && rng.chance(180);
    episode.extra.insert(
        "monthly_required",
        Value::Word(if monthly { "yes" } else { "no" }),
    );
    let risk = match rng.between(0, 99) {
        0..=2 => Value::Word("high"),
        3..=6 => Value::Word("medium"),
        7..=14 => Value::Word("low"),
        _ => Value::Blank,
    };
    episode.extra.insert("exploitation_risk", risk);
}

const FILES: &[FileSpec] = &[
    FileSpec {
        file: "staff_in_post.csv",
        export: Export::Staff,
        kinds: &[],
        columns: &[
            ("staff_id", "Payroll No"),
            ("name", "Worker Name"),
            ("role", "Job Role"),
            ("team", "Team"),
            ("service", "Service"),
            ("supervisor_id", "Supervisor Payroll No"),
            ("start_date", "Started"),
            ("end_date", "Left"),
            ("qualified_date", "Qualified"),
            ("hours_per_week", "Hours Per Week"),
            ("employment", "Contract"),
            ("asye", "ASYE"),
            ("performance_managed_since", "Performance Management From"),
            ("agreement_signed_on", "Agreement Signed"),
            ("agreement_with", "Agreement With"),
            ("supervision_trained_on", "Supervision Training Date"),
        ],
        dates: Dates::Slashes,
        words: &[("asye", &[("yes", "Yes"), ("no", "")])],
        constants: &[],
        blank: "",
        crlf: true,
        mark: false,
    },
    FileSpec {
        file: "involvements.csv",
        export: Export::Cases,
        kinds: &[],
        columns: &[
            ("case_id", "Child Person ID"),
            ("date_of_birth", "Child DOB"),
            ("case_type", "Involvement Type"),
            ("opened", "Involvement Start"),
            ("closed", "Involvement End"),
            ("allocated_to", "Allocated Case Worker"),
            ("team", "Team"),
            ("service", "Service"),
            ("family_id", "Family Group No"),
            ("risk", "Risk Level"),
            ("monthly_required", "Monthly Supervision Required"),
            ("exploitation_risk", "Exploitation Risk"),
        ],
        dates: Dates::Slashes,
        words: &[
            (
                "case_type",
                &[
                    ("level-2", "Early Help Level 2"),
                    ("assessment", "Single Assessment"),
                    ("child-in-need", "CIN Plan"),
                    ("child-protection", "CP Plan"),
                    ("looked-after", "CLA"),
                ],
            ),
            ("monthly_required", &[("yes", "Yes"), ("no", "No")]),
        ],
        constants: &[],
        blank: "",
        crlf: true,
        mark: false,
    },
    FileSpec {
        file: "personal_supervision.csv",
        export: Export::Sessions,
        kinds: &[
            "personal",
            "group",
            "observation",
            "case-reflection",
            "learning-circle",
        ],
        columns: &[
            ("session_id", "HR Form No"),
            ("date", "Date Of Session"),
            ("kind", "Form Of Supervision"),
            ("status", "Outcome"),
            ("supervisee_id", "Payroll No"),
            ("supervisor_id", "Supervisor Payroll No"),
            ("case_id", "Child Person ID"),
            ("minutes", "Duration"),
            ("recorded_on", "Date On File"),
            ("copy_given_on", "Record Shared"),
            ("next_date", "Next Session"),
            ("rearranged_from", "Original Date"),
        ],
        dates: Dates::Slashes,
        words: &[
            ("kind", &[("personal", "Professional Supervision")]),
            (
                "status",
                &[
                    ("held", "Went ahead"),
                    ("did-not-attend", "Not attended"),
                    ("planned", "Scheduled"),
                ],
            ),
        ],
        constants: &[],
        blank: "",
        crlf: true,
        mark: false,
    },
    FileSpec {
        file: "case_supervision.csv",
        export: Export::Sessions,
        kinds: &["case"],
        columns: &[
            ("session_id", "Form ID"),
            ("case_id", "Child Person ID"),
            ("date", "Date Supervision Held"),
            ("status", "Form Status"),
            ("supervisee_id", "Allocated Case Worker"),
            ("supervisor_id", "Supervising Manager"),
            ("recorded_on", "Form Finalised"),
        ],
        dates: Dates::Slashes,
        words: &[(
            "status",
            &[("held", "Finalised"), ("cancelled", "Abandoned")],
        )],
        constants: &[("kind", "case")],
        blank: "",
        crlf: true,
        mark: false,
    },
    FileSpec {
        file: "sickness_and_leave.csv",
        export: Export::Absences,
        kinds: &[],
        columns: &[
            ("staff_id", "Payroll No"),
            ("from", "Absent From"),
            ("to", "Absent To"),
            ("reason", "Category"),
        ],
        dates: Dates::Slashes,
        words: &[("reason", &[("sickness", "SIC"), ("parental-leave", "MAT")])],
        constants: &[],
        blank: "",
        crlf: true,
        mark: false,
    },
    FileSpec {
        file: "quality_assurance.csv",
        export: Export::Activity,
        kinds: &["health-check", "supervision-audit"],
        columns: &[
            ("kind", "Activity"),
            ("date", "Date Done"),
            ("by_id", "Lead Payroll No"),
            ("staff_id", "File Of Payroll No"),
        ],
        dates: Dates::Slashes,
        words: &[("kind", &[("health-check", "Health Check Survey")])],
        constants: &[],
        blank: "",
        crlf: false,
        mark: false,
    },
];
