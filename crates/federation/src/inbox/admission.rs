//! Which activities are accepted: everything that is decided before the answer.

use std::time::Duration;

use actix_web::HttpRequest;
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use staffroom_db::inbox::{self, InboxItemRow};
use staffroom_db::{DbError, accounts};
use staffroom_domain::AccountId;
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{self, ActivityKind, IncomingActivity, ParseError};

use super::followers::Claim;
use super::proof;
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

/// Who sent an activity.
struct Sender {
    host: String,
    /// None: nobody signed it, since the key is gone.
    account: Option<AccountId>,
    actor_uri: String,
    /// Tells one request from another with the same body.
    request: Vec<u8>,
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
    if concerns_itself(&activity) && !is_known(fed, &activity).await? {
        // A server tells everybody of each account that goes; most were never known here.
        return Ok(());
    }
    let signed = match verify::sender(fed, request, body).await {
        Ok(signed) => signed,
        Err(VerifyError::KeyGone) if is_departure(&activity) => {
            let sender = departed(&activity, body);
            return keep(fed, state, &activity, sender, body, None).await;
        }
        // The first answer may have been lost on the way.
        Err(VerifyError::Replayed) => return Ok(()),
        Err(error) => return Err(Refusal::new(error.status(), error.to_string())),
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
    let sender = sender_of(fed, activity, signed, body).await?;
    let claim = match sender.account {
        Some(account) => claim_of(state, request, activity, account).await,
        None => None,
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
    let thread = thread_key(activity, &sender.actor_uri);
    if store(fed, activity, sender, &thread, body, claim).await? {
        metrics::counter!("staffroom_inbox_accepted_total").increment(1);
        state.threads().arrived(&thread);
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

async fn is_known(fed: &Federation, activity: &IncomingActivity) -> Result<bool, DbError> {
    let uri = activity.actor.as_str().to_owned();
    fed.ctx()
        .db
        .read(move |conn| Ok(accounts::find_by_uri(conn, &uri)?.is_some()))
        .await
}

async fn sender_of(
    fed: &Federation,
    activity: &IncomingActivity,
    signed: &Signed,
    body: &[u8],
) -> Result<Sender, Refusal> {
    let is_signer = signed.actor_uri == activity.actor.canonical()
        || signed.actor_uri == activity.actor.as_str();
    let request = signed.replay_key.to_vec();
    if is_signer {
        return Ok(Sender {
            host: signed.host.clone(),
            account: Some(signed.account.id),
            actor_uri: signed.actor_uri.clone(),
            request,
        });
    }
    if !activity.has_proof {
        return Err(Refusal::new(401, "its actor did not sign it"));
    }
    let account = proof::actor_of(fed, &activity.actor, body)
        .await
        .map_err(|reason| Refusal::new(401, format!("its actor did not sign it: {reason}")))?;
    Ok(Sender {
        // Whoever forwards has to answer for how much it is.
        host: signed.host.clone(),
        account: Some(account.id),
        actor_uri: account
            .uri
            .unwrap_or_else(|| activity.actor.as_str().to_owned()),
        request,
    })
}

fn departed(activity: &IncomingActivity, body: &[u8]) -> Sender {
    let url = activity.actor.url();
    let host = url.port().map_or_else(
        || activity.actor.host().to_owned(),
        |port| format!("{}:{port}", activity.actor.host()),
    );
    Sender {
        host,
        account: None,
        actor_uri: activity.actor.as_str().to_owned(),
        request: digest(&SHA256, body).as_ref().to_vec(),
    }
}

async fn claim_of(
    state: &InboxState,
    request: &HttpRequest,
    activity: &IncomingActivity,
    account: AccountId,
) -> Option<Claim> {
    let claim = Claim::of(request.headers(), &activity.actor)?;
    state.may_compare(account).await.then_some(claim)
}

/// The one write of a request; `false` where the activity had come before.
async fn store(
    fed: &Federation,
    activity: &IncomingActivity,
    sender: Sender,
    thread: &str,
    body: &[u8],
    claim: Option<Claim>,
) -> Result<bool, Refusal> {
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
    let (account, attempts) = (sender.account, fed.ctx().config.jobs.max_attempts);
    let stored = fed
        .ctx()
        .transact(move |tx| {
            if let (Some(claim), Some(account)) = (claim, account) {
                claim.check(tx, account, attempts)?;
            }
            inbox::accept(tx.conn, row)
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
            request: vec![request],
        };
        assert_eq!(uri_of(&read(add), &sender(1)), "https://a.example/u#add-01");
        assert_ne!(
            uri_of(&read(add), &sender(1)),
            uri_of(&read(add), &sender(2))
        );
    }
}
