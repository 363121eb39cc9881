//! Who or what an explanation is about: posts, episodes, absences.

use crate::ledger::{COUNCIL, Subject};
use crate::records::{Dataset, StaffIx, Word};

use super::super::Audit;
use super::lines::{AbsenceLine, EpisodeLine, PostLine, Who};

impl Audit<'_> {
    /// Who it is on the as-of day, or when it last was anybody.
    pub(super) fn who(&self, subject: Subject) -> Who {
        let data = self.facts.data;
        let as_of = self.question.as_of;
        match subject {
            Subject::Staff(staff) => {
                let member = data.member(staff);
                let first = || member.and_then(|member| member.posts.first());
                let post = data.post_on(staff, as_of).or_else(first);
                Who {
                    kind: "staff",
                    id: data.staff_id(staff).to_owned(),
                    name: post
                        .and_then(|post| post.name.as_deref())
                        .map(str::to_owned),
                    what: post.and_then(|post| text(data, post.role)),
                }
            }
            Subject::Case(case) => {
                let first = || data.case(case).and_then(|case| case.episodes.first());
                let row = data.episode_on(case, as_of).first().or_else(first);
                Who {
                    kind: "case",
                    id: data.case_id(case).to_owned(),
                    name: None,
                    what: row.and_then(|row| text(data, row.case_type)),
                }
            }
            Subject::Session(row) => {
                let session = data.sessions.get(row as usize);
                let number = session.and_then(|session| session.session);
                let id = number.map(|number| data.session_ids.text(number.index()));
                Who {
                    kind: "session",
                    id: id.unwrap_or_default().to_owned(),
                    name: None,
                    what: session.and_then(|session| text(data, Some(session.kind))),
                }
            }
            Subject::Team(team) => Who {
                kind: "team",
                id: data.words.text(team).to_owned(),
                name: None,
                what: None,
            },
            Subject::Council => Who {
                kind: "council",
                id: COUNCIL.to_owned(),
                name: None,
                what: None,
            },
        }
    }

    /// The posts of a staff member, or of the one a session was for.
    pub(super) fn posts(&self, subject: Subject) -> Vec<PostLine> {
        let data = self.facts.data;
        let posts = self.person(subject).and_then(|staff| data.member(staff));
        let posts = posts.map_or(&[][..], |member| &member.posts).iter();
        posts
            .map(|post| PostLine {
                from: post.start,
                to: post.end,
                role: text(data, post.role),
                team: text(data, post.team),
                service: text(data, post.service),
                supervisor: post.supervisor.map(|staff| data.staff_id(staff).to_owned()),
                place: self.place(post.row),
            })
            .collect()
    }

    /// The episodes of a case.
    pub(super) fn episodes(&self, subject: Subject) -> Vec<EpisodeLine> {
        let Subject::Case(case) = subject else {
            return Vec::new();
        };
        let data = self.facts.data;
        let rows = data
            .case(case)
            .map_or(&[][..], |case| &case.episodes)
            .iter();
        rows.map(|row| EpisodeLine {
            from: row.opened,
            to: row.closed,
            case_type: text(data, row.case_type),
            beside: row
                .beside
                .iter()
                .filter_map(|word| text(data, Some(*word)))
                .collect(),
            worker: row.worker.map(|staff| data.staff_id(staff).to_owned()),
            allocated: row.allocated.map(|allocated| self.place(allocated)),
            team: text(data, row.team),
            service: text(data, row.service),
            place: self.place(row.row),
        })
        .collect()
    }

    /// The absences of a staff member.
    pub(super) fn absence_lines(&self, subject: Subject) -> Vec<AbsenceLine> {
        let Subject::Staff(staff) = subject else {
            return Vec::new();
        };
        let data = self.facts.data;
        let rows = data.index.absences_of_staff(staff).iter();
        rows.filter_map(|row| data.absences.get(*row as usize))
            .map(|absence| AbsenceLine {
                from: absence.from,
                to: absence.to,
                reason: text(data, absence.reason),
                place: self.place(absence.row),
            })
            .collect()
    }

    fn person(&self, subject: Subject) -> Option<StaffIx> {
        match subject {
            Subject::Staff(staff) => Some(staff),
            Subject::Session(row) => self.facts.data.sessions.get(row as usize)?.supervisee,
            Subject::Case(_) | Subject::Team(_) | Subject::Council => None,
        }
    }
}

pub(super) fn text(data: &Dataset, word: Option<Word>) -> Option<String> {
    word.map(|word| data.words.text(word).to_owned())
}
