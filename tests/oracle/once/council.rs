//! A council as the second oracle sees it: what is owed once, or asked for on one day.

use crate::oracle::calendar::{Date, Interval, Window};

/// By when something must be done after a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    pub(crate) within: Option<Interval>,
    pub(crate) target: Option<Interval>,
    pub(crate) roll: bool,
}

/// The time a total is taken over.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Per {
    Rolling(Interval),
    Fixed(Window),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Amount {
    Sessions(u32),
    Hours(u32),
}

/// What must be so of `checked_on`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Must {
    NotReached,
    Under(Interval),
    AtMost(Interval),
}

#[derive(Clone, Debug)]
pub(crate) enum Duty {
    Recording {
        /// From `drafted_on`, and not from the session.
        from_draft: bool,
        deadline: Deadline,
    },
    Agreement {
        from: Vec<&'static str>,
        deadline: Deadline,
    },
    Rearrangement {
        extra: bool,
        deadline: Deadline,
    },
    Total {
        at_least: Amount,
        target: Option<Amount>,
        per: Per,
    },
    Schedule {
        ahead: Option<Interval>,
        every: Option<Interval>,
    },
    File(Must),
}

#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) id: String,
    /// The kind of session, or the role, it is for; nothing is any.
    pub(crate) whom: Option<&'static str>,
    pub(crate) duty: Duty,
}

#[derive(Clone, Debug)]
pub(crate) struct Post {
    pub(crate) start: Date,
    pub(crate) end: Option<Date>,
    pub(crate) role: &'static str,
    pub(crate) since: Option<Date>,
    pub(crate) signed: Option<Date>,
    pub(crate) checked: Option<Date>,
}

#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: String,
    /// In order, none beginning before the one before it has ended.
    pub(crate) posts: Vec<Post>,
}

/// A row of the session export, each a session of its own.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) date: Date,
    pub(crate) kind: &'static str,
    pub(crate) status: &'static str,
    pub(crate) person: String,
    /// A supervisor, who may be blank, or in no export.
    pub(crate) by: &'static str,
    pub(crate) link: Option<Date>,
    pub(crate) drafted: Option<Date>,
    pub(crate) recorded: Option<Date>,
    pub(crate) minutes: Option<u32>,
}

#[derive(Clone, Debug)]
pub(crate) struct Council {
    pub(crate) closures: Vec<Date>,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) people: Vec<Person>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) covers_from: Option<Date>,
    pub(crate) as_of: Date,
}

/// The one supervisor whom the staff export has.
pub(crate) const KNOWN_SUPERVISORS: [&str; 2] = ["M1", "M2"];

impl Session {
    pub(crate) fn is_held(&self) -> bool {
        matches!(self.status, "" | "held")
    }

    pub(crate) fn is_called_off(&self) -> bool {
        matches!(self.status, "cancelled" | "did-not-attend" | "rearranged")
    }
}

impl Council {
    pub(crate) fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    pub(crate) fn sessions_of<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Session> {
        self.sessions.iter().filter(move |one| one.person == id)
    }
}
