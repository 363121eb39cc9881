//! Which counts of a table are suppressed, so that no count of one to five can be worked out from the rest.
//!
//! It is taken that a reader knows the rule, the true totals behind rounded ones, and that what is suppressed is no
//! zero. Of suppressed counts that have a known sum there are then always two or more, their sum is over five, and
//! each of them may be three numbers or more.

/// The highest count that is confidential.
const THRESHOLD: u32 = 5;

/// A count as it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// As it is.
    Count(u32),
    /// Suppressed.
    Hidden,
}

impl Shown {
    /// Whether it is published.
    pub(super) fn is_open(self) -> bool {
        self.count().is_some()
    }

    /// The count, where it is published.
    pub(super) fn count(self) -> Option<u32> {
        match self {
            Shown::Count(count) => Some(count),
            Shown::Hidden => None,
        }
    }
}

/// Disjoint parts and what they make up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The parts in their order.
    pub(super) parts: Vec<Shown>,
    /// Their sum.
    pub(super) total: Shown,
}

fn is_small(count: u32) -> bool {
    (1..=THRESHOLD).contains(&count)
}

/// Whether suppressed counts stay so although their sum is known.
fn is_safe(hidden: &[u32]) -> bool {
    let sum: u32 = hidden.iter().sum();
    let number = u32::try_from(hidden.len()).unwrap_or(u32::MAX);
    hidden.is_empty() || (number >= 2 && sum > THRESHOLD && sum >= number.saturating_add(2))
}

/// One row of parts: the small ones are suppressed, with them the next smallest until that is enough; where nothing is
/// enough the total too.
pub(super) fn protect(parts: &[u32]) -> Row {
    let mut hidden: Vec<bool> = parts.iter().map(|part| is_small(*part)).collect();
    let total: u32 = parts.iter().sum();
    loop {
        let out = parts.iter().zip(&hidden).filter(|(_, hidden)| **hidden);
        let out: Vec<u32> = out.map(|(part, _)| *part).collect();
        let safe = is_safe(&out) && !is_small(total);
        let open = parts.iter().zip(&mut hidden);
        let open = open.filter(|(part, hidden)| **part > 0 && !**hidden);
        let next = open.min_by_key(|(part, _)| **part);
        let total = match (safe, next) {
            (true, _) => Shown::Count(total),
            (false, Some((_, hidden))) => {
                *hidden = true;
                continue;
            }
            (false, None) => Shown::Hidden,
        };
        let parts = parts
            .iter()
            .zip(&hidden)
            .map(|(part, hidden)| match hidden {
                true => Shown::Hidden,
                false => Shown::Count(*part),
            });
        return Row {
            parts: parts.collect(),
            total,
        };
    }
}

/// Which teams' rows are published, of their counts on time and not, whose sums over all teams are known. A row is
/// published whole, or of it only its zeros, so that the columns tell nothing of each other. Nothing when no row is
/// left, or what is suppressed is not enough even so.
pub(super) fn protect_teams(teams: &[(u32, u32)]) -> Option<Vec<bool>> {
    let all = |team: &(u32, u32)| team.0.saturating_add(team.1);
    let small = |team: &(u32, u32)| is_small(team.0) || is_small(team.1);
    let mut open: Vec<bool> = teams.iter().map(|team| !small(team)).collect();
    loop {
        let hidden = teams.iter().zip(&open).filter(|(_, open)| !**open);
        let hidden: Vec<(u32, u32)> = hidden.map(|(team, _)| *team).collect();
        let column = |part: fn(&(u32, u32)) -> u32| -> Vec<u32> {
            hidden.iter().map(part).filter(|part| *part > 0).collect()
        };
        let safe = is_safe(&column(|team| team.0)) && is_safe(&column(|team| team.1));
        if safe && open.contains(&true) {
            return Some(open);
        }
        let left = teams.iter().zip(&mut open);
        let left = left.filter(|(team, open)| **open && all(team) > 0);
        *left.min_by_key(|(team, _)| all(team))?.1 = false;
    }
}

#[cfg(test)]
mod tests;
