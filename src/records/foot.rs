//! Rows below a table that are no records: a total, a remark of whoever printed it.

/// Words that begin such a row.
const BEGINNINGS: [&str; 8] = [
    "total",
    "grand total",
    "subtotal",
    "sub-total",
    "sum",
    "count",
    "average",
    "end of report",
];

/// Of so many cells at most one is filled in a remark.
const CELLS: usize = 4;

/// Whether a row looks like the foot of a table more than like a record.
pub(super) fn is_foot<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    let (mut all, mut filled, mut first) = (0, 0, "");
    for cell in cells.map(str::trim) {
        all += 1;
        if !cell.is_empty() {
            filled += 1;
            if filled == 1 {
                first = cell;
            }
        }
    }
    let first = first.to_lowercase();
    let begins = |word: &&str| {
        let rest = first.strip_prefix(*word);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    BEGINNINGS.iter().any(begins) || (filled == 1 && all >= CELLS)
}

#[cfg(test)]
mod tests {
    use super::is_foot;

    #[test]
    fn totals_and_remarks_are_told_from_records() {
        for (row, expected) in [
            ("Total,3,,,", true),
            ("Grand Total: 3,,", true),
            (",Total,12", true),
            ("Confidential,,,", true),
            ("Confidential,,", false),
            ("C1,,,W1", false),
            ("Totalis,Ann,worker,", false),
            ("Summer,Ann", false),
            (",,,,", false),
            ("", false),
        ] {
            assert_eq!(is_foot(row.split(',')), expected, "{row}");
        }
    }
}
