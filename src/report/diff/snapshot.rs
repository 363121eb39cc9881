//! What a JSON report keeps of an audit, as far as two of them are compared.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::calendar::Day;
use crate::ledger::{Part, Severity, Subject};
use crate::report::findings::Finding;
use crate::report::trend::Month;
use crate::report::{Audit, findings, rates, waived};

/// The edition of the JSON report. It goes up when a key that scripts read changes its meaning or goes.
pub const SCHEMA: u32 = 1;

/// One audit, as its JSON report has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Snapshot {
    /// The as-of day.
    pub as_of: Day,
    pub(super) policy: PolicyHead,
    inputs: Vec<Input>,
    pub(super) judged: bool,
    pub(super) findings: Vec<Seen>,
    pub(super) waived_findings: Vec<Seen>,
    uncovered: Vec<Uncovered>,
    untestable: Vec<Untestable>,
    clauses: Vec<ClauseId>,
    in_scope: InScope,
    /// The part of the council it is about.
    #[serde(default)]
    pub(super) part: Option<Part>,
    /// What its rates are of, by which one knows the names of teams.
    #[serde(default)]
    pub(super) rates: Vec<RateOf>,
    /// The months, where a health check wrote it.
    #[serde(default)]
    pub(crate) trend: Vec<Month>,
}

impl Snapshot {
    /// Whether nobody in it is named otherwise than by a pseudonym.
    pub fn is_pseudonymised(&self) -> bool {
        let hidden = |id: &str| {
            let code = id
                .strip_prefix("staff-")
                .or_else(|| id.strip_prefix("case-"));
            let code = code.or_else(|| id.strip_prefix("session-"));
            code.is_some_and(|code| {
                code.len() == 16 && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
        };
        let all = self.findings.iter().chain(&self.waived_findings);
        all.into_iter().all(|seen| {
            let people = [seen.supervisor.as_deref(), seen.worker.as_deref()];
            (seen.subject.kind == "team" || hidden(&seen.subject.id))
                && seen.subject.name.is_none()
                && people.into_iter().flatten().all(hidden)
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct PolicyHead {
    pub(super) name: String,
    pub(super) council: Option<String>,
    pub(super) file: String,
    pub(super) sha256: String,
}

/// What a rate is of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct RateOf {
    pub(super) dimension: String,
    pub(super) key: String,
}

impl RateOf {
    fn all(audit: &Audit<'_>) -> Vec<RateOf> {
        let lens = audit.lens();
        let rates = rates::list(&lens, None).into_iter();
        rates
            .map(|rate| RateOf {
                dimension: rate.dimension.to_owned(),
                key: rate.key,
            })
            .collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Input {
    read: u32,
    rejected: u32,
}

/// A finding as a report has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Seen {
    pub(super) id: String,
    pub(super) clause: String,
    pub(super) rule: String,
    pub(super) severity: Severity,
    pub(super) subject: SeenSubject,
    pub(super) due: Day,
    pub(super) outcome: String,
    pub(super) days: Option<i32>,
    pub(super) position: bool,
    pub(super) since: Day,
    /// The last recorded session that counted.
    #[serde(default)]
    pub(super) last_held: Option<Day>,
    pub(super) done_on: Option<Day>,
    pub(super) team: Option<String>,
    #[serde(default)]
    pub(super) service: Option<String>,
    pub(super) supervisor: Option<String>,
    pub(super) worker: Option<String>,
    pub(super) session_date: Option<Day>,
}

/// Whom a finding is about, as a report has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenSubject {
    /// `staff`, `case`, `session` or `team`.
    pub kind: String,
    /// The id in the exports.
    pub id: String,
    /// A staff member's name, where the report has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Uncovered {
    kind: String,
    id: String,
    table: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Untestable {
    clause: String,
    subject: Option<SeenSubject>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct ClauseId {
    id: String,
}

/// Who was in post and which cases were open on the as-of day: without it, nobody could tell done from gone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InScope {
    /// The ids of the staff in post.
    pub staff: BTreeSet<String>,
    /// The ids of the open cases.
    pub cases: BTreeSet<String>,
    /// The day of the first session in the exports.
    pub sessions_from: Option<Day>,
}

impl InScope {
    /// Who was in post, and which cases were open, on a day.
    pub(crate) fn of(audit: &Audit<'_>) -> InScope {
        let (lens, data, day) = (audit.lens(), audit.data, audit.ledger.as_of);
        let staff = data.in_post(day).map(|(staff, _)| staff);
        let staff = staff.filter(|one| lens.has(Subject::Staff(*one)));
        let cases = data.open_cases(day).map(|(case, _)| case);
        let cases = cases.filter(|one| lens.has(Subject::Case(*one)));
        InScope {
            staff: staff.map(|one| data.staff_id(one).to_owned()).collect(),
            cases: cases.map(|one| data.case_id(one).to_owned()).collect(),
            sessions_from: data.sessions.iter().map(|session| session.date).min(),
        }
    }
}

/// Why a file can't be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is no JSON.
    #[error(
        "`{file}` is not JSON, as line {line}, column {column} shows; give a report that `oversight audit -o report.json` wrote"
    )]
    NotJson {
        /// The name of the file.
        file: String,
        /// Where the reader gave up.
        line: usize,
        /// And in which column.
        column: usize,
    },
    /// It is some other JSON.
    #[error(
        "`{file}` is not the JSON report of an audit; give one that `oversight audit -o report.json` wrote"
    )]
    NotAReport {
        /// The name of the file.
        file: String,
    },
    /// An earlier version wrote it, which kept too little.
    #[error(
        "`{file}` was written by an earlier version of oversight and keeps too little to compare; audit that month again with -o and compare that"
    )]
    TooOld {
        /// The name of the file.
        file: String,
    },
    /// A later version wrote it.
    #[error(
        "`{file}` has schema {found}, and this version of oversight knows {SCHEMA}; compare with the version that wrote it"
    )]
    TooNew {
        /// The name of the file.
        file: String,
        /// The edition found.
        found: u64,
    },
    /// A part of it is missing or has another form.
    #[error("`{file}` is a report that was changed or cut short: {why}; audit that month again")]
    Damaged {
        /// The name of the file.
        file: String,
        /// What is missing.
        why: String,
    },
}

