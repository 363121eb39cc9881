//! Rows of the case export into episodes.

use super::cells::Cells;
use super::layout::{At, Layout};
use super::rows::Episode;
use super::tables::{Mark, Tables};
use crate::problem::Problem;

/// The columns of an episode that a row struct has; every other demanded one is an attribute.
pub(super) const TYPED: &[&str] = &[
    "case_id",
    "case_type",
    "opened",
    "closed",
    "allocated_to",
    "team",
    "service",
    "children",
    "family_id",
];

/// Where a file has them.
pub(super) struct Columns {
    id: At,
    case_type: At,
    opened: At,
    closed: At,
    worker: At,
    team: At,
    service: At,
    children: At,
    family: At,
    attributes: Vec<At>,
}

impl Columns {
    pub(super) fn new(layout: &Layout) -> Columns {
        Columns {
            id: layout.at("case_id"),
            case_type: layout.at("case_type"),
            opened: layout.at("opened"),
            closed: layout.at("closed"),
            worker: layout.at("allocated_to"),
            team: layout.at("team"),
            service: layout.at("service"),
            children: layout.at("children"),
            family: layout.at("family_id"),
            attributes: layout.attributes(),
        }
    }

    pub(super) fn take(
        &self,
        cells: &mut Cells<'_>,
        tables: &mut Tables,
        mark: Mark,
    ) -> Option<()> {
        let case = cells.case(self.id);
        tables.named_cases.extend(case);
        let opened = cells.first_day(self.opened);
        let closed = cells.date(self.closed);
        if let (Some(opened), Some(closed)) = (opened, closed)
            && closed < opened
        {
            let problem =
                Problem::error("closed-before-opened", "the case closed before it opened")
                    .expected(format!("{opened} (`opened`) or later"));
            cells.impossible(self.closed, problem);
        }
        let case_type = cells.word(self.case_type);
        let worker = cells.staff(self.worker);
        let team = cells.word(self.team);
        let service = cells.word(self.service);
        let children = cells.number(self.children, "a whole number of children", |number| {
            number.count().is_some()
        });
        let family = cells.word(self.family);
        let attributes = self
            .attributes
            .iter()
            .map(|at| cells.attribute(*at))
            .collect();
        tables.sound_or_lost(cells, (None, case), None)?;
        let episode = Episode {
            row: mark.row,
            opened: opened?,
            closed,
            case_type,
            beside: Box::default(),
            worker,
            team,
            service,
            children,
            allocated: None,
            family,
            attributes,
        };
        tables.episodes.push((case?, episode), mark);
        Some(())
    }
}
