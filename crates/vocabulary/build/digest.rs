//! The digest of the vocabulary. It names a state for caches and is no protection against forgery, so FNV-1a with
//! 128 bits does, and no cryptographic library is needed to build the crate.

const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

pub(crate) struct Digest(u128);

impl Digest {
    pub(crate) fn new() -> Self {
        Self(OFFSET)
    }

    /// Adds a text; carriage returns do not count, because a checkout may add them.
    pub(crate) fn update(&mut self, text: &str) {
        for byte in text.bytes().filter(|byte| *byte != b'\r') {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(PRIME);
        }
    }

    pub(crate) fn finish(&self) -> String {
        format!("{:032x}", self.0)
    }
}
