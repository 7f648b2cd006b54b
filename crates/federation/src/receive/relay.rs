//! Groups of ours pass on what their members do with the posts in them (FEP-1b12).
//!
//! What is passed on is the activity as it stands, so it has to be its actor's word throughout: signed
//! or proven by them, which whoever took it in has seen, and without anything of others in it.

use serde_json::Value;
use staffroom_db::DbError;
use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::StatusRow;
use staffroom_domain::{AccountId, Event};
use staffroom_protocol::Iri;
use staffroom_service::{Tx, groups};

use super::received::Received;
use crate::lookup::{is_ours, local_accounts_at};

/// How many of the addressed are looked at for groups here.
const MOST_ADDRESSED: usize = 50;
/// How deep activities are embedded in one another: an Undo of a Like of a post.
const DEEPEST: usize = 3;

/// An activity that groups of ours may pass on.
pub(super) struct Relay {
    actor: AccountRow,
    actor_id: Iri,
    addressed: Vec<Iri>,
    body: String,
    uri: String,
    passed_on: bool,
}

impl Relay {
    pub(super) fn of(received: &Received) -> Self {
        let activity = &received.activity;
        let addressed = [&activity.to, &activity.cc, &activity.audience]
            .into_iter()
            .flat_map(|addressees| &addressees.ids)
            .cloned()
            .collect();
        Self {
            actor: received.actor.clone(),
            actor_id: activity.actor.clone(),
            addressed,
            body: received.body.clone(),
            uri: received.uri.clone(),
            passed_on: received.passed_on,
        }
    }

    /// A new post begins its thread in the groups that it addresses, which boost it, and is passed on
    /// by those that it is in. Only what everybody may see: a group never widens an audience.
    pub(super) fn begin(&self, tx: &mut Tx<'_>, status: &StatusRow) -> Result<bool, DbError> {
        if status.account_id != self.actor.id {
            return Ok(false);
        }
        let addressed = self.groups_addressed(tx)?;
        groups::begin_in(tx, &self.actor, status, &addressed)?;
        self.pass_on(tx, status)
    }

    fn groups_addressed(&self, tx: &mut Tx<'_>) -> Result<Vec<AccountId>, DbError> {
        let ours = self
            .addressed
            .iter()
            .filter(|id| is_ours(tx.addresses, id))
            .take(MOST_ADDRESSED);
        let mut found = local_accounts_at(tx.conn, tx.addresses, ours)?;
        found.retain(groups::is_ours);
        Ok(found.into_iter().map(|group| group.id).collect())
    }

    /// The groups that a status is in pass on what a member does with it; `false` where none does.
    pub(super) fn pass_on(&self, tx: &mut Tx<'_>, status: &StatusRow) -> Result<bool, DbError> {
        let passing = groups::passing_on(tx.conn, &self.actor, status)?;
        self.pass_on_by(tx, &passing)
    }

    /// The same of what authors take back of their own, also where they are members no more.
    pub(super) fn pass_on_removal(
        &self,
        tx: &mut Tx<'_>,
        status: &StatusRow,
    ) -> Result<bool, DbError> {
        let mut passing = groups::of_status(tx.conn, status)?;
        passing.retain(groups::is_ours);
        self.pass_on_by(tx, &passing)
    }

    /// These groups pass it on, where it can be passed on as it stands.
    pub(super) fn pass_on_by(
        &self,
        tx: &mut Tx<'_>,
        passing: &[AccountRow],
    ) -> Result<bool, DbError> {
        // What a group elsewhere has passed on, it has passed on to everybody.
        if passing.is_empty() || self.passed_on || !stands_alone(&self.body, &self.actor_id) {
            return Ok(false);
        }
        for group in passing {
            tx.emit(&Event::GroupRelayed {
                group: group.id,
                activity: self.body.clone(),
                activity_uri: self.uri.clone(),
            })?;
        }
        Ok(true)
    }
}

/// Whether a document says nothing in the name of others, and nothing that is not for everybody: what is
/// embedded is of the actor's own server and theirs, and nobody is addressed in secret.
fn stands_alone(body: &str, actor: &Iri) -> bool {
    let Ok(document) = serde_json::from_str::<Value>(body) else {
        return false;
    };
    let mut part = &document;
    for _ in 0..=DEEPEST {
        let Some(members) = part.as_object() else {
            return part.is_string();
        };
        if members.contains_key("bto") || members.contains_key("bcc") {
            return false;
        }
        let is_own = |name: &str| members.get(name).is_none_or(|value| is_of(value, actor));
        let has_own_id = members.get("id").is_none_or(|id| {
            let id = id.as_str().and_then(|id| Iri::parse(id).ok());
            id.is_some_and(|id| id.same_origin(actor))
        });
        if !(has_own_id && is_own("actor") && is_own("attributedTo")) {
            return false;
        }
        match members.get("object") {
            Some(object) => part = object,
            None => return true,
        }
    }
    false
}

fn is_of(value: &Value, actor: &Iri) -> bool {
    let id = match value {
        Value::Array(list) if list.len() == 1 => list.first(),
        Value::Object(members) => members.get("id"),
        other => Some(other),
    };
    let id = id
        .and_then(Value::as_str)
        .and_then(|id| Iri::parse(id).ok());
    id.as_ref() == Some(actor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(body: &str) -> bool {
        stands_alone(body, &Iri::parse("https://a.example/u").unwrap())
    }

    #[test]
    fn what_is_the_actors_own_stands_alone() {
        for body in [
            r#"{"id":"https://a.example/1","actor":"https://a.example/u","object":"https://b.example/n"}"#,
            r#"{"id":"https://a.example/1","actor":"https://a.example/u","object":
                {"id":"https://a.example/n","attributedTo":["https://a.example/u"]}}"#,
            r#"{"id":"https://a.example/1","actor":"https://a.example/u","object":
                {"actor":"https://a.example/u","object":"https://b.example/n"}}"#,
        ] {
            assert!(stands(body), "{body}");
        }
    }

    #[test]
    fn what_speaks_for_others_or_in_secret_does_not() {
        for body in [
            "",
            "[]",
            r#"{"actor":"https://a.example/u","object":{"id":"https://b.example/n"}}"#,
            r#"{"actor":"https://a.example/u","object":
                {"id":"https://a.example/n","attributedTo":"https://a.example/v"}}"#,
            r#"{"actor":"https://a.example/u","object":{"id":"https://a.example/n",
                "attributedTo":["https://a.example/u","https://b.example/v"]}}"#,
            r#"{"actor":"https://a.example/u","object":["https://a.example/n"]}"#,
            r#"{"actor":"https://a.example/u","bcc":["https://b.example/v"],"object":"https://a.example/n"}"#,
            r#"{"actor":"https://a.example/u","object":{"id":"https://a.example/n","bto":[]}}"#,
        ] {
            assert!(!stands(body), "{body}");
        }
    }
}
