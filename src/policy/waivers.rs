//! `[[waiver]]`: what the council has agreed to set aside, for whom, why, who approved it and until when.

use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;

use crate::calendar::Day;

use super::Policy;
use super::binding::Entries;
use super::mistakes::{Mistake, nearest};

const KEYS: [&str; 8] = [
    "rule",
    "staff",
    "case",
    "team",
    "reason",
    "approved-by",
    "from",
    "until",
];

/// For whom a clause is waived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A staff member, by id.
    Staff(String),
    /// A case, by id.
    Case(String),
    /// Everybody and everything that counts for a team.
    Team(String),
}

impl Scope {
    /// `staff`, `case` or `team`.
    pub fn kind(&self) -> &'static str {
        match self {
            Scope::Staff(_) => "staff",
            Scope::Case(_) => "case",
            Scope::Team(_) => "team",
        }
    }

    /// Which one.
    pub fn id(&self) -> &str {
        match self {
            Scope::Staff(id) | Scope::Case(id) | Scope::Team(id) => id,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.kind(), self.id())
    }
}

/// One clause set aside for one staff member, case or team, for some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The id of the clause.
    pub rule: String,
    /// For whom.
    pub scope: Scope,
    /// Why.
    pub reason: String,
    /// Who approved it.
    pub approved_by: String,
    /// The first day, when it has one.
    pub from: Option<Day>,
    /// The last day it says.
    pub until: Day,
    /// The last day on which it holds: earlier than `until` when the policy's longest term is over before.
    pub last: Day,
    /// Whether it stands in the file of waivers and not in the policy.
    pub beside: bool,
    /// Where it stands in its file.
    pub at: Range<usize>,
    /// Where its last day stands.
    pub until_at: Range<usize>,
    /// Where it says for whom.
    pub scope_at: Range<usize>,
}

/// What a waiver is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaiverState {
    /// In force.
    Active,
    /// Over.
    Expired,
    /// Not yet begun.
    NotBegun,
}

impl WaiverState {
    /// Its word in a report.
    pub fn word(self) -> &'static str {
        match self {
            WaiverState::Active => "active",
            WaiverState::Expired => "expired",
            WaiverState::NotBegun => "not-begun",
        }
    }
}

impl Waiver {
    /// What it is on a day; on its first and last day it is in force.
    pub fn state(&self, day: Day) -> WaiverState {
        if self.from.is_some_and(|from| day < from) {
            WaiverState::NotBegun
        } else if self.last < day {
            WaiverState::Expired
        } else {
            WaiverState::Active
        }
    }

    /// Whether it is in force on a day.
    pub fn covers(&self, day: Day) -> bool {
        self.state(day) == WaiverState::Active
    }

    /// Whether the policy's longest term ends it before the day it says.
    pub fn is_cut(&self) -> bool {
        self.last < self.until
    }
}

