//! What pages show of practices: the record as a sheet of facts, the ledger in words, and how one is cited.
//!
//! Here does not belong what counts and how: that is `staffroom_domain::ledger`. The pages are in `pages/practice….rs`.

mod both;
mod cite;
mod concept;
mod family;
mod gaps;
mod ledger;
mod like_mine;
mod numbers;
mod reported;
mod results;
mod sentence;
mod sheet;
mod summary;

pub(crate) use both::{Both, BothLedgers};
pub(crate) use cite::{Citation, Cited};
pub(crate) use concept::{Named, concept_search};
pub(crate) use family::Family;
pub(crate) use gaps::{GapDrawing, GapRow, gap_row};
pub(crate) use ledger::ShownLedger;
pub(crate) use like_mine::{Choice, FoundLikeMine, choices, like_mine};
pub(crate) use numbers::LibraryNumbers;
pub(crate) use reported::{RejectedReport, ResultGroup, groups};
pub(crate) use sheet::{Fact, Sheet};
pub(crate) use summary::Hit;
