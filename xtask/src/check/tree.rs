//! The files of the repository: what git tracks, and new files that it does not ignore.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

/// Paths relative to the root, with `/`, and their texts.
pub(super) struct Tree {
    /// Files that are not UTF-8 are here with an empty text.
    files: BTreeMap<String, String>,
}

impl Tree {
    pub(super) fn read(workspace: &Workspace) -> Result<Self> {
        let mut command = workspace.program("git");
        command.args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]);
        let list = process::output(&mut command).context("this needs a git checkout")?;
        let mut files = BTreeMap::new();
        for path in list.split('\0').filter(|path| !path.is_empty()) {
            // A file that was deleted, but not yet from git's index, is no longer there.
            if let Ok(bytes) = fs::read(workspace.root().join(path)) {
                files.insert(
                    path.to_owned(),
                    String::from_utf8(bytes).unwrap_or_default(),
                );
            }
        }
        Ok(Self { files })
    }

    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let own = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Self {
            files: files.iter().map(own).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Whether there is such a file, or a folder with files in it; "" is the root.
    pub(super) fn exists(&self, path: &str) -> bool {
        path.is_empty()
            || self.files.contains_key(path)
            || self.below(path.trim_end_matches('/')).next().is_some()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The files whose names end with one of `extensions`.
    pub(super) fn with_extension(&self, extensions: &[&str]) -> impl Iterator<Item = (&str, &str)> {
        self.all()
            .filter(move |(path, _)| extensions.contains(&extension(path)))
    }

    /// The files in a folder and its folders, with their paths relative to it.
    pub(super) fn below(&self, folder: &str) -> impl Iterator<Item = (&str, &str)> {
        let start = format!("{folder}/");
        self.all()
            .filter_map(move |(path, text)| Some((path.strip_prefix(&start)?, text)))
    }
}

/// What follows the last dot of a path, or nothing.
pub(super) fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}
