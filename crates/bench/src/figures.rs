//! Several measurements of one thing.

use std::fmt;
use std::time::Duration;

/// Measurements of one thing, in one unit.
#[derive(Debug)]
pub(crate) struct Figures(Vec<f64>);

impl Figures {
    /// From measurements in any order.
    pub(crate) fn new(mut measured: Vec<f64>) -> Self {
        measured.sort_by(f64::total_cmp);
        Self(measured)
    }

    /// The smallest that at least this share (0 to 1) of all do not exceed.
    pub(crate) fn percentile(&self, share: f64) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rank is between 0 and the number of measurements"
        )]
        let rank = (share * self.0.len() as f64).ceil() as usize;
        let index = rank.clamp(1, self.0.len().max(1)) - 1;
        self.0.get(index).copied().unwrap_or(f64::NAN)
    }

    /// The middle one: noise of the machine moves it least.
    pub(crate) fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

/// So many in this time, a second.
pub(crate) fn rate(count: u32, time: Duration) -> f64 {
    f64::from(count) / time.as_secs_f64()
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
    fn a_percentile_is_one_of_the_measurements() {
        let figures = Figures::new((1..=100).map(f64::from).collect());
        let seen = [0.0, 0.5, 0.95, 1.0].map(|share| figures.percentile(share).to_string());
        assert_eq!(seen, ["1", "50", "95", "100"]);
        assert_eq!(Figures::new(vec![7.0]).percentile(0.5).to_string(), "7");
        assert!(Figures::new(Vec::new()).percentile(0.5).is_nan());
    }

    #[test]
    fn figures_are_sorted_first() {
        let figures = Figures::new(vec![3.0, 1.0, 2.0]);
        assert_eq!(figures.to_string(), "median 2.0 (min 1.0, max 3.0, n=3)");
    }
}
