//! Selectors against the exports: whether a subject fits on a day, and on which days that may change.

use crate::calendar::{Day, WorkingDays};
use crate::records::{CaseIx, Dataset, Export, StaffIx, Word};

use super::by_kind::ByKind;
use super::probe::{Probe, Seen};
use super::selector::{Condition, Relation, Selector, SubjectKind};
use super::sorts::{Sorts, sort_on};
use super::sources::{
    Source, StaffSource, activity_cell, case_cell, find, open_cases, post_cell, related,
    related_ever, require, rows_change, session_cell, staff_cell, types_beside, workers,
};

/// What a question is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The exports.
    pub data: &'a Dataset,
    /// Working days of the policy.
    pub working: &'a WorkingDays,
}

/// A day judged, and the day up to which changes of the record are known.
///
/// Judging a later day than is known looks ahead: birthdays come, a new worker does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day judged.
    pub day: Day,
    /// The last day whose changes are known.
    pub known: Day,
}

impl Moment {
    /// A day judged by what was known on it.
    pub fn on(day: Day) -> Moment {
        Moment { day, known: day }
    }

    /// The day whose rows are in force.
    pub(super) fn state(self) -> Day {
        self.day.min(self.known)
    }
}

/// Who or what is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// A staff member.
    Staff(StaffIx),
    /// A case.
    Case(CaseIx),
    /// A session row, by its position in [`Dataset::sessions`].
    Session(u32),
    /// An activity row, by its position in [`Dataset::activity`].
    Activity(u32),
}

/// Whether a subject fits a selector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It fits.
    Yes,
    /// It does not.
    No,
    /// It does not, and only because a cell is blank.
    Blank,
}

/// A column that a selector names and no export has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingColumn {
    /// The export that lacks it.
    pub export: Export,
    /// Its name.
    pub column: String,
    /// The most similar column there is.
    pub nearest: Option<String>,
}

/// A selector whose columns and values have been looked up in the exports.
#[derive(Clone, Debug)]
pub struct Matcher {
    pub(super) alternatives: Vec<Vec<Resolved>>,
    pub(super) by_kind: ByKind,
    pub(super) sorts: Sorts,
}

/// One condition with its column looked up.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub(super) relation: Option<Relation>,
    pub(super) source: Source,
    tests: Vec<Probe>,
}

impl Matcher {
    /// Looks a selector's columns up in the exports.
    ///
    /// # Errors
    /// The first column that no export has.
    pub fn resolve(
        selector: &Selector,
        subject: SubjectKind,
        data: &Dataset,
    ) -> Result<Matcher, MissingColumn> {
        let mut alternatives = Vec::with_capacity(selector.alternatives.len());
        for table in &selector.alternatives {
            let resolved: Result<Vec<Resolved>, MissingColumn> = table
                .iter()
                .map(|condition| resolve(condition, subject, data))
                .collect();
            alternatives.push(resolved?);
        }
        let by_kind = match subject {
            SubjectKind::Session => ByKind::of(&alternatives, data),
            SubjectKind::Staff | SubjectKind::Case | SubjectKind::Activity => ByKind::default(),
        };
        Ok(Matcher {
            sorts: Sorts::of(&alternatives),
            alternatives,
            by_kind,
        })
    }

    /// Whether the subject fits at the moment.
    pub fn fits(&self, facts: Facts<'_>, sight: Sight, moment: Moment) -> Fit {
        if let Some(fit) = self.of_kind(facts.data, sight) {
            return fit;
        }
        let tables = self.tables(sort_on(facts.data, sight, moment.state()));
        best_of(tables.map(|table| all(table, facts, sight, moment)))
    }

    /// The tables that something of this sort may fit.
    fn tables(&self, sort: Option<Word>) -> impl Iterator<Item = &[Resolved]> {
        let tables = self.alternatives.iter().enumerate();
        let tables = tables.filter(move |(place, _)| !self.sorts.rules_out(*place, sort));
        tables.map(|(_, table)| table.as_slice())
    }

    /// Whether a session fits, where its kind and depth alone tell.
    fn of_kind(&self, data: &Dataset, sight: Sight) -> Option<Fit> {
        let Sight::Session(number) = sight else {
            return None;
        };
        self.by_kind.fit(data.sessions.get(number as usize)?)
    }

