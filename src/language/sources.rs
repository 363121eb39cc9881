//! Where the cells of a column are found, and who stands at the other end of a relation.

use crate::calendar::Day;
use crate::records::{
    CaseIx, Cell, Columns, Dataset, Decimal, Episode, Export, Post, Session, StaffIx, Word,
};

use super::matcher::{MissingColumn, Sight};
use super::probe::Seen;
use super::selector::{Relation, SubjectKind};

/// Where a column's cells are found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    Staff(StaffSource),
    Case(CaseSource),
    Session(SessionSource),
    Activity(ActivitySource),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum StaffSource {
    Id,
    Role,
    Team,
    Service,
    Supervisor,
    Start,
    End,
    Hours,
    Fte,
    Supervises,
    CaseHolder,
    Attribute(usize),
}

impl StaffSource {
    /// Whether it is worked out from other rows than the person's own.
    pub(super) fn is_worked_out(self) -> bool {
        matches!(self, StaffSource::Supervises | StaffSource::CaseHolder)
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) enum CaseSource {
    Id,
    Type,
    Worker,
    Team,
    Service,
    Opened,
    Closed,
    Children,
    Family,
    Attribute(usize),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum SessionSource {
    Date,
    Kind,
    Status,
    Depth,
    Supervisee,
    Supervisor,
    Case,
    RecordedOn,
    Minutes,
    Attendees,
    ByLineManager,
    Attribute(usize),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum ActivitySource {
    Kind,
    Date,
    Staff,
    By,
    Case,
    Minutes,
    Attribute(usize),
}

/// Finds a column of a subject's export.
///
/// # Errors
/// No file of that export has it.
pub(super) fn find(
    column: &str,
    subject: SubjectKind,
    data: &Dataset,
) -> Result<Source, MissingColumn> {
    let found = match subject {
        SubjectKind::Staff => staff_source(column, &data.staff_columns).map(Source::Staff),
        SubjectKind::Case => case_source(column, &data.case_columns).map(Source::Case),
        SubjectKind::Session => session_source(column, &data.session_columns).map(Source::Session),
        SubjectKind::Activity => {
            activity_source(column, &data.activity_columns).map(Source::Activity)
        }
    };
    found.ok_or_else(|| missing(column, subject.export(), data))
}

fn missing(column: &str, export: Export, data: &Dataset) -> MissingColumn {
    let nearest = data
        .columns(export)
        .present
        .iter()
        .map(|known| (strsim::jaro_winkler(known, column), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|one, two| one.0.total_cmp(&two.0).then(two.1.cmp(one.1)));
    MissingColumn {
        export,
        column: match column {
            "age" => "date_of_birth",
            "attendees" => "session_id",
            "by_line_manager" => "supervisor_id",
            other => other,
        }
        .to_owned(),
        nearest: nearest.map(|(_, known)| known.clone()),
    }
}

/// Whether any file of an export has a canonical column.
///
/// # Errors
/// None has it.
pub fn require(export: Export, column: &str, data: &Dataset) -> Result<(), MissingColumn> {
    if data.columns(export).has(column) {
        return Ok(());
    }
    Err(missing(column, export, data))
}

fn staff_source(column: &str, columns: &Columns) -> Option<StaffSource> {
    match column {
        "supervises" => return Some(StaffSource::Supervises),
        "case_holder" => return Some(StaffSource::CaseHolder),
        _ if !columns.has(column) => return None,
        _ => {}
    }
    Some(match column {
        "staff_id" => StaffSource::Id,
        "role" => StaffSource::Role,
        "team" => StaffSource::Team,
        "service" => StaffSource::Service,
        "supervisor_id" => StaffSource::Supervisor,
        "start_date" => StaffSource::Start,
        "end_date" => StaffSource::End,
        "hours_per_week" => StaffSource::Hours,
        "fte" => StaffSource::Fte,
        _ => StaffSource::Attribute(columns.attribute(column)?),
    })
}

fn case_source(column: &str, columns: &Columns) -> Option<CaseSource> {
    let column = if column == "age" {
        "date_of_birth"
    } else {
        column
    };
    if !columns.has(column) {
        return None;
    }
    Some(match column {
        "case_id" => CaseSource::Id,
        "case_type" => CaseSource::Type,
        "allocated_to" => CaseSource::Worker,
        "team" => CaseSource::Team,
        "service" => CaseSource::Service,
        "opened" => CaseSource::Opened,
        "closed" => CaseSource::Closed,
        "children" => CaseSource::Children,
        "family_id" => CaseSource::Family,
        _ => CaseSource::Attribute(columns.attribute(column)?),
    })
}

fn session_source(column: &str, columns: &Columns) -> Option<SessionSource> {
    match column {
        "attendees" => {
            return columns
                .has("session_id")
                .then_some(SessionSource::Attendees);
        }
        "by_line_manager" => {
            return columns
                .has("supervisor_id")
                .then_some(SessionSource::ByLineManager);
        }
        // A blank status is held and a blank depth is full, so an export without the column has every row so.
        "status" => return Some(SessionSource::Status),
        "depth" => return Some(SessionSource::Depth),
        _ if !columns.has(column) => return None,
        _ => {}
    }
    Some(match column {
        "date" => SessionSource::Date,
        "kind" => SessionSource::Kind,
        "supervisee_id" => SessionSource::Supervisee,
        "supervisor_id" => SessionSource::Supervisor,
        "case_id" => SessionSource::Case,
        "recorded_on" => SessionSource::RecordedOn,
        "minutes" => SessionSource::Minutes,
        _ => SessionSource::Attribute(columns.attribute(column)?),
    })
}

fn activity_source(column: &str, columns: &Columns) -> Option<ActivitySource> {
    if !columns.has(column) {
        return None;
    }
    Some(match column {
        "kind" => ActivitySource::Kind,
        "date" => ActivitySource::Date,
        "staff_id" => ActivitySource::Staff,
        "by_id" => ActivitySource::By,
        "case_id" => ActivitySource::Case,
        "minutes" => ActivitySource::Minutes,
        _ => ActivitySource::Attribute(columns.attribute(column)?),
    })
}

/// A staff member's cell on a day; before the first post, blank.
pub(super) fn staff_cell(
    data: &Dataset,
    staff: StaffIx,
    source: StaffSource,
    day: Day,
) -> Seen<'_> {
    match source {
        StaffSource::CaseHolder => yes_no(open_cases(data, staff, day).next().is_some()),
        StaffSource::Supervises => yes_no(data.index.supervisees(staff).any(|person| {
            data.post_on(person, day).is_some_and(|post| {
                post.supervisor == Some(staff) && post.end.is_none_or(|end| end > day)
            })
        })),
        StaffSource::Id
        | StaffSource::Role
        | StaffSource::Team
        | StaffSource::Service
        | StaffSource::Supervisor
        | StaffSource::Start
        | StaffSource::End
        | StaffSource::Hours
        | StaffSource::Fte
        | StaffSource::Attribute(_) => match data.post_on(staff, day) {
            Some(post) => post_cell(data, staff, post, source),
            None => Seen::Blank,
        },
    }
}

fn yes_no(yes: bool) -> Seen<'static> {
    Seen::Word(if yes { Word::TRUE } else { Word::FALSE })
}

/// The cell of one row of the staff export.
pub(super) fn post_cell<'a>(
    data: &'a Dataset,
    staff: StaffIx,
    post: &Post,
    source: StaffSource,
) -> Seen<'a> {
    match source {
        StaffSource::Id => Seen::Text(data.staff_id(staff)),
        StaffSource::Role => Cell::from(post.role).into(),
        StaffSource::Team => Cell::from(post.team).into(),
        StaffSource::Service => Cell::from(post.service).into(),
        StaffSource::Supervisor => staff_text(data, post.supervisor),
        StaffSource::Start => first_day(post.start),
        StaffSource::End => Cell::from(post.end).into(),
        StaffSource::Hours => Cell::from(post.hours).into(),
        StaffSource::Fte => Cell::from(post.fte).into(),
        StaffSource::Attribute(index) => attribute(&post.attributes, index),
        StaffSource::Supervises | StaffSource::CaseHolder => Seen::Blank,
    }
}

