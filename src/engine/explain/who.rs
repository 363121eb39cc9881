//! Who or what an explanation is about: posts, episodes, absences.

use crate::ledger::Subject;
use crate::records::{Dataset, StaffIx, Word};

use super::super::{Attribution, Audit};
use super::lines::{AbsenceLine, EpisodeLine, PostLine, Who};

impl Audit<'_> {
    /// Who it is on the as-of day, or when it last was anybody.
    pub(super) fn who(&self, subject: Subject) -> Who {
        let who = Attribution::of_subject(self.facts.data, subject, self.question.as_of);
        Who {
            kind: who.kind,
            what: who.what().map(str::to_owned),
            name: who.name.map(str::to_owned),
            id: who.id.into_owned(),
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
