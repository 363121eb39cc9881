//! The clauses of a track that did not set a due day, each with the reason.

use crate::language::{Fit, Moment, shortfalls};
use crate::ledger::Untestable;
use crate::rules::{Clause, Duty};

use super::super::contender::{Contender, Standing};
use super::super::gap::Open;
use super::super::stay::Stay;
use super::super::track::TrackKey;
use super::course::Teller;
use super::owed_lines::{Considered, Fate};

impl Teller<'_> {
    /// Every clause of the track but the one that governs, and why it does not, at a moment.
    pub(super) fn considered(
        &self,
        stay: Stay<'_>,
        moment: Moment,
        governing: Option<usize>,
        rivals: &[(Standing, Open)],
    ) -> Vec<Considered> {
        let clauses = self.audit.policy.clauses.iter().enumerate();
        let mine =
            clauses.filter(|(index, clause)| Some(*index) != governing && self.is_on_track(clause));
        mine.map(|(index, clause)| Considered {
            clause: clause.id.clone(),
            fate: self.fate(stay, moment, (index, clause), rivals),
        })
        .collect()
    }

    fn is_on_track(&self, clause: &Clause) -> bool {
        clause.rule.name == self.family
            && matches!(&clause.duty, Duty::Clock(clock) if TrackKey::of(clock) == self.key)
    }

    fn fate(
        &self,
        stay: Stay<'_>,
        moment: Moment,
        (index, clause): (usize, &Clause),
        rivals: &[(Standing, Open)],
    ) -> Fate {
        let mut contenders = self.track.contenders.iter().enumerate();
        let Some((number, contender)) = contenders.find(|(_, one)| one.clause == index) else {
            return self.cannot(index);
        };
        if let Some((_, open)) = rivals.iter().find(|(one, _)| one.contender == number) {
            return Fate::Looser {
                due: Some(open.due),
            };
        }
        let has = |standings: &[Standing]| standings.iter().any(|one| one.contender == number);
        let all = self.track.eligible_on(stay, moment);
        if has(&all) {
            return self.beaten(stay, moment, (number, contender), &all);
        }
        if moment.day < contender.span && contender.stands(stay, number, moment).is_some() {
            return Fate::BeforeTheExports {
                from: contender.span,
            };
        }
        unfit(stay, moment, (clause, contender))
    }

    /// Why a clause that fits asks for nothing.
    fn beaten(
        &self,
        stay: Stay<'_>,
        moment: Moment,
        (number, contender): (usize, &Contender<'_>),
        all: &[Standing],
    ) -> Fate {
        let left = self.track.unreplaced(all.to_vec());
        let of = |standing: &Standing| self.track.contenders.get(standing.contender);
        if !left.iter().any(|one| one.contender == number) {
            let by = all.iter().filter_map(of).find(|other| {
                let names = &other.schedule.instead_of;
                names.iter().any(|name| name == contender.id)
            });
            return Fate::Replaced {
                by: by.map_or_else(String::new, |by| by.id.to_owned()),
            };
        }
        let exempting = left.iter().filter_map(of).find(|other| other.exempts());
        match exempting {
            Some(_) if contender.exempts() => Fate::Exempts,
            Some(other) => Fate::Exempted {
                by: other.id.to_owned(),
            },
            None => {
                let in_force = self.track.standings(stay, moment);
                debug_assert!(in_force.iter().any(|one| one.contender == number));
                Fate::Looser { due: None }
            }
        }
    }

    /// Why a clause cannot be judged for anybody.
    fn cannot(&self, clause: usize) -> Fate {
        let whole = |one: &&Untestable| one.clause == clause && one.subject.is_none();
        let reason = self.untestable.iter().find(whole);
        Fate::Untestable {
            reason: reason.map_or_else(String::new, |one| one.reason.to_string()),
        }
    }
}

/// Why a clause does not fit, or has not started.
fn unfit(stay: Stay<'_>, moment: Moment, (clause, contender): (&Clause, &Contender<'_>)) -> Fate {
    if contender.whom.fits(stay.facts, stay.sight, moment) != Fit::Yes {
        let whom = (&clause.whom, &contender.whom);
        return Fate::DoesNotFit {
            lacks: shortfalls(whom, stay.facts, stay.sight, moment),
        };
    }
    match contender.trouble(stay.facts, stay.sight, moment.day.min(moment.known)) {
        Some(reason) => Fate::Untestable {
            reason: reason.to_string(),
        },
        None => Fate::NotYet {
            columns: contender.schedule.from.clone(),
        },
    }
}