    /// The best that can be said of the subject on any day it is there, as far as the words in its own rows tell.
    pub fn at_best(&self, facts: Facts<'_>, sight: Sight) -> Fit {
        let tables = self.tables(sort_on(facts.data, sight, Day::LAST));
        best_of(tables.map(|table| worst_of(table.iter().map(|one| one.at_best(facts, sight)))))
    }

    /// Whether it leaves nobody out.
    pub fn is_everyone(&self) -> bool {
        self.alternatives.iter().any(Vec::is_empty)
    }

    /// Days on which the answer may change, in no order.
    pub fn changes(&self, facts: Facts<'_>, sight: Sight, out: &mut Vec<Day>) {
        for condition in self.alternatives.iter().flatten() {
            match condition.relation {
                None => condition.changes(facts, sight, out),
                Some(relation) => {
                    for other in related_ever(facts.data, sight, relation) {
                        rows_change(facts.data, other, out);
                        condition.changes(facts, other, out);
                    }
                }
            }
        }
    }
}

/// What may be said where any one is enough.
pub(super) fn best_of(fits: impl Iterator<Item = Fit>) -> Fit {
    let mut best = Fit::No;
    for fit in fits {
        match fit {
            Fit::Yes => return Fit::Yes,
            Fit::Blank => best = Fit::Blank,
            Fit::No => {}
        }
    }
    best
}

/// What may be said where all are needed.
pub(super) fn worst_of(fits: impl Iterator<Item = Fit>) -> Fit {
    let mut worst = Fit::Yes;
    for fit in fits {
        match fit {
            Fit::No => return Fit::No,
            Fit::Blank => worst = Fit::Blank,
            Fit::Yes => {}
        }
    }
    worst
}

/// All conditions of one table. Conditions on `cases.` must hold of one and the same case, those on `worker.` of one
/// and the same worker.
pub(super) fn all(table: &[Resolved], facts: Facts<'_>, sight: Sight, moment: Moment) -> Fit {
    let mut fit = Fit::Yes;
    let mut asks_of_cases = false;
    let mut asks_of_workers = false;
    for condition in table {
        let one = match condition.relation {
            Some(Relation::Cases) => {
                asks_of_cases = true;
                continue;
            }
            Some(Relation::Worker) => {
                asks_of_workers = true;
                continue;
            }
            None => condition.holds(facts, sight, moment),
            Some(relation) => match related(facts.data, sight, relation, moment.state()) {
                Some(other) => condition.holds(facts, other, moment),
                None => condition.of_nothing(),
            },
        };
        match one {
            Fit::No => return Fit::No,
            Fit::Blank => fit = Fit::Blank,
            Fit::Yes => {}
        }
    }
    if asks_of_workers {
        fit = worst_of([of_workers(table, facts, sight, moment), fit].into_iter());
    }
    if !asks_of_cases {
        return fit;
    }
    let Sight::Staff(staff) = sight else {
        return Fit::No;
    };
    let cases = open_cases(facts.data, staff, moment.state()).map(|case| {
        let asked = across(table, Relation::Cases);
        worst_of(asked.map(|one| one.holds(facts, Sight::Case(case), moment)))
    });
    worst_of([best_of(cases), fit].into_iter())
}

/// The conditions of a table that take a step before their column.
fn across(table: &[Resolved], relation: Relation) -> impl Iterator<Item = &Resolved> {
    let conditions = table.iter();
    conditions.filter(move |condition| condition.relation == Some(relation))
}

/// What a table asks of the worker of a case; of one that several hold together, any of them will do.
fn of_workers(table: &[Resolved], facts: Facts<'_>, sight: Sight, moment: Moment) -> Fit {
    let mut workers = workers(facts.data, sight, moment.state()).peekable();
    if workers.peek().is_none() {
        return worst_of(across(table, Relation::Worker).map(Resolved::of_nothing));
    }
    best_of(workers.map(|worker| {
        let asked = across(table, Relation::Worker);
        worst_of(asked.map(|one| one.holds(facts, Sight::Staff(worker), moment)))
    }))
}

impl Resolved {
    fn holds(&self, facts: Facts<'_>, sight: Sight, moment: Moment) -> Fit {
        self.holds_by(facts, sight, moment, Probe::judge)
    }

