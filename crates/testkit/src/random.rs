//! Randomness that repeats itself.

use std::sync::Mutex;
use std::sync::PoisonError;

use staffroom_domain::Random;

/// Bytes that look random and are the same in every run with the same seed (the `SplitMix64`
/// sequence). Never for secrets.
#[derive(Debug)]
pub struct SeededRandom(Mutex<u64>);

impl SeededRandom {
    /// The sequence of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }

    /// The next eight bytes as a number.
    pub fn next_u64(&self) -> u64 {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl Default for SeededRandom {
    fn default() -> Self {
        Self::new(1)
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let fresh = self.next_u64().to_le_bytes();
            for (byte, fresh) in chunk.iter_mut().zip(fresh) {
                *byte = fresh;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::random::bytes;

    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_differs_from_others() {
        let draw = |seed| bytes::<21>(&SeededRandom::new(seed));
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        let random = SeededRandom::default();
        assert_ne!(bytes::<16>(&random), bytes::<16>(&random));
    }
}
