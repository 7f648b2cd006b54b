//! Bytes that come in, onto the disk of this machine.

use tokio::io::AsyncWriteExt as _;

use super::{Incoming, MediaError};
use crate::context::Ctx;

/// A file that is being received.
pub struct Receiving {
    file: Incoming,
    out: tokio::fs::File,
    length: u64,
    most: u64,
}

impl Receiving {
    /// A new one, of at most so many bytes.
    pub fn new(ctx: &Ctx, most: u64) -> Result<Self, MediaError> {
        let file = ctx.media().store()?.incoming()?;
        let out = tokio::fs::File::from_std(file.reopen()?);
        Ok(Self {
            file,
            out,
            length: 0,
            most,
        })
    }

    /// Adds bytes.
    ///
    /// # Errors
    ///
    /// [`MediaError::Invalid`] where they become too many.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), MediaError> {
        self.length += bytes.len() as u64;
        if self.length > self.most {
            let most = staffroom_config::ByteSize::from_bytes(self.most);
            return Err(MediaError::invalid(format!(
                "size must be less than {most}"
            )));
        }
        self.out.write_all(bytes).await?;
        Ok(())
    }

    /// The whole; none where it is empty.
    pub async fn finish(mut self) -> Result<Option<Incoming>, MediaError> {
        self.out.flush().await?;
        Ok((self.length > 0).then_some(self.file))
    }
}