/// The cell of one row of the case export.
pub(super) fn case_cell<'a>(
    data: &'a Dataset,
    case: CaseIx,
    row: &Episode,
    source: CaseSource,
) -> Seen<'a> {
    match source {
        CaseSource::Id => Seen::Text(data.case_id(case)),
        CaseSource::Type => Cell::from(row.case_type).into(),
        CaseSource::Worker => staff_text(data, row.worker),
        CaseSource::Team => Cell::from(row.team).into(),
        CaseSource::Service => Cell::from(row.service).into(),
        CaseSource::Opened => first_day(row.opened),
        CaseSource::Closed => Cell::from(row.closed).into(),
        CaseSource::Children => Cell::from(row.children).into(),
        CaseSource::Family => Cell::from(row.family).into(),
        CaseSource::Attribute(index) => attribute(&row.attributes, index),
    }
}

/// Further types of a case that bind beside its own, when types are asked for.
pub(super) fn types_beside(row: &Episode, source: CaseSource) -> &[Word] {
    match source {
        CaseSource::Type => &row.beside,
        CaseSource::Id
        | CaseSource::Worker
        | CaseSource::Team
        | CaseSource::Service
        | CaseSource::Opened
        | CaseSource::Closed
        | CaseSource::Children
        | CaseSource::Family
        | CaseSource::Attribute(_) => &[],
    }
}

