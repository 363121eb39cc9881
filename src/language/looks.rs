//! Which rows of the activity exports are a look at a file, and to whose number each of them counts.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::calendar::Day;
use crate::ledger::Subject;
use crate::place::Row;
use crate::records::{Activity, Post, StaffIx, Word};

use super::file::{File, Files};
use super::matcher::{Facts, Fit, Matcher, Moment, Sight};
use super::selector::Selector;
use super::shortfall::shortfalls;
use super::spells::spells;

/// Whose number of files it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    /// Of who looks at them.
    #[default]
    Auditor,
    /// Of the person they are about.
    Worker,
    /// Of the team of that person.
    Team,
    /// Of everybody together.
    Council,
}

/// What one subject's looks came to in a stretch of time.
#[derive(Clone, Debug)]
pub struct Tally {
    /// The first day that counts.
    pub begin: Day,
    /// How many files, each once; where no files are meant how many days.
    pub found: u32,
    /// How many are asked for.
    pub limit: u32,
    /// The day on which it was enough.
    pub enough: Option<Day>,
    /// The rows that count.
    pub rows: Vec<Row>,
    /// Rows that may or may not count, each with the column that leaves it open.
    pub doubted: Vec<(String, Row)>,
}

impl Tally {
    /// Of looks in the order of their days.
    pub fn of(looks: &[Look], subject: Subject, (begin, last): (Day, Day), limit: u32) -> Tally {
        let mut tally = Tally {
            begin,
            found: 0,
            limit,
            enough: None,
            rows: Vec::new(),
            doubted: Vec::new(),
        };
        let mut seen = BTreeSet::new();
        for look in looks {
            let mine = look.of.as_ref().is_none_or(|of| of.contains(&subject));
            if !mine || look.day < begin || last < look.day {
                continue;
            }
            if let Some(column) = &look.doubt {
                tally.doubted.push((column.clone(), look.row));
                continue;
            }
            if look.of.is_none() {
                continue;
            }
            tally.rows.push(look.row);
            tally.found += u32::from(seen.insert(look.file.ok_or(look.day)));
            if tally.found >= limit {
                tally.enough.get_or_insert(look.day);
            }
        }
        tally
    }
}

/// Somebody of whom a number is asked.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Who.
    pub subject: Subject,
    /// Since when.
    pub start: Day,
    /// The row that says so.
    pub row: Option<Row>,
}

impl Whose {
    /// Of whom something is asked on a day: those in post whom a clause fits, their teams, or all together.
    pub fn standing(
        self,
        facts: Facts<'_>,
        whom: &Matcher,
        (day, as_of): (Day, Day),
        told: &mut dyn FnMut(Fit),
    ) -> Vec<Standing> {
        let mut fitting: Vec<(StaffIx, &Post)> = Vec::new();
        for (staff, post) in facts.data.in_post(day) {
            let fit = whom.fits(facts, Sight::Staff(staff), Moment::on(day));
            told(fit);
            if fit == Fit::Yes {
                fitting.push((staff, post));
            }
        }
        let person = |staff: StaffIx| {
            let spells = spells(facts.data, Sight::Staff(staff), as_of);
            let spell = spells.iter().rev().find(|spell| spell.start <= day)?;
            Some(Standing {
                subject: Subject::Staff(staff),
                start: spell.start,
                row: Some(spell.row),
            })
        };
        match self {
            Whose::Auditor | Whose::Worker => {
                let people = fitting.into_iter();
                people.filter_map(|(staff, _)| person(staff)).collect()
            }
            Whose::Team => teams(&fitting),
            Whose::Council => {
                let all = Standing {
                    subject: Subject::Council,
                    start: Day::FIRST,
                    row: None,
                };
                (!fitting.is_empty()).then_some(all).into_iter().collect()
            }
        }
    }
}

