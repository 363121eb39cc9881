//! Sheets written into a workbook: real tables, true dates, and text that is never taken for a formula.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFormat, ChartLegendPosition, ChartMarker, ChartMarkerType,
    ChartPatternFill, ChartPatternFillType, DataValidation, DataValidationErrorStyle,
    ExcelDateTime, Format, FormatAlign, FormatBorder, Table, TableColumn, TableStyle, Workbook,
    Worksheet, XlsxError,
};

use super::sheet::{Drawing, Form, Shape, Sheet, Value};
use crate::calendar::Day;
use crate::report::csv::safe;

/// The row of a sheet's table headings, counted from 0: above it stand its title and a blank row.
const HEAD: u32 = 2;
/// The rows of a sheet in Excel, less those above the table's first.
pub(super) const MOST_ROWS: usize = 1_048_576 - HEAD as usize - 1;
/// The letters of a cell in Excel.
const MOST_LETTERS: usize = 32_767;
/// The height of a line in points, and the lines of the highest row that Excel has.
const LINE: f64 = 15.0;
const MOST_LINES: u16 = 27;
/// Dark, light and middle, and each with a pattern of its own: told apart without colour.
const SERIES: [(&str, ChartPatternFillType, ChartMarkerType); 3] = [
    (
        "1F4E79",
        ChartPatternFillType::DiagonalStripesDarkUpwards,
        ChartMarkerType::Circle,
    ),
    (
        "C55A11",
        ChartPatternFillType::Dotted25Percent,
        ChartMarkerType::Square,
    ),
    (
        "548235",
        ChartPatternFillType::HorizontalStripesLight,
        ChartMarkerType::Triangle,
    ),
];

/// The looks of cells.
pub(super) struct Looks {
    pub(super) title: Format,
    pub(super) stamp: Format,
    pub(super) bold: Format,
    pub(super) plain: Format,
    wrapped: Format,
    text: Format,
    /// The headings of words, and those of numbers.
    headings: [Format; 2],
    number: Format,
    amount: Format,
    percent: Format,
    day: Format,
}

impl Looks {
    pub(super) fn new() -> Looks {
        let plain = || Format::new().set_align(FormatAlign::Top);
        let words = || plain().set_align(FormatAlign::Left).set_indent(1);
        let heading = |align: FormatAlign| {
            let heading = Format::new().set_bold().set_text_wrap().set_align(align);
            heading.set_border_bottom(FormatBorder::Thin)
        };
        Looks {
            title: plain().set_bold().set_font_size(14),
            stamp: plain().set_bold().set_font_color("9C0006"),
            bold: plain().set_bold(),
            plain: plain(),
            wrapped: words().set_text_wrap(),
            // Words next to a number on their left would run into it.
            text: words(),
            headings: [
                heading(FormatAlign::Left).set_indent(1),
                heading(FormatAlign::Right),
            ],
            number: plain().set_num_format("#,##0"),
            amount: plain().set_num_format("#,##0.00"),
            percent: plain().set_num_format("0%"),
            day: plain().set_num_format("dd mmm yyyy"),
        }
    }
}

/// Which rows of a sheet go into one tab.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) number: usize,
    pub(super) of: usize,
}

impl Part {
    /// The name of its tab: the sheet's own for the first.
    pub(super) fn name(self, sheet: &Sheet) -> String {
        match self.number {
            1 => sheet.name.to_owned(),
            number => format!("{} {number}", sheet.name),
        }
    }
}

/// The tabs that a sheet takes when each holds so many rows.
pub(super) fn parts(sheet: &Sheet, most: usize) -> impl Iterator<Item = Part> {
    let of = sheet.rows.len().div_ceil(most.max(1)).max(1);
    (1..=of).map(move |number| Part { number, of })
}

/// Writes one tab of a sheet.
pub(super) fn write(
    book: &mut Workbook,
    (sheet, part, most): (&Sheet, Part, usize),
    stamp: Option<&str>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let name = part.name(sheet);
    let tab = book.add_worksheet();
    tab.set_name(&name)?;
    page(tab, stamp);
    let mut title = sheet.about.clone();
    if part.of > 1 {
        let said = format!(
            " Part {} of {}: Excel has no more rows a sheet.",
            part.number, part.of
        );
        title.push_str(&said);
    }
    if sheet.rows.is_empty() {
        title.push_str(" There is nothing to list.");
    }
    string(tab, (0, 0), &title, &looks.bold)?;
    if let Some(stamp) = stamp {
        string(tab, (1, 0), stamp, &looks.stamp)?;
    }
    let skipped = (part.number - 1) * most.max(1);
    let rows = sheet.rows.iter().skip(skipped).take(most.max(1));
    let last = table(tab, (HEAD, sheet, &name.replace(' ', "_")), rows, looks)?;
    tab.set_freeze_panes(HEAD + 1, 1)?;
    tab.set_repeat_rows(HEAD, HEAD)?;
    for (column, at) in sheet.columns.iter().zip(0_u16..) {
        tab.set_column_width(at, f64::from(column.width))?;
    }
    if let Some(columns) = sheet.printed {
        tab.set_print_area(0, 0, last, columns.saturating_sub(1))?;
    }
    if part.number == 1 && !sheet.rows.is_empty() {
        draw(tab, sheet, &name, last)?;
    }
    Ok(())
}

