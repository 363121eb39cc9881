//! The head: the finding in a sentence, who it is, and the rows that say so.

use crate::calendar::Day;
use crate::engine::{AbsenceLine, EpisodeLine, Explanation, PostLine};
use crate::place::Place;
use crate::report::Finding;
use crate::report::sentences::taken_words;

use super::one_finding;
use super::page::Page;
use super::waivers;

pub(super) fn print(told: &Explanation, finding: Option<&Finding>, page: &mut Page) {
    let who = name(told);
    if let Some(finding) = finding {
        page.line(0, &format!("Finding {}. {who}", finding.id));
        page.line(0, &one_finding::sentence(finding, told.as_of));
        if let Some(waiver) = &finding.waiver {
            page.line(0, &waivers::of_finding(waiver));
        }
    } else {
        page.line(0, &who);
    }
    page.line(
        0,
        &format!(
            "Explained as of {}, from the exports taken on {}.",
            told.as_of.long(),
            taken_words(told.taken.short(), told.taken_assumed)
        ),
    );
    page.line(
        0,
        &format!("Policy: {} ({}).", told.policy.name, told.policy.file),
    );
    rows(told, page);
}

fn name(told: &Explanation) -> String {
    let who = &told.subject;
    let kind = match who.kind {
        "staff" => "staff member",
        "council" => "the whole",
        other => other,
    };
    let named = [Some(who.id.as_str()), who.name.as_deref()];
    let named: Vec<&str> = named.into_iter().flatten().collect();
    let what = who
        .what
        .as_ref()
        .map_or_else(String::new, |what| format!(", {what}"));
    let text = format!("{kind} {}{what}", named.join(" ").trim());
    let mut letters = text.trim().chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn rows(told: &Explanation, page: &mut Page) {
    if told.posts.is_empty() && told.episodes.is_empty() {
        return;
    }
    page.gap();
    page.line(0, "In the exports");
    for post in &told.posts {
        page.line(2, &self::post(post));
    }
    for episode in &told.episodes {
        page.line(2, &self::episode(episode));
    }
    for absence in &told.absences {
        page.line(2, &self::absence(absence));
    }
}

fn post(post: &PostLine) -> String {
    let role = post.role.as_deref().unwrap_or("no role given");
    let with = [
        part("team", post.team.as_ref()),
        part("service", post.service.as_ref()),
        part("supervisor", post.supervisor.as_ref()),
    ];
    told(role, &with, (post.from, post.to), &post.place)
}

fn episode(episode: &EpisodeLine) -> String {
    let kind = episode.case_type.as_deref().unwrap_or("no case type given");
    let worker = episode.worker.as_ref().map_or_else(
        || ", no worker given".to_owned(),
        |worker| match &episode.allocated {
            Some(allocated) => format!(", worker {worker} ({allocated})"),
            None => format!(", worker {worker}"),
        },
    );
    let beside = if episode.beside.is_empty() {
        String::new()
    } else {
        format!(", also {}", episode.beside.join(" and "))
    };
    let with = [
        beside,
        worker,
        part("team", episode.team.as_ref()),
        part("service", episode.service.as_ref()),
    ];
    told(kind, &with, (episode.from, episode.to), &episode.place)
}

fn told(what: &str, with: &[String], (from, to): (Day, Option<Day>), place: &Place) -> String {
    let end = to.map_or_else(
        || ", no end given".to_owned(),
        |to| format!(" to {}", to.short()),
    );
    format!(
        "{what}{}, from {}{end} ({place})",
        with.concat(),
        from.short()
    )
}

fn part(name: &str, value: Option<&String>) -> String {
    value.map_or_else(String::new, |value| format!(", {name} {value}"))
}

fn absence(absence: &AbsenceLine) -> String {
    let end = absence.to.map_or_else(
        || ", no end given".to_owned(),
        |to| format!(" to {}", to.short()),
    );
    let reason = absence
        .reason
        .as_ref()
        .map_or_else(String::new, |reason| format!(": {reason}"));
    format!(
        "absent from {}{end}{reason} ({})",
        absence.from.short(),
        absence.place
    )
}
