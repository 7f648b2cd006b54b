//! What a program is told.

use std::time::Duration;

use serde::Serialize;
use staffroom_db::accounts::AccountRow;
use staffroom_db::notifications::NotificationRow;
use staffroom_db::push_subscriptions::{self as rows, PushSubscriptionRow};
use staffroom_db::{DbError, follows};
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::text::truncate;
use staffroom_domain::{NotificationId, PushSubscriptionId};
use staffroom_text::{display_name, plain_text};

use super::subscription::{Policy, TOKENS, alerts, policy};
use crate::context::Ctx;
use crate::media::Shown;
use crate::notifications::{self, Kind, NotificationView};
use crate::tx::Tx;

/// How many programs of one person are told.
const MOST_PROGRAMS: i64 = 50;
/// What is older is not told any more, nor kept by push services for longer.
const TOLD_WITHIN: Duration = Duration::from_hours(48);
/// The longest text of a message, in bytes: a look, not the whole.
const MAX_BODY: usize = 300;
/// The longest name in a message, in bytes.
const MAX_NAME: usize = 100;

/// Queues what the programs of whoever is told are told.
pub(crate) fn queue(tx: &mut Tx<'_>, row: &NotificationRow) -> Result<(), DbError> {
    for subscription in rows::of_account(tx.conn, row.account_id, MOST_PROGRAMS)? {
        if !is_wanted(tx, &subscription, row)? {
            continue;
        }
        let (subscription, notification) = (subscription.id, row.id);
        let payload = JobPayload::Push {
            subscription,
            notification,
        };
        let job = NewJob::now(payload, tx.now)
            .with_dedup_key(format!("push-{subscription}-{notification}"));
        tx.queue(&job)?;
    }
    Ok(())
}

fn is_wanted(
    tx: &mut Tx<'_>,
    subscription: &PushSubscriptionRow,
    row: &NotificationRow,
) -> Result<bool, DbError> {
    let Some(kind) = Kind::from_name(&row.kind) else {
        return Ok(false);
    };
    // A program that knows no kind of ours is told what it knows it as.
    let has_kind = alerts(subscription)
        .into_iter()
        .any(|wanted| wanted == kind || wanted.as_str() == kind.client_name());
    if !has_kind {
        return Ok(false);
    }
    let (to, from) = (row.account_id, row.from_account_id);
    match policy(subscription) {
        // Nobody else does it.
        Policy::Followed | Policy::Follower if kind == Kind::AdoptionDue => Ok(true),
        Policy::All => Ok(true),
        Policy::Followed => follows::is_accepted(tx.conn, to, from),
        Policy::Follower => follows::is_accepted(tx.conn, from, to),
        Policy::None => Ok(false),
    }
}

/// What a program is told, as Mastodon tells it. It is encrypted for the program: the push service reads
/// none of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// The program's own token: by it, it knows whose message this is.
    pub access_token: String,
    /// BCP 47.
    pub preferred_locale: String,
    /// Which notification.
    pub notification_id: i64,
    /// Its kind.
    pub notification_type: String,
    /// A picture: whose doing it is.
    pub icon: String,
    /// What happened.
    pub title: String,
    /// The beginning of what was written.
    pub body: String,
}

/// A message on its way, with where it goes.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The address at the push service.
    pub endpoint: String,
    /// The public key of the program.
    pub public_key: Vec<u8>,
    /// What it shares with us alone.
    pub secret: Vec<u8>,
    /// Whether the message has the form of RFC 8291.
    pub standard: bool,
    /// For how long the push service may keep it, in seconds.
    pub seconds: u64,
    /// What it says.
    pub message: Message,
}

/// What a program is told of a notification; none where that is not to be told any more: the subscription
/// or the notification is gone, or too old.
pub async fn prepare(
    ctx: &Ctx,
    subscription: PushSubscriptionId,
    notification: NotificationId,
) -> Result<Option<Prepared>, DbError> {
    let found = ctx
        .db
        .read(move |conn| rows::find(conn, subscription))
        .await?;
    let Some(row) = found else { return Ok(None) };
    let view = notifications::find(ctx, row.account_id, notification).await?;
    let Some(view) = view.filter(|view| !view.notification.filtered) else {
        return Ok(None);
    };
    let age = ctx
        .now()
        .as_secs()
        .saturating_sub(view.notification.created_at.as_secs());
    let left = u64::try_from(age).map_or(TOLD_WITHIN.as_secs(), |age| {
        TOLD_WITHIN.as_secs().saturating_sub(age)
    });
    if left == 0 {
        return Ok(None);
    }
    let aad = row.access_token_id.get().to_be_bytes();
    let token = ctx.key.open(TOKENS, &aad, &row.token);
    let Some(access_token) = token.and_then(|token| String::from_utf8(token).ok()) else {
        tracing::warn!(subscription = %row.id, "the token of a push subscription cannot be opened");
        return Ok(None);
    };
    Ok(Some(Prepared {
        message: Message {
            access_token,
            preferred_locale: "en".to_owned(),
            notification_id: view.notification.id.get(),
            notification_type: Kind::from_name(&view.notification.kind).map_or_else(
                || view.notification.kind.clone(),
                |kind| kind.client_name().to_owned(),
            ),
            icon: icon(ctx, &view.from),
            title: title(&view),
            body: body(&view),
        },
        endpoint: row.endpoint,
        public_key: row.public_key,
        secret: row.secret,
        standard: row.standard,
        seconds: left,
    }))
}

/// The picture of an account as it is found here, or that of whoever has none: another server's own address
/// would tell that server where its reader is.
fn icon(ctx: &Ctx, from: &AccountRow) -> String {
    Shown::avatar(ctx, from).map_or_else(|| ctx.url("/assets/avatar.svg"), |shown| shown.still)
}

fn title(view: &NotificationView) -> String {
    let name = display_name(&view.from.display_name);
    let name = if name.trim().is_empty() {
        view.from.acct()
    } else {
        name
    };
    let name = truncate(&name, MAX_NAME);
    let kind = Kind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == view.notification.kind);
    match kind {
        Some(Kind::Mention) => format!("{name} named you"),
        Some(Kind::Status) => format!("{name} posted"),
        Some(Kind::Follow) => format!("{name} follows you"),
        Some(Kind::FollowRequest) => format!("{name} asks to follow you"),
        Some(Kind::Favourite) => format!("{name} likes your post"),
        Some(Kind::Reblog) => format!("{name} boosted your post"),
        Some(Kind::Poll) => "A poll is over".to_owned(),
        Some(Kind::Update) => format!("{name} changed a post"),
        Some(Kind::Adoption) => format!("{name} tries your practice"),
        Some(Kind::Outcome) => format!("{name} says what came of your practice"),
        Some(Kind::AdoptionDue) => "Today you wanted to know what came of it".to_owned(),
        Some(Kind::AdminReport) => format!("{name} reported something"),
        None => name.to_owned(),
    }
}

/// The warning instead of what it warns of.
fn body(view: &NotificationView) -> String {
    let text = match (&view.status, &view.report) {
        (Some(status), _) if !status.status.spoiler.is_empty() => status.status.spoiler.clone(),
        (Some(status), _) => plain_text(&status.status.content),
        (None, Some((report, _))) => report.comment.clone(),
        (None, None) => plain_text(&view.from.summary),
    };
    truncate(&text, MAX_BODY).to_owned()
}
