//! Files are written whole or not at all, for their owner only, whatever stops the program.

use std::process::Command;
use std::time::{Duration, Instant};

use super::council::{Council, FILES, OCTOBER, Run, behind};

const OLD: &str = "the report of last month";

/// The arguments of an audit into a file.
fn into_file(name: &str) -> Vec<&str> {
    [&FILES[..], OCTOBER, &["-o", name]].concat()
}

#[test]
fn a_killed_program_leaves_the_old_file_or_the_new_one() {
    let council = Council::of_sessions(&behind());
    let begun = Instant::now();
    council.run(&into_file("new.json")).ends(1);
    let whole = begun.elapsed();
    let new = council.read("new.json");
    let mut kept = 0;
    for turn in 0..100u32 {
        let council = Council::of_sessions(&behind()).with("new.json", OLD);
        let mut child = council
            .command(&into_file("new.json"))
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Steps of a golden ratio come near every moment of the run, and most often near its end, when it writes.
        let moment = (f64::from(turn) * 0.618_034).fract().sqrt() * 1.05;
        std::thread::sleep(Duration::from_secs_f64(whole.as_secs_f64() * moment));
        child.kill().ok();
        child.wait().unwrap();
        let found = council.read("new.json");
        // The report names its own call, which is the same each time.
        assert!(
            found == OLD || found == new,
            "turn {turn}: {} bytes",
            found.len()
        );
        kept += u32::from(found == OLD);
    }
    assert!(kept > 0, "no run was stopped before it had written");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_finished_leaves_the_old_one() {
    let council = Council::of_sessions(&behind()).with("new.json", OLD);
    // No file may grow beyond 512 bytes, as on a disk that is full; the signal for it is ignored, as a disk sends none.
    let mut shell = Command::new("sh");
    let call = format!(
        "trap '' XFSZ; ulimit -f 1; exec '{}' \"$@\"",
        env!("CARGO_BIN_EXE_oversight")
    );
    shell
        .arg("-c")
        .arg(call)
        .arg("sh")
        .args(into_file("new.json"));
    shell.current_dir(council.path("."));
    let run = Run::of(shell.output().unwrap()).ends(2);
    run.says(&["`new.json` can't be written"]);
    assert_eq!(council.read("new.json"), OLD);
    let names = std::fs::read_dir(council.path(".")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(|name| name.starts_with('.')).count(), 0);
}

#[cfg(unix)]
#[test]
fn every_output_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let council = Council::of_sessions(&behind());
    let files = ["a.txt", "a.json", "a.csv", "r.csv", "c.csv", "p.html"];
    let more = [
        "-o",
        files[0],
        "-o",
        files[1],
        "-o",
        files[2],
        "--rejects",
        files[3],
    ];
    council.audit(&[OCTOBER, &more].concat()).ends(1);
    let of = |command, more: &[&str]| {
        let mut arguments = FILES.to_vec();
        arguments[0] = command;
        arguments.extend(more);
        council.run(&arguments);
    };
    of("check", &["-o", files[4]]);
    of("report", &["--month", "2026-10", "-o", files[5]]);
    for file in files {
        let allowed = council.path(file).metadata().unwrap().permissions();
        assert_eq!(allowed.mode() & 0o777, 0o600, "{file}");
    }
}

#[test]
fn no_message_names_anybody_or_quotes_a_note() {
    let secret = "Zara Quill";
    let rows = [
        format!("{secret},personal,W1,M1,,B1,2026-10-02"),
        format!("2026-10-01,personal,W1,M1,,B2,{secret}"),
        format!("2026-10-01,personal,W1,M1,,B3,2026-10-02,{secret}"),
        format!("2026-10-01,\"personal\" {secret},W1,M1,,B4,2026-10-02"),
        format!("2026-10-01,{secret}"),
        format!("2026-10-01,personal,W1,M1,,B5,\"2026-10-02 {secret}"),
    ];
    let staff = format!(
        "{}W3,{secret},Social Worker,North,M1,{secret},\nW4,{secret},Social Worker,North,M1,2024-01-08,{secret}\n",
        super::council::STAFF
    );
    let exports = rows.map(|row| format!("{}{row}\n", behind()));
    for sessions in exports {
        let council = Council::of_sessions(&sessions).with("staff.csv", &staff);
        let mut check = FILES.to_vec();
        check[0] = "check";
        for run in [council.october(), council.run(&check)] {
            assert!(run.code > 1, "{}", run.err);
            for said in [&run.err, &run.out] {
                assert!(!said.contains("Zara") && !said.contains("Quill"), "{said}");
            }
        }
    }
}
