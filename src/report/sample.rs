//! A sample of files: what was drawn for whom, by which clause and seed, as text, CSV and JSON.

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::calendar::Day;
use crate::engine::{Draw, Question, Sample};
use crate::language::File;
use crate::ledger::{COUNCIL, Part, Subject};
use crate::policy::Policy;
use crate::records::{Dataset, StaffIx};

use super::csv::Csv;
use super::sentences::{count, part_words, period};

/// Everything a sample is printed from.
#[derive(Clone, Copy, Debug)]
pub struct Drawn<'a> {
    /// The policy whose clauses ask for it.
    pub policy: &'a Policy,
    /// The exports it was drawn from.
    pub data: &'a Dataset,
    /// The days.
    pub question: Question,
    /// What decided it.
    pub seed: u64,
    /// The samples, one a clause.
    pub samples: &'a [Sample],
    /// The call that draws it again.
    pub again: &'a str,
    /// The part of the council it is cut to.
    pub part: Option<&'a Part>,
    /// Stamped on it.
    pub banner: Option<&'a str>,
}

/// One file drawn.
#[derive(Debug, Serialize)]
struct FileLine {
    kind: &'static str,
    id: String,
    name: Option<String>,
    worker: Option<String>,
    team: Option<String>,
}

/// What was drawn for one person, one team or the council.
#[derive(Debug, Serialize)]
struct DrawLine {
    kind: &'static str,
    id: String,
    name: Option<String>,
    asked: u32,
    done: u32,
    out_of: usize,
    short: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    elsewhere: Option<u32>,
    files: Vec<FileLine>,
}

/// The sample of one clause.
#[derive(Debug, Serialize)]
struct SampleLine<'a> {
    clause: &'a str,
    citation: &'a [String],
    reading: Option<&'a str>,
    from: Day,
    to: Day,
    unseen: Option<String>,
    draws: Vec<DrawLine>,
}

/// The whole of it as JSON.
#[derive(Debug, Serialize)]
struct Page<'a> {
    banner: Option<&'a str>,
    policy: &'a str,
    policy_sha256: &'a str,
    as_of: Day,
    seed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'a Part>,
    again: &'a str,
    rejected_rows: u32,
    samples: Vec<SampleLine<'a>>,
}

/// The sample as JSON.
pub fn sample_json(drawn: &Drawn<'_>) -> String {
    let page = Page {
        banner: drawn.banner,
        policy: &drawn.policy.name,
        policy_sha256: &drawn.policy.sha256,
        as_of: drawn.question.as_of,
        seed: drawn.seed,
        part: drawn.part,
        again: drawn.again,
        rejected_rows: rejected(drawn.data),
        samples: lines(drawn),
    };
    // Strings and numbers always have a form in JSON.
    let text = serde_json::to_string_pretty(&page).unwrap_or_default();
    text + "\n"
}

const HEADER: [&str; 12] = [
    "clause",
    "seed",
    "as_of",
    "from",
    "to",
    "for_kind",
    "for_id",
    "file_kind",
    "file_id",
    "file_name",
    "worker",
    "team",
];

/// The files drawn as CSV, one a row.
pub fn sample_csv(drawn: &Drawn<'_>, form: Csv) -> String {
    let text = |part: &Option<String>| {
        part.as_deref()
            .map(|text| form.safe(text))
            .unwrap_or_default()
    };
    let header = HEADER.iter().map(|name| (*name).to_owned());
    let banner = drawn.banner.map(|text| form.safe(text));
    let label = banner.as_ref().map(|_| "banner".to_owned());
    let mut rows = vec![label.into_iter().chain(header).collect::<Vec<_>>()];
    for sample in lines(drawn) {
        for draw in &sample.draws {
            for file in &draw.files {
                let cells: [String; HEADER.len()] = [
                    form.safe(sample.clause),
                    drawn.seed.to_string(),
                    drawn.question.as_of.to_string(),
                    sample.from.to_string(),
                    sample.to.to_string(),
                    draw.kind.to_owned(),
                    form.safe(&draw.id),
                    file.kind.to_owned(),
                    form.safe(&file.id),
                    text(&file.name),
                    text(&file.worker),
                    text(&file.team),
                ];
                rows.push(banner.clone().into_iter().chain(cells).collect());
            }
        }
    }
    form.written(&rows)
}

/// The sample as text.
pub fn sample_text(drawn: &Drawn<'_>) -> String {
    let mut said: Vec<String> = Vec::new();
    said.extend(drawn.banner.map(|banner| format!("*** {banner} ***")));
    said.push(format!(
        "Sample of files as of {}, seed {}",
        drawn.question.as_of.long(),
        drawn.seed
    ));
    said.push(format!(
        "Policy: {} ({})",
        drawn.policy.name, drawn.policy.file
    ));
    if let Some(part) = drawn.part {
        said.push(format!(
            "Only what counts for {}, of the sample of the whole council",
            part_words(part)
        ));
    }
    for sample in lines(drawn) {
        one_clause(&sample, drawn.part, &mut said);
    }
    said.push(String::new());
    match rejected(drawn.data) {
        0 => {}
        rejected => said.push(format!(
            "{} of the exports could not be read; `oversight audit` lists them. Their files may be missing here.",
            count(rejected, "row", "rows")
        )),
    }
    said.push(format!("The same again: {}", drawn.again));
    said.extend(drawn.banner.map(|banner| format!("\n*** {banner} ***")));
    let mut page = String::new();
    for line in said {
        // What a terminal would obey is no part of a name.
        page.extend(line.chars().filter(|one| *one == '\n' || !one.is_control()));
        page.push('\n');
    }
    page
}

