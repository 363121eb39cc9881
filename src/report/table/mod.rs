//! The report for a terminal: at most 100 columns, readable without colour.

use super::findings::Telling;
use super::found::{self, Found};
use super::{Audit, Style, Summary, summary};

mod act;
mod besides;
pub(super) mod check;
pub(super) mod compared;
pub(super) mod due;
mod foot;
mod grid;
mod head;
mod page;
mod period;
mod position;
mod teams;

use page::Page;

/// What the parts of the page are made from.
struct Parts<'a> {
    audit: &'a Audit<'a>,
    figures: Summary,
    /// What fell short and is not waived, in no order.
    found: Vec<Found<'a>>,
    /// The places in it of what is to be acted on first.
    first: Vec<usize>,
    telling: Telling<'a>,
}

/// The whole page.
pub(super) fn render(audit: &Audit<'_>, width: u16, style: Style) -> String {
    let lens = audit.lens();
    let entries = lens.entries();
    let (figures, mut found) = rayon::join(
        || summary::of_entries(audit, &entries),
        || found::unordered(&entries),
    );
    if !audit.policy.waivers.is_empty() {
        found.retain(|found| found.waiver().is_none());
    }
    let first = act::first(&found);
    let parts = Parts {
        audit,
        figures,
        found,
        first,
        telling: Telling::new(&lens),
    };
    let mut page = Page::new(width, style);
    head::print(&parts, &mut page);
    if parts.figures.judged {
        head::headline(&parts, &mut page);
        period::print(&parts, &mut page);
        besides::targets(&parts, &mut page);
        position::print(&parts, &mut page);
        position::limits(&parts, &mut page);
        position::agreements(&parts, &mut page);
        teams::print(&parts, &mut page);
        besides::waivers(&parts, &mut page);
        if let Some(diff) = audit.compared() {
            compared::section(&diff, &mut page);
        }
        act::print(&parts, &mut page);
    }
    foot::print(&parts, &mut page);
    page.finish()
}
