//! The rows of a file, read stretch by stretch and several at once.
//!
//! A stretch begins at a line on the assumption that a row does, and is read as if the file began there. That is borne
//! out, or not, by the stretch before it: it has to end on that very line with nothing left in doubt. Where it does
//! not (a quoted cell runs on, a row is broken), the two are read again as one. So the rows are those of a reader that
//! goes from front to back, however many threads there are.

use memchr::{memchr, memchr_iter};
use rayon::prelude::*;

use super::cells::{Cells, Faults};
use super::columns::Export;
use super::faulty;
use super::known::KnownColumn;
use super::met::Met;
use super::names::Names;
use super::only::Only;
use super::opened::Opened;
use super::record::Record;
use super::scan::Fault;
use super::tables::{Mark, Tables, Taker};
use super::words::Words;
use crate::place::Row;

/// How many bytes a stretch of a file of so many has at least: long ones read fewer cells anew, and there are to be enough
/// of them for several threads. What is read does not hang on it: so that tests see that, theirs are short.
fn length(file: usize) -> usize {
    if cfg!(test) {
        40
    } else {
        (file / 32).clamp(1 << 18, 1 << 19)
    }
}

/// How many stretches are read before they are put to the others: some for each thread, so that each has one to go on
/// with, and few, because the last are put to the others when nothing is read any more. What is read does not hang on it.
fn at_once() -> usize {
    if cfg!(test) {
        3
    } else {
        4 * rayon::current_num_threads()
    }
}

/// A file with what its rows are read by.
#[derive(Clone, Copy)]
pub(super) struct Reader<'f> {
    pub(super) file: &'f Opened,
    /// The file's number.
    pub(super) number: u16,
    pub(super) names: &'f Names,
    pub(super) taker: &'f Taker,
}

/// Where a stretch of a file is to be.
#[derive(Clone, Copy)]
pub(super) struct Piece<'f> {
    reader: Reader<'f>,
    start: usize,
    /// The line of its first byte.
    line: u32,
    /// The byte behind its last.
    end: usize,
    /// How many lines it has.
    lines: u32,
    is_last: bool,
}

/// What stands in a stretch.
pub(super) struct Stretch<'f> {
    /// The number of its file.
    pub(super) number: u16,
    pub(super) words: Words,
    pub(super) met: Met,
    /// Its rows; words and ids are numbered as if there were no others.
    pub(super) tables: Tables,
    pub(super) faults: Faults,
    pub(super) only: Only<'f>,
    pub(super) used: u32,
    pub(super) rejected: u32,
    pub(super) repaired: u32,
    /// Lines of the faulty and mended rows that are one line long.
    pub(super) one_line: Vec<u32>,
    /// Whether the next stretch begins with a row.
    ends_with_a_row: bool,
}

/// Reads the first of some stretches, as many as are held at a time, in their order; and says how many those were.
pub(super) fn next<'f>(pieces: &[Piece<'f>]) -> (Vec<Stretch<'f>>, usize) {
    let at_once = pieces.get(..at_once()).unwrap_or(pieces);
    let read = at_once.par_iter().map(|piece| Some(piece.read()));
    let mut read: Vec<Option<Stretch<'f>>> = read.collect();
    let mut sound = Vec::with_capacity(read.len());
    let mut at = 0;
    while let (Some(stretch), Some(piece)) = (read.get_mut(at), pieces.get(at)) {
        let Some(stretch) = stretch.take() else { break };
        if stretch.ends_with_a_row || piece.is_last {
            sound.push(stretch);
            at += 1;
            continue;
        }
        drop(stretch);
        let (joined, pieces) = joined(pieces.get(at..).unwrap_or(&[]));
        sound.extend(joined);
        at += pieces;
    }
    (sound, at)
}

/// The first of some stretches read with as many behind it as it takes to end with a row; and how many those are.
fn joined<'f>(pieces: &[Piece<'f>]) -> (Option<Stretch<'f>>, usize) {
    let of_file = pieces.iter().position(|piece| piece.is_last);
    let of_file = of_file.map_or(pieces.len(), |last| last + 1);
    let mut number = of_file.min(2);
    loop {
        let joined = pieces.get(..number).unwrap_or(pieces);
        let (Some(first), Some(last)) = (joined.first(), joined.last()) else {
            return (None, 1);
        };
        let all = Piece {
            end: last.end,
            ..*first
        };
        let stretch = all.read();
        if stretch.ends_with_a_row || number == of_file {
            return (Some(stretch), number);
        }
        // Twice as many each time, so that the work stays in proportion to the file.
        number = of_file.min(number * 2);
    }
}

