//! Writes the made-up exports of five councils: the stories in this folder, or any other size of them.
//!
//! `cargo run --example generate -- --council all --to examples` writes the five stories as they are committed, and
//! `--check` compares them with what is there. `--councils 153 --staff 330 --cases 4250` writes an England-sized set.
#![expect(
    missing_docs,
    reason = "an example: its modules and types say in their first line what they are"
)]
#![expect(
    unreachable_pub,
    reason = "every module of an example is private to it"
)]
#![expect(
    clippy::indexing_slicing,
    reason = "positions are ones that the generator has itself handed out"
)]
#![expect(clippy::print_stdout, reason = "the example is a command of its own")]

mod agreements;
mod annex_a;
mod appraisals;
mod audits;
mod cases;
mod census;
mod changes;
mod haringey;
mod layout;
mod luton;
mod marks;
mod model;
mod names;
mod national;
mod newcastle;
mod papers;
mod profile;
mod rng;
mod sessions;
mod settings;
mod ssd;
mod st_helens;
mod staff;
mod talks;
mod tameside;

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::{Parser, ValueEnum};
use oversight::calendar::{Day, Division, WorkingDays};

use crate::layout::Table;
use crate::model::World;
use crate::profile::{Profile, on};
use crate::rng::Rng;

/// The day on which all exports were taken.
const TAKEN: (i32, u32, u32) = (2026, 11, 5);

/// Write made-up exports of a council's supervision, the same bytes for the same arguments.
#[derive(Debug, Parser)]
struct Arguments {
    /// Whose exports
    #[arg(long, value_enum, default_value = "all")]
    council: Council,
    /// Where to write; each council gets a folder there
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Another number gives other people, children and dates
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Staff members [default: as in the story]
    #[arg(long)]
    staff: Option<usize>,
    /// Cases [default: as in the story]
    #[arg(long)]
    cases: Option<usize>,
    /// Calendar months of sessions, the last of them October 2026
    #[arg(long, default_value_t = 13, value_parser = clap::value_parser!(i32).range(3..=120))]
    months: i32,
    /// So many councils in one set of files, each with ids of its own, and without faulty rows
    #[arg(long, default_value_t = 1, conflicts_with = "check")]
    councils: usize,
    /// Write nothing, and fail when a file in DIR is not what would be written
    #[arg(long)]
    check: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Council {
    Newcastle,
    Tameside,
    Haringey,
    StHelens,
    Luton,
    All,
}

impl Council {
    fn profiles(self) -> Vec<&'static Profile> {
        match self {
            Council::Newcastle => vec![&newcastle::PROFILE],
            Council::Tameside => vec![&tameside::PROFILE],
            Council::Haringey => vec![&haringey::PROFILE],
            Council::StHelens => vec![&st_helens::PROFILE],
            Council::Luton => vec![&luton::PROFILE],
            Council::All => vec![
                &newcastle::PROFILE,
                &tameside::PROFILE,
                &haringey::PROFILE,
                &st_helens::PROFILE,
                &luton::PROFILE,
            ],
        }
    }
}

/// How much to make, and of what time.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    pub staff: usize,
    pub cases: usize,
    /// The first day that the session exports cover.
    pub from: Day,
    pub taken: Day,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let working = WorkingDays::new(Some(Division::EnglandAndWales), &[]);
    let mut differing = 0;
    if arguments.council == Council::All && arguments.councils == 1 {
        differing += presets(&arguments, &working)?;
    }
    for profile in arguments.council.profiles() {
        let folder = arguments.to.join(profile.folder);
        let scale = arguments.scale(profile);
        if arguments.councils > 1 {
            stream(profile, &scale, &arguments, &working, &folder)?;
            continue;
        }
        let world = council(profile, &scale, arguments.seed, "", &working);
        for (name, bytes) in story(profile, &scale, &world)? {
            differing += put(&folder, name, &bytes, arguments.check)?;
        }
    }
    Ok(if differing == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Writes a file, or says with a 1 that it is not what would be written.
fn put(folder: &Path, name: &str, bytes: &[u8], check: bool) -> Result<usize> {
    let path = folder.join(name);
    if check {
        return Ok(usize::from(!is_same(&path, bytes)?));
    }
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))?;
    Ok(0)
}