impl Snapshot {
    /// Reads a JSON report; `file` is its name in messages.
    ///
    /// # Errors
    /// What keeps it from being compared.
    pub fn parse(text: &str, file: &str) -> Result<Snapshot, Unreadable> {
        let file = || file.to_owned();
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let value: Value = serde_json::from_str(body).map_err(|error| Unreadable::NotJson {
            file: file(),
            line: error.line(),
            column: error.column(),
        })?;
        let ours = value.pointer("/tool/name") == Some(&Value::from("oversight"));
        if !ours || value.get("findings").is_none() {
            return Err(Unreadable::NotAReport { file: file() });
        }
        match value.get("schema").map(Value::as_u64) {
            None => return Err(Unreadable::TooOld { file: file() }),
            Some(Some(found)) if found > u64::from(SCHEMA) => {
                return Err(Unreadable::TooNew {
                    file: file(),
                    found,
                });
            }
            Some(Some(found)) if found == u64::from(SCHEMA) => {}
            Some(_) => {
                return Err(Unreadable::Damaged {
                    file: file(),
                    why: "`schema` is no edition that there was".to_owned(),
                });
            }
        }
        serde_json::from_value(value).map_err(|error| Unreadable::Damaged {
            file: file(),
            why: error.to_string(),
        })
    }

    /// The same of an audit that was just made.
    pub fn of(audit: &Audit<'_>) -> Snapshot {
        let policy = audit.policy;
        let ledger = audit.ledger;
        let files = audit.data.files.iter();
        Snapshot {
            as_of: ledger.as_of,
            policy: PolicyHead {
                name: policy.name.clone(),
                council: policy.council.clone(),
                file: policy.file.clone(),
                sha256: policy.sha256.clone(),
            },
            inputs: files
                .map(|file| Input {
                    read: file.read,
                    rejected: file.rejected,
                })
                .collect(),
            judged: audit.is_judged(),
            findings: findings(audit).iter().map(Seen::of).collect(),
            waived_findings: waived(audit).iter().map(Seen::of).collect(),
            uncovered: uncovered(audit),
            untestable: untestable(audit),
            clauses: policy
                .clauses
                .iter()
                .map(|clause| ClauseId {
                    id: clause.id.clone(),
                })
                .collect(),
            in_scope: InScope::of(audit),
            part: ledger.part.clone(),
            rates: RateOf::all(audit),
            trend: Vec::new(),
        }
    }

