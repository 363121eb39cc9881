"""The same four counts as with_duckdb.py, with Polars.

usage: python3 with_polars.py FOLDER        (needs: pip install polars)
"""

import json
import sys
import time
from datetime import date

import polars as pl
from polars import col

AS_OF = date(2026, 10, 31)
HOLIDAYS = [
    date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6),
    date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28),
]


def scan(folder: str, name: str, days: list[str]) -> pl.LazyFrame:
    # An id that is blank in the first rows is text all the same.
    types = dict.fromkeys(days, pl.Date) | ({"case_id": pl.String} if name == "sessions" else {})
    return pl.scan_csv(f"{folder}/{name}.csv", schema_overrides=types)


def after(day: pl.Expr, length: str) -> pl.Expr:
    return day.dt.offset_by(length)


def current(last_day: str) -> pl.Expr:
    return col(last_day).is_null() | (col(last_day) > AS_OF)


def last_held(sessions: pl.LazyFrame, of: pl.Expr, by: str) -> pl.LazyFrame:
    return sessions.filter(of, col("date") <= AS_OF).group_by(by).agg(col("date").max().alias("last"))


def staff_overdue(staff: pl.LazyFrame, held: pl.LazyFrame) -> pl.LazyFrame:
    last = last_held(held, col("kind") == "personal", "supervisee_id")
    anchor = pl.coalesce("last", "start_date")
    weekly_until, fortnightly_until = after(col("start_date"), "6w"), after(col("start_date"), "6mo")
    weekly = after(anchor, "1w")
    fortnightly = pl.max_horizontal(after(anchor, "2w"), after(weekly_until, "1d"))
    monthly = pl.max_horizontal(after(anchor, "1mo"), after(fortnightly_until, "1d"))
    newly_qualified = (
        pl.when(weekly <= weekly_until).then(weekly)
        .when(fortnightly <= fortnightly_until).then(fortnightly)
        .otherwise(monthly)
    )
    due = (
        pl.when(col("role") == "asye").then(newly_qualified)
        .when(col("role") == "business_support").then(after(anchor, "6w"))
        .otherwise(after(anchor, "1mo"))
    )
    owed = staff.filter(current("end_date")).join(last, left_on="staff_id", right_on="supervisee_id", how="left")
    return owed.filter(due < AS_OF).select(pl.len())


def cases_overdue(cases: pl.LazyFrame, held: pl.LazyFrame) -> pl.LazyFrame:
    last = last_held(held, (col("kind") == "case") & (col("depth") == "full"), "case_id")
    anchor = pl.max_horizontal("opened", "last")
    high = (col("risk") == "high") & col("case_type").is_in(["child_in_need", "looked_after"])
    monthly = high | col("case_type").is_in(["assessment", "child_protection"])
    due = pl.when(monthly).then(after(anchor, "1mo")).otherwise(after(anchor, "2mo"))
    return cases.join(last, on="case_id", how="left").filter(due < AS_OF).select(pl.len())


def records_late(held: pl.LazyFrame) -> pl.LazyFrame:
    due = col("date").dt.add_business_days(2, holidays=HOLIDAYS, roll="backward")
    recorded = col("recorded_on").fill_null(AS_OF)
    return held.filter(col("kind") == "case", recorded > due).select(pl.len())


def staff_over_limit(staff: pl.LazyFrame, cases: pl.LazyFrame) -> pl.LazyFrame:
    loads = cases.group_by("allocated_to").agg(col("children").sum())
    most = pl.when(col("role") == "asye").then(15).otherwise(20) * col("hours_per_week") / 37
    holders = staff.filter(current("end_date")).join(loads, left_on="staff_id", right_on="allocated_to")
    return holders.filter(col("children") > most).select(pl.len())


def main(folder: str) -> None:
    begun = time.perf_counter()
    staff = scan(folder, "staff", ["start_date", "end_date"])
    open_cases = scan(folder, "cases", ["opened", "closed", "dob"]).filter(current("closed"))
    held = scan(folder, "sessions", ["date", "recorded_on", "next_date"]).filter(col("status") == "held")
    frames = [
        staff_overdue(staff, held),
        cases_overdue(open_cases, held),
        records_late(held),
        staff_over_limit(staff, open_cases),
    ]
    counts = [frame.item() for frame in pl.collect_all(frames)]
    print(json.dumps({"counts": counts, "seconds": round(time.perf_counter() - begun, 3)}))


if __name__ == "__main__":
    main(sys.argv[1])
