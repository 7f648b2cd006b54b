//! Ledgers of practices.

pub(super) mod answer;
pub(super) mod get;
pub(super) mod like_mine;
pub(super) mod rejected;
