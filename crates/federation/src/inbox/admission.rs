//! Which activities are accepted: everything that is decided before the answer.

use std::time::Duration;

use actix_web::HttpRequest;
use data_encoding::HEXLOWER;
use staffroom_db::inbox::{self, InboxItemRow};
use staffroom_db::{DbError, accounts};
use staffroom_domain::AccountId;
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{self, ActivityKind, IncomingActivity, ParseError};

use super::followers::Claim;
use super::sender::Sender;
use super::state::InboxState;
use crate::Federation;
use crate::verify::{self, Signed, VerifyError};

/// Why an activity is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) reason: String,
    pub(super) retry_after: Option<Duration>,
}

impl Refusal {
    pub(super) fn new(status: u16, reason: impl Into<String>) -> Self {
        Self {
            status,
            reason: reason.into(),
            retry_after: None,
        }
    }

    pub(super) fn too_large() -> Self {
        Self::new(413, "an activity has at most 1 MiB")
    }

    pub(super) fn too_many(pause: Duration) -> Self {
        Self {
            retry_after: Some(pause),
            ..Self::new(429, "too many activities; try again later")
        }
    }
}

impl From<ParseError> for Refusal {
    fn from(error: ParseError) -> Self {
        let status = if error.is_too_large() { 413 } else { 400 };
        Self::new(status, error.to_string())
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        tracing::warn!(%error, "an activity could not be stored");
        Self {
            retry_after: Some(Duration::from_secs(30)),
            ..Self::new(503, "try again later")
        }
    }
}

impl From<VerifyError> for Refusal {
    fn from(error: VerifyError) -> Self {
        Self::new(error.status(), error.to_string())
    }
}

