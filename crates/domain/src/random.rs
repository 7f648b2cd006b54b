//! Where unpredictable bytes come from.

/// A source of random bytes. The program's is the cryptographic one of the operating system; tests
/// may seed theirs, so that a failure can be repeated.
pub trait Random: Send + Sync {
    /// Fills `bytes` with unpredictable bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// `N` fresh random bytes.
pub fn bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}

/// A uniform fraction in `[0, 1)`, for jitter.
pub fn fraction(random: &dyn Random) -> f64 {
    // 53 bits: what an f64 holds exactly.
    let bits = u64::from_le_bytes(bytes::<8>(random)) >> 11;
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit an f64 exactly")]
    let fraction = bits as f64 / (1_u64 << 53) as f64;
    fraction
}
