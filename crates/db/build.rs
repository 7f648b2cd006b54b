//! Watches the migrations, which are compiled into the crate, and tells the crate their digest.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    // Without this a new migration would not be noticed until something else is changed.
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut hasher = DefaultHasher::new();
    digest(&folder, &mut hasher)?;
    println!(
        "cargo::rustc-env=STAFFROOM_MIGRATIONS_DIGEST={:016x}",
        hasher.finish()
    );
    Ok(())
}

fn digest(folder: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<PathBuf>>>()?;
    paths.sort();
    for path in paths {
        path.file_name().hash(hasher);
        if path.is_dir() {
            digest(&path, hasher)?;
        } else {
            fs::read(&path)?.hash(hasher);
        }
    }
    Ok(())
}
