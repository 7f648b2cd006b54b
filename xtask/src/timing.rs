//! How long each part of a run took: the table at the end, printed whatever happened.

use std::time::{Duration, Instant};

/// Prints its table when dropped, so that failures and interruptions have one as well.
#[derive(Default)]
pub(crate) struct Timing {
    parts: Vec<Part>,
}

struct Part {
    name: String,
    took: Duration,
    result: &'static str,
}

impl Timing {
    /// Runs one part; `good` says whether its result counts as success.
    pub(crate) fn part<T>(
        &mut self,
        name: &str,
        good: impl FnOnce(&T) -> bool,
        work: impl FnOnce() -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        println!("── {name}");
        let start = Instant::now();
        let outcome = work();
        let result = if outcome.as_ref().is_ok_and(good) {
            "ok"
        } else {
            "FAILED"
        };
        self.parts.push(Part {
            name: name.to_owned(),
            took: start.elapsed(),
            result,
        });
        outcome
    }

    fn table(&self) -> String {
        let total: Duration = self.parts.iter().map(|part| part.took).sum();
        let mut lines = String::from("\nTime by part\n");
        for part in &self.parts {
            lines += &line(&part.name, part.took, part.result);
        }
        lines + &line("total", total, "")
    }
}

fn line(name: &str, took: Duration, result: &str) -> String {
    let text = format!("  {name:<24} {:>8.1} s  {result}", took.as_secs_f64());
    text.trim_end().to_owned() + "\n"
}

impl Drop for Timing {
    fn drop(&mut self) {
        if !self.parts.is_empty() {
            print!("{}", self.table());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_failed_parts_too() {
        let mut timing = Timing::default();
        timing.part("build", |()| true, || Ok(())).unwrap();
        timing
            .part("tests", |()| true, || anyhow::bail!("no"))
            .unwrap_err();
        timing.part("doctests", |good| *good, || Ok(false)).unwrap();
        let table = timing.table();
        let ends: Vec<_> = table.lines().filter_map(|l| l.split(" s").nth(1)).collect();
        assert_eq!(ends, ["  ok", "  FAILED", "  FAILED", ""], "{table}");
    }
}