/// The cell of a session row.
pub(super) fn session_cell(data: &Dataset, number: u32, source: SessionSource) -> Seen<'_> {
    let Some(row) = data.sessions.get(number as usize) else {
        return Seen::Blank;
    };
    match source {
        SessionSource::Date => Seen::Day(row.date),
        SessionSource::Kind => Seen::Word(row.kind),
        SessionSource::Status => Seen::Word(row.status),
        SessionSource::Depth => Seen::Word(row.depth),
        SessionSource::Supervisee => staff_text(data, row.supervisee),
        SessionSource::Supervisor => staff_text(data, row.supervisor),
        SessionSource::Case => row
            .case
            .map_or(Seen::Blank, |case| Seen::Text(data.case_id(case))),
        SessionSource::RecordedOn => Cell::from(row.recorded_on).into(),
        SessionSource::Minutes => row
            .minutes
            .map_or(Seen::Blank, |minutes| Seen::Number(Decimal::whole(minutes))),
        SessionSource::Attendees => Seen::Number(Decimal::whole(attendees(data, row))),
        SessionSource::ByLineManager => match line_manager(data, row) {
            Some(manager) if row.supervisor.is_some() => yes_no(row.supervisor == Some(manager)),
            Some(_) | None => Seen::Blank,
        },
        SessionSource::Attribute(index) => {
            let column = data.session_attributes.get(index);
            let cell = column.and_then(|cells| cells.get(number as usize));
            cell.copied().unwrap_or(Cell::Blank).into()
        }
    }
}

/// The cell of an activity row.
pub(super) fn activity_cell(data: &Dataset, number: u32, source: ActivitySource) -> Seen<'_> {
    let Some(row) = data.activity.get(number as usize) else {
        return Seen::Blank;
    };
    match source {
        ActivitySource::Kind => Seen::Word(row.kind),
        ActivitySource::Date => Seen::Day(row.date),
        ActivitySource::Staff => staff_text(data, row.staff),
        ActivitySource::By => staff_text(data, row.by),
        ActivitySource::Case => row
            .case
            .map_or(Seen::Blank, |case| Seen::Text(data.case_id(case))),
        ActivitySource::Minutes => row
            .minutes
            .map_or(Seen::Blank, |minutes| Seen::Number(Decimal::whole(minutes))),
        ActivitySource::Attribute(index) => attribute(&row.attributes, index),
    }
}

/// A first day that no export has stands for one before all records, and is nothing to go by.
fn first_day(day: Day) -> Seen<'static> {
    if day == Day::FIRST {
        Seen::Blank
    } else {
        Seen::Day(day)
    }
}

fn staff_text(data: &Dataset, staff: Option<StaffIx>) -> Seen<'_> {
    staff.map_or(Seen::Blank, |staff| Seen::Text(data.staff_id(staff)))
}

fn attribute(cells: &[Cell], index: usize) -> Seen<'static> {
    cells.get(index).copied().unwrap_or(Cell::Blank).into()
}

