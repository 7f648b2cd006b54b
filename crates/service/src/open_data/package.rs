//! The data package (Frictionless): what the files are, for people and programs; and the vocabulary as it is now.

use std::io;

use serde_json::{Value, json};
use staffroom_domain::{Day, Timestamp};
use staffroom_vocabulary::Document;
use tempfile::NamedTempFile;

use super::Written;
use super::table::Output;

/// The vocabulary that the codes are of.
pub(super) fn vocabulary(
    file: impl Fn() -> io::Result<NamedTempFile>,
) -> io::Result<Vec<(Written, Value)>> {
    let document = Document::of_vocabulary();
    let texts = [
        (
            "vocabulary.jsonld",
            "json",
            "application/ld+json",
            document.to_json_ld(),
        ),
        ("vocabulary.ttl", "ttl", "text/turtle", document.to_turtle()),
    ];
    texts
        .into_iter()
        .map(|(name, form, media_type, text)| {
            let mut out = Output::new(file()?)?;
            out.write(&text)?;
            let (file, of) = out.finish(name)?;
            let resource = json!({
                "name": name.replace('.', "-"), "path": name, "profile": "data-resource", "format": form,
                "mediatype": media_type, "encoding": "utf-8", "bytes": of.bytes,
                "hash": format!("sha256:{}", of.sha256),
            });
            Ok(((file, of), resource))
        })
        .collect()
}

/// The text of `datapackage.json`.
pub(super) fn describe(now: Timestamp, name: &str, origin: &str, resources: &[Value]) -> String {
    let day = Day::in_utc(now).map(String::from).unwrap_or_default();
    let package = json!({
        "profile": "data-package",
        "name": "staffroom-open-data",
        "title": format!("Practices, outcomes and ledgers of {name}"),
        "description": "What was found out in teaching, and what came of it where it was tried: only what is public, what \
            its own server has shown, and what its authors let indexes list. Reports are self-selected: counts are of settings, and no percentages. \
            Take out whatever has an id whose SHA-256 stands in withdrawn. Codes are paths of the vocabulary.",
        "homepage": format!("{origin}/open-data/datapackage.json"),
        "version": day,
        "created": super::rows::moment(now),
        "licenses": [{
            "name": "CC0-1.0",
            "path": "https://creativecommons.org/publicdomain/zero/1.0/",
            "title": "Of codes and counts. Of the title of a practice: its row says the licence of its author, or none.",
        }],
        "resources": resources,
    });
    serde_json::to_string_pretty(&package).unwrap_or_default()
}
