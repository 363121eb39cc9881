//! An audit that only counts what was done in time reports what one does that keeps all of it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use oversight::calendar::Day;
use oversight::engine::{Question, audit, audit_in_brief, cut, named};
use oversight::ledger::{Ledger, Outcome, Part};
use oversight::policy::Policy;
use oversight::records::Dataset;
use oversight::report::{self, Style};

mod story;

use story::{STORIES, day, story};

fn told((policy, data): (&Policy, &Dataset), ledger: &Ledger, previous: &Ledger) -> String {
    let audit = report::Audit {
        policy,
        data,
        ledger,
        banner: None,
        problems: Vec::new(),
        command: "oversight audit .".to_owned(),
        why: "oversight explain .".to_owned(),
        previous: Some(previous),
        since: None,
    };
    report::json(&audit) + &report::table(&audit, 100, Style::Plain)
}

#[test]
fn what_is_only_counted_makes_the_same_report_whole_and_in_part() {
    let (from, to) = (day("2026-10-01"), day("2026-10-31"));
    let taken = day("2026-11-05");
    let question = |as_of: Day, period: (Day, Day)| Question {
        as_of,
        period,
        taken,
    };
    let earlier = question(
        from.previous(),
        (from.previous().month_start(), from.previous()),
    );
    for name in STORIES {
        let (policy, data) = story(name);
        let both = (&policy, &data);
        let mut teams = data.staff.iter().flat_map(|member| &member.posts);
        let team = teams.find_map(|post| post.team);
        let part = Part {
            team: team.map(|team| data.words.text(team).to_owned()),
            ..Part::default()
        };
        let part = named(&data, &part).unwrap();
        for now in [
            question(to, (from, to)),
            question(to, (Day::FIRST, Day::LAST)),
        ] {
            let kept = audit(&policy, &data, now);
            let brief = audit_in_brief(&policy, &data, now);
            let met = |ledger: &Ledger| {
                let owed = ledger.obligations.iter();
                owed.filter(|owed| matches!(owed.outcome, Outcome::Met { .. }))
                    .count()
            };
            assert!(met(&brief) < met(&kept), "{name} counts something");
            let before = audit(&policy, &data, earlier);
            let brief_before = audit_in_brief(&policy, &data, earlier);
            let whole = told(both, &kept, &before);
            assert!(told(both, &brief, &brief_before) == whole, "{name}");
            let of_part = told(both, &cut(both, kept, &part), &cut(both, before, &part));
            let brief_part = (cut(both, brief, &part), cut(both, brief_before, &part));
            assert!(
                told(both, &brief_part.0, &brief_part.1) == of_part,
                "{name} in part"
            );
            assert!(of_part != whole, "{name} has several teams");
        }
    }
}
