//! From answers to a configuration file.

use std::io;
use std::path::{Path, PathBuf};

use staffroom_config::{
    Answers, ConfigError, DatabaseUrl, FederationMode, Loaded, Provider, ServerUrl, Sources,
    Warning, parse, render_init,
};
use staffroom_db::inspect::inspect;
use staffroom_db::{DbError, Location};
use thiserror::Error;

use crate::app::db_options;
use crate::files;

/// Why no configuration was written.
#[derive(Debug, Error)]
pub enum InitError {
    /// There is one.
    #[error("{} exists already; edit it, or add --force to replace it", .0.display())]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("{} cannot be written: {reason}", .path.display())]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Not a domain.
    #[error("{domain:?} is not a domain that people can reach: {reason}")]
    Domain {
        /// What was given.
        domain: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The settings.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The folder is a trial.
    #[error(
        "{} holds a trial (it was made by `staffroom serve` without configuration), and a trial cannot \
         become a real instance; choose another folder with --data-dir", .0.display()
    )]
    Trial(PathBuf),
    /// The folder belongs to another instance.
    #[error(
        "{} holds the instance {stored}, which cannot change its address; choose another folder with \
         --data-dir", .folder.display()
    )]
    OtherInstance {
        /// The folder.
        folder: PathBuf,
        /// The address of the instance.
        stored: String,
    },
    /// What lies in the folder cannot be read.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What somebody answered or gave as flags. Without a value, the program chooses.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// `server.url`.
    pub url: String,
    /// `server.account_domain`.
    pub account_domain: Option<String>,
    /// `instance.name`.
    pub name: Option<String>,
    /// `instance.provider`.
    pub provider: Option<Provider>,
    /// `instance.contact_name`.
    pub contact_name: Option<String>,
    /// `instance.contact_email`.
    pub contact_email: Option<String>,
    /// `federation.mode`.
    pub federation: Option<FederationMode>,
    /// `storage.data_dir`.
    pub data_dir: Option<PathBuf>,
    /// `database.url`.
    pub database_url: Option<String>,
    /// The file to write.
    pub output: PathBuf,
    /// Whether another of that name is replaced.
    pub force: bool,
}

/// A configuration that may be written.
#[derive(Debug)]
pub struct Plan {
    /// The file.
    pub output: PathBuf,
    /// Its text.
    pub text: String,
    /// The settings in it.
    pub loaded: Loaded,
    /// A trial's folder that was avoided.
    pub avoided: Option<PathBuf>,
    force: bool,
}

/// What suits a provider.
pub const fn federation_default(provider: Provider) -> FederationMode {
    if provider.is_school() {
        FederationMode::AllowList
    } else {
        FederationMode::Open
    }
}

/// Why it suits it.
pub const fn why_federation(mode: FederationMode) -> &'static str {
    match mode {
        FederationMode::Open => {
            "once this program federates, posts are exchanged with every server that you have not blocked"
        }
        FederationMode::AllowList => {
            "once this program federates, posts are exchanged only with servers that you have allowed: the cautious choice of a school"
        }
        FederationMode::Off => "nothing is exchanged with other servers",
    }
}

/// The address of a domain: `school.example` becomes `https://school.example`.
pub fn url_of_domain(domain: &str) -> Result<String, InitError> {
    let refuse = |reason: String| InitError::Domain {
        domain: domain.to_owned(),
        reason,
    };
    if domain.contains("://") {
        return Err(refuse("give an address with --url".to_owned()));
    }
    let url = format!("https://{}", domain.trim());
    let parsed = ServerUrl::parse(&url).map_err(refuse)?;
    if !parsed.authority().contains('.') {
        return Err(refuse("it has no dot, as in \"school.example\"".to_owned()));
    }
    Ok(parsed.origin())
}

impl Plan {
    /// Decides what was left open, validates everything, and looks at the folder. Changes nothing.
    pub fn new(wishes: &Wishes, working_folder: &Path) -> Result<Self, InitError> {
        if !wishes.force && wishes.output.symlink_metadata().is_ok() {
            return Err(InitError::Exists(wishes.output.clone()));
        }
        let chosen = wishes.data_dir.clone();
        let data_dir = chosen
            .clone()
            .unwrap_or_else(|| default_data_dir(&wishes.output, working_folder));
        let mut plan = Self::with_data_dir(wishes, &data_dir)?;
        match plan.look_at_folder() {
            Err(InitError::Trial(folder)) if chosen.is_none() => {
                plan = Self::with_data_dir(wishes, &files::beside(&data_dir, "-real"))?;
                plan.look_at_folder()?;
                plan.avoided = Some(folder);
            }
            looked => looked?,
        }
        Ok(plan)
    }