    /// The same where a blank cell is no answer, unless a test speaks of blanks itself.
    pub(super) fn holds_strictly(&self, facts: Facts<'_>, sight: Sight, moment: Moment) -> Fit {
        self.holds_by(facts, sight, moment, Probe::judge_strictly)
    }

    fn holds_by(
        &self,
        facts: Facts<'_>,
        sight: Sight,
        moment: Moment,
        by: impl Fn(&Probe, &Seen<'_>, &WorkingDays, Day) -> Fit,
    ) -> Fit {
        let judge = |seen: &Seen<'_>| {
            let tests = self.tests.iter();
            worst_of(tests.map(|probe| by(probe, seen, facts.working, moment.day)))
        };
        match (self.source, sight) {
            (Source::Staff(source), Sight::Staff(staff)) => {
                judge(&staff_cell(facts.data, staff, source, moment.state()))
            }
            (Source::Case(source), Sight::Case(case)) => {
                let rows = facts.data.episode_on(case, moment.state()).iter();
                best_of(rows.map(|row| {
                    let cell = case_cell(facts.data, case, row, source);
                    match types_beside(row, source) {
                        [] => judge(&cell),
                        beside => {
                            let types = beside.iter().map(|word| Seen::Word(*word));
                            let types: Vec<Seen<'_>> = types.chain([cell]).collect();
                            let tests = self.tests.iter();
                            worst_of(tests.map(|probe| {
                                let types = types.iter();
                                probe.of_all(
                                    types.map(|seen| by(probe, seen, facts.working, moment.day)),
                                )
                            }))
                        }
                    }
                }))
            }
            (Source::Session(source), Sight::Session(row)) => {
                judge(&session_cell(facts.data, row, source))
            }
            (Source::Activity(source), Sight::Activity(row)) => {
                judge(&activity_cell(facts.data, row, source))
            }
            // `resolve` ties a source to its subject's kind; another pair cannot come up.
            (Source::Staff(_) | Source::Case(_) | Source::Session(_) | Source::Activity(_), _) => {
                Fit::No
            }
        }
    }

    /// Whether it holds of a word on every day; nothing where that hangs on the day.
    pub(super) fn holds_of_word(&self, word: Word) -> Option<bool> {
        let mut tests = self.tests.iter().map(|probe| probe.passes_word(word));
        tests.try_fold(true, |all, passes| Some(all && passes?))
    }

    /// The words of which one must stand there, where it asks for certain ones.
    pub(super) fn words_asked(&self) -> Option<&[Word]> {
        self.tests.iter().find_map(Probe::words_asked)
    }

    /// The best that one of the subject's own rows says, when that hangs on words alone.
    fn at_best(&self, facts: Facts<'_>, sight: Sight) -> Fit {
        let fit = |seen: &Seen<'_>| worst_of(self.tests.iter().map(|probe| probe.at_best(seen)));
        let data = facts.data;
        match (self.relation, self.source, sight) {
            (None, Source::Staff(source), Sight::Staff(staff)) if !source.is_worked_out() => {
                let posts = data.member(staff).map_or(&[][..], |member| &member.posts);
                let cells = posts
                    .iter()
                    .map(|post| post_cell(data, staff, post, source));
                best_of(cells.map(|seen| fit(&seen)))
            }
            (None, Source::Case(source), Sight::Case(case)) => {
                let rows = data.case(case).map_or(&[][..], |case| &case.episodes);
                best_of(rows.iter().map(|row| {
                    let mut beside = types_beside(row, source).iter();
                    if beside.any(|word| fit(&Seen::Word(*word)) == Fit::Yes) {
                        return Fit::Yes;
                    }
                    fit(&case_cell(data, case, row, source))
                }))
            }
            _ => Fit::Yes,
        }
    }

    /// The answer where there is nobody at the other end of the relation.
    fn of_nothing(&self) -> Fit {
        let passes = self.tests.iter().all(Probe::passes_nobody);
        if passes { Fit::Yes } else { Fit::Blank }
    }

