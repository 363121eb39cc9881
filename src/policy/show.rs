//! The whole policy in plain English, for the officer who owns it.

use crate::calendar::Division;
use crate::language::{Pace, SubjectKind, joined, whom_in_words};
use crate::ledger::Severity;
use crate::rules::{Clause, Clock, Duty, RULES};

use super::Policy;
use super::coverage::{Coverage, coverage};
use super::show_besides;
use super::words::duty_in_words;

/// The narrowest text that is still wrapped.
const NARROWEST: usize = 40;

/// The tables in the order in which they are shown, with their headings; any other follows under its own name.
const HEADINGS: [(&str, &str); 12] = [
    ("staff-supervision", "How often staff are supervised"),
    ("case-supervision", "How often a child's case is discussed"),
    ("supervision-total", "How much supervision there is"),
    ("session", "What a session is like"),
    ("rearrangement", "Sessions that were called off"),
    ("schedule", "Sessions planned ahead"),
    ("recording", "Records"),
    ("staff-file", "Staff files"),
    ("caseload", "Caseloads"),
    ("agreement", "Agreements"),
    ("review", "What else recurs"),
    ("file-audit", "Files that are looked at"),
];

/// The grace that is not worth a word.
const USUAL_GRACE: &str = "5 working days";

/// The whole policy, wrapped at `width` characters.
pub fn show(policy: &Policy, width: usize) -> String {
    let mut page = Page {
        text: String::new(),
        width: width.max(NARROWEST),
    };
    head(policy, &mut page);
    let others = RULES
        .iter()
        .map(|rule| (rule.name, rule.name))
        .filter(|(name, _)| !HEADINGS.iter().any(|(known, _)| known == name));
    for (family, heading) in HEADINGS.into_iter().chain(others) {
        let tested: Vec<&Clause> = policy
            .clauses
            .iter()
            .filter(|clause| clause.rule.name == family && !is_untested(clause))
            .collect();
        if tested.is_empty() {
            continue;
        }
        page.heading(heading);
        for clause in tested {
            tested_clause(policy, clause, &mut page);
        }
    }
    let untested: Vec<&Clause> = policy
        .clauses
        .iter()
        .filter(|one| is_untested(one))
        .collect();
    if !untested.is_empty() {
        page.heading("What is not tested, and why");
    }
    for clause in &untested {
        untested_clause(policy, clause, &mut page);
    }
    show_besides::print(policy, &mut page);
    totals(policy, untested.len(), &mut page);
    requirements(&coverage(policy), &mut page);
    page.text
}

fn is_untested(clause: &Clause) -> bool {
    matches!(clause.duty, Duty::NotTestable(_))
}

fn is_exempt(clause: &Clause) -> bool {
    matches!(&clause.duty, Duty::Clock(clock) if clock.schedule.pace == Pace::Exempt)
}

fn head(policy: &Policy, page: &mut Page) {
    page.line(0, "", &policy.name);
    if let Some(council) = &policy.council {
        page.line(2, "Council", council);
    }
    if let Some(version) = &policy.version {
        page.line(2, "Version", version);
    }
    page.line(2, "File", &policy.file);
    let holidays = match policy.division {
        Some(Division::EnglandAndWales) => "without the bank holidays of England and Wales",
        Some(Division::Scotland) => "without the bank holidays of Scotland",
        Some(Division::NorthernIreland) => "without the bank holidays of Northern Ireland",
        None => "bank holidays included, because `holidays` names no division",
    };
    let closures: Vec<String> = policy.closures.iter().map(ToString::to_string).collect();
    let closed = if closures.is_empty() {
        String::new()
    } else {
        format!("; closed besides on {}", joined(&closures, "and"))
    };
    let working = format!("Monday to Friday, {holidays}{closed}");
    page.line(2, "Working days", &working);
}

fn title(policy: &Policy, clause: &Clause, page: &mut Page) {
    let line = policy.line(&clause.at);
    page.gap();
    page.line(2, "", &format!("{} (line {line})", clause.id));
}

fn tested_clause(policy: &Policy, clause: &Clause, page: &mut Page) {
    title(policy, clause, page);
    let subject = clause.subject().unwrap_or(SubjectKind::Staff);
    page.line(4, "For", &whom_in_words(&clause.whom, subject));
    page.line(4, "Owed", &duty_in_words(clause));
    if let Duty::Clock(clock) = &clause.duty {
        clock_lines(clock, page);
    }
    let severity = match clause.severity {
        Severity::Breach => "a breach",
        Severity::Advisory => "advice (advisory)",
        Severity::Information => "information only",
    };
    if !is_exempt(clause) {
        page.line(4, "Not met", severity);
    }
    origin(clause, page);
}

