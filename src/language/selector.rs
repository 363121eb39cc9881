//! The selector grammar of `for`, `counts` and `out-of`, and what it asks of the exports.

use crate::calendar::Interval;
use crate::records::{ColumnType, Decimal, Demand, Export};

/// Whom or what a selector is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SubjectKind {
    /// Staff members.
    Staff,
    /// Cases.
    Case,
    /// Session rows.
    Session,
    /// Rows of the activity exports.
    Activity,
}

impl SubjectKind {
    /// The export whose columns a selector on such a subject names.
    pub fn export(self) -> Export {
        match self {
            SubjectKind::Staff => Export::Staff,
            SubjectKind::Case => Export::Cases,
            SubjectKind::Session => Export::Sessions,
            SubjectKind::Activity => Export::Activity,
        }
    }

    /// The relations that may stand before a column.
    pub fn relations(self) -> &'static [(&'static str, Relation)] {
        match self {
            SubjectKind::Staff => &[
                ("supervisor", Relation::Supervisor),
                ("cases", Relation::Cases),
            ],
            SubjectKind::Case => &[("worker", Relation::Worker)],
            SubjectKind::Session => &[
                ("supervisee", Relation::Supervisee),
                ("supervisor", Relation::Supervisor),
                ("case", Relation::Case),
            ],
            SubjectKind::Activity => &[
                ("staff", Relation::Staff),
                ("by", Relation::By),
                ("case", Relation::Case),
            ],
        }
    }

    /// The columns that are worked out and stand in no export.
    pub fn derived(self) -> &'static [&'static str] {
        match self {
            SubjectKind::Staff => &["supervises", "case_holder"],
            SubjectKind::Case => &["age"],
            SubjectKind::Session => &["attendees", "by_line_manager"],
            SubjectKind::Activity => &[],
        }
    }
}

/// A step from a subject to another before its column is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The line manager of a staff member; who led a session.
    Supervisor,
    /// At least one open case of a staff member.
    Cases,
    /// Who a case is allocated to.
    Worker,
    /// Whom a session was for.
    Supervisee,
    /// The case a session or an activity row names.
    Case,
    /// Whom an activity was about.
    Staff,
    /// Who did it.
    By,
}

impl Relation {
    /// What stands at the other end.
    pub fn target(self) -> SubjectKind {
        match self {
            Relation::Supervisor
            | Relation::Worker
            | Relation::Supervisee
            | Relation::Staff
            | Relation::By => SubjectKind::Staff,
            Relation::Cases | Relation::Case => SubjectKind::Case,
        }
    }

    /// The word before the dot.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Supervisor => "supervisor",
            Relation::Cases => "cases",
            Relation::Worker => "worker",
            Relation::Supervisee => "supervisee",
            Relation::Case => "case",
            Relation::Staff => "staff",
            Relation::By => "by",
        }
    }
}

/// A value a cell is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A word, folded.
    Word(String),
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(Decimal),
}

/// The edge of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Of a number.
    Number(Decimal),
    /// Of the time since a date: the day that lies this long after it belongs to the later side.
    Since(Interval),
}

/// What one cell must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// One of these values.
    Is(Vec<Value>),
    /// None of these values; a blank cell passes.
    Not(Vec<Value>),
    /// Filled (`true`) or blank (`false`).
    Known(bool),
    /// A date on or before the day judged (`true`), or blank or later (`false`).
    Reached(bool),
    /// At least this.
    AtLeast(Bound),
    /// More than this.
    Over(Bound),
    /// At most this.
    AtMost(Bound),
    /// Less than this.
    Under(Bound),
}

impl Test {
    /// The values of which it wants one; none where it asks something else.
    pub fn values(&self) -> &[Value] {
        match self {
            Test::Is(values) => values,
            Test::Not(_)
            | Test::Known(_)
            | Test::Reached(_)
            | Test::AtLeast(_)
            | Test::Over(_)
            | Test::AtMost(_)
            | Test::Under(_) => &[],
        }
    }

