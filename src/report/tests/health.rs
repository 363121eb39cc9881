//! The health check: its sections, its parts, and what it says of an earlier report.

use super::world::{World, day, late, met, october, september};
use crate::engine;
use crate::ledger::{Outcome, Part};
use crate::report::document::{Block, Document};
use crate::report::{
    Audience, Audit, Fraction, HealthCheck, Month, Snapshot, health, health_json, html, markdown,
    summary,
};

pub(super) fn check<'a>(audit: &'a Audit<'a>, audience: Audience) -> HealthCheck<'a> {
    HealthCheck {
        audit,
        months: &[],
        audience,
        one_page: false,
    }
}

pub(super) fn document(world: &World, audience: Audience) -> Document {
    health::document(&check(&world.audit(), audience))
}

/// Every sentence of a document.
pub(super) fn texts(document: &Document) -> Vec<String> {
    let mut said = vec![document.headline.clone()];
    for section in &document.sections {
        said.push(section.finding.clone());
        for block in &section.blocks {
            match block {
                Block::Sentence(text) | Block::Note(text) => said.push(text.clone()),
                Block::List(lines) => said.extend(lines.clone()),
                Block::Chart(chart) => said.push(chart.description.clone()),
                Block::Terms(terms) => said.extend(terms.iter().map(|(_, text)| text.clone())),
                Block::Table(_) | Block::Space(_) => {}
            }
        }
    }
    said
}

fn duty() -> Part {
    Part {
        team: Some("Duty and assessment".to_owned()),
        ..Part::default()
    }
}

fn cut(world: World, part: &Part) -> World {
    let ledger = engine::cut((&world.policy, &world.data), world.ledger, part);
    let previous = world
        .previous
        .map(|whole| engine::cut((&world.policy, &world.data), whole, part));
    World {
        ledger,
        previous,
        ..world
    }
}

#[test]
fn a_part_has_its_own_figures_and_never_those_of_the_whole() {
    let whole = summary(&october().audit());
    let world = cut(october(), &duty());
    let figures = summary(&world.audit());
    let teams: Vec<&str> = figures
        .teams
        .iter()
        .map(|line| line.team.as_str())
        .collect();
    assert_eq!(teams, ["Duty and assessment"]);
    let rate = figures.overall("staff-supervision").unwrap();
    let own = whole.by("staff-supervision", "team");
    let own: Vec<_> = own
        .filter(|rate| rate.key == "Duty and assessment")
        .collect();
    assert_eq!(rate.fraction(), own[0].fraction());
    assert!(rate.fell_due < whole.overall("staff-supervision").unwrap().fell_due);
    // What is read from the exports directly is cut as well: T-01 and S-01 to S-04 against ten staff, three open cases
    // against seven.
    let staff = |figures: &crate::report::Summary| figures.calendar_month.clone().unwrap().fraction;
    assert_eq!(staff(&whole).denominator, 10);
    assert_eq!(staff(&figures), Fraction::new(0, 5));
    assert_eq!(
        (whole.allocation.open_cases, figures.allocation.open_cases),
        (7, 3)
    );
    assert_eq!((whole.caseload.cases, figures.caseload.cases), (5, 3));
    assert_eq!(world.ledger.uncovered.len(), 0, "S-08 is in no team");
}

#[test]
fn the_parts_add_up_to_the_whole() {
    let fell_due = |world: &World| {
        let figures = summary(&world.audit());
        figures
            .overall("staff-supervision")
            .map_or(0, |rate| rate.fell_due)
    };
    let of = |name: &str| {
        let part = Part {
            supervisor: Some(name.to_owned()),
            ..Part::default()
        };
        fell_due(&cut(october(), &part))
    };
    assert_eq!(of("T-01") + of("T-02"), fell_due(&october()));
}

#[test]
fn a_part_is_named_in_every_format() {
    let world = cut(october(), &duty());
    let audit = world.audit();
    let check = check(&audit, Audience::Senior);
    for text in [html(&check), markdown(&check)] {
        assert!(
            text.contains("team Duty and assessment, October 2026"),
            "{text}"
        );
        assert!(text.contains("Every figure is of this part alone"));
        assert!(!text.contains("Safeguarding North"));
    }
    assert!(health_json(&check).contains("\"team\": \"Duty and assessment\""));
    let table = crate::report::table(&audit, 100, crate::report::Style::Plain);
    assert!(
        table.contains("team Duty and assessment: October 2026"),
        "{table}"
    );
}

#[test]
fn an_unknown_name_gives_the_nearest() {
    let world = october();
    let asked = |team: &str| {
        let part = Part {
            team: Some(team.to_owned()),
            ..Part::default()
        };
        engine::named(&world.data, &part)
    };
    assert_eq!(asked("duty AND assessment").unwrap(), duty());
    assert_eq!(
        asked("Duty & assesment").unwrap_err().to_string(),
        "no team `Duty & assesment` is in the exports; did you mean `Duty and assessment`?"
    );
    let nobody = Part {
        supervisor: Some("Q-77".to_owned()),
        ..Part::default()
    };
    let error = engine::named(&world.data, &nobody).unwrap_err().to_string();
    assert!(error.starts_with("no supervisor `Q-77` is in the exports"));
}

#[test]
fn a_part_in_which_nothing_was_judged_is_no_all_clear() {
    let part = Part {
        service: Some("Nowhere".to_owned()),
        ..Part::default()
    };
    let mut world = cut(october(), &part);
    world.banner = None;
    assert!(!summary(&world.audit()).judged);
    assert!(
        document(&world, Audience::Internal)
            .headline
            .contains("not an all-clear")
    );
}

