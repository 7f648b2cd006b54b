//! `lib.rs` and `mod.rs` say first what belongs there.

use super::{Tree, Violation};

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let files = tree.with_extension(&["rs"]).filter(|(path, text)| {
        let name = path.rsplit('/').next().unwrap_or(path);
        matches!(name, "lib.rs" | "mod.rs") && !text.starts_with("//!")
    });
    let message = "begin with `//!`: what belongs into this module and what does not";
    files
        .map(|(path, _)| Violation::new(path, 0, message))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::check;

    #[test]
    fn wants_the_first_line() {
        let files = [
            ("a/lib.rs", "//! Says what.\n"),
            ("b/lib.rs", "mod x;\n//! Too late.\n"),
            ("b/mod.rs", ""),
            ("b/other.rs", ""),
        ];
        assert_eq!(places(check, &files), ["b/lib.rs:1", "b/mod.rs:1"]);
    }
}
