//! The parts of an audit, each on its own: reading sessions, judging a council, the summary, and working days.
//!
//! `cargo bench --bench parts`, or `cargo bench --bench parts -- judge` for those with a word in their name.

use std::fs;
use std::hint::black_box;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use criterion::Criterion;
use oversight::calendar::{Day, Division, WorkingDays};
use oversight::engine::{self, Question};
use oversight::policy::Policy;
use oversight::records::{self, Dataset, Export, Mapping, Source};
use oversight::report::{self, Style};

#[expect(unreachable_pub, reason = "the generator is an example's")]
#[path = "../examples/england/exports.rs"]
mod exports;

/// The exports, by the file each is written to.
const EXPORTS: [Export; 3] = [Export::Staff, Export::Cases, Export::Sessions];

/// One council: its files, and what they are read with.
struct Council {
    texts: Vec<(Export, String)>,
    policy: Policy,
    mapping: Mapping,
    question: Question,
}

impl Council {
    fn new() -> Result<Council> {
        let folder = tempfile::tempdir()?;
        exports::write(folder.path(), 1, 2026)?;
        let texts = EXPORTS
            .into_iter()
            .zip(exports::FILES)
            .map(|(export, file)| {
                let text = fs::read_to_string(folder.path().join(file))?;
                Ok((export, text))
            });
        let policy = include_str!("../policies/st-helens.toml");
        let mapping = include_str!("england/mapping.toml");
        let mapping = Mapping::parse(mapping, "mapping.toml");
        let mapping = mapping.map_err(|problems| anyhow!("the mapping: {problems:?}"))?;
        Ok(Council {
            texts: texts.collect::<Result<_>>()?,
            policy: Policy::parse(policy, "st-helens.toml")?,
            mapping,
            question: Question {
                as_of: day(2026, 10, 31)?,
                period: (day(2025, 11, 1)?, day(2026, 10, 31)?),
                taken: day(2026, 11, 20)?,
            },
        })
    }

    /// Reads those of the files that are wanted.
    fn read(&self, wanted: &[Export]) -> Result<Dataset> {
        let texts = self
            .texts
            .iter()
            .filter(|(export, _)| wanted.contains(export));
        let sources = texts.map(|(export, text)| Source {
            name: export.name().to_owned(),
            sheet: None,
            export: *export,
            covers_from: None,
            bytes: text.as_str().into(),
        });
        let (demand, taken) = (self.policy.demand(), self.question.taken);
        Ok(records::read(
            sources.collect(),
            &self.mapping,
            &demand,
            taken,
        )?)
    }
}

fn day(year: i32, month: u32, day: u32) -> Result<Day> {
    Day::from_ymd(year, month, day).context("a day of the calendar")
}

fn main() -> Result<()> {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    let council = Council::new()?;
    let sessions = council.read(&[Export::Sessions])?.sessions.len();
    ensure!(sessions > 30_000, "only {sessions} sessions to measure");
    criterion.bench_function("read a council's sessions", |bench| {
        bench.iter(|| {
            council
                .read(&[Export::Sessions])
                .map(|data| data.sessions.len())
        });
    });
    let data = council.read(&EXPORTS)?;
    criterion.bench_function("judge a council", |bench| {
        bench.iter(|| engine::audit(&council.policy, &data, council.question));
    });
    let ledger = engine::audit(&council.policy, &data, council.question);
    let audit = report::Audit {
        policy: &council.policy,
        data: &data,
        ledger: &ledger,
        banner: None,
        problems: Vec::new(),
        command: String::new(),
        why: String::new(),
        previous: None,
        since: None,
    };
    criterion.bench_function("summarise a council", |bench| {
        bench.iter(|| report::summary(&audit));
    });
    criterion.bench_function("print a council", |bench| {
        bench.iter(|| report::table(&audit, 100, Style::Plain));
    });
    let calendar = WorkingDays::new(Some(Division::EnglandAndWales), &[]);
    let first = council.question.period.0;
    criterion.bench_function("two working days after each of 365", |bench| {
        bench.iter(|| {
            let days = (0..365).map(|after| black_box(first.plus_days(after)));
            days.map(|day| calendar.plus(day, 2)).max()
        });
    });
    criterion.final_summary();
    Ok(())
}
