//! Reading selectors from a policy's TOML, with every mistake at its own place.

use std::fmt;

use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};

use crate::calendar::Minutes;
use crate::records::{Decimal, fold};

use super::column::ColumnName;
use super::selector::{Bound, Condition, Relation, Selector, Test, Value};

const RELATIONS: [(&str, Relation); 7] = [
    ("supervisor", Relation::Supervisor),
    ("cases", Relation::Cases),
    ("worker", Relation::Worker),
    ("supervisee", Relation::Supervisee),
    ("case", Relation::Case),
    ("staff", Relation::Staff),
    ("by", Relation::By),
];

const TESTS: [&str; 7] = [
    "not", "known", "reached", "at-least", "over", "at-most", "under",
];

impl<'de> Deserialize<'de> for Selector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Selector, D::Error> {
        struct Tables;

        impl<'de> Visitor<'de> for Tables {
            type Value = Selector;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(
                    "a table such as `{ role = \"social-worker\" }`, or a list of such tables",
                )
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Selector, A::Error> {
                Ok(Selector {
                    alternatives: vec![conditions(map)?],
                })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Selector, A::Error> {
                let tables = Vec::<Table>::deserialize(SeqAccessDeserializer::new(seq))?;
                if tables.is_empty() {
                    return Err(A::Error::custom(
                        "an empty list, expected at least one table",
                    ));
                }
                Ok(Selector {
                    alternatives: tables.into_iter().map(|table| table.0).collect(),
                })
            }
        }

        deserializer.deserialize_any(Tables)
    }
}

/// One table of conditions.
struct Table(Vec<Condition>);

impl<'de> Deserialize<'de> for Table {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Table, D::Error> {
        struct OneTable;

        impl<'de> Visitor<'de> for OneTable {
            type Value = Table;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a table such as `{ role = \"social-worker\" }`")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Table, A::Error> {
                conditions(map).map(Table)
            }
        }

        deserializer.deserialize_any(OneTable)
    }
}

/// What stands behind a key: the tests of a column, or the columns behind a relation.
enum Entry {
    Tests(Vec<Test>),
    Columns(Vec<(String, Vec<Test>)>),
}

fn conditions<'de, A: MapAccess<'de>>(mut map: A) -> Result<Vec<Condition>, A::Error> {
    let mut found = Vec::new();
    while let Some(key) = map.next_key::<ColumnName>()? {
        let relation = RELATIONS.iter().find(|(name, _)| *name == key.as_str());
        let behind = Behind {
            key: key.as_str(),
            relation: relation.is_some(),
        };
        match (map.next_value_seed(behind)?, relation) {
            (Entry::Columns(columns), Some((_, relation))) => {
                found.extend(columns.into_iter().map(|(column, tests)| Condition {
                    relation: Some(*relation),
                    column,
                    tests,
                }));
            }
            (Entry::Tests(tests), _) => found.push(Condition {
                relation: None,
                column: key.into(),
                tests,
            }),
            // `Behind` makes columns of relations only.
            (Entry::Columns(_), None) => {}
        }
    }
    Ok(found)
}

/// Reads what stands behind a key.
struct Behind<'a> {
    key: &'a str,
    /// Whether the key is a relation, so that columns may follow.
    relation: bool,
}

