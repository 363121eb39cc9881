//! Folders with an `oversight.toml`.

use super::council::Council;

const KEYS: &str = "\
policy = \"policy.toml\"
taken = 2026-11-05
staff = \"staff.csv\"
cases = \"cases.csv\"
sessions = [{ file = \"sessions.csv\", covers-from = 2026-09-01 }]
";

fn audit(council: &Council) -> super::council::Run {
    council.run(&["audit", ".", "--month", "2026-10"])
}

#[test]
fn a_folder_is_audited_with_one_word() {
    audit(&Council::of_folder(KEYS)).ends(0).quietly();
    let banner = "banner = \"MADE UP\"\n".to_owned() + KEYS;
    audit(&Council::of_folder(&banner))
        .ends(0)
        .prints(&["*** MADE UP ***"]);
    let marked = "\u{feff}".to_owned() + &KEYS.replace('\n', "\r\n");
    audit(&Council::of_folder(&marked)).ends(0).quietly();
}

#[test]
fn a_folder_without_an_oversight_toml() {
    audit(&Council::new()).refused(&[
        "`.` has no `oversight.toml`",
        "names policy, staff, cases and sessions",
        "write it with: oversight init .;",
        "--policy, --staff, --cases and --sessions",
    ]);
}

#[test]
fn a_folder_that_is_not_there_or_is_a_file() {
    let council = Council::new();
    council
        .run(&["audit", "ocotber"])
        .refused(&["`ocotber` is not there"]);
    council
        .run(&["audit", "policy.toml"])
        .refused(&["`policy.toml` is a file, expected a folder", "--policy"]);
}

#[test]
fn a_key_that_is_unknown_or_missing() {
    let unknown = KEYS.replace("staff =", "staf =");
    audit(&Council::of_folder(&unknown))
        .refused(&["oversight.toml:3: unknown key `staf`; did you mean `staff`?"]);
    let unknown = KEYS.replace("covers-from", "covers");
    audit(&Council::of_folder(&unknown))
        .refused(&["oversight.toml:5: unknown key `covers`", "`covers-from`"]);
    let missing = KEYS.replace("cases = \"cases.csv\"\n", "");
    audit(&Council::of_folder(&missing)).refused(&[
        "oversight.toml: `cases` is missing",
        "cases = \"export.csv\"",
    ]);
    audit(&Council::of_folder("")).refused(&["`policy` is missing", "policy = \"policy.toml\""]);
}

#[test]
fn files_it_names_that_are_not_there_all_at_once() {
    let one = KEYS.replace("staff.csv", "people.csv");
    audit(&Council::of_folder(&one))
        .refused(&["`people.csv`, which", "oversight.toml` names, is not there"]);
    let two = one.replace("policy.toml", "rules.toml");
    audit(&Council::of_folder(&two))
        .refused(&["`rules.toml`, `people.csv`, which", "names, are not there"]);
}

#[test]
fn dates_and_quotation_marks() {
    for (written, words) in [
        ("taken = 05/11/2026", "a day such as 2026-10-31"),
        ("taken = \"yesterday\"", "such as `2026-10-31`"),
        ("taken = \"2026-02-31\"", "2026-02-31"),
    ] {
        let keys = KEYS.replace("taken = 2026-11-05", written);
        audit(&Council::of_folder(&keys)).refused(&["oversight.toml:2: ", words]);
    }
    let bare = KEYS.replace("\"staff.csv\"", "staff.csv");
    audit(&Council::of_folder(&bare)).refused(&["oversight.toml:3: ", "quotation marks"]);
}

#[test]
fn a_path_as_windows_shows_it() {
    for written in ["\"C:\\Data\\staff.csv\"", "\"data\\book.csv\""] {
        let keys = KEYS.replace("\"staff.csv\"", written);
        audit(&Council::of_folder(&keys)).refused(&[
            "oversight.toml",
            "expected `/`, such as `C:/Data/staff.csv`",
        ]);
    }
}

#[test]
fn a_folder_is_not_given_together_with_files() {
    let council = Council::of_folder(KEYS);
    for (name, file) in [("--policy", "policy.toml"), ("--sessions", "sessions.csv")] {
        council
            .run(&["audit", ".", name, file])
            .refused(&["cannot be used with", name]);
    }
    council
        .run(&["audit", ".", "--month", "2026-10", "--taken", "2026-11-09"])
        .ends(0)
        .prints(&["9 Nov 2026"]);
}

#[test]
fn slips_of_toml_are_named_in_plain_words() {
    let curly = KEYS.replace("\"staff.csv\"", "“staff.csv”");
    audit(&Council::of_folder(&curly)).refused(&[
        "oversight.toml:3: a value stands in curly quotation marks",
        "expected straight ones",
    ]);
    let twice = KEYS.to_owned() + "staff = \"leavers.csv\"\n";
    audit(&Council::of_folder(&twice)).refused(&[
        "oversight.toml:6: `staff` stands twice, expected once",
        "staff = [\"…\", \"…\"]",
    ]);
}
