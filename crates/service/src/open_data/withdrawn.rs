//! What was given away once and may not be any more: whoever has it is told to take it out.

use std::collections::HashSet;
use std::fs::File;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;

use serde_json::{Map, Value, json};
use staffroom_domain::{Day, Timestamp};

use super::table::Table;

/// What is in the tables now: a number for each id, which is enough to tell them apart.
#[derive(Default)]
pub(super) struct Gone {
    hasher: RandomState,
    there: HashSet<u64>,
}

impl Gone {
    /// This row is in the tables.
    pub(super) fn is_there(&mut self, row: &Map<String, Value>) {
        if let Some(id) = row.get("id").and_then(Value::as_str) {
            self.there.insert(self.hasher.hash_one(id));
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
            let Some(id) = row.get("id").and_then(Value::as_str) else {
                continue;
            };
            if !self.there.insert(self.hasher.hash_one(id)) {
                continue;
            }
            let fresh =
                json!({ "id": id, "table": table, "since": Day::in_utc(now).map(String::from) });
            match fresh {
                Value::Object(fresh) if table != "withdrawn" => out.row(&fresh)?,
                _ => out.row(&row)?,
            }
        }
        Ok(())
    }
}
