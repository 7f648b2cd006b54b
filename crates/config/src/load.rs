//! From the sources to the configuration: who wins, and what is reported.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::environment::variable_name;
use crate::raw::Raw;
use crate::reader::{Found, Reader};
use crate::setting::{Setting, all_settings, find_setting};
use crate::{Config, ConfigError, Origin, Overrides, Problem, Warning, check, file, suggest};

/// Reads a file that holds a secret.
pub type ReadFile<'a> = dyn Fn(&Path) -> io::Result<Vec<u8>> + 'a;

/// Everything the configuration is made from, weakest first: file, environment, flags.
///
/// Nothing here touches the machine; [`crate::load`] fills it from the real one.
pub struct Sources<'a> {
    /// The configuration file's path (for messages) and text.
    pub file: Option<(PathBuf, String)>,
    /// The environment; variables that do not begin with `STAFFROOM_` are ignored.
    pub environment: BTreeMap<String, OsString>,
    /// The command line.
    pub overrides: Overrides,
    /// How to read a file that holds a secret.
    pub read_file: Box<ReadFile<'a>>,
}

impl Sources<'_> {
    /// No file, no environment, no flags, and no secret file can be read.
    pub fn new() -> Self {
        Self {
            file: None,
            environment: BTreeMap::new(),
            overrides: Overrides::new(),
            read_file: Box::new(|_| Err(io::ErrorKind::NotFound.into())),
        }
    }

    /// With a configuration file.
    #[must_use]
    pub fn with_file(mut self, path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        self.file = Some((path.into(), text.into()));
        self
    }

    /// With a variable of the environment.
    #[must_use]
    pub fn with_variable(mut self, name: impl Into<String>, value: impl Into<OsString>) -> Self {
        self.environment.insert(name.into(), value.into());
        self
    }

    /// With flags.
    #[must_use]
    pub fn with_overrides(mut self, overrides: Overrides) -> Self {
        self.overrides = overrides;
        self
    }
}

impl Default for Sources<'_> {
    fn default() -> Self {
        Self::new()
    }
}

/// Names only: the texts may hold secrets.
impl fmt::Debug for Sources<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sources")
            .field("file", &self.file.as_ref().map(|(path, _)| path))
            .field("environment", &self.environment.keys())
            .field("overrides", &self.overrides)
            .finish_non_exhaustive()
    }
}

/// The configuration, and how it came about.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The settings.
    pub config: Config,
    /// Where each setting's value comes from, by its full name.
    pub origins: BTreeMap<&'static str, Origin>,
    /// The configuration file, if there was one.
    pub source_file: Option<PathBuf>,
    /// What works, but perhaps not as it was meant.
    pub warnings: Vec<Warning>,
}

impl Loaded {
    /// Whether nobody has configured this instance: there is neither a file nor an address from the
    /// environment or a flag. Such an instance is a trial and does not federate.
    pub fn is_trial(&self) -> bool {
        self.source_file.is_none() && self.origins.get("server.url") == Some(&Origin::Default)
    }
}

/// A value as a source gives it, under a name that may not exist.
pub(crate) struct Given {
    pub(crate) name: String,
    pub(crate) raw: Raw,
    pub(crate) origin: Origin,
}

/// A value, or the file which holds it.
struct Winner {
    raw: Raw,
    origin: Origin,
    is_file: bool,
}

