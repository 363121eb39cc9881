//! A rule's documentation, from Markdown into plain text.

use crate::rules::Rule;

use super::page::Page;

/// The documentation, wrapped.
pub(super) fn text(rule: &Rule, width: usize) -> String {
    let mut page = Page::new(width);
    page.line(0, &format!("{}: {}", rule.name, rule.summary));
    let mut paragraph = String::new();
    for line in rule.docs.lines().map(str::trim) {
        let heading = line.trim_start_matches('#').trim();
        let begins = line.is_empty() || line.starts_with('#') || line.starts_with("- ");
        if begins && !paragraph.is_empty() {
            page.line(2, &std::mem::take(&mut paragraph));
        }
        if line.starts_with('#') {
            page.gap();
            page.line(0, heading);
        } else if !line.is_empty() {
            paragraph.push_str(line);
            paragraph.push(' ');
        }
    }
    if !paragraph.is_empty() {
        page.line(2, &paragraph);
    }
    page.text()
}
