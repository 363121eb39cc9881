//! The sessions that stand in more than one row. Most stand in one, of which nothing is kept.

use super::rows::Session;
use super::sorting;
use super::words::SessionNo;

/// The rows of each session that has several.
#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    /// The sessions, in order, each with the place behind its last row.
    ends: Vec<(SessionNo, usize)>,
    rows: Vec<u32>,
    /// A bit for each session row that is one of them: it is asked of every row, and most are none.
    bits: Vec<u64>,
}

impl Shared {
    /// Finds them; the rows of each, which are of one day, come in their order.
    pub(super) fn of(sessions: &[Session]) -> Shared {
        let mut shared = Shared::default();
        let numbers = sessions.iter().filter_map(|session| session.session);
        let again = sorting::shared(numbers.map(SessionNo::index));
        if again.is_empty() {
            return shared;
        }
        let rows = sessions.iter().zip(0..);
        let rows = rows.filter_map(|(session, row)| Some((session.session?, row)));
        let rows = rows.filter(|(number, _)| again.has(number.index()));
        let mut rows: Vec<(SessionNo, u32)> = rows.collect();
        rows.sort_unstable();
        shared.bits = vec![0; sessions.len().div_ceil(64)];
        for of_one in rows.chunk_by(|(one, _), (other, _)| one == other) {
            shared.rows.extend(of_one.iter().map(|(_, row)| row));
            let end = shared.rows.len();
            let number = of_one.first().map(|(number, _)| *number);
            shared.ends.extend(number.map(|number| (number, end)));
        }
        for row in &shared.rows {
            if let Some(bits) = shared.bits.get_mut(*row as usize / 64) {
                *bits |= 1 << (row % 64);
            }
        }
        shared
    }

    /// Whether a row is one of several.
    pub(super) fn has(&self, row: u32) -> bool {
        let bits = self.bits.get(row as usize / 64);
        bits.is_some_and(|bits| (bits >> (row % 64)) & 1 == 1)
    }

    /// The rows of a session; none of one that stands in a single row.
    pub(super) fn rows(&self, session: SessionNo) -> &[u32] {
        let place = self
            .ends
            .binary_search_by_key(&session, |(number, _)| *number);
        let rows = place.ok().and_then(|place| {
            let (_, end) = self.ends.get(place)?;
            let before = place
                .checked_sub(1)
                .and_then(|before| self.ends.get(before));
            self.rows.get(before.map_or(0, |(_, end)| *end)..*end)
        });
        rows.unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::calendar::Day;
    use crate::records::{Dataset, Demand, Export};

    proptest! {
        #[test]
        fn a_session_has_its_rows_in_their_order_when_they_are_several(
            ids in prop::collection::vec(prop_oneof![Just(None), (0..40_u8).prop_map(Some)], 0..140)
        ) {
            let id = |id: &Option<u8>| id.map_or_else(String::new, |id| format!("X{id}"));
            let line = |(row, one): (usize, &Option<u8>)| format!("{},2026-01-05,group,S{row}\n", id(one));
            let lines: String = ids.iter().enumerate().map(line).collect();
            let data = sessions(&format!("session_id,date,kind,supervisee_id\n{lines}"));
            prop_assert_eq!(data.sessions.len(), ids.len());
            for (row, (one, session)) in (0..).zip(ids.iter().zip(&data.sessions)) {
                let alike = (0..).zip(&ids).filter(|(_, other)| one == *other);
                let alike: Vec<u32> = alike.map(|(row, _)| row).collect();
                let is_shared = one.is_some() && alike.len() > 1;
                prop_assert_eq!(data.index.is_shared(row), is_shared);
                let rows = data.index.rows_of_session(session);
                prop_assert_eq!(rows, if is_shared { alike.as_slice() } else { &[] });
            }
            prop_assert!(!data.index.is_shared(u32::MAX));
        }
    }

    fn sessions(text: &str) -> Dataset {
        let taken = Day::parse_iso("2026-02-01").unwrap();
        let exports = [(Export::Sessions, text)];
        Dataset::from_exports(&exports, &Demand::default(), taken).unwrap()
    }

    #[test]
    fn a_row_is_shared_when_another_has_its_session_id() {
        let data = sessions(
            "session_id,date,kind,supervisee_id\n,2026-01-05,group,S1\nX1,2026-01-05,group,S1\n\
             X2,2026-01-05,group,S1\nX1,2026-01-05,group,S2\n,2026-01-05,group,S2",
        );
        let shared = (0..6).filter(|row| data.index.is_shared(*row));
        assert_eq!(shared.collect::<Vec<u32>>(), [1, 3]);
    }

    #[test]
    fn rows_far_apart_share_a_session_id_as_neighbours_do() {
        let line = |row: u32| {
            let id = match row {
                63 | 128 => "X1".to_owned(),
                64 | 65 | 190 => "X2".to_owned(),
                _ => format!("Y{row}"),
            };
            format!("{id},2026-01-05,group,S{row}\n")
        };
        let lines: String = (0..200).map(line).collect();
        let data = sessions(&format!("session_id,date,kind,supervisee_id\n{lines}"));
        let shared = (0..300).filter(|row| data.index.is_shared(*row));
        assert_eq!(shared.collect::<Vec<u32>>(), [63, 64, 65, 128, 190]);
    }
}