/// Makes the configuration from explicit sources.
///
/// A later source wins for each setting alone: defaults, file, environment, flags. A secret and its
/// `…_file` form are the same setting; one source may give only one of them.
///
/// # Errors
///
/// All mistakes at once. Combinations of settings are judged only when each setting is right.
pub fn parse(sources: &Sources<'_>) -> Result<Loaded, ConfigError> {
    let mut problems = Vec::new();
    let mut winners = HashMap::new();
    if let Some((path, text)) = &sources.file {
        let given = file::read(path, text, &mut problems);
        overlay(&mut winners, given, &mut problems);
    }
    let given = crate::environment::read(&sources.environment, &mut problems);
    overlay(&mut winners, given, &mut problems);
    overlay(&mut winners, sources.overrides.given(), &mut problems);

    let mut reader = Reader {
        found: BTreeMap::new(),
        problems,
    };
    for setting in all_settings() {
        match settle(setting, winners.remove(setting.key), &sources.read_file) {
            Ok(found) => {
                reader.found.insert(setting.key, found);
            }
            Err(problem) => reader.problems.push(*problem),
        }
    }
    let config = Config::read(&mut reader);
    let Reader {
        found,
        mut problems,
    } = reader;
    // First those of the file, from top to bottom; the sort keeps the order of the others.
    problems.sort_by_key(|problem| problem.line().unwrap_or(usize::MAX));
    let Some(config) = config else {
        return Err(ConfigError { problems });
    };
    let origins = found
        .into_iter()
        .map(|(key, found)| (key, found.origin))
        .collect();
    let mut warnings = Vec::new();
    if problems.is_empty() {
        check::rules(&config, &origins, &mut problems);
        check::warnings(&config, &mut warnings);
    }
    if !problems.is_empty() {
        return Err(ConfigError { problems });
    }
    Ok(Loaded {
        config,
        origins,
        source_file: sources.file.as_ref().map(|(path, _)| path.clone()),
        warnings,
    })
}

/// Lays one source over the weaker ones.
fn overlay(
    winners: &mut HashMap<&'static str, Winner>,
    given: Vec<Given>,
    problems: &mut Vec<Problem>,
) {
    let mut layer: HashMap<&'static str, Winner> = HashMap::new();
    for Given { name, raw, origin } in given {
        let Some((setting, is_file)) = resolve(&name) else {
            problems.push(unknown(name, origin));
            continue;
        };
        if let Some(earlier) = layer.get(setting.key)
            && earlier.is_file != is_file
        {
            problems.push(Problem::GivenTwice {
                key: setting.key,
                first: earlier.origin.clone(),
                second: origin.clone(),
            });
        }
        layer.insert(
            setting.key,
            Winner {
                raw,
                origin,
                is_file,
            },
        );
    }
    winners.extend(layer);
}

/// The setting of this name, and whether the name is its `…_file` form.
pub(crate) fn resolve(name: &str) -> Option<(&'static Setting, bool)> {
    if let Some(setting) = find_setting(name) {
        return Some((setting, false));
    }
    let setting = find_setting(name.strip_suffix("_file")?)?;
    setting.secret.then_some((setting, true))
}

fn unknown(name: String, origin: Origin) -> Problem {
    let suggestion = suggest::setting(&name.to_ascii_lowercase());
    let suggestion = match origin {
        Origin::Environment { .. } => suggestion.map(|key| variable_name(&key)),
        _ => suggestion,
    };
    Problem::UnknownSetting {
        name,
        origin,
        suggestion,
    }
}

/// The value of a setting: its default, the value given, or the content of the file given.
fn settle(
    setting: &'static Setting,
    winner: Option<Winner>,
    read_file: &ReadFile<'_>,
) -> Result<Found, Box<Problem>> {
    let Some(winner) = winner else {
        let raw =
            file::parse_value(setting.default).map_err(|error| Box::new(Problem::Rule(error)))?;
        return Ok(Found {
            raw,
            origin: Origin::Default,
        });
    };
    if !winner.is_file {
        let Winner { raw, origin, .. } = winner;
        return Ok(Found { raw, origin });
    }
    let path = match &winner.raw {
        Raw::Text(path) => PathBuf::from(path),
        other => PathBuf::from(other.to_string()),
    };
    match secret_text(&path, read_file) {
        Ok(text) => Ok(Found {
            raw: Raw::Text(text),
            origin: Origin::SecretFile {
                path,
                named_by: Box::new(winner.origin),
            },
        }),
        Err(reason) => Err(Box::new(Problem::SecretFile {
            key: setting.key,
            path,
            origin: winner.origin,
            reason,
        })),
    }
}

/// The content of a secret file, without the newline at its end that editors add.
fn secret_text(path: &Path, read_file: &ReadFile<'_>) -> Result<String, String> {
    if path.as_os_str().is_empty() {
        return Err("the path is empty".to_owned());
    }
    let bytes = read_file(path).map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map_err(|_| "it is not text (UTF-8)".to_owned())?;
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        return Err("it is empty".to_owned());
    }
    Ok(text.to_owned())
}
