//! What a hub says, beside what every instance does.

pub(super) mod ledgers;
