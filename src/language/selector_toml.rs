//! Reading selectors from a policy's TOML, with every mistake at its own place.

use std::fmt;

use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::calendar::Minutes;
use crate::records::{Decimal, fold};

use super::selector::{Bound, Condition, Relation, Selector, Test, Value};

const RELATIONS: [(&str, Relation); 5] = [
    ("supervisor", Relation::Supervisor),
    ("cases", Relation::Cases),
    ("worker", Relation::Worker),
    ("supervisee", Relation::Supervisee),
    ("case", Relation::Case),
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
                    alternatives: vec![conditions(map, None)?],
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
                conditions(map, None).map(Table)
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

fn conditions<'de, A: MapAccess<'de>>(
    mut map: A,
    within: Option<Relation>,
) -> Result<Vec<Condition>, A::Error> {
    let mut found = Vec::new();
    while let Some(key) = map.next_key::<String>()? {
        if key.contains('-') {
            return Err(A::Error::custom(format!(
                "`{key}` is no column, expected a column in snake case such as `{}`",
                key.replace('-', "_")
            )));
        }
        let relation = RELATIONS.iter().find(|(name, _)| *name == key);
        match (map.next_value::<Entry>()?, relation) {
            (Entry::Tests(tests), _) => found.push(Condition {
                relation: within,
                column: key,
                tests,
            }),
            (Entry::Columns(columns), Some((_, relation))) => {
                found.extend(columns.into_iter().map(|(column, tests)| Condition {
                    relation: Some(*relation),
                    column,
                    tests,
                }));
            }
            (Entry::Columns(_), None) => {
                let names = RELATIONS.map(|(name, _)| format!("`{name}.`")).join(", ");
                return Err(A::Error::custom(format!(
                    "`{key}` is neither a relation nor followed by a test, expected a test ({}) or a relation ({names})",
                    TESTS.map(|test| format!("`{test}`")).join(", ")
                )));
            }
        }
    }
    Ok(found)
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entry, D::Error> {
        struct Behind;

        impl<'de> Visitor<'de> for Behind {
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
                while let Some(key) = map.next_key::<String>()? {
                    match test(&key, &mut map)? {
                        Some(test) => tests.push(test),
                        None => match map.next_value::<Entry>()? {
                            Entry::Tests(tests) => columns.push((key, tests)),
                            Entry::Columns(_) => {
                                return Err(A::Error::custom(format!(
                                    "`{key}` goes one relation too far"
                                )));
                            }
                        },
                    }
                }
                match (tests.is_empty(), columns.is_empty()) {
                    (true, false) => Ok(Entry::Columns(columns)),
                    (false, true) => Ok(Entry::Tests(tests)),
                    (true, true) => Err(A::Error::custom(
                        "an empty table, expected a test such as `known = true`",
                    )),
                    (false, false) => Err(A::Error::custom(format!(
                        "`{}` is no test, expected {}",
                        columns.first().map_or("", |(name, _)| name),
                        TESTS.map(|test| format!("`{test}`")).join(", ")
                    ))),
                }
            }
        }

        deserializer.deserialize_any(Behind)
    }
}

/// The test a key names, its value read; nothing when the key is no test.
fn test<'de, A: MapAccess<'de>>(key: &str, map: &mut A) -> Result<Option<Test>, A::Error> {
    Ok(Some(match key {
        "not" => Test::Not(map.next_value::<Values>()?.0),
        "known" => Test::Known(map.next_value()?),
        "reached" => Test::Reached(map.next_value()?),
        "at-least" => Test::AtLeast(map.next_value()?),
        "over" => Test::Over(map.next_value()?),
        "at-most" => Test::AtMost(map.next_value()?),
        "under" => Test::Under(map.next_value()?),
        _ => {
            if key.contains('-') {
                map.next_value::<IgnoredAny>()?;
                return Err(A::Error::custom(format!(
                    "`{key}` is no test, expected {}",
                    TESTS.map(|test| format!("`{test}`")).join(", ")
                )));
            }
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
                if let Ok(minutes) = text.parse::<Minutes>() {
                    return Ok(Bound::Number(Decimal::whole(minutes.count())));
                }
                text.parse().map(Bound::Since).map_err(E::custom)
            }
        }

        deserializer.deserialize_any(Edge)
    }
}
