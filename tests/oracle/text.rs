//! A world as the texts the engine reads: a policy and five exports.

use super::calendar::{Date, Interval};
use super::world::{
    End, Evidence, Length, Pace, Rule, Session, Stage, Subject, Table, Test, World,
};

pub(crate) struct Texts {
    pub(crate) policy: String,
    pub(crate) staff: Vec<String>,
    pub(crate) cases: Vec<String>,
    pub(crate) sessions: Vec<String>,
    pub(crate) absences: Vec<String>,
    pub(crate) activity: Vec<String>,
}

const STAFF: &str =
    "staff_id,role,team,asye,start_date,end_date,qualified_date,decision_on,review_on,seen_on";
const CASES: &str =
    "case_id,case_type,risk,team,opened,closed,date_of_birth,decision_on,review_on,seen_on";
const SESSIONS: &str = "session_id,date,kind,status,depth,supervisee_id,case_id";
const ABSENCES: &str = "staff_id,from,to";
const ACTIVITY: &str = "date,kind,staff_id,case_id";

impl Texts {
    pub(crate) fn of(world: &World) -> Texts {
        let of = |table: Table| world.subjects.iter().filter(move |one| one.table == table);
        Texts {
            policy: policy(world),
            staff: of(Table::Staff).flat_map(subject).collect(),
            cases: of(Table::Case).flat_map(subject).collect(),
            sessions: world.sessions.iter().enumerate().map(session).collect(),
            absences: world
                .absences
                .iter()
                .map(|one| format!("{},{},{}", one.staff, one.from, blank(one.to)))
                .collect(),
            activity: world.activity.iter().map(activity).collect(),
        }
    }

    /// The five exports, each with its header; one without rows is not given.
    pub(crate) fn files(&self) -> [String; 5] {
        let all = [
            (STAFF, &self.staff),
            (CASES, &self.cases),
            (SESSIONS, &self.sessions),
            (ABSENCES, &self.absences),
            (ACTIVITY, &self.activity),
        ];
        all.map(|(header, rows)| match rows.as_slice() {
            [] => String::new(),
            rows => format!("{header}\n{}\n", rows.join("\n")),
        })
    }
}

