//! Archives that are taken apart and put together again, well or badly.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use tar::{Archive, Builder, EntryType, Header};

/// A file of an archive.
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) kind: EntryType,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) fn item(name: &str, bytes: &[u8]) -> Item {
    Item {
        name: name.to_owned(),
        kind: EntryType::Regular,
        bytes: bytes.to_owned(),
    }
}

/// Takes an archive apart.
pub(crate) fn read(path: &Path) -> Vec<Item> {
    let mut archive = Archive::new(GzDecoder::new(File::open(path).unwrap()));
    let entries = archive.entries().unwrap();
    entries
        .map(|entry| {
            let mut entry = entry.unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            item(&entry.path().unwrap().to_string_lossy(), &bytes)
        })
        .collect()
}

/// Whether everything can be decompressed and the checksum of gzip fits.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    std::io::copy(&mut GzDecoder::new(bytes), &mut std::io::sink()).is_ok()
}

/// Puts an archive together, whatever the names.
pub(crate) fn write(path: &Path, items: &[Item]) {
    let mut tar = Builder::new(GzEncoder::new(
        File::create(path).unwrap(),
        Compression::fast(),
    ));
    for item in items {
        let mut header = Header::new_gnu();
        // The library refuses evil names; an attacker does not use the library.
        let name = &mut header.as_old_mut().name;
        name[..item.name.len()].copy_from_slice(item.name.as_bytes());
        header.set_entry_type(item.kind);
        header.set_mode(0o644);
        let is_link = item.kind == EntryType::Symlink;
        header.set_size(if is_link { 0 } else { item.bytes.len() as u64 });
        if is_link {
            header.set_link_name("/etc/passwd").unwrap();
        }
        header.set_cksum();
        let bytes = if is_link { &[][..] } else { &item.bytes };
        tar.append(&header, bytes).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap();
}

/// Changes the manifest.
pub(crate) fn change_manifest(items: &mut [Item], change: impl FnOnce(&mut serde_json::Value)) {
    assert_eq!(items[0].name, "manifest.json");
    let mut manifest = serde_json::from_slice(&items[0].bytes).unwrap();
    change(&mut manifest);
    items[0].bytes = serde_json::to_vec(&manifest).unwrap();
}

/// Compresses what is no archive.
pub(crate) fn gzip(path: &Path, bytes: &[u8]) {
    let mut gz = GzEncoder::new(File::create(path).unwrap(), Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap();
}
