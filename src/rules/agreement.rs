//! `agreement`: what must be signed once after an event in a person's work, and anew after the next one.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::calendar::{Day, Interval};
use crate::language::{
    ColumnName, Compared, DateColumn, Fit, MissingColumn, Moment, OneOrMany, Roll, Sight, Spell,
    SubjectKind, WordColumn, Workings, check_target, joined, require, spells,
};
use crate::ledger::{Entries, Event, Obligation, Outcome, Reason, Remarks, Since, Subject};
use crate::records::{ColumnType, Dataset, Demand, Export, StaffIx, fold};

use super::{Check, Duty, View, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Staff whose supervision agreement is missing, came late, is older than their post or their present supervisor, or
    /// is with somebody else. Anything else that must be done once after an event in a person's work has the same form:
    /// a handover, cover for an absence.
    ///
    /// ## Why it matters
    /// The agreement says how often the two meet and what happens when they do not; without one there is nothing to hold
    /// either of them to.
    ///
    /// ## Keys
    /// - `evidence`: the date column of the staff export that shows it was signed, or a list of columns that must all be
    ///   filled.
    /// - `within`: the time allowed; without it an agreement can be missing, never late.
    /// - `from`: the date column of the event that asks for one, or a list: the latest that has come asks, and an
    ///   agreement signed before it does not answer. Without it the first day in post.
    /// - `with = "supervisor"`: the column `agreement_with` must name the present supervisor.
    /// - `target`: when it is wanted already.
    /// - `roll = "next working day"`: a due day on a weekend or holiday moves.
    name: "agreement",
    summary: "an agreement signed, in time and with the present supervisor",
    keys: &["evidence", "within", "from", "with", "target", "roll"],
    needs: &[("evidence", "evidence = \"agreement_signed_on\"")],
    bind: bind,
}

/// The column that says whom an agreement is with.
const WITH: &str = "agreement_with";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Agreement {
    evidence: OneOrMany<ColumnName>,
    within: Option<Interval>,
    from: Option<OneOrMany<ColumnName>>,
    with: Option<With>,
    target: Option<Interval>,
    roll: Option<Roll>,
}

/// Whom it must be with.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum With {
    Supervisor,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let terms = Agreement::deserialize(terms)?;
    let target = match (terms.target, terms.within) {
        (Some(target), Some(within)) => check_target(target, within, "within"),
        (Some(_), None) => Err("`target` goes with `within`, and there is none".to_owned()),
        (None, _) => Ok(()),
    };
    target.map_err(serde::de::Error::custom)?;
    Ok(Duty::Check(Box::new(terms)))
}

/// The columns of a clause, found in the exports.
struct Found {
    evidence: Vec<DateColumn>,
    from: Vec<DateColumn>,
    with: Option<WordColumn>,
}

/// What the evidence shows.
enum Shown {
    /// Nothing that answers the event.
    Nothing,
    /// Signed on a day.
    Signed(Day),
    /// Signed, with somebody else than the present supervisor.
    WithAnother,
}

/// The event that asks for an agreement, and the days it sets.
#[derive(Clone, Copy)]
struct Asked {
    spell: Spell,
    /// The last day on which it is looked at.
    last: Day,
    event: Day,
    due: Day,
    target: Option<Day>,
}

impl Check for Agreement {
    fn subject(&self) -> SubjectKind {
        SubjectKind::Staff
    }

    fn demand(&self, demand: &mut Demand) {
        for column in self.columns() {
            demand.ask(Export::Staff, column.as_str(), ColumnType::Date);
        }
        if self.with.is_some() {
            demand.ask(Export::Staff, WITH, ColumnType::Word);
        }
    }

    fn missing(&self, data: &Dataset) -> Vec<MissingColumn> {
        let dates = self.columns().filter_map(|name| date(name, data).err());
        let with = self.with.and_then(|_| party(data).err());
        dates.chain(with).collect()
    }

