//! The last thirteen months: the same exports audited as of each month end.

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::ledger::Ledger;
use crate::policy::Policy;
use crate::records::Dataset;

use super::Audit;
use super::lens::{Entry, Lens};
use super::position::Open;
use super::rates::{self, Fraction};
use super::summary;

/// How things stood at the end of one month, as the exports show it now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// First day of the month.
    pub from: Day,
    /// Its last day, or the as-of day when that comes first.
    pub to: Day,
    /// Staff supervisions on time out of those that fell due in it.
    pub staff: Fraction,
    /// Case supervisions on time out of those that fell due in it.
    pub cases: Fraction,
    /// Records on time out of those that fell due in it.
    pub records: Fraction,
    /// Staff overdue at its end.
    pub overdue_staff: u32,
    /// Children's cases overdue at its end.
    pub overdue_cases: u32,
    /// Whether later records may still change it.
    pub provisional: bool,
    /// What the earlier report said of it, where that was something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Was>,
}

/// A month as an earlier report had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Was {
    /// Staff supervisions on time out of those that fell due in it.
    pub staff: Fraction,
    /// Case supervisions on time out of those that fell due in it.
    pub cases: Fraction,
    /// Records on time out of those that fell due in it.
    pub records: Fraction,
}

impl Month {
    /// What a ledger of one month says of it.
    pub fn of((policy, data): (&Policy, &Dataset), ledger: &Ledger) -> Month {
        let lens = Lens {
            policy,
            data,
            ledger,
        };
        let entries = lens.entries();
        let rates = rates::list(&lens, None);
        let overall = |measure: &str| {
            let mut rates = rates.iter();
            let rate = rates.find(|rate| rate.measure == measure && rate.dimension == "overall");
            rate.map(rates::Rate::fraction).unwrap_or_default()
        };
        let open = Open::of(&entries);
        let number = |overdue: Vec<&Entry<'_>>| u32::try_from(overdue.len()).unwrap_or(u32::MAX);
        Month {
            from: ledger.period.0,
            to: ledger.as_of,
            staff: overall("staff-supervision"),
            cases: overall("case-supervision"),
            records: overall("recording"),
            overdue_staff: number(open.staff.overdue()),
            overdue_cases: number(open.cases.overdue()),
            provisional: summary::provisional(&lens, &entries),
            was: None,
        }
    }
}

/// The months as an audit's report tells of them: none is final where the day of the exports is only assumed, and each has
/// what an earlier report said of it where that was something else.
pub(super) fn told(audit: &Audit<'_>, months: &[Month]) -> Vec<Month> {
    let earlier = audit.since.map_or(&[][..], |since| &since.trend);
    let told = months.iter().map(|month| {
        let mut earlier = earlier.iter();
        let same = earlier.find(|old| (old.from, old.to) == (month.from, month.to));
        let was = same.map(shares);
        Month {
            was: was.filter(|was| *was != shares(month)),
            provisional: audit.ledger.taken_assumed || month.provisional,
            ..month.clone()
        }
    });
    told.collect()
}

fn shares(month: &Month) -> Was {
    Was {
        staff: month.staff,
        cases: month.cases,
        records: month.records,
    }
}
