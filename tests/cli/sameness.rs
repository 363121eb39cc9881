//! The same exports give the same report, however their rows stand and their files are written.

use super::council::{CASES, Council, SESSIONS, STAFF, behind, findings};

/// The rows of a file from the last to the first, under the same header.
fn reversed(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    lines.join("\n") + "\n"
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let (one, two) = (
        Council::of_sessions(&behind()),
        Council::of_sessions(&behind()),
    );
    for format in ["table", "json", "csv"] {
        let asked = ["--month", "2026-10", "--format", format];
        assert_eq!(one.audit(&asked).out, two.audit(&asked).out, "{format}");
    }
}

#[test]
fn the_order_of_rows_changes_no_finding() {
    let straight = Council::of_sessions(&behind());
    let turned = Council::of_sessions(&reversed(&behind()))
        .with("staff.csv", reversed(STAFF))
        .with("cases.csv", reversed(CASES));
    assert_eq!(findings(&straight.json()), findings(&turned.json()));
    assert!(!findings(&turned.json()).is_empty());
}

#[test]
fn examples_give_the_same_findings_with_their_rows_reversed() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("examples/newcastle");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let policy = std::fs::read_to_string(root.join("policies/newcastle.toml")).unwrap();
    let keys = read("oversight.toml").replace("../../policies/", "");
    let council = |order: fn(&str) -> String| {
        Council::of_folder(&keys)
            .with("newcastle.toml", &policy)
            .with("mapping.toml", read("mapping.toml"))
            .with("workforce.csv", order(&read("workforce.csv")))
            .with("allocations.csv", order(&read("allocations.csv")))
            .with("supervision.csv", order(&read("supervision.csv")))
            .with("absence.csv", order(&read("absence.csv")))
            .with("appraisals.csv", order(&read("appraisals.csv")))
            .with(
                "management_reports.csv",
                order(&read("management_reports.csv")),
            )
    };
    let found = |council: &Council| {
        let run = council.run(&["audit", ".", "--month", "2026-10", "--format", "json"]);
        findings(&serde_json::from_str(&run.ends(1).out).unwrap())
    };
    let straight = found(&council(str::to_owned));
    assert!(straight.len() > 10, "{straight:?}");
    assert_eq!(straight, found(&council(reversed)));
}

#[test]
fn what_excel_does_to_a_file_changes_nothing() {
    let expected = findings(&Council::of_sessions(&behind()).json());
    let text = behind();
    let wide: Vec<u8> = "\u{feff}"
        .chars()
        .chain(text.replace(',', "\t").chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [
        text.replace('\n', "\r\n").into_bytes(),
        format!("\u{feff}{text}").into_bytes(),
        format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes(),
        text.replace(',', ";").into_bytes(),
        text.replace('\n', "\r").into_bytes(),
        text.trim_end().as_bytes().to_vec(),
        wide,
    ] {
        let council = Council::new().with("sessions.csv", bytes);
        assert_eq!(findings(&council.json()), expected);
        council.october().ends(1);
    }
    let staff = STAFF.replace("Cat Cole", "Zoë Cole");
    // As Excel's plain CSV has it.
    let latin: Vec<u8> = staff
        .chars()
        .map(|letter| u8::try_from(letter).unwrap())
        .collect();
    let report = Council::of_sessions(&behind())
        .with("staff.csv", latin)
        .json();
    assert_eq!(report["findings"][0]["subject"]["name"], "Zoë Cole");
}

#[test]
fn names_with_spaces_and_letters_of_every_kind() {
    let council = Council::new()
        .with("Staff List – Mai.csv", STAFF)
        .with("Fälle 2026.csv", CASES)
        .with("séances (1).csv", behind());
    council
        .run(&[
            "audit",
            "--policy",
            "policy.toml",
            "--staff",
            "Staff List – Mai.csv",
            "--cases",
            "Fälle 2026.csv",
            "--sessions",
            "séances (1).csv",
            "--taken",
            "2026-11-05",
            "--month",
            "2026-10",
        ])
        .ends(1)
        .quietly()
        .prints(&["\"Staff List – Mai.csv\""]);
}

#[test]
fn several_files_of_one_export_are_one_body_of_rows() {
    let (personal, case): (Vec<&str>, Vec<&str>) = SESSIONS
        .lines()
        .skip(1)
        .partition(|line| line.contains("personal"));
    let header = SESSIONS.lines().next().unwrap();
    let file = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    let council = Council::of_sessions(&file(&personal)).with("case.csv", file(&case));
    council
        .audit(&["--month", "2026-10", "--sessions", "case.csv"])
        .ends(0)
        .prints(&["sessions 10 of 10"]);
}
