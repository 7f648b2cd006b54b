//! Several measurements of one thing.

use std::fmt;

/// Measurements of one thing, in one unit.
pub(crate) struct Figures(Vec<f64>);

impl Figures {
    /// From measurements in any order.
    pub(crate) fn new(mut measured: Vec<f64>) -> Self {
        measured.sort_by(f64::total_cmp);
        Self(measured)
    }

    /// The middle one: noise of the machine moves it least.
    pub(crate) fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |n: Option<&f64>| n.copied().unwrap_or(f64::NAN);
        write!(
            f,
            "median {:.1} (min {:.1}, max {:.1}, n={})",
            self.median(),
            at(self.0.first()),
            at(self.0.last()),
            self.0.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Figures;

    #[test]
    fn figures_are_sorted_first() {
        let figures = Figures::new(vec![3.0, 1.0, 2.0]);
        assert_eq!(figures.to_string(), "median 2.0 (min 1.0, max 3.0, n=3)");
    }
}
