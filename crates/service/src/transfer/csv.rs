//! Comma-separated values (RFC 4180).

use crate::cells::{line, plain};

/// Writes a line. What a program for tables would run is marked as text, which [`read`] takes away.
pub(super) fn write(out: &mut String, cells: &[&str]) {
    out.push_str(&line(cells));
}

/// The lines that are not empty, each with its number: at most so many, and one more where there are more. An open quote
/// reaches to the end.
pub(super) fn read(text: &str, most: usize) -> Vec<(usize, Vec<String>)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let lines = reader.into_records().map_while(Result::ok);
    lines
        .filter(|line| line.iter().any(|cell| !cell.trim().is_empty()))
        .map(|line| {
            let cells = line.iter().map(|cell| plain(cell.trim()).to_owned());
            let cells = cells.collect();
            (line.position().map_or(0, |at| number(text, at)), cells)
        })
        .take(most + 1)
        .collect()
}

/// The number of the line at which something begins: empty lines before it belong to it for the reader.
fn number(text: &str, at: &csv::Position) -> usize {
    let byte = usize::try_from(at.byte()).unwrap_or(0);
    let rest = text.as_bytes().get(byte..).unwrap_or_default();
    let empty = rest.iter().take_while(|it| matches!(it, b'\n' | b'\r'));
    let skipped = empty.filter(|it| **it == b'\n').count();
    usize::try_from(at.line()).unwrap_or(0) + skipped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_are_read_as_programs_write_them() {
        let text = "\u{feff}a,\"b \"\"c\"\",\nd\",\r\n\n , \nlast,\"x";
        let lines = read(text, 10);
        assert_eq!(lines.len(), 2);
        assert_eq!(
            lines[0],
            (1, vec!["a".into(), "b \"c\",\nd".into(), String::new()])
        );
        assert_eq!(lines[1], (5, vec!["last".into(), "x".into()]));
        assert_eq!(read("a\nb\nc\nd\n", 2).len(), 3);
        assert!(read("", 10).is_empty());
    }

    /// Catalogue 54.
    #[test]
    fn nothing_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(\"x\")"] {
            let mut out = String::new();
            write(&mut out, &[cell, "b"]);
            assert!(out.trim_start_matches('"').starts_with('\''), "{out}");
            assert_eq!(read(&out, 10)[0].1[0].trim(), cell.trim());
        }
        let mut out = String::new();
        write(&mut out, &["amira@school.example", "true"]);
        assert_eq!(out, "amira@school.example,true\n");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(cells in proptest::collection::vec("[ -~é\n]{1,12}", 1..5)) {
            let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
            prop_assume!(cells.iter().any(|cell| !cell.is_empty()));
            prop_assume!(!cells.iter().any(|cell| cell.starts_with('\'')));
            let mut out = String::new();
            write(&mut out, &cells);
            let lines = read(&out, 10);
            prop_assert_eq!(lines.len(), 1);
            prop_assert_eq!(&lines[0].1, &cells);
        }
    }
}
