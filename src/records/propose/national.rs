//! Which shipped preset a file is laid out like. Its headers decide; where those of two lists are alike, so does its name.

use std::sync::LazyLock;

use super::super::columns::Export;
use super::super::mapping::{Entry, Look, Mapping, squash};
use super::super::presets::{PRESETS, Preset};
use super::columns::Match;
use super::sheet::Sheet;

/// The shipped mappings, read.
static MAPPINGS: LazyLock<Vec<(Preset, Mapping)>> = LazyLock::new(|| {
    let read = |preset: Preset| Mapping::of_preset(preset).ok().map(|read| (preset, read));
    PRESETS.into_iter().filter_map(read).collect()
});

/// A file that is laid out as a preset has it.
pub(super) struct Fit {
    pub(super) preset: Preset,
    pub(super) export: Export,
    /// What the preset calls such a file, such as `ssd_cp_plans`.
    pub(super) called: String,
    /// Whether its name is one by which the preset knows it.
    pub(super) by_name: bool,
    /// How the preset reads it.
    pub(super) look: Look,
    /// The positions of the headers that the preset names.
    pub(super) headers: Vec<usize>,
    pub(super) matches: Vec<Match>,
}

/// Every header that a preset names.
pub(super) fn headers() -> impl Iterator<Item = &'static String> {
    let entries = MAPPINGS.iter().flat_map(|(_, mapping)| &mapping.entries);
    entries.flat_map(|entry| entry.look.columns.values().flatten())
}

/// The preset that a file is laid out like.
pub(super) fn fit(sheet: &Sheet) -> Option<Fit> {
    let mut best: Option<Fit> = None;
    for (preset, mapping) in MAPPINGS.iter() {
        for entry in mapping.entries.iter().filter(|entry| is_of_files(entry)) {
            let found = fit_of(sheet, (*preset, mapping), entry);
            let rank = |fit: &Fit| (fit.by_name, fit.headers.len());
            if let Some(found) = found
                && best.as_ref().is_none_or(|best| rank(&found) > rank(best))
            {
                best = Some(found);
            }
        }
    }
    best
}

/// An entry that only adds to others has no columns of its own.
fn is_of_files(entry: &Entry) -> bool {
    !entry.look.columns.is_empty()
}

fn fit_of(sheet: &Sheet, (preset, mapping): (Preset, &Mapping), entry: &Entry) -> Option<Fit> {
    let columns = || entry.look.columns.iter();
    let required = |name: &str| {
        let mut canonical = entry.export.columns().iter();
        canonical.any(|column| column.required && column.name == name)
    };
    let absent = |headers: &Vec<String>| sheet.position(headers.iter()).is_none();
    if columns().any(|(column, headers)| required(column) && absent(headers)) {
        return None;
    }
    let kept_by = |column: &String| {
        let headers = entry.look.columns.get(column);
        headers.map_or_else(|| vec![column.clone()], Clone::clone)
    };
    if entry
        .look
        .only
        .keys()
        .any(|column| absent(&kept_by(column)))
    {
        return None;
    }
    let called = called(preset, entry);
    let by_name = entry.is_for(entry.export, &sheet.name);
    let is_named = by_name && entry.files.is_some();
    if !is_named && !is_telling(sheet, mapping, entry) {
        return None;
    }
    let positions = columns().filter_map(|(_, headers)| sheet.position(headers.iter()));
    let mut headers: Vec<usize> = positions.collect();
    headers.sort_unstable();
    headers.dedup();
    Some(Fit {
        preset,
        export: entry.export,
        by_name,
        look: mapping.look(entry.export, &called),
        headers,
        matches: matches(sheet, entry),
        called,
    })
}

/// The name of a file that the entry is for.
fn called(preset: Preset, entry: &Entry) -> String {
    let name = entry.files.as_ref().and_then(|files| files.first());
    name.map_or(preset.name, |name| name.trim_matches('*'))
        .to_owned()
}

/// Whether a file has a header that no other list of the preset has.
fn is_telling(sheet: &Sheet, mapping: &Mapping, entry: &Entry) -> bool {
    let others = mapping
        .entries
        .iter()
        .filter(|other| other.place != entry.place);
    let others: Vec<String> = others
        .flat_map(|other| other.look.columns.values().flatten())
        .map(|header| squash(header))
        .collect();
    let own = entry.look.columns.values().flatten();
    let telling: Vec<&String> = own
        .filter(|header| !others.contains(&squash(header)))
        .collect();
    sheet.position(telling.into_iter()).is_some()
}