impl fmt::Display for Waiver {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` for {}", self.rule, self.scope)
    }
}

/// Reads one table; nothing when it has a mistake.
pub(super) fn waiver(
    table: Spanned<DeTable<'_>>,
    (ids, beside): (&[&str], bool),
    mistakes: &mut Vec<Mistake>,
) -> Option<Waiver> {
    let at = table.span();
    let before = mistakes.len();
    let mut entries = Entries::new("`waiver`", table, mistakes);
    entries.refuse_unknown(&KEYS);
    let scopes = ["staff", "case", "team"].map(|key| entries.take::<String>(key));
    let clean = entries.is_clean();
    entries.require("rule", "rule = \"all-staff\"");
    entries.require("reason", "reason = \"long-term sick leave, cover agreed\"");
    entries.require("approved-by", "approved-by = \"principal social worker\"");
    entries.require("until", "until = 2026-12-31");
    let rule = entries.take::<String>("rule");
    let reason = entries.take::<String>("reason");
    let approved_by = entries.take::<String>("approved-by");
    let from = entries.take::<Day>("from");
    let until = entries.take::<Day>("until");
    let scope = one_scope(scopes, &at, (clean, &mut *mistakes));
    for (key, value) in [("reason", &reason), ("approved-by", &approved_by)] {
        if let Some((_, span)) = value.as_ref().filter(|(text, _)| text.trim().is_empty()) {
            let message = format!("`{key}` is blank, expected words that a reader can judge");
            mistakes.push(Mistake::error("wrong-value", span.clone(), message));
        }
    }
    if let Some((id, span)) = &rule {
        mistakes.extend(unknown_clause(id, span, ids));
    }
    if let (Some((from, _)), Some((until, span))) = (&from, &until)
        && until < from
    {
        let message = format!("the last day {until} is before the first, {from}");
        mistakes.push(Mistake::error("wrong-value", span.clone(), message));
    }
    if mistakes.len() > before {
        return None;
    }
    let ((rule, rule_at), (scope, scope_at), (until, until_at)) = (rule?, scope?, until?);
    Some(Waiver {
        rule,
        scope,
        reason: reason?.0,
        approved_by: approved_by?.0,
        from: from.map(|(from, _)| from),
        until,
        last: until,
        beside,
        at: rule_at,
        until_at,
        scope_at,
    })
}

type Named = Option<(String, Range<usize>)>;

/// The one of `staff`, `case` and `team` that is there.
fn one_scope(
    [staff, case, team]: [Named; 3],
    at: &Range<usize>,
    (clean, mistakes): (bool, &mut Vec<Mistake>),
) -> Option<(Scope, Range<usize>)> {
    type Kind = fn(String) -> Scope;
    let kinds: [(Kind, Named); 3] = [
        (Scope::Staff, staff),
        (Scope::Case, case),
        (Scope::Team, team),
    ];
    let mut named = kinds
        .into_iter()
        .filter_map(|(scope, named)| named.map(|(id, span)| (scope(id.trim().to_owned()), span)));
    let Some(first) = named.next() else {
        if clean {
            let message = "`waiver` says not for whom, expected one of `staff`, `case` and `team`";
            let help = "add a line such as `staff = \"W00123\"`".to_owned();
            mistakes.push(Mistake::error("missing-key", at.clone(), message).help(Some(help)));
        }
        return None;
    };
    for (scope, span) in named {
        let message = format!(
            "`{}` stands beside `{}`, expected one of `staff`, `case` and `team`",
            scope.kind(),
            first.0.kind()
        );
        let help = "write a second `[[waiver]]`: each has its own reason and last day".to_owned();
        mistakes.push(
            Mistake::error("wrong-value", span, message)
                .other(first.1.clone(), "the first stands here")
                .help(Some(help)),
        );
    }
    if first.0.id().is_empty() {
        let message = format!("`{}` is blank, expected an id", first.0.kind());
        mistakes.push(Mistake::error("wrong-value", first.1.clone(), message));
    }
    Some(first)
}

fn unknown_clause(id: &str, span: &Range<usize>, ids: &[&str]) -> Option<Mistake> {
    if ids.contains(&id) {
        return None;
    }
    let message = format!("no clause has the id `{id}`");
    let help = match nearest(id, ids.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`rule` is the `id` of the clause that is waived".to_owned(),
    };
    Some(Mistake::error("unknown-id", span.clone(), message).help(Some(help)))
}

/// Ends each waiver, but for the first so many, when the longest term that the policy allows is over; one without a
/// first day has no term.
pub(super) fn limit(policy: &mut Policy, own: usize, mistakes: &mut Vec<Mistake>) {
    let Some(longest) = policy.longest_waiver else {
        return;
    };
    for waiver in policy.waivers.iter_mut().skip(own) {
        let Some(from) = waiver.from else {
            let message = format!(
                "`waiver` has no `from`, and the policy lets one last {longest} at the longest"
            );
            let help = "add a line such as `from = 2026-10-01`".to_owned();
            mistakes
                .push(Mistake::error("missing-key", waiver.at.clone(), message).help(Some(help)));
            continue;
        };
        let last = longest.after(from, &policy.working).previous();
        waiver.last = waiver.until.min(last);
    }
}
