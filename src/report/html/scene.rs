//! A chart as shapes on a plane of 720 units' width, which the page's template draws as SVG.

use crate::report::document::{Chart, Plot, Point};
use crate::report::rates::Fraction;
use crate::report::sentences::{percent, thousands};

mod columns;

/// The width of every chart.
const WIDTH: u32 = 720;
/// A letter's width in the charts' size of type, on average.
const LETTER: u32 = 8;
/// Names on the left get this much at most.
const NAMES: u32 = 280;
/// Dots that stand nearer to each other than this are piled up.
const APART: u32 = 10;
/// The highest pile of dots of equal loads; a higher one is pressed together.
const PILE: u32 = 60;

/// A chart, ready to draw.
pub(super) struct Scene {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) shapes: Vec<Shape>,
}

/// One shape.
pub(super) enum Shape {
    /// A bar; `fill` is the number of its pattern.
    Bar {
        x: u32,
        y: u32,
        width: u32,
        height: u32,
        fill: usize,
    },
    /// A white ground, on which words are legible whatever the pattern below.
    Ground {
        x: u32,
        y: u32,
        width: u32,
        height: u32,
    },
    /// Words from, around or up to a point.
    Words {
        x: u32,
        y: u32,
        anchor: &'static str,
        text: String,
        /// Whether it is a mark of a scale, and no figure.
        scale: bool,
    },
    /// A dot, filled or hollow.
    Dot { x: u32, y: u32, hollow: bool },
    /// A straight line: `grid`, `axis`, `limit` or `trend`.
    Line {
        x1: u32,
        y1: u32,
        x2: u32,
        y2: u32,
        class: &'static str,
    },
}

/// The shapes of a chart.
pub(super) fn scene(chart: &Chart) -> Scene {
    let mut pen = Pen { shapes: Vec::new() };
    let height = match &chart.plot {
        Plot::Shares { parts, rows } => pen.bars(parts, rows, Scale::Row),
        Plot::Counts { parts, rows } => pen.bars(parts, rows, Scale::Longest),
        Plot::Dots { rows, target } => pen.dots(rows, *target),
        Plot::Columns {
            parts,
            columns,
            axis,
            limit,
        } => pen.columns((parts, axis), columns, limit.as_ref()),
        Plot::Line { points, target } => pen.line(points, *target),
        Plot::Strip { rows, limit, unit } => pen.strip(rows, *limit, unit),
    };
    Scene {
        title: chart.title.clone(),
        description: chart.description.clone(),
        width: WIDTH,
        height,
        shapes: pen.shapes,
    }
}

/// How long a bar is.
#[derive(Clone, Copy)]
enum Scale {
    /// Every row fills the width.
    Row,
    /// The row of most fills it.
    Longest,
}

struct Pen {
    shapes: Vec<Shape>,
}

impl Pen {
    fn words(&mut self, (x, y): (u32, u32), anchor: &'static str, text: impl Into<String>) {
        self.shapes.push(Shape::Words {
            x,
            y,
            anchor,
            text: text.into(),
            scale: false,
        });
    }

    /// A mark of a scale.
    fn mark(&mut self, (x, y): (u32, u32), anchor: &'static str, text: impl Into<String>) {
        self.shapes.push(Shape::Words {
            x,
            y,
            anchor,
            text: text.into(),
            scale: true,
        });
    }

    fn stroke(&mut self, (x1, y1): (u32, u32), (x2, y2): (u32, u32), class: &'static str) {
        self.shapes.push(Shape::Line {
            x1,
            y1,
            x2,
            y2,
            class,
        });
    }

    /// The patterns with their names, one after another; the height they take.
    fn legend(&mut self, parts: &[String]) -> u32 {
        let mut x = 0;
        for (fill, part) in parts.iter().enumerate() {
            self.shapes.push(Shape::Bar {
                x,
                y: 4,
                width: 22,
                height: 14,
                fill,
            });
            self.words((x + 28, 16), "start", part.as_str());
            x += 28 + width(part) + 24;
        }
        34
    }

