//! From news to messages.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::{Value, json};
use staffroom_domain::{
    AccessTokenId, AccountId, AnnouncementId, ConversationId, NotificationId, StatusId,
};
use staffroom_service::statuses::StatusView;
use staffroom_service::streaming::{self, News, Reach};
use staffroom_service::{Ctx, DbError, tokens};
use staffroom_service::{announcements, conversations, emojis};

use super::channel::{Channel, Of};
use super::message::Message;
use super::registry::{Caller, Registry};
use super::streams::Streams;
use crate::entities::{Announcement, Shaper};

/// A payload, written once.
type Payload = Arc<str>;

/// Tells those who listen what concerns them, in the order of the news.
pub(super) async fn pass_on(streams: &Streams, ctx: &Ctx, news: Vec<News>) -> Result<(), DbError> {
    let statuses = statuses(streams, ctx, &news).await?;
    let notifications = notifications(streams, ctx, &news).await?;
    let conversations = conversations(streams, ctx, &news).await?;
    let announcements = announcements(streams, ctx, &news).await?;
    let followers = followers(streams, ctx, &news).await?;
    let valid = valid_tokens(streams, ctx, &news).await?;
    for one in news {
        match one {
            News::Posted(status) => {
                if let Some(shown) = statuses.get(&status) {
                    shown.send(&mut streams.registry(), "update");
                }
            }
            News::Edited(status) => {
                if let Some(shown) = statuses.get(&status) {
                    shown.send(&mut streams.registry(), "status.update");
                }
            }
            News::Deleted {
                status,
                author,
                open,
                named,
            } => {
                // Who could see what not everybody could.
                let concerned = (!open).then(|| {
                    let followers = followers.get(&author).into_iter().flatten();
                    followers.copied().chain([author]).chain(named).collect()
                });
                delete(&mut streams.registry(), status, concerned.as_ref());
            }
            News::Told {
                account,
                notification,
            } => {
                if let Some(payload) = notifications.get(&notification) {
                    tell(streams, account, "notification", payload);
                }
            }
            News::NotificationsMerged(account) => {
                tell(streams, account, "notifications_merged", &"1".into());
            }
            News::FiltersChanged(account) => {
                let channel = Channel::User(account);
                let message = Message::new(channel.label(), "filters_changed", None);
                streams.registry().send(&channel, |_| Some(message.clone()));
            }
            News::ConversationChanged {
                account,
                conversation,
            } => {
                if let Some(payload) = conversations.get(&conversation.into()) {
                    let channel = Channel::Direct(account);
                    let message =
                        Message::new(channel.label(), "conversation", Some(payload.clone()));
                    streams.registry().send(&channel, |_| Some(message.clone()));
                }
            }
            News::Announced(announcement) => {
                if let Some(shown) = announcements.get(&announcement) {
                    let payload = json!(shown).to_string().into();
                    tell_everybody(streams, "announcement", &payload);
                }
            }
            News::AnnouncementReaction { announcement, name } => {
                if let Some(shown) = announcements.get(&announcement) {
                    let payload = json!(shown.told_reaction(&name)).to_string().into();
                    tell_everybody(streams, "announcement.reaction", &payload);
                }
            }
            News::AnnouncementGone(announcement) => {
                let payload = announcement.to_string().into();
                tell_everybody(streams, "announcement.delete", &payload);
            }
            News::AccessChanged(user) => {
                let mut registry = streams.registry();
                for token in registry.tokens_of(user) {
                    // Also one by which somebody began to listen meanwhile: they come back.
                    if !valid.contains(&token) {
                        registry.remove_token(token);
                    }
                }
            }
        }
    }
    Ok(())
}

/// A status on its way, with its payloads.
struct Shown {
    reach: Reach,
    neutral: Payload,
    own: HashMap<AccountId, Payload>,
}

async fn statuses(
    streams: &Streams,
    ctx: &Ctx,
    news: &[News],
) -> Result<HashMap<StatusId, Shown>, DbError> {
    let mut ids: Vec<StatusId> = news
        .iter()
        .filter_map(|one| match one {
            News::Posted(status) | News::Edited(status) => Some(*status),
            _ => None,
        })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let audience = streams.registry().audience();
    if ids.is_empty() || audience.is_empty() {
        return Ok(HashMap::new());
    }
    let reached = streaming::reach(ctx, ids, audience).await?;
    Ok(reached
        .into_iter()
        .map(|(id, reach)| (id, Shown::new(ctx, reach)))
        .collect())
}

impl Shown {
    fn new(ctx: &Ctx, reach: Reach) -> Self {
        let own = reach.own_views.iter().map(|(account, view)| {
            let shown = Shaper::new(ctx, Some(*account)).status(view);
            (*account, json!(shown).to_string().into())
        });
        Self {
            own: own.collect(),
            neutral: neutral(ctx, &reach.view),
            reach,
        }
    }

