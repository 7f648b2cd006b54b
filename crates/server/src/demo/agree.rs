//! Waits until the ledgers of all three instances say the same.

use serde_json::Value;

use super::fill::{FillError, Filling, Written, known_at, until};

/// Waits until everybody counts the same of every practice.
pub(super) async fn wait(filling: &Filling<'_>, written: &Written) -> Result<(), FillError> {
    filling
        .progress
        .step("waiting until all count the same", written.len());
    let mut readers = Vec::new();
    for place in 0..filling.places.len() {
        let reader = filling.first_at(place)?;
        readers.push((reader, known_at(reader).await?));
    }
    for (name, uri) in written {
        // Whoever rejects something counts less than all others.
        let suppresses = filling.practices.iter().find(|it| {
            it.name == *name && it.outcomes.iter().any(|entry| entry.rejected.is_some())
        });
        let apart = suppresses.map(|it| it.instance.as_str());
        let all = filling.places.iter().zip(&readers);
        let all: Vec<_> = all
            .filter(|(place, _)| apart != Some(&place.name))
            .map(|(_, reader)| reader)
            .collect();
        until(&format!("all count the same of {uri}"), async || {
            let mut said: Option<Value> = None;
            for (reader, known) in &all {
                let id = known.get(uri).map(String::as_str).unwrap_or_default();
                let path = format!("/api/staffroom/v1/practices/{id}/ledger?limit=1");
                let counted = counted(&reader.get(&path).await?);
                if said.as_ref().is_some_and(|said| *said != counted) {
                    return Ok(None);
                }
                said = Some(counted);
            }
            Ok(Some(()))
        })
        .await?;
        filling.progress.advance();
    }
    Ok(())
}

/// What was counted, without when.
fn counted(ledger: &Value) -> Value {
    let mut summary = ledger.get("summary").cloned().unwrap_or_default();
    if let Some(members) = summary.as_object_mut() {
        for name in ["asOf", "digest"] {
            members.remove(name);
        }
        let entries = ledger.get("entryCount").cloned().unwrap_or_default();
        members.insert("entryCount".to_owned(), entries);
    }
    summary
}
