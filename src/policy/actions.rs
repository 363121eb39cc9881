//! `[[action]]`: what the council is doing about what was found, for the health check.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeTable;

use crate::calendar::Day;

use super::binding::Entries;
use super::mistakes::Mistake;

const KEYS: [&str; 8] = [
    "id", "theme", "what", "lead", "by", "raised", "evidence", "status",
];

/// How far an action is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionStatus {
    /// Not finished.
    #[default]
    Open,
    /// Said to be done.
    Done,
    /// Done, and somebody has seen that it worked.
    Checked,
}

impl ActionStatus {
    /// Its word in a report.
    pub fn word(self) -> &'static str {
        match self {
            ActionStatus::Open => "open",
            ActionStatus::Done => "done",
            ActionStatus::Checked => "checked",
        }
    }
}

/// Something the council does about what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Action {
    /// What it is known by.
    pub id: String,
    /// What it is about.
    pub theme: Option<String>,
    /// What is done.
    pub what: String,
    /// The role that leads it.
    pub lead: String,
    /// The day it is to be done by.
    pub by: Day,
    /// The day it was agreed.
    pub raised: Day,
    /// What will show that it worked.
    pub evidence: Option<String>,
    /// How far it is.
    pub status: ActionStatus,
    /// Where it stands in its file.
    #[serde(skip)]
    pub at: Range<usize>,
}

impl Action {
    /// Whether it is open on a day after the one it was to be done by.
    pub fn is_past(&self, day: Day) -> bool {
        self.status == ActionStatus::Open && self.by < day
    }
}

/// Reads one table; nothing when it has a mistake.
pub(super) fn action(table: Spanned<DeTable<'_>>, mistakes: &mut Vec<Mistake>) -> Option<Action> {
    let before = mistakes.len();
    let mut entries = Entries::new("`action`", table, mistakes);
    entries.refuse_unknown(&KEYS);
    for (key, example) in [
        ("id", "id = \"A-14\""),
        ("what", "what = \"a second supervisor in Duty\""),
        ("lead", "lead = \"head of service\""),
        ("by", "by = 2026-11-16"),
        ("raised", "raised = 2026-10-05"),
    ] {
        entries.require(key, example);
    }
    let id = entries.take::<String>("id");
    let theme = entries.take::<String>("theme");
    let what = entries.take::<String>("what");
    let lead = entries.take::<String>("lead");
    let by = entries.take::<Day>("by");
    let raised = entries.take::<Day>("raised");
    let evidence = entries.take::<String>("evidence");
    let status = entries.take::<ActionStatus>("status");
    for (key, value) in [("id", &id), ("what", &what), ("lead", &lead)] {
        if let Some((_, span)) = value.as_ref().filter(|(text, _)| text.trim().is_empty()) {
            let message = format!("`{key}` is blank, expected words");
            mistakes.push(Mistake::error("wrong-value", span.clone(), message));
        }
    }
    if let (Some((raised, _)), Some((by, span))) = (&raised, &by)
        && by < raised
    {
        let message = format!("to be done by {by}, before it was raised on {raised}");
        mistakes.push(Mistake::error("wrong-value", span.clone(), message));
    }
    if mistakes.len() > before {
        return None;
    }
    let (id, at) = id?;
    Some(Action {
        id,
        theme: theme.map(|(theme, _)| theme),
        what: what?.0,
        lead: lead?.0,
        by: by?.0,
        raised: raised?.0,
        evidence: evidence.map(|(evidence, _)| evidence),
        status: status.map(|(status, _)| status).unwrap_or_default(),
        at,
    })
}

/// Two actions of one id could not be told apart next month.
pub(super) fn check_ids(actions: &[Action], mistakes: &mut Vec<Mistake>) {
    for (index, action) in actions.iter().enumerate() {
        let mut earlier = actions.iter().take(index);
        if earlier.any(|other| other.id == action.id) {
            let message = format!("two actions have the id `{}`", action.id);
            let help =
                "give each action an id of its own: it is followed from month to month by it";
            mistakes.push(
                Mistake::error("duplicate-id", action.at.clone(), message)
                    .help(Some(help.to_owned())),
            );
        }
    }
}
