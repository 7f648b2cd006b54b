//! The configuration file: from TOML to named values with their lines.

use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use crate::load::Given;
use crate::raw::Raw;
use crate::setting::sections;
use crate::{Origin, Problem, suggest};

/// Reads a file. Settings with unknown names are passed on; sections are judged here.
pub(crate) fn read(path: &Path, text: &str, problems: &mut Vec<Problem>) -> Vec<Given> {
    // Editors on Windows put it there; it is not part of the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        // What can still be read may be misread; more messages would only mislead.
        problems.extend(errors.iter().map(|error| syntax(path, text, error)));
        return Vec::new();
    }
    let origin = |span: Range<usize>| Origin::File {
        path: path.to_owned(),
        line: position(text, Some(&span)).0,
    };
    let mut given = Vec::new();
    for (name, value) in table.get_ref() {
        let at = origin(name.span());
        let is_known = sections()
            .iter()
            .any(|section| section.name == name.get_ref());
        match value.get_ref() {
            DeValue::Table(settings) if is_known => {
                given.extend(settings.iter().map(|(key, value)| Given {
                    name: printable(&format!(
                        "{name}.{key}",
                        name = name.get_ref(),
                        key = key.get_ref()
                    )),
                    raw: raw(value.get_ref()),
                    origin: origin(key.span()),
                }));
            }
            _ if is_known => problems.push(Problem::NotASection {
                name: printable(name.get_ref()),
                origin: at,
            }),
            DeValue::Table(_) => problems.push(Problem::UnknownSection {
                name: printable(name.get_ref()),
                origin: at,
                suggestion: suggest::section(name.get_ref()).map(|name| format!("[{name}]")),
            }),
            _ => problems.push(Problem::UnknownSetting {
                name: printable(name.get_ref()),
                origin: at,
                suggestion: suggest::setting(name.get_ref()),
            }),
        }
    }
    given.sort_by_key(|given| match given.origin {
        Origin::File { line, .. } => line,
        _ => 0,
    });
    given
}

fn syntax(path: &Path, text: &str, error: &toml::de::Error) -> Problem {
    let (line, column) = position(text, error.span().as_ref());
    Problem::Syntax {
        path: path.to_owned(),
        line,
        column,
        message: printable(error.message()),
    }
}

/// Reads one value, for defaults and bounds.
pub(crate) fn parse_value(text: &str) -> Result<Raw, String> {
    DeValue::parse(text)
        .map(|value| raw(value.get_ref()))
        .map_err(|error| error.message().to_owned())
}

fn raw(value: &DeValue<'_>) -> Raw {
    match value {
        DeValue::String(text) => Raw::Text(text.clone().into_owned()),
        DeValue::Integer(number) => match i128::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Raw::Number(number.to_string()),
            Err(_) => Raw::Number(number.to_string()),
        },
        // No setting takes one, but the message should show it as it was written.
        DeValue::Float(number) => Raw::Number(number.to_string()),
        DeValue::Boolean(value) => Raw::Bool(*value),
        DeValue::Datetime(_) => Raw::Other("a date or a time"),
        DeValue::Array(items) => Raw::List(items.iter().map(|item| raw(item.get_ref())).collect()),
        DeValue::Table(_) => Raw::Other("a section"),
    }
}

/// Line and column, from 1; the end of the text where the reader names no place.
fn position(text: &str, span: Option<&Range<usize>>) -> (usize, usize) {
    let end = span.map_or(text.len(), |span| span.start.min(text.len()));
    let before = text.get(..end).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |line| line.chars().count())
        + 1;
    (line, column)
}

/// Without control characters, which could rewrite the terminal of whoever reads the message.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}
