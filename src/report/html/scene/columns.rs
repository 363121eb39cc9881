//! A histogram: a column a band over an even scale, with the limit drawn where it lies on it.

use super::{Pen, Shape, WIDTH, along, count};
use crate::report::sentences::thousands;

/// The height of the highest column.
const HIGHEST: u32 = 150;

impl Pen {
    pub(super) fn columns(
        &mut self,
        (parts, axis): (&[String], &str),
        columns: &[(String, Vec<u32>)],
        limit: Option<&(u32, String)>,
    ) -> u32 {
        let top = self.legend(parts) + 44;
        let bottom = top + HIGHEST;
        let step = WIDTH / count(columns.len()).max(1);
        let sum = |counts: &[u32]| counts.iter().sum::<u32>();
        let most = columns.iter().map(|(_, counts)| sum(counts)).max();
        for (index, (name, counts)) in columns.iter().enumerate() {
            let left = step * count(index);
            let middle = left + step / 2;
            let all = sum(counts);
            let mut below = 0;
            for (fill, number) in counts.iter().enumerate() {
                let from = along(below, most.unwrap_or_default(), HIGHEST);
                let to = along(below + number, most.unwrap_or_default(), HIGHEST);
                if to > from {
                    self.shapes.push(Shape::Bar {
                        x: left + 8,
                        y: bottom - to,
                        width: step.saturating_sub(16),
                        height: to - from,
                        fill,
                    });
                }
                below += number;
            }
            let above = bottom - along(all, most.unwrap_or_default(), HIGHEST);
            let split: Vec<String> = counts.iter().map(|number| thousands(*number)).collect();
            let mixed = counts.iter().filter(|number| **number > 0).count() > 1;
            let said = if mixed {
                split.join(" + ")
            } else {
                thousands(all)
            };
            self.words((middle, above - 6), "middle", said);
            self.words((middle, bottom + 18), "middle", name.as_str());
        }
        self.stroke((0, bottom), (step * count(columns.len()), bottom), "axis");
        if let Some((hundredths, name)) = limit {
            let x = step * hundredths / 100;
            self.stroke((x, top - 32), (x, bottom), "limit");
            self.words((x + 6, top - 26), "start", name.as_str());
        }
        self.words((0, bottom + 38), "start", axis);
        bottom + 48
    }
}
