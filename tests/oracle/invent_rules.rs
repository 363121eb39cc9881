//! Random rules of one table.

use super::calendar::{Interval, Unit, Window, interval};
use super::chance::Chance;
use super::world::{End, Evidence, Length, Pace, Rule, Stage, Table, Test};

pub(crate) fn rules(chance: &mut Chance, table: Table, most: u32) -> Vec<Rule> {
    if chance.percent(25) {
        return by_kind(chance, table);
    }
    let mut rules: Vec<Rule> = Vec::new();
    for number in 0..chance.between(1, most) {
        let rule = rule(chance, table, number, &rules);
        rules.push(rule);
    }
    rules
}

/// A rule for each kind of subject, as most councils have them: a change of kind gives grace.
fn by_kind(chance: &mut Chance, table: Table) -> Vec<Rule> {
    let (column, kinds) = kinds(table);
    let each = kinds.into_iter().zip([1, 2, 4]);
    let rules = each.map(|(kind, times)| {
        let mut rule = rule(chance, table, times, &[]);
        rule.whom = vec![vec![Test::Is(column, vec![kind])]];
        rule.track = "";
        rule.depths = None;
        rule.kinds = None;
        rule.from = Vec::new();
        rule.first = Vec::new();
        rule.pace = Pace::Stages(vec![Stage {
            every: interval(2 * times, Unit::Weeks),
            target: None,
            end: None,
        }]);
        rule
    });
    rules.collect()
}

fn kinds(table: Table) -> (&'static str, [&'static str; 3]) {
    match table {
        Table::Staff => ("role", ["social-worker", "senior", "manager"]),
        Table::Case => (
            "case_type",
            ["assessment", "child-protection", "looked-after"],
        ),
    }
}

pub(crate) fn rule(chance: &mut Chance, table: Table, number: u32, earlier: &[Rule]) -> Rule {
    let prefix = match table {
        Table::Staff => "staff",
        Table::Case => "case",
    };
    let whom = match chance.below(10) {
        0..=3 => Vec::new(),
        9 => vec![tests(chance, table), tests(chance, table)],
        _ => vec![tests(chance, table)],
    };
    let track = if chance.percent(18) { "light" } else { "" };
    let pace = pace(chance);
    let counts_on = !matches!(pace, Pace::Exempt);
    let windowed = matches!(pace, Pace::Per(_));
    let (kinds, depths) = counts(chance, table, track);
    let named = |one: &&Rule| one.track == track;
    let named: Vec<String> = earlier
        .iter()
        .filter(named)
        .map(|one| one.id.clone())
        .collect();
    let instead_of = if !named.is_empty() && chance.percent(18) {
        vec![chance.pick(&named)]
    } else {
        Vec::new()
    };
    Rule {
        id: format!("{prefix}-{number}"),
        table,
        evidence: Evidence::Supervision,
        whom,
        first: if counts_on { first(chance) } else { Vec::new() },
        from: from(chance, table),
        kinds,
        depths,
        track,
        instead_of,
        grace: chance
            .percent(30)
            .then(|| chance.pick(&[interval(1, Unit::Days), interval(3, Unit::Weeks)])),
        roll: counts_on && chance.percent(12),
        pause: (counts_on && table == Table::Staff && chance.percent(30))
            .then(|| chance.pick(&[interval(2, Unit::Weeks), interval(5, Unit::Days)]))
            .filter(|_| !windowed),
        pace,
    }
}

fn tests(chance: &mut Chance, table: Table) -> Vec<Test> {
    let mut tests = vec![test(chance, table)];
    if chance.percent(20) {
        tests.push(test(chance, table));
    }
    // One test for each column, or the second would overwrite the first.
    tests.dedup_by_key(|test| test.column());
    tests
}

fn test(chance: &mut Chance, table: Table) -> Test {
    let (kind, kinds) = kinds(table);
    let (other, others, date) = match table {
        Table::Staff => ("asye", ["yes", "no"], "qualified_date"),
        Table::Case => ("risk", ["high", "low"], "date_of_birth"),
    };
    let edge = match table {
        Table::Staff => chance.pick(&[interval(12, Unit::Months), interval(60, Unit::WorkingDays)]),
        Table::Case => chance.pick(&[interval(18, Unit::Years), interval(940, Unit::Weeks)]),
    };
    match chance.below(12) {
        0..=2 => Test::Is(kind, vec![chance.pick(&kinds)]),
        3 => Test::Is(kind, vec![kinds[0], chance.pick(&kinds[1..])]),
        4 => Test::Is(other, vec![chance.pick(&others)]),
        5 => Test::Not(other, vec![chance.pick(&others)]),
        6 => Test::Is("team", vec![chance.pick(&["north", "south"])]),
        7 => Test::AtLeast(date, edge),
        8 => Test::Under(date, edge),
        9 => chance.pick(&[Test::Over(date, edge), Test::AtMost(date, edge)]),
        10 => Test::Reached("review_on", chance.percent(50)),
        _ => Test::Known(
            chance.pick(&["decision_on", "review_on", "team"]),
            chance.percent(50),
        ),
    }
}

