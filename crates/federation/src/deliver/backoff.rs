//! When a host that does not answer is asked again.

use std::time::Duration;

use staffroom_domain::Random;
use staffroom_domain::random::fraction;

/// The first pause is not longer.
const FIRST: Duration = Duration::from_secs(2);
/// No pause is longer, unless the host asks for it.
const LONGEST: Duration = Duration::from_hours(3);
/// No pause is shorter.
const SHORTEST: Duration = Duration::from_millis(500);

/// The pause after so many failures in a row, the first being 1: full jitter below a bound that
/// doubles. What the host asks for is the least.
pub(super) fn pause(failures: u32, asked: Option<Duration>, random: &dyn Random) -> Duration {
    let doublings = failures.saturating_sub(1).min(16);
    let bound = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    let jittered = bound.mul_f64(fraction(random)).max(SHORTEST);
    jittered.max(asked.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Constant(u8);

    impl Random for Constant {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn pauses_grow_from_seconds_to_hours() {
        let most = |n| pause(n, None, &Constant(255));
        assert!(most(1) <= Duration::from_secs(2));
        assert!(most(5) > Duration::from_secs(31));
        assert!(most(60) <= LONGEST && most(60) > Duration::from_mins(179));
        assert_eq!(most(0), most(1));
        assert_eq!(pause(60, None, &Constant(0)), SHORTEST);
    }

    #[test]
    fn what_the_host_asks_for_is_the_least() {
        let asked = Some(Duration::from_hours(5));
        assert_eq!(pause(1, asked, &Constant(255)), Duration::from_hours(5));
        let asked = Some(Duration::from_millis(1));
        assert_eq!(pause(1, asked, &Constant(0)), SHORTEST);
    }
}