/// The report of a month before, in which the second of these months had another number.
fn earlier() -> Snapshot {
    let mut world = october();
    world.ledger = september();
    let mut snapshot = Snapshot::of(&world.audit());
    snapshot.trend = vec![Month {
        from: day("2026-09-01"),
        to: day("2026-09-30"),
        staff: Fraction::new(30, 38),
        cases: Fraction::default(),
        records: Fraction::default(),
        overdue_staff: 1,
        overdue_cases: 0,
        provisional: true,
        was: None,
    }];
    snapshot
}

#[test]
fn an_earlier_report_shows_what_changed_and_what_is_restated() {
    let world = october();
    let earlier = earlier();
    let audit = Audit {
        since: Some(&earlier),
        ..world.audit()
    };
    let months = [&september(), &world.ledger].map(|ledger| world.month(ledger));
    let page = |audience| {
        html(&HealthCheck {
            months: &months,
            ..check(&audit, audience)
        })
    };
    let internal = page(Audience::Internal);
    assert!(
        internal.contains("staff restated: 30 of 38 → 36 of 37"),
        "{internal}"
    );
    assert!(internal.contains("Since the report as of 30 Sep 2026"));
    assert!(internal.contains("1 still open"));
    assert!(internal.contains("What is new or still open"));
    let senior = page(Audience::Senior);
    assert!(!senior.contains("What is new or still open"));
    for id in ["S-01", "C-01", "T-01", "Amina"] {
        assert!(!senior.contains(id), "{id}");
    }
}

#[test]
fn parts_are_compared_with_the_same_part_only() {
    let world = cut(october(), &duty());
    let now = Snapshot::of(&world.audit());
    let refused = crate::report::diff(&earlier(), &now)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("the whole council"), "{refused}");
    assert!(refused.contains("team Duty and assessment"), "{refused}");
    assert!(crate::report::diff(&now, &now).is_ok());
}

#[test]
fn a_small_health_check_as_a_paper() {
    let mut world = World::new(
        "staff_id,role,team,supervisor_id,start_date\nM1,manager,North,,2020-01-06\nW1,worker,North,M1,2020-01-06\n",
        "case_id,case_type,opened\n",
        "date,kind,supervisee_id\n",
    );
    for (due, outcome) in [
        ("2026-10-02", met("2026-10-02")),
        ("2026-10-16", late("2026-10-20", 4)),
    ] {
        world.owe("all-staff", "W1", due, outcome);
    }
    let audit = world.audit();
    let paper = markdown(&HealthCheck {
        one_page: true,
        ..check(&audit, Audience::Senior)
    });
    insta::assert_snapshot!(paper, @r"
    # Supervision health check: Example Council, children's services, October 2026

    **1 of 2 staff supervisions were on time.**

    - As of Saturday 31 October 2026.
    - Exports of 5 Nov 2026: provisional, as later records may still change these figures.
    - Policy: supervision-policy.toml (v3).
    - This says whether supervision was recorded as held, and when. It does not say how good it was.

    ## The answers first

    **The measures in short**

    | Measure | So many | Share |
    | --- | ---: | ---: |
    | Staff supervision on time | 1 of 2 | – |

    *On time: by its due day, of all that fell due. A status is printed only where the council set a target, and for a share never out of fewer than thirty.*

    - What we know: nobody owed supervision on the day.
    - How we know it: 1 of 8 clauses tested; all 2 rows were read.

    ## 1. In short

    - **Going well**: Nothing that these figures can tell from chance.
    - **Not going well**: Nothing that these figures can tell from chance.
    - **Doing**: No action is listed.
    - **Not known**: The quality of supervision; 1 sentence of the policy that no export shows.
    ");
}

#[test]
fn none_overdue_of_none_owed_is_not_said() {
    let mut world = World::new(
        "staff_id,role,team,supervisor_id,start_date\nM1,manager,North,,2020-01-06\nW1,worker,North,M1,2020-01-06\n",
        "case_id,case_type,opened\n",
        "date,kind,supervisee_id\n",
    );
    world.owe(
        "all-staff",
        "W1",
        "2026-10-02",
        Outcome::Overdue { days: 29 },
    );
    let said = texts(&document(&world, Audience::Internal)).join("\n");
    assert!(said.contains("1 staff member was overdue"), "{said}");
    assert!(
        said.contains("What we know: 1 staff member overdue"),
        "{said}"
    );
    assert!(!said.contains("0 children's cases"), "{said}");
}

#[test]
fn a_health_check_has_no_words_of_configuration_and_no_counts_of_nothing() {
    let paper = |audience| markdown(&check(&october().audit(), audience));
    let hint = "Actions that are entered in the policy";
    assert!(paper(Audience::Internal).contains(hint));
    let senior = paper(Audience::Senior);
    for text in [hint, "action\\]", "Mind:", "0 fitted nobody", "not-begun"] {
        assert!(!senior.contains(text), "{text}\n{senior}");
    }
}

#[test]
fn roles_and_types_of_cases_are_written_as_people_say_them() {
    let mut world = World::new(
        "staff_id,role,team,supervisor_id,start_date\nW1,social-worker,North,,2020-01-06\nW2,Team Lead 2,North,,2020-01-06\n",
        "case_id,case_type,opened\n",
        "date,kind,supervisee_id\n",
    );
    for who in ["W1", "W2"] {
        world.owe("all-staff", who, "2026-10-02", met("2026-10-02"));
    }
    let said = markdown(&check(&world.audit(), Audience::Senior));
    for label in ["| Social worker |", "| Team Lead 2 |"] {
        assert!(said.contains(label), "{said}");
    }
}
