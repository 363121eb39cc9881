//! The lists of [`super::aliases`]: by column what else it is called, by value what else stands for it.

/// By column or value, its other names with `|` between them, the likeliest first.
pub(super) type Table = &'static [(&'static str, &'static str)];

pub(super) const TEAM: &str = "team name | org unit | organisation unit | organisational unit | unit | team description | \
     allocated team | current team | team desc | cost centre name";

pub(super) const SERVICE: &str = "service area | service name | division | department | directorate | business unit | prof \
     professional department | professional department";

/// Ids of people and children, in whatever export they stand.
pub(super) const WORKERS: &str = "worker id | person id | worker | staff member | professional id | staff member id | worker name | name | full name";

pub(super) const AUDITED: &str = "worker id | person id | worker | staff member | file of | file of worker id | \
     professional id | staff member id | worker name | name | full name";

pub(super) const CHILDREN: &str = "child id | child unique id | person id | child person id | client id | mosaic id | lcs id | \
     eclipse id | carefirst id | liquidlogic id | service user id | individual id | child discussed | \
     case discussed | child | case | young person id | young person";

pub(super) const STAFF: Table = &[
    (
        "staff_id",
        "worker id | person id | professional id | prof professional id | assignment id | staff \
         member id | user id | worker | staff member | resource id | position id",
    ),
    (
        "name",
        "worker name | full name | worker full name | professional name | person name | display name \
         | prof professional name | worker | staff member",
    ),
    (
        "role",
        "job title | job role | position title | position | post title | post | job | role title | \
         designation | role name | job name | professional job title | prof professional job title | \
         worker role | role type | org role",
    ),
    (
        "start_date",
        "start date | start | date start in post | post start | post start date | position start | \
         position start date | employment start date | date joined | joined | join date | joining \
         date | hire date | date appointed | date of appointment | appointment date | commencement \
         date | contract start date | continuous service date | role start date | date from | from",
    ),
    (
        "end_date",
        "end date | leaving date | leave date | left | date left | leaver date | leavers date | \
         termination date | position end | position end date | post end | post end date | employment \
         end date | contract end date | last working day | date of leaving | role end date | date to \
         | to",
    ),
    (
        "role_start_date",
        "role start | role start date | in role since | date start in role | current role start",
    ),
    (
        "qualified_date",
        "qualified | date qualified | qualification date | qualified since | social work \
         qualification date | date of qualification",
    ),
    (
        "hours_per_week",
        "weekly hours | contracted hours | contract hours | contractual hours | hours | fte hours | \
         hours worked | working hours | contracted hours per week",
    ),
    (
        "fte",
        "full time equivalent | full time equivalency | wte | prof full time equivalency",
    ),
    (
        "employment",
        "contract type | employment type | employment basis | employment status | contract | basis | \
         contract status | employment category",
    ),
    (
        "asye",
        "nqsw | newly qualified | assessed year | asye status | is asye | asye flag | nqsw flag | \
         asye worker | newly qualified social worker | in asye",
    ),
    (
        "supervisor_id",
        "supervisor worker id | line manager id | manager id | line manager worker id | manager \
         worker id | reports to | reports to id | reports to worker id | supervisor | nominated \
         supervisor | line manager | manager | supervising manager | line manager name | supervisor \
         name | manager name",
    ),
    ("team", TEAM),
    ("service", SERVICE),
];

