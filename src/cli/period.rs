//! Which days an audit is about (reading 35).

use anyhow::bail;

use crate::calendar::Day;
use crate::engine::Question;

/// The days the audit is about.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub(super) struct When {
    /// The month of this day up to it, such as 2026-10-14
    #[arg(long, value_name = "DATE", value_parser = day, global = true)]
    pub(super) as_of: Option<Day>,
    /// A whole month, such as 2026-10
    #[arg(long, value_name = "YYYY-MM", value_parser = month, global = true)]
    pub(super) month: Option<(Day, Day)>,
    /// Any other period, such as 2026-07-01..2026-09-30
    #[arg(long, value_name = "FROM..TO", value_parser = from_to, global = true)]
    pub(super) period: Option<(Day, Day)>,
}

/// A day such as `2026-10-31`.
pub(super) fn day(text: &str) -> Result<Day, String> {
    Day::parse_iso(text).ok_or_else(|| "expected a day such as 2026-10-31".to_owned())
}

/// A month such as `2026-10`: its first and last day.
pub(super) fn month(text: &str) -> Result<(Day, Day), String> {
    let first = Day::parse_iso(&format!("{text}-01")).ok_or("expected a month such as 2026-10")?;
    Ok((first, first.month_end()))
}

/// A period such as `2026-07-01..2026-09-30`: its first and last day.
pub(super) fn from_to(text: &str) -> Result<(Day, Day), String> {
    let expected = "expected two days such as 2026-07-01..2026-09-30";
    let (from, to) = text.split_once("..").ok_or(expected)?;
    let from = Day::parse_iso(from).ok_or(expected)?;
    let to = Day::parse_iso(to).ok_or(expected)?;
    if to < from {
        return Err(format!(
            "the period ends on {to}, before it begins on {from}"
        ));
    }
    Ok((from, to))
}

/// The question asked. Without a day the exports speak of the day they were taken, or of today.
///
/// `today` is looked at only when neither the arguments nor the folder say the days.
pub(super) fn question(when: &When, taken: Option<Day>, today: impl Fn() -> Day) -> Question {
    let (as_of, period) = match (when.as_of, when.month, when.period) {
        (Some(as_of), _, _) => (as_of, (as_of.month_start(), as_of)),
        (_, Some(period), _) | (_, _, Some(period)) => (period.1, period),
        (None, None, None) => {
            let as_of = taken.unwrap_or_else(&today);
            (as_of, (as_of.month_start(), as_of))
        }
    };
    Question {
        as_of,
        period,
        taken: taken.unwrap_or_else(|| today().max(as_of)),
    }
}

/// Refuses years in which no supervision was or will be held: most likely a slip of the hand.
pub(super) fn checked(question: Question) -> anyhow::Result<Question> {
    let (year, _, _) = question.as_of.ymd();
    if !(2000..2200).contains(&year) {
        bail!(
            "the as-of day {} is in the year {year}, expected one from 2000 to 2199",
            question.as_of
        );
    }
    Ok(question)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn never() -> Day {
        panic!("the clock was read")
    }

    #[test]
    fn reading_35_a_month_ends_on_its_last_day() {
        let when = When {
            as_of: None,
            month: Some(month("2024-02").unwrap()),
            period: None,
        };
        let asked = question(&when, Some(day("2024-03-05")), never);
        assert_eq!(asked.as_of, day("2024-02-29"));
        assert_eq!(asked.period, (day("2024-02-01"), day("2024-02-29")));
    }

    #[test]
    fn reading_35_a_day_alone_is_its_month_up_to_it() {
        let when = When {
            as_of: Some(day("2026-10-14")),
            month: None,
            period: None,
        };
        let asked = question(&when, Some(day("2026-11-05")), never);
        assert_eq!(asked.period, (day("2026-10-01"), day("2026-10-14")));
    }

    #[test]
    fn without_a_day_the_exports_speak_of_the_day_they_were_taken() {
        let when = When {
            as_of: None,
            month: None,
            period: None,
        };
        assert_eq!(
            question(&when, Some(day("2026-11-05")), never).as_of,
            day("2026-11-05")
        );
        assert_eq!(
            question(&when, None, || day("2026-11-09")).as_of,
            day("2026-11-09")
        );
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused() {
        assert!(
            from_to("2026-09-30..2026-07-01")
                .unwrap_err()
                .contains("before it begins")
        );
        assert!(from_to("2026-09").is_err());
        assert!(month("2026-13").is_err());
    }
}
