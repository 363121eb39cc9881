//! Cases without a worker, and with one who had left.

use super::Doubts;
use crate::problem::Problem;

impl Doubts<'_> {
    pub(super) fn workers(&mut self) {
        let data = self.data;
        if !data.case_columns.has("allocated_to") {
            return;
        }
        for (case, mut rows) in data.open_cases(self.taken) {
            if rows.clone().all(|row| row.worker.is_none())
                && let Some(row) = rows.next()
            {
                let message = format!("case `{}` is open and has no worker", data.case_id(case));
                let problem = Problem::warning("no-worker", message).hint("fill in `allocated_to`");
                self.add(row.row, problem);
            }
        }
        for case in self.cases() {
            let rows = data.case(case).map(|case| case.episodes.as_slice());
            for row in rows.unwrap_or_default() {
                let Some(worker) = row.worker else { continue };
                let Some((_, Some(left))) = self.in_post(worker) else {
                    continue;
                };
                // Another episode may have begun before the worker left.
                let goes_on = data
                    .episode_on(case, left)
                    .iter()
                    .any(|open| open.row == row.row);
                if left > self.taken || !goes_on || !row.is_open(left) {
                    continue;
                }
                let message = format!(
                    "the worker of case `{}` left on {left}, before it closed",
                    data.case_id(case)
                );
                let problem = Problem::warning("worker-left", message)
                    .found(data.staff_id(worker))
                    .hint("fill in who has the case now, with the day");
                self.add(row.row, problem);
            }
        }
    }
}