    /// Whether the report rests on everything the exports held.
    pub(super) fn is_incomplete(&self) -> bool {
        let mut inputs = self.inputs.iter();
        !self.judged || inputs.any(|input| input.rejected > 0 || input.read == 0)
    }

    /// Why nothing can be said any more of what a finding was about; nothing when it still could be.
    pub(super) fn gone(&self, seen: &Seen) -> Option<String> {
        if !self.clauses.iter().any(|clause| clause.id == seen.clause) {
            return Some("the clause is no longer in the policy".to_owned());
        }
        if let Some(why) = self.out_of_scope(seen) {
            return Some(why.to_owned());
        }
        let same = |one: &SeenSubject| one.kind == seen.subject.kind && one.id == seen.subject.id;
        let mut untestable = self.untestable.iter();
        if untestable.any(|one| one.clause == seen.clause && one.subject.as_ref().is_none_or(same))
        {
            return Some("it can no longer be judged".to_owned());
        }
        let mut uncovered = self.uncovered.iter();
        let (kind, id) = (&seen.subject.kind, &seen.subject.id);
        uncovered
            .any(|one| one.table == seen.rule && one.kind == *kind && one.id == *id)
            .then(|| format!("no `{}` clause covers them any more", seen.rule))
    }

    fn has(&self, subject: &SeenSubject) -> bool {
        let (id, scope) = (&subject.id, &self.in_scope);
        scope.staff.contains(id) || scope.cases.contains(id)
    }

    fn out_of_scope(&self, seen: &Seen) -> Option<&'static str> {
        let scope = &self.in_scope;
        let before = |day: Day| scope.sessions_from.is_none_or(|from| day < from);
        if seen.session_date.is_some_and(before) {
            return Some("the exports no longer go back to its session");
        }
        let in_post = |id: &str| scope.staff.contains(id);
        match seen.subject.kind.as_str() {
            "staff" | "case" if self.part.is_some() && !self.has(&seen.subject) => {
                Some("gone from this part of the council, or in no export any more")
            }
            "staff" if !in_post(&seen.subject.id) => Some("not in post any more, or in no export"),
            "case" if !scope.cases.contains(&seen.subject.id) => {
                Some("closed, or in no export any more")
            }
            "session" if seen.worker.as_deref().is_some_and(|id| !in_post(id)) => {
                Some("its worker is not in post any more, or in no export")
            }
            _ => None,
        }
    }
}

fn uncovered(audit: &Audit<'_>) -> Vec<Uncovered> {
    let lines = crate::report::json::uncovered(audit).into_iter();
    lines
        .map(|line| Uncovered {
            kind: line.subject.kind.to_owned(),
            id: line.subject.id,
            table: line.table.to_owned(),
        })
        .collect()
}

fn untestable(audit: &Audit<'_>) -> Vec<Untestable> {
    let lines = crate::report::json::untestable(audit).into_iter();
    lines
        .map(|line| Untestable {
            clause: line.clause,
            subject: line.subject.map(|subject| SeenSubject {
                kind: subject.kind.to_owned(),
                id: subject.id,
                name: None,
            }),
        })
        .collect()
}

impl Seen {
    fn of(finding: &Finding) -> Seen {
        Seen {
            id: finding.id.clone(),
            clause: finding.clause.clone(),
            rule: finding.rule.to_owned(),
            severity: finding.severity,
            subject: SeenSubject {
                kind: finding.subject.kind.to_owned(),
                id: finding.subject.id.clone(),
                name: finding.subject.name.clone(),
            },
            due: finding.due,
            outcome: finding.outcome.to_owned(),
            days: finding.days,
            position: finding.position,
            since: finding.since,
            last_held: finding.last_held,
            done_on: finding.done_on,
            team: finding.team.clone(),
            service: finding.service.clone(),
            supervisor: finding.supervisor.clone(),
            worker: finding.worker.clone(),
            session_date: finding.session_date,
        }
    }

    /// Whether it is to be put right: open, and more than past its target.
    pub(super) fn is_open(&self) -> bool {
        self.position && self.outcome != "past-target"
    }
}