    fn describe(&self) -> String {
        let quoted = |names: &[ColumnName]| -> Vec<String> {
            let names = names.iter().map(ColumnName::as_str);
            names.map(|name| format!("`{name}`")).collect()
        };
        let what = match quoted(self.evidence.as_slice()).as_slice() {
            [one] => format!("a date in {one}"),
            many => format!("dates in {}", joined(many, "and")),
        };
        let from = match self.events() {
            [] => "the first day in post".to_owned(),
            [one] => format!("the date in `{}`", one.as_str()),
            many => format!(
                "the latest date reached of {}",
                joined(&quoted(many), "and")
            ),
        };
        let deadline = match (self.within, self.target) {
            (None, _) => {
                format!(" on or after {from}; without a deadline it can be missing, never late")
            }
            (Some(within), None) => format!(" within {within} of {from}"),
            (Some(within), Some(target)) => {
                format!(" within {within} of {from} at the latest ({target} are aimed at)")
            }
        };
        let with = self.with.map_or(
            "",
            |With::Supervisor| ", and the present supervisor's id in `agreement_with`",
        );
        let roll = self.roll.map_or(
            "",
            |Roll::NextWorkingDay| ", or on the next working day when that is none",
        );
        format!("{what}{deadline}{roll}{with}")
    }

    fn evidence(&self) -> &[ColumnName] {
        self.evidence.as_slice()
    }

    fn allows(&self) -> Option<Interval> {
        self.within
    }

    fn workings(&self, view: &View<'_>, owed: &Obligation) -> Workings {
        let (data, event) = (view.facts.data, owed.since.day);
        let Subject::Staff(staff) = owed.subject else {
            return Workings::default();
        };
        // The row that was judged is the one the obligation names.
        let posts = data.member(staff).map_or(&[][..], |member| &member.posts);
        let post = posts.iter().find(|post| Some(post.row) == owed.since.row);
        let Some(state) = post.map(|post| post.start.max(event)) else {
            return Workings::default();
        };
        let on = |name: &ColumnName| date(name, data).ok()?.on(data, Sight::Staff(staff), state);
        let mut from = self.events().iter();
        let from = from.find(|name| on(name) == Some(event));
        let dates = self.evidence.as_slice().iter().map(|name| {
            let found = on(name);
            Compared {
                wanted: format!("{} is on or after {}", name.as_str(), event.short()),
                found: found.map_or_else(|| "blank".to_owned(), Day::short),
                holds: Some(found.is_some_and(|day| event <= day && day <= view.as_of)),
            }
        });
        let mut compared: Vec<Compared> = dates.collect();
        let supervisor = post.and_then(|post| post.supervisor);
        if let (Some(With::Supervisor), Ok(party), Some(supervisor)) =
            (self.with, party(data), supervisor)
        {
            let (id, named) = (data.staff_id(supervisor), party.on(data, staff, state));
            compared.push(Compared {
                wanted: format!("{WITH} is {id}"),
                holds: named.as_ref().map(|named| *named == fold(id)),
                found: named.map_or_else(|| "blank".to_owned(), Into::into),
            });
        }
        Workings {
            from: from.map(|name| (event, name.as_str().to_owned())),
            compared,
            ..Workings::default()
        }
    }

    fn judge(&self, view: &View<'_>, entries: &mut Entries<'_>) -> Result<(), MissingColumn> {
        let data = view.facts.data;
        let dates = |names: &[ColumnName]| -> Result<Vec<DateColumn>, MissingColumn> {
            names.iter().map(|name| date(name, data)).collect()
        };
        let found = Found {
            evidence: dates(self.evidence.as_slice())?,
            from: dates(self.events())?,
            with: self.with.map(|_| party(data)).transpose()?,
        };
        for staff in (0..data.staff.len()).filter_map(StaffIx::at) {
            for spell in spells(data, Sight::Staff(staff), view.as_of) {
                self.spell(view, &found, (staff, spell), entries);
            }
        }
        Ok(())
    }
}

