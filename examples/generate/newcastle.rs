//! Newcastle: one supervision file, in which children are named under personal supervision; British dates, CRLF.

use oversight::calendar::Day;

use crate::layout::{Dates, Export, FileSpec};
use crate::model::{Case, Episode, Extra, Person, Value, World};
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
    "social-worker",
    "social-worker",
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
    team("Kittiwake", "assessment", MEMBERS),
    team("Heron", "safeguarding", MEMBERS),
    team("Lapwing", "safeguarding", MEMBERS),
    team("Curlew", "looked-after", MEMBERS),
    team(
        "Redshank",
        "residential",
        &["residential-manager", "residential-worker"],
    ),
    team(
        "Siskin",
        "support",
        &[
            "service-manager",
            "business-support",
            "personal-assistant",
            "sco",
            "business-support",
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
        unallocated: 12,
    }
}

const KINDS: &[KindSpec] = &[
    KindSpec {
        closes: 40,
        next: &[(1, 35), (2, 25)],
        unallocated: 60,
        ..kind("assessment", "assessment", [10, 80], [25, 62])
    },
    KindSpec {
        closes: 72,
        next: &[(2, 20), (3, 8)],
        ..kind("child-in-need", "safeguarding", [40, 12], [120, 480])
    },
    KindSpec {
        closes: 15,
        next: &[(1, 60), (3, 25)],
        ..kind("child-protection", "safeguarding", [25, 6], [170, 420])
    },
    KindSpec {
        closes: 60,
        next: &[(4, 40)],
        ..kind("looked-after", "looked-after", [44, 7], [400, 2600])
    },
    KindSpec {
        ages: [18, 20],
        ..kind("care-leaver", "looked-after", [9, 1], [500, 1400])
    },
];

/// Newcastle's story.
pub const PROFILE: Profile = Profile {
    folder: "newcastle",
    story: "\
Heron's manager has been off sick since 7 September, and supervision there came apart: most of the team were overdue
at the end of October, and the senior practitioner, who stands in, has no recorded session since June. Elsewhere
nearly everyone was seen in time, though one newly qualified worker in Curlew holds more than 15 cases. Every row
could be read.",
    names: NameStyle::Plain,
    staff_ids: ("", 100_200),
    case_ids: ("", 7_204_000),
    leaders: &["director", "assistant-director"],
    service_manager: "service-manager",
    leadership: ("Leadership", "leadership"),
    teams: TEAMS,
    case_roles: &["social-worker", "senior-practitioner"],
    kinds: KINDS,
    weak: Weak {
        team: 1,
        since: (2026, 9, 7),
        manager: ManagerStory::Sick((2026, 9, 7)),
    },
    talk: Talk::InPersonal,
    punctual: [985, 930],
    weakly: [520, 600],
    gatherings: &[
        Gathering {
            kind: "group",
            days: 56,
            who: Who::TeamMembers(&["social-worker", "senior-practitioner", "family-support-worker"]),
            names_case: 400,
            held: 850,
            stopped: Some((1, (2026, 9, 7))),
        },
        Gathering {
            kind: "informal",
            days: 63,
            who: Who::OneToOne(&["social-worker"]),
            names_case: 0,
            held: 450,
            stopped: Some((1, (2026, 9, 7))),
        },
        Gathering {
            kind: "case",
            days: 98,
            who: Who::OneToOne(&["social-worker"]),
            names_case: 1000,
            held: 300,
            stopped: Some((1, (2026, 9, 7))),
        },
    ],
    papers: Papers {
        record: 4,
        late: 75,
        never: 12,
        backlog: None,
    },
    planned_ahead: None,
    size: [55, 330],
    staff_rhythm,
    case_rhythm,
    cast,
    episode,
    files: FILES,
    beside: &[],
    flaws: &[],
};

