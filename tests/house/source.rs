//! Rust source as the house rules see it: tokens with their lines, doc comments apart, test code marked.

use std::fs;
use std::path::Path;

use super::lexer::{Kind, Token, lex};

/// One Rust file, read and cut into tokens.
pub(crate) struct Source {
    /// Path below the root, with `/` on every system.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) tokens: Vec<Token>,
    /// Doc comments: the line each is on, and its text without the slashes.
    pub(crate) docs: Vec<(usize, String)>,
    in_test: Vec<bool>,
}

/// A path as written, with the braces of a `use` opened out.
pub(crate) struct Named {
    pub(crate) token: usize,
    pub(crate) segments: Vec<String>,
}

/// Every `.rs` file below `folder`, in order of path.
///
/// Panics when there is none: a check that looked at nothing has not passed.
pub(crate) fn sources(root: &Path, folder: &str) -> Vec<Source> {
    let mut found: Vec<Source> = files(root, folder)
        .into_iter()
        .filter(|path| has_extension(path, "rs"))
        .map(|path| Source::read(root, path))
        .collect();
    assert!(
        !found.is_empty(),
        "nothing to check: no .rs file under {folder}/"
    );
    let test_modules: Vec<String> = found.iter().flat_map(Source::test_modules).collect();
    for source in &mut found {
        let under = |module: &String| {
            source.path == format!("{module}.rs") || source.path.starts_with(&format!("{module}/"))
        };
        if test_modules.iter().any(under) {
            source.in_test.fill(true);
        }
    }
    found
}

