//! Absences of a staff member: the days they take out of a gap.

use crate::calendar::{Day, Interval, WorkingDays};
use crate::records::{Dataset, StaffIx};

/// One absence, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// The absences of a person as they are known on the as-of day: one without an end runs to it.
pub fn absences(data: &Dataset, staff: StaffIx, as_of: Day) -> Vec<Away> {
    let rows = data.index.absences_of_staff(staff).iter();
    let known = rows
        .filter_map(|row| data.absences.get(*row as usize))
        .filter(|absence| absence.from <= as_of)
        .map(|absence| Away {
            from: absence.from,
            to: absence.to.map_or(as_of, |to| to.min(as_of)),
        });
    let mut away: Vec<Away> = known.collect();
    away.sort_unstable_by_key(|absence| (absence.from, absence.to));
    // Two absences that overlap or touch are one: no day is taken out twice.
    let mut merged: Vec<Away> = Vec::with_capacity(away.len());
    for absence in away {
        match merged.last_mut() {
            Some(last) if absence.from <= last.to.next() => last.to = last.to.max(absence.to),
            Some(_) | None => merged.push(absence),
        }
    }
    merged
}

/// A due day moved on by the days of every absence at least `shortest` long that lies after `base` and up to it.
pub fn pushed(
    away: &[Away],
    shortest: Interval,
    (base, due): (Day, Day),
    working: &WorkingDays,
) -> Day {
    pauses(away, shortest, (base, due), working).0
}

/// The same, with the days that each absence took out.
pub fn pauses(
    away: &[Away],
    shortest: Interval,
    (base, due): (Day, Day),
    working: &WorkingDays,
) -> (Day, Vec<Away>) {
    let (mut due, mut taken) = (due, Vec::new());
    for absence in away {
        let long = absence.to.next() >= shortest.after(absence.from, working);
        let from = absence.from.max(base.next());
        if long && from <= due && absence.to >= from {
            due = due.plus_days(absence.to.days_since(from) + 1);
            taken.push(Away { from, ..*absence });
        }
    }
    (due, taken)
}

/// How many days of absence lie after `base` and up to `to`.
pub fn days_away(away: &[Away], base: Day, to: Day) -> u16 {
    let days: i32 = away
        .iter()
        .map(|absence| (absence.to.min(to).days_since(absence.from.max(base.next())) + 1).max(0))
        .sum();
    u16::try_from(days).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::World;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn away(from: &str, to: &str) -> Away {
        Away {
            from: day(from),
            to: day(to),
        }
    }

    #[test]
    fn reading_21_an_absence_of_just_the_length_counts_and_one_a_day_shorter_does_not() {
        let none = WorkingDays::new(None, &[]);
        let fortnight = "2 weeks".parse().unwrap();
        let gap = (day("2026-01-01"), day("2026-01-29"));
        let just = [away("2026-01-10", "2026-01-23")];
        assert_eq!(pushed(&just, fortnight, gap, &none), day("2026-02-12"));
        let shorter = [away("2026-01-10", "2026-01-22")];
        assert_eq!(pushed(&shorter, fortnight, gap, &none), day("2026-01-29"));
    }

    #[test]
    fn a_pause_can_bring_the_next_absence_into_the_gap() {
        let none = WorkingDays::new(None, &[]);
        let week = "1 week".parse().unwrap();
        let gap = (day("2026-01-01"), day("2026-01-29"));
        let two = [
            away("2026-01-26", "2026-02-01"),
            away("2026-02-03", "2026-02-09"),
        ];
        assert_eq!(pushed(&two, week, gap, &none), day("2026-02-12"));
    }

    #[test]
    fn reading_21_an_absence_moves_a_due_day_on_from_the_day_after_the_base_up_to_the_due_day_itself()
     {
        let none = WorkingDays::new(None, &[]);
        let week = "1 week".parse().unwrap();
        let gap = (day("2026-01-05"), day("2026-02-02"));
        let moved = |absence: Away| pauses(&[absence], week, gap, &none);
        let last = away("2026-02-02", "2026-02-08");
        assert_eq!(moved(last), (day("2026-02-09"), vec![last]));
        let after = away("2026-02-03", "2026-02-09");
        assert_eq!(moved(after), (day("2026-02-02"), vec![]));
        let first = away("2025-12-31", "2026-01-06");
        let taken = away("2026-01-06", "2026-01-06");
        assert_eq!(moved(first), (day("2026-02-03"), vec![taken]));
        let before = away("2025-12-30", "2026-01-05");
        assert_eq!(moved(before), (day("2026-02-02"), vec![]));
    }

    #[test]
    fn reading_33_an_absence_is_known_from_its_first_day() {
        let absent = |as_of: &str| {
            let (_, _, ledger) = World {
                clauses: "[[staff-supervision]]\nid = 'monthly'\nevery = '1 month'",
                staff: "staff_id, role, start_date\nS1, sw, 2026-01-05",
                sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1",
                absences: "staff_id, from, to\nS1, 2026-01-20,",
                as_of,
                ..World::default()
            }
            .ledger();
            ledger.obligations[0].remarks.absent
        };
        assert_eq!(absent("2026-01-19"), 0);
        assert_eq!(absent("2026-01-20"), 1);
        assert_eq!(absent("2026-01-22"), 3);
    }

    #[test]
    fn only_days_inside_the_gap_are_counted() {
        let absences = [away("2025-12-20", "2026-01-05")];
        assert_eq!(
            days_away(&absences, day("2026-01-01"), day("2026-01-31")),
            4
        );
        assert_eq!(
            days_away(&absences, day("2026-01-05"), day("2026-01-31")),
            0
        );
    }
}