/// How many people the rows of a session name as supervised.
pub fn attendees(data: &Dataset, row: &Session) -> u32 {
    let rows = data.index.rows_of_session(row).iter();
    let rows = rows.filter_map(|number| data.sessions.get(*number as usize));
    let people = rows.chain([row]).filter_map(|row| row.supervisee);
    let mut people: Vec<StaffIx> = people.collect();
    people.sort_unstable();
    people.dedup();
    u32::try_from(people.len()).unwrap_or(u32::MAX)
}

fn line_manager(data: &Dataset, row: &Session) -> Option<StaffIx> {
    data.post_on(row.supervisee?, row.date)?.supervisor
}

/// The cases a person holds on a day.
pub fn open_cases(data: &Dataset, staff: StaffIx, day: Day) -> impl Iterator<Item = CaseIx> {
    data.index.cases_of_worker(staff).filter(move |case| {
        data.episode_on(*case, day)
            .iter()
            .any(|row| row.worker == Some(staff) && row.is_open(day))
    })
}

/// Who holds a case on a day, which may be several.
pub(super) fn workers(data: &Dataset, sight: Sight, day: Day) -> impl Iterator<Item = StaffIx> {
    let rows = match sight {
        Sight::Case(case) => data.episode_on(case, day),
        Sight::Staff(_) | Sight::Session(_) | Sight::Activity(_) => &[],
    };
    rows.iter().filter_map(|row| row.worker)
}

/// Who stands at the other end of a relation on a day; where there may be several, [`open_cases`] and [`workers`] tell.
pub(super) fn related(data: &Dataset, sight: Sight, relation: Relation, day: Day) -> Option<Sight> {
    match (sight, relation) {
        (Sight::Staff(staff), Relation::Supervisor) => {
            data.post_on(staff, day)?.supervisor.map(Sight::Staff)
        }
        (Sight::Session(row), Relation::Supervisee) => data
            .sessions
            .get(row as usize)?
            .supervisee
            .map(Sight::Staff),
        (Sight::Session(row), Relation::Supervisor) => data
            .sessions
            .get(row as usize)?
            .supervisor
            .map(Sight::Staff),
        (Sight::Session(row), Relation::Case) => {
            data.sessions.get(row as usize)?.case.map(Sight::Case)
        }
        (Sight::Activity(row), Relation::Staff) => {
            data.activity.get(row as usize)?.staff.map(Sight::Staff)
        }
        (Sight::Activity(row), Relation::By) => {
            data.activity.get(row as usize)?.by.map(Sight::Staff)
        }
        (Sight::Activity(row), Relation::Case) => {
            data.activity.get(row as usize)?.case.map(Sight::Case)
        }
        (Sight::Staff(_) | Sight::Case(_) | Sight::Session(_) | Sight::Activity(_), _) => None,
    }
}

/// Everybody who ever stands at the other end of a relation.
pub(super) fn related_ever(data: &Dataset, sight: Sight, relation: Relation) -> Vec<Sight> {
    match (sight, relation) {
        (Sight::Staff(staff), Relation::Supervisor) => {
            let posts = data.member(staff).map_or(&[][..], |member| &member.posts);
            posts
                .iter()
                .filter_map(|post| post.supervisor)
                .map(Sight::Staff)
                .collect()
        }
        (Sight::Staff(staff), Relation::Cases) => {
            data.index.cases_of_worker(staff).map(Sight::Case).collect()
        }
        (Sight::Case(case), Relation::Worker) => {
            let rows = data.case(case).map_or(&[][..], |case| &case.episodes);
            rows.iter()
                .filter_map(|row| row.worker)
                .map(Sight::Staff)
                .collect()
        }
        (Sight::Staff(_) | Sight::Case(_) | Sight::Session(_) | Sight::Activity(_), _) => {
            Vec::new()
        }
    }
}

/// The days on which a subject's own rows begin or end.
pub fn rows_change(data: &Dataset, sight: Sight, out: &mut Vec<Day>) {
    match sight {
        Sight::Staff(staff) => {
            for post in data.member(staff).map_or(&[][..], |member| &member.posts) {
                out.push(post.start);
                out.extend(post.end);
            }
        }
        Sight::Case(case) => {
            for row in data.case(case).map_or(&[][..], |case| &case.episodes) {
                out.push(row.opened);
                out.extend(row.closed);
            }
        }
        Sight::Session(_) | Sight::Activity(_) => {}
    }
}
