//! Results beside their goals.

use std::fmt;

/// Rows of what was measured, what came out and what it is to be.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<[String; 3]>);

impl Table {
    pub(crate) fn row(&mut self, what: impl Into<String>, seen: impl Into<String>, goal: &str) {
        self.0.push([what.into(), seen.into(), goal.to_owned()]);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = ["what", "seen", "goal"].map(str::to_owned);
        let rule = ["---", "---", "---"].map(str::to_owned);
        let width = |pick: fn(&[String; 3]) -> &String| {
            let lengths = self.0.iter().map(|row| pick(row).chars().count());
            lengths.max().unwrap_or(0).max(4)
        };
        let (what_width, seen_width) = (width(|[what, _, _]| what), width(|[_, seen, _]| seen));
        for [what, seen, goal] in [&header, &rule].into_iter().chain(&self.0) {
            writeln!(f, "| {what:what_width$} | {seen:seen_width$} | {goal} |")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::default();
        table.row("inbox", "1,000/s", "none lost");
        let text = "| what  | seen    | goal |\n| ---   | ---     | --- |\n| inbox | 1,000/s | none lost |\n";
        assert_eq!(table.to_string(), text);
    }
}
