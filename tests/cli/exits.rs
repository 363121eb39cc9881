//! The exit codes that scheduled jobs rely on: 0, 1, 2 and 3, and which goes before which.

use super::council::{CASES, Council, SESSIONS, behind};

/// Somebody is overdue, and a row can't be read.
fn behind_and_incomplete() -> Council {
    Council::of_sessions(&(behind() + "soon,personal,W1,M1,,A9,\n"))
}

/// Nobody is overdue; one worker holds more cases than is advised.
fn above_the_caseload() -> Council {
    let more = "C3,child-in-need,2026-10-20,,W1,North\n";
    Council::new().with("cases.csv", CASES.to_owned() + more)
}

#[test]
fn each_code() {
    Council::new().october().ends(0).quietly();
    let run = Council::of_sessions(&behind()).october().ends(1).quietly();
    assert!(run.out.contains("W2 Cat Cole"), "{}", run.out);
    Council::of_sessions("").october().ends(2);
    let incomplete = SESSIONS.to_owned() + "soon,personal,W1,M1,,A9,\n";
    Council::of_sessions(&incomplete).october().ends(3);
}

#[test]
fn incomplete_goes_before_breaches_and_not_audited_before_both() {
    let council = behind_and_incomplete();
    council.october().ends(3);
    council
        .audit(&["--month", "2026-10", "-o", "no-such-folder/report.json"])
        .ends(2);
}

#[test]
fn exit_zero_turns_only_1_into_0() {
    let asked = ["--month", "2026-10", "--exit-zero"];
    Council::of_sessions(&behind()).audit(&asked).ends(0);
    behind_and_incomplete().audit(&asked).ends(3);
    Council::of_sessions("").audit(&asked).ends(2);
}

#[test]
fn fail_on_says_which_severity_counts() {
    let council = above_the_caseload();
    council.october().ends(0).prints(&["Caseload"]);
    for (severity, code) in [("breach", 0), ("advisory", 1), ("information", 1)] {
        let asked = ["--month", "2026-10", "--fail-on", severity];
        council.audit(&asked).ends(code);
    }
}

#[test]
fn max_rejects_is_what_may_be_lost() {
    let bad = "soon,personal,W1,M1,,A9,\nsoon,personal,W1,M1,,A10,\n";
    let council = Council::of_sessions(&(SESSIONS.to_owned() + bad));
    for (most, code) in [("0", 3), ("1", 3), ("2", 0), ("9", 0)] {
        let asked = ["--month", "2026-10", "--max-rejects", most];
        council.audit(&asked).ends(code);
    }
    let header = SESSIONS.lines().next().unwrap();
    Council::of_sessions(header)
        .audit(&["--month", "2026-10", "--max-rejects", "9"])
        .ends(3);
}

/// Late records, and nothing that is still to be put right: the page says how to ask why of one of them, and where
/// something is, why of that.
#[test]
fn what_is_over_counts_and_one_of_it_is_named() {
    let late = SESSIONS.replace("A6,2026-10-07", "A6,2026-10-29");
    let council = Council::of_sessions(&late);
    let said = [
        "Act first: no open findings.",
        "Besides, 2 findings",
        "Why: oversight explain",
        " case C1 Every figure",
    ];
    for part in [&[][..], &["--team", "North"]] {
        let asked = [&["--month", "2026-10"][..], part].concat();
        let run = council.audit(&asked).ends(1);
        run.prints(&said);
        let asked = [&asked[..], &["--format", "csv"]].concat();
        let listed = council.audit(&asked).ends(1).out;
        assert_eq!(listed.lines().count(), 3, "{listed}");
    }
    let both = behind().replace("A6,2026-10-07", "A6,2026-10-29");
    let run = Council::of_sessions(&both).october().ends(1);
    run.prints(&[
        "Besides, 2 findings",
        "Why: oversight explain",
        " staff W2 Every figure",
    ]);
}