fn clock_lines(clock: &Clock, page: &mut Page) {
    let schedule = &clock.schedule;
    let quoted = |names: &[String]| -> Vec<String> {
        names.iter().map(|name| format!("`{name}`")).collect()
    };
    match schedule.from.as_slice() {
        [] => {}
        [one] => page.line(4, "From", &format!("the date in `{one}`")),
        many => {
            let dates = joined(&quoted(many), "and");
            page.line(4, "From", &format!("the latest date reached of {dates}"));
        }
    }
    let counts = clock.evidence.in_words();
    if schedule.counts.is_some() || schedule.evidence.is_some() {
        page.line(4, "Counts", &counts);
    }
    // A review's own track is named after what counts.
    if !schedule.track.is_empty() && schedule.track != counts {
        let track = format!(
            "`{}`: owed besides the clauses on other tracks",
            schedule.track
        );
        page.line(4, "Track", &track);
    }
    if !schedule.instead_of.is_empty() {
        let names = joined(&quoted(&schedule.instead_of), "and");
        page.line(4, "Instead of", &names);
    }
    if schedule.grace.to_string() != USUAL_GRACE {
        let grace = format!("{} after a change in the record", schedule.grace);
        page.line(4, "Grace", &grace);
    }
    if schedule.roll {
        page.line(
            4,
            "Due day",
            "moves to the next working day when it is none",
        );
    }
    if let Some(pause) = schedule.pause {
        let pause = format!("an absence of {pause} or longer stops the clock");
        page.line(4, "Pause", &pause);
    }
}

fn origin(clause: &Clause, page: &mut Page) {
    if !clause.citation.is_empty() {
        page.line(4, "Stands in", &clause.citation.join("; "));
    }
    if let Some(reading) = &clause.reading {
        page.line(4, "Read as", reading);
    }
    if !clause.covers.is_empty() {
        page.line(4, "Covers", &clause.covers.join(", "));
    }
}

fn untested_clause(policy: &Policy, clause: &Clause, page: &mut Page) {
    title(policy, clause, page);
    if let Duty::NotTestable(sentence) = &clause.duty {
        page.line(4, "Says", &sentence.text);
        page.line(4, "Why not", &sentence.why);
    }
    origin(clause, page);
}

fn totals(policy: &Policy, untested: usize, page: &mut Page) {
    page.heading("In all");
    page.gap();
    let all = policy.clauses.len();
    let noun = if all == 1 { "clause" } else { "clauses" };
    let counted = format!(
        "{all} {noun}: {} tested, {untested} not testable",
        all - untested
    );
    page.line(2, "", &counted);
    let read = policy.clauses.iter().filter(|one| one.reading.is_some());
    let read: Vec<String> = read.map(|clause| clause.id.clone()).collect();
    if read.is_empty() {
        page.line(2, "", "no clause says how an unclear sentence was read");
    } else {
        let readings = format!("{}: {}", read.len(), read.join(", "));
        page.line(2, "Readings", &readings);
    }
}

/// Which clauses answer each requirement that the policy's `covers` name.
fn requirements(codes: &[Coverage<'_>], page: &mut Page) {
    if codes.is_empty() {
        return;
    }
    let both = codes.iter().filter(|code| code.in_part()).count();
    let tested = codes.iter().filter(|code| !code.rules.is_empty()).count();
    let noun = if codes.len() == 1 {
        "requirement"
    } else {
        "requirements"
    };
    page.heading(&format!(
        "Coverage: {} {noun}: {} by rules, {} not testable, {both} by both",
        codes.len(),
        tested - both,
        codes.len() - tested
    ));
    page.gap();
    for code in codes {
        let tested = code.rules.join(", ");
        let untested = format!("not testable: {}", code.untested.join(", "));
        let clauses = if code.in_part() {
            format!("{tested}; {untested}")
        } else if code.rules.is_empty() {
            untested
        } else {
            tested
        };
        page.line(2, code.code, &clauses);
    }
}

/// Text in lines of a width.
pub(super) struct Page {
    text: String,
    width: usize,
}

impl Page {
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    pub(super) fn heading(&mut self, words: &str) {
        self.gap();
        self.line(0, "", words);
    }

    /// A label and words, wrapped; further lines stand below the first word.
    pub(super) fn line(&mut self, indent: usize, label: &str, words: &str) {
        const LABEL: usize = 14;
        let mut line = " ".repeat(indent);
        if !label.is_empty() {
            line.push_str(label);
            line.push(':');
            let filled = line.chars().count();
            line.push_str(&" ".repeat((indent + LABEL).saturating_sub(filled).max(1)));
        }
        let hang = line.chars().count();
        let mut used = hang;
        let mut fresh = true;
        for word in words.split_whitespace() {
            let length = word.chars().count();
            if !fresh && used + 1 + length > self.width {
                self.text.push_str(line.trim_end());
                self.text.push('\n');
                line = " ".repeat(hang);
                used = hang;
                fresh = true;
            }
            if !fresh {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
            fresh = false;
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}
