//! Which counts of a table are suppressed, so that no small count can be worked out from the rest.
//!
//! It is taken that a reader knows these rules, and that what is suppressed is no zero; that a printed percentage gives
//! away the true total behind the rounded one; and that one part of a row may be known from elsewhere, as those overdue
//! on the day say how much was not done. What goes with a small count is therefore never chosen by how large it is:
//! that the next smallest went with it would say that it is no larger than the rest.

/// A count as it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Row {
    /// The parts in their order.
    pub(super) parts: Vec<Shown>,
    /// Their sum, which is printed rounded.
    pub(super) total: Shown,
    /// Whether the first part's share may be printed, or anything else that tells the true sum.
    pub(super) has_share: bool,
}

/// The highest count that is confidential.
#[derive(Clone, Copy, Debug)]
pub(super) struct Threshold(pub(super) u32);

impl Threshold {
    fn is_small(self, count: u32) -> bool {
        (1..=self.0).contains(&count)
    }

    /// Whether suppressed counts stay so although their sum is known: there are two or more, their sum is no small
    /// count itself, and each may be three numbers or more.
    fn is_safe(self, hidden: &[u32]) -> bool {
        let sum: u32 = hidden.iter().sum();
        let number = u32::try_from(hidden.len()).unwrap_or(u32::MAX);
        hidden.is_empty() || (number >= 2 && sum > self.0 && sum >= number.saturating_add(2))
    }

    /// The same where a reader may know that all of them are small.
    fn is_safe_among_small(self, hidden: &[u32]) -> bool {
        let sum: u32 = hidden.iter().sum();
        let number = u32::try_from(hidden.len()).unwrap_or(u32::MAX);
        let all = number.saturating_mul(self.0);
        let small = hidden.iter().all(|count| self.is_small(*count));
        self.is_safe(hidden) && (hidden.is_empty() || !small || sum.saturating_add(2) <= all)
    }

    /// One row of parts, of which the first is the one whose share is printed, and one may be known from elsewhere.
    /// Where one is small, all but the first and zero are suppressed; where that is not enough the first too, and then
    /// the total is known only rounded.
    pub(super) fn protect(self, parts: &[u32], known: Option<usize>) -> Row {
        let total = parts.iter().sum();
        let small = parts.iter().any(|part| self.is_small(*part));
        let first_is_small = parts.first().is_some_and(|part| self.is_small(*part));
        let besides = |left_out: Option<usize>| -> Vec<u32> {
            let besides = parts.iter().enumerate().skip(1);
            let besides = besides.filter(|(index, part)| **part > 0 && Some(*index) != left_out);
            besides.map(|(_, part)| *part).collect()
        };
        let (all, unknown): (Vec<u32>, Vec<u32>) = (besides(None), besides(known));
        // A reader knows that what is unknown adds up to more than is small, which leaves the rest for what is known.
        let room = self.0.saturating_add(4);
        let has_room = all.len() == unknown.len() || all.iter().sum::<u32>() >= room;
        let enough = self.is_safe(&all) && self.is_safe(&unknown) && has_room;
        let first_is_open = !small || (enough && !first_is_small);
        let shown = parts.iter().enumerate().map(|(index, part)| {
            let open = !small || *part == 0 || (index == 0 && first_is_open);
            if open {
                Shown::Count(*part)
            } else {
                Shown::Hidden
            }
        });
        Row {
            parts: shown.collect(),
            total: if self.is_small(total) {
                Shown::Hidden
            } else {
                Shown::Count(total)
            },
            has_share: first_is_open && !self.is_small(total),
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

#[cfg(test)]
mod tests;
