//! What the doctor found.

use std::fmt;

use serde::Serialize;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As it should be.
    Ok,
    /// Not looked at, and why.
    Skipped,
    /// It works, but perhaps not for long or not as it was meant.
    Warning,
    /// It does not work.
    Problem,
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at, in one word.
    pub check: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What was seen.
    pub text: String,
    /// What to do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub advice: String,
}

/// Everything that was found, in the order of looking.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The lines.
    pub findings: Vec<Finding>,
}

impl Report {
    /// How many findings are of this level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|f| f.level == level).count()
    }

    pub(crate) fn ok(&mut self, check: &'static str, text: impl Into<String>) {
        self.add(check, Level::Ok, text, "");
    }

    pub(crate) fn skip(&mut self, check: &'static str, text: impl Into<String>) {
        self.add(check, Level::Skipped, text, "");
    }

    pub(crate) fn warn(
        &mut self,
        check: &'static str,
        text: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.add(check, Level::Warning, text, advice);
    }

    pub(crate) fn problem(
        &mut self,
        check: &'static str,
        text: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.add(check, Level::Problem, text, advice);
    }

    fn add(
        &mut self,
        check: &'static str,
        level: Level,
        text: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.findings.push(Finding {
            check,
            level,
            text: text.into(),
            advice: advice.into(),
        });
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ok => "ok",
            Self::Skipped => "skipped",
            Self::Warning => "warning",
            Self::Problem => "PROBLEM",
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(
                f,
                "{:<8} {:<9} {}",
                finding.level, finding.check, finding.text
            )?;
            if !finding.advice.is_empty() {
                writeln!(f, "{:18} -> {}", "", finding.advice)?;
            }
        }
        let (problems, warnings) = (self.count(Level::Problem), self.count(Level::Warning));
        match (problems, warnings) {
            (0, 0) => write!(f, "All is well."),
            _ => write!(
                f,
                "{}, {}.",
                of(problems, "problem"),
                of(warnings, "warning")
            ),
        }
    }
}

fn of(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_says_how_bad_it_is_and_what_to_do() {
        let mut report = Report::default();
        assert_eq!(report.to_string(), "All is well.");
        report.ok("clock", "right");
        report.problem("key", "gone", "put it back");
        assert_eq!(
            report.to_string(),
            "ok       clock     right\nPROBLEM  key       gone\n                   -> put it back\n\
             1 problem, 0 warnings."
        );
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["findings"][0]["level"], "ok");
        assert!(json["findings"][0].get("advice").is_none());
    }
}
