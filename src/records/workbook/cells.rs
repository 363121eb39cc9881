//! A cell of a workbook as the text that a CSV file would have for it.

use calamine::{Data, ExcelDateTime};

/// What stands for a formula whose value nobody calculated.
pub(super) const NOT_CALCULATED: &str = "#NOT CALCULATED!";

/// The errors that Excel and `LibreOffice` show in a cell.
const ERRORS: [&str; 17] = [
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#DATA!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#BUSY!",
    "#UNKNOWN!",
    NOT_CALCULATED,
];

const SECONDS_A_DAY: f64 = 86_400.0;

/// The day after the last that Excel knows, 31 December 9999, as a serial number.
const END_OF_DAYS: f64 = 2_958_466.0;

/// With what each of them begins.
pub(in crate::records) const ERROR_SIGNS: [&str; 2] = ["#", "Err:"];

/// Whether a cell says that a formula failed. A CSV file saved from Excel has the same words.
pub(in crate::records) fn is_error_value(cell: &str) -> bool {
    cell.starts_with("Err:")
        && cell.len() > 4
        && cell.bytes().skip(4).all(|byte| byte.is_ascii_digit())
        || cell.starts_with('#') && ERRORS.contains(&cell)
}

/// The text of a cell; nothing for an empty one.
pub(super) fn text(value: &Data) -> Option<String> {
    let text = match value {
        Data::Empty => return None,
        Data::String(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(value) => number(*value),
        // As Excel writes them into CSV, so that one mapping does for both.
        Data::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(moment) => serial(*moment),
        Data::DateTimeIso(moment) => {
            let moment = moment.strip_suffix("T00:00:00").unwrap_or(moment);
            moment.replacen('T', " ", 1)
        }
        Data::DurationIso(length) => clock_of_iso(length).unwrap_or_else(|| length.clone()),
        Data::Error(error) => error.to_string(),
    };
    (!text.is_empty()).then_some(text)
}

/// A number in plain digits. Excel keeps and shows fifteen, and what a sum leaves behind them (0.30000000000000004) is
/// not in the cell for a reader.
fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.fract() == 0.0 {
        return value.to_string();
    }
    let rounded: Result<f64, _> = format!("{value:.14e}").parse();
    rounded.unwrap_or(value).to_string()
}

/// A serial number with a date or time format. Calamine knows the day that 1900 did not have, and the 1904 system.
fn serial(moment: ExcelDateTime) -> String {
    let value = moment.as_f64();
    // Below 1 it is a time of day: Excel would show it on a 0 January.
    if (0.0..1.0).contains(&value) || (moment.is_duration() && value > 0.0) {
        return clock((value * SECONDS_A_DAY).round());
    }
    // Excel shows nothing but `#` for these.
    if !(0.0..END_OF_DAYS).contains(&value) {
        return number(value);
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match (hour, minute, second, milli) {
        (0, 0, 0, 0) => date,
        (_, _, _, 0) => format!("{date} {time}"),
        _ => format!("{date} {time}.{milli:03}"),
    }
}

/// A length of time in whole seconds as hours, minutes and seconds.
fn clock(seconds: f64) -> String {
    let (hours, rest) = ((seconds / 3600.0).floor(), seconds % 3600.0);
    let (minutes, seconds) = ((rest / 60.0).floor(), rest % 60.0);
    format!("{hours:02}:{minutes:02}:{seconds:02}")
}

/// `PT12H30M00S`, as `LibreOffice` keeps times of day, the way Excel's become text.
fn clock_of_iso(length: &str) -> Option<String> {
    let (hours, rest) = length.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?;
    let number = |part: &str| part.parse::<f64>().ok().filter(|part| part.is_finite());
    let all = number(hours)? * 3600.0 + number(minutes)? * 60.0 + number(seconds)?;
    Some(clock(all.round()))
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    fn dated(value: f64, from_1904: bool) -> String {
        serial(ExcelDateTime::new(
            value,
            ExcelDateTimeType::DateTime,
            from_1904,
        ))
    }

    #[test]
    fn numbers_are_plain_digits() {
        for (value, text) in [
            (100_690.0, "100690"),
            (1.0, "1"),
            (-0.0, "0"),
            (22.2 / 3.0, "7.4"),
            (0.1 + 0.2, "0.3"),
            (-22.5, "-22.5"),
            (123_456_789_012_345.0, "123456789012345"),
            (1e20, "100000000000000000000"),
            (1e-7, "0.0000001"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn serial_numbers_are_days_of_both_systems() {
        for (value, from_1904, text) in [
            (46_326.0, false, "2026-10-31"),
            (44_864.0, true, "2026-10-31"),
            (1.0, false, "1900-01-01"),
            (59.0, false, "1900-02-28"),
            // A day that only Excel knows, so that the calendar refuses it.
            (60.0, false, "1900-02-29"),
            (61.0, false, "1900-03-01"),
            (1.0, true, "1904-01-02"),
            (2_958_465.0, false, "9999-12-31"),
        ] {
            assert_eq!(dated(value, from_1904), text, "{value}");
        }
    }

    #[test]
    fn a_time_of_day_stands_behind_the_date_or_alone() {
        for (value, text) in [
            (46_326.604_166_666_664, "2026-10-31 14:30:00"),
            (46_326.000_001_157_4, "2026-10-31 00:00:00.100"),
            (46_326.999_999_999, "2026-11-01"),
            (0.5, "12:00:00"),
            (0.0, "00:00:00"),
        ] {
            assert_eq!(dated(value, false), text, "{value}");
        }
        let long = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(serial(long), "36:00:00");
    }

    #[test]
    fn what_excel_can_not_show_as_a_date_stays_a_number() {
        for (value, text) in [
            (-1.0, "-1"),
            (2_958_466.0, "2958466"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(dated(value, false), text);
        }
    }

    #[test]
    fn libre_office_writes_dates_and_times_as_text() {
        let iso = |text: &str| super::text(&Data::DateTimeIso(text.to_owned()));
        assert_eq!(iso("2026-10-31").as_deref(), Some("2026-10-31"));
        assert_eq!(iso("2026-10-31T00:00:00").as_deref(), Some("2026-10-31"));
        assert_eq!(
            iso("2026-10-31T14:30:00").as_deref(),
            Some("2026-10-31 14:30:00")
        );
        let time = |text: &str| super::text(&Data::DurationIso(text.to_owned()));
        assert_eq!(time("PT09H05M00S").as_deref(), Some("09:05:00"));
        assert_eq!(time("P1Y").as_deref(), Some("P1Y"));
    }

    #[test]
    fn failed_formulas_are_known_by_their_words() {
        for cell in ["#N/A", "#REF!", "Err:502", NOT_CALCULATED] {
            assert!(is_error_value(cell), "{cell}");
        }
        for cell in ["", "N/A", "#1", "# REF!", "Err:", "Err:x", "Error"] {
            assert!(!is_error_value(cell), "{cell}");
        }
    }
}
