//! Exports in a national layout: the preset is proposed by name, and what it can't know is said.

use std::fs;

use crate::{accounts, bare, path, read, run};

/// The accounts without the column that tells how many rows were left out by what nobody could know.
fn proposed(folder: &tempfile::TempDir) -> (u8, String, String) {
    let (exit, out, err) = run(&["init", path(folder), "--taken", "2026-11-05"]);
    assert_eq!(err, "");
    (exit, out, read(folder, "mapping.toml"))
}

#[test]
fn the_example_of_each_preset_is_audited_from_its_bare_exports() {
    for (preset, files) in [("ssd", 8), ("annex-a", 4), ("workforce-census", 1)] {
        let example = format!("presets/{preset}");
        let folder = bare(&example);
        let (exit, out, mapping) = proposed(&folder);
        assert_eq!(exit, 0, "{preset}: {out}");
        assert_eq!(mapping.matches("\npreset = ").count(), 1);
        assert!(
            mapping.contains(&format!("\npreset = \"{preset}\"")),
            "{mapping}"
        );
        let like = if preset == "workforce-census" {
            "those of `workforce-census`".to_owned()
        } else {
            format!("in `{preset}`\n")
        };
        assert_eq!(out.matches(&like).count(), files, "{out}");
        let committed = accounts(&format!("examples/{example}"));
        assert_eq!(accounts(path(&folder)), committed, "{mapping}\n{out}");
    }
}

#[test]
fn of_a_file_of_several_years_the_latest_is_proposed() {
    let (_, out, mapping) = proposed(&bare("presets/workforce-census"));
    assert!(
        mapping
            .contains("only = { year = [\"2026\"] }             # the file has rows of `2025` too"),
        "{mapping}"
    );
    assert!(
        out.contains("\ndecided:\n  of `workforce census.csv` only the rows of 2026 are kept, as it has rows of `2025` too\n"),
        "{out}"
    );
}

#[test]
fn files_of_other_names_are_read_as_the_preset_would() {
    let folder = bare("presets/annex-a");
    for (list, name) in [("6", "in need"), ("7", "plans"), ("8", "looked after")] {
        let of = |name: String| folder.path().join(name);
        fs::rename(of(format!("List {list}.csv")), of(format!("{name}.csv"))).unwrap();
    }
    let (exit, out, mapping) = proposed(&folder);
    assert_eq!(exit, 0, "{out}");
    let told = "# plans.csv: all of its 9 columns";
    assert!(
        !mapping.contains(told),
        "most of them are left aside: {mapping}"
    );
    assert!(
        mapping.contains("`annex-a` knows it by another name:\n[[mapping]]\n"),
        "{mapping}"
    );
    let rows = |mut accounts: Vec<String>| {
        for account in &mut accounts {
            *account = account.split_once("\" ").unwrap().1.to_owned();
        }
        accounts.sort();
        accounts
    };
    let (_, committed) = accounts("examples/presets/annex-a");
    let (_, own) = accounts(path(&folder));
    assert_eq!(rows(own), rows(committed), "{mapping}");
}

#[test]
fn of_two_presets_the_second_stands_in_full() {
    let folder = bare("presets/ssd");
    fs::remove_file(folder.path().join("ssd_professionals.csv")).unwrap();
    let census =
        "SWENo,OrgRole,RoleStartDate,RoleEndDate\n100798,5,2020-01-06,\n100871,5,2020-01-06,\n";
    fs::write(folder.path().join("workforce.csv"), census).unwrap();
    let (exit, out, mapping) = proposed(&folder);
    assert_eq!(exit, 0, "{out}");
    assert!(mapping.contains("\npreset = \"ssd\" "), "{mapping}");
    assert!(
        mapping.contains(
            "# workforce.csv: all of its 4 columns are those of `workforce-census`; only one preset can be named, so \
             `workforce-census` stands here:\n[[mapping]]\nexport = \"staff\"\nfiles = [\"workforce.csv\"]\n"
        ),
        "{mapping}"
    );
    let (_, accounts) = accounts(path(&folder));
    let staff = r#""workforce.csv" "staff" 2 2 0 "#;
    assert!(
        accounts.iter().any(|account| account.starts_with(staff)),
        "{accounts:?}"
    );
}

#[test]
fn what_a_preset_keeps_and_a_file_has_not_is_told() {
    let folder = bare("presets/ssd");
    let name = folder.path().join("ssd_involvements.csv");
    let other = fs::read_to_string(&name)
        .unwrap()
        .replace(",CW,", ",KEYWRK,");
    fs::write(&name, other).unwrap();
    let (_, out, _) = proposed(&folder);
    let told = "`ssd_involvements.csv`, column `invo_professional_role_id`: no row has `allocated-case-worker`, `cw`, ";
    assert!(out.contains(told), "{out}");
    assert!(
        out.contains("say in the mapping which are meant: only.role = [\"…\"]"),
        "{out}"
    );
}
