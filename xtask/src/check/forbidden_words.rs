//! What must not be left in sources: silenced lints, notes to oneself, tests that do not run.

use super::tree::extension;
use super::{Tree, Violation};

const SOURCES: [&str; 9] = ["rs", "toml", "sql", "js", "css", "html", "ftl", "sh", "yml"];

/// In code, not in comments. In two halves, so that this file does not find itself.
const CODE: [(&str, &str, &str); 4] = [
    (
        "#[al",
        "low(",
        "write `#[expect(lint, reason = \"…\")]`, which tells when it is obsolete",
    ),
    (
        "#![al",
        "low(",
        "write `#![expect(lint, reason = \"…\")]`, which tells when it is obsolete",
    ),
    ("to", "do!", "write the code"),
    (
        "#[ig",
        "nore",
        "a test runs or is deleted; a long one looks at STAFFROOM_TEST_FULL",
    ),
];

/// Anywhere, as whole words.
const WORDS: [(&str, &str); 2] = [("TO", "DO"), ("FIX", "ME")];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.with_extension(&SOURCES) {
        for (index, line) in text.lines().enumerate() {
            let code = if line.trim_start().starts_with("//") {
                ""
            } else {
                line
            };
            for (start, end, advice) in CODE {
                if extension(path) == "rs" && code.contains(&[start, end].concat()) {
                    violations.push(Violation::new(path, index, advice));
                }
            }
            for (start, end) in WORDS {
                let word = [start, end].concat();
                if line
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .any(|w| w == word)
                {
                    let message = format!("{word}: do it now, or write an issue and delete this");
                    violations.push(Violation::new(path, index, message));
                }
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::check;

    #[test]
    fn finds_code_and_words() {
        let allow = ["#[al", "low(dead_code)]\nfn f() {}\n    #![al", "low(x)]"].concat();
        let notes = [
            "a\n// TO",
            "DO: b\nTO",
            "DO_LIST\n// about to",
            "do!() itself",
        ]
        .concat();
        let code = ["to", "do!()\n#[ig", "nore = \"slow\"]"].concat();
        let files = [
            ("a.rs", allow.as_str()),
            ("b.rs", &notes),
            ("c.rs", &code),
            ("d.md", &notes),
        ];
        assert_eq!(
            places(check, &files),
            ["a.rs:1", "a.rs:3", "b.rs:2", "c.rs:1", "c.rs:2"]
        );
    }
}