/// The columns that the preset finds in a file.
fn matches(sheet: &Sheet, entry: &Entry) -> Vec<Match> {
    let columns = entry.export.columns().iter();
    let found = columns.filter_map(|column| {
        let headers = entry.look.columns.get(column.name)?;
        Some(Match {
            column,
            header: sheet.position(headers.iter())?,
            reason: String::new(),
            score: u32::MAX,
            by_name: entry.look.by_name.contains(column.name),
        })
    });
    found.collect()
}

/// The preset that most files are laid out like; of two the one that is listed first.
pub(super) fn chosen<'f>(fits: impl Iterator<Item = &'f Fit>) -> Option<Preset> {
    let fits: Vec<&Fit> = fits.collect();
    let times = |preset: &Preset| {
        let same = fits.iter().filter(|fit| fit.preset.name == preset.name);
        same.count()
    };
    let presets = PRESETS.into_iter().rev();
    let most = presets.max_by_key(times)?;
    (times(&most) > 0).then_some(most)
}

impl Fit {
    /// The preset's own words for such a file, for one whose name it does not know.
    pub(super) fn blocks(&self, file: &str) -> Vec<String> {
        let found = MAPPINGS
            .iter()
            .find(|(preset, _)| preset.name == self.preset.name);
        let entries = found.map_or(&[][..], |(_, mapping)| &mapping.entries);
        let blocks = self.preset.text.split("\n[[mapping]]\n").skip(1);
        let blocks = blocks
            .zip(entries)
            .filter(|(_, entry)| entry.is_for(self.export, &self.called));
        let files = format!("files = [{}]", super::super::layout::quoted(file));
        blocks.map(|(text, _)| block(text, &files)).collect()
    }
}

/// One entry for another file, without the remarks on the next one.
fn block(text: &str, files: &str) -> String {
    let mut lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("files = "))
        .collect();
    while let Some(last) = lines.last()
        && (last.trim().is_empty() || last.starts_with('#'))
    {
        lines.pop();
    }
    // The first line says for which export it is.
    lines.insert(lines.len().min(1), files);
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with all headers of an entry, under a name that says nothing.
    fn sheet_of(entry: &Entry, name: &str) -> Sheet {
        let columns = entry
            .look
            .columns
            .values()
            .filter_map(|found| found.first());
        let kept_by = entry.look.only.keys();
        let kept_by = kept_by.filter(|column| !entry.look.columns.contains_key(*column));
        let headers: Vec<String> = columns.chain(kept_by).cloned().collect();
        Sheet::new(name, &headers)
    }

    #[test]
    fn every_list_of_every_preset_is_known_by_its_headers_or_its_name() {
        for (preset, mapping) in MAPPINGS.iter() {
            for entry in mapping.entries.iter().filter(|entry| is_of_files(entry)) {
                let called = called(*preset, entry);
                let sheet = sheet_of(entry, "export.csv");
                let list_9 = called == "list 9";
                assert_eq!(fit(&sheet).is_none(), list_9, "{called}");
                let named = fit(&sheet_of(entry, &format!("{called}.csv"))).unwrap();
                assert_eq!(
                    (named.preset.name, named.called.as_str()),
                    (preset.name, called.as_str())
                );
                assert!(named.by_name);
                assert_eq!(named.headers.len(), entry.look.columns.len());
            }
        }
        assert_eq!(MAPPINGS.len(), PRESETS.len());
    }

    #[test]
    fn what_is_written_for_a_file_of_another_name_reads_it_as_the_preset_does() {
        let mut written = 0;
        for (preset, mapping) in MAPPINGS.iter() {
            for entry in mapping.entries.iter().filter(|entry| is_of_files(entry)) {
                let called = called(*preset, entry);
                let fit = fit(&sheet_of(entry, &format!("{called}.csv"))).unwrap();
                let blocks = fit.blocks("x.csv");
                let text = format!("\n[[mapping]]\n{}\n", blocks.join("\n[[mapping]]\n"));
                let read = Mapping::parse(&text, "mapping.toml").unwrap();
                let looks = |look: Look| format!("{look:?}");
                assert_eq!(
                    looks(read.look(entry.export, "x.csv")),
                    looks(mapping.look(entry.export, &called)),
                    "{text}"
                );
                assert_eq!(
                    read.entries
                        .iter()
                        .filter(|entry| entry.files.is_none())
                        .count(),
                    0
                );
                written += blocks.len();
            }
        }
        assert!(written > 12, "{written}");
    }

    #[test]
    fn a_councils_own_list_is_like_no_preset() {
        let headers = ["Child Unique ID", "Case Type", "Opened", "Allocated Worker"];
        let sheet = Sheet::new("cases.csv", &headers.map(str::to_owned));
        assert!(fit(&sheet).is_none());
        let headers = ["SWENo", "Job title", "Started"];
        let sheet = Sheet::new("workforce census.csv", &headers.map(str::to_owned));
        assert!(fit(&sheet).is_none());
    }
}
