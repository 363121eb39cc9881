//! The cells of one row, typed; what can't be read is named with its place, every cell of it at once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use strsim::osa_distance;

use super::aliases;
use super::cell::{Cell, Decimal};
use super::columns::{ColumnType, Export};
use super::dates::Misread;
use super::fillers::{Fillers, is_filler, is_filler_day};
use super::foot::is_foot;
use super::known::{KnownColumn, Read};
use super::layout::{At, Column, Kept, Layout, Source, quoted};
use super::mapping::{fixed_values, yes_or_no};
use super::mapping_toml::one_of;
use super::met::{Met, MetIds};
use super::names::{Called, Names};
use super::no_date::{no_date, no_number};
use super::packed::Packed;
use super::record::{Record, trimmed};
use super::shortened::{is_shortened_so, shortened};
use super::words::{CaseIx, SessionNo, StaffIx, Word, Words, fold};
use super::workbook::is_error_value;
use crate::calendar::Day;
use crate::place::{Place, Row};
use crate::problem::{Level, Problem};

/// Longer values are cut in messages.
const LONGEST_FOUND: usize = 60;

/// What is wrong with the exports, and how many rows of each file it cost.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// Each with its file and line, for the order in which they are listed.
    pub(super) problems: Vec<(Row, Problem)>,
    /// Cells that hold a filler.
    pub(super) fillers: Fillers,
    /// Names told of, each with the number of its file; and where among the problems, until these are put to others.
    names: BTreeMap<(u16, String), usize>,
}

impl Faults {
    /// Adds a problem of a row, or with line 0 of a file.
    pub(super) fn add(&mut self, row: Row, problem: Problem) {
        self.problems.push((row, problem));
    }

    /// Puts others behind these; a name that was told of is not told of again.
    pub(super) fn append(&mut self, more: Faults) {
        let mut again = Vec::new();
        for (told, position) in more.names {
            match self.names.entry(told) {
                Entry::Occupied(_) => again.push(position),
                Entry::Vacant(slot) => {
                    slot.insert(position);
                }
            }
        }
        self.fillers.append(more.fillers);
        let problems = more.problems.into_iter().enumerate();
        let new = problems.filter(|(position, _)| !again.contains(position));
        self.problems.extend(new.map(|(_, problem)| problem));
    }
}

/// The cells of one row.
pub(super) struct Cells<'r> {
    pub(super) record: &'r Record<'r>,
    pub(super) layout: &'r Layout,
    pub(super) known: &'r mut [KnownColumn],
    pub(super) names: &'r Names,
    pub(super) words: &'r mut Words,
    pub(super) met: &'r mut Met,
    pub(super) faults: &'r mut Faults,
    pub(super) file: &'r str,
    pub(super) row: Row,
    /// How many problems the row has so far.
    pub(super) bad: u32,
}

impl<'r> Cells<'r> {
    /// Nothing once a cell could not be read.
    pub(super) fn sound(&self) -> Option<()> {
        (self.bad == 0).then_some(())
    }

