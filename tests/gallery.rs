//! A gallery of what is said of inputs: for each kind of problem one file that has it, and the whole message.
//!
//! To add a kind, add a `Case` with its files to the list of its export under `gallery/`, with an empty `says`, and
//! run this test: it prints what is said. A kind that stands in the source and in no list fails the last test.

#![expect(clippy::unwrap_used, reason = "tests")]

mod gallery {
    mod book;
    pub(crate) mod case;
    mod doubts;
    mod kinds;
    mod mappings;
    mod rows;
    mod shapes;
    mod workbooks;

    use case::Case;

    fn all() -> Vec<&'static Case> {
        let lists = [
            mappings::CASES,
            shapes::CASES,
            workbooks::CASES,
            rows::CASES,
            doubts::CASES,
        ];
        lists.into_iter().flatten().collect()
    }

    #[test]
    fn every_kind_of_problem_says_what_the_gallery_shows() {
        let wrong: Vec<String> = all().iter().filter_map(|case| case.mistake()).collect();
        assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n\n"));
    }

    #[test]
    fn sound_exports_are_in_no_gallery() {
        assert_eq!(case::SOUND.said(), Vec::<String>::new());
    }

    #[test]
    fn every_message_about_a_row_gives_its_place_and_the_next_step_or_what_was_expected() {
        for case in all() {
            let problem = case.problem().unwrap();
            if case.says_all {
                continue;
            }
            assert!(problem.place.is_some(), "{} has no place", case.kind);
            let told = problem.expected.is_some() || problem.hint.is_some();
            assert!(told, "{}: and what now?", case.kind);
        }
    }

    #[test]
    fn no_kind_of_problem_is_missing() {
        let shown: Vec<&str> = all().iter().map(|case| case.kind).collect();
        let missing = kinds::missing(&shown);
        assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
    }

    #[test]
    fn no_kind_of_mistake_in_a_policy_is_missing() {
        let missing = kinds::missing_mistakes();
        assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
    }
}
