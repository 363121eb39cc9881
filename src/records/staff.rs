//! Rows of the staff export into posts.

use super::cell::Decimal;
use super::cells::Cells;
use super::layout::{At, Layout};
use super::rows::Post;
use super::tables::{Mark, Tables};
use crate::problem::Problem;

/// The columns of a post that a row struct has; every other demanded one is an attribute.
pub(super) const TYPED: &[&str] = &[
    "staff_id",
    "role",
    "start_date",
    "name",
    "team",
    "service",
    "supervisor_id",
    "end_date",
    "hours_per_week",
    "fte",
];

/// Where a file has them.
pub(super) struct Columns {
    id: At,
    role: At,
    start: At,
    name: At,
    team: At,
    service: At,
    supervisor: At,
    end: At,
    hours: At,
    fte: At,
    attributes: Vec<At>,
}

impl Columns {
    pub(super) fn new(layout: &Layout) -> Columns {
        Columns {
            id: layout.at("staff_id"),
            role: layout.at("role"),
            start: layout.at("start_date"),
            name: layout.at("name"),
            team: layout.at("team"),
            service: layout.at("service"),
            supervisor: layout.at("supervisor_id"),
            end: layout.at("end_date"),
            hours: layout.at("hours_per_week"),
            fte: layout.at("fte"),
            attributes: layout.attributes(),
        }
    }

    pub(super) fn take(
        &self,
        cells: &mut Cells<'_>,
        tables: &mut Tables,
        mark: Mark,
    ) -> Option<()> {
        let staff = cells.staff(self.id);
        tables.named_staff.extend(staff);
        let start = cells.first_day(self.start);
        let end = cells.date(self.end);
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            let problem = Problem::error("ends-before-it-starts", "the post ends before it starts")
                .expected(format!("{start} (`start_date`) or later"));
            cells.impossible(self.end, problem);
        }
        let role = cells.word(self.role);
        let name = cells.id(self.name).map(Into::into);
        let team = cells.word(self.team);
        let service = cells.word(self.service);
        let supervisor = cells.staff(self.supervisor);
        let hours = cells.number(self.hours, "hours a week, 0 to 168", |number| {
            up_to(number, 168)
        });
        let fte = cells.number(self.fte, "a full-time equivalent from 0 to 1", |number| {
            up_to(number, 1)
        });
        let attributes = self
            .attributes
            .iter()
            .map(|at| cells.attribute(*at))
            .collect();
        tables.sound_or_lost(cells, (staff, None), None)?;
        let post = Post {
            row: mark.row,
            start: start?,
            end,
            name,
            role,
            team,
            service,
            supervisor,
            hours,
            fte,
            attributes,
        };
        tables.posts.push((staff?, post), mark);
        Some(())
    }
}

fn up_to(number: Decimal, most: u32) -> bool {
    number >= Decimal::whole(0) && number <= Decimal::whole(most)
}
