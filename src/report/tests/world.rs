//! Audits with hand-written ledgers.

use crate::calendar::Day;
use crate::ledger::{
    ClauseTally, Counted, Event, Ledger, Measure, Obligation, Outcome, Reason, Remarks, Since,
    Subject, Uncovered, Untestable,
};
use crate::policy::Policy;
use crate::records::{CaseIx, Dataset, Decimal, StaffIx};
use crate::report::{Audit, Month};

pub(super) const POLICY: &str = r#"
[policy]
name = 'Supervision policy'
council = "Example Council, children's services"
version = 'v3'
holidays = 'england-and-wales'

[[staff-supervision]]
id = 'newly-qualified'
for = { role = 'newly-qualified' }
stages = [ { every = '2 weeks', until = '6 months' }, { every = '1 month' } ]
citation = 's3: newly qualified'

[[staff-supervision]]
id = 'all-staff'
target = '4 weeks'
every = '6 weeks'
citation = 's3: staff'
reading = 'Normally four-weekly, at most six-weekly, is a target and a limit.'

[[case-supervision]]
id = 'protection'
for = { case_type = 'CP plan' }
every = '1 month'
citation = ['s4: cases', 's4: table']

[[case-supervision]]
id = 'all-children'
every = '3 months'
citation = 's4: cases'

[[recording]]
id = 'child-record'
each = 'case'
evidence = 'recorded_on'
within = '5 working days'
citation = 's7'

[[recording]]
id = 'signature'
evidence = 'signed_supervisor_on'
severity = 'advisory'
citation = 's7'

[[caseload]]
id = 'caseload'
at-most = '18 cases'
citation = 's14'

[[not-testable]]
id = 'reflective'
text = 'Supervision is reflective'
why = 'no export shows it'
citation = 's2'
"#;

pub(super) fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

pub(super) fn late(on: &str, days: i32) -> Outcome {
    Outcome::Late { on: day(on), days }
}

pub(super) fn met(on: &str) -> Outcome {
    Outcome::Met {
        on: day(on),
        spare: 0,
        past_target: 0,
    }
}

/// An audit as of 31 October 2026.
#[derive(Debug)]
pub(super) struct World {
    pub(super) policy: Policy,
    pub(super) data: Dataset,
    pub(super) ledger: Ledger,
    pub(super) previous: Option<Ledger>,
    pub(super) banner: Option<&'static str>,
}

impl World {
    pub(super) fn new(staff: &str, cases: &str, sessions: &str) -> World {
        let policy = Policy::parse(POLICY, "supervision-policy.toml").unwrap();
        let taken = day("2026-11-05");
        let demand = policy.demand();
        let data = Dataset::from_texts(staff, cases, sessions, "", &demand, taken).unwrap();
        let tallies = vec![ClauseTally::default(); policy.clauses.len()];
        World {
            policy,
            data,
            ledger: Ledger {
                as_of: day("2026-10-31"),
                period: (day("2026-10-01"), day("2026-10-31")),
                taken,
                taken_assumed: false,
                counted: Counted::default(),
                obligations: Vec::new(),
                untestable: Vec::new(),
                uncovered: Vec::new(),
                tallies,
                later: 0,
                waivers: Vec::new(),
                cut_short: Vec::new(),
                hidden: Vec::new(),
                warnings: Vec::new(),
                part: None,
            },
            previous: None,
            banner: None,
        }
    }

