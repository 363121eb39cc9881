//! Days, intervals, windows, bank holidays and working days: every sum of dates in the audit.

mod day;
mod holidays;
mod interval;
mod interval_words;
mod minutes;
mod quantity;
mod window;
mod working_days;

pub use day::Day;
pub use holidays::{Division, DivisionError, PUBLISHED_TO, bank_holidays};
pub use interval::{Interval, Unit};
pub use minutes::Minutes;
pub use quantity::QuantityError;
pub use window::{Window, WindowError};
pub use working_days::{DayOff, WorkingDays};
