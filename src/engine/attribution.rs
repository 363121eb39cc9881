//! Whose an obligation is: the person or child, and the worker, supervisor, team and service it counts for.

use std::borrow::Cow;

use crate::calendar::Day;
use crate::ledger::{COUNCIL, Obligation, Subject, is_of_session, session_of};
use crate::policy::Policy;
use crate::records::{
    CaseIx, CountsFor, Dataset, Session, SessionNo, StaffIx, Word, first_row, post,
};
use crate::rules::Duty;

/// Whose an obligation is, in words.
#[derive(Clone, Debug, Default)]
pub struct Attribution<'a> {
    /// `staff`, `case`, `session`, `team` or `council`.
    pub kind: &'static str,
    /// The id in the exports.
    pub id: Cow<'a, str>,
    /// What tells things of one id apart: the supervisee of a session, the session of a case's record.
    pub apart: &'a str,
    /// The name, where an export has one.
    pub name: Option<&'a str>,
    /// The role of a staff member.
    pub role: Option<&'a str>,
    /// The type of a case.
    pub case_type: Option<&'a str>,
    /// The kind of the session.
    pub session_kind: Option<&'a str>,
    /// The team it counts for.
    pub team: Option<&'a str>,
    /// The service it counts for.
    pub service: Option<&'a str>,
    /// The supervisor's id.
    pub supervisor: Option<&'a str>,
    /// The id of the worker who holds the case or was supervised.
    pub worker: Option<&'a str>,
    /// The day of the session whose record it is.
    pub session_date: Option<Day>,
}

impl<'a> Attribution<'a> {
    /// Whose an obligation is on its due day, or on the as-of day when that comes first.
    pub fn of(
        (policy, data): (&Policy, &'a Dataset),
        as_of: Day,
        obligation: &Obligation,
    ) -> Attribution<'a> {
        let clause = policy.clause(obligation.clause);
        let recurs = clause.is_some_and(|clause| matches!(clause.duty, Duty::Clock(_)));
        let day = obligation.due.min(as_of);
        let counts = CountsFor::of(data, (day, recurs), obligation);
        let mut who = Attribution::counted(data, obligation.subject, day, counts);
        if is_of_session(recurs, obligation) {
            who.session_date = Some(obligation.since.day);
            let session = session_of(data, obligation);
            // A case may be discussed twice on one day.
            if let (Subject::Case(_), Some(number)) = (
                obligation.subject,
                session.and_then(|session| session.session),
            ) {
                who.apart = number_of(data, number);
            }
        }
        who
    }

    /// Whose something is on a day.
    pub fn of_subject(data: &'a Dataset, subject: Subject, day: Day) -> Attribution<'a> {
        let counts = CountsFor::of_subject(data, subject, day);
        Attribution::counted(data, subject, day, counts)
    }

    /// The same, known already whose figures it counts in.
    fn counted(
        data: &'a Dataset,
        subject: Subject,
        day: Day,
        counts: CountsFor,
    ) -> Attribution<'a> {
        let who = match subject {
            Subject::Staff(staff) => of_staff(data, staff, day),
            Subject::Case(case) => of_case(data, case, day),
            Subject::Session(row) => {
                let session = data.sessions.get(row as usize);
                session.map_or_else(Attribution::default, |session| of_session(data, session))
            }
            Subject::Team(team) => Attribution {
                kind: "team",
                id: data.words.text(team).into(),
                ..Attribution::default()
            },
            Subject::Council => Attribution {
                kind: "council",
                id: COUNCIL.into(),
                ..Attribution::default()
            },
        };
        Attribution {
            role: counts.role(data),
            case_type: counts.case_type(data),
            team: counts.team(data),
            service: counts.service(data),
            supervisor: counts.supervisor(data),
            ..who
        }
    }

    /// What the subject is: a role, a case type, a kind of session.
    pub fn what(&self) -> Option<&'a str> {
        self.role.or(self.case_type).or(self.session_kind)
    }
}

/// In whose figures an obligation counts: those of its due day, or of the as-of day when that comes first.
pub fn counts_for(
    (policy, data): (&Policy, &Dataset),
    as_of: Day,
    obligation: &Obligation,
) -> CountsFor {
    let clause = policy.clause(obligation.clause);
    let recurs = clause.is_some_and(|clause| matches!(clause.duty, Duty::Clock(_)));
    CountsFor::of(data, (obligation.due.min(as_of), recurs), obligation)
}

fn of_staff(data: &Dataset, staff: StaffIx, day: Day) -> Attribution<'_> {
    Attribution {
        kind: "staff",
        id: data.staff_id(staff).into(),
        name: post(data, staff, day).and_then(|post| post.name.as_deref()),
        ..Attribution::default()
    }
}

