//! Which sheet of a workbook is meant: the one that is named, else the only one there is.

use calamine::{SheetType, SheetVisible};

use super::Wanted;
use crate::problem::{Problem, nearest};

/// The sheets that hold cells, in the order of the tabs.
#[derive(Debug)]
pub(super) struct Sheets {
    all: Vec<(String, bool)>,
}

/// Which sheets to look at.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    /// This one, by its name.
    Named(String),
    /// The only one that is not hidden.
    Only(String),
    /// One of these, whichever has the export's columns.
    OneOf(Vec<String>),
}

impl Sheets {
    pub(super) fn new(all: &[calamine::Sheet]) -> Sheets {
        let cells = all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let all = cells.map(|sheet| {
            let visible = sheet.visible == SheetVisible::Visible;
            (sheet.name.clone(), visible)
        });
        Sheets { all: all.collect() }
    }

    /// The sheet with a name; without one the only one, or all that come into question. A hidden sheet has to be named.
    pub(super) fn choose(&self, name: Option<&str>) -> Result<Chosen, Box<Problem>> {
        if let Some(name) = name {
            return self.named(name).map(Chosen::Named);
        }
        let visible = self.all.iter().filter(|(_, visible)| *visible);
        let mut visible: Vec<String> = visible.map(|(name, _)| name.clone()).collect();
        match visible.len() {
            0 => Err(
                Problem::error("no-sheet", "the workbook has no sheet that is not hidden")
                    .expected(self.listed())
                    .hint("name the sheet that is meant, or show it in Excel")
                    .into(),
            ),
            1 => Ok(Chosen::Only(visible.swap_remove(0))),
            _ => Ok(Chosen::OneOf(visible)),
        }
    }

    /// The names of those that are shown, and of those that are hidden.
    pub(super) fn by_whether_shown(self) -> (Vec<String>, Vec<String>) {
        let (shown, hidden): (Vec<_>, Vec<_>) =
            self.all.into_iter().partition(|(_, visible)| *visible);
        let names = |sheets: Vec<(String, bool)>| sheets.into_iter().map(|(name, _)| name);
        (names(shown).collect(), names(hidden).collect())
    }

    fn named(&self, name: &str) -> Result<String, Box<Problem>> {
        // Excel does not let two names differ in their case alone.
        let exact = self.all.iter().find(|(known, _)| known == name);
        let folded = |known: &str| known.trim().to_lowercase();
        let same = |(known, _): &&(String, bool)| folded(known) == folded(name);
        if let Some((known, _)) = exact.or_else(|| self.all.iter().find(same)) {
            return Ok(known.clone());
        }
        let mut problem = Problem::error("no-such-sheet", "the workbook has no such sheet")
            .found(name)
            .expected(self.listed());
        let names = self.all.iter().map(|(known, _)| known.as_str());
        if let Some(near) = nearest(name, names) {
            problem = problem.hint(format!("did you mean `{near}`?"));
        }
        Err(problem.into())
    }

    /// The names for a message.
    fn listed(&self) -> String {
        let names = self.all.iter().map(|(name, visible)| {
            let hidden = if *visible { "" } else { " (hidden)" };
            format!("`{name}`{hidden}")
        });
        let names: Vec<String> = names.collect();
        match names.as_slice() {
            [] => "a sheet with cells".to_owned(),
            [only] => format!("the sheet {only}"),
            _ => format!("one of the sheets {}", names.join(", ")),
        }
    }
}

/// Several sheets come into question, and `fitting` of them have the columns.
pub(super) fn several<T>(wanted: Wanted<'_>, sheets: &Sheets, fitting: &[T]) -> Problem {
    let Wanted { file, export, .. } = wanted;
    let message = if fitting.is_empty() {
        format!("none of the sheets has the columns of {export}")
    } else {
        format!("several sheets have the columns of {export}")
    };
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    Problem::error("which-sheet", message)
        .expected(sheets.listed())
        .hint(format!(
            "say which: {export} = {{ file = \"{file}\", sheet = \"…\" }} in `oversight.toml`, or --{export} \"{file}#…\""
        ))
}

/// A sheet is named of a file that has none.
pub(in crate::records) fn without_sheet(sheet: &str) -> Problem {
    Problem::error(
        "not-a-workbook",
        "a sheet is named, and the file is no workbook",
    )
    .found(sheet)
    .expected("a workbook (.xlsx, .xls, .ods)")
    .hint("leave the sheet away, or give the workbook itself")
}

#[cfg(test)]
mod tests {
    use calamine::Sheet;

    use super::*;

    fn sheets(names: &[&str]) -> Sheets {
        let sheets = names.iter().map(|name| Sheet {
            name: name.trim_start_matches('~').to_owned(),
            typ: SheetType::WorkSheet,
            visible: if name.starts_with('~') {
                SheetVisible::Hidden
            } else {
                SheetVisible::Visible
            },
        });
        Sheets::new(&sheets.collect::<Vec<_>>())
    }

    #[test]
    fn the_only_visible_sheet_needs_no_name() {
        let chosen = sheets(&["~Lists", "Sessions"]).choose(None);
        assert_eq!(chosen.unwrap(), Chosen::Only("Sessions".to_owned()));
        let chosen = sheets(&["A", "~B", "C"]).choose(None);
        assert_eq!(
            chosen.unwrap(),
            Chosen::OneOf(vec!["A".to_owned(), "C".to_owned()])
        );
        let refused = sheets(&["~A"]).choose(None).unwrap_err().to_string();
        assert!(refused.contains("no sheet that is not hidden, expected the sheet `A` (hidden)"));
    }

    #[test]
    fn a_name_is_found_whatever_its_case_and_may_be_hidden() {
        let found = |name| sheets(&["List 6", "~list 7"]).choose(Some(name));
        assert_eq!(found("list 6").unwrap(), Chosen::Named("List 6".to_owned()));
        assert_eq!(found("List 7").unwrap(), Chosen::Named("list 7".to_owned()));
        let refused = found("Lst 6").unwrap_err().to_string();
        for words in [
            "found `Lst 6`",
            "`List 6`, `list 7` (hidden)",
            "did you mean `List 6`?",
        ] {
            assert!(refused.contains(words), "{refused}");
        }
    }
}