impl<'f> Reader<'f> {
    /// Cuts a file's rows into stretches.
    pub(super) fn pieces(self) -> Vec<Piece<'f>> {
        self.pieces_of(length(self.file.text().len()))
    }

    fn pieces_of(self, length: usize) -> Vec<Piece<'f>> {
        let bytes = self.file.text().as_bytes();
        let (mut start, mut line) = self.file.first_row();
        let mut cuts = Vec::new();
        while start < bytes.len() {
            let least = start.saturating_add(length);
            let rest = bytes.get(least..).unwrap_or(&[]);
            let end = memchr(b'\n', rest).map_or(bytes.len(), |end| least + end + 1);
            cuts.push((start, end));
            start = end;
        }
        let lines = |(start, end): &(usize, usize)| {
            let stretch = bytes.get(*start..*end).unwrap_or(&[]);
            u32::try_from(memchr_iter(b'\n', stretch).count()).unwrap_or(u32::MAX)
        };
        let lines: Vec<u32> = cuts.par_iter().map(lines).collect();
        let pieces = cuts.iter().zip(lines).map(|((start, end), lines)| {
            let piece = Piece {
                reader: self,
                start: *start,
                line,
                end: *end,
                lines,
                is_last: *end == bytes.len(),
            };
            line = line.saturating_add(lines);
            piece
        });
        pieces.collect()
    }
}

impl<'f> Piece<'f> {
    pub(super) fn export(self) -> Export {
        self.reader.file.export
    }

    /// How many rows it has at most: each takes a line, and a byte for each of its cells.
    pub(super) fn most_rows(self) -> usize {
        let cells = self.reader.file.layout.headers.len().max(1);
        let lines = usize::try_from(self.lines).unwrap_or(usize::MAX);
        lines.min(self.end.saturating_sub(self.start) / cells + 1)
    }

    fn read(self) -> Stretch<'f> {
        let reader = self.reader;
        let layout = &reader.file.layout;
        let mut known: Vec<_> = layout.columns.iter().map(KnownColumn::of).collect();
        let mut stretch = Stretch::new(&reader);
        stretch.tables.expect(layout.export, self.most_rows());
        stretch.met.expect(layout.export, self.most_rows());
        let mut rows = reader.file.rows_from(self.start, self.line, self.end);
        let mut record = reader.file.record();
        while let Some(shape) = rows.next(&mut record) {
            let row = Row {
                file: reader.number,
                line: record.line,
            };
            if !stretch.takes((reader.file, row), &record, (shape.err(), rows.reached())) {
                continue;
            }
            let mark = Mark {
                row,
                start: record.start,
            };
            let mut cells = Cells {
                record: &record,
                layout,
                known: &mut known,
                names: reader.names,
                words: &mut stretch.words,
                met: &mut stretch.met,
                faults: &mut stretch.faults,
                file: &reader.file.name,
                row,
                bad: 0,
            };
            match reader.taker.take(&mut cells, &mut stretch.tables, mark) {
                Some(()) => stretch.used += 1,
                None => stretch.rejected += 1,
            }
        }
        stretch.ends_with_a_row = rows.ends_with_a_row(self.end);
        stretch
    }
}