    fn payload(&self, account: AccountId) -> &Payload {
        self.own.get(&account).unwrap_or(&self.neutral)
    }

    fn send(&self, registry: &mut Registry, event: &'static str) {
        let user =
            |payload: &Payload| Message::new(vec!["user".to_owned()], event, Some(payload.clone()));
        let shared = user(&self.neutral);
        for account in &self.reach.homes {
            let message = match self.own.get(account) {
                Some(own) => user(own),
                None => shared.clone(),
            };
            registry.send(&Channel::User(*account), |_| Some(message.clone()));
        }
        for list in &self.reach.lists {
            let channel = Channel::List(*list);
            registry.send(&channel, |caller| {
                let payload = self.payload(caller.account).clone();
                Some(Message::new(channel.label(), event, Some(payload)))
            });
        }
        for channel in registry.open_channels() {
            if !self.belongs(&channel) {
                continue;
            }
            let of =
                |payload: &Payload| Message::new(channel.label(), event, Some(payload.clone()));
            let shared = of(&self.neutral);
            registry.send(&channel, |caller: &Caller| {
                if self.reach.hidden_from.contains(&caller.account) {
                    return None;
                }
                let payload = self.payload(caller.account);
                Some(if Arc::ptr_eq(payload, &self.neutral) {
                    shared.clone()
                } else {
                    of(payload)
                })
            });
        }
    }

    fn belongs(&self, channel: &Channel) -> bool {
        let (view, local) = (&self.reach.view, self.reach.view.status.local);
        match channel {
            Channel::Public { of, media } => {
                let is_of = match of {
                    Of::All => true,
                    Of::Local => local,
                    Of::Remote => !local,
                };
                self.reach.in_public && is_of && (!media || !view.attachments.is_empty())
            }
            Channel::Tag { name, local: only } => {
                let has = view.tags.iter().any(|tag| tag.name == *name);
                self.reach.in_tags && has && (!only || local)
            }
            _ => false,
        }
    }
}

/// As somebody sees it who has a token and has had nothing to do with it.
fn neutral(ctx: &Ctx, view: &StatusView) -> Payload {
    let mut shown = json!(Shaper::new(ctx, None).status(view));
    without_relation(&mut shown);
    if let Some(original) = shown.get_mut("reblog").filter(|it| it.is_object()) {
        without_relation(original);
    }
    shown.to_string().into()
}

fn without_relation(status: &mut Value) {
    let Some(status) = status.as_object_mut() else {
        return;
    };
    for flag in ["favourited", "reblogged", "muted", "bookmarked"] {
        status.insert(flag.to_owned(), Value::Bool(false));
    }
    status.insert("filtered".to_owned(), json!([]));
    if let Some(pinned) = status.get_mut("pinned") {
        *pinned = Value::Bool(false);
    }
    if let Some(poll) = status.get_mut("poll").and_then(Value::as_object_mut) {
        poll.insert("voted".to_owned(), Value::Bool(false));
        poll.insert("own_votes".to_owned(), json!([]));
    }
}

/// Notifications of those who listen, with their payloads.
async fn notifications(
    streams: &Streams,
    ctx: &Ctx,
    news: &[News],
) -> Result<HashMap<NotificationId, Payload>, DbError> {
    let ids: Vec<NotificationId> = {
        let registry = streams.registry();
        let is_heard = |account: AccountId| {
            registry.has(&Channel::User(account)) || registry.has(&Channel::Notifications(account))
        };
        news.iter()
            .filter_map(|one| match one {
                News::Told {
                    account,
                    notification,
                } if is_heard(*account) => Some(*notification),
                _ => None,
            })
            .collect()
    };
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let views = streaming::told(ctx, ids).await?;
    let people = views.iter().map(|view| view.from.clone()).collect();
    let emojis = emojis::shown_by(ctx, people).await?;
    Ok(views
        .iter()
        .map(|view| {
            let row = &view.notification;
            let shaper = Shaper::new(ctx, Some(row.account_id));
            let shown = json!(shaper.notification(view, &emojis));
            (row.id, shown.to_string().into())
        })
        .collect())
}

/// Tells somebody what is told to them alone.
fn tell(streams: &Streams, account: AccountId, event: &'static str, payload: &Payload) {
    let mut registry = streams.registry();
    for channel in [Channel::User(account), Channel::Notifications(account)] {
        let message = Message::new(channel.label(), event, Some(payload.clone()));
        registry.send(&channel, |caller| {
            caller.hears_notifications.then(|| message.clone())
        });
    }
}

