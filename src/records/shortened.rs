//! Long ids that Excel has shortened when a CSV file was opened in it: two of them may have become one.

use crate::problem::Problem;

/// Why a cell can't be an id, when it is a number as Excel shows those of more than eleven digits.
pub(super) fn shortened(id: &str) -> Option<Problem> {
    // Hardly an id gets beyond its first two letters here.
    let [b'0'..=b'9', second, ..] = id.as_bytes() else {
        return None;
    };
    if !is_shortened_so(*second) {
        return None;
    }
    let (digits, power) = id.split_once("E+")?;
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    if whole.len() != 1 || !all_digits(whole) || !all_digits(part) || !all_digits(power) {
        return None;
    }
    let message = "Excel has shortened a long id, so that its last digits are lost";
    let problem = Problem::error("shortened-id", message).found(id);
    Some(problem.hint("export the file again and don't save it in Excel, or format the column as Text there first"))
}

/// Whether the second letter of an id is such as Excel puts behind the first digit.
pub(super) fn is_shortened_so(second: u8) -> bool {
    matches!(second, b'.' | b'E')
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn only_a_power_of_ten_is_a_shortened_id() {
        for id in ["1.23457E+11", "1E+15", "9.9E+05"] {
            assert!(shortened(id).is_some(), "{id}");
        }
        for id in [
            "", "E+1", "1E+", "1.E+5", ".5E+5", "12E+5", "1.2e+11", "1.2E-5", "E1", "1E5",
            "A.1E+5", "1.2.3E+4", "1.2E+1a",
        ] {
            assert!(shortened(id).is_none(), "{id}");
        }
    }
}