impl<'f> Stretch<'f> {
    fn new(reader: &Reader<'f>) -> Stretch<'f> {
        let layout = &reader.file.layout;
        Stretch {
            number: reader.number,
            words: Words::default(),
            met: Met::default(),
            tables: Tables::with_attributes(layout.attributes().len()),
            faults: Faults::default(),
            only: Only::new(layout),
            used: 0,
            rejected: 0,
            repaired: 0,
            one_line: Vec::new(),
            ends_with_a_row: false,
        }
    }

    /// Whether the cells of a row are to be read: it has the right shape, and the mapping does not leave it out. `end`
    /// is the byte at which reading goes on.
    fn takes(
        &mut self,
        (file, row): (&Opened, Row),
        record: &Record<'_>,
        (fault, end): (Option<Fault>, usize),
    ) -> bool {
        if let Some(fault) = fault {
            self.faults.add(row, faulty::fault(file, record, fault));
            self.one_line.extend(file.one_line(record, end));
            self.rejected += 1;
            return false;
        }
        if !record.repairs().is_empty() {
            for repair in record.repairs() {
                self.faults.add(row, faulty::repair(file, record, *repair));
            }
            self.one_line.extend(file.one_line(record, end));
            self.repaired += 1;
        }
        !self.only.leaves_out(record)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Reader, next};
    use crate::calendar::Day;
    use crate::records::columns::{Demand, Export};
    use crate::records::ids::Ids;
    use crate::records::mapping::Mapping;
    use crate::records::names::Names;
    use crate::records::opened::{Opened, open};
    use crate::records::reading::Source;
    use crate::records::scan::Strictness;
    use crate::records::tables::Taker;

    fn file(text: &str, strictness: Strictness) -> Opened {
        let source = Source {
            name: "absences.csv".to_owned(),
            sheet: None,
            export: Export::Absences,
            covers_from: None,
            bytes: text.into(),
        };
        let mapping = Mapping {
            strictness,
            ..Mapping::default()
        };
        let opened = open(source, &mapping, &Demand::default());
        opened.unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    /// Every row used, by line, byte and id; everything that is wrong; and how many of each kind of row there are.
    fn read(file: &Opened, length: usize) -> (Vec<String>, Vec<String>, [u32; 4]) {
        let taker = Taker::new(&file.layout, Day::parse_iso("2026-10-31").unwrap());
        let names = Names::default();
        let reader = Reader {
            file,
            number: 0,
            names: &names,
            taker: &taker,
        };
        let all = reader.pieces_of(length);
        let (mut left, mut rows, mut problems) = (all.as_slice(), Vec::new(), Vec::new());
        let mut counts = [0; 4];
        while !left.is_empty() {
            let (stretches, done) = next(left);
            left = &left[done..];
            for stretch in stretches {
                let absences = &stretch.tables.absences;
                let mut all = Ids::default();
                let ids: Vec<usize> = stretch.met.staff.among(&mut all).collect();
                for row in &absences.rows {
                    let id = all.text(ids[row.staff.index()]);
                    let (line, mark) = (row.row.line, absences.mark_before(row.row).unwrap());
                    let start = file.line_start(line, mark).unwrap();
                    let first_cell = file.text()[start..].trim_start_matches('"');
                    assert!(first_cell.starts_with(id), "{id} is not at {start}");
                    rows.push(format!("{line} {start} {id} {}", row.from));
                }
                let told = stretch.faults.problems.iter();
                problems.extend(told.map(|(row, problem)| format!("{} {problem:?}", row.line)));
                let lines = u32::try_from(stretch.one_line.len()).unwrap();
                let more = [stretch.used, stretch.rejected, stretch.repaired, lines];
                for (count, more) in counts.iter_mut().zip(more) {
                    *count += more;
                }
            }
        }
        (rows, problems, counts)
    }

    proptest! {
        #[test]
        fn what_is_read_does_not_hang_on_where_a_file_is_cut(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "S1,2026-01-05,,sick\n", "S22,2026-02-05,2026-02-07,\r\n", "\"S3\",2026-03-05,,\"a\nb\"\n",
                    "S4,2026-03-05,,\"a\n\n", "\n", ",,,\n", "x\n", "\"", "\"\n", ",", "S5,2026-13-05,,\n", "a\"b,", "\u{7}",
                    "S6,2026-01-05\n", "S7,2026-01-05,,,,\n", "\"\"", "end",
                ]),
                0..24,
            ),
            lenient in any::<bool>(),
        ) {
            let text = format!("staff_id,from,to,reason\n{}", pieces.concat());
            let strictness = if lenient { Strictness::Lenient } else { Strictness::Strict };
            let file = file(&text, strictness);
            let whole = read(&file, usize::MAX);
            for length in [0, 1, 5, 19, 40, 64] {
                prop_assert_eq!(&read(&file, length), &whole, "cut behind {} bytes: {:?}", length, text);
            }
        }
    }
}