/// The teams of posts, each since its first.
fn teams(posts: &[(StaffIx, &Post)]) -> Vec<Standing> {
    let mut teams: BTreeMap<Word, Day> = BTreeMap::new();
    let posts = posts.iter();
    for (team, start) in posts.filter_map(|(_, post)| Some((post.team?, post.start))) {
        let first = teams.entry(team).or_insert(start);
        *first = start.min(*first);
    }
    let teams = teams.into_iter().map(|(team, start)| Standing {
        subject: Subject::Team(team),
        start,
        row: None,
    });
    teams.collect()
}

/// An activity that counts, or would if its blank cell were filled.
#[derive(Clone, Debug)]
pub struct Look {
    /// The day it was done.
    pub day: Day,
    /// Its row.
    pub row: Row,
    /// The file looked at; nothing where none is named, or no file is meant.
    pub file: Option<File>,
    /// To whose number it counts; nothing when it may be anybody's.
    pub of: Option<Vec<Subject>>,
    /// The column whose blank cell leaves it open whether it counts.
    pub doubt: Option<String>,
}

/// What makes a row of the activity exports count.
#[derive(Clone, Copy, Debug)]
pub struct Looking<'a> {
    /// The exports.
    pub facts: Facts<'a>,
    /// Which rows are such an activity.
    pub counts: (&'a Selector, &'a Matcher),
    /// Which files are meant; nothing where it is not files that are counted.
    pub files: Option<Files>,
    /// Which of them; nothing means all.
    pub out_of: Option<(&'a Selector, &'a Matcher)>,
    /// Whom the clause is for.
    pub whom: &'a Matcher,
    /// Whose number it is.
    pub whose: Whose,
    /// Only files of people whose line manager the auditor is.
    pub own_supervisees: bool,
}

/// Whether a person is the line manager of anybody who has such a file on a day.
pub fn supervises_files(
    facts: Facts<'_>,
    (files, out_of): (Files, Option<&Matcher>),
    by: StaffIx,
    day: Day,
) -> bool {
    let data = facts.data;
    let there = |staff: &StaffIx| {
        let post = data.post_on(*staff, day);
        post.is_some_and(|post| post.supervisor == Some(by) && post.end.is_none_or(|end| end > day))
    };
    let meant = |file: File| {
        let fit = out_of.map(|out_of| out_of.fits(facts, file.sight(), Moment::on(day)));
        fit.is_none_or(|fit| fit != Fit::No)
    };
    let held = |staff: StaffIx| {
        let mut cases = data.index.cases_of_worker(staff);
        cases.any(|case| {
            let rows = data.episode_on(case, day).iter();
            let mut rows = rows.filter(|row| row.worker == Some(staff) && row.is_open(day));
            rows.next().is_some() && meant(File::Case(case))
        })
    };
    let mut people = data.index.supervisees(by).filter(there);
    people.any(|staff| match files {
        Files::Staff => meant(File::Staff(staff)),
        Files::Cases => held(staff),
    })
}

/// The first doubt about a row.
#[derive(Default)]
struct Doubt(Option<String>);

impl Doubt {
    fn about(&mut self, column: &str) {
        self.0.get_or_insert_with(|| column.to_owned());
    }
}

