//! One test on one cell.

use std::cmp::Ordering;

use crate::calendar::{Day, WorkingDays};
use crate::records::{Cell, Decimal, Word, Words, fold};

use super::matcher::{Fit, best_of, worst_of};
use super::selector::{Bound, Test, Value};

/// A test with its words looked up.
#[derive(Clone, Debug)]
pub(super) enum Probe {
    Is(Listed),
    Not(Listed),
    Other(Test),
}

/// Values that a test lists, by what a cell of each kind is compared with.
#[derive(Clone, Debug, Default)]
pub(super) struct Listed {
    words: Vec<Word>,
    /// Folded.
    texts: Vec<String>,
    numbers: Vec<Decimal>,
}

/// A cell as a test sees it.
pub(super) enum Seen<'a> {
    Blank,
    Word(Word),
    Text(&'a str),
    Day(Day),
    Number(Decimal),
}

impl From<Cell> for Seen<'_> {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Blank => Seen::Blank,
            Cell::Word(word) => Seen::Word(word),
            Cell::Day(day) => Seen::Day(day),
            Cell::Number(number) => Seen::Number(number),
        }
    }
}

impl Probe {
    /// Looks up the words of a test.
    pub(super) fn of(test: &Test, words: &Words) -> Probe {
        match test {
            Test::Is(values) => Probe::Is(Listed::of(values, words)),
            Test::Not(values) => Probe::Not(Listed::of(values, words)),
            Test::Known(_)
            | Test::Reached(_)
            | Test::AtLeast(_)
            | Test::Over(_)
            | Test::AtMost(_)
            | Test::Under(_) => Probe::Other(test.clone()),
        }
    }

    /// The best that can be said of a cell on any day: of a test that asks for certain values that is known.
    pub(super) fn at_best(&self, seen: &Seen<'_>) -> Fit {
        match (self, seen) {
            (Probe::Is(_), Seen::Blank) => Fit::Blank,
            (Probe::Is(values), _) if !values.has(seen) => Fit::No,
            (Probe::Is(_) | Probe::Not(_) | Probe::Other(_), _) => Fit::Yes,
        }
    }

    /// The words of which one must stand there, of a test that asks for certain ones.
    pub(super) fn words_asked(&self) -> Option<&[Word]> {
        match self {
            Probe::Is(values) => Some(&values.words),
            Probe::Not(_) | Probe::Other(_) => None,
        }
    }

    /// Whether a word passes, where that is so on every day.
    pub(super) fn passes_word(&self, word: Word) -> Option<bool> {
        match self {
            Probe::Is(values) => Some(values.has(&Seen::Word(word))),
            Probe::Not(values) => Some(!values.has(&Seen::Word(word))),
            Probe::Other(_) => None,
        }
    }

    /// What it says of somebody who is several things at once, by what it says of each: one is enough for what must be,
    /// and none may be what must not be.
    pub(super) fn of_all(&self, each: impl Iterator<Item = Fit>) -> Fit {
        match self {
            Probe::Not(_) => worst_of(each),
            Probe::Is(_) | Probe::Other(_) => best_of(each),
        }
    }

    /// Whether a cell passes on a day.
    pub(super) fn judge(&self, seen: &Seen<'_>, working: &WorkingDays, day: Day) -> Fit {
        let yes = |holds: bool| if holds { Fit::Yes } else { Fit::No };
        let blank = matches!(seen, Seen::Blank);
        let edge = |bound: &Bound| compare(seen, bound, working, day);
        match self {
            Probe::Is(_) if blank => Fit::Blank,
            Probe::Is(values) => yes(values.has(seen)),
            Probe::Not(values) => yes(!values.has(seen)),
            Probe::Other(test) => match test {
                Test::Known(known) => yes(*known != blank),
                Test::Reached(reached) => {
                    let is = matches!(seen, Seen::Day(date) if *date <= day);
                    yes(is == *reached)
                }
                Test::AtLeast(_) | Test::Over(_) | Test::AtMost(_) | Test::Under(_) if blank => {
                    Fit::Blank
                }
                Test::AtLeast(bound) => yes(matches!(
                    edge(bound),
                    Some(Ordering::Equal | Ordering::Greater)
                )),
                Test::Over(bound) => yes(edge(bound) == Some(Ordering::Greater)),
                Test::AtMost(bound) => yes(matches!(
                    edge(bound),
                    Some(Ordering::Equal | Ordering::Less)
                )),
                Test::Under(bound) => yes(edge(bound) == Some(Ordering::Less)),
                Test::Is(_) | Test::Not(_) => Fit::No,
            },
        }
    }

