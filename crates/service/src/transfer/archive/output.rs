//! The ZIP file in the making. What waits for the disk is done where nothing else has to wait for it.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write as _};

use chrono::{Datelike as _, Timelike as _};
use staffroom_domain::{ArchiveId, Timestamp};
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::media::Store;

/// Files from this size on are written so that they may be larger than 4 GiB, in bytes.
const LARGE: u64 = 1 << 30;

/// The file. It is removed with this, unless it is finished.
pub(super) struct Output(Option<Inner>);

struct Inner {
    zip: ZipWriter<BufWriter<File>>,
    file: NamedTempFile,
    at: DateTime,
}

impl Output {
    /// A new one on this machine, whose files are dated `now`. What an attempt before has left of it goes.
    pub(super) async fn new(store: &Store, id: ArchiveId, now: Timestamp) -> io::Result<Self> {
        let store = store.clone();
        beside(move || {
            let file = store.incoming_anew(&format!("archive-{id}-"))?;
            Ok(Self(Some(Inner {
                zip: ZipWriter::new(BufWriter::new(file.reopen()?)),
                file,
                at: dated(now),
            })))
        })
        .await
    }

    /// Begins a text, which may be of any length.
    pub(super) async fn begin(&mut self, name: impl Into<String>) -> io::Result<()> {
        let name = name.into();
        self.with(move |it| {
            let how = it.options(CompressionMethod::Deflated).large_file(true);
            Ok(it.zip.start_file(name, how)?)
        })
        .await
    }

    /// Goes on with what was begun.
    pub(super) async fn write(&mut self, text: impl Into<String>) -> io::Result<()> {
        let text = text.into();
        self.with(move |it| it.zip.write_all(text.as_bytes())).await
    }

    /// A file as it is: pictures, sound and video are compressed already.
    pub(super) async fn copy(&mut self, name: String, from: NamedTempFile) -> io::Result<()> {
        self.with(move |it| {
            let size = from.as_file().metadata()?.len();
            let how = it.options(CompressionMethod::Stored);
            it.zip.start_file(name, how.large_file(size >= LARGE))?;
            io::copy(&mut BufReader::new(from.reopen()?), &mut it.zip)?;
            Ok(())
        })
        .await
    }

    /// The whole, and its size in bytes.
    pub(super) async fn finish(mut self) -> io::Result<(NamedTempFile, u64)> {
        let inner = self.0.take().ok_or_else(broken)?;
        beside(move || {
            let mut out = inner.zip.finish()?;
            out.flush()?;
            let size = inner.file.as_file().metadata()?.len();
            Ok((inner.file, size))
        })
        .await
    }

    async fn with(
        &mut self,
        work: impl FnOnce(&mut Inner) -> io::Result<()> + Send + 'static,
    ) -> io::Result<()> {
        let mut inner = self.0.take().ok_or_else(broken)?;
        let (inner, done) = beside(move || {
            let done = work(&mut inner);
            Ok((inner, done))
        })
        .await?;
        self.0 = Some(inner);
        done
    }
}

impl Inner {
    fn options(&self, method: CompressionMethod) -> SimpleFileOptions {
        SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(self.at)
            .unix_permissions(0o600)
    }
}

fn broken() -> io::Error {
    io::Error::other("the archive broke off")
}

/// As ZIP files write it, in UTC; they know no other times than those from 1980 to 2107.
fn dated(now: Timestamp) -> DateTime {
    let at = chrono::DateTime::from_timestamp(now.as_secs(), 0).unwrap_or_default();
    let small = |number: u32| u8::try_from(number).unwrap_or(0);
    let (year, month, day) = (at.year(), small(at.month()), small(at.day()));
    let (hour, minute, second) = (small(at.hour()), small(at.minute()), small(at.second()));
    let year = u16::try_from(year).unwrap_or(0);
    DateTime::from_date_and_time(year, month, day, hour, minute, second).unwrap_or_default()
}

async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(io::Error::other)?
}