    pub(super) fn audit(&self) -> Audit<'_> {
        Audit {
            policy: &self.policy,
            data: &self.data,
            ledger: &self.ledger,
            banner: self.banner,
            problems: self.data.problems.clone(),
            command: "oversight audit . --month 2026-10".to_owned(),
            why: "oversight explain . --month 2026-10".to_owned(),
            previous: self.previous.as_ref(),
            since: None,
        }
    }

    /// What the trend says of the month of a ledger.
    pub(super) fn month(&self, ledger: &Ledger) -> Month {
        Month::of((&self.policy, &self.data), ledger)
    }

    pub(super) fn clause(&self, id: &str) -> usize {
        let mut clauses = self.policy.clauses.iter();
        clauses.position(|clause| clause.id == id).unwrap()
    }

    pub(super) fn subject(&self, id: &str) -> Subject {
        let staff = self.data.staff_ids.get(id).and_then(StaffIx::at);
        let case = self.data.case_ids.get(id).and_then(CaseIx::at);
        let known = staff.map(Subject::Staff).or(case.map(Subject::Case));
        known.unwrap_or_else(|| {
            let number = self.data.session_ids.get(id).unwrap();
            let mut rows = self.data.sessions.iter();
            let row = rows.position(|row| row.session.is_some_and(|ix| ix.index() == number));
            Subject::Session(u32::try_from(row.unwrap()).unwrap())
        })
    }

    /// Enters an obligation whose time counts from a session 28 days before it was due.
    pub(super) fn owe(
        &mut self,
        clause: &str,
        who: &str,
        due: &str,
        outcome: Outcome,
    ) -> &mut Obligation {
        let due = day(due);
        let obligation = Obligation {
            clause: self.clause(clause),
            subject: self.subject(who),
            due,
            target: None,
            outcome,
            nth: 1,
            since: Since {
                day: due.plus_days(-28),
                row: None,
                event: Event::Session,
            },
            by: None,
            rows: Vec::new(),
            remarks: Remarks::default(),
            measure: None,
        };
        let tally = &mut self.ledger.tallies[obligation.clause];
        tally.examined += 1;
        tally.fitted = 1;
        match outcome {
            Outcome::Met { .. } => tally.met += 1,
            Outcome::Due { .. } | Outcome::PastTarget { .. } => tally.open += 1,
            Outcome::Late { .. }
            | Outcome::Overdue { .. }
            | Outcome::Missed { .. }
            | Outcome::NotMet => tally.missed += 1,
        }
        self.ledger.obligations.push(obligation);
        self.ledger.obligations.last_mut().unwrap()
    }

    /// Enters a gap: one session missed for each due day.
    pub(super) fn gap(&mut self, clause: &str, who: &str, since: &str, dues: &[&str]) {
        for (nth, due) in (1_u16..).zip(dues) {
            let days = self.ledger.as_of.days_since(day(due));
            let owed = self.owe(clause, who, due, Outcome::Overdue { days });
            owed.nth = nth;
            owed.since.day = day(since);
        }
    }

    /// Enters the record owed for a session's row.
    pub(super) fn record(&mut self, clause: &str, row: usize, due: &str, outcome: Outcome) {
        let session = self.data.sessions[row].clone();
        let who = match session.case {
            Some(case) if clause == "child-record" => self.data.case_id(case).to_owned(),
            _ => {
                let number = session.session.unwrap();
                self.data.session_ids.text(number.index()).to_owned()
            }
        };
        let owed = self.owe(clause, &who, due, outcome);
        owed.since.day = session.date;
        owed.since.row = Some(session.row);
        owed.rows = vec![session.row];
    }

    /// Enters a caseload.
    pub(super) fn load(&mut self, who: &str, value: u32, limit: u32) {
        let outcome = if value > limit {
            Outcome::NotMet
        } else {
            met("2026-10-31")
        };
        let owed = self.owe("caseload", who, "2026-10-31", outcome);
        owed.since.event = Event::AuditDay;
        owed.since.day = owed.due;
        owed.measure = Some(Box::new(Measure {
            value: Decimal::whole(value),
            limit: Decimal::whole(limit),
            unit: "cases",
        }));
    }

    pub(super) fn untestable(&mut self, clause: &str, who: Option<&str>, reason: Reason) {
        let clause = self.clause(clause);
        let subject = who.map(|who| self.subject(who));
        self.ledger.untestable.push(Untestable {
            clause,
            subject,
            reason,
            row: None,
        });
    }

    pub(super) fn uncovered(&mut self, who: &str) {
        let subject = self.subject(who);
        let family = "staff-supervision";
        self.ledger.uncovered.push(Uncovered { subject, family });
    }
}

pub(super) const STAFF: &str = "\
staff_id,name,role,team,service,supervisor_id,start_date,end_date,fte
T-01,Ruth Adeyemi,team manager,Duty and assessment,Front door,,2019-01-07,,1
T-02,Owen Pugh,team manager,Safeguarding North,Long term,,2018-03-05,,1
S-01,Amina Khan,social worker,Duty and assessment,Front door,T-01,2021-02-01,,1
S-02,Ben Carter,social worker,Duty and assessment,Front door,T-01,2020-02-03,,1
S-03,,social worker,Duty and assessment,Front door,T-01,2022-05-02,,0.6
S-04,Dee Moss,newly qualified,Duty and assessment,Front door,T-01,2026-08-03,,1
S-05,Eve Lunt,social worker,Safeguarding North,Long term,T-02,2019-09-02,,1
S-06,Femi Bello,social worker,Safeguarding North,Long term,T-02,2017-06-05,,1
S-07,Gwen Rees,newly qualified,Safeguarding North,Long term,T-02,2026-08-03,,
S-08,Hal Ito,administrator,,,T-02,2024-01-08,,1
";

