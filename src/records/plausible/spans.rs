//! Episodes and posts that run on beside a later one.

use super::Doubts;
use crate::calendar::Day;
use crate::place::Row;
use crate::problem::Problem;

impl Doubts<'_> {
    /// Of two rows of one subject that overlap, the later one is named. A row without an end is taken to have ended
    /// where the next begins, as exports of current posts have it.
    pub(super) fn overlaps(&mut self) {
        let data = self.data;
        for case in self.cases() {
            let rows = data.case(case).map(|case| case.episodes.as_slice());
            let spans: Vec<Span> = rows
                .unwrap_or_default()
                .iter()
                .map(|episode| (episode.row, episode.opened, episode.closed))
                .collect();
            let problem = |message| Problem::warning("overlapping-episodes", message);
            let what = (problem as Kind, "the case", "opens", "closes on");
            self.overlap(&spans, data.case_id(case), what);
        }
        for staff in self.people() {
            let rows = data.member(staff).map(|member| member.posts.as_slice());
            let spans: Vec<Span> = rows
                .unwrap_or_default()
                .iter()
                .map(|post| (post.row, post.start, post.end))
                .collect();
            let problem = |message| Problem::warning("overlapping-posts", message);
            let what = (problem as Kind, "the post of", "starts", "ends on");
            self.overlap(&spans, data.staff_id(staff), what);
        }
    }

    /// `spans` are in the order of their first days.
    fn overlap(
        &mut self,
        spans: &[Span],
        id: &str,
        (kind, what, begins, ends): (Kind, &str, &str, &str),
    ) {
        let mut longest: Option<(Row, Day, Day)> = None;
        for (row, from, to) in spans {
            if let Some((earlier, start, end)) = longest
                && *from > start
                && *from < end
            {
                let place = self.data.place(earlier);
                let message = format!(
                    "{what} `{id}` {begins} on {from}, while the row at {place} {ends} {end}"
                );
                let problem = kind(message)
                    .hint("the later row counts from its first day on; end the earlier one there");
                self.add(*row, problem);
            }
            if let Some(to) = to
                && longest.is_none_or(|(_, _, end)| *to > end)
            {
                longest = Some((*row, *from, *to));
            }
        }
    }
}

/// Makes a problem of a message.
type Kind = fn(String) -> Problem;

/// A row with its first day and its end.
type Span = (Row, Day, Option<Day>);
