//! Files of one export that hold the same rows: of a copy nothing is taken, and of what is no copy all.

use super::File;

/// Takes out each file of which every row stands in another of the same export, and says so.
pub(super) fn take_out(files: &mut Vec<File<'_>>) -> Vec<String> {
    let mut told = Vec::new();
    let mut copies = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let originals = files.iter().filter(|other| is_copy(file, other));
        // The fullest of them is a copy of none.
        let whole = originals.max_by_key(|other| rank(other));
        if let Some(whole) = whole {
            let rows = match file.sheet.rows {
                1 => "its only row stands".to_owned(),
                rows => format!("all of its {rows} rows stand"),
            };
            told.push(format!(
                "`{}` is left out: {rows} in `{}` too",
                file.sheet.name, whole.sheet.name
            ));
            copies.push(index);
        }
    }
    let mut index = 0;
    files.retain(|_| {
        index += 1;
        !copies.contains(&(index - 1))
    });
    told
}

/// Of two files with the same rows the one with the shorter name is the original: `staff.csv`, not `staff (1).csv`.
fn rank<'f>(file: &'f File<'_>) -> (usize, std::cmp::Reverse<(usize, &'f str)>) {
    let name = file.sheet.name.as_str();
    (
        file.sheet.signs.len(),
        std::cmp::Reverse((name.chars().count(), name)),
    )
}

fn is_copy(file: &File<'_>, of: &File<'_>) -> bool {
    file.export == of.export
        && !file.sheet.signs.is_empty()
        && rank(file) < rank(of)
        && file.sheet.signs.is_subset(&of.sheet.signs)
}

/// What is taken though it might be a copy in another dress: several sheets of one workbook, and one name twice.
pub(super) fn alike(files: &[File<'_>]) -> Vec<String> {
    let mut told = Vec::new();
    let mut seen: Vec<(&File<'_>, Vec<&str>)> = Vec::new();
    // Different lists of a preset are several by design.
    let is_like = |one: &File<'_>, other: &File<'_>| {
        let called = |file: &File<'_>| file.fit.as_ref().map(|fit| fit.called.clone());
        one.export == other.export
            && called(one) == called(other)
            && stem(&one.sheet.file) == stem(&other.sheet.file)
    };
    for file in files {
        let known = seen.iter_mut().find(|(first, _)| is_like(first, file));
        match known {
            Some((_, names)) => names.push(&file.sheet.name),
            None => seen.push((file, vec![&file.sheet.name])),
        }
    }
    for (first, names) in seen.iter().filter(|(_, names)| names.len() > 1) {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        told.push(format!(
            "taken for {} together, as each has rows that the others have not: {}; take out of `oversight.toml` what is \
             no export of its own",
            first.export,
            names.join(", ")
        ));
    }
    told
}

/// A file's name without its ending.
fn stem(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    stem.to_lowercase()
}
