//! A council as the oracle sees it: plain rules, plain rows.

use std::collections::BTreeMap;

use super::calendar::{Date, Interval, Window};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Staff,
    Case,
}

/// Where what stops a rule's clock is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Evidence {
    /// Held sessions: supervision.
    Supervision,
    /// Held sessions of any depth: a review inside a session.
    Sessions,
    /// Rows of the activity export.
    Activity,
    /// The date in a column of the subject's own row.
    Column(&'static str),
}

/// A test on one column; a table of them must hold at once.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    Is(&'static str, Vec<&'static str>),
    Not(&'static str, Vec<&'static str>),
    Known(&'static str, bool),
    Reached(&'static str, bool),
    AtLeast(&'static str, Interval),
    Over(&'static str, Interval),
    AtMost(&'static str, Interval),
    Under(&'static str, Interval),
}

#[derive(Clone, Debug)]
pub(crate) enum Pace {
    Exempt,
    Per(Window),
    Stages(Vec<Stage>),
}

#[derive(Clone, Debug)]
pub(crate) struct Stage {
    pub(crate) every: Interval,
    pub(crate) target: Option<Interval>,
    /// The last stage has none.
    pub(crate) end: Option<End>,
}

#[derive(Clone, Debug)]
pub(crate) struct End {
    pub(crate) length: Option<Length>,
    pub(crate) decision: Option<&'static str>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Length {
    Until(Interval),
    Lasting(Interval),
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) table: Table,
    pub(crate) evidence: Evidence,
    /// Any of these tables of tests; none at all is everyone.
    pub(crate) whom: Vec<Vec<Test>>,
    pub(crate) pace: Pace,
    pub(crate) first: Vec<Interval>,
    pub(crate) from: Vec<&'static str>,
    pub(crate) kinds: Option<Vec<&'static str>>,
    pub(crate) depths: Option<Vec<&'static str>>,
    pub(crate) track: &'static str,
    pub(crate) instead_of: Vec<String>,
    pub(crate) grace: Option<Interval>,
    pub(crate) roll: bool,
    pub(crate) pause: Option<Interval>,
}

/// A post or an episode.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) opened: Date,
    pub(crate) closed: Option<Date>,
    pub(crate) words: BTreeMap<&'static str, &'static str>,
    pub(crate) dates: BTreeMap<&'static str, Date>,
}

#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) id: String,
    pub(crate) table: Table,
    /// In the order of their openings, no two on one day.
    pub(crate) rows: Vec<Row>,
}

/// A session, or something else that was done, which is always held.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) date: Date,
    pub(crate) kind: &'static str,
    pub(crate) status: &'static str,
    pub(crate) depth: &'static str,
    pub(crate) staff: Option<String>,
    pub(crate) case: Option<String>,
}

impl Session {
    /// What the date in a column stands for.
    pub(crate) fn dated(date: Date) -> Session {
        Session {
            date,
            kind: "",
            status: "",
            depth: "",
            staff: None,
            case: None,
        }
    }

    pub(crate) fn is_held(&self) -> bool {
        matches!(self.status, "" | "held")
    }

    pub(crate) fn names(&self, subject: &Subject) -> bool {
        let id = match subject.table {
            Table::Staff => &self.staff,
            Table::Case => &self.case,
        };
        id.as_ref() == Some(&subject.id)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Absence {
    pub(crate) staff: String,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
}

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) closures: Vec<Date>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) subjects: Vec<Subject>,
    pub(crate) sessions: Vec<Session>,
    /// The rows of the activity export; without any no such export is given.
    pub(crate) activity: Vec<Session>,
    pub(crate) absences: Vec<Absence>,
    /// The first day covered by the sessions and by the activity, where the council says so.
    pub(crate) covers_from: Option<Date>,
    pub(crate) as_of: Date,
}

impl Rule {
    pub(crate) fn kinds(&self) -> Vec<&'static str> {
        let default = match self.table {
            Table::Staff => vec!["personal"],
            Table::Case => vec!["case", "personal"],
        };
        self.kinds.clone().unwrap_or(default)
    }

    /// The rules with which it competes: those of its table, on its track, that look in the same place.
    pub(crate) fn lane(&self) -> String {
        let track = match (self.evidence, self.track) {
            // Reviews without a track compete where they count the same.
            (Evidence::Sessions | Evidence::Activity, "") => self.kinds().join(" or "),
            (_, track) => track.to_owned(),
        };
        format!("{:?} {track}", self.evidence)
    }

    /// Whether the rule counts such a session.
    pub(crate) fn counts(&self, session: &Session) -> bool {
        match self.evidence {
            Evidence::Supervision => {}
            Evidence::Sessions | Evidence::Activity => return self.kinds().contains(&session.kind),
            Evidence::Column(_) => return true,
        }
        let full = (self.table == Table::Case).then(|| vec!["full"]);
        let depths = self.depths.clone().or(full);
        let depth = match session.depth {
            "" => "full",
            depth => depth,
        };
        self.kinds().contains(&session.kind) && depths.is_none_or(|depths| depths.contains(&depth))
    }
}

impl World {
    /// The first day on which the exports show what a rule counts (reading 32).
    pub(crate) fn span(&self, rule: &Rule) -> Option<Date> {
        if matches!(rule.pace, Pace::Exempt) {
            // An exemption asks for no session.
            return Some(Date::MIN);
        }
        let rows = match rule.evidence {
            Evidence::Supervision | Evidence::Sessions => &self.sessions,
            Evidence::Activity => &self.activity,
            Evidence::Column(_) => return Some(Date::MIN),
        };
        let kinds = rule.kinds();
        let held = rows.iter().filter(|session| {
            let named = match rule.table {
                Table::Staff => &session.staff,
                Table::Case => &session.case,
            };
            named.is_some()
                && session.is_held()
                && session.date <= self.as_of
                && kinds.contains(&session.kind)
        });
        // The subject is the case where the row names one that is known.
        let began = |session: &&Session| {
            let known = self
                .subjects
                .iter()
                .filter(|one| one.rows[0].opened <= self.as_of);
            let named = known.filter(|one| session.names(one));
            let subject = named.max_by_key(|one| one.table == Table::Case);
            subject.is_some_and(|one| one.rows[0].opened <= session.date)
        };
        if self.covers_from.is_some() {
            return held.map(|_| self.covers_from).next().flatten();
        }
        held.filter(began).map(|session| session.date).min()
    }
}
