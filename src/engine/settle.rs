//! What a session settles: what is open, or what was due next.

use crate::calendar::Window;
use crate::language::Pace;
use crate::ledger::{Event, Outcome, Since};

use super::contender::Standing;
use super::gap::{Gap, Held, Open, Sum, Time};
use super::walk::Walk;

impl Walk<'_> {
    /// A session that counts: it settles what is open, or what was due next, and begins a new gap. `next` is what the
    /// gap owes from the session's day on, under the rules in force.
    pub(super) fn settle(&mut self, held: Held, next: Option<Open>) {
        let Some(before) = self.gap.as_ref().map(|gap| gap.since) else {
            return;
        };
        self.note_counted(held, before);
        let since = Since {
            day: held.day,
            row: Some(held.row),
            event: Event::Session,
        };
        let Some(gap) = &mut self.gap else { return };
        if held.day == before.day {
            // One on the start day, or a second on one day, owes nothing more.
            gap.since = since;
            gap.served = true;
        } else if gap.open.is_empty() {
            self.settle_next(held, next);
            self.count_to_firsts(held, (&[], None));
            if let Some(gap) = &mut self.gap {
                gap.begin_again(since);
            }
        } else if let Some(gap) = self.gap.take() {
            let mut new = Gap::new(since, true);
            self.settle_open(&gap, held, &mut new);
            let served = gap.open.iter().find(|open| open.turn.first().is_some());
            self.count_to_firsts(held, (&new.open, served));
            self.gap = Some(new);
        }
    }

    /// Counts a session to the `first` lists, which left something open and served one of them, if any.
    fn count_to_firsts(&mut self, held: Held, (left, served): (&[Open], Option<&Open>)) {
        for (contender, progress) in &mut self.progress {
            // While one of its firsts is open, a session serves that one, or another rule's.
            let of_it = |open: &Open| open.is_first_of(*contender, *progress);
            let other = left.iter().any(of_it) && !served.is_some_and(of_it);
            if held.day > progress.effect && !other {
                progress.held = progress.held.saturating_add(1);
            }
        }
    }

    /// A session in time.
    fn settle_next(&mut self, held: Held, next: Option<Open>) {
        let at = (held.day, held.day);
        let Some(gap) = &self.gap else { return };
        let since = gap.since;
        let Some(open) = self.projected(gap, next, at) else {
            return;
        };
        // A session serves the window it lies in: one already served, or one not owed in full, owes nothing.
        if let (Some(window), Some(last)) = (self.window_of(open), open.turn.window())
            && window.containing(held.day).1 < last
        {
            return;
        }
        self.note_next(at);
        let past_target = open
            .target
            .map_or(0, |target| held.day.days_since(target).max(0));
        let outcome = Outcome::Met {
            on: held.day,
            spare: open.due.days_since(held.day),
            past_target,
        };
        self.enter(since, open, outcome, Some(held.row));
    }

    /// The window of the rule that governs an obligation, if it goes by windows.
    fn window_of(&self, open: Open) -> Option<Window> {
        let contender = self.track.contenders.get(open.contender)?;
        match contender.schedule.pace {
            Pace::Per(window) => Some(window),
            Pace::Exempt | Pace::Stages(_) => None,
        }
    }

    /// A session after the due day: it makes what is open late, but a `first` list needs one session for each.
    fn settle_open(&mut self, gap: &Gap, held: Held, new: &mut Gap) {
        let first = gap.open.iter().position(|open| open.turn.first().is_some());
        let waiting = gap
            .open
            .iter()
            .filter(|open| open.turn.first().is_some())
            .count()
            > 1;
        for (index, open) in gap.open.iter().enumerate() {
            if waiting && Some(index) != first {
                new.open.push(*open);
                continue;
            }
            let days = held.day.days_since(open.due);
            let outcome = if open.turn.window().is_some() {
                Outcome::Missed { on: held.day, days }
            } else {
                Outcome::Late { on: held.day, days }
            };
            self.enter(
                gap.since,
                *open,
                outcome,
                Some(held.row).filter(|_| open.turn.window().is_none()),
            );
        }
        new.count = if waiting { gap.count } else { 0 };
        let windowed = gap.open.last().filter(|open| open.turn.window().is_some());
        if let Some(last) = windowed {
            self.serve_window(gap, *last, held);
        }
    }

    /// A session after a missed window serves its own.
    fn serve_window(&mut self, gap: &Gap, last: Open, held: Held) {
        let mut standings = self.standings.iter();
        let governing = standings.find(|one| one.contender == last.contender);
        let Some(window) = governing.and_then(Standing::window) else {
            return;
        };
        let (base, due) = window.containing(held.day);
        let open = Open {
            due,
            unrolled: due,
            nth: 1,
            sum: Sum {
                base,
                time: Time::Window(window),
                floor: None,
            },
            ..last
        };
        let outcome = Outcome::Met {
            on: held.day,
            spare: due.days_since(held.day),
            past_target: 0,
        };
        self.enter(gap.since, open, outcome, Some(held.row));
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::testing::World;

    /// What S1, in these posts, owed, after sessions on these days.
    fn owed(clauses: &str, posts: &str, days: &[&str], as_of: &str) -> Vec<String> {
        let rows: String = days
            .iter()
            .map(|day| day.to_string() + ", personal, S1\n")
            .collect();
        let sessions = "date, kind, supervisee_id\n2026-01-05, personal, S1\n".to_owned() + &rows;
        World {
            clauses,
            staff: &format!("staff_id, role, start_date\n{posts}"),
            sessions: &sessions,
            as_of,
            ..World::default()
        }
        .lines()
    }

    const LIST: &str = "
        [[staff-supervision]]
        id = 'list'
        first = ['1 week', '2 weeks']
        every = '4 weeks'";

    #[test]
    fn reading_6_a_session_that_leaves_a_first_open_starts_the_interval_again() {
        let lines = owed(LIST, "S1, sw, 2026-01-05", &["2026-01-29"], "2026-02-26");
        assert_eq!(
            lines,
            [
                "list S1 by 2026-01-12: 17 late on 2026-01-29",
                "list S1 by 2026-01-19: 38 overdue",
                "list S1 by 2026-02-26: 0 overdue",
            ]
        );
    }

    #[test]
    fn reading_6_a_session_serves_one_first_though_two_rules_ask() {
        let two = format!(
            "{LIST}\n[[staff-supervision]]\nid = 'other'\nfirst = ['8 calendar days', '4 weeks']\nevery = '8 weeks'"
        );
        let lines = owed(&two, "S1, sw, 2026-01-05", &["2026-01-14"], "2026-02-02");
        assert_eq!(
            lines,
            [
                "list S1 by 2026-01-12: 2 late on 2026-01-14",
                "list S1 by 2026-01-19: 14 overdue",
                "other S1 by 2026-01-13: 20 overdue",
                "other S1 by 2026-02-02: 0 overdue",
            ]
        );
    }

    const MONTH: &str = "
        [[staff-supervision]]
        id = 'month'
        for = { role = 'senior' }
        per = 'calendar month'
        grace = '1 week'
        [[staff-supervision]]
        id = 'other'
        for = { role = 'sw' }
        every = '12 weeks'";

    #[test]
    fn reading_7_a_window_with_grace_is_met_in_it_and_in_the_grace() {
        let posts = "S1, sw, 2026-01-05\nS1, senior, 2026-02-25";
        for day in ["2026-02-25", "2026-02-28", "2026-03-01", "2026-03-04"] {
            assert_eq!(
                owed(MONTH, posts, &[day], day)[0],
                format!("month S1 by 2026-03-04: met on {day}")
            );
        }
        assert_eq!(
            owed(MONTH, posts, &["2026-02-25"], "2026-03-10")[1],
            "month S1 by 2026-03-31: due in 21"
        );
        assert_eq!(
            owed(MONTH, posts, &[], "2026-03-31"),
            [
                "month S1 by 2026-03-04: 27 overdue",
                "month S1 by 2026-03-31: 0 overdue"
            ],
            "grace for February takes nothing from March"
        );
    }
}
