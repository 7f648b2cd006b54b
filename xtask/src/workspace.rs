//! Where the workspace is, what is in it, and how cargo is called.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;

/// What `cargo run` sets for this program. Passed on, it would make build scripts of dependencies
/// believe that their surroundings changed.
const SET_BY_CARGO_RUN: [&str; 7] = [
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_PATH",
    "CARGO_PKG_DESCRIPTION",
    "CARGO_PKG_NAME",
    "CARGO_PKG_README",
    "CARGO_PKG_RUST_VERSION",
    "CARGO_PKG_VERSION",
];

pub(crate) struct Workspace {
    root: PathBuf,
}

/// What `cargo metadata` says about the workspace.
pub(crate) struct Metadata {
    pub(crate) target: PathBuf,
    pub(crate) packages: Vec<Package>,
}

pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) folder: PathBuf,
    pub(crate) has_library: bool,
}

impl Workspace {
    /// Looks for it from the working folder upwards.
    pub(crate) fn find() -> Result<Self> {
        let here = std::env::current_dir().context("cannot tell the working folder")?;
        let root = here.ancestors().find(|folder| {
            folder.join("Cargo.lock").is_file() && folder.join("xtask/Cargo.toml").is_file()
        });
        let root = root.context("call this from inside the checkout of Staffroom")?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A program that will run in the root folder.
    pub(crate) fn program(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.current_dir(&self.root);
        command
    }

    /// Cargo, in the root folder, with the environment that it would have from a shell.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = self.program("cargo");
        for name in SET_BY_CARGO_RUN {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn metadata(&self) -> Result<Metadata> {
        let text = process::output(self.cargo().args([
            "metadata",
            "--no-deps",
            "--locked",
            "--format-version=1",
        ]))?;
        Metadata::parse(&text).context("cargo metadata printed something unexpected")
    }
}

impl Metadata {
    fn parse(text: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(text)?;
        let packages = list(&value, "packages")
            .iter()
            .map(Package::parse)
            .collect::<Result<_>>()?;
        Ok(Self {
            target: string(&value, "target_directory")?.into(),
            packages,
        })
    }
}

impl Package {
    fn parse(value: &Value) -> Result<Self> {
        let manifest = PathBuf::from(string(value, "manifest_path")?);
        let mut targets = list(value, "targets").iter();
        Ok(Self {
            name: string(value, "name")?,
            version: string(value, "version")?,
            folder: manifest
                .parent()
                .context("a manifest without folder")?
                .to_owned(),
            has_library: targets.any(|target| {
                list(target, "crate_types").iter().any(|kind| kind != "bin")
                    && target.get("doctest") == Some(&Value::Bool(true))
            }),
        })
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn string(value: &Value, key: &str) -> Result<String> {
    let text = value.get(key).and_then(Value::as_str);
    Ok(text
        .with_context(|| format!("{key} is missing"))?
        .to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_cargo_says() {
        let text = r#"{"target_directory": "t", "packages": [
            {"name": "a", "version": "0.1.0", "manifest_path": "x/a/Cargo.toml",
             "targets": [{"crate_types": ["lib"], "doctest": true}]},
            {"name": "b", "version": "0.1.0", "manifest_path": "x/b/Cargo.toml",
             "targets": [{"crate_types": ["bin"], "doctest": false}]}]}"#;
        let metadata = Metadata::parse(text).unwrap();
        assert_eq!(metadata.target, Path::new("t"));
        let libraries: Vec<_> = metadata.packages.iter().map(|p| p.has_library).collect();
        assert_eq!(libraries, [true, false]);
        assert_eq!(metadata.packages[0].folder, Path::new("x/a"));
    }
}