/// How a sheet is printed.
pub(super) fn page(tab: &mut Worksheet, stamp: Option<&str>) {
    tab.set_landscape();
    tab.set_paper_size(9);
    tab.set_print_fit_to_pages(1, 0);
    // `&` begins a code in a header of Excel.
    let stamp = stamp.map_or_else(String::new, |stamp| clean(stamp).replace('&', "&&"));
    if !stamp.is_empty() && stamp.chars().count() < 200 {
        tab.set_header(format!("&C&B{stamp}"));
    }
    tab.set_footer("&L&A&RPage &P of &N");
}

/// A table from a row of headings on, with its filter; the last row that it takes.
pub(super) fn table<'r>(
    tab: &mut Worksheet,
    (head, sheet, name): (u32, &Sheet, &str),
    rows: impl Iterator<Item = &'r Vec<Value>>,
    looks: &Looks,
) -> Result<u32, XlsxError> {
    let columns = sheet.columns.iter();
    let heights = columns.map(|column| lines(&column.heading, column.width * 4 / 5));
    tall(tab, head, heights.max())?;
    let mut at = head;
    for row in rows {
        at += 1;
        let wrapped = row
            .iter()
            .zip(&sheet.columns)
            .filter_map(|(value, column)| {
                // What people fill in grows as they write: its row keeps a height of its own making.
                let wraps = column.form == Form::Told;
                match value {
                    Value::Text(text) if wraps => Some(lines(text, column.width)),
                    Value::Text(_)
                    | Value::Number(_)
                    | Value::Amount(_)
                    | Value::Percent(_)
                    | Value::Day(_)
                    | Value::Blank => None,
                }
            });
        tall(tab, at, wrapped.max())?;
        for ((value, column), x) in row.iter().zip(&sheet.columns).zip(0_u16..) {
            cell(tab, (at, x), (value, column.form), looks)?;
        }
    }
    // A table of Excel has one row at least.
    let last = at.max(head + 1);
    let headings = headings(sheet, looks);
    let width = u16::try_from(sheet.columns.len()).unwrap_or(u16::MAX);
    let table = Table::new()
        .set_name(name)
        .set_style(TableStyle::Light9)
        .set_columns(&headings)
        .set_alt_text(&sheet.about);
    tab.add_table(head, 0, last, width.saturating_sub(1), &table)?;
    for (column, x) in sheet.columns.iter().zip(0_u16..) {
        if let Form::AskedOf(words) = column.form {
            let choice = DataValidation::new()
                .allow_list_strings(words)?
                .set_error_style(DataValidationErrorStyle::Information);
            tab.add_data_validation(head + 1, x, last, x, &choice)?;
        }
    }
    Ok(last)
}

/// The headings of a table: those of numbers on the right.
fn headings(sheet: &Sheet, looks: &Looks) -> Vec<TableColumn> {
    let headings = sheet.columns.iter();
    headings
        .zip(0_usize..)
        .map(|(column, x)| {
            let [words, numbers] = &looks.headings;
            let look = if is_numeric(sheet, x) { numbers } else { words };
            TableColumn::new()
                .set_header(&column.heading)
                .set_header_format(look)
        })
        .collect()
}

/// The lines that a text takes in a cell of so many letters.
fn lines(text: &str, width: u16) -> u16 {
    let width = usize::from(width.max(4)) - 2;
    let mut lines = 0_u16;
    for paragraph in text.lines() {
        let mut room = 0;
        for word in paragraph.split(' ') {
            let letters = word.chars().count();
            if room > letters {
                room -= letters + 1;
            } else {
                let own = u16::try_from(letters.div_ceil(width).max(1)).unwrap_or(MOST_LINES);
                lines = lines.saturating_add(own);
                room = width.saturating_sub(letters % width);
            }
        }
    }
    lines.clamp(1, MOST_LINES)
}

/// Makes a row as high as its lines: not every program does so by itself.
fn tall(tab: &mut Worksheet, row: u32, lines: Option<u16>) -> Result<(), XlsxError> {
    if let Some(lines) = lines.filter(|lines| *lines > 1) {
        tab.set_row_height(row, f64::from(lines) * LINE)?;
    }
    Ok(())
}

/// Whether a column has numbers, which stand on the right.
fn is_numeric(sheet: &Sheet, column: usize) -> bool {
    let mut cells = sheet.rows.iter().filter_map(|row| row.get(column));
    cells.any(|value| {
        matches!(
            value,
            Value::Number(_) | Value::Amount(_) | Value::Percent(_) | Value::Day(_)
        )
    })
}

