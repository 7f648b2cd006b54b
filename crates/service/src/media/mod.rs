//! Files: what people here upload, what of other servers is shown here, and where both are found.
//!
//! What a file is and whether it is safe is known by `staffroom-media`; here is whose it is, what shows it
//! and when it goes.

mod address;
mod attach;
mod keeping;
mod limits;
mod make;
mod pictures;
mod process;
mod prune;
mod receiving;
mod remote;
mod shelf;
mod uploads;

pub use address::{Shown, Variant};
pub(crate) use attach::give_back_in;
pub use attach::{
    MAX_FILES, Revised, claim_held_in, claim_in, hold_in, keep_in, let_go_in, release_in,
};
pub use limits::{MediaLimits, limits};
pub use pictures::{PictureChange, keep_picture};
pub(crate) use pictures::{change_in, drop_in, use_in};
pub use process::ProcessUploadHandler;
pub use prune::{Pruned, Totals, prune_remote, prune_uploads, totals};
pub use receiving::Receiving;
pub use remote::{Remote, open_remote};
pub use shelf::Media;
pub use staffroom_db::uploads::UploadRow;
pub use staffroom_media::{FileType, Found, Nature, Store, StoreError, Wanted, is_path};
pub use uploads::{MAX_DESCRIPTION, NewUpload, UploadEdit, Uploaded, delete, edit, get, upload};

use staffroom_db::DbError;
use staffroom_media::{PictureError, RecordingError};
use thiserror::Error;

/// A file on this machine that is still coming in; it is removed with its handle.
pub type Incoming = tempfile::NamedTempFile;

/// Why nothing can be done with a file.
#[derive(Debug, Error)]
pub enum MediaError {
    /// There is none, or it is somebody else's.
    #[error("Record not found")]
    NotFound,
    /// What was sent cannot be used. The text says why.
    #[error("Validation failed: {0}")]
    Invalid(String),
    /// Too much is fetched already.
    #[error("The server is busy, try again in a moment")]
    Busy,
    /// The store of files.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl MediaError {
    fn invalid(reason: impl std::fmt::Display) -> Self {
        Self::Invalid(format!("File {reason}"))
    }
}

impl From<PictureError> for MediaError {
    fn from(error: PictureError) -> Self {
        Self::Invalid(error.to_string())
    }
}

impl From<RecordingError> for MediaError {
    fn from(error: RecordingError) -> Self {
        Self::Invalid(error.to_string())
    }
}

impl From<std::io::Error> for MediaError {
    fn from(error: std::io::Error) -> Self {
        Self::Store(error.into())
    }
}