fn one_clause(sample: &SampleLine<'_>, part: Option<&Part>, said: &mut Vec<String>) {
    said.push(format!(
        "\nClause `{}` ({}), {}",
        sample.clause,
        sample.citation.join("; "),
        period((sample.from, sample.to))
    ));
    if let Some(reading) = sample.reading {
        said.push(format!("  Read as: {reading}"));
    }
    if let Some(unseen) = &sample.unseen {
        said.push(format!(
            "  {unseen}: what was audited already is not known, and may be drawn again."
        ));
    }
    if sample.draws.is_empty() {
        said.push(match part {
            None => {
                "  Nobody is asked for files: the clause fits nobody who was there long enough."
                    .to_owned()
            }
            Some(part) => format!(
                "  Nobody who counts for {} is asked for files.",
                part_words(part)
            ),
        });
        return;
    }
    let mut rows = vec![["for", "file", "worker", "team"].map(str::to_owned)];
    for draw in &sample.draws {
        for file in &draw.files {
            rows.push([
                named(&draw.id, draw.name.as_deref()),
                format!("{} {}", file.kind, named(&file.id, file.name.as_deref())),
                file.worker.clone().unwrap_or_default(),
                file.team.clone().unwrap_or_default(),
            ]);
        }
    }
    if rows.len() > 1 {
        said.extend(columns(&rows));
    }
    said.extend(sample.draws.iter().filter_map(shortfall));
}

/// What there is to say of a draw besides its files.
fn shortfall(draw: &DrawLine) -> Option<String> {
    let id = &draw.id;
    if let Some(elsewhere) = draw.elsewhere {
        let files = count(elsewhere, "file was", "files were");
        let short = match draw.short {
            0 => String::new(),
            short => format!(" {short} fewer than asked for were there."),
        };
        return Some(format!(
            "  {id}: {files} drawn of other parts of the council.{short}"
        ));
    }
    if draw.short > 0 {
        return Some(format!(
            "  {id}: {} fewer than asked for: {} asked for, {} audited already, {} to choose from.",
            draw.short, draw.asked, draw.done, draw.out_of
        ));
    }
    let files = count(draw.done, "file is", "files are");
    draw.files
        .is_empty()
        .then(|| format!("  {id}: {files} audited already, {} asked for.", draw.asked))
}

fn named(id: &str, name: Option<&str>) -> String {
    name.map_or_else(|| id.to_owned(), |name| format!("{id} {name}"))
}

/// Rows in columns as wide as their widest cell.
fn columns(rows: &[[String; 4]]) -> Vec<String> {
    let mut widths = [0; 4];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let line = |row: &[String; 4]| {
        let cells = row.iter().zip(widths);
        let cells =
            cells.map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())));
        let cells: Vec<String> = cells.collect();
        format!("  {}", cells.join("  ")).trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn rejected(data: &Dataset) -> u32 {
    data.files.iter().map(|file| file.rejected).sum()
}

fn lines<'a>(drawn: &Drawn<'a>) -> Vec<SampleLine<'a>> {
    let samples = drawn.samples.iter();
    let samples = samples.filter_map(|sample| Some((sample, drawn.policy.clause(sample.clause)?)));
    let samples = samples.map(|(sample, clause)| SampleLine {
        clause: &clause.id,
        citation: &clause.citation,
        reading: clause.reading.as_deref(),
        from: sample.stretch.0,
        to: sample.stretch.1,
        unseen: sample.unseen.as_ref().map(ToString::to_string),
        draws: sample
            .draws
            .iter()
            .map(|draw| draw_line(drawn, draw))
            .collect(),
    });
    samples.collect()
}

fn draw_line(drawn: &Drawn<'_>, draw: &Draw) -> DrawLine {
    let data = drawn.data;
    let (kind, id, name) = match draw.subject {
        Subject::Staff(staff) => ("staff", data.staff_id(staff), person(drawn, staff)),
        Subject::Case(case) => ("case", data.case_id(case), None),
        Subject::Team(team) => ("team", data.words.text(team), None),
        Subject::Session(_) | Subject::Council => ("council", COUNCIL, None),
    };
    DrawLine {
        kind,
        id: id.to_owned(),
        name,
        asked: draw.asked,
        done: draw.done,
        out_of: draw.out_of,
        short: draw.short(),
        elsewhere: (draw.elsewhere > 0).then_some(draw.elsewhere),
        files: draw
            .files
            .iter()
            .map(|file| file_line(drawn, *file))
            .collect(),
    }
}

fn file_line(drawn: &Drawn<'_>, file: File) -> FileLine {
    let (data, day) = (drawn.data, drawn.question.as_of);
    let owners = file.owners(data, day);
    let owner = owners.into_iter().min_by_key(|owner| data.staff_id(*owner));
    let post = owner.and_then(|owner| data.post_on(owner, day));
    let team = post.and_then(|post| post.team);
    let (kind, name, worker) = match file {
        File::Staff(staff) => ("staff", person(drawn, staff), None),
        File::Case(_) => (
            "case",
            None,
            owner.map(|owner| data.staff_id(owner).to_owned()),
        ),
    };
    FileLine {
        kind,
        id: file.id(data).to_owned(),
        name,
        worker,
        team: team.map(|team| data.words.text(team).to_owned()),
    }
}

fn person(drawn: &Drawn<'_>, staff: StaffIx) -> Option<String> {
    let post = drawn.data.post_on(staff, drawn.question.as_of)?;
    post.name.as_deref().map(str::to_owned)
}
