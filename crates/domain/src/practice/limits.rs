//! How much a record may hold. Authors here are told when they exceed it; what comes from elsewhere is cut, when it is
//! read. Lengths are in characters, unless it says otherwise.

/// Most concepts in one member.
pub const CONCEPTS: usize = 20;
/// Longest IRI of a concept, in bytes; a longer one is as if absent.
pub const CONCEPT: usize = 512;
/// Most facets that a record is found by.
pub const FACETS: usize = 128;
/// Longest link or id, in bytes.
pub const ADDRESS: usize = 2_048;
/// Longest name of a thing or a work.
pub const NAME: usize = 300;
/// Longest short text: a sentence or two.
pub const SHORT: usize = 500;
/// Longest long text: a page.
pub const LONG: usize = 4_000;
/// Most steps.
pub const STEPS: usize = 50;
/// Longest step.
pub const STEP: usize = 1_000;
/// Most materials.
pub const MATERIALS: usize = 30;
/// Most citations.
pub const CITATIONS: usize = 50;
/// Most practices that one takes up.
pub const ADOPTS: usize = 20;
/// Most approaches.
pub const APPROACHES: usize = 10;
/// Most products.
pub const PRODUCTS: usize = 10;
/// Most adaptations.
pub const ADAPTATIONS: usize = 10;
/// Most reasons of giving up.
pub const REASONS: usize = 10;
/// Longest licence, region or language, in bytes; a longer one is as if absent.
pub const WORD: usize = 128;
/// Longest summary line.
pub const SUMMARY: usize = 480;
