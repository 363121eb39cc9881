//! Which comes first in a column of dates, day or month: decided by all of its cells, and said.

use super::columns::ColumnType;
use super::dates::{DateFormat, Order};
use super::layout::{At, Layout, Source};
use super::record::Record;
use crate::place::Place;
use crate::problem::Problem;

/// What the cells of a file's columns of dates have told so far.
pub(super) struct Orders {
    columns: Vec<Tally>,
}

/// What one column has told.
struct Tally {
    at: At,
    /// The formats of each order; where the mapping has one order only, the other is its mirror image.
    day_first: Vec<DateFormat>,
    month_first: Vec<DateFormat>,
    /// Which order the mapping names first, and whether it names both.
    named: Order,
    both: bool,
    only_day_first: Told,
    only_month_first: Told,
    either: Told,
}

/// How many cells told one thing, and the first of them.
#[derive(Default)]
struct Told {
    cells: u32,
    first: Option<(u32, String)>,
}

impl Told {
    fn add(&mut self, line: u32, cell: &str) {
        self.cells += 1;
        if self.first.is_none() {
            self.first = Some((line, cell.to_owned()));
        }
    }
}

impl Orders {
    /// Nothing told yet.
    pub(super) fn new(layout: &Layout) -> Orders {
        let columns = layout.columns.iter().enumerate();
        let cells = columns.filter(|(_, column)| {
            column.kind == ColumnType::Date && matches!(column.source, Source::Cell(_))
        });
        let columns = cells.filter_map(|(index, column)| Tally::new(At(index), &column.dates));
        Orders {
            columns: columns.collect(),
        }
    }

    /// Whether more cells could change what is decided or said.
    pub(super) fn is_open(&self) -> bool {
        self.columns.iter().any(Tally::is_open)
    }

    /// Hears what a row has to tell.
    pub(super) fn add(&mut self, layout: &Layout, record: &Record<'_>, line: u32) {
        for column in self.columns.iter_mut().filter(|column| column.is_open()) {
            if let Some(cell) = layout.stands(column.at, record) {
                column.add(cell, line);
            }
        }
    }

    /// Leaves each column the formats of one order, and says why that.
    pub(super) fn settle(self, layout: &mut Layout, file: &str) -> Vec<Problem> {
        let of_file = self.of_file();
        let mut problems = Vec::new();
        for tally in &self.columns {
            let Some(column) = layout.columns.get_mut(tally.at.0) else {
                continue;
            };
            let place = Place {
                column: Some(column.header.clone()),
                ..Place::file(file)
            };
            let order = tally.order().or(of_file).unwrap_or(tally.named);
            problems.extend(tally.problem(order, of_file, &column.name, place));
            if tally.both {
                let others = |format: &DateFormat| format.order().is_none_or(|of| of == order);
                column.dates.retain(others);
            }
        }
        problems
    }

    /// The order of every column that has told one, when it is the same.
    fn of_file(&self) -> Option<Order> {
        let mut told = self.columns.iter().filter_map(Tally::order);
        let first = told.next()?;
        told.all(|order| order == first).then_some(first)
    }
}

impl Tally {
    fn new(at: At, formats: &[DateFormat]) -> Option<Tally> {
        let named = formats.iter().find_map(DateFormat::order)?;
        let of = |order: Order| -> Vec<DateFormat> {
            let same = formats
                .iter()
                .filter(|format| format.order() == Some(order));
            same.cloned().collect()
        };
        let (mut day_first, mut month_first) = (of(Order::DayFirst), of(Order::MonthFirst));
        let both = !day_first.is_empty() && !month_first.is_empty();
        let mirrored = |formats: &[DateFormat]| -> Vec<DateFormat> {
            formats.iter().filter_map(DateFormat::swapped).collect()
        };
        if day_first.is_empty() {
            day_first = mirrored(&month_first);
        } else if month_first.is_empty() {
            month_first = mirrored(&day_first);
        }
        Some(Tally {
            at,
            day_first,
            month_first,
            named,
            both,
            only_day_first: Told::default(),
            only_month_first: Told::default(),
            either: Told::default(),
        })
    }

