//! The text whose SHA-256 is a ledger's digest.

use serde_json::{Value, json};

use super::contribution::Finding;
use super::entry::{Entry, Said};
use super::setting::{SettingEntries, by_setting};

/// The first line names the form, so that a later one can be told from it.
const FORM: u8 = 1;

/// The canonical text of a ledger, from all entries of a practice in any order. Its digest is `sha-256:` and the SHA-256 of
/// its UTF-8 bytes in lower-case hexadecimal; this crate has no cryptography.
///
/// Every line is a JSON array without spaces and ends with a line feed. The first is `["staffroom-ledger",1,PRACTICE]`. The
/// others are [`canonical_lines`] of all settings, sorted by their bytes. The form is described for others in
/// `docs/developers/ledger.md`.
pub fn canonical_text<'a>(practice: &str, entries: impl IntoIterator<Item = &'a Entry>) -> String {
    let settings = by_setting(entries);
    let lines = settings.values().flat_map(canonical_lines);
    canonical_text_of_lines(practice, lines)
}

/// The canonical text of a ledger from the lines of its settings, for whoever keeps them with the settings.
pub fn canonical_text_of_lines(practice: &str, lines: impl IntoIterator<Item = String>) -> String {
    let mut lines: Vec<String> = lines.into_iter().collect();
    lines.sort();
    let first = json!(["staffroom-ledger", FORM, practice]).to_string();
    let mut text = String::new();
    for line in std::iter::once(first).chain(lines) {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// The lines of one setting: one for each outcome that is current and one for each adoption. They hold everything that the
/// counts of a summary are made of, and nothing of what was superseded, rejected or withdrawn.
pub fn canonical_lines(setting: &SettingEntries<'_>) -> Vec<String> {
    let standing = setting.standing().as_str();
    let country = setting.country().map(String::from).unwrap_or_default();
    let of_setting = |entry: &Entry| {
        let known = if entry.setting.known {
            "known"
        } else {
            "unverified"
        };
        [json!(entry.setting.iri), json!(known), json!(standing)]
    };
    let outcomes = setting.reports().iter().enumerate().map(|(place, report)| {
        let entry = report.entry;
        let Finding {
            version,
            result,
            evidence,
        } = report.finding();
        let mut line = vec![
            json!("outcome"),
            json!(entry.id),
            json!(if place == 0 { "newest" } else { "also" }),
            json!(version),
            json!(super::contribution::slug_of(result)),
            json!(super::contribution::slug_of(evidence)),
        ];
        line.extend(of_setting(entry));
        let month = super::month::Month::in_utc(entry.at);
        line.extend([
            json!(country),
            json!(setting.instance()),
            json!(month.map(String::from).unwrap_or_default()),
        ]);
        Value::from(line).to_string()
    });
    let adoptions = setting.adoptions().filter_map(|entry| {
        let Said::Adoption { status, decide_by } = entry.said else {
            return None;
        };
        let mut line = vec![
            json!("adoption"),
            json!(entry.id),
            json!(status.as_str()),
            json!(decide_by.map(String::from).unwrap_or_default()),
            json!(entry.version),
        ];
        line.extend(of_setting(entry));
        Some(Value::from(line).to_string())
    });
    outcomes.chain(adoptions).collect()
}
