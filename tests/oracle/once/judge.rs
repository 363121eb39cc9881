//! What is owed once, judged by going through the days.

use crate::oracle::calendar::{Date, Interval, days_between, is_working, minus, plus};

use super::council::{
    Amount, Clause, Council, Deadline, Duty, KNOWN_SUPERVISORS, Must, Per, Person, Post, Session,
};

/// One line an obligation: clause, subject, due day, outcome.
pub(crate) fn foreseen(council: &Council) -> Vec<String> {
    let mut lines = Vec::new();
    for clause in &council.clauses {
        let judge = Judge { council, clause };
        match &clause.duty {
            Duty::Recording {
                from_draft,
                deadline,
            } => judge.records(*from_draft, *deadline, &mut lines),
            Duty::Agreement { from, deadline } => judge.agreements(from, *deadline, &mut lines),
            Duty::Rearrangement { extra, deadline } => {
                judge.called_off(*extra, *deadline, &mut lines);
            }
            Duty::Total {
                at_least,
                target,
                per,
            } => judge.totals((*at_least, *target), *per, &mut lines),
            Duty::Schedule { ahead, every } => judge.plans(*ahead, *every, &mut lines),
            Duty::File(must) => judge.files(*must, &mut lines),
        }
    }
    lines.sort();
    lines
}

/// What a line is about, and its outcome, without the days.
pub(crate) fn word(line: &str) -> String {
    let table = line.split('-').next().unwrap_or_default();
    let outcome = line.split(": ").last().unwrap_or_default();
    let words = [
        "not met",
        "past target",
        "missed",
        "late",
        "overdue",
        "left",
        "met",
    ];
    let word = words.into_iter().find(|word| outcome.contains(word));
    format!("{table} {}", word.unwrap_or_default())
}

struct Judge<'a> {
    council: &'a Council,
    clause: &'a Clause,
}

/// A time in post without a break of more than 7 days, as far as it is known.
struct Spell {
    start: Date,
    end: Option<Date>,
}

fn spells(person: &Person, as_of: Date) -> Vec<Spell> {
    let mut spells: Vec<Spell> = Vec::new();
    for post in person.posts.iter().filter(|post| post.start <= as_of) {
        let end = post.end.filter(|end| *end <= as_of);
        match spells.last_mut() {
            Some(last) if last.end.is_none_or(|end| post.start <= plus(end, 7)) => last.end = end,
            _ => spells.push(Spell {
                start: post.start,
                end,
            }),
        }
    }
    spells
}

impl Spell {
    /// The last day in post that is known.
    fn last(&self, as_of: Date) -> Date {
        self.end.map_or(as_of, |end| minus(end, 1).min(as_of))
    }

    fn holds(&self, day: Date) -> bool {
        self.start <= day && self.end.is_none_or(|end| day < end)
    }
}

fn post(person: &Person, day: Date) -> Option<&Post> {
    let mut begun = person.posts.iter().filter(|post| post.start <= day);
    begun.next_back()
}