impl Looking<'_> {
    /// Every row that counts by a day, or might, in the order of days.
    pub fn looks(&self, as_of: Day) -> Vec<Look> {
        let rows = self.facts.data.activity.iter().zip(0_u32..);
        let mut looks: Vec<Look> = rows
            .filter(|(activity, _)| activity.date <= as_of)
            .filter_map(|(activity, number)| self.look(activity, number))
            .collect();
        looks.sort_by_key(|look| (look.day, look.row));
        looks
    }

    fn look(&self, activity: &Activity, number: u32) -> Option<Look> {
        let mut doubt = Doubt::default();
        self.fits(
            self.counts,
            (Sight::Activity(number), activity.date),
            &mut doubt,
        )?;
        let file = self.files.and_then(|files| files.named(activity));
        if let Some(files) = self.files {
            match (file, self.out_of) {
                (None, _) => doubt.about(files.column()),
                (Some(file), Some(out_of)) => {
                    self.fits(out_of, (file.sight(), activity.date), &mut doubt)?;
                }
                (Some(_), None) => {}
            }
        }
        let owners = file.map(|file| file.owners(self.facts.data, activity.date));
        if self.own_supervisees {
            self.supervised(activity, owners.as_deref(), &mut doubt)?;
        }
        let of = self.of(activity, owners.as_deref().unwrap_or_default(), &mut doubt)?;
        Some(Look {
            day: activity.date,
            row: activity.row,
            file,
            of: Some(of).filter(|of| !of.is_empty()),
            doubt: doubt.0,
        })
    }

    /// Nothing when the row does not fit; a doubt when only a blank cell keeps it out.
    fn fits(
        &self,
        (selector, matcher): (&Selector, &Matcher),
        (sight, day): (Sight, Day),
        doubt: &mut Doubt,
    ) -> Option<()> {
        let moment = Moment::on(day);
        match matcher.fits(self.facts, sight, moment) {
            Fit::Yes => Some(()),
            Fit::No => None,
            Fit::Blank => {
                let short = shortfalls((selector, matcher), self.facts, sight, moment);
                let short = short.iter().flatten().next();
                doubt.about(short.map_or("kind", |short| &short.column));
                Some(())
            }
        }
    }

    /// Whether the auditor is the line manager of whoever the file belongs to.
    fn supervised(
        &self,
        activity: &Activity,
        owners: Option<&[StaffIx]>,
        doubt: &mut Doubt,
    ) -> Option<()> {
        let (Some(by), Some(owners)) = (activity.by, owners) else {
            doubt.about("by_id");
            return Some(());
        };
        let post = |owner: &StaffIx| self.facts.data.post_on(*owner, activity.date);
        let line: Vec<Option<StaffIx>> =
            owners.iter().map(|owner| post(owner)?.supervisor).collect();
        if line.contains(&Some(by)) {
            return Some(());
        }
        if line.contains(&None) {
            doubt.about("supervisor_id");
            return Some(());
        }
        None
    }

    /// To whose number it counts; nobody's where that is not known, and nothing when it counts to no number at all.
    fn of(
        &self,
        activity: &Activity,
        owners: &[StaffIx],
        doubt: &mut Doubt,
    ) -> Option<Vec<Subject>> {
        match self.whose {
            Whose::Auditor => {
                if activity.by.is_none() {
                    doubt.about("by_id");
                }
                Some(activity.by.map(Subject::Staff).into_iter().collect())
            }
            Whose::Council => {
                self.by_those(activity, doubt)?;
                Some(vec![Subject::Council])
            }
            Whose::Worker => Some(owners.iter().copied().map(Subject::Staff).collect()),
            Whose::Team => {
                let data = self.facts.data;
                let posts = owners.iter();
                let posts = posts.filter_map(|owner| data.post_on(*owner, activity.date));
                let teams = posts.filter_map(|post| Some(Subject::Team(post.team?)));
                let mut teams: Vec<Subject> = teams.collect();
                teams.sort_unstable();
                teams.dedup();
                Some(teams)
            }
        }
    }

    /// Nothing when somebody did it whom the clause is not for.
    fn by_those(&self, activity: &Activity, doubt: &mut Doubt) -> Option<()> {
        if self.whom.is_everyone() {
            return Some(());
        }
        let Some(by) = activity.by else {
            doubt.about("by_id");
            return Some(());
        };
        let moment = Moment::on(activity.date);
        match self.whom.fits(self.facts, Sight::Staff(by), moment) {
            Fit::Yes => Some(()),
            Fit::No => None,
            Fit::Blank => {
                doubt.about("by_id");
                Some(())
            }
        }
    }
}
