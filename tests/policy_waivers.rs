//! Waivers, targets and actions in plain English, and waivers that want a second look.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test with its snapshot is as long as what it shows"
)]

use annotate_snippets::Renderer;
use oversight::calendar::Day;
use oversight::policy::{Policy, odd_waivers, show};
use oversight::records::Dataset;

const POLICY: &str = r#"
[policy]
name = "P"
longest-waiver = "3 months"

[[staff-supervision]]
id = "all-staff"
every = "4 weeks"

[[case-supervision]]
id = "all-cases"
every = "1 month"

[[not-testable]]
id = "quality"
text = "Supervision is reflective."
why = "no export shows it"
"#;

fn waiver(rule: &str, scope: &str, days: (&str, &str)) -> String {
    format!(
        "\n[[waiver]]\nrule = \"{rule}\"\n{scope}\nreason = \"cover agreed\"\napproved-by = \"PSW\"\nfrom = {}\nuntil = {}\n",
        days.0, days.1
    )
}

fn policy(besides: &str) -> Policy {
    let text = format!("{}{besides}", POLICY.trim_start());
    Policy::parse(&text, "policy.toml")
        .unwrap_or_else(|error| panic!("{}", error.render(&Renderer::plain())))
}

/// What is odd on a day, without exports or with these staff and cases.
fn odd(besides: &str, on: &str, exports: Option<(&str, &str)>) -> String {
    let policy = policy(besides);
    let day = Day::parse_iso(on).unwrap();
    let data = exports.map(|(staff, cases)| {
        Dataset::from_texts(staff, cases, "date,kind\n", "", &policy.demand(), day).unwrap()
    });
    let found = odd_waivers(&policy, day, data.as_ref());
    let drawn = found
        .iter()
        .map(|(_, mistake)| mistake.render(&policy.text, &policy.file, &Renderer::plain()));
    drawn.collect::<Vec<_>>().join("\n\n")
}

const OCTOBER: (&str, &str) = ("2026-10-01", "2026-10-31");