fn cell(
    tab: &mut Worksheet,
    (row, column): (u32, u16),
    (value, form): (&Value, Form),
    looks: &Looks,
) -> Result<(), XlsxError> {
    match value {
        Value::Text(text) if matches!(form, Form::Asked | Form::Told) => {
            string(tab, (row, column), text, &looks.wrapped)?;
        }
        Value::Text(text) => string(tab, (row, column), text, &looks.text)?,
        Value::Number(number) => {
            // Counts and days: far below what a float holds exactly.
            let number = i32::try_from(*number).map_or(f64::MAX, f64::from);
            tab.write_number_with_format(row, column, number, &looks.number)?;
        }
        Value::Amount(amount) => {
            let amount = amount.to_string().parse().unwrap_or(f64::MAX);
            tab.write_number_with_format(row, column, amount, &looks.amount)?;
        }
        Value::Percent(percent) => {
            let share = f64::from(*percent) / 100.0;
            tab.write_number_with_format(row, column, share, &looks.percent)?;
        }
        Value::Day(day) => match moment(*day) {
            Some(moment) => {
                tab.write_datetime_with_format(row, column, &moment, &looks.day)?;
            }
            None => string(tab, (row, column), &day.to_string(), &looks.plain)?,
        },
        Value::Blank => {
            let look = match form {
                Form::Said | Form::Told => return Ok(()),
                Form::AskedDay => &looks.day,
                Form::Asked | Form::AskedOf(_) => &looks.wrapped,
            };
            tab.write_blank(row, column, look)?;
        }
    }
    Ok(())
}

/// Writes text as text: no formula, no link, no error for what Excel cannot hold.
pub(super) fn string(
    tab: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    look: &Format,
) -> Result<(), XlsxError> {
    let text = clean(text);
    if text.is_empty() {
        return Ok(());
    }
    if safe(&text) == text {
        tab.write_string_with_format(row, column, text, look)?;
    } else {
        // Without it Excel would make a formula of the text as soon as somebody edits the cell.
        let look = look.clone().set_quote_prefix();
        tab.write_string_with_format(row, column, text, &look)?;
    }
    Ok(())
}

/// The text as a cell can hold it: no more letters than Excel takes, and none that XML has not.
fn clean(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|letter| match letter {
            '\n' | '\t' => letter,
            '\r' => '\n',
            '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            _ if letter.is_control() => '\u{fffd}',
            _ => letter,
        })
        .collect();
    // Excel counts letters beyond the first plane twice.
    let mut room = MOST_LETTERS;
    let whole = clean.chars().take_while(|letter| {
        let size = letter.len_utf16();
        let fits = room >= size;
        room = room.saturating_sub(size);
        fits
    });
    whole.collect()
}

pub(super) fn moment(day: Day) -> Option<ExcelDateTime> {
    let (year, month, day) = day.ymd();
    let year = u16::try_from(year).ok()?;
    ExcelDateTime::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

/// Draws the charts to the right of the table, one below the other.
fn draw(tab: &mut Worksheet, sheet: &Sheet, name: &str, last: u32) -> Result<(), XlsxError> {
    let right = u16::try_from(sheet.columns.len() + 1).unwrap_or(u16::MAX);
    for (drawing, at) in sheet.drawings.iter().zip(0_u32..) {
        let chart = chart(drawing, name, last);
        tab.insert_chart(HEAD + at * 24, right, &chart)?;
    }
    Ok(())
}

fn chart(drawing: &Drawing, name: &str, last: u32) -> Chart {
    let mut chart = match drawing.shape {
        Shape::Counts | Shape::Shares => Chart::new_bar(),
        Shape::Lines => Chart::new_line(),
    };
    let series = drawing.columns.iter().zip(SERIES.iter().cycle());
    for (column, (colour, pattern, marker)) in series {
        let (column, first) = (*column, HEAD + 1);
        let series = chart.add_series();
        series
            .set_name((name, HEAD, column))
            .set_categories((name, first, 0, last, 0))
            .set_values((name, first, column, last, column));
        match drawing.shape {
            Shape::Counts | Shape::Shares => {
                let fill = ChartPatternFill::new()
                    .set_pattern(*pattern)
                    .set_foreground_color(*colour)
                    .set_background_color("FFFFFF")
                    .clone();
                series.set_format(ChartFormat::new().set_pattern_fill(&fill));
                series.set_data_label(rust_xlsxwriter::ChartDataLabel::new().show_value());
            }
            Shape::Lines => {
                let line = rust_xlsxwriter::ChartLine::new().set_color(*colour).clone();
                series.set_format(ChartFormat::new().set_line(&line));
                series.set_marker(ChartMarker::new().set_type(*marker).set_size(7));
            }
        }
    }
    chart.title().set_name(&drawing.title);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_alt_text(format!(
        "{}. The table beside it says the same.",
        drawing.title
    ));
    // A chart of bars has its values along the foot, and what they are of along the side.
    let values = match drawing.shape {
        Shape::Counts | Shape::Shares => chart.x_axis(),
        Shape::Lines => chart.y_axis(),
    };
    values.set_min(0);
    if drawing.shape != Shape::Counts {
        values.set_max(1).set_num_format("0%");
    }
    if drawing.shape != Shape::Lines {
        // The first row on top, and the values below it all the same.
        chart.y_axis().set_reverse();
        chart
            .x_axis()
            .set_label_position(ChartAxisLabelPosition::High);
    }
    chart.set_width(760).set_height(440);
    chart
}
