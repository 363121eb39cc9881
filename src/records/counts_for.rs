//! In whose figures people, cases and sessions count: the worker, supervisor, team and service behind each.

use crate::calendar::Day;

use super::dataset::Dataset;
use super::rows::{Episode, Post, Session};
use super::words::{CaseIx, StaffIx, Word};

/// In whose figures something counts, small enough to be made for everything owed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CountsFor {
    what: What,
    team: Option<Word>,
    service: Option<Word>,
    supervisor: Option<StaffIx>,
}

/// What a subject is, where that tells figures apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum What {
    Role(Option<Word>),
    CaseType(Option<Word>),
    #[default]
    Neither,
}

impl CountsFor {
    /// In whose figures a staff member counts on a day.
    pub fn of_staff(data: &Dataset, staff: StaffIx, day: Day) -> CountsFor {
        let post = post(data, staff, day);
        CountsFor {
            what: What::Role(post.and_then(|post| post.role)),
            ..CountsFor::of_post(post)
        }
    }

    /// In whose figures a case counts on a day.
    pub fn of_case(data: &Dataset, case: CaseIx, day: Day) -> CountsFor {
        let steady = data.index.counts_always_for(case);
        steady.unwrap_or_else(|| CountsFor::of_case_on(data, case, day))
    }

    /// In whose figures a session counts.
    pub fn of_session(data: &Dataset, session: &Session) -> CountsFor {
        let place = match (session.supervisee, session.case) {
            (Some(staff), _) => CountsFor::of_post(post(data, staff, session.date)),
            (None, Some(case)) => CountsFor::of_case(data, case, session.date),
            (None, None) => CountsFor::default(),
        };
        CountsFor {
            what: What::Neither,
            ..place
        }
        .supervised_by(session.supervisor)
    }

    /// In whose figures a whole team counts.
    pub fn of_team(team: Word) -> CountsFor {
        CountsFor {
            team: Some(team),
            ..CountsFor::default()
        }
    }

    fn of_post(post: Option<&Post>) -> CountsFor {
        CountsFor {
            what: What::Neither,
            team: post.and_then(|post| post.team),
            service: post.and_then(|post| post.service),
            supervisor: post.and_then(|post| post.supervisor),
        }
    }

    fn of_case_on(data: &Dataset, case: CaseIx, day: Day) -> CountsFor {
        let row = first_row(data, case, day);
        let worker = row.and_then(|row| row.worker);
        let by_worker = CountsFor::of_post(worker.and_then(|worker| post(data, worker, day)));
        CountsFor {
            what: What::CaseType(row.and_then(|row| row.case_type)),
            team: row.and_then(|row| row.team).or(by_worker.team),
            service: row.and_then(|row| row.service).or(by_worker.service),
            supervisor: by_worker.supervisor,
        }
    }

    /// The same in the figures of another supervisor, where one is known.
    #[must_use]
    pub fn supervised_by(self, supervisor: Option<StaffIx>) -> CountsFor {
        CountsFor {
            supervisor: supervisor.or(self.supervisor),
            ..self
        }
    }

    /// Whether it is a staff member's: its role is one of the things figures are split by.
    pub fn is_of_staff(self) -> bool {
        matches!(self.what, What::Role(_))
    }

    /// The same of a case and its type.
    pub fn is_of_case(self) -> bool {
        matches!(self.what, What::CaseType(_))
    }

    /// The role of a staff member.
    pub fn role(self, data: &Dataset) -> Option<&str> {
        match self.what {
            What::Role(role) => text(data, role),
            What::CaseType(_) | What::Neither => None,
        }
    }

    /// The type of a case.
    pub fn case_type(self, data: &Dataset) -> Option<&str> {
        match self.what {
            What::CaseType(case_type) => text(data, case_type),
            What::Role(_) | What::Neither => None,
        }
    }

    /// The team.
    pub fn team(self, data: &Dataset) -> Option<&str> {
        text(data, self.team)
    }

