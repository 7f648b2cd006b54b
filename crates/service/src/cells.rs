//! Cells of tables that programs for tables open (CSV, RFC 4180): text stays text, whatever it begins with. For everything
//! here that writes such tables.

use std::borrow::Cow;

/// What a program for tables takes for the beginning of a formula, also in wide letters.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// By this a cell is taken for text; such a program does not show it.
const MARK: char = '\'';

/// Whether a cell would be calculated, or begins with a mark that would be taken for ours.
fn is_formula(text: &str) -> bool {
    let begins = text.trim_start_matches(MARK);
    let begins = begins.trim_start_matches([' ', '\u{a0}']);
    begins.starts_with(FORMULA)
}

/// A cell that nothing calculates: what would be has a mark before it, which [`plain`] takes away.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) {
        Cow::Owned(format!("{MARK}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What was [`guarded`].
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix(MARK) {
        Some(rest) if is_formula(rest) => rest,
        _ => cell,
    }
}

/// A cell that nothing calculates, in quotes.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", guarded(text).replace('"', "\"\""))
}

/// A line of such cells, with its end.
pub fn line<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let cells = cells.into_iter();
    let cells: Vec<String> = cells
        .map(|cell| guarded(cell.as_ref()).into_owned())
        .collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Into memory, where nothing fails.
    let written = writer.write_record(&cells).is_ok();
    match (written, writer.into_inner()) {
        (true, Ok(line)) => String::from_utf8_lossy(&line).into_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Catalogue 54.
    #[test]
    fn cells_are_text_and_never_formulas() {
        for (text, cell) in [
            ("Amira", "\"Amira\""),
            ("say \"hi\", twice", "\"say \"\"hi\"\", twice\""),
            ("=1+1", "\"'=1+1\""),
            (" =1+1", "\"' =1+1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("-2", "\"'-2\""),
            ("\t=1", "\"'\t=1\""),
            ("＝1", "\"'＝1\""),
            ("＠SUM(A1)", "\"'＠SUM(A1)\""),
            ("'=1", "\"''=1\""),
            ("", "\"\""),
        ] {
            assert_eq!(quoted(text), cell);
        }
        assert_eq!(line(["=1", "a,b", "c"]), "'=1,\"a,b\",c\n");
    }

    proptest! {
        #[test]
        fn no_text_leaves_its_cell(text in any::<String>()) {
            let cell = quoted(&text);
            let inside = &cell[1..cell.len() - 1];
            prop_assert!(!inside.replace("\"\"", "").contains('"'));
        }

        #[test]
        fn what_was_guarded_is_read_as_it_was(text in "['=+@ a-]{0,6}|.*") {
            let cell = guarded(&text);
            prop_assert_eq!(plain(&cell), text.as_str());
        }
    }
}