    /// Of one order alone there is something to say only while no cell has borne it out.
    fn is_open(&self) -> bool {
        self.both || self.only(self.named).cells == 0
    }

    fn only(&self, order: Order) -> &Told {
        match order {
            Order::DayFirst => &self.only_day_first,
            Order::MonthFirst => &self.only_month_first,
        }
    }

    fn add(&mut self, cell: &str, line: u32) {
        let read =
            |formats: &[DateFormat]| formats.iter().find_map(|format| format.read(cell).ok());
        match (read(&self.day_first), read(&self.month_first)) {
            (Some(one), Some(other)) if one != other => self.either.add(line, cell),
            (Some(_), None) => self.only_day_first.add(line, cell),
            (None, Some(_)) => self.only_month_first.add(line, cell),
            // `05/05/2026` is the same day both ways.
            (Some(_), Some(_)) | (None, None) => {}
        }
    }

    /// The order that more of its cells allow than the other; nothing when as many allow each.
    fn order(&self) -> Option<Order> {
        if !self.both {
            return (self.only(self.named).cells > 0).then_some(self.named);
        }
        let (day, month) = (self.only_day_first.cells, self.only_month_first.cells);
        match day.cmp(&month) {
            std::cmp::Ordering::Greater => Some(Order::DayFirst),
            std::cmp::Ordering::Less => Some(Order::MonthFirst),
            std::cmp::Ordering::Equal => None,
        }
    }

    fn format(&self, order: Order) -> String {
        let formats = match order {
            Order::DayFirst => &self.day_first,
            Order::MonthFirst => &self.month_first,
        };
        formats.first().map_or(String::new(), ToString::to_string)
    }

    fn problem(
        &self,
        order: Order,
        of_file: Option<Order>,
        name: &str,
        place: Place,
    ) -> Option<Problem> {
        let other = match order {
            Order::DayFirst => Order::MonthFirst,
            Order::MonthFirst => Order::DayFirst,
        };
        let (read, not_read) = (self.format(order), self.format(other));
        let (fit, against) = (self.only(order), self.only(other));
        let at = |told: &Told| {
            let line = told.first.as_ref().map(|(line, _)| *line);
            Place {
                line,
                ..place.clone()
            }
        };
        let cell = |told: &Told| told.first.as_ref().map_or("", |(_, cell)| cell).to_owned();
        let decide =
            format!("say which it is in the mapping: dates = {{ {name} = [\"{read}\"], … }}");
        if self.both && against.cells > 0 {
            let message = format!(
                "some dates can only be `{read}` ({}) and others only `{not_read}` ({}), so the column is read as \
                 `{read}`",
                fit.cells, against.cells
            );
            let problem = Problem::warning("date-orders-mixed", message).found(cell(against));
            return Some(problem.at(at(against)).hint(
                "a date that fits both ways may be another day than it says: export the dates in one form",
            ));
        }
        if fit.cells > 0 {
            let message = format!(
                "read as `{read}`, because {} of its dates can only be that and none only `{not_read}`",
                fit.cells
            );
            return self
                .both
                .then(|| Problem::note("date-order", message).at(place));
        }
        if self.either.cells == 0 {
            return None;
        }
        let unclear = format!("every date fits `{read}` and `{not_read}`");
        let problem = if !self.both {
            let message = format!("{unclear}; read as `{read}`, as the mapping says");
            Problem::note("date-order-unclear", message)
        } else if of_file.is_some() {
            let message = format!("{unclear}; read as `{read}`, as the file's other dates are");
            Problem::note("date-order-unclear", message).hint(decide)
        } else {
            let message = format!("{unclear}; read as `{read}`, which the mapping names first");
            Problem::warning("date-order-unclear", message).hint(decide)
        };
        Some(problem.found(cell(&self.either)).at(at(&self.either)))
    }
}
