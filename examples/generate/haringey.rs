//! Haringey: a workbook saved as CSV, with a byte-order mark, `05-Nov-2026` dates and surnames first.

use oversight::calendar::Day;

use crate::layout::{Dates, Export, FileSpec};
use crate::model::{Case, Episode, Person, World};
use crate::names::NameStyle;
use crate::profile::{
    Every, Gathering, KindSpec, ManagerStory, Papers, Profile, Rhythm, Talk, TeamSpec, Weak, Who,
    staged,
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
    "advanced-practitioner",
];

/// Those who work with children, who also meet in groups.
const PRACTITIONERS: &[&str] = &[
    "social-worker",
    "senior-practitioner",
    "advanced-practitioner",
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
    team("Sorrel", "assessment", MEMBERS),
    team("Tansy", "safeguarding-and-support", MEMBERS),
    team("Teasel", "safeguarding-and-support", MEMBERS),
    team("Yarrow", "children-in-care", MEMBERS),
    team(
        "Campion",
        "young-adults",
        &[
            "team-manager",
            "social-worker",
            "personal-adviser",
            "personal-adviser",
        ],
    ),
    team(
        "Mallow",
        "administration",
        &["office-manager", "business-support"],
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
        unallocated: 15,
    }
}

const KINDS: &[KindSpec] = &[
    KindSpec {
        closes: 50,
        next: &[(1, 30), (2, 20)],
        unallocated: 90,
        ..kind("assessment", "assessment", [14, 80], [20, 60])
    },
    KindSpec {
        closes: 75,
        next: &[(2, 20), (3, 5)],
        ..kind(
            "child-in-need",
            "safeguarding-and-support",
            [32, 10],
            [100, 360],
        )
    },
    KindSpec {
        closes: 20,
        next: &[(1, 55), (3, 25)],
        ..kind(
            "child-protection",
            "safeguarding-and-support",
            [24, 7],
            [160, 400],
        )
    },
    KindSpec {
        closes: 60,
        next: &[(4, 40)],
        ..kind("child-in-care", "children-in-care", [26, 5], [350, 2600])
    },
    KindSpec {
        ages: [18, 21],
        ..kind("care-leaver", "young-adults", [14, 2], [500, 1500])
    },
];

/// Haringey's story.
pub const PROFILE: Profile = Profile {
    folder: "haringey",
    story: "\
Teasel has fallen behind since July: most of its one-to-ones were late or missed in October, there has been no group
session since May, and some of its children were last discussed more than three months ago. The other teams are
nearly all within the month. Every row could be read, but no absence export was given: a worker in Sorrel is on
parental leave.",
    names: NameStyle::SurnameFirst,
    staff_ids: ("HC-", 2_050),
    case_ids: ("9", 10_400),
    leaders: &["director", "assistant-director"],
    service_manager: "head-of-service",
    leadership: ("Directorate", "directorate"),
    teams: TEAMS,
    case_roles: &["social-worker", "senior-practitioner", "personal-adviser"],
    kinds: KINDS,
    weak: Weak {
        team: 2,
        since: (2026, 7, 6),
        manager: ManagerStory::Stretched,
    },
    talk: Talk::Apart,
    punctual: [972, 850],
    weakly: [330, 170],
    gatherings: &[
        Gathering {
            kind: "group",
            days: 42,
            who: Who::TeamMembers(PRACTITIONERS),
            names_case: 900,
            held: 930,
            stopped: Some((2, (2026, 6, 22))),
        },
        Gathering {
            kind: "informal",
            days: 63,
            who: Who::OneToOne(&["social-worker", "personal-adviser"]),
            names_case: 500,
            held: 400,
            stopped: Some((2, (2026, 7, 6))),
        },
    ],
    papers: Papers {
        record: 5,
        late: 60,
        never: 20,
        backlog: None,
    },
    planned_ahead: None,
    size: [50, 300],
    staff_rhythm,
    case_rhythm,
    cast,
    episode,
    files: FILES,
    beside: BESIDE,
    flaws: &[],
};

fn staff_rhythm(person: &Person, day: Day) -> Every {
    if person.asye {
        let weekly = person.start.plus_days(42);
        return staged(day, weekly, weekly.plus_months(3));
    }
    if ["social-worker", "senior-practitioner"].contains(&person.role) {
        Every::Months(1)
    } else {
        Every::Weeks(4)
    }
}

fn case_rhythm(_case: &Case, episode: &Episode, _day: Day) -> Rhythm {
    match episode.case_type {
        "care-leaver" => Rhythm::full(Every::Months(2)),
        _ => Rhythm::full(Every::Months(1)),
    }
}

fn cast(_rng: &mut Rng, _world: &mut World) {}

fn episode(_rng: &mut Rng, _episode: &mut Episode) {}

