//! `file-audit`: who must look at how many files of whom over a stretch of time.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::calendar::Day;
use crate::language::{
    Amount, Files, Fit, Look, Looking, Matcher, MissingColumn, Per, Search, Selector, Spread,
    Standing, SubjectKind, Tally, Unit, Whose, Workings, missing_columns, require,
    supervises_files, whom_in_words,
};
use crate::ledger::{
    Entries, Event, Measure, Obligation, Outcome, Reason, Remarks, Since, Subject,
};
use crate::records::{Dataset, Decimal, Demand, Export};

use super::{Check, Duty, FilesAsked, Lot, View, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Fewer files looked at over a stretch of time than the policy asks for, or a survey or report that was not made.
    ///
    /// ## Why it matters
    /// Who supervises well on paper is known only to somebody who reads the paper; and an audit nobody counts is the
    /// first thing to be dropped in a busy month.
    ///
    /// ## Keys
    /// - `counts`: which rows of the activity exports are such an audit; `staff_id` or `case_id` names the file, `by_id`
    ///   who looked at it.
    /// - `at-least`: `"2 files"`, each file once however often it was looked at; or `"1 time"`, whatever was looked at:
    ///   each day on which it was done is one.
    /// - `per`: over which time. `"6 months"` and the like end on the as-of day; `"calendar month"`, `"calendar quarter"`,
    ///   `"calendar year"` and `"financial year"` are judged once each. What was not done in one is not made good in the
    ///   next.
    /// - `each`: whose number it is. `"auditor"` (the default): each person `for` selects looks at so many. `"worker"`: so
    ///   many files of each person `for` selects are looked at. `"team"`: so many of each team with anybody whom `for`
    ///   selects. `"council"`: those whom `for` selects do it together; without `for`, anybody.
    /// - `files`: `"staff"` (the default), the supervision files of people; `"cases"`, the files of cases, which are
    ///   those of their workers.
    /// - `out-of`: which of these files; without it all.
    /// - `own-supervisees = true`: only files of people whose line manager the auditor is, and of the cases they hold. Who
    ///   supervises nobody with such a file owes nothing.
    /// - `spread`: over what `oversight sample` spreads the files it draws: `"team"`, `"supervisor"` or `"worker"`. No
    ///   finding comes of it.
    ///
    /// The clause holds for whom it fits on the last day of the time, and who is in post on it. Who began inside it owes a
    /// part: the whole months in post out of its months, rounded down to a whole file; so it is where the exports begin
    /// inside it. A row that does not say whose file it was, or who looked at it, is nobody's: where it might have been
    /// enough, the clause can't be tested.
    name: "file-audit",
    summary: "enough files looked at by whom the policy names",
    keys: &["counts", "at-least", "per", "each", "files", "out-of", "own-supervisees", "spread"],
    needs: &[
        ("counts", "counts = { kind = \"file-audit\" }"),
        ("at-least", "at-least = \"1 file\""),
        ("per", "per = \"calendar month\""),
    ],
    bind: bind,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FileAudit {
    counts: Selector,
    at_least: Amount,
    per: Per,
    #[serde(default)]
    each: Whose,
    files: Option<Files>,
    out_of: Option<Selector>,
    #[serde(default)]
    own_supervisees: bool,
    spread: Option<Spread>,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let terms = FileAudit::deserialize(terms)?;
    let refuse = |message: String| Err(serde::de::Error::custom(message));
    let Amount { number, unit } = terms.at_least;
    if !matches!(unit, Unit::Files | Unit::Times) {
        let found = unit.word(Decimal::whole(2));
        return refuse(format!(
            "`at-least` is a number of {found}, expected files or times"
        ));
    }
    if number.millionths() % MILLION != 0 {
        return refuse(format!("`at-least` is {number}, expected a whole number"));
    }
    if terms.counts.is_everyone() {
        return refuse(
            "`counts` has no condition, expected one such as `{ kind = \"file-audit\" }`"
                .to_owned(),
        );
    }
    let of_files = [
        ("files", terms.files.is_some()),
        ("out-of", terms.out_of.is_some()),
        ("own-supervisees", terms.own_supervisees),
        ("spread", terms.spread.is_some()),
    ];
    let of_files = of_files.iter().find(|(_, there)| *there);
    if let (Unit::Times, Some((key, _))) = (unit, of_files) {
        return refuse(format!(
            "`{key}` is about files, and `at-least` counts times, expected a number of files"
        ));
    }
    if unit == Unit::Times && matches!(terms.each, Whose::Worker | Whose::Team) {
        return refuse(
            "`each` asks whose files were looked at, and `at-least` counts times, expected a number of files"
                .to_owned(),
        );
    }
    Ok(Duty::Check(Box::new(terms)))
}

const MILLION: i64 = 1_000_000;

/// One stretch of time, and the day the exports begin to show such activity.
#[derive(Clone, Copy)]
struct Stretch {
    first: Day,
    last: Day,
    span: Day,
}

impl Check for FileAudit {
    fn subject(&self) -> SubjectKind {
        SubjectKind::Staff
    }

    fn demand(&self, demand: &mut Demand) {
        self.counts.demand(SubjectKind::Activity, demand);
        if let Some(out_of) = &self.out_of {
            out_of.demand(self.files().subject(), demand);
        }
    }

    fn missing(&self, data: &Dataset) -> Vec<MissingColumn> {
        let counted = missing_columns(&self.counts, SubjectKind::Activity, data).into_iter();
        self.needed()
            .into_iter()
            .filter_map(|(export, column)| require(export, column, data).err())
            .chain(counted.map(|(_, missing)| missing))
            .chain(self.missing_of_files(data))
            .collect()
    }

    fn selectors(&self) -> Vec<(&'static str, &Selector, SubjectKind)> {
        let counts = ("counts", &self.counts, SubjectKind::Activity);
        let out_of = self.out_of.as_ref();
        let out_of = out_of.map(|out_of| ("out-of", out_of, self.files().subject()));
        std::iter::once(counts).chain(out_of).collect()
    }

    fn describe(&self) -> String {
        let over = match self.per {
            Per::Rolling(time) => format!("in the {time} to the day of the audit"),
            Per::Fixed(window) => format!("in each {window}"),
        };
        let counted = whom_in_words(&self.counts, SubjectKind::Activity);
        let number = self.at_least;
        if self.at_least.unit == Unit::Times {
            let together = match self.each {
                Whose::Council => ", by one of them for all",
                Whose::Auditor | Whose::Worker | Whose::Team => "",
            };
            return format!("at least {number} {over}{together}; counted are {counted}");
        }
        let files = match self.files() {
            Files::Staff => "supervision",
            Files::Cases => "case",
        };
        let files = format!(
            "{} {files} {}",
            number.number,
            number.unit.word(number.number)
        );
        let asked = match self.each {
            Whose::Auditor => format!("each looks at {files} or more {over}"),
            Whose::Worker => format!("{files} of each or more looked at {over}"),
            Whose::Team => format!("{files} of each of their teams or more looked at {over}"),
            Whose::Council => format!("all together look at {files} or more {over}"),
        };
        let own = if self.own_supervisees {
            ", only of people the auditor supervises"
        } else {
            ""
        };
        let only = self.out_of.as_ref().map_or_else(String::new, |out_of| {
            let whose = whom_in_words(out_of, self.files().subject());
            format!(", only of {whose}")
        });
        let spread = self.spread.map_or_else(String::new, |spread| {
            format!("; a sample is spread over {}", spread.words())
        });
        format!("{asked}{own}{only}; counted are {counted}{spread}")
    }

    fn on_audit_day(&self) -> bool {
        matches!(self.per, Per::Rolling(_))
    }

    fn workings(&self, view: &View<'_>, owed: &Obligation) -> Workings {
        let what = whom_in_words(&self.counts, SubjectKind::Activity);
        let looks = self.looks(view, Day::LAST).unwrap_or_default();
        Workings {
            search: Some(Search::new(
                view.facts.data,
                what,
                &looks,
                (owed, view.as_of),
            )),
            ..Workings::default()
        }
    }

    fn files_asked(&self, view: &View<'_>) -> Result<Option<FilesAsked<'_>>, MissingColumn> {
        let data = view.facts.data;
        let stretch = self.stretches(view, view.as_of).pop();
        let Some((first, last)) = stretch.filter(|_| self.at_least.unit == Unit::Files) else {
            return Ok(None);
        };
        if let Some(missing) = self.missing_of_files(data).into_iter().next() {
            return Err(missing);
        }
        let unseen = if data.files_of(Export::Activity).next().is_some() {
            let missing = self.missing(data).into_iter().next();
            missing.map(Reason::from)
        } else {
            let export = Export::Activity;
            Some(Reason::NoExport { export })
        };
        let looks = match unseen {
            None => self.looks(view, view.as_of)?,
            Some(_) => Vec::new(),
        };
        // What no export shows takes nothing from what is asked for.
        let span = first;
        let stretch = Stretch { first, last, span };
        let mut standing = self.standing(view, last, &mut |_| {});
        standing.retain(|one| !matches!(self.has_none(view, one.subject, last), Ok(true)));
        let lots = standing.iter().filter_map(|one| {
            let sum = self.tally(view, (one, stretch), &looks)?;
            Some(Lot {
                subject: one.subject,
                asked: sum.limit,
                done: sum.found,
            })
        });
        let seen = looks.iter().filter(|look| first <= look.day);
        Ok(Some(FilesAsked {
            stretch: (first, last),
            lots: lots.collect(),
            looked: seen.filter_map(|look| look.file).collect(),
            unseen,
            files: self.files(),
            out_of: self.out_of.as_ref(),
            whose: self.each,
            own_supervisees: self.own_supervisees,
            spread: self.spread,
        }))
    }

    fn judge(&self, view: &View<'_>, entries: &mut Entries<'_>) -> Result<(), MissingColumn> {
        let data = view.facts.data;
        if data.files_of(Export::Activity).next().is_none() {
            let export = Export::Activity;
            entries.cannot_judge(view.clause, None, Reason::NoExport { export }, None);
            return Ok(());
        }
        if let Some(missing) = self.missing(data).into_iter().next() {
            return Err(missing);
        }
        if self.each == Whose::Council && !view.whom.is_everyone() {
            require(Export::Activity, "by_id", data)?;
        }
        let span = view
            .spans
            .of_activity(SubjectKind::Activity, &self.counts, data);
        let Some(span) = span else {
            entries.cannot_judge(view.clause, None, Reason::NoActivity, None);
            return Ok(());
        };
        let looks = self.looks(view, view.as_of)?;
        let stretches = self.stretches(view, span);
        for (index, (first, last)) in stretches.iter().copied().enumerate() {
            let stretch = Stretch { first, last, span };
            let newest = index + 1 == stretches.len();
            let standing = self.standing(view, last, &mut |fit| match fit {
                Fit::Yes if newest => entries.fitted(view.clause),
                Fit::Blank if newest => entries.blank(view.clause),
                Fit::Yes | Fit::Blank | Fit::No => {}
            });
            for one in standing {
                if self.has_none(view, one.subject, last)? {
                    continue;
                }
                self.enter(view, entries, (&one, stretch), &looks);
            }
        }
        Ok(())
    }
}

impl FileAudit {
    fn files(&self) -> Files {
        self.files.unwrap_or_default()
    }

    /// The columns it reads besides those of its selectors.
    fn needed(&self) -> Vec<(Export, &'static str)> {
        let mut needed = Vec::new();
        if self.at_least.unit == Unit::Files {
            needed.push((Export::Activity, self.files().column()));
        }
        if self.each == Whose::Auditor || self.own_supervisees {
            needed.push((Export::Activity, "by_id"));
        }
        needed
    }

    /// Those without which nobody can tell which files are meant.
    fn missing_of_files(&self, data: &Dataset) -> Vec<MissingColumn> {
        let of_whom = self.own_supervisees || self.each == Whose::Worker;
        let by_worker = self.files() == Files::Cases && (of_whom || self.each == Whose::Team);
        let needed = [
            (self.own_supervisees, Export::Staff, "supervisor_id"),
            (self.each == Whose::Team, Export::Staff, "team"),
            (by_worker, Export::Cases, "allocated_to"),
        ];
        let needed = needed.into_iter().filter(|(needed, _, _)| *needed);
        let missing = needed.filter_map(|(_, export, column)| require(export, column, data).err());
        let out_of = self.out_of.as_ref().map_or_else(Vec::new, |out_of| {
            missing_columns(out_of, self.files().subject(), data)
        });
        missing
            .chain(out_of.into_iter().map(|(_, missing)| missing))
            .collect()
    }

    /// The activity that counts, by a day.
    fn looks(&self, view: &View<'_>, last: Day) -> Result<Vec<Look>, MissingColumn> {
        let data = view.facts.data;
        let counts = Matcher::resolve(&self.counts, SubjectKind::Activity, data)?;
        let out_of = self.out_of.as_ref();
        let out_of = out_of
            .map(|one| Ok((one, Matcher::resolve(one, self.files().subject(), data)?)))
            .transpose()?;
        let looking = Looking {
            facts: view.facts,
            counts: (&self.counts, &counts),
            files: (self.at_least.unit == Unit::Files).then_some(self.files()),
            out_of: out_of
                .as_ref()
                .map(|(selector, matcher)| (*selector, matcher)),
            whom: view.whom,
            whose: self.each,
            own_supervisees: self.own_supervisees,
        };
        Ok(looking.looks(last))
    }

    fn stretches(&self, view: &View<'_>, from: Day) -> Vec<(Day, Day)> {
        self.per
            .stretches_and_running(from, view.as_of, view.facts.working)
    }

    fn standing(&self, view: &View<'_>, last: Day, told: &mut dyn FnMut(Fit)) -> Vec<Standing> {
        let days = (last.min(view.as_of), view.as_of);
        self.each.standing(view.facts, view.whom, days, told)
    }

    /// Whether an auditor of their supervisees' files supervises nobody who has one: nothing can be asked then.
    fn has_none(
        &self,
        view: &View<'_>,
        subject: Subject,
        last: Day,
    ) -> Result<bool, MissingColumn> {
        let (true, Whose::Auditor, Subject::Staff(by)) = (self.own_supervisees, self.each, subject)
        else {
            return Ok(false);
        };
        let data = view.facts.data;
        let out_of = self.out_of.as_ref();
        let out_of = out_of.map(|one| Matcher::resolve(one, self.files().subject(), data));
        let files = (self.files(), out_of.transpose()?);
        let files = (files.0, files.1.as_ref());
        Ok(!supervises_files(
            view.facts,
            files,
            by,
            last.min(view.as_of),
        ))
    }

    /// What a subject's looks in a stretch came to, and those that may or may not be of it.
    fn tally(
        &self,
        view: &View<'_>,
        (one, stretch): (&Standing, Stretch),
        looks: &[Look],
    ) -> Option<Tally> {
        let begin = stretch.first.max(stretch.span).max(one.start);
        let (part, whole) = if begin == stretch.first {
            (1, 1)
        } else {
            self.per.part(begin, stretch.last, view.facts.working)
        };
        let asked = self.at_least.number.millionths() / MILLION * i64::from(part);
        let limit = u32::try_from(asked / i64::from(whole.max(1))).unwrap_or(u32::MAX);
        if begin > stretch.last || limit == 0 {
            return None;
        }
        Some(Tally::of(looks, one.subject, (begin, stretch.last), limit))
    }

    fn enter(
        &self,
        view: &View<'_>,
        entries: &mut Entries<'_>,
        (one, stretch): (&Standing, Stretch),
        looks: &[Look],
    ) {
        let Some(sum) = self.tally(view, (one, stretch), looks) else {
            return;
        };
        let short = usize::try_from(sum.limit.saturating_sub(sum.found)).unwrap_or(usize::MAX);
        // What is known to be enough is enough; anything less may be more than it seems.
        let doubted = sum.doubted.first();
        if let Some((column, row)) = doubted.filter(|_| 0 < short && short <= sum.doubted.len()) {
            let (from, to) = view.period;
            let day = stretch.last.min(view.as_of);
            if from <= day && day <= to {
                let column = column.clone();
                let reason = Reason::Blank { column };
                entries.cannot_judge(view.clause, Some(one.subject), reason, Some(*row));
            }
            return;
        }
        entries.owe(self.obligation(view, (one, stretch), sum));
    }

    fn obligation(
        &self,
        view: &View<'_>,
        (one, stretch): (&Standing, Stretch),
        sum: Tally,
    ) -> Obligation {
        let last = stretch.last;
        let rolling = self.on_audit_day();
        let outcome = match sum.enough {
            Some(day) => {
                let on = if rolling { last } else { day };
                Outcome::Met {
                    on,
                    spare: last.days_since(on),
                    past_target: 0,
                }
            }
            None if view.as_of < last => Outcome::Due {
                left: last.days_since(view.as_of),
            },
            None => Outcome::NotMet,
        };
        Obligation {
            clause: view.clause,
            subject: one.subject,
            due: last,
            target: None,
            outcome,
            nth: 1,
            since: Since {
                day: sum.begin,
                row: one.row,
                event: if rolling {
                    Event::AuditDay
                } else {
                    Event::Window
                },
            },
            by: None,
            rows: sum.rows,
            remarks: Remarks {
                cut: sum.begin > stretch.first.max(one.start),
                ..Remarks::default()
            },
            measure: Some(Box::new(Measure {
                value: Decimal::whole(sum.found),
                limit: Decimal::whole(sum.limit),
                unit: self.at_least.unit.word(Decimal::whole(2)),
            })),
        }
    }
}

#[cfg(test)]
mod tests;