pub(super) const CASES: Table = &[
    (
        "case_id",
        "child id | child unique id | person id | child person id | client id | mosaic id | lcs id | \
         eclipse id | carefirst id | liquidlogic id | caredirector id | service user id | individual \
         id | young person id | system id | subject id | invo person id | child | person | la child \
         id",
    ),
    (
        "case_type",
        "case status | involvement type | involvement | plan type | plan | status | case category | \
         category | case status type | current status | open case status | child status | service \
         type | type",
    ),
    (
        "opened",
        "date opened | opened date | open date | case opened | case open date | involvement start | \
         involvement start date | allocation start | allocation start date | date allocated | \
         allocated date | start date | start | from | date from | episode start date | case start \
         date | referral date | date of referral | cin start date | child protection plan start date \
         | date start to be looked after | plan start date | involvement from | invo involvement \
         start date",
    ),
    (
        "closed",
        "date closed | closed date | closure date | case closed | case closure date | involvement end \
         | involvement end date | allocation end | allocation end date | end date | end | to | date \
         to | episode end date | case end date | cin closure date | child protection plan end date | \
         date ceased to be looked after | plan end date | involvement to | invo involvement end date \
         | date of closure",
    ),
    (
        "allocated_to",
        "allocated worker id | allocated worker | worker id | allocated case worker | allocated \
         social worker | lead worker id | lead worker | key worker | key worker id | social worker | \
         social worker id | case worker | case worker id | worker | allocated social worker id | \
         allocated | caseholder | case holder | allocated to id | lead professional | allocated \
         worker name | worker name | invo professional id | professional id",
    ),
    (
        "family_id",
        "family group id | family group | group id | household id | sibling group | sibling group id \
         | family | family reference",
    ),
    (
        "date_of_birth",
        "dob | child dob | birth date | person birth date | child date of birth | childs date of \
         birth",
    ),
    (
        "risk",
        "risk level | risk rating | rag | rag rating | rag status | level of risk",
    ),
    (
        "children",
        "children count | id children | count of children | child count",
    ),
    ("team", TEAM),
    ("service", SERVICE),
];

pub(super) const SESSIONS: Table = &[
    (
        "date",
        "session date | date held | supervision date | date supervision held | held date | event date \
         | meeting date | date of event | activity date | form date | discussion date | date of \
         discussion | date completed | completed date | held | start date | visit date | date of \
         meeting | contact date",
    ),
    (
        "kind",
        "type | supervision type | session type | form of supervision | type of session | session | \
         supervision kind | event type | meeting type | note type | case note type | episode type | \
         category | form | form name | form type | supervision",
    ),
    (
        "supervisee_id",
        "supervisee | supervisee worker id | worker id | worker supervised | person supervised | \
         worker supervised id | worker | staff member | staff member id | allocated case worker | \
         allocated worker | allocated worker id | social worker | professional id | supervisee name | \
         worker name | person id | case worker | name | full name",
    ),
    (
        "supervisor_id",
        "supervisor | supervisor worker id | supervisor id | manager id | supervising manager | \
         supervising manager id | line manager id | line manager | manager | supervised by | \
         supervised by id | manager worker id | completed by | recorded by | supervisor name | \
         manager name | team manager | held by",
    ),
    ("case_id", CHILDREN),
    (
        "session_id",
        "session id | supervision id | log id | tracker id | form id | hr form id | episode id | \
         event id | record id | meeting id | case note id | id | note id | supervision record id | \
         form instance id | workflow step id",
    ),
    (
        "status",
        "outcome | form status | session status | event outcome | event status | attendance | session \
         outcome | outcome status | supervision status | completed | record status | took place | \
         state",
    ),
    (
        "depth",
        "supervision depth | depth of discussion | level of discussion | session depth",
    ),
    (
        "minutes",
        "duration | length | duration minutes | duration mins | length minutes | session length | \
         session duration | mins | length mins",
    ),
    (
        "recorded_on",
        "recorded | date recorded | created | created date | date created | record created | date \
         record | record date | date file | record uploaded | uploaded date | entered date | date \
         entered | entered child file | date entered child file | input date | entry date | form \
         finalised | finalised date | finalised | typed date | record made date | system created date \
         | date input",
    ),
    (
        "copy_given_on",
        "copy given | copy sent | copy sent date | copy to worker | record shared | record shared \
         date | copy shared | shared with supervisee",
    ),
    (
        "signed_supervisor_on",
        "supervisor signed | signed by supervisor | manager signed | supervisor signed date | signed \
         by manager",
    ),
    (
        "signed_supervisee_on",
        "supervisee signed | signed by supervisee | worker signed | supervisee signed date | signed \
         by worker",
    ),
    (
        "approved_on",
        "approved | approved date | date approved | tm approved | manager approved | authorised | \
         authorised date | date authorised | signed off date",
    ),
    (
        "next_date",
        "next session | next supervision | next supervision date | next session date | next meeting | \
         next meeting date | date of next session",
    ),
    (
        "rearranged_from",
        "original date | moved from | rescheduled from | original session date | originally planned | \
         originally planned for | first planned date",
    ),
    ("cancelled_by", "called off by | who cancelled"),
];

