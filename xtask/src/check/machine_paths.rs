//! Paths that exist on one person's machine only.

use super::{Tree, Violation};

/// Without the slash that follows, so that this file does not find itself.
const HOMES: [&str; 4] = ["/home", "/Users", "/root", "/work"];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.all() {
        for (index, line) in text.lines().enumerate() {
            if let Some(home) = HOMES.iter().find(|home| names_below(line, home)) {
                let message = format!(
                    "a path below {home} exists on one machine only; write it relative to the \
                     repository, or as an example below /var/lib or /srv"
                );
                violations.push(Violation::new(path, index, message));
            }
        }
    }
    violations
}

/// Whether `line` has an absolute path below `folder` (and not a longer one that contains it, such
/// as the path in a web address).
fn names_below(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let after = line.get(at + folder.len()..).unwrap_or_default();
        let starts = before.is_none_or(|c| !c.is_alphanumeric() && !"/._-~}>*]".contains(c));
        let named = after.strip_prefix('/').and_then(|rest| rest.chars().next());
        starts && named.is_some_and(|c| c.is_alphanumeric() || c == '.')
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::check;

    #[test]
    fn tells_paths_from_addresses() {
        let text = [
            "see https://school.example/home/index and ./home/x",
            "cd /ho|me/amira/staffroom",
            "path = \"/ro|ot/data\"",
            "GET /home and /home/ and /users/x",
        ];
        let text = text.join("\n").replace('|', "");
        assert_eq!(
            places(check, &[("a.md", text.as_str())]),
            ["a.md:2", "a.md:3"]
        );
    }
}
