//! One case of the gallery: the files, the kind of problem they have, and what is said of it.

use super::book;
use oversight::calendar::Day;
use oversight::problem::Problem;
use oversight::records::{self, ColumnType, Demand, Export, Mapping, Source, Unusable};
use oversight::report::Kept;

pub(crate) const STAFF: &str = "\
staff_id,name,role,supervisor_id,start_date,end_date,fte
M1,Ann Able,manager,,2024-01-08,,1
W1,Ben Best,worker,M1,2024-01-08,,0.5
";

pub(crate) const CASE_ROWS: &str = "\
case_id,case_type,opened,closed,allocated_to,date_of_birth
C1,child-protection,2026-06-01,,W1,2019-04-30
";

pub(crate) const SESSIONS: &str = "\
date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on
2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02
2026-10-06,case,W1,M1,C1,A2,,30,
";

/// Files and what is said of them; what a case does not name is as in [`SOUND`].
pub(crate) struct Case {
    pub(crate) kind: &'static str,
    pub(crate) mapping: &'static str,
    pub(crate) lenient: bool,
    /// The sheet that is named for the staff export.
    pub(crate) sheet: Option<&'static str>,
    /// The staff export as a workbook, written as [`super::book`] reads it; in place of `staff`.
    pub(crate) book: &'static str,
    /// Whether that workbook is one to keep answers from, and no export.
    pub(crate) keep: bool,
    pub(crate) staff: &'static [u8],
    pub(crate) cases: &'static [u8],
    pub(crate) sessions: &'static [u8],
    pub(crate) absences: &'static [u8],
    pub(crate) activity: &'static [u8],
    pub(crate) allocations: &'static [u8],
    pub(crate) says: &'static str,
    /// Whether the message alone says what to do, and where.
    pub(crate) says_all: bool,
}

/// Files of which nothing is said.
pub(crate) const SOUND: Case = Case {
    kind: "",
    mapping: "",
    lenient: false,
    sheet: None,
    book: "",
    keep: false,
    staff: STAFF.as_bytes(),
    cases: CASE_ROWS.as_bytes(),
    sessions: SESSIONS.as_bytes(),
    absences: b"",
    activity: b"",
    allocations: b"",
    says: "",
    says_all: false,
};

impl Case {
    /// Everything said of the files, in full.
    pub(crate) fn said(&self) -> Vec<String> {
        self.problems().iter().map(ToString::to_string).collect()
    }

    /// The first problem of the case's kind.
    pub(crate) fn problem(&self) -> Option<Problem> {
        let mut problems = self.problems().into_iter();
        problems.find(|problem| problem.kind == self.kind)
    }

    /// What is not as the gallery shows it.
    pub(crate) fn mistake(&self) -> Option<String> {
        let Some(problem) = self.problem() else {
            let said = self.said().join("\n  ");
            return Some(format!("{}: no such problem, but\n  {said}", self.kind));
        };
        let said = problem.to_string();
        (said != self.says).then(|| format!("{} says\n  {said}\nnot\n  {}", self.kind, self.says))
    }

    fn problems(&self) -> Vec<Problem> {
        let book = book::bytes(self.book);
        if self.keep {
            let refused = Kept::default().add(&book, "september.xlsx").err();
            return refused.map(|problem| *problem).into_iter().collect();
        }
        let mapping = match Mapping::parse(self.mapping, "mapping.toml") {
            Ok(mapping) if self.lenient => mapping.lenient(),
            Ok(mapping) => mapping,
            Err(problems) => return problems,
        };
        let mut demand = Demand::default();
        demand.wish(Export::Cases, records::DATE_OF_BIRTH, ColumnType::Date);
        let files = [
            if book.is_empty() { self.staff } else { &book },
            self.cases,
            self.sessions,
            self.absences,
            self.activity,
            self.allocations,
        ];
        let given = Export::ALL.into_iter().zip(files);
        // One byte is a file that is there and empty.
        let given = given.filter(|(_, bytes)| !bytes.is_empty());
        let sources = given.map(|(export, bytes)| Source {
            name: if export == Export::Staff && !book.is_empty() {
                "staff.xlsx".to_owned()
            } else {
                format!("{export}.csv")
            },
            export,
            covers_from: None,
            sheet: self
                .sheet
                .filter(|_| export == Export::Staff)
                .map(str::to_owned),
            bytes: bytes.into(),
        });
        let taken = Day::parse_iso("2026-11-05").unwrap();
        match records::read(sources.collect(), &mapping, &demand, taken) {
            Ok(data) => {
                let doubts = records::doubts(&data, taken);
                data.problems.into_iter().chain(doubts).collect()
            }
            Err(Unusable(problems)) => problems,
        }
    }
}
