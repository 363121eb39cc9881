//! Selectors and schedules in plain English, for `policy show` and `explain`.

use super::clock::{Ending, Every, Pace, Schedule, Stage, StageSpan};
use super::selector::{Bound, Condition, Relation, Selector, SubjectKind, Test, Value};

/// Whom a selector is for: `staff whose role is social-worker and asye is yes`.
pub fn whom_in_words(selector: &Selector, subject: SubjectKind) -> String {
    if selector.is_everyone() {
        return match subject {
            SubjectKind::Staff => "everyone in post",
            SubjectKind::Case => "every open case",
            SubjectKind::Session => "every held session",
            SubjectKind::Activity => "every activity",
        }
        .to_owned();
    }
    let noun = match subject {
        SubjectKind::Staff => "staff",
        SubjectKind::Case => "cases",
        SubjectKind::Session => "sessions",
        SubjectKind::Activity => "activities",
    };
    let tables: Vec<String> = selector
        .alternatives
        .iter()
        .map(|table| table_in_words(table))
        .collect();
    match tables.as_slice() {
        [one] => format!("{noun} {one}"),
        many => format!("{noun} either {}", many.join(", or ")),
    }
}

/// All conditions of one table, those behind one relation together.
fn table_in_words(table: &[Condition]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut steps: Vec<Option<Relation>> = Vec::new();
    for condition in table {
        if !steps.contains(&condition.relation) {
            steps.push(condition.relation);
        }
    }
    steps.sort_by_key(|step| (step.is_some(), *step == Some(Relation::Cases)));
    for step in steps {
        let (mut columns, mut derived) = (Vec::new(), Vec::new());
        let mut conditions: Vec<&Condition> = table
            .iter()
            .filter(|condition| condition.relation == step)
            .collect();
        conditions.sort_by_key(|condition| place_in_sentence(condition));
        for condition in conditions {
            match derived_in_words(condition) {
                Some(words) if step.is_none() => derived.push(words.to_owned()),
                Some(_) | None => columns.push(condition_in_words(condition)),
            }
        }
        let whose = match step {
            None => "whose".to_owned(),
            Some(Relation::Cases) => "with at least one open case whose".to_owned(),
            Some(Relation::Staff) => "about somebody whose".to_owned(),
            Some(Relation::By) => "done by somebody whose".to_owned(),
            Some(relation) => format!("whose {}'s", relation.name()),
        };
        if !columns.is_empty() {
            parts.push(format!("{whose} {}", in_a_row(&columns)));
        }
        parts.extend(derived);
    }
    in_a_row(&parts)
}

/// What somebody or something is comes first, and what it is not comes last.
fn place_in_sentence(condition: &Condition) -> u8 {
    if condition
        .tests
        .iter()
        .any(|test| matches!(test, Test::Not(_)))
    {
        return 2;
    }
    let first = ["role", "case_type", "kind"].contains(&condition.column.as_str());
    u8::from(!first)
}

/// All of them, with a comma where one has commas itself.
fn in_a_row(parts: &[String]) -> String {
    let between = if parts.iter().any(|part| part.contains(", ")) {
        ", and "
    } else {
        " and "
    };
    parts.join(between)
}

/// What a row must be: `minutes is at least 90 and at most 120, and it is led by the line manager`.
pub fn must_in_words(selector: &Selector) -> String {
    let tables = selector.alternatives.iter().map(|table| {
        let conditions: Vec<String> = table.iter().map(condition_in_full).collect();
        in_a_row(&conditions)
    });
    let tables: Vec<String> = tables.collect();
    match tables.as_slice() {
        [one] => one.clone(),
        many => format!("either {}", many.join(", or ")),
    }
}

/// One condition with the step before it: `the supervisor's role is team-manager`.
pub(super) fn condition_in_full(condition: &Condition) -> String {
    let words = condition_in_words(condition);
    match condition.relation {
        None => match derived_in_words(condition) {
            Some(derived) => match derived.strip_prefix("who ") {
                Some(verb) => format!("they {verb}"),
                None => format!("it is {derived}"),
            },
            None => words,
        },
        Some(Relation::Cases) => format!("an open case's {words}"),
        Some(relation) => format!("the {}'s {words}", relation.name()),
    }
}

/// Columns that are worked out read better as verbs.
fn derived_in_words(condition: &Condition) -> Option<&'static str> {
    let [Test::Is(values)] = condition.tests.as_slice() else {
        return None;
    };
    let [Value::YesNo(yes)] = values.as_slice() else {
        return None;
    };
    match (condition.column.as_str(), yes) {
        ("case_holder", true) => Some("who hold an open case"),
        ("case_holder", false) => Some("who hold no open case"),
        ("supervises", true) => Some("who supervise somebody"),
        ("supervises", false) => Some("who supervise nobody"),
        ("by_line_manager", true) => Some("led by the line manager"),
        ("by_line_manager", false) => Some("not led by the line manager"),
        _ => None,
    }
}

