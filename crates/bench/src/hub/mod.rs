//! What a hub does with many members, all of which this process plays: reading what they have, search over all of it, counting
//! what is new, and letting one go.

mod members;
mod options;
mod run;

pub(crate) use options::Hub;
pub(crate) use run::run;
