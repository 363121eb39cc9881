"""Four counts of an audit in SQL, as an analyst would write them, over the exports of `cargo run --example england`.

usage: python3 with_duckdb.py FOLDER        (needs: pip install duckdb)

As of 31 October 2026: staff overdue for supervision, open cases overdue for it, case records that came late or are
missing, staff over their caseload limit. Prints them as JSON, with the seconds from the first query to the last.
"""

import json
import sys
import time

import duckdb

AS_OF = "2026-10-31"
HOLIDAYS = [
    "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06",
    "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28",
]
# Their types are given, so that no file is read twice to guess them.
COLUMNS = {
    "staff": "staff_id VARCHAR, name VARCHAR, role VARCHAR, team VARCHAR, service VARCHAR, supervisor_id VARCHAR,"
    " start_date DATE, end_date DATE, hours_per_week DOUBLE",
    "cases": "case_id VARCHAR, case_type VARCHAR, service VARCHAR, allocated_to VARCHAR, opened DATE, closed DATE,"
    " children INTEGER, risk VARCHAR, dob DATE",
    "sessions": "session_id VARCHAR, date DATE, kind VARCHAR, status VARCHAR, supervisee_id VARCHAR,"
    " supervisor_id VARCHAR, case_id VARCHAR, depth VARCHAR, minutes INTEGER, recorded_on DATE, next_date DATE",
}

# A gap is anchored on the last session, or on the first day. Its due day is the first day that lies the interval in
# force on that day after the anchor; the last day of a stage belongs to the stage.
STAFF_OVERDUE = """
    with last_held as (
        select supervisee_id as staff_id, max(date) as day from sessions
        where kind = 'personal' and status = 'held' and date <= as_of() group by all
    ), in_post as (
        select role, start_date, coalesce(day, start_date) as anchor,
               start_date + interval 42 day as weekly_until, start_date + interval 6 month as fortnightly_until
        from staff left join last_held using (staff_id) where end_date is null or end_date > as_of()
    ), owed as (
        select case
            when role = 'business_support' then anchor + interval 6 week
            when role <> 'asye' then anchor + interval 1 month
            when anchor + interval 1 week <= weekly_until then anchor + interval 1 week
            when greatest(anchor + interval 2 week, weekly_until + interval 1 day) <= fortnightly_until
                then greatest(anchor + interval 2 week, weekly_until + interval 1 day)
            else greatest(anchor + interval 1 month, fortnightly_until + interval 1 day)
        end as due from in_post
    )
    select count(*) from owed where due < as_of()
"""

CASES_OVERDUE = """
    with last_held as (
        select case_id, max(date) as day from sessions
        where kind = 'case' and status = 'held' and depth = 'full' and date <= as_of() group by all
    ), owed as (
        select greatest(opened, coalesce(day, opened)) + case
            when case_type in ('assessment', 'child_protection') then interval 1 month
            when case_type in ('child_in_need', 'looked_after') and risk = 'high' then interval 1 month
            else interval 2 month
        end as due
        from cases left join last_held using (case_id) where closed is null or closed > as_of()
    )
    select count(*) from owed where due < as_of()
"""

RECORDS_LATE = """
    with days as (
        select day::date as day, dayofweek(day) between 1 and 5 and day::date not in (select day from holidays) as works
        from range(date '2025-01-01', date '2027-01-01', interval 1 day) as t(day)
    ), counted as (select day, works, count(*) filter (works) over (order by day) as so_far from days),
    deadlines as (
        select held.day as date, last.day as due
        from counted held join counted last on last.works and last.so_far = held.so_far + 2
    )
    select count(*) from sessions join deadlines using (date)
    where kind = 'case' and status = 'held' and coalesce(recorded_on, as_of()) > due
"""

STAFF_OVER_LIMIT = """
    with loads as (
        select allocated_to as staff_id, sum(children) as children from cases
        where closed is null or closed > as_of() group by all
    )
    select count(*) from staff join loads using (staff_id)
    where (end_date is null or end_date > as_of())
      and children > case when role = 'asye' then 15 else 20 end * hours_per_week / 37
"""


def main(folder: str) -> None:
    db = duckdb.connect()
    db.execute("set preserve_insertion_order = false")
    begun = time.perf_counter()
    db.execute(f"create macro as_of() as date '{AS_OF}'")
    days = ", ".join(f"(date '{day}')" for day in HOLIDAYS)
    db.execute(f"create table holidays as select * from (values {days}) as t(day)")
    for name, columns in COLUMNS.items():
        named = ", ".join("'{}': '{}'".format(*column.split()) for column in columns.split(","))
        db.execute(f"create view {name} as from read_csv('{folder}/{name}.csv', header = true, columns = {{{named}}})")
    queries = [STAFF_OVERDUE, CASES_OVERDUE, RECORDS_LATE, STAFF_OVER_LIMIT]
    # One statement, so that the counts are planned and run together.
    counts = db.execute("select " + ", ".join(f"({query})" for query in queries)).fetchone()
    print(json.dumps({"counts": counts, "seconds": round(time.perf_counter() - begun, 3)}))


if __name__ == "__main__":
    main(sys.argv[1])