    /// How the column must be read for the test to make sense.
    fn column_type(&self) -> ColumnType {
        match self {
            Test::Is(values) | Test::Not(values) => {
                let all = |is: fn(&Value) -> bool| values.iter().all(is);
                if all(|value| matches!(value, Value::Number(_))) {
                    ColumnType::Number
                } else if all(|value| matches!(value, Value::YesNo(_))) {
                    ColumnType::YesNo
                } else {
                    ColumnType::Word
                }
            }
            Test::Known(_) => ColumnType::Word,
            Test::Reached(_) => ColumnType::Date,
            Test::AtLeast(bound) | Test::Over(bound) | Test::AtMost(bound) | Test::Under(bound) => {
                match bound {
                    Bound::Number(_) => ColumnType::Number,
                    Bound::Since(_) => ColumnType::Date,
                }
            }
        }
    }
}

/// One column and what it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The step before the column, if any.
    pub relation: Option<Relation>,
    /// The column's name, in snake case.
    pub column: String,
    /// What must hold of it; all of them.
    pub tests: Vec<Test>,
}

/// Any of several tables, each a set of conditions that must all hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// The tables; never empty. One table without conditions is everyone.
    pub alternatives: Vec<Vec<Condition>>,
}

impl Default for Selector {
    fn default() -> Selector {
        Selector {
            alternatives: vec![Vec::new()],
        }
    }
}

impl Selector {
    /// Whether it has no condition at all.
    pub fn is_everyone(&self) -> bool {
        self.alternatives.iter().any(Vec::is_empty)
    }

    /// This selector laid over `base`: each of its tables, with the conditions of `base` on columns it does not name.
    #[must_use]
    pub fn over(&self, base: &[Condition]) -> Selector {
        let alternatives = self.alternatives.iter().map(|own| {
            let mut table = own.clone();
            for default in base {
                let named = own.iter().any(|condition| {
                    condition.relation == default.relation && condition.column == default.column
                });
                if !named {
                    table.push(default.clone());
                }
            }
            table
        });
        Selector {
            alternatives: alternatives.collect(),
        }
    }

    /// Whether rows of a kind, in its folded form, can fit, whatever else they must be.
    pub fn allows_kind(&self, kind: &str) -> bool {
        let names = |value: &Value| matches!(value, Value::Word(word) if word == kind);
        let allows = |test: &Test| match test {
            Test::Is(values) => values.iter().any(names),
            Test::Not(values) => !values.iter().any(names),
            Test::Known(_)
            | Test::Reached(_)
            | Test::AtLeast(_)
            | Test::Over(_)
            | Test::AtMost(_)
            | Test::Under(_) => true,
        };
        self.alternatives.iter().any(|table| {
            table
                .iter()
                .filter(|condition| condition.relation.is_none() && condition.column == "kind")
                .flat_map(|condition| &condition.tests)
                .all(allows)
        })
    }

    /// Asks for every column it names.
    pub fn demand(&self, subject: SubjectKind, demand: &mut Demand) {
        for condition in self.alternatives.iter().flatten() {
            let at = condition.relation.map_or(subject, Relation::target);
            if condition.column == "age" && at == SubjectKind::Case {
                demand.ask(at.export(), "date_of_birth", ColumnType::Date);
                continue;
            }
            if at.derived().contains(&condition.column.as_str()) {
                continue;
            }
            for test in &condition.tests {
                demand.ask(at.export(), &condition.column, test.column_type());
            }
        }
    }

    /// What is wrong with it for such a subject: relations the subject does not have, tests that do not suit a column.
    pub fn faults(&self, subject: SubjectKind) -> Vec<SelectorFault> {
        let mut faults = Vec::new();
        for condition in self.alternatives.iter().flatten() {
            let known = subject.relations();
            match condition.relation {
                Some(relation) if !known.iter().any(|(_, one)| *one == relation) => {
                    let names: Vec<String> =
                        known.iter().map(|(name, _)| format!("`{name}.`")).collect();
                    let message = format!(
                        "`{}.{}` cannot be asked here, expected a column or one of {}",
                        relation.name(),
                        condition.column,
                        names.join(", ")
                    );
                    faults.push(condition.fault(message));
                }
                Some(_) | None => faults.extend(condition.faults(subject)),
            }
        }
        faults
    }
}

