//! The commented configuration file: the example, and the one that `staffroom init` writes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::environment::variable_name;
use crate::file::parse_value;
use crate::load::resolve;
use crate::raw::{Raw, quote};
use crate::setting::{Setting, sections};
use crate::{ConfigError, Origin, Problem, suggest};

const HEAD: &str = "\
# Settings of Staffroom.
#
# A line that begins with \"#\" and a name shows the default. To change a setting, remove the \"#\" and
# write another value. Each setting can also come from the environment variable named above it, which
# wins over this file. `staffroom config check` finds mistakes; `staffroom config show` lists what is
# in force, and where each value comes from.
";

/// Settings to write into a new file.
#[derive(Clone, Default)]
pub struct Answers(BTreeMap<String, String>);

impl Answers {
    /// None yet.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Sets `section.key` (or the `…_file` form of a secret) to a value, written as in the
    /// environment: without quotes, lists with commas.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.0.insert(key.into(), value.into());
        self
    }
}

/// Names only: a value may be a secret.
impl std::fmt::Debug for Answers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

/// The example file: every setting with its description and default, commented out.
pub fn example_toml() -> String {
    render(&BTreeMap::new())
}

/// The example file with some settings set. It is meant for [`crate::parse`], which also judges the
/// combination of settings: it can still need a password from the environment.
///
/// # Errors
///
/// Unknown names and wrong values, all at once.
pub fn render_init(answers: &Answers) -> Result<String, ConfigError> {
    let mut lines = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, value) in &answers.0 {
        let origin = Origin::Answers;
        match resolve(name) {
            Some((setting, true)) => {
                lines.insert(
                    setting.key,
                    format!("{}_file = {}\n", setting.name, quote(value)),
                );
            }
            Some((setting, false)) => match literal(setting, value) {
                Ok(literal) => {
                    lines.insert(setting.key, format!("{} = {literal}\n", setting.name));
                }
                Err(reason) => problems.push(Problem::Invalid {
                    key: setting.key,
                    origin,
                    found: (!setting.secret).then(|| Raw::Text(value.clone()).to_string()),
                    expected: setting.expected(),
                    reason,
                }),
            },
            None => problems.push(Problem::UnknownSetting {
                name: name.clone(),
                origin,
                suggestion: suggest::setting(name),
            }),
        }
    }
    if problems.is_empty() {
        Ok(render(&lines))
    } else {
        Err(ConfigError { problems })
    }
}

/// A value as TOML: as a number, a boolean or a list where the setting takes one, else in quotes.
fn literal(setting: &Setting, value: &str) -> Result<String, String> {
    let text = Raw::Text(value.to_owned());
    (setting.check)(&text)?;
    if let Ok(Raw::List(_)) = parse_value(setting.default) {
        let entries: Vec<String> = text.entries()?.into_iter().map(quote).collect();
        return Ok(format!("[{}]", entries.join(", ")));
    }
    let bare = match parse_value(value.trim()) {
        Ok(raw @ (Raw::Bool(_) | Raw::Number(_))) => Some(raw),
        _ => None,
    };
    match bare {
        Some(raw) if (setting.check)(&raw).is_ok() => Ok(raw.to_string()),
        _ => Ok(quote(value)),
    }
}

/// The file, with these lines in place of the commented defaults.
fn render(lines: &BTreeMap<&'static str, String>) -> String {
    let mut text = HEAD.to_owned();
    for section in sections() {
        text.push_str("\n\n");
        comment(&mut text, section.docs);
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(text, "[{}]", section.name);
        for setting in section.settings {
            text.push('\n');
            comment(&mut text, setting.docs);
            let _ = writeln!(text, "# Environment: {}", variable_name(setting.key));
            if let Some(file_key) = setting.file_key() {
                let _ = writeln!(
                    text,
                    "# Or the path of a file that holds it: `{}_file` here, {} in the environment.",
                    setting.name,
                    variable_name(&file_key),
                );
            }
            let _ = match lines.get(setting.key) {
                Some(line) => write!(text, "{line}"),
                None => writeln!(text, "#{} = {}", setting.name, setting.default),
            };
        }
    }
    text
}

fn comment(text: &mut String, docs: &[&str]) {
    for line in docs {
        let _ = writeln!(text, "#{}", line.trim_end());
    }
}