/// One column and what must stand in it: `age is 18 years or older and under 21 years`.
pub fn condition_in_words(condition: &Condition) -> String {
    let age = condition.column == "age";
    let tests: Vec<String> = condition
        .tests
        .iter()
        .map(|test| test_in_words(test, age))
        .collect();
    let tests = tests.join(" and ").replace(" and is ", " and ");
    format!("{} {tests}", condition.column)
}

fn test_in_words(test: &Test, age: bool) -> String {
    match test {
        Test::Is(values) => format!("is {}", listed(values, "or")),
        Test::Not(values) => match values.as_slice() {
            [one] => format!("is not {}", value_in_words(one)),
            many => format!("is none of {}", listed(many, "and")),
        },
        Test::Known(true) => "is filled".to_owned(),
        Test::Known(false) => "is blank".to_owned(),
        Test::Reached(true) => "has come".to_owned(),
        Test::Reached(false) => "has not come".to_owned(),
        Test::AtLeast(Bound::Since(time)) if age => format!("is {time} or older"),
        Test::Over(Bound::Since(time)) if age => format!("is over {time}"),
        Test::AtMost(Bound::Since(time)) if age => format!("is at most {time}"),
        Test::Under(Bound::Since(time)) if age => format!("is under {time}"),
        Test::AtLeast(Bound::Since(time)) => format!("is at least {time} ago"),
        Test::Over(Bound::Since(time)) => format!("is more than {time} ago"),
        Test::AtMost(Bound::Since(time)) => format!("is at most {time} ago"),
        Test::Under(Bound::Since(time)) => format!("is less than {time} ago"),
        Test::AtLeast(Bound::Number(number)) => format!("is at least {number}"),
        Test::Over(Bound::Number(number)) => format!("is more than {number}"),
        Test::AtMost(Bound::Number(number)) => format!("is at most {number}"),
        Test::Under(Bound::Number(number)) => format!("is less than {number}"),
    }
}

fn value_in_words(value: &Value) -> String {
    match value {
        Value::Word(word) => word.clone(),
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
    }
}

fn listed(values: &[Value], between: &str) -> String {
    let words: Vec<String> = values.iter().map(value_in_words).collect();
    joined(&words, between)
}

/// Words in a list: `a`, `a or b`, `a, b or c`.
pub fn joined(words: &[String], between: &str) -> String {
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {between} {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// How often, with its target, first sessions and stages: `every week until 6 weeks after the start, then every month`.
pub fn schedule_in_words(schedule: &Schedule) -> String {
    let first = first_in_words(schedule);
    let pace = match &schedule.pace {
        Pace::Exempt => return "never: exempt".to_owned(),
        Pace::Per(window) => format!("once in each {window}"),
        Pace::Stages(stages) => {
            let stages = stages.iter().enumerate();
            let words: Vec<String> = stages
                .map(|(index, stage)| stage_in_words(stage, index == 0))
                .collect();
            words.join(", then ")
        }
    };
    format!("{first}{pace}")
}

fn first_in_words(schedule: &Schedule) -> String {
    let times: Vec<String> = schedule.first.iter().map(ToString::to_string).collect();
    match times.as_slice() {
        [] => String::new(),
        [one] => format!("first within {one} of the day the clause begins to fit, then "),
        many => format!(
            "first within {} of the day the clause begins to fit, one session for each, then ",
            joined(many, "and")
        ),
    }
}

fn stage_in_words(stage: &Stage, is_first: bool) -> String {
    let every = match &stage.every {
        Every::Fixed(interval) if interval.count() == 1 => {
            format!("every {}", interval.unit().word(1))
        }
        Every::Fixed(interval) => format!("every {interval}"),
        Every::Column(column) => format!("as often as `{column}` says"),
    };
    let target = stage.target.map_or_else(String::new, |target| {
        format!(" at the latest ({target} are aimed at)")
    });
    let ends = stage
        .ends
        .as_ref()
        .map_or_else(String::new, |ends| ending_in_words(ends, is_first));
    format!("{every}{target}{ends}")
}

fn ending_in_words(ending: &Ending, is_first: bool) -> String {
    let span = ending.span.map(|span| match span {
        StageSpan::Until(time) => format!(" until {time} after the start"),
        StageSpan::Lasting(time) if is_first => format!(" for {time}"),
        StageSpan::Lasting(time) => format!(" for the {time} after that"),
    });
    match (span, &ending.on) {
        (Some(span), Some(column)) => format!("{span} (and on until `{column}` has a date)"),
        (Some(span), None) => span,
        (None, Some(column)) => format!(" until the date in `{column}`"),
        (None, None) => String::new(),
    }
}
