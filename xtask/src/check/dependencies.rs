//! Every dependency is in the workspace's table, with a comment that says what it is for; crates
//! only refer to that table.

use super::{Tree, Violation};

/// How many lines one comment may speak for.
const GROUP: usize = 4;

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.with_extension(&["toml"]) {
        if path == "Cargo.toml" {
            violations.extend(check_table(path, text));
        } else if path.ends_with("/Cargo.toml") && !text.lines().any(|line| line == "[workspace]") {
            violations.extend(check_crate(path, text));
        }
    }
    violations
}

fn check_table(path: &str, text: &str) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut inside = false;
    // Lines that the last comment spoke for; none yet counts as too many.
    let mut group = GROUP;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('[') {
            inside = line == "[workspace.dependencies]";
        } else if line.starts_with('#') {
            group = 0;
            continue;
        }
        if line.is_empty() || line.starts_with('[') {
            group = GROUP;
        } else if inside && line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let own = line.starts_with("staffroom-");
            if group >= GROUP {
                let message = "say in a comment above what this dependency is for";
                violations.push(Violation::new(path, index, message));
            }
            group += usize::from(!own);
        }
    }
    violations
}

fn check_crate(path: &str, text: &str) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut inside = false;
    for (index, entry) in entries(text) {
        if let Some(section) = entry.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            let kind = section.rsplit('.').next().unwrap_or(section);
            inside = kind.ends_with("dependencies");
            if section.contains("dependencies.") {
                let message = "write it in one line below [dependencies]";
                violations.push(Violation::new(path, index, message));
            }
        } else if inside && !entry.contains("workspace = true") && !says_why_not(text, index) {
            let message = "write `workspace = true` and put the version into the root Cargo.toml";
            violations.push(Violation::new(path, index, message));
        }
    }
    violations
}

/// Whether the line above explains why the workspace's entry cannot serve (a member cannot switch off
/// a default that the workspace's entry has on).
fn says_why_not(text: &str, index: usize) -> bool {
    let above = index
        .checked_sub(1)
        .and_then(|above| text.lines().nth(above));
    above.is_some_and(|line| line.starts_with("# Not the workspace's entry:"))
}

/// Headers and settings, each with the index of its first line; comments and blank lines left out.
fn entries(text: &str) -> Vec<(usize, String)> {
    let mut entries: Vec<(usize, String)> = Vec::new();
    let mut depth = 0_usize;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match entries.last_mut().filter(|_| depth > 0) {
            Some((_, entry)) => entry.push_str(line),
            None => entries.push((index, line.to_owned())),
        }
        for character in line.chars() {
            match character {
                '[' | '{' => depth += 1,
                ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::check;

    #[test]
    fn the_table_has_comments() {
        let text = "\
[workspace]
members = []
[workspace.dependencies]
early = \"1\"
# Serialisation.
serde = \"1\"
serde_json = \"1\"

lonely = \"1\"
# Many.
a = \"1\"
b = \"1\"
c = \"1\"
d = \"1\"
e = \"1\"
[profile.dev]
debug = 1
";
        let expected = ["Cargo.toml:15", "Cargo.toml:4", "Cargo.toml:9"];
        let mut found = places(check, &[("Cargo.toml", text)]);
        found.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn crates_refer_to_the_table() {
        let text = "\
[package]
version = \"1\"
[dependencies]
a.workspace = true
b = { workspace = true, features = [
  \"x\",
] }
c = \"1\"
[target.'cfg(unix)'.dev-dependencies]
d = { path = \"../d\" }
[dependencies.e]
version = \"1\"
[lints]
workspace = true
";
        let own_workspace = "[workspace]\n[dependencies]\na = \"1\"\n";
        let files = [
            ("crates/x/Cargo.toml", text),
            ("tests/y/Cargo.toml", own_workspace),
        ];
        let expected = [8, 10, 11].map(|line| format!("crates/x/Cargo.toml:{line}"));
        assert_eq!(places(check, &files), expected);
    }
}
