//! What an entry is about: which practice, and which version of it.

use serde_json::{Map, Value};
use staffroom_db::statuses::StatusRow;
use staffroom_domain::{AccountId, RecordKind, StatusId};

use crate::context::Ctx;
use crate::ledger::practice_for;
use crate::records::{RecordError, carried, uri_of};
use crate::statuses::{Viewer, live};

/// What an entry is about, unless it says itself which version that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntrySubject {
    uri: String,
    version: i64,
}

/// A practice that somebody may see, for what they enter about it: the present version.
pub async fn subject(
    ctx: &Ctx,
    viewer: Viewer,
    practice: StatusId,
) -> Result<EntrySubject, RecordError> {
    let addresses = ctx.addresses.clone();
    ctx.db
        .read(move |conn| {
            let (practice, status) = practice_for(conn, viewer, practice)?;
            Ok(EntrySubject {
                uri: uri_of(&addresses, &status),
                version: practice.version.into(),
            })
        })
        .await
}

/// What an entry of somebody's own is about, which stays as it is, and the entry's status.
pub async fn subject_of_own(
    ctx: &Ctx,
    by: AccountId,
    entry: StatusId,
    kind: RecordKind,
) -> Result<(EntrySubject, StatusRow), RecordError> {
    ctx.db
        .read(move |conn| {
            let row = live(conn, entry)?;
            let carried = carried(conn, &row)?.filter(|it| it.kind == kind);
            let carried = carried.ok_or(RecordError::NotFound)?;
            if row.account_id != by {
                return Err(RecordError::NotFound);
            }
            let record: Map<String, Value> =
                serde_json::from_str(&carried.text).unwrap_or_default();
            let version = record.get("practiceVersion").and_then(Value::as_i64);
            let subject = EntrySubject {
                uri: said(&record),
                version: version.unwrap_or(1),
            };
            Ok((subject, row))
        })
        .await
}

impl EntrySubject {
    /// Says in a record what it is about, where it does not say so itself.
    ///
    /// # Errors
    ///
    /// [`RecordError::Invalid`] where it says that it is about another practice.
    pub fn fill(&self, record: &mut Map<String, Value>) -> Result<(), RecordError> {
        let said = said(record);
        if !said.is_empty() && said != self.uri {
            return Err(RecordError::problem(
                "practice",
                "other-practice",
                "This is about another practice than the one in the address. Leave it out.",
            ));
        }
        record.insert("practice".to_owned(), self.uri.clone().into());
        let version = record.get("practiceVersion");
        if version.is_none_or(Value::is_null) {
            record.insert("practiceVersion".to_owned(), self.version.into());
        }
        Ok(())
    }
}

fn said(record: &Map<String, Value>) -> String {
    let text = record.get("practice").and_then(Value::as_str);
    text.unwrap_or_default().trim().to_owned()
}