/// The examples of national layouts: one small council, as each of them would have it.
fn presets(arguments: &Arguments, working: &WorkingDays) -> Result<usize> {
    let profile = &newcastle::PROFILE;
    let scale = Scale {
        staff: 24,
        cases: 60,
        ..arguments.scale(profile)
    };
    let world = council(profile, &scale, arguments.seed + 1, "", working);
    let mut differing = 0;
    for (name, files) in national::folders(&world, scale.from, scale.taken) {
        let folder = arguments.to.join("presets").join(name);
        for (name, bytes) in files {
            differing += put(&folder, name, &bytes, arguments.check)?;
        }
    }
    Ok(differing)
}

impl Arguments {
    fn scale(&self, profile: &Profile) -> Scale {
        let taken = on(TAKEN);
        Scale {
            staff: self.staff.unwrap_or(profile.size[0]),
            cases: self.cases.unwrap_or(profile.size[1]),
            from: taken.month_start().plus_months(-self.months),
            taken,
        }
    }
}

/// Makes one council.
fn council(
    profile: &Profile,
    scale: &Scale,
    seed: u64,
    prefix: &str,
    working: &WorkingDays,
) -> World {
    let rng = |what: &str| Rng::new(seed, &format!("{}{prefix}/{what}", profile.folder));
    let mut world = World {
        prefix: prefix.to_owned(),
        ..World::default()
    };
    staff::make(profile, scale, &mut rng("staff"), &mut world);
    cases::make(profile, scale, working, &mut rng("cases"), &mut world);
    sessions::make(profile, scale, working, rng("sessions"), &mut world);
    let taken = scale.taken;
    agreements::make(&mut rng("agreements"), taken, &mut world);
    papers::make(&mut rng("papers"), taken, &mut world);
    changes::make(&mut rng("changes"), taken, &mut world);
    marks::make(&mut rng("marks"), taken, &mut world);
    appraisals::make(&mut rng("appraisals"), taken, &mut world);
    audits::make(profile.folder, &mut rng("audits"), taken, &mut world);
    world
}

/// The files of one story.
fn story(profile: &Profile, scale: &Scale, world: &World) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let mut files = vec![
        (
            "oversight.toml",
            settings::oversight(profile, scale, "../../policies/").into_bytes(),
        ),
        ("mapping.toml", settings::mapping(profile).into_bytes()),
    ];
    for (_, file, text) in profile.beside {
        files.push((file, text.as_bytes().to_vec()));
    }
    for spec in profile.files {
        let mut table = Table::begin(spec, profile.flaws, Vec::new())?;
        table.add(world)?;
        files.push((spec.file, table.end()?));
    }
    Ok(files)
}

/// Writes several councils into one set of files, one after another.
fn stream(
    profile: &'static Profile,
    scale: &Scale,
    arguments: &Arguments,
    working: &WorkingDays,
    folder: &Path,
) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    fs::write(
        folder.join("oversight.toml"),
        settings::oversight(profile, scale, "../../policies/"),
    )?;
    fs::write(folder.join("mapping.toml"), settings::mapping(profile))?;
    for (_, file, text) in profile.beside {
        fs::write(folder.join(file), text)?;
    }
    let mut tables = Vec::new();
    for spec in profile.files {
        let path = folder.join(spec.file);
        let file = File::create(&path).with_context(|| format!("writing {}", path.display()))?;
        tables.push(Table::begin(spec, &[], BufWriter::new(file))?);
    }
    for number in 1..=arguments.councils {
        let world = council(
            profile,
            scale,
            arguments.seed,
            &format!("{number:03}-"),
            working,
        );
        for table in &mut tables {
            table.add(&world)?;
        }
    }
    for table in tables {
        table
            .end()?
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .sync_all()?;
    }
    Ok(())
}

/// Whether a file holds these bytes; says so when it does not.
fn is_same(path: &Path, bytes: &[u8]) -> Result<bool> {
    let there = match fs::read(path) {
        Ok(there) => there,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error).with_context(|| format!("reading {}", path.display())),
    };
    let same = there == bytes;
    if !same {
        println!("{} is not what the generator writes", path.display());
    }
    ensure!(!bytes.is_empty(), "{} would be empty", path.display());
    Ok(same)
}
