//! Documents that are read from a folder in the place of the web.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use staffroom_protocol::Iri;
use staffroom_protocol::outgoing::{Terms, document};

/// Documents as files, each named by its address.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    fn file(&self, address: &str) -> PathBuf {
        let mut name = String::new();
        for byte in address.bytes() {
            if byte.is_ascii_alphanumeric() || b"_.-~".contains(&byte) {
                name.push(byte.into());
            } else {
                write!(name, "%{byte:02X}").unwrap();
            }
        }
        self.0.join(name)
    }

    pub(crate) fn put(&self, address: &str, text: &str) {
        std::fs::write(self.file(address), text).unwrap();
    }

    pub(crate) fn get(&self, address: &str) -> String {
        std::fs::read_to_string(self.file(address)).unwrap()
    }

    pub(super) fn write<T: serde::Serialize + Terms>(&self, address: &Iri, of: &T) {
        self.put(address.as_str(), &document(of).to_json().unwrap());
    }
}
