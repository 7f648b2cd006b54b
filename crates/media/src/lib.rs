//! Files of people: what they are, made safe, and kept.
//!
//! Here belongs what is true of a file alone, and where its bytes lie: telling kinds by content,
//! decoding pictures within limits and writing them anew, reading what sound and video say of
//! themselves, and the store. Here does not belong whose a file is and who may see it: use cases of
//! `staffroom-service` decide that.

mod file_type;
mod fuzz;
mod gif;
mod mp4;
mod picture;
mod recording;
mod store;

pub use file_type::{FileType, Nature};
pub use fuzz::exercise;
pub use picture::{Fit, MAX_PIXELS, Output, Picture, PictureError, PictureRules, picture};
pub use recording::{Recording, RecordingError, RecordingRules, recording};
pub use store::{Found, Store, StoreError, Wanted, is_path};