/// Conversations of those who listen to theirs, with their payloads.
async fn conversations(
    streams: &Streams,
    ctx: &Ctx,
    news: &[News],
) -> Result<HashMap<ConversationId, Payload>, DbError> {
    let mut ids: Vec<ConversationId> = {
        let registry = streams.registry();
        let changed = news.iter().filter_map(|one| match one {
            News::ConversationChanged {
                account,
                conversation,
            } if registry.has(&Channel::Direct(*account)) => Some((*conversation).into()),
            _ => None,
        });
        changed.collect()
    };
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let views = conversations::find_many(ctx, ids).await?;
    let people = views.iter().flat_map(|view| view.accounts.clone());
    let emojis = emojis::shown_by(ctx, people.collect()).await?;
    let written = views.iter().map(|view| {
        let row = &view.conversation;
        let shown = json!(Shaper::new(ctx, Some(row.account_id)).conversation(view, &emojis));
        (row.id, shown.to_string().into())
    });
    Ok(written.collect())
}

/// What everybody is told of; nothing where nobody listens.
async fn announcements(
    streams: &Streams,
    ctx: &Ctx,
    news: &[News],
) -> Result<HashMap<AnnouncementId, Announcement>, DbError> {
    let told = news.iter().filter_map(|one| match one {
        News::Announced(announcement) | News::AnnouncementReaction { announcement, .. } => {
            Some(*announcement)
        }
        _ => None,
    });
    let mut ids: Vec<AnnouncementId> = told.collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() || streams.registry().audience().homes.is_empty() {
        return Ok(HashMap::new());
    }
    let found = announcements::told(ctx, ids).await?;
    let shown = found.all.iter().map(|view| {
        let shown = Announcement::new(ctx, view, None, &found.emojis);
        (view.row.id, shown)
    });
    Ok(shown.collect())
}

/// Tells all who listen to their home timelines the same.
fn tell_everybody(streams: &Streams, event: &'static str, payload: &Payload) {
    let mut registry = streams.registry();
    let message = Message::new(vec!["user".to_owned()], event, Some(payload.clone()));
    let listening = registry.audience().homes;
    for account in listening {
        registry.send(&Channel::User(account), |_| Some(message.clone()));
    }
}

/// Who of those who listen follows those whose posts are gone that not everybody could see.
async fn followers(
    streams: &Streams,
    ctx: &Ctx,
    news: &[News],
) -> Result<HashMap<AccountId, Vec<AccountId>>, DbError> {
    let private = news.iter().filter_map(|one| match one {
        News::Deleted {
            author,
            open: false,
            ..
        } => Some(*author),
        _ => None,
    });
    let mut authors: Vec<AccountId> = private.collect();
    authors.sort_unstable();
    authors.dedup();
    let readers = streams.registry().audience().readers();
    if authors.is_empty() || readers.is_empty() {
        return Ok(HashMap::new());
    }
    streaming::followers_among(ctx, authors, readers).await
}

/// By which tokens those may listen on whose access has changed.
async fn valid_tokens(
    streams: &Streams,
    ctx: &Ctx,
    news: &[News],
) -> Result<HashSet<AccessTokenId>, DbError> {
    let tokens: Vec<AccessTokenId> = {
        let registry = streams.registry();
        let changed = news.iter().filter_map(|one| match one {
            News::AccessChanged(user) => Some(registry.tokens_of(*user)),
            _ => None,
        });
        changed.flatten().collect()
    };
    if tokens.is_empty() {
        return Ok(HashSet::new());
    }
    tokens::valid_among(ctx, tokens).await
}

/// Tells that a status is gone: everybody, or those whom it concerns.
fn delete(registry: &mut Registry, status: StatusId, concerned: Option<&HashSet<AccountId>>) {
    let payload: Payload = status.to_string().into();
    let audience = registry.audience();
    let is_meant = |who: &AccountId| concerned.is_none_or(|concerned| concerned.contains(who));
    let user = vec!["user".to_owned()];
    let message = Message::new(user, "delete", Some(payload.clone()));
    for who in audience.homes.iter().filter(|who| is_meant(who)) {
        registry.send(&Channel::User(*who), |_| Some(message.clone()));
    }
    let lists = audience.lists.iter().filter(|(_, owner)| is_meant(owner));
    let lists = lists.map(|(list, _)| Channel::List(*list));
    let open = concerned.is_none().then(|| registry.open_channels());
    let channels: Vec<Channel> = lists.chain(open.into_iter().flatten()).collect();
    for channel in channels {
        let message = Message::new(channel.label(), "delete", Some(payload.clone()));
        registry.send(&channel, |_| Some(message.clone()));
    }
}
