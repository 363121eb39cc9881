//! Which counts of a table are suppressed, so that no small count can be worked out from the rest.
//!
//! It is taken that a reader knows these rules, and that what is suppressed is no zero; that a printed percentage gives
//! away the true total behind the rounded one; and that one part of a row is known to be so much at least, as those
//! overdue on the day were not supervised when it fell due. Whether more is suppressed than is small hangs only on what
//! such a reader knows, and never on how large the counts are among themselves: that the next smallest went with a small
//! one would say that it is no larger than the rest.

/// A count as it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shown {
    /// As it is.
    Count(u32),
    /// Suppressed.
    Hidden,
}

impl Shown {
    /// The count, where it is published.
    pub(super) fn count(self) -> Option<u32> {
        match self {
            Shown::Count(count) => Some(count),
            Shown::Hidden => None,
        }
    }
}

/// Disjoint parts and what they make up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    /// The parts in their order.
    pub(super) parts: Vec<Shown>,
    /// Their sum, which is printed rounded.
    pub(super) total: Shown,
    /// Whether the first part's share may be printed, or anything else that tells the true sum.
    pub(super) has_share: bool,
}

/// What is confidential, and how totals are rounded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// The highest count that is.
    pub(super) highest: u32,
    /// To the nearest of which totals are rounded.
    pub(super) base: u32,
}

/// A part of a row of which a reader knows that it is so much at least.
pub(super) type Floor = Option<(usize, u32)>;

impl Rule {
    fn is_small(self, count: u32) -> bool {
        (1..=self.highest).contains(&count)
    }

    /// Whether suppressed counts stay so although their sum is known: there are two or more, their sum is no small
    /// count itself, and each may be three numbers or more; `least` is the least that their sum can be.
    fn is_safe(self, hidden: &[u32], least: u32) -> bool {
        let sum: u32 = hidden.iter().sum();
        hidden.is_empty()
            || (hidden.len() >= 2 && sum > self.highest && sum >= least.saturating_add(2))
    }

    /// The same where a reader may know that all of them are small.
    fn is_safe_among_small(self, hidden: &[u32]) -> bool {
        let sum: u32 = hidden.iter().sum();
        let number = number(hidden);
        let most = number.saturating_mul(self.highest);
        let small = hidden.iter().all(|count| self.is_small(*count));
        self.is_safe(hidden, number)
            && (hidden.is_empty() || !small || sum.saturating_add(2) <= most)
    }

    /// One row of parts, of which the first is the one whose share is printed. Where one is small, all but the first
    /// and zero are suppressed; where that is not enough the first too, so that the total is known only rounded; and
    /// where the parts could not be much less, the total too.
    pub(super) fn protect(self, parts: &[u32], floor: Floor) -> Row {
        let total: u32 = parts.iter().sum();
        let small = parts.iter().any(|part| self.is_small(*part));
        let first_is_small = parts.first().is_some_and(|part| self.is_small(*part));
        let least = |from: usize| -> u32 {
            let parts = parts.iter().enumerate().skip(from);
            let least = parts.map(|(index, part)| match floor {
                Some((at, floor)) if at == index => floor.max(1).min(*part),
                Some(_) | None => 1.min(*part),
            });
            least.sum()
        };
        let others: Vec<u32> = parts
            .iter()
            .skip(1)
            .copied()
            .filter(|part| *part > 0)
            .collect();
        let enough = self.is_safe(&others, least(1)) && !first_is_small;
        let has_share = !small || enough;
        let shown = parts.iter().enumerate().map(|(index, part)| {
            if !small || *part == 0 || (index == 0 && enough) {
                Shown::Count(*part)
            } else {
                Shown::Hidden
            }
        });
        Row {
            parts: shown.collect(),
            total: if has_share || total >= least(0).saturating_add(self.base) {
                Shown::Count(total)
            } else {
                Shown::Hidden
            },
            has_share,
        }
    }

    /// Which teams' rows are published, of their counts on time and not, whose sums over all teams are known. A row is
    /// published whole, or of it only its zeros, so that the columns tell nothing of each other. Where those with a
    /// small count are not enough, the others follow in their order. Nothing when no row is left.
    pub(super) fn protect_teams(self, teams: &[(u32, u32)]) -> Option<Vec<bool>> {
        let small = |team: &(u32, u32)| self.is_small(team.0) || self.is_small(team.1);
        let mut open: Vec<bool> = teams.iter().map(|team| !small(team)).collect();
        loop {
            let hidden = teams.iter().zip(&open).filter(|(_, open)| !**open);
            let hidden: Vec<(u32, u32)> = hidden.map(|(team, _)| *team).collect();
            let column = |part: fn(&(u32, u32)) -> u32| -> Vec<u32> {
                hidden.iter().map(part).filter(|part| *part > 0).collect()
            };
            let (on_time, not) = (column(|team| team.0), column(|team| team.1));
            let safe = self.is_safe_among_small(&on_time) && self.is_safe_among_small(&not);
            if safe && open.contains(&true) {
                return Some(open);
            }
            let mut left = teams.iter().zip(&mut open);
            let next = left.find(|(team, open)| **open && team.0.saturating_add(team.1) > 0);
            *next?.1 = false;
        }
    }
}

fn number(counts: &[u32]) -> u32 {
    u32::try_from(counts.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