    fn bars(&mut self, parts: &[String], rows: &[(String, Vec<u32>)], scale: Scale) -> u32 {
        let mut y = self.legend(parts);
        let most = rows.iter().map(|(_, counts)| counts.iter().sum()).max();
        for (name, counts) in rows {
            let whole: u32 = counts.iter().sum();
            let said: Vec<String> = counts.iter().map(|count| thousands(*count)).collect();
            let all = thousands(whole);
            self.words(
                (0, y + 14),
                "start",
                format!("{name}: {} of {all}", said.join(" + ")),
            );
            let full = match scale {
                Scale::Row => whole,
                Scale::Longest => most.unwrap_or(whole),
            };
            let mut from = 0;
            for (fill, count) in counts.iter().enumerate() {
                let to = from + count;
                let (x, end) = (along(from, full, WIDTH), along(to, full, WIDTH));
                let width = end.saturating_sub(x);
                if width > 0 {
                    self.segment((x, y + 22), width, fill, &thousands(*count));
                }
                from = to;
            }
            y += 60;
        }
        y
    }

    /// A part of a bar, with its count in it where that fits.
    fn segment(&mut self, (x, y): (u32, u32), length: u32, fill: usize, said: &str) {
        self.shapes.push(Shape::Bar {
            x,
            y,
            width: length,
            height: 22,
            fill,
        });
        let plate = width(said) + 8;
        if length >= plate + 4 {
            let middle = x + length / 2;
            self.shapes.push(Shape::Ground {
                x: middle - plate / 2,
                y: y + 2,
                width: plate,
                height: 18,
            });
            self.words((middle, y + 16), "middle", said);
        }
    }

    /// The lines and figures of a scale from 0 to 100%, and the council's target.
    fn percent_scale(&mut self, (left, right): (u32, u32), bottom: u32, target: Option<u32>) {
        for mark in [0, 25, 50, 75, 100] {
            let x = left + along(mark, 100, right - left);
            self.stroke((x, 22), (x, bottom), "grid");
            self.mark((x, bottom + 18), "middle", format!("{mark}%"));
        }
        if let Some(target) = target {
            let x = left + along(target, 100, right - left);
            self.stroke((x, 18), (x, bottom), "limit");
            self.words((x, 12), "middle", format!("target {target}%"));
        }
    }

    fn dots(&mut self, rows: &[(String, Fraction)], target: Option<u32>) -> u32 {
        let said: Vec<String> = rows.iter().map(|(_, share)| in_words(*share)).collect();
        let widest = said.iter().map(|said| width(said)).max();
        let (left, right) = (
            names(rows.iter().map(|(name, _)| name)),
            WIDTH - widest.unwrap_or_default().min(NAMES) - 18,
        );
        let bottom = 26 + 26 * count(rows.len());
        self.percent_scale((left, right), bottom, target);
        for (index, ((name, share), said)) in rows.iter().zip(said).enumerate() {
            let y = 42 + 26 * count(index);
            self.words((0, y + 5), "start", shortened(name));
            let x = left + along(share.numerator, share.denominator, right - left);
            if share.denominator > 0 {
                let hollow = share.percent().is_none();
                self.shapes.push(Shape::Dot { x, y, hollow });
            }
            self.words((WIDTH, y + 5), "end", said);
        }
        bottom + 26
    }

    fn line(&mut self, points: &[Point], target: Option<u32>) -> u32 {
        // The target is named outside the plot, where no point's figure can lie over it.
        let aside = if target.is_some() { 96 } else { 24 };
        let (left, right, top, bottom) = (56, WIDTH - aside, 28, 228);
        for mark in [0, 25, 50, 75, 100] {
            let y = bottom - along(mark, 100, bottom - top);
            self.stroke((left, y), (right, y), "grid");
            self.mark((left - 8, y + 5), "end", format!("{mark}%"));
        }
        if let Some(target) = target {
            let y = bottom - along(target, 100, bottom - top);
            self.stroke((left, y), (right, y), "limit");
            self.words((right + 6, y + 5), "start", format!("target {target}%"));
        }
        let step = (right - left) / count(points.len()).max(1);
        let mut before: Option<(u32, u32)> = None;
        for (index, point) in points.iter().enumerate() {
            let x = left + step / 2 + step * count(index);
            let month = point.label.split(' ').next().unwrap_or_default();
            self.words((x, bottom + 20), "middle", month);
            self.words(
                (x, bottom + 38),
                "middle",
                thousands(point.share.denominator),
            );
            if point.share.denominator == 0 {
                before = None;
                continue;
            }
            let share = along(point.share.numerator, point.share.denominator, bottom - top);
            let here = (x, bottom - share);
            if let Some(before) = before {
                self.stroke(before, here, "trend");
            }
            before = Some(here);
            let hollow = point.provisional || point.restated;
            self.shapes.push(Shape::Dot {
                x,
                y: here.1,
                hollow,
            });
            if point.share.percent().is_some() {
                let above = here.1.saturating_sub(10);
                self.words((x, above.max(12)), "middle", percent(point.share));
            }
        }
        self.words(
            (left, bottom + 56),
            "start",
            "below each month: how many fell due; a hollow dot is provisional",
        );
        bottom + 66
    }

