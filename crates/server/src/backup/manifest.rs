//! What an archive says of itself: its first entry, `manifest.json`.

use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

/// The version of the format that this program writes, and the newest that it reads.
pub const FORMAT: u32 = 1;
/// What the first entry is called.
pub const MANIFEST: &str = "manifest.json";
/// The entry with an `SQLite` database.
pub const SQLITE: &str = "database.sqlite";
/// The entry with what `pg_dump` wrote.
pub const POSTGRES: &str = "database.pgdump";
/// The entry with the secret key.
pub const KEY: &str = "secret.key";
/// The entry with the configuration file.
pub const CONFIG: &str = "staffroom.toml";
/// What the names of uploads begin with.
pub const MEDIA: &str = "media/";

/// Which database an archive holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// A copy of the file.
    Sqlite,
    /// A dump in `pg_dump`'s custom format.
    Postgres,
}

impl Backend {
    /// The entry that holds it.
    pub const fn entry(self) -> &'static str {
        match self {
            Self::Sqlite => SQLITE,
            Self::Postgres => POSTGRES,
        }
    }
}

impl std::fmt::Display for Backend {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// What every archive says first, in every version of the format.
#[derive(Clone, Debug, Deserialize)]
pub struct Preface {
    /// The version of the format.
    pub format: u32,
    /// The version of the program that wrote it.
    pub staffroom: String,
}

/// The manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the format: [`FORMAT`].
    pub format: u32,
    /// The version of the program that wrote it.
    pub staffroom: String,
    /// When, in RFC 3339.
    pub created_at: String,
    /// Which database it holds.
    pub backend: Backend,
    /// The versions of the migrations that the database has seen.
    pub migrations: Vec<String>,
    /// The address of the instance.
    pub server_url: String,
    /// Whether it is a trial.
    pub trial: bool,
    /// Which secret key belongs to the database.
    pub secret_key_fingerprint: String,
    /// Whether the secret key and the configuration are in it.
    pub with_secrets: bool,
    /// Everything else in the archive, in its order.
    pub entries: Vec<Entry>,
}

/// One file in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name in the archive.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// The entry of this name.
    pub fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The size of all entries.
    pub fn total(&self) -> u64 {
        self.entries
            .iter()
            .fold(0, |sum, entry| sum.saturating_add(entry.size))
    }

    /// What is wrong with it, if anything is.
    pub fn fault(&self) -> Option<String> {
        let mut names = std::collections::HashSet::new();
        for entry in &self.entries {
            if !is_expected(&entry.name) {
                return Some(format!("it lists the file {:?}", entry.name));
            }
            if !names.insert(&entry.name) {
                return Some(format!("it lists {} twice", entry.name));
            }
            if entry.size > largest(&entry.name) {
                return Some(format!("{} is too large", entry.name));
            }
        }
        if !names.contains(&self.backend.entry().to_owned()) {
            return Some("it lists no database".to_owned());
        }
        if self.with_secrets != names.contains(&KEY.to_owned()) {
            return Some("it is unclear whether the secret key is in it".to_owned());
        }
        None
    }
}

/// Whether an archive may hold a file of this name. Nothing may leave the folder that it is unpacked
/// in, nor hide there.
pub fn is_expected(name: &str) -> bool {
    if [SQLITE, POSTGRES, KEY, CONFIG].contains(&name) {
        return true;
    }
    let Some(rest) = name.strip_prefix(MEDIA) else {
        return false;
    };
    let plain = |component: Component<'_>| matches!(component, Component::Normal(_));
    name.len() <= 1_024
        && !rest.is_empty()
        && !rest.ends_with('/')
        && !rest.contains("//")
        && !rest.contains("/./")
        && !rest.starts_with('/')
        && !rest.ends_with("/.")
        && !rest.contains(['\\', '\0'])
        && !rest.chars().any(char::is_control)
        && Path::new(rest).components().all(plain)
}

const fn largest_of_text() -> u64 {
    1_024 * 1_024
}

fn largest(name: &str) -> u64 {
    match name {
        KEY | CONFIG => largest_of_text(),
        // The disk is the limit, which is asked before unpacking.
        _ => u64::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let entry = |name: &str| Entry {
            name: name.to_owned(),
            size: 3,
            sha256: "00".repeat(32),
        };
        Manifest {
            format: FORMAT,
            staffroom: "0.1.0".to_owned(),
            created_at: "2026-11-23T10:00:00Z".to_owned(),
            backend: Backend::Sqlite,
            migrations: vec!["20261123000001".to_owned()],
            server_url: "https://school.example".to_owned(),
            trial: false,
            secret_key_fingerprint: "aa".to_owned(),
            with_secrets: true,
            entries: vec![entry(KEY), entry(SQLITE), entry("media/ab/cd.webp")],
        }
    }

    #[test]
    fn only_our_own_names_are_expected() {
        for name in ["secret.key", "media/a", "media/ab/cd.webp", "media/..a/b."] {
            assert!(is_expected(name), "{name}");
        }
        for name in [
            "",
            "media",
            "media/",
            "media/..",
            "media/../secret.key",
            "media/a/../../b",
            "/media/a",
            "media//a",
            "media/./a",
            "media/a/.",
            "media/a/",
            "../secret.key",
            "secret.key/",
            "./secret.key",
            "media/a\\b",
            "media/a\nb",
            "passwd",
            "staffroom.toml.bak",
        ] {
            assert!(!is_expected(name), "{name}");
        }
        assert!(!is_expected(&format!("media/{}", "a".repeat(1_100))));
    }

    #[test]
    fn a_manifest_survives_and_is_judged() {
        let good = manifest();
        assert_eq!(good.fault(), None);
        assert_eq!(good.total(), 9);
        let text = serde_json::to_string(&good).unwrap();
        assert_eq!(serde_json::from_str::<Manifest>(&text).unwrap(), good);

        let broken = |change: fn(&mut Manifest)| {
            let mut manifest = manifest();
            change(&mut manifest);
            manifest.fault().unwrap()
        };
        assert!(broken(|m| m.entries.remove(1).size = 0).contains("no database"));
        assert!(broken(|m| m.backend = Backend::Postgres).contains("no database"));
        assert!(broken(|m| m.with_secrets = false).contains("unclear"));
        assert!(broken(|m| m.entries.push(m.entries[0].clone())).contains("twice"));
        assert!(broken(|m| m.entries[0].size = 1 << 40).contains("too large"));
        assert!(broken(|m| m.entries[0].name = "../x".to_owned()).contains("../x"));
    }
}