/// Verifies and stores.
pub(super) async fn admit(
    fed: &Federation,
    state: &InboxState,
    request: &HttpRequest,
    body: &[u8],
) -> Result<(), Refusal> {
    let activity = incoming::parse(body)?.into_activity()?;
    if !activity.id_is_of_actor() {
        return Err(Refusal::new(401, "the id is not of the actor's server"));
    }
    if fed.addresses().is_local(activity.actor.canonical()) {
        return Err(Refusal::new(401, "its actor lives here"));
    }
    if concerns_itself(&activity) && !is_there(fed, &activity).await? {
        // A server tells everybody of each account that goes; most were never known here.
        return Ok(());
    }
    let signed = match verify::sender(fed, request, body).await {
        Ok(signed) => signed,
        Err(VerifyError::KeyGone) if is_departure(&activity) => {
            let key_id = verify::claimed_key_id(fed, request, body).unwrap_or_default();
            let sender = Sender::departed(&activity, &key_id, fed.ctx().now())
                .ok_or_else(|| Refusal::from(VerifyError::KeyGone))?;
            return keep(fed, state, &activity, sender, body, None).await;
        }
        // The first answer may have been lost on the way.
        Err(VerifyError::Replayed) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let kept = admit_signed(fed, state, request, &activity, &signed, body).await;
    if kept.is_err() {
        verify::forget(fed, &signed).await;
    }
    kept
}

async fn admit_signed(
    fed: &Federation,
    state: &InboxState,
    request: &HttpRequest,
    activity: &IncomingActivity,
    signed: &Signed,
    body: &[u8],
) -> Result<(), Refusal> {
    let sender = Sender::of(fed, activity, signed, body).await?;
    let claim = if sender.is_signer {
        Claim::of(request.headers(), &signed.covered, &activity.actor)
    } else {
        None
    };
    keep(fed, state, activity, sender, body, claim).await
}

async fn keep(
    fed: &Federation,
    state: &InboxState,
    activity: &IncomingActivity,
    sender: Sender,
    body: &[u8],
    claim: Option<Claim>,
) -> Result<(), Refusal> {
    if let Some(pause) = state.check_host(fed, &sender.host).await? {
        return Err(Refusal::too_many(pause));
    }
    let (host, is_signed) = (sender.host.clone(), sender.account.is_some());
    let thread = if is_signed {
        thread_key(activity, &sender.actor_uri)
    } else {
        format!("departure of {}", sender.actor_uri)
    };
    let account = sender.account;
    let claim = claim.filter(|_| account.is_some_and(|account| state.may_compare(account)));
    let stored = store(fed, activity, sender, &thread, body, claim).await?;
    if stored.is_new {
        metrics::counter!("staffroom_inbox_accepted_total").increment(1);
        state.threads().arrived(&thread);
    }
    if let Some(account) = account.filter(|_| stored.is_compared) {
        state.compared(account).await;
    }
    if is_signed && let Err(error) = state.heard_from(fed, &host).await {
        // It is accepted all the same.
        tracing::warn!(%error, host, "that a server is alive could not be noted");
    }
    Ok(())
}

/// An actor that is deleted or changed by itself.
fn concerns_itself(activity: &IncomingActivity) -> bool {
    matches!(activity.kind, ActivityKind::Delete | ActivityKind::Update)
        && activity.object_id().as_ref() == Some(&activity.actor)
}

fn is_departure(activity: &IncomingActivity) -> bool {
    activity.kind == ActivityKind::Delete && concerns_itself(activity)
}

/// Whether the actor is known here, and does not only go once more.
async fn is_there(fed: &Federation, activity: &IncomingActivity) -> Result<bool, DbError> {
    let (uri, goes) = (activity.actor.as_str().to_owned(), is_departure(activity));
    fed.ctx()
        .db
        .read(move |conn| {
            let known = accounts::find_by_uri(conn, &uri)?;
            Ok(known.is_some_and(|row| row.deleted_at.is_none() || !goes))
        })
        .await
}

/// What came of storing an activity.
#[derive(Clone, Copy)]
struct Stored {
    /// It had not come before.
    is_new: bool,
    /// The actor's followers were compared with ours.
    is_compared: bool,
}

/// The one write of a request.
async fn store(
    fed: &Federation,
    activity: &IncomingActivity,
    sender: Sender,
    thread: &str,
    body: &[u8],
    claim: Option<Claim>,
) -> Result<Stored, Refusal> {
    let Ok(text) = std::str::from_utf8(body) else {
        return Err(Refusal::new(400, "the document is not UTF-8"));
    };
    let now = fed.ctx().now();
    let row = InboxItemRow {
        id: fed.ctx().new_id(),
        activity_uri: uri_of(activity, &sender),
        kind: kind_of(activity),
        host: sender.host,
        account_id: sender.account.map(AccountId::get),
        thread_key: thread.to_owned(),
        actor_uri: sender.actor_uri,
        body: text.to_owned(),
        received_at: now,
        run_at: now,
        attempts: 0,
        last_error: None,
        done_at: None,
    };
    let account = sender.account;
    let stored = fed
        .ctx()
        .transact(move |tx| {
            let is_new = inbox::accept(tx.conn, row)?;
            let is_compared = match (claim, account) {
                (Some(claim), Some(account)) if is_new => claim.check(tx, account)?,
                _ => false,
            };
            Ok::<_, DbError>(Stored {
                is_new,
                is_compared,
            })
        })
        .await?;
    Ok(stored)
}

/// The activity's id. One without (Mastodon pins so) is as many activities as there are requests. One
/// that nobody signed has an id of its own, so that it never stands in the way of a signed one.
fn uri_of(activity: &IncomingActivity, sender: &Sender) -> String {
    match &activity.id {
        Some(id) if sender.account.is_some() => id.as_str().to_owned(),
        _ => format!(
            "{}#{}-{}",
            sender.actor_uri,
            activity.kind.as_str().to_ascii_lowercase(),
            HEXLOWER.encode(&sender.request)
        ),
    }
}

/// The kind as it is shown to operators; what we do not know may be long.
fn kind_of(activity: &IncomingActivity) -> String {
    match &activity.kind {
        ActivityKind::Other(_) => "Other".to_owned(),
        known => known.as_str().to_owned(),
    }
}

/// What has to be applied in order: everything of one actor, but for boosts, which concern one post
/// each; a busy group's would wait for one another. What a group passes on is about what that is about.
fn thread_key(activity: &IncomingActivity, actor: &str) -> String {
    let boosted = match activity.kind {
        ActivityKind::Announce => about(activity),
        ActivityKind::Undo => inner_of(activity)
            .filter(|inner| inner.kind == ActivityKind::Announce)
            .and_then(|inner| inner.object_id()),
        _ => None,
    };
    match boosted {
        Some(object) => format!("{actor} {}", object.canonical()),
        None => actor.to_owned(),
    }
}

fn inner_of(activity: &IncomingActivity) -> Option<IncomingActivity> {
    IncomingActivity::from_object(activity.embedded()?.clone()).ok()
}

/// The post that an Announce is about, also where it is of an activity, or of the Undo of one.
fn about(announce: &IncomingActivity) -> Option<Iri> {
    let Some(inner) = inner_of(announce) else {
        return announce.object_id();
    };
    let undone = inner_of(&inner).and_then(|undone| undone.object_id());
    undone.or_else(|| inner.object_id())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> IncomingActivity {
        incoming::parse(json.as_bytes())
            .unwrap()
            .into_activity()
            .unwrap()
    }

    #[test]
    fn a_boost_and_its_undo_are_of_one_thread() {
        let boost = r#"{"id":"https://a.example/1","type":"Announce","actor":"https://a.example/u",
            "object":"https://b.example/n"}"#;
        let undo = format!(
            r#"{{"id":"https://a.example/2","type":"Undo","actor":"https://a.example/u","object":{boost}}}"#
        );
        let like = boost.replace("Announce", "Like");
        let actor = "https://a.example/u";
        let key = thread_key(&read(boost), actor);
        assert_eq!(key, "https://a.example/u https://b.example/n");
        assert_eq!(thread_key(&read(&undo), actor), key);
        assert_eq!(thread_key(&read(&like), actor), actor);
    }

    #[test]
    fn what_a_group_passes_on_about_a_post_is_of_one_thread() {
        let actor = "https://g.example/g";
        let passed = |object: &str| {
            let announce = format!(
                r#"{{"id":"https://g.example/1","type":"Announce","actor":"{actor}","object":{object}}}"#
            );
            thread_key(&read(&announce), actor)
        };
        let key = passed(r#""https://b.example/n""#);
        for activity in [
            r#"{"type":"Create","actor":"https://b.example/u","object":{"id":"https://b.example/n","type":"Note"}}"#,
            r#"{"type":"Delete","actor":"https://b.example/u","object":"https://b.example/n"}"#,
            r#"{"type":"Undo","actor":"https://a.example/u","object":
                {"type":"Like","actor":"https://a.example/u","object":"https://b.example/n"}}"#,
        ] {
            assert_eq!(passed(activity), key, "{activity}");
        }
    }

    #[test]
    fn what_has_no_id_is_another_activity_with_each_request() {
        let add = r#"{"type":"Add","actor":"https://a.example/u","object":"https://a.example/n"}"#;
        let sender = |request: u8| Sender {
            host: "a.example".to_owned(),
            account: Some(AccountId::from(1)),
            actor_uri: "https://a.example/u".to_owned(),
            is_signer: true,
            request: vec![request],
        };
        assert_eq!(uri_of(&read(add), &sender(1)), "https://a.example/u#add-01");
        assert_ne!(
            uri_of(&read(add), &sender(1)),
            uri_of(&read(add), &sender(2))
        );
    }
}
