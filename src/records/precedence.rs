//! Overlapping episodes of one case into successive ones: on each day the type that goes first in the mapping's order.

use super::cell::Cell;
use super::cells::Faults;
use super::dataset::Dataset;
use super::mapping::Mapping;
use super::rows::Episode;
use super::words::{Word, Words};
use crate::calendar::Day;
use crate::place::{Place, Row};
use crate::problem::Problem;

/// The column that says under which further type a child is on the same days.
pub(super) const ALSO: &str = "also_case_type";

/// The mapping's order of case types, those that bind beside the first, and where the further type is kept.
struct Order<'w> {
    words: &'w Words,
    types: &'w [String],
    beside: &'w [String],
    also: Option<usize>,
}

/// Resolves every case whose rows overlap. Rows that never govern a day are counted, and so are overlaps of types that
/// the order does not name.
pub(super) fn resolve(data: &mut Dataset, mapping: &Mapping, faults: &mut Faults) {
    let types = &mapping.precedence;
    if types.is_empty() {
        return;
    }
    data.case_columns.present.insert(ALSO.to_owned());
    let order = Order {
        words: &data.words,
        types,
        beside: &mapping.beside,
        also: data.case_columns.attribute(ALSO),
    };
    let ids = &data.staff_ids;
    let mut covered = vec![0_u32; data.files.len()];
    let mut strangers: Vec<(Row, &str)> = Vec::new();
    for case in data.cases.iter_mut().filter(|case| case.episodes.len() > 1) {
        order.begin_behind_the_first(&mut case.episodes);
        let mut resolved = order.spans(&case.episodes);
        Episode::sort(&mut resolved, ids);
        for row in &case.episodes {
            if !resolved.iter().any(|span| span.row == row.row)
                && let Some(count) = covered.get_mut(usize::from(row.row.file))
            {
                *count += 1;
            }
            if order.rank(row) == types.len() {
                strangers.extend(row.case_type.map(|word| (row.row, data.words.text(word))));
            }
        }
        case.episodes = resolved;
    }
    if let Some(first) = strangers.iter().map(|(row, _)| *row).min() {
        let file = data.files.get(usize::from(first.file));
        let place = file.map(|file| Place::line(&file.name, first.line));
        let mut problem = unnamed(strangers.into_iter().map(|(_, word)| word).collect());
        problem.place = place;
        faults.add(first, problem);
    }
    for ((number, file), count) in (0..).zip(&data.files).zip(covered) {
        if count > 0 {
            let head = Row {
                file: number,
                line: 0,
            };
            faults.add(head, behind(count).at(Place::file(&file.name)));
        }
    }
}

/// Case types that overlap others, and of which nobody said where they come.
fn unnamed(mut types: Vec<&str>) -> Problem {
    types.sort_unstable();
    types.dedup();
    let message =
        "the mapping's `precedence` does not name every case type of children with several rows";
    Problem::warning("no-precedence", message)
        .found(types.join(", "))
        .hint("such a type comes after all that are named; write it into `precedence` where it belongs")
}

fn behind(count: u32) -> Problem {
    let rows = if count == 1 { "row is" } else { "rows are" };
    let message = format!(
        "{count} {rows} wholly behind a case type of the same child that goes first by `precedence`"
    );
    Problem::note("behind-another-type", message)
}