/// What is wrong with one condition of a selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectorFault {
    /// The step before the column, if any.
    pub relation: Option<Relation>,
    /// The column.
    pub column: String,
    /// Found and expected.
    pub message: String,
}

impl Condition {
    /// The kinds of session it names, in their folded form; none when it is about something else.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        let about = self.relation.is_none() && self.column == "kind";
        let tests = self.tests.iter().filter(move |_| about);
        let values = tests.flat_map(Test::values);
        values.filter_map(|value| match value {
            Value::Word(word) => Some(word.as_str()),
            Value::YesNo(_) | Value::Number(_) => None,
        })
    }

    fn fault(&self, message: String) -> SelectorFault {
        SelectorFault {
            relation: self.relation,
            column: self.column.clone(),
            message,
        }
    }

    /// The tests that do not suit the column, when its type is known.
    fn faults(&self, subject: SubjectKind) -> impl Iterator<Item = SelectorFault> {
        let at = self.relation.map_or(subject, Relation::target);
        let kind = at.column_type(&self.column);
        let example = if self.column == "age" {
            "21 years"
        } else {
            "24 months"
        };
        self.tests.iter().filter_map(move |test| {
            let expected = test.unsuited(kind?, example)?;
            Some(self.fault(format!("`{}` {expected}", self.column)))
        })
    }
}

impl SubjectKind {
    /// How a column is read, when it is one of those every council has or that are worked out.
    fn column_type(self, column: &str) -> Option<ColumnType> {
        match column {
            "supervises" | "case_holder" if self == SubjectKind::Staff => Some(ColumnType::YesNo),
            "by_line_manager" if self == SubjectKind::Session => Some(ColumnType::YesNo),
            "attendees" if self == SubjectKind::Session => Some(ColumnType::Number),
            "age" if self == SubjectKind::Case => Some(ColumnType::Date),
            _ => {
                let columns = self.export().columns();
                let known = columns.iter().find(|known| known.name == column);
                known.map(|known| known.kind)
            }
        }
    }
}

impl Test {
    /// Why it does not suit a column of this type, with what would.
    fn unsuited(&self, kind: ColumnType, example: &str) -> Option<String> {
        let bound = match self {
            Test::AtLeast(bound) | Test::Over(bound) | Test::AtMost(bound) | Test::Under(bound) => {
                Some(bound)
            }
            Test::Is(_) | Test::Not(_) | Test::Known(_) | Test::Reached(_) => None,
        };
        let values = match self {
            Test::Is(values) | Test::Not(values) => values.as_slice(),
            Test::Known(_) => return None,
            Test::Reached(_)
            | Test::AtLeast(_)
            | Test::Over(_)
            | Test::AtMost(_)
            | Test::Under(_) => &[],
        };
        let reached = matches!(self, Test::Reached(_));
        let is = |wrong: fn(&Value) -> bool| values.iter().any(wrong);
        match kind {
            ColumnType::Date if !values.is_empty() => Some(format!(
                "is a date, expected a test such as `{{ known = true }}` or `{{ at-least = \"{example}\" }}`"
            )),
            ColumnType::Date if matches!(bound, Some(Bound::Number(_))) => Some(format!(
                "is a date, expected the time since it such as `\"{example}\"`"
            )),
            ColumnType::Number
                if reached
                    || matches!(bound, Some(Bound::Since(_)))
                    || is(|value| !matches!(value, Value::Number(_))) =>
            {
                Some("is a number, expected a number without quotation marks".to_owned())
            }
            ColumnType::YesNo
                if reached || bound.is_some() || is(|value| !matches!(value, Value::YesNo(_))) =>
            {
                Some("is yes or no, expected `true` or `false` without quotation marks".to_owned())
            }
            ColumnType::Id | ColumnType::Word | ColumnType::Text
                if reached || bound.is_some() || is(|value| matches!(value, Value::Number(_))) =>
            {
                Some("holds words, expected one or a list of them in quotation marks".to_owned())
            }
            ColumnType::Date
            | ColumnType::Number
            | ColumnType::YesNo
            | ColumnType::Id
            | ColumnType::Word
            | ColumnType::Text => None,
        }
    }
}