    /// The same, but of a blank cell nothing is said of whether its date has come, and of a later date nothing where it
    /// must have come, nor of how long ago it was: on that day something else may have stood there.
    pub(super) fn judge_strictly(&self, seen: &Seen<'_>, working: &WorkingDays, day: Day) -> Fit {
        match (self, seen) {
            (Probe::Other(Test::Reached(_)), Seen::Blank) => Fit::Blank,
            (
                Probe::Other(
                    Test::Reached(true)
                    | Test::AtLeast(Bound::Since(_))
                    | Test::Over(Bound::Since(_))
                    | Test::AtMost(Bound::Since(_))
                    | Test::Under(Bound::Since(_)),
                ),
                Seen::Day(date),
            ) if *date > day => Fit::Blank,
            _ => self.judge(seen, working, day),
        }
    }

    /// Whether the test passes where there is nobody to look at.
    pub(super) fn passes_nobody(&self) -> bool {
        matches!(
            self,
            Probe::Not(_) | Probe::Other(Test::Known(false) | Test::Reached(false))
        )
    }

    /// The days on which the answer for this cell may change.
    pub(super) fn crossing(&self, seen: &Seen<'_>, working: &WorkingDays) -> Option<Day> {
        let (Seen::Day(date), Probe::Other(test)) = (seen, self) else {
            return None;
        };
        match test {
            Test::Reached(_) => Some(*date),
            Test::AtLeast(Bound::Since(time)) | Test::Under(Bound::Since(time)) => {
                Some(time.after(*date, working))
            }
            Test::Over(Bound::Since(time)) | Test::AtMost(Bound::Since(time)) => {
                Some(time.after(*date, working).next())
            }
            Test::Is(_)
            | Test::Not(_)
            | Test::Known(_)
            | Test::AtLeast(_)
            | Test::Under(_)
            | Test::Over(_)
            | Test::AtMost(_) => None,
        }
    }
}

/// How a cell stands to a bound: a date by the time since it, so that the boundary day itself is `Equal`.
fn compare(seen: &Seen<'_>, bound: &Bound, working: &WorkingDays, day: Day) -> Option<Ordering> {
    match (seen, bound) {
        (Seen::Number(number), Bound::Number(edge)) => Some(number.cmp(edge)),
        (Seen::Day(date), Bound::Since(time)) => Some(day.cmp(&time.after(*date, working))),
        (Seen::Blank | Seen::Word(_) | Seen::Text(_) | Seen::Day(_) | Seen::Number(_), _) => None,
    }
}

impl Listed {
    fn of(values: &[Value], words: &Words) -> Listed {
        let mut listed = Listed::default();
        for value in values {
            match value {
                Value::Number(number) => listed.numbers.push(*number),
                Value::Word(text) => {
                    listed.words.extend(words.get(text));
                    listed.texts.push(text.clone());
                }
                Value::YesNo(yes) => {
                    let known = spellings(*yes).into_iter();
                    listed
                        .words
                        .extend(known.filter_map(|text| words.get(text)));
                }
            }
        }
        listed
    }

    fn has(&self, seen: &Seen<'_>) -> bool {
        match seen {
            Seen::Word(word) => self.words.contains(word),
            Seen::Text(text) => self.texts.contains(&fold(text)),
            Seen::Number(number) => self.numbers.contains(number),
            Seen::Blank | Seen::Day(_) => false,
        }
    }
}

/// What is taken for yes, or for no.
pub(super) fn spellings(yes: bool) -> [&'static str; 5] {
    if yes {
        ["true", "yes", "y", "t", "1"]
    } else {
        ["false", "no", "n", "f", "0"]
    }
}
