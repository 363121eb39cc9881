//! What a subject is, a case's type or a person's role: most tables of conditions ask for certain ones, so that most are
//! ruled out at a glance.

use crate::calendar::Day;
use crate::records::{Dataset, Word};

use super::matcher::{Resolved, Sight};
use super::sources::{CaseSource, Source, StaffSource};

/// The types or roles that each table of a selector asks for, where it does.
#[derive(Clone, Debug, Default)]
pub(super) struct Sorts(Vec<Option<Vec<Word>>>);

impl Sorts {
    pub(super) fn of(alternatives: &[Vec<Resolved>]) -> Sorts {
        Sorts(alternatives.iter().map(|table| asked(table)).collect())
    }

    /// Whether nothing of this sort can fit a table.
    pub(super) fn rules_out(&self, table: usize, sort: Option<Word>) -> bool {
        let asked = self.0.get(table).and_then(Option::as_ref);
        asked
            .zip(sort)
            .is_some_and(|(asked, sort)| !asked.contains(&sort))
    }
}

/// The words of the first condition on a type or a role that lists some.
fn asked(table: &[Resolved]) -> Option<Vec<Word>> {
    table.iter().find_map(|condition| {
        let is_sort = matches!(
            (condition.relation, condition.source),
            (
                None,
                Source::Case(CaseSource::Type) | Source::Staff(StaffSource::Role)
            )
        );
        condition
            .words_asked()
            .filter(|_| is_sort)
            .map(<[Word]>::to_vec)
    })
}

/// The type or role of a subject in force on a day, where its one row says it and nothing besides.
pub(super) fn sort_on(data: &Dataset, sight: Sight, day: Day) -> Option<Word> {
    match sight {
        Sight::Case(case) => match data.case(case)?.episodes.as_slice() {
            [only] if only.opened <= day && only.beside.is_empty() => only.case_type,
            _ => None,
        },
        Sight::Staff(staff) => match data.member(staff)?.posts.as_slice() {
            [only] if only.start <= day => only.role,
            _ => None,
        },
        Sight::Session(_) | Sight::Activity(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Facts, Fit, Matcher, Moment, Selector, SubjectKind};
    use crate::records::Demand;

    /// What a selector says of each case on 1 February 2026, after what it says without a glance at its type.
    fn fits(selector: &str) -> Vec<Fit> {
        #[derive(serde::Deserialize)]
        struct Holder {
            r#for: Selector,
        }
        let holder: Holder = toml::from_str(&format!("for = {selector}")).unwrap();
        let cases = "case_id,case_type,opened,team\nC1,cin,2026-01-05,\nC2,cp,2026-01-05,Ash\n\
                     C3,cin,2025-01-05,Ash\nC3,cp,2026-01-05,Ash\nC4,cin,2026-03-01,Ash";
        let day = Day::parse_iso("2026-02-01").unwrap();
        let data = Dataset::from_texts("", cases, "", "", &Demand::default(), day).unwrap();
        let working = crate::calendar::WorkingDays::new(None, &[]);
        let facts = Facts {
            data: &data,
            working: &working,
        };
        let matcher = Matcher::resolve(&holder.r#for, SubjectKind::Case, &data).unwrap();
        let slow = Matcher {
            sorts: Sorts::default(),
            ..matcher.clone()
        };
        let cases = (0..data.cases.len()).filter_map(crate::records::CaseIx::at);
        let of = |case| {
            let sight = Sight::Case(case);
            let fit = matcher.fits(facts, sight, Moment::on(day));
            assert_eq!(slow.fits(facts, sight, Moment::on(day)), fit);
            assert_eq!(slow.at_best(facts, sight), matcher.at_best(facts, sight));
            fit
        };
        cases.map(of).collect()
    }

    #[test]
    fn a_type_rules_out_what_it_would_not_fit_anyway() {
        let (yes, no, blank) = (Fit::Yes, Fit::No, Fit::Blank);
        assert_eq!(fits("{ case_type = 'cin' }"), [yes, no, no, no]);
        assert_eq!(fits("{ case_type = ['cin', 'cp'] }"), [yes, yes, yes, no]);
        assert_eq!(fits("{ case_type = { not = 'cin' } }"), [no, yes, yes, no]);
        assert_eq!(
            fits("{ team = 'Ash', case_type = 'cin' }"),
            [blank, no, no, no]
        );
        assert_eq!(
            fits("[{ case_type = 'cin', team = 'Oak' }, { case_type = 'cp' }]"),
            [blank, yes, yes, no]
        );
        assert_eq!(fits("{ case_type = 'unheard-of' }"), [no, no, no, no]);
    }

    #[test]
    fn of_a_type_that_is_not_in_force_or_not_the_only_one_nothing_is_said() {
        let cases =
            "case_id,case_type,opened\nC1,cin,2026-01-05\nC2,cin,2025-01-05\nC2,cp,2026-01-05";
        let day = |text: &str| Day::parse_iso(text).unwrap();
        let staff =
            "staff_id,role,start_date\nS1,sw,2026-01-05\nS2,sw,2025-01-05\nS2,manager,2026-01-05";
        let data = Dataset::from_texts(staff, cases, "", "", &Demand::default(), day("2026-02-01"))
            .unwrap();
        let on = |sight: Sight, text: &str| {
            sort_on(&data, sight, day(text)).map(|word| data.words.text(word).to_owned())
        };
        let case = |id: &str| {
            let index = data.case_ids.get(id).and_then(crate::records::CaseIx::at);
            Sight::Case(index.unwrap())
        };
        let staff = |id: &str| {
            let index = data.staff_ids.get(id).and_then(crate::records::StaffIx::at);
            Sight::Staff(index.unwrap())
        };
        for (one, two, word) in [
            (case("C1"), case("C2"), "cin"),
            (staff("S1"), staff("S2"), "sw"),
        ] {
            assert_eq!(on(one, "2026-01-05").as_deref(), Some(word));
            assert_eq!(on(one, "2026-01-04"), None);
            assert_eq!(on(two, "2026-01-05"), None);
        }
        assert_eq!(on(Sight::Session(0), "2026-01-05"), None);
    }
}
