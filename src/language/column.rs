//! The name of a column of an export, as a policy writes it.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// A column's name, in snake case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnName(String);

impl ColumnName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<ColumnName> for String {
    fn from(name: ColumnName) -> String {
        name.0
    }
}

impl<'de> Deserialize<'de> for ColumnName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ColumnName, D::Error> {
        struct Name;

        impl Visitor<'_> for Name {
            type Value = ColumnName;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("the name of a column such as `start_date`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<ColumnName, E> {
                let lower = text.trim().to_lowercase();
                let snake: Vec<&str> = lower
                    .split(|c: char| c == '-' || c == '_' || c.is_whitespace())
                    .filter(|part| !part.is_empty())
                    .collect();
                if snake.is_empty() {
                    return Err(E::custom("a blank name, expected one such as `start_date`"));
                }
                if text.contains('-') || text.contains(char::is_whitespace) {
                    return Err(E::custom(format!(
                        "`{text}` is no column: columns are written with underscores, as in `{}`",
                        snake.join("_")
                    )));
                }
                Ok(ColumnName(text.to_owned()))
            }
        }

        deserializer.deserialize_any(Name)
    }
}
