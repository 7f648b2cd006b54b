//! Files that grew too long to be read in one go.

use super::{Tree, Violation};

const MOST: usize = 800;
const SOURCES: [&str; 6] = ["rs", "js", "css", "html", "py", "sh"];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let lengths = tree
        .with_extension(&SOURCES)
        .map(|(path, text)| (path, text.lines().count()));
    let long = lengths.filter(|(_, lines)| *lines > MOST);
    long.map(|(path, lines)| {
        let message = format!("{lines} lines; split it into parts of less than {MOST}, by feature");
        Violation::new(path, MOST, message)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::check;

    #[test]
    fn counts_lines_of_sources_only() {
        let (right, wrong) = ("\n".repeat(800), "\n".repeat(801));
        let files = [
            ("a.rs", right.as_str()),
            ("b.rs", &wrong),
            ("c.sql", &wrong),
        ];
        assert_eq!(places(check, &files), ["b.rs:801"]);
    }
}
