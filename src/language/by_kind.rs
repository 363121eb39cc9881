//! What a selector says of a session by its kind and depth alone: most ask of nothing else, and of millions of sessions
//! there are a handful of kinds.

use crate::records::{Dataset, Session, Word};

use super::matcher::{Fit, Resolved};
use super::sources::{SessionSource, Source};

/// The kinds of which it is known whether a session of theirs fits.
#[derive(Clone, Debug, Default)]
pub(super) struct ByKind {
    known: Vec<OfKind>,
}

/// What is known of one kind.
#[derive(Clone, Copy, Debug)]
struct OfKind {
    kind: Word,
    full: Option<Fit>,
    light: Option<Fit>,
}

impl ByKind {
    /// Asks of each kind that the exports have.
    pub(super) fn of(alternatives: &[Vec<Resolved>], data: &Dataset) -> ByKind {
        let kinds = data.index.kinds().iter();
        let known = kinds.map(|kind| OfKind {
            kind: *kind,
            full: fit(alternatives, (*kind, Word::FULL)),
            light: fit(alternatives, (*kind, Word::LIGHT)),
        });
        ByKind {
            known: known.collect(),
        }
    }

    /// Whether every session of this one's kind and depth fits, or none; nothing where that hangs on more.
    pub(super) fn fit(&self, session: &Session) -> Option<Fit> {
        let mut known = self.known.iter();
        let of_kind = known.find(|one| one.kind == session.kind)?;
        match session.depth {
            Word::FULL => of_kind.full,
            Word::LIGHT => of_kind.light,
            _ => None,
        }
    }
}

fn fit(alternatives: &[Vec<Resolved>], (kind, depth): (Word, Word)) -> Option<Fit> {
    let mut none_fits = true;
    for table in alternatives {
        match all(table, (kind, depth)) {
            Some(true) => return Some(Fit::Yes),
            Some(false) => {}
            None => none_fits = false,
        }
    }
    none_fits.then_some(Fit::No)
}

/// Whether all conditions of a table hold of a kind and a depth, where those on these alone tell.
fn all(table: &[Resolved], (kind, depth): (Word, Word)) -> Option<bool> {
    let mut holds = Some(true);
    for condition in table {
        let word = match (condition.relation, condition.source) {
            (None, Source::Session(SessionSource::Kind)) => Some(kind),
            (None, Source::Session(SessionSource::Depth)) => Some(depth),
            _ => None,
        };
        match word.and_then(|word| condition.holds_of_word(word)) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => holds = None,
        }
    }
    holds
}

#[cfg(test)]
mod tests {
    use crate::calendar::Day;
    use crate::language::{Facts, Fit, Matcher, Moment, Selector, Sight, SubjectKind};
    use crate::records::{Dataset, Demand};

    /// Whether a session of each of three kinds fits: what is known by its kind, and what is true of its row.
    fn fits(selector: &str) -> Vec<(Option<Fit>, Fit)> {
        #[derive(serde::Deserialize)]
        struct Holder {
            r#for: Selector,
        }
        let holder: Holder = toml::from_str(&format!("for = {selector}")).unwrap();
        let sessions = "date,kind,status,supervisor_id,depth\n2026-01-05,personal,held,,\n\
                        2026-01-06,group,held,M1,full\n2026-01-07,case,planned,M2,light";
        let day = Day::parse_iso("2026-02-01").unwrap();
        let data = Dataset::from_texts("", "", sessions, "", &Demand::default(), day).unwrap();
        let working = crate::calendar::WorkingDays::new(None, &[]);
        let facts = Facts {
            data: &data,
            working: &working,
        };
        let matcher = Matcher::resolve(&holder.r#for, SubjectKind::Session, &data).unwrap();
        let slow = Matcher {
            by_kind: super::ByKind::default(),
            ..matcher.clone()
        };
        let of = |(session, number): (&crate::records::Session, u32)| {
            let sight = Sight::Session(number);
            let fit = slow.fits(facts, sight, Moment::on(day));
            assert_eq!(matcher.fits(facts, sight, Moment::on(day)), fit);
            (matcher.by_kind.fit(session), fit)
        };
        data.sessions.iter().zip(0..).map(of).collect()
    }

    #[test]
    fn the_kind_tells_where_nothing_else_is_asked() {
        let known = |fits: [Fit; 3]| fits.map(|fit| (Some(fit), fit)).to_vec();
        let (yes, no) = (Fit::Yes, Fit::No);
        assert_eq!(
            fits("{ kind = ['group', 'case'], depth = 'full' }"),
            known([no, yes, no])
        );
        assert_eq!(fits("{ depth = { not = 'full' } }"), known([no, no, yes]));
        assert_eq!(
            fits("{ kind = ['personal', 'group'] }"),
            known([yes, yes, no])
        );
        assert_eq!(fits("{ kind = { not = 'group' } }"), known([yes, no, yes]));
        assert_eq!(
            fits("[{ kind = 'case' }, { kind = 'group' }]"),
            known([no, yes, yes])
        );
        assert_eq!(fits("{}"), known([yes, yes, yes]));
    }

    #[test]
    fn where_more_is_asked_the_kind_tells_only_who_is_out_or_in_all_the_same() {
        let (yes, no, blank) = (Fit::Yes, Fit::No, Fit::Blank);
        assert_eq!(
            fits("{ kind = ['personal', 'group'], supervisor_id = 'M1' }"),
            [(None, blank), (None, yes), (Some(no), no)]
        );
        assert_eq!(
            fits("[{ kind = 'case' }, { supervisor_id = 'M1' }]"),
            [(None, blank), (None, yes), (Some(yes), yes)]
        );
        assert_eq!(
            fits("{ kind = 'case', status = 'held' }"),
            [(Some(no), no), (Some(no), no), (None, no)]
        );
        assert_eq!(fits("{ kind = { known = true } }"), [(None, yes); 3]);
    }
}