impl Judge<'_> {
    fn say(&self, subject: &str, due: Date, outcome: &str) -> String {
        format!("{} {subject} by {due}: {outcome}", self.clause.id)
    }

    fn is_for(&self, word: &str) -> bool {
        self.clause.whom.is_none_or(|whom| whom == word)
    }

    fn after(&self, time: Interval, start: Date, roll: bool) -> Date {
        let closures = &self.council.closures;
        let mut day = time.after(start, closures);
        while roll && !is_working(day, closures) {
            day = plus(day, 1);
        }
        day
    }

    /// The due day, and what became of it, one day after another.
    fn by_deadline(
        &self,
        deadline: Deadline,
        start: Date,
        (done, end): (Option<Date>, Option<Date>),
    ) -> (Date, Option<String>) {
        let as_of = self.council.as_of;
        let due = deadline
            .within
            .map_or(start, |time| self.after(time, start, deadline.roll));
        let target = deadline
            .target
            .map(|time| self.after(time, start, deadline.roll));
        let (mut over, mut past) = (0, 0);
        let mut today = start.min(done.unwrap_or(start));
        loop {
            over = if today > due { over + 1 } else { 0 };
            past = match target {
                Some(target) if today > target => past + 1,
                _ => 0,
            };
            if end == Some(today) {
                let missed = due < today;
                let days = days_between(due, today);
                return (due, missed.then(|| format!("missed {days} on {today}")));
            }
            if done == Some(today) {
                if deadline.within.is_some() && over > 0 {
                    return (due, Some(format!("{over} late on {today}")));
                }
                let spare = days_between(today, due).max(0);
                return (
                    due,
                    Some(format!("met on {today}, {spare} spare, {past} past")),
                );
            }
            if today >= as_of {
                break;
            }
            today = plus(today, 1);
        }
        let left = days_between(as_of, due);
        let outcome = if deadline.within.is_none() {
            "not met".to_owned()
        } else if due <= as_of {
            format!("{over} overdue")
        } else if past > 0 {
            format!("{past} past target, {left} left")
        } else {
            format!("{left} left")
        };
        (due, Some(outcome))
    }

    fn records(&self, from_draft: bool, deadline: Deadline, lines: &mut Vec<String>) {
        let as_of = self.council.as_of;
        for session in &self.council.sessions {
            let known = self.council.person(&session.person).is_some();
            if !session.is_held() || session.date > as_of || !known || !self.is_for(session.kind) {
                continue;
            }
            let start = if from_draft {
                session.drafted
            } else {
                Some(session.date)
            };
            let Some(start) = start.filter(|start| *start <= as_of) else {
                continue;
            };
            let done = session.recorded.filter(|done| *done <= as_of);
            // A record from before its session can't be judged.
            if done.is_some_and(|done| done < start) {
                continue;
            }
            let (due, outcome) = self.by_deadline(deadline, start, (done, None));
            lines.extend(outcome.map(|outcome| self.say(&session.id, due, &outcome)));
        }
    }

    fn agreements(&self, from: &[&str], deadline: Deadline, lines: &mut Vec<String>) {
        let as_of = self.council.as_of;
        for person in &self.council.people {
            for spell in spells(person, as_of) {
                let last = spell.last(as_of);
                let Some(post) = post(person, last).filter(|_| last >= spell.start) else {
                    continue;
                };
                let date = |column: &&str| match *column {
                    "start_date" => Some(post.start),
                    _ => post.since,
                };
                let event = match from {
                    [] => Some(spell.start),
                    from => from
                        .iter()
                        .filter_map(date)
                        .filter(|day| *day <= last)
                        .max(),
                };
                let Some(event) = event.filter(|_| self.is_for(post.role)) else {
                    continue;
                };
                // What is dated later took the place of what stood there.
                if post.signed.is_some_and(|day| day > as_of) {
                    continue;
                }
                let signed = post.signed.filter(|day| *day >= event && *day <= last);
                let (due, outcome) = self.by_deadline(deadline, event, (signed, spell.end));
                let gone = spell.end.is_some() && signed.is_none() && deadline.within.is_none();
                let outcome = outcome.filter(|_| !gone);
                lines.extend(outcome.map(|outcome| self.say(&person.id, due, &outcome)));
            }
        }
    }

    fn called_off(&self, extra: bool, deadline: Deadline, lines: &mut Vec<String>) {
        let as_of = self.council.as_of;
        for session in &self.council.sessions {
            let person = self.council.person(&session.person);
            let Some(person) = person.filter(|_| session.is_called_off()) else {
                continue;
            };
            let spell = spells(person, as_of)
                .into_iter()
                .find(|spell| spell.holds(session.date));
            let known = session.date <= as_of && self.is_for(session.kind);
            let Some(spell) = spell.filter(|_| known) else {
                continue;
            };
            let last = spell.last(as_of);
            let served = self
                .linked(session, last)
                .or_else(|| self.next_of_the_pair(session, last).filter(|_| !extra));
            let (due, outcome) = self.by_deadline(deadline, session.date, (served, spell.end));
            lines.extend(outcome.map(|outcome| self.say(&session.id, due, &outcome)));
        }
    }

    /// The first day on which a session was held that stands for one called off, or for what stood for it.
    fn linked(&self, session: &Session, last: Date) -> Option<Date> {
        let mut original = session.date;
        loop {
            let mut standing: Vec<&Session> = self
                .council
                .sessions_of(&session.person)
                .filter(|one| one.kind == session.kind && one.date <= last)
                .filter(|one| one.link == Some(original))
                .collect();
            standing.sort_by_key(|one| one.date);
            if let Some(held) = standing.iter().find(|one| one.is_held()) {
                return Some(held.date);
            }
            let again = standing
                .iter()
                .find(|one| one.is_called_off() && one.date > original);
            original = again?.date;
        }
    }

    fn next_of_the_pair(&self, session: &Session, last: Date) -> Option<Date> {
        let known = |by: &'static str| Some(by).filter(|by| KNOWN_SUPERVISORS.contains(by));
        let supervisor = known(session.by);
        let mut today = session.date;
        while today <= last {
            let served = self.council.sessions_of(&session.person).any(|one| {
                let by = known(one.by);
                let pair = by.is_none() || supervisor.is_none() || by == supervisor;
                one.date == today && one.is_held() && one.kind == session.kind && pair
            });
            if served {
                return Some(today);
            }
            today = plus(today, 1);
        }
        None
    }

    /// The first day on which the exports show personal sessions.
    fn span(&self) -> Option<Date> {
        let council = self.council;
        let shown = council
            .sessions
            .iter()
            .filter(|one| one.is_held() && one.kind == "personal" && one.date <= council.as_of);
        if let Some(first) = council.covers_from {
            let any = shown.count() > 0;
            return Some(first).filter(|first| any && *first <= council.as_of);
        }
        let begun = shown.filter(|one| {
            let person = council.person(&one.person);
            person.is_some_and(|person| person.posts[0].start <= one.date)
        });
        begun.map(|one| one.date).min()
    }

    fn totals(&self, amounts: (Amount, Option<Amount>), per: Per, lines: &mut Vec<String>) {
        let as_of = self.council.as_of;
        let Some(span) = self.span() else { return };
        for person in &self.council.people {
            for spell in spells(person, as_of) {
                let mut last = span;
                let end = match per {
                    Per::Rolling(_) => as_of,
                    Per::Fixed(window) => window.last_day(as_of),
                };
                while last <= end {
                    let ends = match per {
                        Per::Rolling(_) => last == as_of,
                        Per::Fixed(window) => window.last_day(last) == last,
                    };
                    let seen = last.min(as_of);
                    let fits = post(person, seen).is_some_and(|post| self.is_for(post.role));
                    if ends && spell.holds(last) && fits {
                        let begin = spell.start.max(span);
                        let outcome = self.total(amounts, per, person, (begin, last));
                        lines.extend(outcome.map(|outcome| self.say(&person.id, last, &outcome)));
                    }
                    last = plus(last, 1);
                }
            }
        }
    }

    /// What somebody has to the last day of a time, who was there and seen from a day on.
    fn total(
        &self,
        (at_least, target): (Amount, Option<Amount>),
        per: Per,
        person: &Person,
        (there, last): (Date, Date),
    ) -> Option<String> {
        let closures = &self.council.closures;
        let first = match per {
            Per::Fixed(window) => window.first_day(last),
            Per::Rolling(time) => {
                let mut first = last;
                while time.after(minus(first, 1), closures) > last {
                    first = minus(first, 1);
                }
                first
            }
        };
        let begin = first.max(there);
        let (part, whole) = if begin == first {
            (1, 1)
        } else {
            part(per, begin, last, closures)
        };
        let share = |amount: Amount| match amount {
            Amount::Sessions(number) => number * part / whole,
            Amount::Hours(number) => number * 60 * part / whole,
        };
        let limit = share(at_least);
        let as_of = self.council.as_of;
        let (mut found, mut unknown, mut enough) = (0, false, None);
        let mut today = begin;
        while today <= last.min(as_of) {
            for one in self.council.sessions_of(&person.id) {
                if one.date != today || !one.is_held() || one.kind != "personal" {
                    continue;
                }
                match (at_least, one.minutes) {
                    (Amount::Sessions(_), _) => found += 1,
                    (Amount::Hours(_), Some(minutes)) => found += minutes,
                    (Amount::Hours(_), None) => unknown = true,
                }
            }
            if found >= limit {
                enough = enough.or(Some(today));
            }
            today = plus(today, 1);
        }
        if limit == 0 || (found < limit && unknown) {
            return None;
        }
        let short =
            matches!(per, Per::Rolling(_)) && target.is_some_and(|target| found < share(target));
        Some(match (enough, short) {
            (None, _) if as_of < last => format!("{} left", days_between(as_of, last)),
            (None, _) => "not met".to_owned(),
            (Some(_), true) => "0 past target, 0 left".to_owned(),
            (Some(on), false) if as_of < last => {
                format!("met on {on}, {} spare, 0 past", days_between(on, last))
            }
            (Some(_), false) => format!("met on {last}, 0 spare, 0 past"),
        })
    }

    fn in_post(&self) -> impl Iterator<Item = (&Person, &Post)> {
        let as_of = self.council.as_of;
        self.council.people.iter().filter_map(move |person| {
            let post = post(person, as_of)?;
            let there = post.end.is_none_or(|end| end > as_of) && self.is_for(post.role);
            there.then_some((person, post))
        })
    }

    fn plans(&self, ahead: Option<Interval>, every: Option<Interval>, lines: &mut Vec<String>) {
        let (as_of, closures) = (self.council.as_of, &self.council.closures);
        let planned = |one: &&Session| one.status == "planned" && one.kind == "personal";
        if !self.council.sessions.iter().any(|one| planned(&one)) {
            return;
        }
        for (person, _) in self.in_post() {
            let enough = |day: Date| match (ahead, every) {
                (None, _) => true,
                (Some(ahead), None) => day >= ahead.after(as_of, closures),
                (Some(ahead), Some(every)) => {
                    every.after(day, closures) >= ahead.after(as_of, closures)
                }
            };
            let mut mine = self.council.sessions_of(&person.id).filter(planned);
            let met = mine.any(|one| one.date > as_of && enough(one.date));
            lines.push(self.say(&person.id, as_of, &self.today(met)));
        }
    }

    fn files(&self, must: Must, lines: &mut Vec<String>) {
        let (as_of, closures) = (self.council.as_of, &self.council.closures);
        for (person, post) in self.in_post() {
            let Some(checked) = post.checked else {
                continue;
            };
            let met = match must {
                Must::NotReached => checked > as_of,
                // What was checked later says nothing of what stood there.
                Must::Under(_) | Must::AtMost(_) if checked > as_of => continue,
                Must::Under(time) => as_of < time.after(checked, closures),
                Must::AtMost(time) => as_of <= time.after(checked, closures),
            };
            lines.push(self.say(&person.id, as_of, &self.today(met)));
        }
    }

    fn today(&self, met: bool) -> String {
        if met {
            format!("met on {}, 0 spare, 0 past", self.council.as_of)
        } else {
            "not met".to_owned()
        }
    }
}

/// So many whole units of a time, from a day to its last, out of how many.
fn part(per: Per, begin: Date, last: Date, closures: &[Date]) -> (u32, u32) {
    use crate::oracle::calendar::{Unit, Window, interval};
    let (whole, unit) = match per {
        Per::Rolling(time) if time.unit == Unit::Years => (12 * time.count, Unit::Months),
        Per::Rolling(time) => (time.count, time.unit),
        Per::Fixed(Window::Month) => (1, Unit::Months),
        Per::Fixed(Window::Quarter) => (3, Unit::Months),
        Per::Fixed(Window::Year | Window::FinancialYear) => (12, Unit::Months),
    };
    let mut count = 0;
    if unit == Unit::WorkingDays {
        let mut today = begin;
        while today <= last {
            count += u32::from(is_working(today, closures));
            today = plus(today, 1);
        }
        return (count.min(whole), whole);
    }
    while count < whole && minus(interval(count + 1, unit).after(begin, closures), 1) <= last {
        count += 1;
    }
    (count, whole)
}
