//! The table of crates in ARCHITECTURE.md lists the crates that there are.

use std::collections::BTreeSet;

use super::{Tree, Violation};

const FILE: &str = "ARCHITECTURE.md";

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let Some(text) = tree.text(FILE) else {
        return Vec::new();
    };
    let folders: BTreeSet<&str> = tree
        .below("crates")
        .filter_map(|(path, _)| path.strip_suffix("/Cargo.toml"))
        .filter(|folder| !folder.contains('/'))
        .collect();
    let Some(header) = text.lines().position(|line| line.starts_with("| crate ")) else {
        return vec![Violation::new(
            FILE,
            0,
            "has no table that begins with `| crate |`",
        )];
    };

    let mut violations = Vec::new();
    let mut listed = BTreeSet::new();
    let rows = text.lines().enumerate().skip(header + 2);
    for (index, row) in rows.take_while(|(_, line)| line.starts_with('|')) {
        let name = row.split('`').nth(1).unwrap_or_default();
        let name = name
            .trim_start_matches("crates/")
            .trim_start_matches("staffroom-");
        if !folders.contains(name) {
            let message = format!("there is no crates/{name}; delete the row");
            violations.push(Violation::new(FILE, index, message));
        }
        listed.insert(name);
    }
    for folder in folders.difference(&listed) {
        let message = format!("crates/{folder} is missing from the table; add a row");
        violations.push(Violation::new(FILE, header, message));
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::check;

    const TEXT: &str =
        "# A\n\n| crate | use |\n|---|---|\n| `domain` | x |\n| `gone` (dev) | y |\n";

    #[test]
    fn compares_both_ways() {
        let files = [
            (super::FILE, TEXT),
            ("crates/domain/Cargo.toml", ""),
            ("crates/new/Cargo.toml", ""),
            ("crates/new/macros/Cargo.toml", ""),
        ];
        assert_eq!(
            places(check, &files),
            ["ARCHITECTURE.md:3", "ARCHITECTURE.md:6"]
        );
        assert_eq!(places(check, &files[1..]), [""; 0]);
    }
}
