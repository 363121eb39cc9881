//! What is kept of a file stays in proportion to it, however the file is made: counted in bytes of text, so that the
//! test does not hang on the machine.

use super::*;

/// What is kept of one file: every message with its value, and every rejected row.
fn kept(text: &str) -> usize {
    match one(Export::Staff, text.as_bytes(), "") {
        Ok(data) => {
            let rejects = data.rejects.iter().map(|reject| reject.text.len());
            let doubts = doubts(&data, taken());
            let problems = data.problems.iter().chain(&doubts);
            let words = problems.map(|problem| problem.to_string().len());
            rejects.sum::<usize>() + words.sum::<usize>()
        }
        Err(Unusable(problems)) => problems
            .iter()
            .map(|problem| problem.to_string().len())
            .sum(),
    }
}

/// Makes a file of about so many bytes.
type Make = fn(usize) -> String;

/// A file of about so many bytes, made to be as costly as can be.
const HOSTILE: [(&str, Make); 9] = [
    ("a long header over many blank cells", |size| {
        let pad = "h".repeat(size / 2);
        format!("staff_id,role,start_date,{pad}\n") + &"a,,,\n".repeat(size / 10)
    }),
    ("a required column with a long header", |size| {
        let pad = "-".repeat(size / 2);
        format!("staff_id,role{pad},start_date\n") + &"a,,\n".repeat(size / 8)
    }),
    ("rows that differ in columns with long headers", |size| {
        let (one, two) = ("x".repeat(size / 4), "y".repeat(size / 4));
        let rows: Vec<String> = (0..size / 48)
            .map(|row| format!("a,b,2026-01-05,{row},{row}\n"))
            .collect();
        format!("staff_id,role,start_date,{one},{two}\n") + &rows.concat()
    }),
    ("headers that are all alike", |size| {
        format!("staff_id,role,start_date{}\n", ",h".repeat(size / 2))
    }),
    ("a stray mark on each line", |size| {
        "staff_id,role,start_date\n".to_owned() + &"a\"\n".repeat(size / 3)
    }),
    ("a cell that is opened on each line", |size| {
        "staff_id,role,start_date\n".to_owned() + &"\"a\n".repeat(size / 3)
    }),
    ("one cell as long as the file", |size| {
        format!("staff_id,role,start_date\na,b,{}\n", "x".repeat(size))
    }),
    ("the same row again and again", |size| {
        "staff_id,role,start_date\n".to_owned() + &"a,b,2026-01-05\n".repeat(size / 15)
    }),
    ("short ids that are nearly one long id", |size| {
        let known = "-".repeat(size / 2) + "1";
        let rows: Vec<String> = (0..size / 48)
            .map(|row| format!("p{row},b,2026-01-05,{}1\n", "0".repeat(row % 99)))
            .collect();
        format!("staff_id,role,start_date,supervisor_id\n{known},b,2026-01-05,\n") + &rows.concat()
    }),
];

#[test]
fn twice_the_file_keeps_about_twice_as_much() {
    for (what, file) in HOSTILE {
        let [small, large] = [20_000, 80_000].map(|size| {
            let text = file(size);
            let kept = kept(&text);
            // A row of two bytes may cost a message of two hundred, a row of none nothing.
            assert!(
                kept <= 150 * text.len(),
                "{what}: {kept} of {} bytes",
                text.len()
            );
            kept
        });
        assert!(
            large <= 5 * small + 5_000,
            "{what}: {small} grows to {large}"
        );
    }
}