fn blank(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

fn subject(subject: &Subject) -> Vec<String> {
    let (words, dates) = match subject.table {
        Table::Staff => (["role", "team", "asye"], "qualified_date"),
        Table::Case => (["case_type", "risk", "team"], "date_of_birth"),
    };
    let rows = subject.rows.iter().map(|row| {
        let [one, two, three] = words.map(|word| row.words.get(word).copied().unwrap_or_default());
        let [since, decision, review, seen] = [dates, "decision_on", "review_on", "seen_on"]
            .map(|column| blank(row.dates.get(column).copied()));
        format!(
            "{},{one},{two},{three},{},{},{since},{decision},{review},{seen}",
            subject.id,
            row.opened,
            blank(row.closed)
        )
    });
    rows.collect()
}

fn session((number, session): (usize, &Session)) -> String {
    format!(
        "N{number},{},{},{},{},{},{}",
        session.date,
        session.kind,
        session.status,
        session.depth,
        session.staff.as_deref().unwrap_or_default(),
        session.case.as_deref().unwrap_or_default()
    )
}

fn activity(one: &Session) -> String {
    let staff = one.staff.as_deref().unwrap_or_default();
    let case = one.case.as_deref().unwrap_or_default();
    format!("{},{},{staff},{case}", one.date, one.kind)
}

fn policy(world: &World) -> String {
    let closures: Vec<String> = world
        .closures
        .iter()
        .map(|date| format!("\"{date}\""))
        .collect();
    let mut lines = vec![
        "[policy]".to_owned(),
        "name = \"Oracle\"".to_owned(),
        format!("closures = [{}]", closures.join(", ")),
    ];
    for one in &world.rules {
        rule(one, &mut lines);
    }
    lines.join("\n") + "\n"
}

fn list(values: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = values
        .iter()
        .map(|value| format!("\"{}\"", value.as_ref()))
        .collect();
    format!("[{}]", quoted.join(", "))
}

fn rule(rule: &Rule, lines: &mut Vec<String>) {
    lines.push(match (rule.evidence, rule.table) {
        (Evidence::Supervision, Table::Staff) => "\n[[staff-supervision]]".to_owned(),
        (Evidence::Supervision, Table::Case) => "\n[[case-supervision]]".to_owned(),
        (_, Table::Staff) => "\n[[review]]".to_owned(),
        (_, Table::Case) => "\n[[review]]\neach = \"case\"".to_owned(),
    });
    let mut say = |key: &str, value: String| lines.push(format!("{key} = {value}"));
    let quoted = |text: &str| format!("\"{text}\"");
    let words = |interval: Interval| quoted(&interval.words());
    say("id", quoted(&rule.id));
    say("citation", quoted("a random rule"));
    let tables: Vec<String> = rule.whom.iter().map(|tests| table(tests)).collect();
    match tables.as_slice() {
        [] => {}
        [one] => say("for", one.clone()),
        several => say("for", format!("[{}]", several.join(", "))),
    }
    match &rule.pace {
        Pace::Exempt => say("exempt", "true".to_owned()),
        Pace::Per(window) => say("per", quoted(window.words())),
        Pace::Stages(stages) => match stages.as_slice() {
            [only] => {
                say("every", words(only.every));
                if let Some(target) = only.target {
                    say("target", words(target));
                }
            }
            several => {
                let several: Vec<String> = several.iter().map(stage).collect();
                say("stages", format!("[{}]", several.join(", ")));
            }
        },
    }
    match rule.first.as_slice() {
        [] => {}
        [one] => say("first", words(*one)),
        several => {
            let several: Vec<String> = several.iter().map(|one| one.words()).collect();
            say("first", list(&several));
        }
    }
    if !rule.from.is_empty() {
        say("from", list(&rule.from));
    }
    rest(rule, lines);
}

fn rest(rule: &Rule, lines: &mut Vec<String>) {
    let mut say = |key: &str, value: String| lines.push(format!("{key} = {value}"));
    match rule.evidence {
        Evidence::Supervision | Evidence::Activity => {}
        Evidence::Sessions => say("in", "\"sessions\"".to_owned()),
        Evidence::Column(column) => say("evidence", format!("\"{column}\"")),
    }
    let columns = [("kind", &rule.kinds), ("depth", &rule.depths)];
    let counts: Vec<String> = columns
        .iter()
        .filter_map(|(column, values)| {
            let values = values.as_ref()?;
            Some(format!("{column} = {}", list(values)))
        })
        .collect();
    if !counts.is_empty() {
        say("counts", format!("{{ {} }}", counts.join(", ")));
    }
    if !rule.track.is_empty() {
        say("track", format!("\"{}\"", rule.track));
    }
    if !rule.instead_of.is_empty() {
        say("instead-of", list(&rule.instead_of));
    }
    if let Some(grace) = rule.grace {
        say("grace", format!("\"{}\"", grace.words()));
    }
    if rule.roll {
        say("roll", "\"next working day\"".to_owned());
    }
    if let Some(pause) = rule.pause {
        say("pause-when-absent", format!("\"{}\"", pause.words()));
    }
}

fn stage(stage: &Stage) -> String {
    let mut keys = vec![format!("every = \"{}\"", stage.every.words())];
    if let Some(target) = stage.target {
        keys.push(format!("target = \"{}\"", target.words()));
    }
    if let Some(End { length, decision }) = &stage.end {
        match length {
            Some(Length::Until(time)) => keys.push(format!("until = \"{}\"", time.words())),
            Some(Length::Lasting(time)) => keys.push(format!("lasting = \"{}\"", time.words())),
            None => {}
        }
        if let Some(column) = decision {
            keys.push(format!("ends-on = \"{column}\""));
        }
    }
    format!("{{ {} }}", keys.join(", "))
}

fn table(tests: &[Test]) -> String {
    let tests: Vec<String> = tests.iter().map(test).collect();
    format!("{{ {} }}", tests.join(", "))
}

fn test(test: &Test) -> String {
    let column = match test.column() {
        "date_of_birth" => "age",
        column => column,
    };
    let values = |values: &[&str]| match values {
        ["yes"] => "true".to_owned(),
        ["no"] => "false".to_owned(),
        [one] => format!("\"{one}\""),
        several => list(several),
    };
    let value = match test {
        Test::Is(_, words) => values(words),
        Test::Not(_, words) => format!("{{ not = {} }}", values(words)),
        Test::Known(_, known) => format!("{{ known = {known} }}"),
        Test::Reached(_, reached) => format!("{{ reached = {reached} }}"),
        Test::AtLeast(_, time) => format!("{{ at-least = \"{}\" }}", time.words()),
        Test::Over(_, time) => format!("{{ over = \"{}\" }}", time.words()),
        Test::AtMost(_, time) => format!("{{ at-most = \"{}\" }}", time.words()),
        Test::Under(_, time) => format!("{{ under = \"{}\" }}", time.words()),
    };
    format!("{column} = {value}")
}
