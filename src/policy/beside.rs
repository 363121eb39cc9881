//! What a policy has besides its clauses (waivers, targets, actions, publishing), in the policy itself or in files beside it.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::actions::{Action, action, check_ids};
use super::mistakes::{Mistake, PolicyError};
use super::publishing::{Publishing, publishing};
use super::reading::{hex_digest, refused};
use super::targets::{COUNTS, CountTarget, SHARES, Target, targets};
use super::waivers::{Waiver, limit, waiver};
use super::{Policy, syntax};

/// A file read besides the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub file: String,
    /// Its text.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal.
    pub sha256: String,
}

/// The tables of a policy that are no clauses, as they stand in the file.
#[derive(Default)]
pub(super) struct Tables<'i> {
    waivers: Vec<Spanned<DeTable<'i>>>,
    actions: Vec<Spanned<DeTable<'i>>>,
    targets: Option<Spanned<DeTable<'i>>>,
    publish: Option<Spanned<DeTable<'i>>>,
}

/// What those tables say.
#[derive(Default)]
pub(super) struct Besides {
    pub(super) waivers: Vec<Waiver>,
    pub(super) actions: Vec<Action>,
    pub(super) targets: Vec<Target>,
    pub(super) publishing: Publishing,
    pub(super) count_targets: Vec<CountTarget>,
}