fn date(name: &ColumnName, data: &Dataset) -> Result<DateColumn, MissingColumn> {
    DateColumn::find(name.as_str(), SubjectKind::Staff, data)
}

fn party(data: &Dataset) -> Result<WordColumn, MissingColumn> {
    require(Export::Staff, "supervisor_id", data)?;
    WordColumn::find(WITH, SubjectKind::Staff, data)
}

impl Agreement {
    fn events(&self) -> &[ColumnName] {
        self.from.as_ref().map_or(&[], OneOrMany::as_slice)
    }

    fn columns(&self) -> impl Iterator<Item = &ColumnName> {
        self.evidence.as_slice().iter().chain(self.events())
    }

    /// Judges one spell of a person, by the row in force at its end or on the as-of day.
    fn spell(
        &self,
        view: &View<'_>,
        found: &Found,
        (staff, spell): (StaffIx, Spell),
        entries: &mut Entries<'_>,
    ) {
        let sight = Sight::Staff(staff);
        let last = spell.last(view.as_of);
        let fit = view.whom.fits(view.facts, sight, Moment::on(last));
        match (fit, spell.end) {
            (Fit::Yes, None) => entries.fitted(view.clause),
            (Fit::Blank, None) => entries.blank(view.clause),
            (Fit::Yes | Fit::Blank | Fit::No, _) => {}
        }
        if fit != Fit::Yes || last < spell.start {
            return;
        }
        let judged = self
            .asked(view, found, (sight, spell))
            .and_then(|asked| match asked {
                Some(asked) => self
                    .shown(view, found, (staff, asked))
                    .map(|shown| Some((asked, shown))),
                None => Ok(None),
            });
        match judged {
            Ok(Some((asked, shown))) => {
                if let Some(owed) = self.obligation(view, staff, (asked, &shown)) {
                    entries.owe(owed);
                }
            }
            Ok(None) => {}
            // Nobody can mend the row of somebody who has left.
            Err(_) if spell.end.is_some() => {}
            Err(reason) => {
                let row = view.facts.data.post_on(staff, last).map(|post| post.row);
                let subject = Some(Subject::Staff(staff));
                entries.cannot_judge(view.clause, subject, reason, row);
            }
        }
    }

    /// The latest event that asks for an agreement; nothing while none has come.
    fn asked(
        &self,
        view: &View<'_>,
        found: &Found,
        (sight, spell): (Sight, Spell),
    ) -> Result<Option<Asked>, Reason> {
        let last = spell.last(view.as_of);
        let event = if found.from.is_empty() {
            Some(spell.start)
        } else {
            let columns = found.from.iter();
            let dates: Vec<Day> = columns
                .filter_map(|column| column.on(view.facts.data, sight, last))
                .collect();
            if dates.is_empty() {
                let names = self.events().iter().map(ColumnName::as_str);
                let column = names.collect::<Vec<_>>().join("`, `");
                return Err(Reason::Blank { column });
            }
            dates.into_iter().filter(|date| *date <= last).max()
        };
        let working = view.facts.working;
        let after = |time: Interval, event: Day| match self.roll {
            Some(Roll::NextWorkingDay) => working.next_on_or_after(time.after(event, working)),
            None => time.after(event, working),
        };
        Ok(event.map(|event| Asked {
            spell,
            last,
            event,
            due: self.within.map_or(event, |time| after(time, event)),
            target: self.target.map(|time| after(time, event)),
        }))
    }

