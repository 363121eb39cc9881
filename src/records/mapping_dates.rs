//! How a mapping says that dates are written: a list for every column, or one for each.

use super::columns::Export;
use super::dates::{DateFormat, Dates};
use super::mapping_toml::{Parser, Value};
use crate::problem::Problem;

/// The key that stands for every column not named.
const OTHERS: &str = "*";

impl Parser<'_> {
    /// A list of formats, or a table of such lists by column.
    pub(super) fn dates(&mut self, export: Export, value: &Value<'_>) -> Dates {
        let mut dates = Dates::default();
        if value.get_ref().as_table().is_none() {
            dates.others = self.formats("dates", value);
            return dates;
        }
        let formats = |parser: &mut Self, key: &str, value: &Value<'_>| {
            let formats = parser.formats(key, value);
            (!formats.is_empty()).then_some(formats)
        };
        dates.by_column = self.by_column("dates", export, value, formats);
        dates.others = dates.by_column.remove(OTHERS).unwrap_or_default();
        dates
    }

    fn formats(&mut self, what: &str, value: &Value<'_>) -> Vec<DateFormat> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(what, value, "a list of ways to write a date");
            return Vec::new();
        };
        let mut formats: Vec<DateFormat> = Vec::new();
        for item in items {
            let Some(text) = self.string(what, item) else {
                continue;
            };
            match DateFormat::parse(&text) {
                Ok(format) => match formats.iter().find_map(|other| clash(&format, other)) {
                    None => formats.push(format),
                    Some(problem) => self.add(item.span(), problem),
                },
                Err(why) => {
                    let problem = Problem::error("bad-date-format", why)
                        .found(&text)
                        .expected(
                            "`d` or `dd`, `m`, `mm` or `mmm`, `yy` or `yyyy`, such as `dd/mm/yyyy`",
                        );
                    self.add(item.span(), problem);
                }
            }
        }
        formats
    }
}

/// Two formats that read one cell as two days, other than by day and month: of these the cells themselves can tell.
fn clash(format: &DateFormat, other: &DateFormat) -> Option<Problem> {
    let orders = format.order().zip(other.order());
    if orders.is_some_and(|(one, other)| one != other) {
        return None;
    }
    let cell = format.clash(other)?;
    let message = format!("`{format}` and `{other}` read `{cell}` as two different days");
    let problem = Problem::error("clashing-date-formats", message);
    Some(problem.hint("give each file its own mapping with `files`, and one of the two in each"))
}
