//! What other crates rely on.