    fn strip(&mut self, rows: &[(String, Vec<u32>)], limit: Option<u32>, unit: &str) -> u32 {
        let (left, right) = (names(rows.iter().map(|(name, _)| name)), WIDTH - 24);
        let most = rows
            .iter()
            .flat_map(|(_, loads)| loads.iter().copied())
            .max();
        let full = most.max(limit).unwrap_or_default().max(100).div_ceil(500) * 500;
        let piles: Vec<Vec<(u32, u32)>> = rows
            .iter()
            .map(|(_, loads)| piled(loads, |load| left + along(load, full, right - left)))
            .collect();
        let heights: Vec<u32> = piles.iter().map(|dots| 18 + 10 + highest(dots)).collect();
        let bottom = 26 + heights.iter().sum::<u32>();
        let step = if full > 4_000 { 1_000 } else { 500 };
        for mark in (0..=full).step_by(step) {
            let x = left + along(mark, full, right - left);
            self.stroke((x, 22), (x, bottom), "grid");
            self.mark((x, bottom + 18), "middle", (mark / 100).to_string());
        }
        if let Some(limit) = limit {
            let x = left + along(limit, full, right - left);
            self.stroke((x, 18), (x, bottom), "limit");
            let (whole, part) = (limit / 100, limit % 100 / 10);
            let value = if part == 0 {
                whole.to_string()
            } else {
                format!("{whole}.{part}")
            };
            self.words((x, 12), "middle", format!("limit {value} {unit}"));
        }
        let mut base = 26;
        for (((name, _), dots), height) in rows.iter().zip(piles).zip(heights) {
            base += height;
            self.words((0, base - 5), "start", shortened(name));
            for (x, above) in dots {
                let y = base - 10 - above;
                self.shapes.push(Shape::Dot {
                    x,
                    y,
                    hollow: false,
                });
            }
        }
        bottom + 26
    }
}

/// Where each load's dot stands and how far above its row: loads as near as to hide each other are piled up.
fn piled(loads: &[u32], place: impl Fn(u32) -> u32) -> Vec<(u32, u32)> {
    let mut sorted = loads.to_vec();
    sorted.sort_unstable();
    let mut piles: Vec<(u32, u32)> = Vec::new();
    for x in sorted.into_iter().map(place) {
        match piles.last_mut() {
            Some((at, dots)) if at.abs_diff(x) < APART => *dots += 1,
            _ => piles.push((x, 1)),
        }
    }
    let tallest = piles.iter().map(|(_, dots)| *dots).max().unwrap_or(1);
    let step = (PILE / tallest).clamp(1, APART);
    piles
        .into_iter()
        .flat_map(|(x, dots)| (0..dots).map(move |nth| (x, step * nth)))
        .collect()
}

fn highest(dots: &[(u32, u32)]) -> u32 {
    dots.iter().map(|(_, above)| *above).max().unwrap_or(0)
}

/// A share as a row of a chart prints it.
fn in_words(share: Fraction) -> String {
    let said = format!(
        "{} of {}",
        thousands(share.numerator),
        thousands(share.denominator)
    );
    match share.percent() {
        Some(_) => format!("{said}, {}", percent(share)),
        None => said,
    }
}

/// How much the names on the left take.
fn names<'n>(names: impl Iterator<Item = &'n String>) -> u32 {
    let widest = names.map(|name| width(name)).max().unwrap_or_default();
    (widest + 16).min(NAMES)
}

/// So much of a length as a part is of a whole.
fn along(part: u32, whole: u32, length: u32) -> u32 {
    let reach = u64::from(part.min(whole)) * u64::from(length) / u64::from(whole.max(1));
    u32::try_from(reach).unwrap_or(length)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX / 100)
}

fn width(text: &str) -> u32 {
    LETTER * count(text.chars().count())
}

/// A name cut to what stands on the left.
fn shortened(name: &str) -> String {
    let most = usize::try_from((NAMES - 16) / LETTER).unwrap_or(usize::MAX);
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let cut: String = name.chars().take(most - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests;