    /// The cell as the mapping has it; blank is nothing.
    fn text(&mut self, column: &'r Column) -> Option<&'r str> {
        let layout = self.layout;
        if column.source == Source::Absent {
            return None;
        }
        let text = self.record_cell(column);
        if column.values.is_empty() {
            match text.as_bytes().first() {
                Some(byte) if layout.is_odd(*byte) => {}
                Some(_) => return Some(text),
                None => {
                    self.blank(column);
                    return None;
                }
            }
        }
        let mut text = if layout.look.is_blank(text) { "" } else { text };
        if !column.values.is_empty() {
            text = column.values.get(&fold(text)).map_or(text, String::as_str);
        }
        if text.is_empty() {
            self.blank(column);
            return None;
        }
        if layout.look.has_fillers() && is_filler(column, text) {
            self.filler(column, text);
            return None;
        }
        if is_error_value(text) {
            self.failed_formula(column, text);
            return None;
        }
        Some(text)
    }

    /// A cell that holds what systems write where nothing is known.
    fn filler(&mut self, column: &Column, text: &str) {
        if column.required {
            let message = format!("`{}` holds a filler, which says nothing", column.name);
            let problem = Problem::error("filler", message)
                .found(shown(text))
                .expected(Cells::expected(column))
                .hint("if it is meant, write `fillers = false` in the mapping");
            self.reject(column, problem);
        } else {
            self.faults.fillers.add(self.row.file, column, text);
        }
    }

    fn blank(&mut self, column: &Column) {
        if column.required {
            let problem = Problem::error("blank-cell", format!("`{}` is blank", column.name))
                .expected(Cells::expected(column));
            let problem = if is_foot(self.record.iter()) {
                problem.hint("if the row is a total or a remark, take it out of the export")
            } else {
                problem
            };
            self.reject(column, problem);
        }
    }

    /// A formula that failed says nothing: not even that the cell is blank.
    fn failed_formula(&mut self, column: &Column, text: &str) {
        let problem = Problem::error("error-cell", "the cell's formula gives no value")
            .found(text)
            .expected(Cells::expected(column))
            .hint("mend the formula, or let Excel calculate it, and save the file again");
        self.reject(column, problem);
    }

    /// What a column's cells should look like.
    pub(super) fn expected(column: &Column) -> String {
        match column.kind {
            ColumnType::Id => "an id".to_owned(),
            ColumnType::Word | ColumnType::Text | ColumnType::YesNo => {
                fixed_values(&column.name, column.kind).map_or_else(|| "a value".to_owned(), one_of)
            }
            ColumnType::Number => "a number".to_owned(),
            ColumnType::Date => {
                let formats = column.dates.iter();
                let formats: Vec<String> = formats.map(ToString::to_string).collect();
                let formats: Vec<&str> = formats.iter().map(String::as_str).collect();
                format!("a date written {}", one_of(&formats))
            }
        }
    }

    /// The same problem with the place of a cell; the row is lost, unless the column is only looked over.
    fn reject(&mut self, column: &Column, mut problem: Problem) {
        if column.kept == Kept::LookedOver {
            problem.level = Level::Warning;
        } else {
            self.bad += 1;
        }
        let place = self.place(column);
        self.faults.add(self.row, problem.at(place));
    }

    fn place(&self, column: &Column) -> Place {
        let byte = match column.source {
            Source::Cell(cell) => self.record.byte(cell),
            Source::Constant(_) | Source::Absent => self.record.start,
        };
        Place::cell(self.file, self.row.line, &column.header).at_byte(byte)
    }

    /// A problem of a cell that could be read but can't be; the row is lost.
    pub(super) fn impossible(&mut self, at: At, problem: Problem) {
        let layout = self.layout;
        if let Some(column) = layout.columns.get(at.0) {
            let found = self.record_cell(column).to_owned();
            self.reject(column, problem.found(shown(&found)));
        }
    }

    /// A warning about a cell of a row that is used.
    pub(super) fn doubt(&mut self, at: At, problem: Problem) {
        if let Some(column) = self.layout.columns.get(at.0) {
            let found = shown(self.record_cell(column));
            let place = self.place(column);
            self.faults
                .add(self.row, problem.at(place).found_in_cell(found));
        }
    }

    #[inline]
    fn record_cell(&self, column: &'r Column) -> &'r str {
        match &column.source {
            Source::Cell(index) => trimmed(self.record.get(*index).unwrap_or("")),
            Source::Constant(text) => text,
            Source::Absent => "",
        }
    }

    /// An id or a free text; in a column that is joined by name, the id of whoever is called so.
    pub(super) fn id(&mut self, at: At) -> Option<&'r str> {
        let column = self.layout.columns.get(at.0)?;
        let text = self.text(column)?;
        if !column.by_name {
            if column.kind == ColumnType::Id
                && let Some(problem) = shortened(text)
            {
                self.reject(column, problem);
                return None;
            }
            return Some(text);
        }
        let problem = match self.names.find(text) {
            Called::One(id) => return Some(id),
            Called::Nobody => Problem::warning("unknown-name", "no staff row has this name")
                .hint("write it as the staff export does, or add the person there"),
            Called::Several(ids) => {
                let message = format!("{} staff members have this name", ids.len());
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                Problem::warning("ambiguous-name", message)
                    .hint(format!("give the id in its place: {}", one_of(&ids)))
            }
        };
        let own = self.layout.export == Export::Staff && column.required;
        if own {
            // Under one name two people of the staff export would become one.
            let problem = Problem {
                level: Level::Error,
                ..problem
            };
            self.reject(column, problem.found_in_cell(shown(text)));
            return None;
        }
        let told = (self.row.file, text.to_owned());
        if !self.faults.names.contains_key(&told) {
            self.faults.names.insert(told, self.faults.problems.len());
            self.doubt(at, problem);
        }
        // Kept as an id that no export has: the row is used, and counted as unmatched.
        Some(text)
    }

    /// Who is meant.
    #[inline]
    pub(super) fn staff(&mut self, at: At) -> Option<StaffIx> {
        match self.known(at) {
            Some(Read::Staff(staff)) => Some(staff),
            Some(_) => None,
            None => self.learn(at, |cells| {
                let number = cells.new_id(at, |met| &mut met.staff)?;
                let staff = StaffIx::at(number)?;
                Some((Read::Staff(staff), staff))
            }),
        }
    }

    /// Which case is meant. Of cases and sessions there are so many that hardly one is met again soon.
    pub(super) fn case(&mut self, at: At) -> Option<CaseIx> {
        CaseIx::at(self.new_id(at, |met| &mut met.cases)?)
    }

    /// Which session is meant.
    pub(super) fn session(&mut self, at: At) -> Option<SessionNo> {
        SessionNo::at(self.new_id(at, |met| &mut met.sessions)?)
    }

    /// The number of an id, which is a new one.
    fn new_id(&mut self, at: At, of_kind: fn(&mut Met) -> &mut MetIds) -> Option<usize> {
        if let Some(id) = self.plain_id(at) {
            return Some(of_kind(self.met).add_short(id));
        }
        let id = self.id(at)?;
        Some(of_kind(self.met).add(id))
    }

    /// A short id at which nothing asks for a closer look: as [`Cells::id`] would have it.
    fn plain_id(&self, at: At) -> Option<Packed> {
        let id = self.known.get(at.0)?.literal(self.record)?;
        let [first, second, last] = id.letters();
        let is_plain = first.is_ascii_graphic() && last.is_ascii_graphic();
        let is_odd = self.layout.is_odd(first) || is_shortened_so(second);
        (is_plain && !is_odd).then_some(id)
    }

    /// What a cell is read as, when it stood in its column before: the same as then. One that was rejected or counted
    /// is read anew each time, and so is a long one.
    #[inline]
    fn known(&self, at: At) -> Option<Read> {
        self.known.get(at.0)?.read(self.record)
    }

    /// Reads a cell anew, and remembers what it says. It stands apart so that what is done for nearly every cell stays
    /// short.
    #[inline(never)]
    fn learn<T>(&mut self, at: At, anew: impl FnOnce(&mut Self) -> Option<(Read, T)>) -> Option<T> {
        let (read, value) = anew(self)?;
        self.known.get_mut(at.0)?.learn(self.record, read);
        Some(value)
    }

    /// A date.
    #[inline]
    pub(super) fn date(&mut self, at: At) -> Option<Day> {
        match self.known(at) {
            Some(Read::Day(day)) => Some(day),
            Some(_) => None,
            None => self.learn(at, |cells| {
                let day = cells.new_date(at)?;
                Some((Read::Day(day), day))
            }),
        }
    }

    fn new_date(&mut self, at: At) -> Option<Day> {
        let column = self.layout.columns.get(at.0)?;
        let text = self.text(column)?;
        let mut worst = Misread::Shape;
        for format in &column.dates {
            match format.read(text) {
                Ok(day) if self.layout.fillers.contains(&day) => {
                    self.filler(column, text);
                    return None;
                }
                Ok(day) => return Some(day),
                Err(why) => worst = worst.max(why),
            }
        }
        if is_filler_day(self.layout, text) {
            self.filler(column, text);
        } else {
            let problem = no_date(self.layout, column, (text, worst));
            self.reject(column, problem);
        }
        None
    }

    /// A first day; where the mapping allows, one that is not there lies before all records.
    pub(super) fn first_day(&mut self, at: At) -> Option<Day> {
        let before = self.layout.look.missing_start.then_some(Day::FIRST);
        self.date(at).or(before)
    }

    /// A number within bounds; `what` says which.
    #[inline]
    pub(super) fn number(
        &mut self,
        at: At,
        what: &str,
        fits: fn(Decimal) -> bool,
    ) -> Option<Decimal> {
        match self.known(at) {
            Some(Read::Number(number)) => Some(number),
            Some(_) => None,
            None => self.learn(at, |cells| {
                let number = cells.new_number(at, what, fits)?;
                Some((Read::Number(number), number))
            }),
        }
    }

    fn new_number(&mut self, at: At, what: &str, fits: fn(Decimal) -> bool) -> Option<Decimal> {
        let column = self.layout.columns.get(at.0)?;
        let text = self.text(column)?;
        let read = Decimal::parse(text);
        let number = read.filter(|number| fits(*number));
        if number.is_none() {
            let problem = no_number(self.layout, column, (text, read.is_some()));
            self.reject(column, problem.expected(what));
        }
        number
    }

    /// A whole number of minutes.
    pub(super) fn minutes(&mut self, at: At) -> Option<u32> {
        let is_count = |number: Decimal| number.count().is_some();
        let number = self.number(at, "a whole number of minutes", is_count)?;
        number.count()
    }

    /// A value; of a column with a fixed list of them, one of these.
    #[inline]
    pub(super) fn word(&mut self, at: At) -> Option<Word> {
        match self.known(at) {
            Some(Read::Word(word)) => Some(word),
            Some(_) => None,
            None => self.learn(at, |cells| {
                let word = cells.new_word(at)?;
                Some((Read::Word(word), word))
            }),
        }
    }

    fn new_word(&mut self, at: At) -> Option<Word> {
        let column = self.layout.columns.get(at.0)?;
        let text = if column.by_name {
            self.id(at)?
        } else {
            self.text(column)?
        };
        let Some(fixed) = fixed_values(&column.name, column.kind) else {
            let word = self.words.intern(text);
            if word.is_none() {
                self.blank(column);
            }
            return word;
        };
        let word = self.fixed(column, text, fixed);
        if word.is_none() {
            self.unknown_value(column, text, fixed);
        }
        word
    }

    fn fixed(&mut self, column: &Column, text: &str, fixed: &[&str]) -> Option<Word> {
        let folded = fold(text);
        if column.kind == ColumnType::YesNo {
            return yes_or_no(&folded).map(|yes| if yes { Word::TRUE } else { Word::FALSE });
        }
        let known = fixed.iter().find(|known| **known == folded)?;
        self.words.intern(known)
    }

    fn unknown_value(&mut self, column: &Column, text: &str, fixed: &[&str]) {
        // Only a slip of the pen is guessed at: `not held` is nearly `held`, and means the opposite.
        let slip = |known: &&&str| {
            let letters = osa_distance(&fold(text), known);
            letters <= 2 && letters * 2 < known.len()
        };
        let slip = fixed.iter().find(slip).copied();
        let meant = slip.or_else(|| aliases::meaning(&column.name, text));
        let meant = meant.unwrap_or("…");
        let message = format!("not a value of `{}`", column.name);
        let problem = Problem::error("unknown-value", message)
            .found(shown(text))
            .expected(one_of(fixed))
            .hint(format!(
                "say what it means in the mapping of {}: values.{}.{} = {}",
                self.layout.export,
                column.name,
                quoted(text),
                quoted(meant)
            ));
        self.reject(column, problem);
    }

    /// A demanded column, typed as it was asked for.
    pub(super) fn attribute(&mut self, at: At) -> Cell {
        let Some(column) = self.layout.columns.get(at.0) else {
            return Cell::Blank;
        };
        match column.kind {
            ColumnType::Date => self.date(at).into(),
            ColumnType::Number => self.number(at, "a number", |_| true).into(),
            ColumnType::Id | ColumnType::Word | ColumnType::Text | ColumnType::YesNo => {
                self.word(at).into()
            }
        }
    }
}

/// A value as it is shown in a message: one line, and not a long one.
pub(super) fn shown(text: &str) -> String {
    let mut letters = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut shown: String = letters.by_ref().take(LONGEST_FOUND).collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}
