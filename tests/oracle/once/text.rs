//! A council of things owed once as the texts the engine reads, and what the engine says of it.

use oversight::calendar::Day;
use oversight::engine::{Question, audit};
use oversight::ledger::{Ledger, Outcome, Subject};
use oversight::policy::Policy;
use oversight::records::{Dataset, Export};

use crate::oracle::calendar::{Date, Interval, day};

use super::council::{Amount, Clause, Council, Deadline, Duty, KNOWN_SUPERVISORS, Must, Per, Post};

pub(crate) fn policy(council: &Council) -> String {
    let closures: Vec<String> = council
        .closures
        .iter()
        .map(|date| format!("\"{date}\""))
        .collect();
    let mut lines = vec![
        "[policy]".to_owned(),
        "name = \"Oracle\"".to_owned(),
        format!("closures = [{}]", closures.join(", ")),
    ];
    for clause in &council.clauses {
        lines.push(self::clause(clause));
    }
    lines.join("\n") + "\n"
}

fn quoted(interval: Interval) -> String {
    format!("\"{}\"", interval.words())
}

fn clause(clause: &Clause) -> String {
    let mut keys = vec![format!("id = \"{}\"", clause.id)];
    let (table, column) = match &clause.duty {
        Duty::Recording {
            from_draft,
            deadline,
        } => {
            keys.push("evidence = \"recorded_on\"".to_owned());
            keys.extend(from_draft.then(|| "from = \"drafted_on\"".to_owned()));
            keys.extend(self::deadline(*deadline));
            ("recording", "kind")
        }
        Duty::Agreement { from, deadline } => {
            keys.push("evidence = \"signed_on\"".to_owned());
            if !from.is_empty() {
                keys.push(format!("from = {from:?}"));
            }
            keys.extend(self::deadline(*deadline));
            ("agreement", "role")
        }
        Duty::Rearrangement { extra, deadline } => {
            keys.extend(extra.then(|| "extra = true".to_owned()));
            keys.extend(self::deadline(*deadline));
            ("rearrangement", "kind")
        }
        Duty::Total {
            at_least,
            target,
            per,
        } => {
            keys.push(format!("at-least = \"{}\"", amount(*at_least)));
            keys.extend(target.map(|target| format!("target = \"{}\"", amount(target))));
            keys.push(match per {
                Per::Rolling(time) => format!("per = {}", quoted(*time)),
                Per::Fixed(window) => format!("per = \"{}\"", window.words()),
            });
            ("supervision-total", "role")
        }
        Duty::Schedule { ahead, every } => {
            keys.extend(ahead.map(|time| format!("ahead = {}", quoted(time))));
            keys.extend(every.map(|time| format!("every = {}", quoted(time))));
            ("schedule", "role")
        }
        Duty::File(must) => {
            let test = match must {
                Must::NotReached => "reached = false".to_owned(),
                Must::Under(time) => format!("under = {}", quoted(*time)),
                Must::AtMost(time) => format!("at-most = {}", quoted(*time)),
            };
            keys.push(format!("must = {{ checked_on = {{ {test} }} }}"));
            ("staff-file", "role")
        }
    };
    keys.extend(
        clause
            .whom
            .map(|word| format!("for = {{ {column} = \"{word}\" }}")),
    );
    format!("\n[[{table}]]\n{}", keys.join("\n"))
}

fn deadline(deadline: Deadline) -> Vec<String> {
    let within = deadline
        .within
        .map(|time| format!("within = {}", quoted(time)));
    let target = deadline
        .target
        .map(|time| format!("target = {}", quoted(time)));
    let roll = deadline
        .roll
        .then(|| "roll = \"next working day\"".to_owned());
    within.into_iter().chain(target).chain(roll).collect()
}

fn amount(amount: Amount) -> String {
    match amount {
        Amount::Sessions(number) => format!("{number} sessions"),
        Amount::Hours(number) => format!("{number} hours"),
    }
}