fn pace(chance: &mut Chance) -> Pace {
    match chance.below(20) {
        0..=10 => Pace::Stages(vec![stage(chance, None)]),
        11..=16 => {
            let mut stages = Vec::new();
            for number in 0..chance.between(1, 2) {
                let end = end(chance, number);
                stages.push(stage(chance, Some(end)));
            }
            stages.push(stage(chance, None));
            Pace::Stages(stages)
        }
        17 => Pace::Per(chance.pick(&[
            Window::Month,
            Window::Quarter,
            Window::Year,
            Window::FinancialYear,
        ])),
        18 => Pace::Per(Window::Month),
        _ => Pace::Exempt,
    }
}

fn stage(chance: &mut Chance, end: Option<End>) -> Stage {
    let every = every(chance);
    let shorter = [
        interval(1, Unit::Weeks),
        interval(10, Unit::WorkingDays),
        interval(4, Unit::Weeks),
    ];
    let shorter: Vec<Interval> = shorter
        .into_iter()
        .filter(|target| about(*target) < about(every))
        .collect();
    let target = (!shorter.is_empty() && chance.percent(30)).then(|| chance.pick(&shorter));
    Stage { every, target, end }
}

/// About how many calendar days, generously.
fn about(interval: Interval) -> u32 {
    let days = match interval.unit {
        Unit::Days => 10,
        Unit::WorkingDays => 14,
        Unit::Weeks => 70,
        Unit::Months => 300,
        Unit::Years => 3650,
    };
    interval.count * days
}

fn every(chance: &mut Chance) -> Interval {
    match chance.below(5) {
        0 => interval(chance.pick(&[4, 6, 8, 3, 1]), Unit::Weeks),
        1 => interval(chance.pick(&[1, 2, 3]), Unit::Months),
        2 => interval(chance.pick(&[20, 10, 35, 25]), Unit::WorkingDays),
        3 => interval(chance.pick(&[30, 45, 28, 7, 60, 40, 1]), Unit::Days),
        _ => interval(1, Unit::Months),
    }
}

fn end(chance: &mut Chance, number: u32) -> End {
    // What counts from the start must be longer in a later stage.
    let time = match number {
        0 => chance.pick(&[
            interval(6, Unit::Weeks),
            interval(3, Unit::Months),
            interval(45, Unit::WorkingDays),
        ]),
        _ => chance.pick(&[interval(6, Unit::Months), interval(30, Unit::Weeks)]),
    };
    let length = match chance.below(5) {
        0 | 1 => Some(Length::Until(time)),
        2 | 3 => Some(Length::Lasting(time)),
        _ => None,
    };
    let decision = (length.is_none() || chance.percent(25))
        .then(|| chance.pick(&["decision_on", "review_on"]));
    End { length, decision }
}

fn first(chance: &mut Chance) -> Vec<Interval> {
    match chance.below(10) {
        8 => vec![chance.pick(&[
            interval(1, Unit::Weeks),
            interval(20, Unit::WorkingDays),
            interval(2, Unit::Months),
        ])],
        9 => [10, 20, 45]
            .map(|days| interval(days, Unit::WorkingDays))
            .to_vec(),
        _ => Vec::new(),
    }
}

fn from(chance: &mut Chance, table: Table) -> Vec<&'static str> {
    match chance.below(10) {
        7 => vec!["review_on"],
        8 => vec!["review_on", "decision_on"],
        9 if table == Table::Staff => vec!["start_date", "review_on"],
        9 => vec!["opened", "decision_on"],
        _ => Vec::new(),
    }
}

type Values = Option<Vec<&'static str>>;

fn counts(chance: &mut Chance, table: Table, track: &str) -> (Values, Values) {
    let kinds = match (chance.below(12), table) {
        (9, Table::Staff) => Some(vec!["personal", "informal"]),
        (9, Table::Case) => Some(vec!["case"]),
        (10, Table::Staff) => Some(vec!["informal"]),
        (10 | 11, Table::Case) => Some(vec!["case", "personal", "group"]),
        _ => None,
    };
    let depths = if track == "light" && chance.percent(80) {
        Some(vec!["light", "full"])
    } else if chance.percent(5) {
        Some(vec!["full"])
    } else {
        None
    };
    (kinds, depths)
}

impl Test {
    pub(crate) fn column(&self) -> &'static str {
        match self {
            Test::Is(column, _)
            | Test::Not(column, _)
            | Test::Known(column, _)
            | Test::Reached(column, _)
            | Test::AtLeast(column, _)
            | Test::Over(column, _)
            | Test::AtMost(column, _)
            | Test::Under(column, _) => column,
        }
    }
}