pub(super) const CASES: &str = "\
case_id,case_type,opened,closed,allocated_to
C-01,CP plan,2026-01-05,,S-01
C-02,CP plan,2026-01-05,,S-02
C-03,child in need,2026-01-05,,S-05
C-04,child in need,2026-01-05,,S-06
C-05,CP plan,2026-01-05,2026-10-20,S-05
C-06,child in need,2026-01-05,,
C-07,child in need,2026-01-05,,T-01
C-08,child in need,2026-01-05,,S-99
";

pub(super) const SESSIONS: &str = "\
session_id,date,kind,supervisee_id,supervisor_id,case_id,recorded_on,signed_supervisor_on
N-1,2026-10-05,case,S-01,T-01,C-01,,2026-10-06
N-2,2026-10-06,case,S-05,T-02,C-03,2026-10-08,
N-3,2026-10-07,personal,S-05,T-02,,2026-10-07,2026-10-07
N-4,2026-10-07,personal,S-06,T-02,C-04,2026-10-21,2026-10-07
N-5,2026-10-07,personal,S-77,T-02,,,
N-6,2026-13-07,personal,S-06,T-02,,,
";

/// October 2026 in a council of two teams: some of everything.
pub(super) fn october() -> World {
    let mut world = World::new(STAFF, CASES, SESSIONS);
    gaps(&mut world);
    supervisions(&mut world);
    records(&mut world);
    world.load("S-01", 24, 18);
    world.load("S-02", 12, 18);
    world.uncovered("S-08");
    let column = "start_date".to_owned();
    world.untestable("all-staff", Some("S-08"), Reason::Blank { column });
    world
}

fn gaps(world: &mut World) {
    world.gap(
        "all-staff",
        "S-01",
        "2026-07-29",
        &["2026-08-29", "2026-09-29", "2026-10-29"],
    );
    world.gap("all-staff", "S-02", "2026-09-10", &["2026-10-10"]);
    world.gap(
        "newly-qualified",
        "S-04",
        "2026-09-24",
        &["2026-10-08", "2026-10-22"],
    );
    world.gap(
        "protection",
        "C-01",
        "2026-07-18",
        &["2026-08-18", "2026-09-18", "2026-10-18"],
    );
}

fn supervisions(world: &mut World) {
    for number in 0..30 {
        let who = ["S-03", "S-05", "S-06"][number % 3];
        let due = day("2026-10-01")
            .plus_days(i32::try_from(number).unwrap())
            .to_string();
        world.owe("all-staff", who, &due, met(&due));
    }
    for (who, due) in [
        ("S-07", "2026-10-02"),
        ("S-07", "2026-10-16"),
        ("S-07", "2026-10-30"),
    ] {
        world.owe("newly-qualified", who, due, met(due));
    }
    let late = |on: &str, days| Outcome::Late { on: day(on), days };
    world.owe("all-staff", "S-05", "2026-10-07", late("2026-10-10", 3));
    let owed = world.owe("all-children", "C-03", "2026-10-06", late("2026-10-28", 22));
    owed.remarks.inherited = true;
    owed.remarks.absent = 14;
    let on = day("2026-10-20");
    world.owe(
        "protection",
        "C-05",
        "2026-10-12",
        Outcome::Missed { on, days: 8 },
    );
    world.owe("all-children", "C-04", "2026-10-30", met("2026-10-07"));
    world.owe(
        "all-children",
        "C-06",
        "2026-12-01",
        Outcome::Due { left: 31 },
    );
    world.owe(
        "all-staff",
        "S-03",
        "2026-11-10",
        Outcome::PastTarget { days: 4, left: 10 },
    );
    for who in ["S-05", "S-06", "S-07"] {
        world.owe("all-staff", who, "2026-11-20", Outcome::Due { left: 20 });
    }
}

fn records(world: &mut World) {
    world.record(
        "child-record",
        0,
        "2026-10-12",
        Outcome::Overdue { days: 19 },
    );
    world.record("child-record", 1, "2026-10-13", met("2026-10-08"));
    world.record("child-record", 3, "2026-10-14", late("2026-10-21", 7));
    world.record("signature", 1, "2026-10-06", Outcome::NotMet);
    world.record("signature", 2, "2026-10-07", met("2026-10-07"));
}

/// September, for comparison: thirty-six owed, all in time.
pub(super) fn september() -> Ledger {
    let mut world = World::new(STAFF, CASES, SESSIONS);
    world.ledger.as_of = day("2026-09-30");
    world.ledger.period = (day("2026-09-01"), day("2026-09-30"));
    for number in 0..36 {
        let due = day("2026-09-01").plus_days(number % 30).to_string();
        world.owe("all-staff", "S-05", &due, met(&due));
    }
    world.gap(
        "all-staff",
        "S-01",
        "2026-07-29",
        &["2026-08-29", "2026-09-29"],
    );
    world.ledger
}