    /// Days on which a date in the subject's own rows crosses a bound of this condition.
    fn changes(&self, facts: Facts<'_>, sight: Sight, out: &mut Vec<Day>) {
        match (self.source, sight) {
            (Source::Staff(StaffSource::CaseHolder), Sight::Staff(staff)) => {
                for case in facts.data.index.cases_of_worker(staff) {
                    rows_change(facts.data, Sight::Case(case), out);
                }
            }
            (Source::Staff(StaffSource::Supervises), Sight::Staff(staff)) => {
                for person in facts.data.index.supervisees(staff) {
                    rows_change(facts.data, Sight::Staff(person), out);
                }
            }
            (Source::Staff(source), Sight::Staff(staff)) => {
                for post in facts
                    .data
                    .member(staff)
                    .map_or(&[][..], |member| &member.posts)
                {
                    self.crossings(&post_cell(facts.data, staff, post, source), facts, out);
                }
            }
            (Source::Case(source), Sight::Case(case)) => {
                for row in facts.data.case(case).map_or(&[][..], |case| &case.episodes) {
                    self.crossings(&case_cell(facts.data, case, row, source), facts, out);
                }
            }
            (Source::Staff(_) | Source::Case(_) | Source::Session(_) | Source::Activity(_), _) => {}
        }
    }

    fn crossings(&self, seen: &Seen<'_>, facts: Facts<'_>, out: &mut Vec<Day>) {
        out.extend(
            self.tests
                .iter()
                .filter_map(|probe| probe.crossing(seen, facts.working)),
        );
    }
}

/// The columns of a selector that no export has, each with its condition.
pub fn missing_columns<'s>(
    selector: &'s Selector,
    subject: SubjectKind,
    data: &Dataset,
) -> Vec<(&'s Condition, MissingColumn)> {
    let conditions = selector.alternatives.iter().flatten();
    conditions
        .filter_map(|condition| {
            let missing = resolve(condition, subject, data).err()?;
            Some((condition, missing))
        })
        .collect()
}

/// What a step to another subject stands on, and a column that is worked out: without it nobody would ever fit, and
/// nothing would say why.
fn grounds(subject: SubjectKind, condition: &Condition) -> &'static [(Export, &'static str)] {
    match (subject, condition.relation) {
        (SubjectKind::Staff, Some(Relation::Supervisor)) => &[(Export::Staff, "supervisor_id")],
        (SubjectKind::Staff, Some(Relation::Cases)) | (SubjectKind::Case, Some(_)) => {
            &[(Export::Cases, "allocated_to")]
        }
        (SubjectKind::Session, Some(Relation::Supervisee)) => {
            &[(Export::Sessions, "supervisee_id")]
        }
        (SubjectKind::Session, Some(Relation::Supervisor)) => {
            &[(Export::Sessions, "supervisor_id")]
        }
        (SubjectKind::Session, Some(_)) => &[(Export::Sessions, "case_id")],
        (SubjectKind::Activity, Some(Relation::Staff)) => &[(Export::Activity, "staff_id")],
        (SubjectKind::Activity, Some(Relation::By)) => &[(Export::Activity, "by_id")],
        (SubjectKind::Activity, Some(_)) => &[(Export::Activity, "case_id")],
        (SubjectKind::Staff, Some(_)) | (_, None) => &[],
    }
}

/// The same of a worked-out column.
fn grounds_of_column(at: SubjectKind, column: &str) -> &'static [(Export, &'static str)] {
    match (at, column) {
        (SubjectKind::Staff, "supervises") => &[(Export::Staff, "supervisor_id")],
        (SubjectKind::Staff, "case_holder") => &[(Export::Cases, "allocated_to")],
        (SubjectKind::Session, "by_line_manager") => &[
            (Export::Sessions, "supervisor_id"),
            (Export::Sessions, "supervisee_id"),
            (Export::Staff, "supervisor_id"),
        ],
        (SubjectKind::Session, "attendees") => &[(Export::Sessions, "session_id")],
        (
            SubjectKind::Staff | SubjectKind::Case | SubjectKind::Session | SubjectKind::Activity,
            _,
        ) => &[],
    }
}

fn resolve(
    condition: &Condition,
    subject: SubjectKind,
    data: &Dataset,
) -> Result<Resolved, MissingColumn> {
    let at = condition.relation.map_or(subject, Relation::target);
    let of_column = grounds_of_column(at, &condition.column);
    for (export, column) in grounds(subject, condition).iter().chain(of_column) {
        require(*export, column, data)?;
    }
    Ok(Resolved {
        relation: condition.relation,
        source: find(&condition.column, at, data)?,
        tests: condition
            .tests
            .iter()
            .map(|test| Probe::of(test, &data.words))
            .collect(),
    })
}