impl<'de> DeserializeSeed<'de> for Behind<'_> {
    type Value = Entry;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Entry, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Behind<'_> {
    type Value = Entry;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value, a list of values, or a test such as `{ known = true }`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Entry, E> {
        Ok(Entry::Tests(vec![Test::Is(vec![word(text)?])]))
    }

    fn visit_bool<E: Error>(self, yes: bool) -> Result<Entry, E> {
        Ok(Entry::Tests(vec![Test::Is(vec![Value::YesNo(yes)])]))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Entry, E> {
        Ok(Entry::Tests(vec![Test::Is(vec![whole(number)?])]))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Entry, E> {
        Ok(Entry::Tests(vec![Test::Is(vec![fraction(number)?])]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Entry, A::Error> {
        let values = Values::deserialize(SeqAccessDeserializer::new(seq))?;
        Ok(Entry::Tests(vec![Test::Is(values.0)]))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entry, A::Error> {
        let (mut tests, mut columns) = (Vec::new(), Vec::new());
        loop {
            let inner = Inner {
                outer: self.key,
                tests: columns.is_empty(),
                columns: self.relation && tests.is_empty(),
                mixed: self.relation && !tests.is_empty(),
            };
            match map.next_key_seed(inner)? {
                None => break,
                Some(InnerKey::Test(name)) => tests.extend(test(name, &mut map)?),
                Some(InnerKey::Column(column)) => {
                    let behind = Behind {
                        key: &column,
                        relation: false,
                    };
                    if let Entry::Tests(tests) = map.next_value_seed(behind)? {
                        columns.push((column, tests));
                    }
                }
            }
        }
        if !columns.is_empty() {
            return Ok(Entry::Columns(columns));
        }
        if tests.is_empty() {
            return Err(A::Error::custom(
                "an empty table, expected a test such as `known = true`",
            ));
        }
        Ok(Entry::Tests(tests))
    }
}

/// A key inside the table behind another: a test, or after a relation a column.
enum InnerKey {
    Test(&'static str),
    Column(String),
}

/// Reads such a key, so that a mistake in it stands at its own place.
struct Inner<'a> {
    outer: &'a str,
    /// Whether a test may stand here.
    tests: bool,
    /// Whether a column may stand here.
    columns: bool,
    /// Whether a column could have stood here, were it not for the tests before it.
    mixed: bool,
}

impl<'de> DeserializeSeed<'de> for Inner<'_> {
    type Value = InnerKey;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<InnerKey, D::Error> {
        let key = String::deserialize(deserializer)?;
        let outer = self.outer;
        if let Some(name) = TESTS.into_iter().find(|name| *name == key) {
            if self.tests {
                return Ok(InnerKey::Test(name));
            }
            return Err(D::Error::custom(format!(
                "`{key}` is a test beside columns, expected a column of `{outer}.`"
            )));
        }
        if self.columns {
            let name = ColumnName::deserialize(key.into_deserializer())?;
            return Ok(InnerKey::Column(name.into()));
        }
        if self.mixed {
            return Err(D::Error::custom(format!(
                "`{key}` is a column beside a test, expected tests or columns behind `{outer}`"
            )));
        }
        if RELATIONS.iter().any(|(name, _)| *name == outer) {
            return Err(D::Error::custom(format!(
                "`{outer}.{key}` goes one step too far, expected one relation before a column"
            )));
        }
        if let Some(near) = near(&key, TESTS) {
            return Err(D::Error::custom(format!(
                "`{key}` is no test; did you mean `{near}`?"
            )));
        }
        let like: Vec<String> = RELATIONS
            .iter()
            .filter(|(name, _)| strsim::damerau_levenshtein(name, outer) <= 2)
            .map(|(name, _)| format!("`{name}.{key}`"))
            .collect();
        if !like.is_empty() {
            return Err(D::Error::custom(format!(
                "`{outer}` is no relation; did you mean {}?",
                like.join(" or ")
            )));
        }
        let tests = TESTS.map(|test| format!("`{test}`")).join(", ");
        let relations = RELATIONS.map(|(name, _)| format!("`{name}.`")).join(", ");
        Err(D::Error::custom(format!(
            "`{key}` is no test, expected {tests}; before a column only {relations} can stand"
        )))
    }
}

/// The name most like a mistyped one, when one is like it at all.
fn near<const N: usize>(found: &str, names: [&'static str; N]) -> Option<&'static str> {
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(found, name), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|one, two| one.0.total_cmp(&two.0))
        .map(|(_, name)| name)
}

/// The value of a test.
fn test<'de, A: MapAccess<'de>>(name: &str, map: &mut A) -> Result<Option<Test>, A::Error> {
    Ok(Some(match name {
        "not" => Test::Not(map.next_value::<Values>()?.0),
        "known" => Test::Known(map.next_value()?),
        "reached" => Test::Reached(map.next_value()?),
        "at-least" => Test::AtLeast(map.next_value()?),
        "over" => Test::Over(map.next_value()?),
        "at-most" => Test::AtMost(map.next_value()?),
        "under" => Test::Under(map.next_value()?),
        _ => {
            map.next_value::<IgnoredAny>()?;
            return Ok(None);
        }
    }))
}

/// One value or a list of values.
struct Values(Vec<Value>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Values, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Values;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a value or a list of values")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Values, E> {
                Ok(Values(vec![word(text)?]))
            }

            fn visit_bool<E: Error>(self, yes: bool) -> Result<Values, E> {
                Ok(Values(vec![Value::YesNo(yes)]))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Values, E> {
                Ok(Values(vec![whole(number)?]))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Values, E> {
                Ok(Values(vec![fraction(number)?]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Values, A::Error> {
                let mut values = Vec::new();
                while let Some(one) = seq.next_element::<Values>()? {
                    values.extend(one.0);
                }
                if values.is_empty() {
                    return Err(A::Error::custom(
                        "an empty list, expected at least one value",
                    ));
                }
                Ok(Values(values))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

fn word<E: Error>(text: &str) -> Result<Value, E> {
    let folded = fold(text);
    if folded.is_empty() {
        return Err(E::custom(
            "a blank value, expected a word, or `{ known = false }` for a blank cell",
        ));
    }
    Ok(Value::Word(folded))
}

fn whole<E: Error>(number: i64) -> Result<Value, E> {
    Decimal::parse(&number.to_string())
        .map(Value::Number)
        .ok_or_else(|| E::custom(format!("`{number}` is too large a number")))
}

fn fraction<E: Error>(number: f64) -> Result<Value, E> {
    Decimal::parse(&number.to_string())
        .map(Value::Number)
        .ok_or_else(|| E::custom(format!("`{number}` is no number of at most six decimals")))
}

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Bound, D::Error> {
        struct Edge;

        impl Visitor<'_> for Edge {
            type Value = Bound;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a number, or a time such as `18 years` or `90 minutes`")
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Bound, E> {
                match whole(number)? {
                    Value::Number(number) => Ok(Bound::Number(number)),
                    Value::Word(_) | Value::YesNo(_) => Err(E::custom("expected a number")),
                }
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Bound, E> {
                match fraction(number)? {
                    Value::Number(number) => Ok(Bound::Number(number)),
                    Value::Word(_) | Value::YesNo(_) => Err(E::custom("expected a number")),
                }
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Bound, E> {
                let within_a_day = ["min", "hour", "hr"].iter().any(|word| text.contains(word));
                match text.parse::<Minutes>() {
                    Ok(minutes) => Ok(Bound::Number(Decimal::whole(minutes.count()))),
                    Err(error) if within_a_day => Err(E::custom(error)),
                    Err(_) => text.parse().map(Bound::Since).map_err(E::custom),
                }
            }
        }

        deserializer.deserialize_any(Edge)
    }
}