fn of_case(data: &Dataset, case: CaseIx, day: Day) -> Attribution<'_> {
    let worker = first_row(data, case, day).and_then(|row| row.worker);
    Attribution {
        kind: "case",
        id: data.case_id(case).into(),
        worker: worker.map(|worker| data.staff_id(worker)),
        ..Attribution::default()
    }
}

fn of_session<'a>(data: &'a Dataset, session: &Session) -> Attribution<'a> {
    let id = |staff: StaffIx| data.staff_id(staff);
    let supervisee = session.supervisee.map(id).unwrap_or_default();
    let number = session.session.map(|number| number_of(data, number));
    let unnumbered = || {
        let case = session.case.map_or("", |case| data.case_id(case));
        let about = if supervisee.is_empty() {
            case
        } else {
            supervisee
        };
        format!("{about} {}", session.date).trim().to_owned()
    };
    Attribution {
        kind: "session",
        id: number.map_or_else(|| unnumbered().into(), Cow::from),
        session_kind: text(data, Some(session.kind)),
        worker: session.supervisee.map(id),
        session_date: Some(session.date),
        apart: supervisee,
        ..Attribution::default()
    }
}

fn text(data: &Dataset, word: Option<Word>) -> Option<&str> {
    word.map(|word| data.words.text(word))
}

