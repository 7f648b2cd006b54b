//! Practices, and what came of them.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{FillError, Filling, text, until};
use crate::demo::client::{Client, id_of};
use crate::demo::samples::{SampleEntry, SamplePractice};

const PRACTICES: &str = "/api/staffroom/v1/practices";

/// The practices that are there: their ids everywhere, by the names of their files.
pub(in crate::demo) type Written = HashMap<String, String>;

impl Filling<'_> {
    /// Publishes every practice with its author's own result, and waits until it is known everywhere.
    pub(super) async fn publish(&self) -> Result<Written, FillError> {
        self.progress
            .step("writing practices", self.practices.len());
        let mut written = Written::new();
        for practice in &self.practices {
            let author = self.client(&practice.author)?;
            let made = match self.find_own(author, practice).await? {
                Some(found) => found,
                None => author.post(PRACTICES, &practice.first()).await?,
            };
            let (id, uri) = (id_of(&made)?, uri_of(&made)?);
            for entry in practice.outcomes.iter().filter(|it| it.is_own) {
                enter(author, &id, "outcomes", entry).await?;
            }
            self.raise(author, practice, &id).await?;
            written.insert(practice.name.clone(), uri);
            self.progress.advance();
        }
        self.progress
            .step("waiting until all have heard of them", self.places.len());
        for place in 0..self.places.len() {
            let reader = self.first_at(place)?;
            until("the practices come", async || {
                let known = known_at(reader).await?;
                let all_there = written.values().all(|uri| known.contains_key(uri));
                Ok(all_there.then_some(()))
            })
            .await?;
            self.progress.advance();
        }
        Ok(written)
    }

    /// Enters who tries a practice and what came of it elsewhere.
    pub(super) async fn report(&self, written: &Written) -> Result<(), FillError> {
        let all = |it: &SamplePractice| it.adoptions.len() + it.outcomes.len();
        let own = |it: &SamplePractice| it.outcomes.iter().filter(|it| it.is_own).count();
        let parts = self.practices.iter().map(|it| all(it) - own(it)).sum();
        self.progress
            .step("trying them, and reporting what came of it", parts);
        let mut known = Vec::new();
        for place in 0..self.places.len() {
            known.push(known_at(self.first_at(place)?).await?);
        }
        for practice in &self.practices {
            let adoptions = practice.adoptions.iter().map(|it| ("adoptions", it));
            let outcomes = practice.outcomes.iter().filter(|it| !it.is_own);
            for (what, entry) in adoptions.chain(outcomes.map(|it| ("outcomes", it))) {
                let client = self.client(&entry.author)?;
                let uri = written
                    .get(&practice.name)
                    .map(String::as_str)
                    .unwrap_or_default();
                let id = known.get(client.place).and_then(|known| known.get(uri));
                let id = id.ok_or_else(|| FillError::Odd(format!("{uri} is not known")))?;
                enter(client, id, what, entry).await?;
                self.progress.advance();
            }
        }
        Ok(())
    }

    /// Lets authors keep out of their ledgers what they would rather not list. The hub shows it all the same.
    pub(super) async fn reject(&self, written: &Written) -> Result<(), FillError> {
        let with_reason = |it: &'_ SamplePractice| {
            let all = it.outcomes.clone().into_iter();
            let rejected = all.filter_map(|entry| Some((entry.rejected.clone()?, entry)));
            rejected
                .map(|(reason, entry)| (it.clone(), entry, reason))
                .collect::<Vec<_>>()
        };
        let all: Vec<_> = self.practices.iter().flat_map(with_reason).collect();
        self.progress
            .step("letting authors reject what they do not want", all.len());
        for (practice, entry, reason) in all {
            let author = self.client(&practice.author)?;
            let here = self.here(author, written, &practice.name).await?;
            reject(author, &here, &self.address(&entry.author)?, &reason).await?;
            self.progress.advance();
        }
        Ok(())
    }

    async fn find_own(
        &self,
        author: &Client,
        practice: &SamplePractice,
    ) -> Result<Option<Value>, FillError> {
        let all = author.all(PRACTICES).await?;
        Ok(all.into_iter().find(|it| {
            text(it, "/author/acct") == practice.author && text(it, "/title") == practice.title
        }))
    }

    /// Claims the level that needs the own result.
    async fn raise(
        &self,
        author: &Client,
        practice: &SamplePractice,
        id: &str,
    ) -> Result<(), FillError> {
        let Some(whole) = practice.then() else {
            return Ok(());
        };
        let path = format!("{PRACTICES}/{id}");
        let now = author.get(&path).await?;
        if !text(&now, "/record/evidenceLevel").ends_with("/ev/tried") {
            author.put(&path, &whole).await?;
        }
        Ok(())
    }
}

/// The practices that somebody's instance knows: their ids there, by their ids everywhere.
pub(in crate::demo) async fn known_at(
    reader: &Client,
) -> Result<HashMap<String, String>, FillError> {
    let all = reader.all(PRACTICES).await?;
    let pairs = all.iter().map(|it| Ok((uri_of(it)?, id_of(it)?)));
    pairs.collect()
}

/// The ids of a practice, one at the instance of each reader.
pub(in crate::demo) async fn find_everywhere(
    readers: &[Client],
    title: &str,
) -> Result<Vec<String>, FillError> {
    let mut ids = Vec::new();
    for reader in readers {
        let all = reader.all(PRACTICES).await?;
        let found = all.iter().find(|it| text(it, "/title") == title);
        ids.push(found.map(id_of).transpose()?.unwrap_or_default());
    }
    Ok(ids)
}

/// Enters an adoption or an outcome, unless its author has entered one already.
async fn enter(
    client: &Client,
    practice: &str,
    what: &str,
    entry: &SampleEntry,
) -> Result<(), FillError> {
    let path = format!("{PRACTICES}/{practice}/{what}");
    let there = client.all(&path).await?;
    if !there
        .iter()
        .any(|it| text(it, "/author/acct") == client.handle)
    {
        client.post(&path, &entry.body()).await?;
    }
    Ok(())
}

/// Rejects what somebody elsewhere, `@name@domain`, says came of it, once it is there; unless that is done already.
async fn reject(
    author: &Client,
    practice: &str,
    address: &str,
    reason: &str,
) -> Result<(), FillError> {
    let path = format!("{PRACTICES}/{practice}/outcomes");
    let (entry, uri) = until(
        &format!("what {address} says came of it is there"),
        async || {
            let all = author.all(&path).await?;
            let is_theirs = |it: &&Value| address.get(1..) == Some(text(it, "/author/acct"));
            let found = all.iter().find(is_theirs);
            found.map(|it| Ok((id_of(it)?, uri_of(it)?))).transpose()
        },
    )
    .await?;
    let rejected = author
        .all(&format!("{PRACTICES}/{practice}/ledger/rejected"))
        .await?;
    if !rejected.iter().any(|it| text(it, "/uri") == uri) {
        let path = format!("/api/staffroom/v1/entries/{entry}/reject");
        author.post(&path, &json!({ "reason": reason })).await?;
    }
    Ok(())
}

fn uri_of(practice: &Value) -> Result<String, FillError> {
    match text(practice, "/uri") {
        "" => Err(FillError::Odd(format!("no address in {practice}"))),
        uri => Ok(uri.to_owned()),
    }
}
