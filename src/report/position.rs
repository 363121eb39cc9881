//! Position: where people and cases stand on the as-of day, each counted once.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::calendar::Day;
use crate::ledger::{Event, Outcome, Subject};

use super::findings::SubjectLine;
use super::lens::{Entry, Kind};
use super::rates::Fraction;
use super::sentences::count;

/// How many are overdue by how long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bands {
    /// 1 to 14 days.
    #[serde(rename = "1-14")]
    pub to_14: u32,
    /// 15 to 28 days.
    #[serde(rename = "15-28")]
    pub to_28: u32,
    /// 29 to 56 days.
    #[serde(rename = "29-56")]
    pub to_56: u32,
    /// 57 days and more.
    #[serde(rename = "57+")]
    pub beyond: u32,
}

/// Who is overdue longest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Longest {
    /// Who.
    pub subject: SubjectLine,
    /// Days past the due day.
    pub days: i32,
    /// The last recorded session that counted.
    pub last_held: Option<Day>,
    /// The day the time counts from.
    pub since: Day,
    /// Whether the exports begin too late to say more than that.
    pub at_least: bool,
}

/// Where all staff, or all cases, stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PositionLine {
    /// How many owe supervision at any time.
    pub owed: u32,
    /// Of them, with nothing overdue.
    pub in_date: u32,
    /// Of them, overdue by a day or more.
    pub overdue: u32,
    /// Beside them, overdue with a waiver.
    pub waived: u32,
    /// By how long.
    pub bands: Bands,
    /// Who is overdue longest.
    pub longest: Option<Longest>,
    /// Supervisions missed by those overdue.
    pub missed: u32,
    /// Of those overdue, with none recorded since they began.
    pub never: u32,
    /// Of those overdue, overdue a month before as well; unknown without that month's audit.
    pub repeat: Option<u32>,
}

impl Position {
    /// `9 staff and 22 children's cases`, leaving out what nobody owes: none overdue of none owed is no good news.
    pub(super) fn both(&self, number: impl Fn(&PositionLine) -> u32) -> String {
        let mut said = Vec::new();
        for (line, one, many) in [
            (&self.staff, "staff member", "staff"),
            (&self.cases, "child's case", "children's cases"),
        ] {
            let number = number(line);
            if line.owed > 0 || number > 0 {
                said.push(count(number, one, many));
            }
        }
        said.join(" and ")
    }
}

impl PositionLine {
    /// In date out of owed.
    pub fn fraction(&self) -> Fraction {
        Fraction::new(self.in_date, self.owed)
    }
}

/// Where people and cases stand on the as-of day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Staff members.
    pub staff: PositionLine,
    /// Children's cases.
    pub cases: PositionLine,
}

/// The position of an audit, and of the month before for what repeats.
pub(super) fn of(entries: &[Entry<'_>], before: Option<&[Entry<'_>]>) -> Position {
    let line = |kind: Kind| {
        let earlier = before.map(|entries| subjects_overdue(&overdue(entries, kind)));
        line(entries, kind, earlier.as_ref())
    };
    Position {
        staff: line(Kind::Staff),
        cases: line(Kind::Case),
    }
}

/// Each subject overdue by a day or more, with its obligation that is overdue longest.
pub(super) fn overdue<'e, 'a>(
    entries: &'e [Entry<'a>],
    kind: Kind,
) -> BTreeMap<Subject, &'e Entry<'a>> {
    let mut worst: BTreeMap<Subject, &Entry<'a>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == kind) {
        if days_overdue(entry) < 1 || entry.is_waived_now() {
            continue;
        }
        let slot = worst.entry(entry.obligation.subject).or_insert(entry);
        if days_overdue(entry) > days_overdue(slot) {
            *slot = entry;
        }
    }
    worst
}

fn subjects_overdue(worst: &BTreeMap<Subject, &Entry<'_>>) -> BTreeSet<Subject> {
    worst.keys().copied().collect()
}

fn days_overdue(entry: &Entry<'_>) -> i32 {
    if let Outcome::Overdue { days } = entry.obligation.outcome {
        days
    } else {
        0
    }
}

fn line(entries: &[Entry<'_>], kind: Kind, earlier: Option<&BTreeSet<Subject>>) -> PositionLine {
    let worst = overdue(entries, kind);
    let open = entries
        .iter()
        .filter(|entry| entry.kind == kind && entry.obligation.outcome.is_open());
    let (aside, open): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) =
        open.partition(|entry| entry.is_waived_now());
    let subject = |entry: &&Entry<'_>| entry.obligation.subject;
    let owed: BTreeSet<Subject> = open.iter().map(subject).collect();
    let overdue_aside = aside.iter().filter(|entry| days_overdue(entry) >= 1);
    let waived: BTreeSet<Subject> = overdue_aside
        .map(subject)
        .filter(|subject| !worst.contains_key(subject))
        .collect();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let missed = entries.iter().filter(|entry| {
        let outcome = entry.obligation.outcome;
        entry.kind == kind
            && matches!(outcome, Outcome::Overdue { .. })
            && !entry.is_waived_now()
            && worst.contains_key(&entry.obligation.subject)
    });
    let mut bands = Bands::default();
    for entry in worst.values() {
        match days_overdue(entry) {
            ..=14 => bands.to_14 += 1,
            15..=28 => bands.to_28 += 1,
            29..=56 => bands.to_56 += 1,
            57.. => bands.beyond += 1,
        }
    }
    let never = worst
        .values()
        .filter(|entry| entry.obligation.since.event == Event::Start);
    let repeat = |earlier: &BTreeSet<Subject>| {
        let again = worst.keys().filter(|subject| earlier.contains(subject));
        number(again.count())
    };
    PositionLine {
        owed: number(owed.len()),
        in_date: number(owed.len() - worst.len()),
        overdue: number(worst.len()),
        waived: number(waived.len()),
        bands,
        longest: longest(&worst),
        missed: number(missed.count()),
        never: number(never.count()),
        repeat: earlier.map(repeat),
    }
}

fn longest(worst: &BTreeMap<Subject, &Entry<'_>>) -> Option<Longest> {
    let entry = worst.values().min_by(|one, two| {
        let days = days_overdue(two).cmp(&days_overdue(one));
        days.then_with(|| one.who().id.cmp(&two.who().id))
    })?;
    let (who, since) = (entry.who(), entry.obligation.since);
    Some(Longest {
        subject: SubjectLine {
            kind: who.kind,
            id: who.id.to_string(),
            name: who.name.map(str::to_owned),
            what: who.what().map(str::to_owned),
        },
        days: days_overdue(entry),
        last_held: (since.event == Event::Session).then_some(since.day),
        since: since.day,
        at_least: since.event == Event::SpanBegins,
    })
}
