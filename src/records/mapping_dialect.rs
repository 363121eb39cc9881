//! The keys of a mapping that say how a file's text is written.

use super::dialect::{DELIMITERS, named};
use super::mapping_toml::{Parser, Value, one_of};
use super::text::Encoding;
use crate::problem::Problem;

impl Parser<'_> {
    pub(super) fn encoding(&mut self, value: &Value<'_>) -> Option<Encoding> {
        let text = self.string("encoding", value)?;
        let mut all = Encoding::ALL.into_iter();
        let found = all.find(|known| known.name().eq_ignore_ascii_case(&text));
        if found.is_none() {
            let problem = Problem::error("unknown-encoding", "there is no such encoding here")
                .found(text)
                .expected(one_of(&Encoding::ALL.map(Encoding::name)));
            self.add(value.span(), problem);
        }
        found
    }

    pub(super) fn delimiter(&mut self, value: &Value<'_>) -> Option<u8> {
        // Not trimmed as other texts are, for a tab may be written as such.
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type("delimiter", value, "text in quotation marks");
            return None;
        };
        let is_it = |known: &u8| named(*known) == text || text.as_bytes() == [*known];
        let found = DELIMITERS.into_iter().find(is_it);
        if found.is_none() {
            let problem =
                Problem::error("unknown-delimiter", "no export has this between its cells")
                    .found(text)
                    .expected(one_of(&DELIMITERS.map(named)));
            self.add(value.span(), problem);
        }
        found
    }

    pub(super) fn header_line(&mut self, value: &Value<'_>) -> Option<u32> {
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|number| number.as_str().parse().ok());
        let line = number.filter(|line| (1..=20).contains(line));
        if line.is_none() {
            self.wrong_type("header-line", value, "a line from 1 to 20");
        }
        line
    }
}