    /// The service.
    pub fn service(self, data: &Dataset) -> Option<&str> {
        text(data, self.service)
    }

    /// The supervisor's id.
    pub fn supervisor(self, data: &Dataset) -> Option<&str> {
        self.supervisor.map(|staff| data.staff_id(staff))
    }
}

fn text(data: &Dataset, word: Option<Word>) -> Option<&str> {
    word.map(|word| data.words.text(word))
}

/// In whose figures each case counts, where that is so on every day: of a case in one row with a worker in one post.
/// Most are, and in a large council they are asked for millions of times.
pub(super) fn steady(data: &Dataset) -> Vec<Option<CountsFor>> {
    let cases = (0..data.cases.len()).map(|case| {
        let [row] = data.cases.get(case)?.episodes.as_slice() else {
            return None;
        };
        let worker = row.worker.and_then(|worker| data.member(worker));
        let is_steady = worker.is_none_or(|member| member.posts.len() <= 1);
        let case = CaseIx::at(case).filter(|_| is_steady)?;
        Some(CountsFor::of_case_on(data, case, row.opened))
    });
    cases.collect()
}

/// The post held on a day, or the first one when that begins later.
pub fn post(data: &Dataset, staff: StaffIx, day: Day) -> Option<&Post> {
    let on_day = data.post_on(staff, day);
    on_day.or_else(|| data.member(staff)?.posts.first())
}

/// The row a case stands in on a day; of several workers the one with the smallest id.
pub fn first_row(data: &Dataset, case: CaseIx, day: Day) -> Option<&Episode> {
    match data.episode_on(case, day) {
        [] => data.case(case)?.episodes.first(),
        [one] => Some(one),
        rows => {
            let id = |row: &Episode| row.worker.map(|worker| data.staff_id(worker));
            let rows = rows.iter();
            rows.min_by_key(|row| (row.worker.is_none(), id(row), row.row))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Demand;

    #[test]
    fn what_is_so_on_every_day_is_so_on_each() {
        let staff = "staff_id,role,team,supervisor_id,start_date,end_date\n\
                     S1,sw,North,M1,2026-01-05,2026-03-01\n\
                     S2,sw,North,M1,2026-01-05,\nS2,sw,South,M2,2026-03-01,";
        let cases = "case_id,case_type,allocated_to,opened,closed\n\
                     C1,cin,S1,2026-02-01,2026-04-01\nC2,cin,,2026-02-01,\nC3,cin,S9,2026-02-01,\n\
                     C4,cin,S2,2026-02-01,\nC5,cin,S1,2026-02-01,2026-02-20\nC5,cp,S1,2026-02-20,";
        let day = |text: &str| Day::parse_iso(text).unwrap();
        let demand = Demand::default();
        let data = Dataset::from_texts(staff, cases, "", "", &demand, day("2026-05-01")).unwrap();
        let days = [
            "2026-01-01",
            "2026-02-01",
            "2026-02-25",
            "2026-03-01",
            "2026-05-01",
        ]
        .map(day);
        let mut steady = Vec::new();
        for case in (0..5).filter_map(CaseIx::at) {
            let always = data.index.counts_always_for(case);
            for day in days {
                let on_day = CountsFor::of_case_on(&data, case, day);
                assert_eq!(
                    always.unwrap_or(on_day),
                    on_day,
                    "{} {day}",
                    data.case_id(case)
                );
            }
            let of_day = |day: &Day| CountsFor::of_case(&data, case, *day).team(&data);
            let teams = days.iter().map(of_day).map(|team| team.unwrap_or("-"));
            steady.push((always.is_some(), teams.collect::<Vec<_>>().join(" ")));
        }
        let expected = [
            (true, "North North North North North"),
            (true, "- - - - -"),
            (true, "- - - - -"),
            (false, "North North North South South"),
            (false, "North North North North North"),
        ];
        assert_eq!(
            steady,
            expected.map(|(always, teams)| (always, teams.to_owned()))
        );
    }
}
