//! Bytes in and out: hashing, and tar inside gzip.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use aws_lc_rs::digest::{Context, SHA256};
use data_encoding::HEXLOWER;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::manifest::Entry;

/// How much is read at once.
const CHUNK: usize = 128 * 1_024;

/// Copies everything from one to the other; gives how much it was, and its SHA-256.
pub fn copy_hashed(
    from: &mut dyn Read,
    to: &mut dyn Write,
    told: &mut dyn FnMut(u64) -> io::Result<()>,
) -> io::Result<(u64, String)> {
    let mut hash = Context::new(&SHA256);
    let mut buffer = vec![0; CHUNK];
    let mut size = 0_u64;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = buffer.get(..read).unwrap_or_default();
        hash.update(bytes);
        to.write_all(bytes)?;
        size += read as u64;
        told(read as u64)?;
    }
    Ok((size, HEXLOWER.encode(hash.finish().as_ref())))
}

/// Describes a file for the manifest.
pub fn describe(
    name: &str,
    path: &Path,
    told: &mut dyn FnMut(u64) -> io::Result<()>,
) -> io::Result<Entry> {
    let (size, sha256) = copy_hashed(&mut File::open(path)?, &mut io::sink(), told)?;
    Ok(Entry {
        name: name.to_owned(),
        size,
        sha256,
    })
}

/// Writes an archive, entry by entry.
pub struct Writer<W: Write> {
    tar: tar::Builder<GzEncoder<W>>,
    modified: u64,
}

impl<W: Write> Writer<W> {
    /// Into `out`; every entry gets the same time (seconds since the Unix epoch).
    pub fn new(out: W, modified: u64) -> Self {
        Self {
            // Pictures are most of it, and do not become smaller whatever the effort.
            tar: tar::Builder::new(GzEncoder::new(out, Compression::fast())),
            modified,
        }
    }

    /// Adds a small text.
    pub fn add_bytes(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut header = self.header(bytes.len() as u64);
        self.tar.append_data(&mut header, name, bytes)
    }

    /// Adds a file that was described; fails when it has changed since.
    pub fn add_file(
        &mut self,
        entry: &Entry,
        path: &Path,
        told: &mut dyn FnMut(u64) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut header = self.header(entry.size);
        let mut reader = Hashed {
            inner: File::open(path)?.take(entry.size),
            hash: Context::new(&SHA256),
            told,
        };
        self.tar
            .append_data(&mut header, &entry.name, &mut reader)?;
        let longer = reader.inner.into_inner().read(&mut [0])? > 0;
        if longer || HEXLOWER.encode(reader.hash.finish().as_ref()) != entry.sha256 {
            return Err(io::Error::other(
                "it changed while it was copied; try again",
            ));
        }
        Ok(())
    }

    /// Ends the archive and gives back what it was written to.
    pub fn finish(self) -> io::Result<W> {
        self.tar.into_inner()?.finish()
    }

    fn header(&self, size: u64) -> tar::Header {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::Regular);
        header.set_mode(0o600);
        header.set_mtime(self.modified);
        header.set_size(size);
        header
    }
}

/// Hashes and counts what passes through.
struct Hashed<'a, R> {
    inner: R,
    hash: Context,
    told: &'a mut dyn FnMut(u64) -> io::Result<()>,
}

impl<R: Read> Read for Hashed<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..read).unwrap_or_default());
        (self.told)(read as u64)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_meanwhile_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        for (later, fine) in [
            ("abc", true),
            ("abd", false),
            ("abcd", false),
            ("ab", false),
        ] {
            std::fs::write(&path, "abc").unwrap();
            let entry = describe("media/a", &path, &mut |_| Ok(())).unwrap();
            assert_eq!(entry.size, 3);
            assert!(entry.sha256.starts_with("ba7816bf"));
            std::fs::write(&path, later).unwrap();
            let mut writer = Writer::new(Vec::new(), 0);
            let added = writer.add_file(&entry, &path, &mut |_| Ok(()));
            assert_eq!(added.is_ok(), fine, "{later}");
        }
    }
}