/// Every file below `folder`, in order of path; empty when there is no such folder.
pub(crate) fn files(root: &Path, folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        return found;
    };
    for entry in entries {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            // What the fuzzer's package was built into, and what the browser's checks stand on.
            if entry.file_name() == "target" || entry.file_name() == "node_modules" {
                continue;
            }
            found.extend(files(root, &path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

pub(crate) fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|found| found == extension)
}

impl Source {
    fn read(root: &Path, path: String) -> Self {
        let text = fs::read_to_string(root.join(&path)).unwrap();
        Self::parse(path, text)
    }

    pub(crate) fn parse(path: String, text: String) -> Self {
        let (tokens, docs) = lex(&text);
        let mut source = Self {
            in_test: vec![false; tokens.len()],
            path,
            text,
            tokens,
            docs,
        };
        for (start, end) in source.test_items() {
            source.in_test[start..end].fill(true);
        }
        source
    }

    pub(crate) fn kind(&self, index: usize) -> Option<&Kind> {
        self.tokens.get(index).map(|token| &token.kind)
    }

    pub(crate) fn word(&self, index: usize) -> Option<&str> {
        match self.kind(index) {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        }
    }

    pub(crate) fn literal(&self, index: usize) -> Option<&str> {
        match self.kind(index) {
            Some(Kind::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_mark(&self, index: usize, mark: char) -> bool {
        self.kind(index) == Some(&Kind::Mark(mark))
    }

    pub(crate) fn is_separator(&self, index: usize) -> bool {
        self.kind(index) == Some(&Kind::Separator)
    }

    /// Whether the token stands in an item under `#[cfg(test)]`.
    pub(crate) fn in_test(&self, index: usize) -> bool {
        self.in_test.get(index).copied().unwrap_or(false)
    }

    /// `path:line`, as an editor opens it.
    pub(crate) fn place(&self, index: usize) -> String {
        let line = self.tokens.get(index).map_or(0, |token| token.line);
        format!("{}:{line}", self.path)
    }

    /// Whether the tokens from `index` on are these words and marks.
    pub(crate) fn reads(&self, index: usize, expected: &[&str]) -> bool {
        expected
            .iter()
            .enumerate()
            .all(|(offset, expected)| match self.kind(index + offset) {
                Some(Kind::Word(word)) => word == expected,
                Some(Kind::Mark(mark)) => expected.chars().eq([*mark]),
                Some(Kind::Separator) => *expected == "::",
                Some(Kind::Text(_)) | None => false,
            })
    }

    /// The index of the bracket that closes the one at `open`.
    pub(crate) fn closing(&self, open: usize) -> usize {
        let mut depth = 0_usize;
        for index in open..self.tokens.len() {
            match self.tokens[index].kind {
                Kind::Mark('{' | '(' | '[') => depth += 1,
                Kind::Mark('}' | ')' | ']') => depth = depth.saturating_sub(1),
                Kind::Mark(_) | Kind::Word(_) | Kind::Text(_) | Kind::Separator => {}
            }
            if depth == 0 {
                return index;
            }
        }
        self.tokens.len().saturating_sub(1)
    }

    /// The first `{` or `;` from `index` on that stands outside `(…)` and `[…]`.
    pub(crate) fn body_or_end(&self, mut index: usize) -> usize {
        while index < self.tokens.len() {
            match self.tokens[index].kind {
                Kind::Mark('{' | ';') => return index,
                Kind::Mark('(' | '[') => index = self.closing(index) + 1,
                Kind::Mark(_) | Kind::Word(_) | Kind::Text(_) | Kind::Separator => index += 1,
            }
        }
        index
    }

    /// The module the token stands in, from the crate's root, inline modules counted.
    pub(crate) fn module_at(&self, token: usize) -> Vec<String> {
        let mut module = self.file_module();
        for index in 0..token {
            if self.word(index) == Some("mod")
                && self.is_mark(index + 2, '{')
                && self.closing(index + 2) > token
            {
                module.extend(self.word(index + 1).map(str::to_owned));
            }
        }
        module
    }

    /// The module this file is: `src/rules/mod.rs` is `rules`, `src/rules/late.rs` is `rules::late`.
    fn file_module(&self) -> Vec<String> {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let below = below.strip_suffix(".rs").unwrap_or(below);
        let mut module: Vec<String> = below.split('/').map(str::to_owned).collect();
        if matches!(
            module.last().map(String::as_str),
            Some("mod" | "lib" | "main")
        ) {
            module.pop();
        }
        module
    }

    /// Every path the code names, test code too.
    pub(crate) fn paths(&self) -> Vec<Named> {
        let mut found = Vec::new();
        let mut index = 0;
        while index < self.tokens.len() {
            index = if self.starts_path(index) {
                self.walk_path(index, Vec::new(), &mut found)
            } else {
                index + 1
            };
        }
        found
    }

    fn starts_path(&self, index: usize) -> bool {
        if !self.is_path_word(index) {
            return false;
        }
        let before = |back: usize| index.checked_sub(back);
        let field = before(1).is_some_and(|at| self.is_mark(at, '.'))
            && !before(2).is_some_and(|at| self.is_mark(at, '.'));
        let continued = before(1).is_some_and(|at| self.is_separator(at))
            && before(2).is_some_and(|at| self.is_path_word(at) || self.is_mark(at, '>'));
        !field && !continued
    }

    fn is_path_word(&self, index: usize) -> bool {
        self.word(index).is_some_and(|word| {
            !matches!(
                word,
                "use" | "as" | "return" | "dyn" | "impl" | "in" | "for" | "mut" | "ref" | "where"
            ) && !matches!(
                word,
                "match" | "if" | "else" | "let" | "pub" | "break" | "move"
            )
        })
    }

    fn walk_path(&self, index: usize, mut path: Vec<String>, found: &mut Vec<Named>) -> usize {
        path.extend(self.word(index).map(str::to_owned));
        if self.is_separator(index + 1) {
            if self.is_path_word(index + 2) {
                return self.walk_path(index + 2, path, found);
            }
            if self.is_mark(index + 2, '{') {
                return self.walk_braces(index + 2, &path, found);
            }
            if self.is_mark(index + 2, '*') {
                path.push("*".to_owned());
            }
        }
        found.push(Named {
            token: index,
            segments: path,
        });
        index + 1
    }

    fn walk_braces(&self, open: usize, path: &[String], found: &mut Vec<Named>) -> usize {
        let mut index = open + 1;
        while index < self.tokens.len() && !self.is_mark(index, '}') {
            index = if self.word(index) == Some("as") {
                index + 2
            } else if self.is_path_word(index) {
                self.walk_path(index, path.to_vec(), found)
            } else if self.is_mark(index, '{') {
                self.walk_braces(index, path, found)
            } else {
                if self.is_mark(index, '*') && self.is_mark(index - 1, '{') {
                    found.push(Named {
                        token: index,
                        segments: [path, &["*".to_owned()]].concat(),
                    });
                }
                index + 1
            };
        }
        index + 1
    }

    /// The token ranges of the items under `#[cfg(test)]`.
    fn test_items(&self) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for start in 0..self.tokens.len() {
            let only_tests = self.reads(start, &["#", "[", "cfg", "(", "test", ")", "]"])
                || self.reads(start, &["#", "[", "cfg", "(", "all", "(", "test"]);
            if !only_tests {
                continue;
            }
            let item = self.after_attributes(start);
            let end = match self.word(item) {
                Some("use") => (item..self.tokens.len())
                    .find(|&index| self.is_mark(index, ';'))
                    .unwrap_or(item),
                Some(
                    "mod" | "pub" | "fn" | "impl" | "struct" | "enum" | "const" | "static"
                    | "trait" | "type" | "macro_rules",
                ) => self.closing(self.body_or_end(item)),
                _ => continue,
            };
            found.push((start, (end + 1).min(self.tokens.len())));
        }
        found
    }

    /// Where the item under the attributes at `index` begins.
    pub(crate) fn after_attributes(&self, mut index: usize) -> usize {
        while self.is_mark(index, '#') && self.is_mark(index + 1, '[') {
            index = self.closing(index + 1) + 1;
        }
        index
    }

    /// The modules declared `#[cfg(test)] mod name;`, as the path of their file without `.rs`.
    fn test_modules(&self) -> Vec<String> {
        let folder = match self.path.rsplit_once('/') {
            Some((folder, "mod.rs" | "lib.rs" | "main.rs")) => folder,
            Some(_) | None => self.path.strip_suffix(".rs").unwrap_or(&self.path),
        };
        (0..self.tokens.len())
            .filter(|&index| self.in_test(index) && self.word(index) == Some("mod"))
            .filter(|&index| self.is_mark(index + 2, ';'))
            .filter_map(|index| self.word(index + 1))
            .map(|name| format!("{folder}/{name}"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::planted::Planted;
    use super::{Source, sources};

    fn parse(text: &str) -> Source {
        Source::parse("src/records/read.rs".to_owned(), text.to_owned())
    }

    fn paths(text: &str) -> Vec<String> {
        let source = parse(text);
        let named = source.paths().into_iter();
        named
            .map(|named| named.segments.join("::"))
            .filter(|path| path.contains("::"))
            .collect()
    }

    #[test]
    fn a_use_with_braces_is_opened_out() {
        assert_eq!(
            paths("use crate::{place::{Place, Row as Line}, problem, engine::*};"),
            [
                "crate::place::Place",
                "crate::place::Row",
                "crate::problem",
                "crate::engine::*"
            ]
        );
        assert_eq!(
            paths("use ::std::{env, fs::*};"),
            ["std::env", "std::fs::*"]
        );
    }

    #[test]
    fn paths_in_expressions_are_seen_and_fields_are_not() {
        assert_eq!(
            paths("fn f() { a.crate_of::<u8>(); for i in 0..super::LAST { Vec::<i8>::new(); } }"),
            ["super::LAST"]
        );
    }

    #[test]
    fn items_under_cfg_test_are_test_code_and_the_rest_is_not() {
        let source = parse(
            "use a::b;\n#[cfg(test)]\nuse c::{d};\n#[cfg(test)]\n#[expect(x)]\nmod tests { fn e() {} }\nfn g() {}",
        );
        let outside: Vec<&str> = (0..source.tokens.len())
            .filter(|&index| !source.in_test(index))
            .filter_map(|index| source.word(index))
            .collect();
        assert_eq!(outside, ["use", "a", "b", "fn", "g"]);
    }

    #[test]
    fn a_test_module_in_its_own_file_is_test_code() {
        let tree = Planted::new();
        tree.file(
            "src/place.rs",
            "//! A.\nstruct A;\n#[cfg(test)]\nmod tests;\n",
        );
        tree.file("src/place/tests.rs", "//! B.\nuse crate::engine;\n");
        let found = sources(tree.root(), "src");
        assert!(!found[0].in_test(0));
        assert!(found[1].in_test(0));
    }

    #[test]
    fn a_module_is_named_from_the_root_with_inline_modules() {
        let source = parse("mod a { fn f() {} }\nmod b { mod c { use x; } }");
        let at = (0..source.tokens.len()).find(|&index| source.word(index) == Some("x"));
        assert_eq!(source.module_at(at.unwrap()), ["records", "read", "b", "c"]);
    }

    #[test]
    #[should_panic(expected = "nothing to check")]
    fn a_tree_without_source_does_not_pass() {
        sources(Planted::new().root(), "src");
    }
}
