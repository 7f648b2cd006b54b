//! Records of decisions are numbered 0001, 0002, … without gaps, so that a number names one.

use super::tree::extension;
use super::{Tree, Violation};

const FOLDER: &str = "docs/developers/adr";

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut expected = 1;
    for (name, _) in tree.below(FOLDER) {
        if name.contains('/') || extension(name) != "md" || name == "README.md" {
            continue;
        }
        let path = format!("{FOLDER}/{name}");
        match number(name) {
            Some(0) => {} // the template
            Some(number) => {
                if number != expected {
                    let message = format!("the number after the one before is {expected:04}");
                    violations.push(Violation::new(&path, 0, message));
                }
                expected = number + 1;
            }
            None => {
                let message = "name it NNNN-what-was-decided.md, with the next free number";
                violations.push(Violation::new(&path, 0, message));
            }
        }
    }
    violations
}

fn number(name: &str) -> Option<u32> {
    let (digits, _) = name.split_once('-')?;
    if digits.len() == 4 {
        digits.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::check;

    fn bad(names: &[&str]) -> Vec<String> {
        let paths: Vec<_> = names
            .iter()
            .map(|n| format!("docs/developers/adr/{n}"))
            .collect();
        let files: Vec<_> = paths.iter().map(|path| (path.as_str(), "")).collect();
        places(check, &files)
    }

    #[test]
    fn finds_gaps_and_duplicates_and_odd_names() {
        assert_eq!(
            bad(&["README.md", "0000-template.md", "0001-a.md", "0002-b.md"]),
            [""; 0]
        );
        assert_eq!(
            bad(&["0002-a.md", "0003-b.md"]),
            ["docs/developers/adr/0002-a.md:1"]
        );
        assert_eq!(
            bad(&["0001-a.md", "0001-b.md"]),
            ["docs/developers/adr/0001-b.md:1"]
        );
        assert_eq!(bad(&["0001-a.md", "x.md"]), ["docs/developers/adr/x.md:1"]);
    }
}