pub(super) const ABSENCES: Table = &[
    ("staff_id", WORKERS),
    (
        "from",
        "first date | absent from | absence from | start date | absence start | absence start date | \
         date from | from date | start | first date of absence | leave start date",
    ),
    (
        "to",
        "last date | absent to | absence to | end date | absence end | absence end date | date to | \
         to date | end | last date of absence | leave end date | absent until | until",
    ),
    (
        "reason",
        "absence reason | absence type | category | absence category | type | leave type | reason \
         absence",
    ),
];

pub(super) const ACTIVITY: Table = &[
    (
        "kind",
        "activity | activity type | type | event type | form | form type | event | category",
    ),
    (
        "date",
        "date held | date done | date audited | appraisal date | audit date | observation date | activity date | event date | \
         date completed | completed date | completed | review date | held",
    ),
    ("staff_id", AUDITED),
    (
        "by_id",
        "appraiser id | lead worker id | presented by | appraiser | auditor | auditor id | observer | observer id | line manager id | \
         line manager | manager id | completed by | done by | manager | reviewer | reviewer id | \
         observed by | audited by",
    ),
    ("case_id", CHILDREN),
    ("minutes", "duration | duration minutes | length"),
];

pub(super) const STATUS: Table = &[
    (
        "held",
        "completed | complete | done | took place | went ahead | finalised | finalized | attended | \
         happened | held - in person | held - face to face | held - virtual | held - teams | held - \
         phone | held (virtual) | held virtually | yes | authorised | signed off",
    ),
    (
        "cancelled",
        "canceled | abandoned | cancelled by worker | cancelled by manager | cancelled by supervisor \
         | cancelled by supervisee | cancelled - sickness | not held | did not take place | not \
         completed | void | withdrawn | no",
    ),
    (
        "did-not-attend",
        "dna | no show | not attended | did not attend (dna) | non attendance | failed to attend | \
         absent",
    ),
    (
        "planned",
        "booked | scheduled | future | diarised | due | arranged | in diary | pending | not yet held",
    ),
    ("rearranged", "rescheduled | postponed | moved | deferred"),
];

pub(super) const DEPTH: Table = &[
    ("light", "light touch | brief"),
    ("full", "full discussion | in depth | reflective"),
];

pub(super) const KINDS: Table = &[
    (
        "personal",
        "1:1 | 1-1 | 1 to 1 | 121 | one to one | formal one-to-one | individual | individual \
         supervision | personal supervision | professional supervision | one to one supervision | \
         1:1 supervision | 1-1 supervision | 1 to 1 supervision | 121 supervision | \
         staff supervision | formal supervision | formal",
    ),
    (
        "case",
        "case discussion | case supervision | case management | case file supervision | management \
         oversight | case load supervision",
    ),
    (
        "group",
        "group supervision | group session | team supervision | group reflective | group mapping",
    ),
    ("peer", "peer supervision"),
    (
        "informal",
        "informal one-to-one | ad hoc | informal supervision | unplanned",
    ),
];

pub(super) const CASE_TYPES: Table = &[
    (
        "child-in-need",
        "cin | child in need plan | cin plan | children in need | s17 | section 17",
    ),
    (
        "child-protection",
        "cp | cpp | cp plan | child protection plan | subject to a child protection plan",
    ),
    (
        "looked-after",
        "cla | lac | looked after child | child looked after | children looked after | in care | \
         child in care | cared for | cared for child | cla&cp",
    ),
    (
        "care-leaver",
        "care leavers | leaving care | former relevant",
    ),
    (
        "assessment",
        "open assessment | single assessment | c&f assessment | child and family assessment | open \
         asmt | initial assessment",
    ),
];
