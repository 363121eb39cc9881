//! An audit that only counts what was done in time, or what is over, reports what one does that keeps all of it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use oversight::calendar::Day;
use oversight::engine::{Keeps, Question, audit, audit_in_brief, cut, named};
use oversight::ledger::{Ledger, Part, Severity};
use oversight::policy::Policy;
use oversight::records::Dataset;
use oversight::report::{self, Style};

mod story;

use story::{STORIES, day, story};

/// An audit with that of the month before.
type Both = (Ledger, Ledger);

fn reported<'a>((policy, data): (&'a Policy, &'a Dataset), both: &'a Both) -> report::Audit<'a> {
    report::Audit {
        policy,
        data,
        ledger: &both.0,
        banner: None,
        problems: Vec::new(),
        command: "oversight audit .".to_owned(),
        why: "oversight explain .".to_owned(),
        previous: Some(&both.1),
        since: None,
    }
}

/// Every figure, the page, and which severities fell short.
fn figures(whose: (&Policy, &Dataset), both: &Both) -> String {
    let audit = reported(whose, both);
    let severities = [Severity::Breach, Severity::Advisory, Severity::Information];
    let short = severities.map(|severity| report::falls_short(&audit, severity));
    let page = report::table(&audit, 100, Style::Plain);
    format!("{:?}\n{short:?}\n{page}", report::summary(&audit))
}

/// The same, and every finding.
fn told(whose: (&Policy, &Dataset), both: &Both) -> String {
    figures(whose, both) + &report::json(&reported(whose, both))
}

/// The first team that the staff export names.
fn first_team(data: &Dataset) -> Part {
    let mut teams = data.staff.iter().flat_map(|member| &member.posts);
    let team = teams.find_map(|post| post.team);
    let part = Part {
        team: team.map(|team| data.words.text(team).to_owned()),
        ..Part::default()
    };
    named(data, &part).unwrap()
}

#[test]
fn what_is_only_counted_makes_the_same_report_whole_and_in_part() {
    let (from, to) = (day("2026-10-01"), day("2026-10-31"));
    let question = |as_of: Day, period: (Day, Day)| Question {
        as_of,
        period,
        taken: day("2026-11-05"),
    };
    let last = from.previous();
    let earlier = question(last, (last.month_start(), last));
    let month = question(to, (from, to));
    let ever = question(to, (Day::FIRST, Day::LAST));
    for name in STORIES {
        let (policy, data) = story(name);
        let whose = (&policy, &data);
        let part = first_team(&data);
        let of_part =
            |(now, before): Both| -> Both { (cut(whose, now, &part), cut(whose, before, &part)) };
        for now in [month, ever] {
            let all: Both = (audit(&policy, &data, now), audit(&policy, &data, earlier));
            let brief = |keeps| -> Both {
                let both = [now, earlier].map(|asked| audit_in_brief(whose, asked, keeps));
                both.into()
            };
            let (short, open) = (brief(Keeps::Short), brief(Keeps::Open));
            let kept = [&all, &short, &open].map(|both| both.0.obligations.len());
            assert!(kept.is_sorted_by(|one, two| one > two), "{name}: {kept:?}");
            assert!(told(whose, &short) == told(whose, &all), "{name}");
            assert!(open.0.has_outstanding(), "{name}: the page names one");
            assert!(figures(whose, &open) == figures(whose, &all), "{name}");
            let of_all = figures(whose, &all);
            let (all, short, open) = (of_part(all), of_part(short), of_part(open));
            assert!(told(whose, &short) == told(whose, &all), "{name} in part");
            assert!(figures(whose, &all) != of_all, "{name} has several teams");
            if all.0.has_outstanding() {
                assert!(
                    figures(whose, &open) == figures(whose, &all),
                    "{name} in part"
                );
            }
        }
    }
}