fn staff_rhythm(person: &Person, day: Day) -> Every {
    let until = |column: &str| match person.extra.get(column) {
        Some(Value::Day(day)) => *day,
        _ => Day::FIRST,
    };
    if person.asye {
        let weekly = person.start.plus_days(42);
        return staged(day, weekly, weekly.plus_months(6));
    }
    let begins = until("returned_on").max(until("role_changed_on"));
    if begins > Day::FIRST && begins <= day && day <= until("agreed_period_ends") {
        return Every::Weeks(2);
    }
    match person.extra.get("agreed_interval") {
        Some(Value::Text(words)) if words == "2 weeks" => Every::Weeks(2),
        Some(Value::Text(words)) if words == "3 weeks" => Every::Weeks(3),
        _ if ["business-support", "personal-assistant"].contains(&person.role) => Every::Weeks(6),
        _ => Every::Months(1),
    }
}

fn case_rhythm(_case: &Case, episode: &Episode, _day: Day) -> Rhythm {
    match episode.case_type {
        "child-protection" | "assessment" => Rhythm::full(Every::Months(1)),
        _ => Rhythm::full(Every::Months(2)),
    }
}

/// The returner, the role changer, the reviews of the newly qualified, and two agreed intervals.
fn cast(_rng: &mut Rng, world: &mut World) {
    for person in &mut world.people {
        if person.asye && person.start < on((2025, 12, 1)) {
            let review = on((2026, 4, 15)).max(person.start.plus_days(186));
            person.extra.insert("stage_review_on", Value::Day(review));
        }
        let back = person
            .earlier
            .as_ref()
            .is_some_and(|post| post.end < person.start);
        if back {
            person.extra.insert("returned_on", Value::Day(person.start));
            person
                .extra
                .insert("agreed_period_ends", Value::Day(on((2026, 8, 10))));
        }
    }
    let plain = |person: &&mut Person| {
        let settled =
            !person.asye && person.end.is_none() && person.earlier.is_none() && person.team != 2;
        settled
            && person.role == "social-worker"
            && person.start < on((2025, 9, 1))
            && person.extra.is_empty()
    };
    let extras: [&[(&str, Value)]; 3] = [
        &[
            ("role_changed_on", Value::Day(on((2026, 6, 1)))),
            ("agreed_period_ends", Value::Day(on((2026, 8, 31)))),
        ],
        &[("agreed_interval", Value::Text("3 weeks".to_owned()))],
        &[("agreed_interval", Value::Text("2 weeks".to_owned()))],
    ];
    for (person, extra) in world
        .people
        .iter_mut()
        .filter(plain)
        .skip(2)
        .step_by(2)
        .zip(extras)
    {
        person.extra = extra.iter().cloned().collect::<Extra>();
    }
    // One newly qualified worker has been given far too much.
    if let Some(busy) = world
        .people
        .iter_mut()
        .find(|person| person.asye && person.start < on((2025, 12, 1)))
    {
        busy.load = 8;
    }
}

fn episode(_rng: &mut Rng, _episode: &mut Episode) {}

