//! The ledger: every honesty rule by its name, the wire form, and what holds for any entries in any order.

mod apart;
mod flags;
mod honesty;
mod levels;
mod like_mine;
mod made;
mod properties;
mod second_count;
mod wire;
