//! Who supervises whom on the day the exports were taken: nobody, oneself, each other.

use std::collections::BTreeSet;

use super::Doubts;
use crate::problem::Problem;
use crate::records::rows::Post;
use crate::records::words::StaffIx;

impl Doubts<'_> {
    pub(super) fn lines(&mut self) {
        let data = self.data;
        if !data.staff_columns.has("supervisor_id") {
            return;
        }
        let in_post: Vec<(StaffIx, &Post)> = data.in_post(self.taken).collect();
        for (staff, post) in &in_post {
            let id = data.staff_id(*staff);
            match post.supervisor {
                Some(supervisor) if supervisor == *staff => {
                    let message = format!("`{id}` is their own supervisor");
                    let problem = Problem::warning("own-supervisor", message)
                        .expected("the id of their line manager in `supervisor_id`");
                    self.add(post.row, problem);
                }
                Some(supervisor) => self.gone(*staff, post, supervisor),
                // Somebody is at the top of every line.
                None if data.index.supervisees(*staff).next().is_some() => {}
                None => {
                    let message = format!("`{id}` has no supervisor");
                    let problem = Problem::warning("no-supervisor", message)
                        .hint("fill in `supervisor_id`, or see that the column is mapped");
                    self.add(post.row, problem);
                }
            }
        }
        self.rings(&in_post);
    }

    fn gone(&mut self, staff: StaffIx, post: &Post, supervisor: StaffIx) {
        if let Some((_, Some(end))) = self.in_post(supervisor)
            && end <= self.taken
        {
            let data = self.data;
            let (id, who) = (data.staff_id(staff), data.staff_id(supervisor));
            let message = format!("the supervisor of `{id}` left on {end}");
            let problem = Problem::warning("supervisor-left", message)
                .found(who)
                .hint("fill in who supervises them now");
            self.add(post.row, problem);
        }
    }

    /// Says each ring of supervisors once, at the smallest id of it.
    fn rings(&mut self, in_post: &[(StaffIx, &Post)]) {
        // They are in the order of their numbers.
        let above = |staff: StaffIx| {
            let at = in_post
                .binary_search_by_key(&staff, |(known, _)| *known)
                .ok()?;
            in_post.get(at)?.1.supervisor
        };
        let mut done: BTreeSet<StaffIx> = BTreeSet::new();
        for (staff, _) in in_post {
            let mut path: Vec<StaffIx> = Vec::new();
            let mut on_path: BTreeSet<StaffIx> = BTreeSet::new();
            let mut next = Some(*staff);
            while let Some(one) = next.filter(|one| !done.contains(one)) {
                if !on_path.insert(one) {
                    let ring = path.iter().skip_while(|other| **other != one);
                    self.ring(ring.copied().collect());
                    break;
                }
                path.push(one);
                next = above(one);
            }
            done.extend(path);
        }
    }

    fn ring(&mut self, mut ring: Vec<StaffIx>) {
        let data = self.data;
        let ids = ring.iter().enumerate();
        let least = ids.min_by_key(|(_, staff)| data.staff_id(**staff));
        let least = least.map_or(0, |(at, _)| at);
        ring.rotate_left(least);
        // Their own supervisor is said already.
        let (Some(first), true) = (ring.first(), ring.len() > 1) else {
            return;
        };
        let Some(post) = data.post_on(*first, self.taken) else {
            return;
        };
        let names: Vec<String> = ring
            .iter()
            .chain([first])
            .map(|staff| format!("`{}`", data.staff_id(*staff)))
            .collect();
        let message = format!("supervisors go round in a ring: {}", names.join(", then "));
        let problem = Problem::warning("supervision-loop", message)
            .hint("see whose line manager is wrong in `supervisor_id`");
        self.add(post.row, problem);
    }
}