    fn with_data_dir(wishes: &Wishes, data_dir: &Path) -> Result<Self, InitError> {
        let mut answers = Answers::new();
        answers.set("server.url", &wishes.url);
        answers.set("storage.data_dir", data_dir.to_string_lossy());
        let optional = [
            ("server.account_domain", wishes.account_domain.clone()),
            ("instance.name", wishes.name.clone()),
            ("instance.contact_name", wishes.contact_name.clone()),
            ("instance.contact_email", wishes.contact_email.clone()),
            ("instance.provider", wishes.provider.map(|p| p.to_string())),
            ("federation.mode", wishes.federation.map(|m| m.to_string())),
            ("database.url", wishes.database_url.clone()),
        ];
        for (key, value) in optional {
            if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
                answers.set(key, value);
            }
        }
        // A reverse proxy on the same machine is what the next steps describe.
        if wishes.url.starts_with("https://") {
            answers.set("server.trusted_proxies", "loopback");
        }
        let text = render_init(&answers)?;
        let loaded = parse(&Sources::new().with_file(&wishes.output, text.clone()))?;
        Ok(Self {
            output: wishes.output.clone(),
            text,
            loaded,
            avoided: None,
            force: wishes.force,
        })
    }

    /// Whether the instance can live in its folder.
    fn look_at_folder(&self) -> Result<(), InitError> {
        let config = &self.loaded.config;
        let folder = config.storage.data_dir.clone();
        let location = db_options(config).location;
        // A trial keeps its database in the folder, whatever the settings will say.
        let in_folder = Location::Sqlite(folder.join("staffroom.sqlite"));
        let mut places = vec![in_folder];
        if matches!(config.database_url(), DatabaseUrl::Sqlite(_)) && !places.contains(&location) {
            places.push(location);
        }
        for place in places {
            let Some(seen) = inspect(&place)? else {
                continue;
            };
            if seen.trial {
                return Err(InitError::Trial(folder));
            }
            if let Some(stored) = seen.server_url
                && stored != config.server.url.origin()
            {
                return Err(InitError::OtherInstance { folder, stored });
            }
        }
        Ok(())
    }

    /// What works, but perhaps not as it was meant.
    pub fn warnings(&self) -> &[Warning] {
        &self.loaded.warnings
    }

    /// Writes the file: whole or not at all, for its owner alone.
    pub fn write(&self) -> Result<(), InitError> {
        files::write_private(&self.output, self.text.as_bytes(), self.force).map_err(|error| {
            let path = self.output.clone();
            let reason = match error.kind() {
                io::ErrorKind::AlreadyExists => return InitError::Exists(path),
                io::ErrorKind::NotFound => "its folder does not exist; make it first".to_owned(),
                io::ErrorKind::NotADirectory => "there is a file in place of its folder".to_owned(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "this user may not write there; choose another place with --output".to_owned()
                }
                _ => error.to_string(),
            };
            InitError::Unwritable { path, reason }
        })
    }
}

/// Where services keep their data, for a configuration where services have theirs; otherwise beside
/// the configuration. Absolute: a service is started in some other folder.
fn default_data_dir(output: &Path, working_folder: &Path) -> PathBuf {
    let folder = working_folder.join(files::folder_of(output));
    if folder.starts_with("/etc") {
        return PathBuf::from("/var/lib/staffroom");
    }
    let parts = folder.components();
    let plain: PathBuf = parts
        .filter(|part| *part != std::path::Component::CurDir)
        .collect();
    plain.join("staffroom-data")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes(folder: &Path) -> Wishes {
        Wishes {
            url: "https://school.example".to_owned(),
            output: folder.join("staffroom.toml"),
            ..Wishes::default()
        }
    }

    #[test]
    fn a_domain_becomes_an_address() {
        assert_eq!(
            url_of_domain(" School.Example ").unwrap(),
            "https://school.example"
        );
        assert_eq!(
            url_of_domain("köln.example").unwrap(),
            "https://xn--kln-sna.example"
        );
        for wrong in [
            "https://school.example",
            "school",
            "school.example/x",
            "a b.example",
            "",
        ] {
            let text = url_of_domain(wrong).unwrap_err().to_string();
            assert!(text.contains(&format!("{wrong:?}")), "{text}");
        }
    }

    #[test]
    fn the_folder_is_absolute_and_where_services_expect_it() {
        let at = |output: &str| default_data_dir(Path::new(output), Path::new("/srv/school"));
        assert_eq!(
            at("./staffroom.toml"),
            Path::new("/srv/school/staffroom-data")
        );
        assert_eq!(
            at("staffroom.toml"),
            Path::new("/srv/school/staffroom-data")
        );
        assert_eq!(at("/opt/x/s.toml"), Path::new("/opt/x/staffroom-data"));
        assert_eq!(
            at("/etc/staffroom/staffroom.toml"),
            Path::new("/var/lib/staffroom")
        );
    }

    #[test]
    fn the_federation_follows_the_provider() {
        assert_eq!(
            federation_default(Provider::School),
            FederationMode::AllowList
        );
        assert_eq!(federation_default(Provider::Charity), FederationMode::Open);
    }

    #[test]
    fn nothing_is_replaced_unasked_and_nothing_written_that_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let wishes = wishes(folder.path());
        let plan = Plan::new(&wishes, folder.path()).unwrap();
        assert!(!wishes.output.exists());
        plan.write().unwrap();
        assert!(plan.text.contains("trusted_proxies = [\"loopback\"]"));
        assert!(matches!(plan.write(), Err(InitError::Exists(_))));
        assert!(matches!(
            Plan::new(&wishes, folder.path()),
            Err(InitError::Exists(_))
        ));
        let again = Wishes {
            force: true,
            ..wishes.clone()
        };
        Plan::new(&again, folder.path()).unwrap().write().unwrap();

        let wrong = Wishes {
            contact_email: Some("nobody".to_owned()),
            ..again
        };
        let text = Plan::new(&wrong, folder.path()).unwrap_err().to_string();
        assert!(text.contains("instance.contact_email"), "{text}");
    }
}