const FILES: &[FileSpec] = &[
    FileSpec {
        file: "workforce.csv",
        export: Export::Staff,
        kinds: &[],
        columns: &[
            ("staff_id", "Employee Number"),
            ("name", "Employee Name"),
            ("role", "Job Title"),
            ("team", "Team"),
            ("service", "Service Area"),
            ("supervisor_id", "Line Manager No"),
            ("start_date", "Start Date"),
            ("end_date", "Leaving Date"),
            ("qualified_date", "Date Qualified"),
            ("hours_per_week", "Contracted Hours"),
            ("employment", "Contract Type"),
            ("asye", "ASYE"),
            ("stage_review_on", "ASYE Review Agreed"),
            ("returned_on", "Returned To Practice"),
            ("role_changed_on", "Role Changed"),
            ("agreed_period_ends", "Agreed Period Ends"),
            ("agreed_interval", "Agreed Frequency"),
            ("agreement_signed_on", "Contract Signed"),
            ("agreement_reviewed_on", "Contract Reviewed"),
            ("supervisor_since", "Line Manager Since"),
            ("previous_supervisor_id", "Previous Manager No"),
            ("handover_on", "Handover"),
            ("registered_on", "Registered"),
            ("dbs_checked_on", "DBS Check"),
            ("drives_for_work", "Essential Car User"),
            ("car_insurance_until", "Car Insurance Expires"),
            ("supervision_trained_on", "Supervision Training"),
            ("appraisal_trained_on", "Appraisal Training"),
        ],
        dates: Dates::Slashes,
        words: &[
            (
                "role",
                &[
                    ("sco", "SCO"),
                    ("senior-practitioner", "Senior Social Work Practitioner"),
                    ("residential-worker", "Residential Child Care Worker"),
                ],
            ),
            ("asye", &[("yes", "Y"), ("no", "N")]),
            ("drives_for_work", &[("yes", "Y"), ("no", "N")]),
        ],
        constants: &[],
        blank: "",
        crlf: true,
        mark: false,
    },
    FileSpec {
        file: "allocations.csv",
        export: Export::Cases,
        kinds: &[],
        columns: &[
            ("case_id", "Child ID"),
            ("family_id", "Family ID"),
            ("date_of_birth", "Date of Birth"),
            ("case_type", "Case Status"),
            ("opened", "Date Opened"),
            ("closed", "Date Closed"),
            ("allocated_to", "Allocated Worker No"),
            ("team", "Team"),
            ("service", "Service Area"),
            ("children", "Children"),
            ("risk", "Risk"),
        ],
        dates: Dates::Slashes,
        words: &[(
            "case_type",
            &[
                ("child-in-need", "CIN"),
                ("child-protection", "CP"),
                ("looked-after", "LAC"),
                ("assessment", "C&F Assessment"),
            ],
        )],
        constants: &[],
        blank: "",
        crlf: true,
        mark: false,
    },
    FileSpec {
        file: "supervision.csv",
        export: Export::Sessions,
        kinds: &[],
        columns: &[
            ("session_id", "Session Ref"),
            ("date", "Session Date"),
            ("kind", "Type"),
            ("status", "Outcome"),
            ("supervisee_id", "Employee Number"),
            ("supervisor_id", "Supervisor No"),
            ("case_id", "Child ID"),
            ("minutes", "Minutes"),
            ("recorded_on", "Recorded"),
            ("decision_recorded_on", "Decision On File"),
            ("approved_on", "TM Approved"),
            ("signed_supervisor_on", "Supervisor Signed"),
            ("signed_supervisee_on", "Supervisee Signed"),
            ("next_date", "Next Date"),
            ("rearranged_from", "Original Date"),
            ("cancelled_by", "Cancelled By"),
        ],
        dates: Dates::Slashes,
        words: &[
            ("kind", &[("personal", "1:1")]),
            (
                "status",
                &[
                    ("held", "Completed"),
                    ("did-not-attend", "DNA"),
                    ("planned", "Booked"),
                ],
            ),
        ],
        constants: &[],
        blank: "",
        crlf: true,
        mark: false,
    },
    FileSpec {
        file: "absence.csv",
        export: Export::Absences,
        kinds: &[],
        columns: &[
            ("staff_id", "Employee Number"),
            ("from", "First Day"),
            ("to", "Last Day"),
            ("reason", "Absence Type"),
        ],
        dates: Dates::Slashes,
        words: &[],
        constants: &[],
        blank: "",
        crlf: true,
        mark: false,
    },
    FileSpec {
        file: "appraisals.csv",
        export: Export::Activity,
        kinds: &["appraisal", "objectives-review"],
        columns: &[
            ("staff_id", "Employee Number"),
            ("kind", "Form"),
            ("date", "Date Held"),
            ("by_id", "Line Manager No"),
        ],
        dates: Dates::Slashes,
        words: &[("kind", &[("appraisal", "My Conversation")])],
        constants: &[],
        blank: "",
        crlf: true,
        mark: false,
    },
    FileSpec {
        file: "management_reports.csv",
        export: Export::Activity,
        kinds: &["supervision-report"],
        columns: &[("date", "Meeting"), ("by_id", "Presented By")],
        dates: Dates::Slashes,
        words: &[],
        constants: &[("kind", "supervision-report")],
        blank: "",
        crlf: false,
        mark: false,
    },
];
