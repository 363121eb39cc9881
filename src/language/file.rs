//! Files that somebody looks at: a person's supervision file, or a child's case file, and whose they are.

use serde::Deserialize;

use crate::calendar::Day;
use crate::records::{Activity, CaseIx, Dataset, Episode, StaffIx};

use super::matcher::Sight;
use super::selector::SubjectKind;

/// Which files a clause is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Files {
    /// Supervision files of staff, by the `staff_id` of an activity.
    #[default]
    Staff,
    /// Case files, by its `case_id`.
    Cases,
}

impl Files {
    /// What a selector over such files is about.
    pub fn subject(self) -> SubjectKind {
        match self {
            Files::Staff => SubjectKind::Staff,
            Files::Cases => SubjectKind::Case,
        }
    }

    /// The column of the activity export that names one.
    pub fn column(self) -> &'static str {
        match self {
            Files::Staff => "staff_id",
            Files::Cases => "case_id",
        }
    }

    /// The file an activity names.
    pub fn named(self, activity: &Activity) -> Option<File> {
        match self {
            Files::Staff => activity.staff.map(File::Staff),
            Files::Cases => activity.case.map(File::Case),
        }
    }

    /// Every file there is on a day: of those in post, or of the cases open.
    pub fn on(self, data: &Dataset, day: Day) -> Vec<File> {
        match self {
            Files::Staff => {
                let people = data.in_post(day);
                people.map(|(staff, _)| File::Staff(staff)).collect()
            }
            Files::Cases => {
                let cases = data.open_cases(day);
                cases.map(|(case, _)| File::Case(case)).collect()
            }
        }
    }
}

/// What a sample of files is spread over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spread {
    /// The team of whoever the file belongs to.
    Team,
    /// Their line manager.
    Supervisor,
    /// Whoever the file belongs to.
    Worker,
}

impl Spread {
    /// The part of a sample that a file of such an owner belongs to.
    pub fn part(self, data: &Dataset, owner: StaffIx, day: Day) -> Option<&str> {
        let post = data.post_on(owner, day);
        match self {
            Spread::Team => Some(data.words.folded(post?.team?)),
            Spread::Supervisor => Some(data.staff_id(post?.supervisor?)),
            Spread::Worker => Some(data.staff_id(owner)),
        }
    }

    /// What it spreads over, in the plural.
    pub fn words(self) -> &'static str {
        match self {
            Spread::Team => "teams",
            Spread::Supervisor => "supervisors",
            Spread::Worker => "workers",
        }
    }
}

/// One file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum File {
    /// Of a staff member's supervision.
    Staff(StaffIx),
    /// Of a child's case.
    Case(CaseIx),
}

impl File {
    /// Whom or what a selector over files judges.
    pub fn sight(self) -> Sight {
        match self {
            File::Staff(staff) => Sight::Staff(staff),
            File::Case(case) => Sight::Case(case),
        }
    }

    /// The id of the person or the case.
    pub fn id(self, data: &Dataset) -> &str {
        match self {
            File::Staff(staff) => data.staff_id(staff),
            File::Case(case) => data.case_id(case),
        }
    }

    /// Whose it is on a day: the person's own, or of the case's workers.
    pub fn owners(self, data: &Dataset, day: Day) -> Vec<StaffIx> {
        match self {
            File::Staff(staff) => vec![staff],
            File::Case(case) => {
                let rows = data.episode_on(case, day).iter();
                let mut workers: Vec<StaffIx> =
                    rows.filter_map(|row: &Episode| row.worker).collect();
                workers.sort_unstable();
                workers.dedup();
                workers
            }
        }
    }
}
