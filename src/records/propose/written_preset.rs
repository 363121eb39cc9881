//! The part of a proposal that a shipped preset stands for.

use super::super::cells::shown;
use super::super::layout::quoted;
use super::super::mapping::column_name;
use super::super::mapping_toml::one_of;
use super::super::presets::Preset;
use super::super::words::fold;
use super::national::Fit;
use super::sheet::Sheet;
use super::written::{Text, named, wrapped};
use super::{File, Proposal};
use crate::problem::on_one_line;

/// Why a file is taken for one of a preset.
pub(super) fn why(sheet: &Sheet, fit: &Fit) -> String {
    let of = sheet
        .columns
        .iter()
        .filter(|column| !column.header.is_empty())
        .count();
    let found = fit.headers.len();
    let columns = if found == of {
        format!("all of its {of} columns are")
    } else {
        format!("{found} of its {of} columns are")
    };
    let Fit { preset, called, .. } = fit;
    if called == preset.name {
        format!("{columns} those of `{called}`")
    } else {
        format!("{columns} those of `{called}` in `{}`", preset.name)
    }
}

impl Text {
    /// Names the preset, with the reason for each file.
    pub(super) fn preset(&mut self, preset: Preset, files: &[File<'_>]) {
        let like = files.iter().filter_map(|file| {
            let fit = file.fit.as_ref()?;
            (fit.preset.name == preset.name).then_some((file.sheet, fit))
        });
        let like: Vec<(&Sheet, &Fit)> = like.collect();
        let files = if like.len() == 1 {
            "1 file is".to_owned()
        } else {
            format!("{} files are", like.len())
        };
        let remark = format!("{files} laid out like {}", preset.layout);
        self.line("", "");
        self.line(&format!("preset = {}", quoted(preset.name)), &remark);
        for (sheet, fit) in like {
            let headers = fit.headers.iter().filter_map(|at| sheet.columns.get(*at));
            let headers: Vec<String> = headers.map(|column| shown(&column.header)).collect();
            let told = format!(
                "{}: {}: {}",
                sheet.name,
                why(sheet, fit),
                headers.join(", ")
            );
            for (number, line) in wrapped(&told).iter().enumerate() {
                let indent = if number == 0 { "" } else { "  " };
                self.line(&format!("# {indent}{line}"), "");
            }
        }
    }

    /// What a preset says of a file and what is missing of it; nothing where its name is enough.
    pub(super) fn like_preset(
        &mut self,
        file: &File<'_>,
        fit: &Fit,
        (preset, several): (Option<Preset>, bool),
        proposal: &mut Proposal,
    ) {
        let name = &file.sheet.name;
        let is_named = preset.is_some_and(|preset| preset.name == fit.preset.name);
        if !(is_named && fit.by_name) {
            let reason = if is_named {
                format!("`{}` knows it by another name", fit.preset.name)
            } else {
                format!(
                    "only one preset can be named, so `{}` stands here",
                    fit.preset.name
                )
            };
            self.line("", "");
            let remark = format!("# {name}: {}; {reason}:", why(file.sheet, fit));
            self.line(&on_one_line(&remark), "");
            for block in fit.blocks(name) {
                self.line(&format!("[[mapping]]\n{block}\n"), "");
            }
        }
        let mut own = Text::default();
        own.dates(file, &mut proposal.doubtful);
        own.blanks(file);
        own.year(file, fit, &mut proposal.decided);
        own.values(file, proposal);
        kept_by(file, fit, &mut proposal.unplaced);
        if own.0.is_empty() {
            return;
        }
        let rows = if file.sheet.rows == 1 { "row" } else { "rows" };
        self.line("\n[[mapping]]", "");
        let export = format!("export = \"{}\"", file.export);
        self.line(&export, &format!("{name}: {} {rows}", file.sheet.rows));
        if several || !fit.by_name {
            self.line(&format!("files = [{}]", quoted(name)), "");
        }
        self.0.push_str(&own.0);
    }

    /// Of a file of several years the latest.
    fn year(&mut self, file: &File<'_>, fit: &Fit, decided: &mut Vec<String>) {
        let Some(header) = fit.preset.year else {
            return;
        };
        let at = file.sheet.position([header.to_owned()].iter());
        let Some(column) = at.and_then(|at| file.sheet.columns.get(at)) else {
            return;
        };
        let years: Vec<&str> = column.said().collect();
        let [others @ .., latest] = years.as_slice() else {
            return;
        };
        if others.is_empty() {
            return;
        }
        let key = column_name(file.export, &column.header);
        let line = format!("only = {{ {key} = [{}] }}", quoted(latest));
        let remark = format!("the file has rows of {} too", named(others));
        self.line(&line, &remark);
        decided.push(format!(
            "of `{}` only the rows of {latest} are kept, as it has rows of {} too",
            file.sheet.name,
            named(others)
        ));
    }
}

/// What a preset keeps by a column in which nothing is what it keeps.
fn kept_by(file: &File<'_>, fit: &Fit, unplaced: &mut Vec<String>) {
    for (column, kept) in &fit.look.only {
        let named = fit.look.columns.get(column);
        let at = match named {
            Some(headers) => file.sheet.position(headers.iter()),
            None => file.sheet.position([column.clone()].iter()),
        };
        let Some(cells) = at.and_then(|at| file.sheet.columns.get(at)) else {
            continue;
        };
        let is_kept = |cell: &String| kept.contains(&fold(cell));
        if kept.iter().any(String::is_empty) || cells.cells.keys().any(is_kept) {
            continue;
        }
        let kept: Vec<&str> = kept.iter().map(String::as_str).collect();
        unplaced.push(format!(
            "`{}`, column `{}`: no row has {}, which `{}` keeps; say in the mapping which are meant: only.{column} = [\"…\"]",
            file.sheet.name,
            cells.header,
            one_of(&kept),
            fit.preset.name
        ));
    }
}