impl<'i> Tables<'i> {
    /// Takes them out of the document.
    pub(super) fn take(document: &mut DeTable<'i>, mistakes: &mut Vec<Mistake>) -> Tables<'i> {
        Tables {
            waivers: list(document, "waiver", mistakes),
            actions: list(document, "action", mistakes),
            targets: super::reading::take_table(document, "targets", mistakes),
            publish: super::reading::take_table(document, "publish", mistakes),
        }
    }

    /// Reads them, with the ids of the clauses at hand.
    pub(super) fn read(
        self,
        (ids, beside): (&[&str], bool),
        mistakes: &mut Vec<Mistake>,
    ) -> Besides {
        let waivers = self.waivers.into_iter();
        let waivers: Vec<Waiver> = waivers
            .filter_map(|table| waiver(table, (ids, beside), mistakes))
            .collect();
        let actions = self.actions.into_iter();
        let actions: Vec<Action> = actions
            .filter_map(|table| action(table, mistakes))
            .collect();
        check_ids(&actions, mistakes);
        let (targets, count_targets) = self
            .targets
            .map(|table| targets(table, mistakes))
            .unwrap_or_default();
        Besides {
            waivers,
            actions,
            targets,
            count_targets,
            publishing: self
                .publish
                .map_or_else(Publishing::default, |table| publishing(table, mistakes)),
        }
    }
}

/// The tables of a name, which must have double brackets.
fn list<'i>(
    document: &mut DeTable<'i>,
    name: &str,
    mistakes: &mut Vec<Mistake>,
) -> Vec<Spanned<DeTable<'i>>> {
    let Some((key, value)) = document.remove_entry(name) else {
        return Vec::new();
    };
    let tables = match value.into_inner() {
        DeValue::Array(tables) => tables,
        DeValue::Table(_) => {
            let message = format!(
                "`[{name}]` has single brackets, expected `[[{name}]]`: there may be several"
            );
            mistakes.push(Mistake::error("single-brackets", key.span(), message));
            return Vec::new();
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {
            let message = format!("`{name}` is a value, expected a table `[[{name}]]`");
            mistakes.push(Mistake::error("wrong-value", key.span(), message));
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for table in tables {
        let span = table.span();
        if let DeValue::Table(table) = table.into_inner() {
            found.push(Spanned::new(span, table));
        } else {
            let message = format!("`{name}` is a value, expected a table `[[{name}]]`");
            mistakes.push(Mistake::error("wrong-value", span, message));
        }
    }
    found
}

/// Which file stands beside a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Waivers,
    Actions,
}

impl Policy {
    /// The policy with the waivers of a file of their own; `file` is its name in messages.
    ///
    /// # Errors
    /// Every mistake of the file at once.
    pub fn with_waivers(self, text: &str, file: &str) -> Result<Policy, PolicyError> {
        self.with(Kind::Waivers, text, file)
    }

    /// The policy with the actions and targets of a file of their own; `file` is its name in messages.
    ///
    /// # Errors
    /// Every mistake of the file at once.
    pub fn with_actions(self, text: &str, file: &str) -> Result<Policy, PolicyError> {
        self.with(Kind::Actions, text, file)
    }

    fn with(mut self, kind: Kind, text: &str, file: &str) -> Result<Policy, PolicyError> {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (document, errors) = DeTable::parse_recoverable(body);
        if !errors.is_empty() {
            return Err(refused(body, file, syntax::mistakes(body, &errors)));
        }
        let mut document = document.into_inner();
        let mut mistakes = Vec::new();
        let name = match kind {
            Kind::Waivers => "waiver",
            Kind::Actions => "action",
        };
        let tables = list(&mut document, name, &mut mistakes);
        let aims = match kind {
            Kind::Waivers => None,
            Kind::Actions => super::reading::take_table(&mut document, "targets", &mut mistakes),
        };
        mistakes.extend(document.keys().map(|key| misplaced(key, kind)));
        let tables = match kind {
            Kind::Waivers => Tables {
                waivers: tables,
                ..Tables::default()
            },
            Kind::Actions => Tables {
                actions: tables,
                targets: aims,
                ..Tables::default()
            },
        };
        let ids: Vec<&str> = self.clauses.iter().map(|one| one.id.as_str()).collect();
        let read = tables.read((&ids, true), &mut mistakes);
        mistakes.extend(self.said_twice(&read));
        let own = self.waivers.len();
        self.waivers.extend(read.waivers);
        self.actions.extend(read.actions);
        self.targets.extend(read.targets);
        self.targets
            .sort_by_key(|target| SHARES.iter().position(|one| *one == target.measure));
        self.count_targets.extend(read.count_targets);
        self.count_targets
            .sort_by_key(|target| COUNTS.iter().position(|(one, _)| *one == target.measure));
        limit(&mut self, own, &mut mistakes);
        if !mistakes.is_empty() {
            return Err(refused(body, file, mistakes));
        }
        let sheet = Sheet {
            file: file.to_owned(),
            text: body.to_owned(),
            sha256: hex_digest(text),
        };
        match kind {
            Kind::Waivers => self.waivers_file = Some(sheet),
            Kind::Actions => self.actions_file = Some(sheet),
        }
        Ok(self)
    }

    /// What a file beside the policy says once more.
    fn said_twice(&self, read: &Besides) -> Vec<Mistake> {
        let same = |action: &&Action| self.actions.iter().any(|other| other.id == action.id);
        let actions = read.actions.iter().filter(same).map(|action| {
            let message = format!("an action of the policy has the id `{}` too", action.id);
            Mistake::error("duplicate-id", action.at.clone(), message)
        });
        let same = |target: &&Target| {
            let mut targets = self.targets.iter();
            targets.any(|other| other.measure == target.measure)
        };
        let targets = read.targets.iter().filter(same).map(|target| {
            let message = format!("the policy has a target for {} too", target.measure);
            Mistake::error("duplicate-id", 0..0, message)
        });
        let same = |target: &&CountTarget| {
            let mut targets = self.count_targets.iter();
            targets.any(|other| (other.measure, other.counted) == (target.measure, target.counted))
        };
        let counts = read.count_targets.iter().filter(same).map(|target| {
            let message = format!(
                "the policy has a target for {}, in {}, too",
                target.measure,
                target.counted.word(2)
            );
            Mistake::error("duplicate-id", 0..0, message)
        });
        actions.chain(targets).chain(counts).collect()
    }

    /// The file in which a waiver stands: its name and its text.
    pub fn file_of(&self, waiver: &Waiver) -> (&str, &str) {
        match &self.waivers_file {
            Some(sheet) if waiver.beside => (&sheet.file, &sheet.text),
            Some(_) | None => (&self.file, &self.text),
        }
    }

    /// The line on which a waiver stands in its file, counted from 1.
    pub fn line_of(&self, waiver: &Waiver) -> u32 {
        let (_, text) = self.file_of(waiver);
        super::line(text, waiver.at.start)
    }

    /// The waivers with their clauses' places in the policy.
    pub fn waived_clauses(&self) -> impl Iterator<Item = (&Waiver, Option<usize>)> {
        self.waivers.iter().map(|waiver| {
            let mut clauses = self.clauses.iter();
            (waiver, clauses.position(|clause| clause.id == waiver.rule))
        })
    }
}

fn misplaced(key: &Spanned<Cow<'_, str>>, kind: Kind) -> Mistake {
    let (what, tables) = match kind {
        Kind::Waivers => ("waivers", "`[[waiver]]` tables only"),
        Kind::Actions => ("actions", "`[[action]]` tables and `[targets]` only"),
    };
    let message = format!("`{}` does not belong in a file of {what}", key.get_ref());
    let help = format!("such a file has {tables}; all else stands in the policy");
    Mistake::error("unknown-table", key.span(), message).help(Some(help))
}
