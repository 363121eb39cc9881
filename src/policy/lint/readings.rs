//! One sentence of the written policy that two clauses read differently.

use crate::records::fold;
use crate::rules::{Clause, Duty};

use super::{Mistake, Sheet};

/// A warning for each clause that reads a sentence otherwise than an earlier one.
pub(super) fn different_readings(sheet: &Sheet<'_>) -> Vec<Mistake> {
    let clauses = &sheet.policy.clauses;
    let differing = clauses.iter().enumerate().filter_map(|(index, clause)| {
        let mut earlier = clauses.iter().take(index);
        earlier.find_map(|earlier| warning(sheet, earlier, clause))
    });
    differing.collect()
}

fn warning(sheet: &Sheet<'_>, first: &Clause, second: &Clause) -> Option<Mistake> {
    let (one, two) = (first.reading.as_deref()?, second.reading.as_deref()?);
    let cited = second.citation.iter().find(|cited| {
        let is = |other: &String| fold(other) == fold(cited);
        first.citation.iter().any(is)
    })?;
    let words = quarrel(one, two)?;
    // A sentence may be split over two clauses, of which one takes the other's place.
    if matches!(words, Quarrel::Whole) && (takes_place(first, second) || takes_place(second, first))
    {
        return None;
    }
    let what = match words {
        Quarrel::Phrase(phrase) => format!("'{phrase}' of {cited}"),
        Quarrel::Whole => cited.clone(),
    };
    let message = format!("`{}` and `{}` read {what} differently", first.id, second.id);
    let place = |clause: &Clause, reading: &str| sheet.places.text(clause, &["reading"], reading);
    let help = "give both the same `reading`, or cite the sentence each of them stands for";
    Some(
        Mistake::warning("different-readings", place(second, two), message)
            .other(place(first, one), "read like this before")
            .help(Some(help.to_owned())),
    )
}

fn takes_place(one: &Clause, other: &Clause) -> bool {
    match &one.duty {
        Duty::Clock(clock) => clock.schedule.instead_of.contains(&other.id),
        Duty::Check(_) | Duty::NotTestable(_) => false,
    }
}

/// What two readings of one sentence differ in.
enum Quarrel<'r> {
    /// A phrase both quote.
    Phrase(&'r str),
    /// Neither quotes anything.
    Whole,
}

/// Readings that quote different phrases do not quarrel: each may be about its own part of the sentence.
fn quarrel<'r>(one: &'r str, two: &str) -> Option<Quarrel<'r>> {
    let (mine, theirs) = (quoted(one), quoted(two));
    if mine.is_empty() && theirs.is_empty() {
        return (fold(one) != fold(two)).then_some(Quarrel::Whole);
    }
    mine.iter()
        .filter(|(phrase, _)| theirs.iter().any(|(other, _)| fold(other) == fold(phrase)))
        .find(|(phrase, sentence)| {
            !theirs
                .iter()
                .any(|(other, said)| fold(other) == fold(phrase) && fold(said) == fold(sentence))
        })
        .map(|(phrase, _)| Quarrel::Phrase(phrase))
}

/// The phrases in quotation marks, each with the sentence it stands in.
fn quoted(reading: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for sentence in reading.split_inclusive(". ") {
        let mut rest = sentence;
        while let Some((_, after, close)) = opened(rest) {
            let Some((phrase, behind)) = closed(after, close) else {
                break;
            };
            found.push((phrase, sentence.trim()));
            rest = behind;
        }
    }
    found
}

/// The text before and after the first opening mark, and its closing mark. A mark inside a word opens nothing.
fn opened(text: &str) -> Option<(&str, &str, char)> {
    text.char_indices().find_map(|(at, mark)| {
        let close = match mark {
            '\'' | '"' => mark,
            '‘' => '’',
            '“' => '”',
            _ => return None,
        };
        let before = text.get(..at)?;
        let inside = before.ends_with(char::is_alphanumeric);
        let after = text.get(at + mark.len_utf8()..)?;
        (!inside).then_some((before, after, close))
    })
}

/// The phrase up to the first closing mark that ends a word, and the text behind it.
fn closed(text: &str, close: char) -> Option<(&str, &str)> {
    text.match_indices(close).find_map(|(at, mark)| {
        let behind = text.get(at + mark.len()..)?;
        let ends = !behind.starts_with(char::is_alphanumeric);
        ends.then_some((text.get(..at)?, behind))
    })
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn phrases_are_found_with_their_sentences_and_apostrophes_passed_over() {
        let phrases = |text| {
            let found = quoted(text);
            found
                .into_iter()
                .map(|(phrase, _)| phrase)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            phrases("The workers' 'PA's' are assistants; \"monthly\" is ‘1 month’."),
            ["PA's", "monthly", "1 month"]
        );
        assert_eq!(phrases("a month's end, and 'no end"), Vec::<&str>::new());
        assert_eq!(
            quoted("'A' is b. 'C' is d."),
            [("A", "'A' is b."), ("C", "'C' is d.")]
        );
    }
}
