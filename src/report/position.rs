//! Position: where people and cases stand on the as-of day, each counted once.

use rayon::prelude::*;
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

impl Bands {
    fn enter(&mut self, days: i32) {
        match days {
            ..=14 => self.to_14 += 1,
            15..=28 => self.to_28 += 1,
            29..=56 => self.to_56 += 1,
            57.. => self.beyond += 1,
        }
    }
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

/// The supervision of staff and of cases that is owed and was not held.
pub(super) struct Open<'e, 'a> {
    pub(super) staff: BySubject<'e, 'a>,
    pub(super) cases: BySubject<'e, 'a>,
}

impl<'e, 'a> Open<'e, 'a> {
    pub(super) fn of(entries: &'e [Entry<'a>]) -> Open<'e, 'a> {
        Open {
            staff: BySubject::of(entries, Kind::Staff),
            cases: BySubject::of(entries, Kind::Case),
        }
    }
}

/// What is open, by whose it is, so that each is counted once.
pub(super) struct BySubject<'e, 'a>(Vec<&'e Entry<'a>>);

impl<'e, 'a> BySubject<'e, 'a> {
    fn of(entries: &'e [Entry<'a>], kind: Kind) -> BySubject<'e, 'a> {
        let entries = entries.par_iter();
        let open = entries.filter(|entry| entry.kind == kind && entry.obligation.outcome.is_open());
        let mut open: Vec<&Entry<'a>> = open.collect();
        // Of two as long overdue the one of the earlier clause is shown.
        open.par_sort_unstable_by(|one, two| {
            let (one, two) = (one.obligation, two.obligation);
            one.subject.cmp(&two.subject).then_with(|| one.cmp(two))
        });
        BySubject(open)
    }

    /// What each owes.
    pub(super) fn subjects(&self) -> impl Iterator<Item = &[&'e Entry<'a>]> {
        let same =
            |one: &&Entry<'_>, two: &&Entry<'_>| one.obligation.subject == two.obligation.subject;
        self.0.chunk_by(same)
    }

    /// Of each who is overdue by a day or more what is overdue longest.
    pub(super) fn overdue(&self) -> Vec<&'e Entry<'a>> {
        self.subjects().filter_map(worst).collect()
    }
}

/// What of one subject is overdue longest, by a day or more and without a waiver.
fn worst<'e, 'a>(owed: &[&'e Entry<'a>]) -> Option<&'e Entry<'a>> {
    let counted = owed.iter().copied();
    let counted = counted.filter(|entry| days_overdue(entry) >= 1 && !entry.is_waived_now());
    counted.reduce(|worst, entry| {
        if days_overdue(entry) > days_overdue(worst) {
            entry
        } else {
            worst
        }
    })
}

/// The position of an audit, and of the month before for what repeats.
pub(super) fn of(open: &Open<'_, '_>, before: Option<&Open<'_, '_>>) -> Position {
    Position {
        staff: line(&open.staff, before.map(|open| &open.staff)),
        cases: line(&open.cases, before.map(|open| &open.cases)),
    }
}

fn days_overdue(entry: &Entry<'_>) -> i32 {
    if let Outcome::Overdue { days } = entry.obligation.outcome {
        days
    } else {
        0
    }
}

fn line(open: &BySubject<'_, '_>, before: Option<&BySubject<'_, '_>>) -> PositionLine {
    let earlier: Option<Vec<Subject>> = before.map(|open| {
        let overdue = open.overdue().into_iter();
        overdue.map(|entry| entry.obligation.subject).collect()
    });
    let mut line = PositionLine {
        repeat: earlier.as_ref().map(|_| 0),
        ..PositionLine::default()
    };
    for owed in open.subjects() {
        let counted = || owed.iter().filter(|entry| !entry.is_waived_now());
        line.owed += u32::from(counted().next().is_some());
        let Some(worst) = worst(owed) else {
            let mut aside = owed.iter().filter(|entry| entry.is_waived_now());
            line.waived += u32::from(aside.any(|entry| days_overdue(entry) >= 1));
            continue;
        };
        line.overdue += 1;
        let missed =
            counted().filter(|entry| matches!(entry.obligation.outcome, Outcome::Overdue { .. }));
        line.missed += u32::try_from(missed.count()).unwrap_or(u32::MAX);
        line.bands.enter(days_overdue(worst));
        line.never += u32::from(worst.obligation.since.event == Event::Start);
        let subject = &worst.obligation.subject;
        if let (Some(repeat), Some(earlier)) = (&mut line.repeat, &earlier) {
            *repeat += u32::from(earlier.binary_search(subject).is_ok());
        }
    }
    line.in_date = line.owed - line.overdue;
    line.longest = longest(&open.overdue());
    line
}

fn longest(worst: &[&Entry<'_>]) -> Option<Longest> {
    let entry = worst.iter().min_by(|one, two| {
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
