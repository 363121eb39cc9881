//! What a session settles: what is open, or what was due next.

use crate::calendar::Window;
use crate::ledger::{Event, Outcome, Since};

use super::contender::Beat;
use super::gap::{Gap, Held, Open, Sum, Time, Turn};
use super::walk::Walk;

impl Walk<'_> {
    /// A session that counts: it settles what is open, or what was due next, and begins a new gap.
    pub(super) fn settle(&mut self, held: Held) {
        let Some(gap) = self.gap.clone() else { return };
        self.note_counted(held, &gap);
        let since = Since {
            day: held.day,
            row: Some(held.row),
            event: Event::Session,
        };
        if held.day == gap.since.day {
            // One on the start day, or a second on one day, owes nothing more.
            if let Some(gap) = &mut self.gap {
                gap.since = since;
                gap.served = true;
            }
            return;
        }
        let mut new = Gap::new(since, true);
        if gap.open.is_empty() {
            self.settle_next(&gap, held);
        } else {
            self.settle_open(&gap, held, &mut new);
        }
        for progress in self.progress.values_mut() {
            if held.day > progress.effect {
                progress.held = progress.held.saturating_add(1);
            }
        }
        self.gap = Some(new);
    }

    /// A session in time.
    fn settle_next(&mut self, gap: &Gap, held: Held) {
        let standings = self.standings.clone();
        let Some(open) = self.projected(gap, &standings, (held.day, held.day)) else {
            return;
        };
        // A session serves the window it lies in: one already served, or one not owed in full, owes nothing.
        if self
            .window_of(open)
            .is_some_and(|window| window.containing(held.day).1 != open.due)
        {
            return;
        }
        self.note_next(gap, (held.day, held.day));
        let past_target = open
            .target
            .map_or(0, |target| held.day.days_since(target).max(0));
        let outcome = Outcome::Met {
            on: held.day,
            spare: open.due.days_since(held.day),
            past_target,
        };
        self.enter(gap, open, outcome, Some(held.row));
    }

    /// The window of the rule that governs an obligation, if it goes by windows.
    fn window_of(&self, open: Open) -> Option<Window> {
        let governing = self
            .standings
            .iter()
            .find(|one| one.contender == open.contender)?;
        match governing.beat {
            Beat::Per(window) => Some(window),
            Beat::Every(_) => None,
        }
    }

    /// A session after the due day: it makes what is open late, but a `first` list needs one session for each.
    fn settle_open(&mut self, gap: &Gap, held: Held, new: &mut Gap) {
        let first = gap.open.iter().position(|open| open.turn == Turn::First);
        let waiting = gap
            .open
            .iter()
            .filter(|open| open.turn == Turn::First)
            .count()
            > 1;
        for (index, open) in gap.open.iter().enumerate() {
            if waiting && Some(index) != first {
                new.open.push(*open);
                continue;
            }
            let days = held.day.days_since(open.due);
            let outcome = if open.turn == Turn::Window {
                Outcome::Missed { on: held.day, days }
            } else {
                Outcome::Late { on: held.day, days }
            };
            self.enter(
                gap,
                *open,
                outcome,
                Some(held.row).filter(|_| open.turn != Turn::Window),
            );
        }
        new.count = if waiting { gap.count } else { 0 };
        let windowed = gap.open.last().filter(|open| open.turn == Turn::Window);
        if let Some(last) = windowed {
            self.serve_window(gap, *last, held);
        }
    }

    /// A session after a missed window serves its own.
    fn serve_window(&mut self, gap: &Gap, last: Open, held: Held) {
        let Some(window) = self.window_of(last) else {
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
        self.enter(gap, open, outcome, Some(held.row));
    }
}
