//! The vocabulary for people and programs: one address a scheme and a concept, in several formats.
//!
//! The data are the same bytes on every instance, so that an instance that goes takes nothing with
//! it. Here belongs how they are served; what they are is in `staffroom-vocabulary`.

mod canonical;
mod concept;
mod context;
mod document;
mod external;
mod format;
mod index;
mod language;
mod nearest;
mod scheme;

use canonical::canonical;
pub(crate) use concept::show as concept;
pub(crate) use context::show as context;
pub(crate) use external::{show as external, show_concept as external_concept};
pub(crate) use index::show as index;
pub(crate) use scheme::show as scheme;