impl Order<'_> {
    fn rank(&self, row: &Episode) -> usize {
        let folded = row.case_type.map(|word| self.words.folded(word));
        let position = folded.and_then(|folded| self.types.iter().position(|one| one == folded));
        position.unwrap_or(self.types.len())
    }

    /// A row without a first day begins where the type that goes first has ended, or is behind it while it goes on: of
    /// a care leaver without a date it is known that they were looked after before.
    fn begin_behind_the_first(&self, rows: &mut [Episode]) {
        let dated = rows.iter().filter(|row| row.opened != Day::FIRST);
        let Some(rank) = dated.map(|row| self.rank(row)).min() else {
            return;
        };
        let first = rows
            .iter()
            .filter(|row| row.opened != Day::FIRST && self.rank(row) == rank);
        let Some(begins) = first.map(|row| row.closed.unwrap_or(row.opened)).max() else {
            return;
        };
        for row in rows.iter_mut().filter(|row| row.opened == Day::FIRST) {
            if self.rank(row) > rank && row.closed.is_none_or(|closed| closed > begins) {
                row.opened = begins;
            }
        }
    }

    /// Successive episodes, each of the rows that govern it.
    fn spans(&self, rows: &[Episode]) -> Vec<Episode> {
        let mut days: Vec<Day> = rows
            .iter()
            .flat_map(|row| [Some(row.opened), row.closed])
            .flatten()
            .collect();
        days.sort_unstable();
        days.dedup();
        let mut spans: Vec<Span> = Vec::new();
        for (index, day) in days.iter().enumerate() {
            let until = days.get(index + 1).copied();
            let status = self.status(rows, *day);
            match spans.last_mut() {
                Some(span) if span.until == Some(*day) && span.status == status => {
                    span.until = until;
                }
                Some(_) | None if status.governing.is_empty() => {}
                Some(_) | None => spans.push(Span {
                    from: *day,
                    until,
                    status,
                }),
            }
        }
        let mut resolved = Vec::with_capacity(rows.len());
        for span in &spans {
            resolved.extend(self.episodes(span, rows));
        }
        resolved
    }

    /// How a case stands on a day. Of one type the one opened last goes
    /// first; a row that opens and closes on one day counts for that day where nothing else does.
    fn status(&self, rows: &[Episode], day: Day) -> Status {
        let numbered = || rows.iter().enumerate();
        let mut open: Vec<(usize, &Episode)> = numbered()
            .filter(|(_, row)| row.opened <= day && row.is_open(day))
            .collect();
        if open.is_empty() {
            let brief = |row: &Episode| row.opened == day && row.closed == Some(day);
            open.extend(numbered().filter(|(_, row)| brief(row)));
        }
        open.sort_by_key(|(_, row)| (self.rank(row), std::cmp::Reverse(row.opened)));
        let Some((_, first)) = open.first().copied() else {
            return Status::default();
        };
        let with_first =
            |row: &Episode| row.opened == first.opened && row.case_type == first.case_type;
        let governing = open.iter().filter(|(_, row)| with_first(row));
        let mut others: Vec<Word> = open.iter().filter_map(|(_, row)| row.case_type).collect();
        others.retain(|other| Some(*other) != first.case_type);
        others.dedup();
        let also = others.first().copied().filter(|_| self.also.is_some());
        others.retain(|other| {
            let folded = self.words.folded(*other);
            self.beside.iter().any(|known| known == folded)
        });
        Status {
            governing: governing.map(|(number, _)| *number).collect(),
            also,
            beside: others.into_boxed_slice(),
        }
    }

    fn episodes(&self, span: &Span, rows: &[Episode]) -> Vec<Episode> {
        let status = &span.status;
        let governing = status
            .governing
            .iter()
            .filter_map(|number| rows.get(*number));
        let episodes = governing.map(|row| {
            let mut piece = Episode {
                opened: span.from,
                // A row of one day ends on it.
                closed: if row.closed == Some(row.opened) {
                    row.closed
                } else {
                    span.until
                },
                beside: status.beside.clone(),
                ..row.clone()
            };
            let cell = self.also.and_then(|at| piece.attributes.get_mut(at));
            if let Some(cell) = cell {
                *cell = Cell::from(status.also);
            }
            piece
        });
        episodes.collect()
    }
}

/// How a case stands on a day.
#[derive(Default, PartialEq, Eq)]
struct Status {
    /// The rows that go first, by number.
    governing: Vec<usize>,
    /// The type that goes next.
    also: Option<Word>,
    /// The further types that bind as well.
    beside: Box<[Word]>,
}

/// Days on which a case stands alike.
struct Span {
    from: Day,
    until: Option<Day>,
    status: Status,
}