    /// What is owed; nothing where a person left before it fell due.
    fn obligation(
        &self,
        view: &View<'_>,
        staff: StaffIx,
        (asked, shown): (Asked, &Shown),
    ) -> Option<Obligation> {
        let outcome = self.outcome(view.as_of, asked, shown)?;
        let row = view.facts.data.post_on(staff, asked.last)?.row;
        let signed = matches!(shown, Shown::Signed(_));
        Some(Obligation {
            clause: view.clause,
            subject: Subject::Staff(staff),
            due: asked.due,
            target: asked.target,
            outcome,
            nth: 1,
            since: Since {
                day: asked.event,
                row: Some(row),
                event: Event::Start,
            },
            by: signed.then_some(row),
            rows: vec![row],
            remarks: Remarks {
                with_another: matches!(shown, Shown::WithAnother),
                ..Remarks::default()
            },
            measure: None,
        })
    }

    fn outcome(&self, as_of: Day, asked: Asked, shown: &Shown) -> Option<Outcome> {
        let Asked { due, target, .. } = asked;
        let past_target = |day: Day| target.map_or(0, |target| day.days_since(target).max(0));
        Some(match (shown, asked.spell.end) {
            (Shown::Signed(on), _) if self.within.is_some() && *on > due => Outcome::Late {
                on: *on,
                days: on.days_since(due),
            },
            (Shown::Signed(on), _) => Outcome::Met {
                on: *on,
                spare: due.days_since(*on).max(0),
                past_target: past_target(*on),
            },
            (Shown::Nothing, Some(end)) if self.within.is_some() && due < end => Outcome::Missed {
                on: end,
                days: end.days_since(due),
            },
            (Shown::Nothing | Shown::WithAnother, Some(_)) => return None,
            (Shown::WithAnother, None) => Outcome::NotMet,
            (Shown::Nothing, None) if self.within.is_none() => Outcome::NotMet,
            (Shown::Nothing, None) if due <= as_of => Outcome::Overdue {
                days: as_of.days_since(due),
            },
            (Shown::Nothing, None) if past_target(as_of) > 0 => Outcome::PastTarget {
                days: past_target(as_of),
                left: due.days_since(as_of),
            },
            (Shown::Nothing, None) => Outcome::Due {
                left: due.days_since(as_of),
            },
        })
    }

    /// What the columns show of an agreement that answers the event.
    ///
    /// A column remembers one date: a later one than the as-of day has taken the place of what stood there before.
    fn shown(
        &self,
        view: &View<'_>,
        found: &Found,
        (staff, asked): (StaffIx, Asked),
    ) -> Result<Shown, Reason> {
        let data = view.facts.data;
        let sight = Sight::Staff(staff);
        let dates: Vec<Option<Day>> = found
            .evidence
            .iter()
            .map(|column| column.on(data, sight, asked.last))
            .collect();
        let later = |date: &Option<Day>| date.is_some_and(|date| date > view.as_of);
        let mut named = self.evidence.as_slice().iter().zip(&dates);
        if let Some((name, _)) = named.find(|(_, date)| later(date)) {
            return Err(Reason::DatedLater {
                column: name.as_str().to_owned(),
            });
        }
        let answers =
            |date: Option<Day>| date.filter(|date| (asked.event..=asked.last).contains(date));
        let signed: Option<Vec<Day>> = dates.into_iter().map(answers).collect();
        let Some(on) = signed.and_then(|days| days.into_iter().max()) else {
            return Ok(Shown::Nothing);
        };
        let Some(with) = &found.with else {
            return Ok(Shown::Signed(on));
        };
        let blank = |column: &str| Reason::Blank {
            column: column.to_owned(),
        };
        let supervisor = data
            .post_on(staff, asked.last)
            .and_then(|post| post.supervisor)
            .ok_or_else(|| blank("supervisor_id"))?;
        let party = with
            .on(data, staff, asked.last)
            .ok_or_else(|| blank(WITH))?;
        if party == fold(data.staff_id(supervisor)) {
            Ok(Shown::Signed(on))
        } else {
            Ok(Shown::WithAnother)
        }
    }
}

#[cfg(test)]
mod tests;