/// What stands beside the policy: the key in `oversight.toml`, the file, and what is in it.
const BESIDE: &[(&str, &str, &str)] = &[
    (
        "waivers",
        "waivers.toml",
        r#"# What is set aside in this story. Each waiver says why, who approved it, and its last day.

[[waiver]]
rule = "front-line"
staff = "HC-2086"
reason = "parental leave since May, cases handed over"
approved-by = "principal social worker"
from = 2026-06-01
until = 2026-11-10

[[waiver]]
rule = "group"
team = "Teasel"
reason = "no facilitator in post"
approved-by = "head of service"
from = 2026-06-22
until = 2026-09-30

[[waiver]]
rule = "open-case"
case = "913773"
reason = "transfer to another council under way"
approved-by = "head of service"
from = 2026-11-02
until = 2026-11-30

[[waiver]]
rule = "driving-documents"
team = "Mallow"
reason = "pool cars only"
approved-by = "head of service"
from = 2026-10-01
until = 2026-12-31
"#,
    ),
    (
        "actions",
        "actions.toml",
        r#"# What this story's council wants, and what it is doing. Both are made up, like everything else here.

[targets]
M1 = { at = "90%", close = "80%" }
M2 = { at = "90%", close = "80%" }
M4 = [{ at-most = "5 staff" }, { at-most = "28 days" }]
M6 = { at = "95%" }
M7 = { at-most = "0 workers" }

[[action]]
id = "A-1"
theme = "staff supervision in Teasel"
what = "a second supervisor takes half of the team"
lead = "head of service"
raised = 2026-10-05
by = 2026-11-16
evidence = "nobody in Teasel overdue by more than 14 days"
status = "open"

[[action]]
id = "A-2"
theme = "group supervision"
what = "a facilitator from Tansy leads the Teasel group"
lead = "service manager"
raised = 2026-09-07
by = 2026-10-16
status = "open"

[[action]]
id = "A-3"
theme = "records"
what = "copies to workers within a week"
lead = "team managers"
raised = 2026-07-06
by = 2026-09-30
evidence = "copies recorded for nine in ten sessions"
status = "done"
"#,
    ),
];

const FILES: &[FileSpec] = &[
    FileSpec {
        file: "Staff.csv",
        export: Export::Staff,
        kinds: &[],
        columns: &[
            ("staff_id", "Staff Ref"),
            ("name", "Name"),
            ("role", "Post"),
            ("team", "Team"),
            ("service", "Service"),
            ("supervisor_id", "Nominated Supervisor"),
            ("start_date", "Start Date"),
            ("end_date", "End Date"),
            ("qualified_date", "Qualified Date"),
            ("hours_per_week", "Hours per Week"),
            ("employment", "Employment"),
            ("asye", "NQSW"),
            ("agreement_signed_on", "Agreement Signed"),
            ("agreement_with", "Agreement With"),
            ("agreement_reviewed_on", "Agreement Reviewed"),
            ("alternative_supervision", "Other Form Of Supervision"),
            (
                "additional_agreement_signed_on",
                "Additional Agreement Signed",
            ),
            ("absent_unexpectedly_since", "Unexpected Absence From"),
            ("cover_arranged_on", "Cover Arranged"),
            ("drives_for_work", "Drives for Work"),
            ("driving_documents_until", "Driving Documents Until"),
        ],
        dates: Dates::MonthName,
        words: &[("role", &[("family-support-worker", "Family Support Wkr")])],
        constants: &[],
        blank: "",
        crlf: false,
        mark: true,
    },
    FileSpec {
        file: "Children.csv",
        export: Export::Cases,
        kinds: &[],
        columns: &[
            ("case_id", "Mosaic ID"),
            ("date_of_birth", "Date of Birth"),
            ("case_type", "Involvement"),
            ("opened", "From"),
            ("closed", "To"),
            ("allocated_to", "Allocated To"),
            ("team", "Team"),
            ("service", "Service"),
            ("family_id", "Group ID"),
        ],
        dates: Dates::MonthName,
        words: &[(
            "case_type",
            &[
                ("child-in-need", "CIN"),
                ("child-protection", "CPP"),
                ("child-in-care", "CLA"),
            ],
        )],
        constants: &[],
        blank: "",
        crlf: false,
        mark: true,
    },
    FileSpec {
        file: "Supervision.csv",
        export: Export::Sessions,
        kinds: &[],
        columns: &[
            ("session_id", "Ref"),
            ("date", "Date"),
            ("kind", "Session"),
            ("status", "Status"),
            ("supervisee_id", "Worker"),
            ("supervisor_id", "Supervisor"),
            ("case_id", "Mosaic ID"),
            ("recorded_on", "On Record"),
            ("copy_given_on", "Copy To Worker"),
            ("child_last_seen_on", "Child Last Seen"),
        ],
        dates: Dates::MonthName,
        words: &[
            (
                "kind",
                &[
                    ("personal", "Formal one-to-one"),
                    ("informal", "Informal one-to-one"),
                    ("case", "Case discussion"),
                    ("group", "Group mapping"),
                ],
            ),
            (
                "status",
                &[
                    ("held", "Yes"),
                    ("did-not-attend", "No show"),
                    ("planned", "Future"),
                    ("cancelled", "No"),
                ],
            ),
        ],
        constants: &[],
        blank: "",
        crlf: false,
        mark: true,
    },
    FileSpec {
        file: "Audits.csv",
        export: Export::Activity,
        kinds: &["case-audit"],
        columns: &[
            ("date", "Audit Date"),
            ("by_id", "Auditor Ref"),
            ("case_id", "Child Ref"),
        ],
        dates: Dates::MonthName,
        words: &[],
        constants: &[("kind", "case-audit")],
        blank: "",
        crlf: false,
        mark: false,
    },
];