fn number_of(data: &Dataset, number: SessionNo) -> &str {
    data.session_ids.text(number.index())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{World, day};
    use crate::ledger::Part;

    const STAFF: &str = "staff_id, name, role, start_date, end_date, team, service, supervisor_id\n\
        S1, Ada Made-Up, sw, 2026-01-05, 2026-06-01, Ash, Help, M1\n\
        S1, Ada Made-Up, manager, 2026-06-01, , Oak, Care, M2\nS2, Bo Made-Up, sw, 2026-01-05, , Elm, Help, M3";
    const CASES: &str = "case_id, case_type, opened, allocated_to, team, service\n\
        C1, cin, 2026-01-05, S2, ,\nC2, cp, 2026-01-05, S2, Fir, Court\nC1, cin, 2026-01-05, S1, ,";

    /// Everything that is said of whose it is, in one line.
    fn said(who: &Attribution<'_>) -> String {
        let Attribution {
            kind, id, apart, ..
        } = who;
        let date = who
            .session_date
            .map_or_else(String::new, |day| day.to_string());
        let words = [
            who.name,
            who.role,
            who.case_type,
            who.session_kind,
            who.team,
            who.service,
            who.supervisor,
            who.worker,
            who.what(),
        ];
        let words = words.map(|word| word.unwrap_or("-")).join(", ");
        format!("{kind} {id} [{apart}] {date}: {words}")
    }

    fn data() -> Dataset {
        let sessions = "date, kind, supervisee_id, supervisor_id, case_id, session_id\n\
            2026-03-02, personal, S1, M9, , X1\n2026-03-03, case, , , C2, X2\n2026-03-04, group, S2, , C1,\n\
            2026-03-05, case, , , C2,";
        let world = World {
            clauses: "[[staff-supervision]]\nid = 'all'\nevery = '1 month'",
            staff: STAFF,
            cases: CASES,
            sessions,
            as_of: "2026-10-31",
            ..World::default()
        };
        world.data(&world.policy())
    }

    #[test]
    fn a_person_is_what_the_post_of_the_day_says() {
        let data = data();
        let (staff, _) = data.in_post(day("2026-10-31")).next().unwrap();
        let on = |text: &str| {
            said(&Attribution::of_subject(
                &data,
                Subject::Staff(staff),
                day(text),
            ))
        };
        let before = "staff S1 [] : Ada Made-Up, sw, -, -, Ash, Help, M1, -, sw";
        assert_eq!(on("2026-05-31"), before);
        assert_eq!(on("2020-01-01"), before, "the first post, before any");
        assert_eq!(
            on("2026-06-01"),
            "staff S1 [] : Ada Made-Up, manager, -, -, Oak, Care, M2, -, manager"
        );
    }

    #[test]
    fn a_case_is_its_workers_where_it_says_nothing_of_its_own() {
        let data = data();
        let of = |id: &str| {
            let (case, _) = data
                .open_cases(day("2026-10-31"))
                .find(|(case, _)| data.case_id(*case) == id)
                .unwrap();
            said(&Attribution::of_subject(
                &data,
                Subject::Case(case),
                day("2026-03-31"),
            ))
        };
        assert_eq!(
            of("C1"),
            "case C1 [] : -, -, cin, -, Ash, Help, M1, S1, cin"
        );
        assert_eq!(of("C2"), "case C2 [] : -, -, cp, -, Fir, Court, M3, S2, cp");
    }

    #[test]
    fn a_session_is_its_supervisees_and_else_its_cases() {
        let data = data();
        let of = |row: u32| {
            said(&Attribution::of_subject(
                &data,
                Subject::Session(row),
                Day::LAST,
            ))
        };
        assert_eq!(
            of(0),
            "session X1 [S1] 2026-03-02: -, -, -, personal, Ash, Help, M9, S1, personal"
        );
        assert_eq!(
            of(1),
            "session X2 [] 2026-03-03: -, -, -, case, Fir, Court, M3, -, case"
        );
        assert_eq!(
            of(2),
            "session S2 2026-03-04 [S2] 2026-03-04: -, -, -, group, Elm, Help, M3, S2, group"
        );
        assert_eq!(
            of(3),
            "session C2 2026-03-05 [] 2026-03-05: -, -, -, case, Fir, Court, M3, -, case"
        );
    }

    #[test]
    fn a_team_and_the_council_are_named_as_such() {
        let data = data();
        let (_, post) = data.in_post(day("2026-03-31")).next().unwrap();
        let team = Subject::Team(post.team.unwrap());
        let team = Attribution::of_subject(&data, team, Day::LAST);
        assert_eq!(said(&team), "team Ash [] : -, -, -, -, Ash, -, -, -, -");
        let council = Attribution::of_subject(&data, Subject::Council, Day::LAST);
        assert_eq!(
            said(&council),
            format!("council {COUNCIL} [] : -, -, -, -, -, -, -, -, -")
        );
    }

    #[test]
    fn it_counts_for_a_part_when_all_that_is_asked_of_the_part_is_so() {
        let data = data();
        let on = day("2026-03-31");
        let (staff, _) = data.in_post(on).next().unwrap();
        let who = CountsFor::of_subject(&data, Subject::Staff(staff), on);
        let part = |team: Option<&str>, service: Option<&str>, supervisor: Option<&str>| Part {
            team: team.map(str::to_owned),
            service: service.map(str::to_owned),
            supervisor: supervisor.map(str::to_owned),
        };
        assert!(who.is_in(&data, None));
        assert!(who.is_in(&data, Some(&part(None, None, None))));
        assert!(who.is_in(&data, Some(&part(Some("Ash"), Some("Help"), Some("M1")))));
        for other in [
            part(Some("Oak"), Some("Help"), Some("M1")),
            part(Some("Ash"), Some("Care"), Some("M1")),
            part(Some("Ash"), Some("Help"), Some("M2")),
            part(Some("Oak"), None, None),
            part(None, Some("Care"), None),
            part(None, None, Some("M2")),
        ] {
            assert!(!who.is_in(&data, Some(&other)), "{other:?}");
        }
        let ash = part(Some("Ash"), None, None);
        assert!(!CountsFor::default().is_in(&data, Some(&ash)));
    }

    #[test]
    fn what_is_owed_of_a_session_counts_for_who_held_it_and_what_recurs_does_not() {
        let world = World {
            clauses: "[[case-supervision]]\nid = 'cases'\nevery = '4 weeks'\n[[recording]]\nid = 'record'\n\
                      each = 'case'\nevidence = 'recorded_on'\nwithin = '1 week'",
            staff: STAFF,
            cases: "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-05, S2",
            sessions: "date, kind, supervisee_id, supervisor_id, case_id, session_id, recorded_on\n\
                       2026-02-02, case, S2, M9, C1, X1,",
            as_of: "2026-03-09",
            ..World::default()
        };
        let (policy, data, ledger) = world.ledger();
        let of = |clause: &str| {
            let owed = ledger
                .obligations
                .iter()
                .rfind(|one| policy.clause(one.clause).unwrap().id == clause);
            let who = Attribution::of((&policy, &data), day("2026-03-09"), owed.unwrap());
            said(&who)
        };
        assert_eq!(
            of("cases"),
            "case C1 [] : -, -, cin, -, Elm, Help, M3, S2, cin"
        );
        assert_eq!(
            of("record"),
            "case C1 [X1] 2026-02-02: -, -, cin, -, Elm, Help, M9, S2, cin"
        );
        let owed = ledger.obligations.iter();
        let counts = owed.map(|one| {
            let clause = &policy.clause(one.clause).unwrap().id;
            let whose = counts_for((&policy, &data), day("2026-03-09"), one);
            format!("{clause} {}", whose.supervisor(&data).unwrap_or("-"))
        });
        let counts: std::collections::BTreeSet<String> = counts.collect();
        assert_eq!(Vec::from_iter(counts), ["cases M3", "record M9"]);
    }
}
