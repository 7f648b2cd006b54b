//! The real machine: finding and reading the files, and the environment.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::environment::PREFIX;
use crate::{ConfigError, Loaded, Overrides, Problem, Sources, parse};

/// The variable that names the configuration file.
pub const FILE_VARIABLE: &str = "STAFFROOM_CONFIG";

/// Where the configuration file is looked for when nobody names one. The first that exists is read.
pub const DEFAULT_FILES: [&str; 2] = ["./staffroom.toml", "/etc/staffroom/staffroom.toml"];

/// More than any configuration or secret needs; a wrong path (a device, a database) ends here.
const LARGEST_FILE: u64 = 1024 * 1024;

/// The file to read, and who names it. A file that somebody names is taken even if it is missing,
/// so that the mistake is reported. `exists` tells which of [`DEFAULT_FILES`] are there.
pub fn find_file(
    explicit: Option<&Path>,
    variable: Option<&OsStr>,
    exists: impl Fn(&Path) -> bool,
) -> Option<(PathBuf, &'static str)> {
    if let Some(path) = explicit {
        return Some((path.to_owned(), "flag --config"));
    }
    if let Some(path) = variable.filter(|path| !path.is_empty()) {
        return Some((PathBuf::from(path), "environment variable STAFFROOM_CONFIG"));
    }
    DEFAULT_FILES
        .iter()
        .map(PathBuf::from)
        .find(|path| exists(path))
        .map(|path| (path, "the search in the usual places"))
}

/// Makes the configuration from the real environment and files.
///
/// `explicit` is the file of `--config`; otherwise `STAFFROOM_CONFIG`, `./staffroom.toml`,
/// `/etc/staffroom/staffroom.toml`, or none. Relative paths in settings are left as they are and so
/// count from the working directory of the process, wherever the file lies.
///
/// # Errors
///
/// All mistakes at once, as [`parse`]; and a named file that cannot be read.
pub fn load(explicit: Option<&Path>, overrides: Overrides) -> Result<Loaded, ConfigError> {
    let environment = real_environment();
    let variable = environment.get(FILE_VARIABLE).map(OsString::as_os_str);
    // A file that cannot even be looked at counts as there, so that reading it reports why.
    let found = find_file(explicit, variable, |path| path.try_exists().unwrap_or(true));
    let file = match found {
        Some((path, named_by)) => match read_text(&path) {
            Ok(text) => Some((path, text)),
            Err(error) => {
                return Err(Problem::ConfigFile {
                    path,
                    named_by,
                    reason: error.to_string(),
                }
                .into());
            }
        },
        None => None,
    };
    parse(&Sources {
        file,
        environment,
        overrides,
        read_file: Box::new(read_limited),
    })
}

/// Our variables. The one place in the program that reads the environment.
#[expect(
    clippy::disallowed_methods,
    reason = "this crate is where the environment is read"
)]
fn real_environment() -> BTreeMap<String, OsString> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect()
}

fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read_limited(path)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not text (UTF-8)"))
}

fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "it is larger than 1 MiB",
        ));
    }
    Ok(bytes)
}
