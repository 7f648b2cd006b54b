//! What was given away once and may not be any more: whoever has it is told to take it out, and nobody else learns what it
//! was. Its id would lead there, so what is listed is the digest of the id.

use std::collections::HashSet;
use std::fs::File;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;

use serde_json::{Map, Value, json};
use staffroom_domain::{Day, Timestamp};

use super::table::Table;
use crate::hub::digest_of;

/// What is in the tables now: a number for each id, which is enough to tell them apart.
#[derive(Default)]
pub(super) struct Gone {
    hasher: RandomState,
    there: HashSet<u64>,
}

impl Gone {
    /// This row is in the tables.
    pub(super) fn is_there(&mut self, row: &Map<String, Value>) {
        if let Some(digest) = digest_in(row) {
            self.there.insert(self.hasher.hash_one(digest));
        }
    }

    /// Lists what stood in a table before and is not there now; each once.
    pub(super) fn list(
        &mut self,
        before: &Path,
        table: &str,
        now: Timestamp,
        out: &mut Table,
    ) -> io::Result<()> {
        for line in BufReader::new(File::open(before)?).lines() {
            let Ok(row) = serde_json::from_str::<Map<String, Value>>(&line?) else {
                continue;
            };
            let Some(digest) = digest_in(&row) else {
                continue;
            };
            if !self.there.insert(self.hasher.hash_one(&digest)) {
                continue;
            }
            // What is on the list already stays there as it was.
            let was = |name: &str| row.get(name).filter(|_| table == super::WITHDRAWN);
            let since = Day::in_utc(now).map(String::from);
            let gone = json!({
                "digest": digest,
                "table": was("table").cloned().unwrap_or_else(|| table.into()),
                "since": was("since").cloned().unwrap_or_else(|| since.into()),
            });
            if let Value::Object(gone) = gone {
                out.row(&gone)?;
            }
        }
        Ok(())
    }
}

/// The digest of the id of a row; of one that was withdrawn nothing else is left.
fn digest_in(row: &Map<String, Value>) -> Option<String> {
    let text = |name: &str| row.get(name).and_then(Value::as_str);
    text("digest")
        .map(str::to_owned)
        .or_else(|| text("id").map(digest_of))
}
