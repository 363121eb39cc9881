//! How dates are read that could be read two ways: what decides, and what is said.

use super::*;

const BOTH: &str = r#"
[[mapping]]
export = "absences"
dates = ["dd/mm/yyyy", "mm/dd/yyyy"]
"#;

fn absences(rows: &str, mapping: &str) -> (Vec<String>, String) {
    let text = format!("staff_id,from,to\n{rows}");
    let data = one(Export::Absences, text.as_bytes(), mapping).unwrap();
    let days = data.absences.iter().map(|absence| {
        let to = absence.to.map_or(String::new(), |day| day.to_string());
        format!("{}..{to}", absence.from)
    });
    (days.collect(), said(&data))
}

#[test]
fn cells_that_fit_one_order_decide_for_their_column_and_it_is_said() {
    let (days, said) = absences("S1,02/01/2026,\nS2,03/25/2026,\nS3,05/05/2026,\n", BOTH);
    assert_eq!(days, ["2026-02-01..", "2026-03-25..", "2026-05-05.."]);
    assert_eq!(
        said,
        "exports/absences.csv, column `from`: read as `mm/dd/yyyy`, because 1 of its dates can only be that and none \
         only `dd/mm/yyyy`"
    );
    let (days, _) = absences("S1,02/01/2026,\nS2,13/01/2026,\n", BOTH);
    assert_eq!(days, ["2026-01-02..", "2026-01-13.."]);
}

#[test]
fn a_column_that_fits_both_orders_says_so_and_takes_the_first() {
    let (days, said) = absences("S1,05/05/2026,\nS2,02/01/2026,\nS3,12/12/2026,\n", BOTH);
    assert_eq!(days, ["2026-05-05..", "2026-01-02..", "2026-12-12.."]);
    assert_eq!(
        said,
        "exports/absences.csv:3, column `from`: every date fits `dd/mm/yyyy` and `mm/dd/yyyy`; read as `dd/mm/yyyy`, \
         which the mapping names first, found `02/01/2026`; say which it is in the mapping: dates = { \
         from = [\"dd/mm/yyyy\"], … }"
    );
    assert_eq!(absences("S1,05/05/2026,\n", BOTH).1, "");
}

#[test]
fn a_column_that_fits_both_follows_the_file() {
    let (days, said) = absences("S1,02/01/2026,02/03/2026\nS2,03/04/2026,03/25/2026\n", BOTH);
    assert_eq!(days, ["2026-02-01..2026-02-03", "2026-03-04..2026-03-25"]);
    assert!(
        said.contains(
            "exports/absences.csv:2, column `from`: every date fits `mm/dd/yyyy` and `dd/mm/yyyy`; read as \
             `mm/dd/yyyy`, as the file's other dates are, found `02/01/2026`"
        ),
        "{said}"
    );
}

#[test]
fn two_orders_in_one_column_are_never_mixed() {
    let rows = "S1,25/03/2026,\nS2,26/03/2026,\nS3,03/27/2026,\nS4,02/01/2026,\n";
    let (days, said) = absences(rows, BOTH);
    assert_eq!(days, ["2026-03-25..", "2026-03-26..", "2026-01-02.."]);
    assert_eq!(
        said,
        "exports/absences.csv:4, column `from`: some dates can only be `dd/mm/yyyy` (2) and others only `mm/dd/yyyy` \
         (1), so the column is read as `dd/mm/yyyy`, found `03/27/2026`; a date that fits both ways may be another day \
         than it says: export the dates in one form\n\
         exports/absences.csv:4, column `from`: the calendar has no such day, found `03/27/2026`, expected a date \
         written `dd/mm/yyyy`"
    );
}

#[test]
fn one_order_in_the_mapping_stands_and_dates_that_do_not_bear_it_out_are_noted() {
    let mapping = "[[mapping]]\nexport = \"absences\"\ndates = [\"dd/mm/yyyy\"]\n";
    let (days, said) = absences("S1,02/01/2026,\n", mapping);
    assert_eq!(days, ["2026-01-02.."]);
    assert_eq!(
        said,
        "exports/absences.csv:2, column `from`: every date fits `dd/mm/yyyy` and `mm/dd/yyyy`; read as `dd/mm/yyyy`, \
         as the mapping says, found `02/01/2026`"
    );
    let text = b"staff_id,from,to\nS1,02/01/2026,\n";
    let data = one(Export::Absences, text, mapping).unwrap();
    assert_eq!(data.problems[0].level, crate::problem::Level::Note);
    assert_eq!(absences("S1,02/01/2026,\nS2,13/01/2026,\n", mapping).1, "");
}

#[test]
fn columns_of_one_file_may_write_dates_differently() {
    let mapping = r#"
[[mapping]]
export = "absences"
dates = { from = ["dd/mm/yyyy", "dd-mmm-yy"], "*" = ["yyyy-mm-dd"] }
"#;
    let rows = "S1,25/01/2026,2026-01-28T00:00:00\nS2,26-Jan-26,2026-01-28 00:00:00.000\nS3,2026-01-25,26/01/2026\n";
    let (days, said) = absences(rows, mapping);
    assert_eq!(days, ["2026-01-25..2026-01-28", "2026-01-26..2026-01-28"]);
    assert_eq!(
        said,
        "exports/absences.csv:4, column `from`: not a date, found `2026-01-25`, expected a date written `dd/mm/yyyy` \
         or `dd-mmm-yy`; if that is how this export writes dates, add to the mapping of absences: dates.from = \
         [\"dd/mm/yyyy\", \"dd-mmm-yy\", \"yyyy-mm-dd\"]\n\
         exports/absences.csv:4, column `to`: not a date, found `26/01/2026`, expected a date written `yyyy-mm-dd`; if \
         that is how this export writes dates, add to the mapping of absences: dates.to = [\"yyyy-mm-dd\", \
         \"dd/mm/yyyy\"]"
    );
}

#[test]
fn a_later_mapping_adds_columns_to_the_dates_of_an_earlier_one() {
    let mapping = r#"
[[mapping]]
export = "absences"
dates = ["dd/mm/yyyy"]
[[mapping]]
export = "absences"
dates = { to = ["yyyy-mm-dd"] }
"#;
    let (days, said) = absences("S1,25/01/2026,2026-01-28\n", mapping);
    assert_eq!(days, ["2026-01-25..2026-01-28"]);
    assert_eq!(said, "");
}
