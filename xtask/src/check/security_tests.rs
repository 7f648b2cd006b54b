//! Every line of the security checklist has a test, or a reason why not.
//!
//! The lines are in `docs/developers/security-tests.md`. Tests name theirs at the beginning of their
//! documentation: `/// Checklist 24. Catalogue 13, 14.`

use std::collections::{BTreeMap, BTreeSet};

use super::{Tree, Violation};

const PAGE: &str = "docs/developers/security-tests.md";
/// Of a line in the checklist that needs no test yet.
const NOT_YET: &str = "not yet: ";

/// A line of a table of the page.
struct Line {
    index: usize,
    is_excused: bool,
}

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let page: Vec<&str> = tree
        .text(PAGE)
        .map(|text| text.lines().collect())
        .unwrap_or_default();
    let mut violations = Vec::new();
    for name in ["Checklist", "Catalogue"] {
        let lines = lines_of(&page, name);
        let mut covered = BTreeSet::new();
        for (path, text) in tree.with_extension(&["rs"]) {
            for (index, number) in named(path, text, name) {
                covered.insert(number);
                if !lines.contains_key(&number) {
                    let message = format!("{PAGE} has no line {number} in its {name}");
                    violations.push(Violation::new(path, index, message));
                }
            }
        }
        if name == "Checklist" {
            violations.extend(uncovered(&lines, &covered));
        }
    }
    violations
}

fn uncovered(lines: &BTreeMap<u32, Line>, covered: &BTreeSet<u32>) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (number, line) in lines {
        let message = match (covered.contains(number), line.is_excused) {
            (false, false) => format!(
                "no test says that it covers this line; write one that begins with \
                 `/// Checklist {number}.`, or say `{NOT_YET}…` here and why"
            ),
            (true, true) => "a test covers this line; take the excuse away".to_owned(),
            _ => continue,
        };
        violations.push(Violation::new(PAGE, line.index, message));
    }
    violations
}

/// The numbered lines of the table below a heading.
fn lines_of(page: &[&str], name: &str) -> BTreeMap<u32, Line> {
    let heading = format!("## {name}");
    let mut found = BTreeMap::new();
    let mut is_below = false;
    for (index, line) in page.iter().enumerate() {
        if line.starts_with("## ") {
            is_below = *line == heading;
        }
        let mut cells = line.split('|').map(str::trim).skip(1);
        let number = cells.next().and_then(|cell| cell.parse().ok());
        if let Some(number) = number.filter(|_| is_below) {
            let is_excused = cells
                .nth(1)
                .and_then(|state| state.strip_prefix(NOT_YET))
                .is_some_and(|reason| !reason.is_empty());
            found.insert(number, Line { index, is_excused });
        }
    }
    found
}

/// The numbers that the documentation of tests names, with where.
fn named(path: &str, text: &str, name: &str) -> Vec<(usize, u32)> {
    // What is named in this file is made up.
    if path == file!() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let Some(said) = line.trim_start().strip_prefix("/// ") else {
            continue;
        };
        // Only at the beginning: `Checklist 1. Catalogue 2. And then what it is about.`
        let sentences = said
            .split(". ")
            .map(|sentence| sentence.trim_end_matches('.'));
        for sentence in sentences {
            let Some((kind, numbers)) = sentence.split_once(' ') else {
                break;
            };
            if !["Checklist", "Catalogue"].contains(&kind) {
                break;
            }
            if kind == name {
                let numbers = numbers.split(", ").filter_map(|number| number.parse().ok());
                found.extend(numbers.map(|number| (index, number)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::{PAGE, check};

    const TABLES: &str = "# Title\n## Checklist\n| line | what | state |\n|---|---|---|\n\
                          | 1 | a | |\n| 2 | b | not yet: why |\n| 3 | c | |\n\
                          ## Catalogue\n| 1 | d |\n";

    #[test]
    fn wants_a_test_for_each_line_that_has_no_excuse() {
        let one = "/// Checklist 1. Catalogue 1. What it is about.\n#[test]\nfn a() {}\n";
        assert_eq!(
            places(check, &[(PAGE, TABLES), ("crates/a.rs", one)]),
            ["docs/developers/security-tests.md:7"]
        );
        let all = "    /// Checklist 1, 3.\n";
        assert_eq!(
            places(check, &[(PAGE, TABLES), ("crates/a.rs", all)]),
            [""; 0]
        );
    }

    #[test]
    fn refuses_excuses_for_what_has_a_test_and_numbers_that_are_not_there() {
        let files = [
            (PAGE, TABLES),
            (
                "crates/a.rs",
                "/// Checklist 1, 2, 3.\n/// Checklist 4. Catalogue 9.\n",
            ),
        ];
        assert_eq!(
            places(check, &files),
            [
                "crates/a.rs:2",
                "crates/a.rs:2",
                "docs/developers/security-tests.md:6"
            ]
        );
    }

    #[test]
    fn passes_over_what_only_mentions_a_line() {
        let text = "/// As in Checklist 3. And so on.\n// Checklist 3.\n/// Checklist 1.\n";
        let page = TABLES.replace("| 3 | c | |\n", "");
        assert_eq!(
            places(check, &[(PAGE, &page), ("crates/a.rs", text)]),
            [""; 0]
        );
    }
}
