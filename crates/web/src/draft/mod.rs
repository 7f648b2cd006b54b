//! The forms of drafts. Here belongs which questions there are, how what was typed comes into a draft and out of it
//! again, and where each thing that is missing is mended. What is missing is decided in `staffroom-service`.

mod entered;
mod field;
mod forms;
mod lines;
mod missing;
mod options;
mod shown;

pub(crate) use entered::entered;
pub(crate) use forms::{Form, Step};
pub(crate) use missing::{Lack, lacks};
pub(crate) use shown::{Group, ShownField, ShownOption, ShownSort, concept_field};