#[test]
fn a_waiver_that_is_over_is_said_from_the_day_after_its_last() {
    let one = waiver("all-staff", "staff = \"W1\"", OCTOBER);
    assert_eq!(odd(&one, "2026-10-31", None), "");
    assert_eq!(odd(&one, "2026-09-30", None), "");
    insta::assert_snapshot!(odd(&one, "2026-11-01", None), @r#"
    warning[expired-waiver]: the waiver of `all-staff` for staff W1 ended on 31 Oct 2026 and no longer holds
      --> policy.toml:24:9
       |
    24 | until = 2026-10-31
       |         ^^^^^^^^^^
       |
       = help: take it out, or have a new one approved with a last day of its own
    "#);
}

#[test]
fn a_waiver_longer_than_the_longest_term_is_said() {
    let term = |until: &str| waiver("all-staff", "staff = \"W1\"", ("2026-10-01", until));
    assert_eq!(odd(&term("2026-12-31"), "2026-10-31", None), "");
    insta::assert_snapshot!(odd(&term("2027-01-01"), "2026-10-31", None), @r#"
    warning[long-waiver]: the waiver of `all-staff` for staff W1 is longer than the 3 months that the policy allows: it holds until 31 Dec 2026
      --> policy.toml:24:9
       |
    24 | until = 2027-01-01
       |         ^^^^^^^^^^
       |
       = help: write `until = 2026-12-31`
    "#);
}

#[test]
fn a_waiver_that_can_set_nothing_aside_is_said() {
    let idle = [
        waiver("quality", "team = \"North\"", OCTOBER),
        waiver("all-cases", "staff = \"W1\"", OCTOBER),
        waiver("all-staff", "case = \"C1\"", OCTOBER),
    ];
    insta::assert_snapshot!(odd(&idle.concat(), "2026-10-31", None), @r#"
    warning[idle-waiver]: `quality` is not testable, so that there is nothing to waive
      --> policy.toml:19:8
       |
    19 | rule = "quality"
       |        ^^^^^^^^^

    warning[idle-waiver]: `all-cases` is about cases, and this waiver is for a member of staff: it sets nothing aside
      --> policy.toml:28:9
       |
    28 | staff = "W1"
       |         ^^^^
       |
       = help: name the `case`, or the `team`

    warning[idle-waiver]: `all-staff` is about staff, and this waiver is for a case: it sets nothing aside
      --> policy.toml:36:8
       |
    36 | case = "C1"
       |        ^^^^
       |
       = help: name the member of `staff`, or the `team`
    "#);
}

#[test]
fn whom_no_export_knows_is_said_with_the_nearest() {
    let staff = "staff_id,role,start_date,team\nW00123,sw,2026-01-05,North\n";
    let cases = "case_id,case_type,opened\nC1,cin,2026-01-05\n";
    let known = [
        waiver("all-staff", "staff = \"W00123\"", OCTOBER),
        waiver("all-staff", "team = \"north\"", OCTOBER),
        waiver("all-cases", "case = \"C1\"", OCTOBER),
    ];
    assert_eq!(odd(&known.concat(), "2026-10-31", Some((staff, cases))), "");
    let unknown = [
        waiver("all-staff", "staff = \"W00132\"", OCTOBER),
        waiver("all-staff", "team = \"Norht\"", OCTOBER),
        waiver("all-cases", "case = \"C-1\"", OCTOBER),
    ];
    insta::assert_snapshot!(odd(&unknown.concat(), "2026-10-31", Some((staff, cases))), @r#"
    warning[unknown-waived]: no export has the staff member `W00132`, for whom `all-staff` is waived
      --> policy.toml:20:9
       |
    20 | staff = "W00132"
       |         ^^^^^^^^
       |
       = help: did you mean `W00123`?

    warning[unknown-waived]: no export has the team `Norht`, for whom `all-staff` is waived
      --> policy.toml:28:8
       |
    28 | team = "Norht"
       |        ^^^^^^^
       |
       = help: did you mean `North`?

    warning[unknown-waived]: no export has the case `C-1`, for whom `all-cases` is waived
      --> policy.toml:36:8
       |
    36 | case = "C-1"
       |        ^^^^^
    "#);
}

#[test]
fn all_of_it_reads_as_english() {
    let besides = [
        waiver("all-staff", "staff = \"W1\"", ("2026-10-01", "2027-03-31")),
        waiver("all-cases", "team = \"North\"", OCTOBER),
        "\n[targets]\nM1 = { at = \"90%\", close = \"80%\" }\nM11 = { at = \"95%\" }\nM4 = [{ at-most = \"0 staff\" }, { at-most = \"1 day\", close = \"7 days\" }]\n".to_owned(),
        "\n[[action]]\nid = \"A-14\"\ntheme = \"staff supervision\"\nwhat = \"a second supervisor in Duty\"\nlead = \"head of service\"\nraised = 2026-10-05\nby = 2026-11-16\nevidence = \"the rota\"\n".to_owned(),
        "\n[publish]\nsuppress-up-to = 7\nround-to = 20\n".to_owned(),
    ];
    let text = show(&policy(&besides.concat()), 100);
    let begin = text.find("What is set aside").unwrap();
    let end = text.find("In all").unwrap();
    insta::assert_snapshot!(&text[begin..end], @r#"
    What is set aside

      a waiver may last 3 months at the longest

      all-staff for staff W1 (line 19)
        Because:      cover agreed
        Approved by:  PSW
        Holds:        from 1 Oct 2026 until the end of 31 Dec 2026, not 31 Mar 2027: the longest term is
                      over then

      all-cases for team North (line 27)
        Because:      cover agreed
        Approved by:  PSW
        Holds:        from 1 Oct 2026 until the end of 31 Oct 2026

    What the council wants

      M1:           90% and more, close from 80%
      M11:          95% and more
      M4:           at most 0 staff
      M4:           at most 1 day, close up to 7

    What the council is doing

      A-14: a second supervisor in Duty
        Theme:        staff supervision
        Lead:         head of service
        By:           16 Nov 2026, raised on 5 Oct 2026
        Evidence:     the rota
        Status:       open

    What is published

      counts of 1 to 7 are suppressed, totals rounded to 20
    "#);
}