fn blank(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

fn staff(council: &Council) -> String {
    let mut rows = vec!["staff_id,role,start_date,end_date,since,signed_on,checked_on".to_owned()];
    let row = |id: &str, post: &Post| {
        let [end, since, signed, checked] =
            [post.end, post.since, post.signed, post.checked].map(blank);
        format!(
            "{id},{},{},{end},{since},{signed},{checked}",
            post.role, post.start
        )
    };
    for person in &council.people {
        rows.extend(person.posts.iter().map(|post| row(&person.id, post)));
    }
    // Nothing is owed by the supervisors: they left before it all.
    rows.extend(KNOWN_SUPERVISORS.map(|id| format!("{id},head,2001-01-01,2001-01-02,,,")));
    rows.join("\n") + "\n"
}

fn sessions(council: &Council) -> String {
    let header = "session_id,date,kind,status,supervisee_id,supervisor_id,rearranged_from,drafted_on,recorded_on,minutes";
    let mut rows = vec![header.to_owned()];
    rows.extend(council.sessions.iter().map(|one| {
        let [link, drafted, recorded] = [one.link, one.drafted, one.recorded].map(blank);
        let minutes = one
            .minutes
            .map_or_else(String::new, |minutes| minutes.to_string());
        format!(
            "{},{},{},{},{},{},{link},{drafted},{recorded},{minutes}",
            one.id, one.date, one.kind, one.status, one.person, one.by
        )
    }));
    rows.join("\n") + "\n"
}

pub(crate) fn files(council: &Council) -> [String; 2] {
    [staff(council), sessions(council)]
}

/// The engine's lines, as the oracle writes them.
pub(crate) fn judged(council: &Council) -> Vec<String> {
    let text = policy(council);
    let policy = Policy::parse(&text, "policy.toml").unwrap_or_else(|error| {
        let render = error.render(&annotate_snippets::Renderer::plain());
        panic!("{text}\n{render}")
    });
    let engine_day = |date: Date| Day::from_date(date).unwrap();
    let [staff, sessions] = files(council);
    let texts = [
        (Export::Staff, staff.as_str()),
        (Export::Sessions, sessions.as_str()),
    ];
    let taken = engine_day(day(2030, 1, 1));
    let mut data = Dataset::from_exports(&texts, &policy.demand(), taken).unwrap();
    for file in &mut data.files {
        assert_eq!(file.rejected, 0, "{:?}", data.problems);
        if file.name == "sessions" {
            file.covers_from = council.covers_from.map(engine_day);
        }
    }
    let question = Question {
        as_of: engine_day(council.as_of),
        period: (engine_day(day(1900, 1, 1)), engine_day(day(2200, 1, 1))),
        taken,
    };
    let mut lines = lines(&policy, &data, &audit(&policy, &data, question));
    lines.retain(|line| {
        !KNOWN_SUPERVISORS
            .iter()
            .any(|id| line.contains(&format!(" {id} ")))
    });
    lines.sort();
    lines
}

fn lines(policy: &Policy, data: &Dataset, ledger: &Ledger) -> Vec<String> {
    let line = |one: &oversight::ledger::Obligation| {
        let subject = match one.subject {
            Subject::Staff(staff) => data.staff_id(staff).to_owned(),
            Subject::Session(row) => {
                let number = data.sessions[row as usize].session.unwrap();
                data.session_ids.text(number.index()).to_owned()
            }
            other @ (Subject::Case(_) | Subject::Team(_) | Subject::Council) => {
                panic!("{other:?} owes nothing here")
            }
        };
        let clause = &policy.clause(one.clause).unwrap().id;
        format!("{clause} {subject} by {}: {}", one.due, words(one.outcome))
    };
    ledger.obligations.iter().map(line).collect()
}

fn words(outcome: Outcome) -> String {
    match outcome {
        Outcome::Met {
            on,
            spare,
            past_target,
        } => format!("met on {on}, {spare} spare, {past_target} past"),
        Outcome::Late { on, days } => format!("{days} late on {on}"),
        Outcome::Overdue { days } => format!("{days} overdue"),
        Outcome::Missed { on, days } => format!("missed {days} on {on}"),
        Outcome::Due { left } => format!("{left} left"),
        Outcome::PastTarget { days, left } => format!("{days} past target, {left} left"),
        Outcome::NotMet => "not met".to_owned(),
    }
}
