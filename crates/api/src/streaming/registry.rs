//! Who listens to what.

use std::collections::HashMap;
use std::sync::Arc;

use staffroom_domain::{AccessTokenId, AccountId, UserId};
use staffroom_service::streaming::Audience;
use tokio::sync::mpsc::{self, error::TrySendError};

use super::channel::{Channel, Refusal};
use super::message::Message;

/// How many messages may wait for a client; one that is further behind is dropped.
const QUEUE: usize = 128;
/// To how much one client listens.
const MAX_SUBSCRIPTIONS: usize = 100;

/// A client that listens.
struct Place {
    caller: Caller,
    queue: mpsc::Sender<Arc<Message>>,
    channels: Vec<Channel>,
}

/// By whose token somebody listens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    pub(super) account: AccountId,
    pub(super) user: UserId,
    pub(super) token: AccessTokenId,
    /// Whether the token allows notifications.
    pub(super) hears_notifications: bool,
}

/// All clients that listen.
#[derive(Default)]
pub(super) struct Registry {
    next: u64,
    places: HashMap<u64, Place>,
    channels: HashMap<Channel, Vec<u64>>,
    is_closed: bool,
}

impl Registry {
    /// Takes a client in: its place, and where its messages come out.
    pub(super) fn enter(&mut self, caller: Caller) -> (u64, mpsc::Receiver<Arc<Message>>) {
        let (queue, messages) = mpsc::channel(QUEUE);
        let id = self.next;
        self.next += 1;
        if !self.is_closed {
            let place = Place {
                caller,
                queue,
                channels: Vec::new(),
            };
            self.places.insert(id, place);
        }
        (id, messages)
    }

    /// Its queue ends with what is in it already.
    pub(super) fn remove(&mut self, id: u64) {
        let Some(place) = self.places.remove(&id) else {
            return;
        };
        for channel in place.channels {
            self.leave(&channel, id);
        }
    }

    /// Sends everybody away, from now on.
    pub(super) fn close(&mut self) {
        self.is_closed = true;
        self.clear();
    }

    /// Sends everybody away who is there.
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.channels.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Twice is once.
    pub(super) fn subscribe(&mut self, id: u64, channel: Channel) -> Result<(), Refusal> {
        let Some(place) = self.places.get_mut(&id) else {
            return Ok(());
        };
        if place.channels.contains(&channel) {
            return Ok(());
        }
        if place.channels.len() >= MAX_SUBSCRIPTIONS {
            return Err(Refusal::TOO_MANY);
        }
        place.channels.push(channel.clone());
        self.channels.entry(channel).or_default().push(id);
        Ok(())
    }

    pub(super) fn unsubscribe(&mut self, id: u64, channel: &Channel) {
        if let Some(place) = self.places.get_mut(&id) {
            place.channels.retain(|other| other != channel);
            self.leave(channel, id);
        }
    }

    fn leave(&mut self, channel: &Channel, id: u64) {
        if let Some(listening) = self.channels.get_mut(channel) {
            listening.retain(|other| *other != id);
            if listening.is_empty() {
                self.channels.remove(channel);
            }
        }
    }

    /// Who listens, as far as it matters for what is read.
    pub(super) fn audience(&self) -> Audience {
        let mut audience = Audience::default();
        for (channel, listening) in &self.channels {
            match channel {
                Channel::User(account) => audience.homes.push(*account),
                Channel::List(list) => {
                    // All are its owner's.
                    let first = listening.iter().find_map(|id| self.places.get(id));
                    audience
                        .lists
                        .extend(first.map(|place| (*list, place.caller.account)));
                }
                Channel::Public { .. } | Channel::Tag { .. } => {
                    let who = listening.iter().filter_map(|id| self.places.get(id));
                    audience
                        .public
                        .extend(who.map(|place| place.caller.account));
                }
                Channel::Notifications(_) | Channel::Direct(_) => {}
            }
        }
        audience.public.sort_unstable();
        audience.public.dedup();
        audience
    }

    /// Whether anybody listens to that.
    pub(super) fn has(&self, channel: &Channel) -> bool {
        self.channels.contains_key(channel)
    }

    /// The public timelines and hashtags that somebody listens to.
    pub(super) fn open_channels(&self) -> Vec<Channel> {
        let open =
            |channel: &&Channel| matches!(channel, Channel::Public { .. } | Channel::Tag { .. });
        self.channels.keys().filter(open).cloned().collect()
    }

    /// By which tokens a user listens.
    pub(super) fn tokens_of(&self, user: UserId) -> Vec<AccessTokenId> {
        let of_user = self.places.values().filter(|it| it.caller.user == user);
        let mut tokens: Vec<AccessTokenId> = of_user.map(|it| it.caller.token).collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }

    /// Sends those away who listen by that token.
    pub(super) fn remove_token(&mut self, token: AccessTokenId) {
        let all = self.places.iter();
        let ids: Vec<u64> = all
            .filter(|(_, place)| place.caller.token == token)
            .map(|(id, _)| *id)
            .collect();
        for id in ids {
            self.remove(id);
        }
    }

    /// Sends each who listens to a channel the message that is for them. Whoever does not keep up is sent
    /// away: nobody waits for them.
    pub(super) fn send(
        &mut self,
        channel: &Channel,
        message: impl Fn(&Caller) -> Option<Arc<Message>>,
    ) {
        let Some(listening) = self.channels.get(channel) else {
            return;
        };
        let mut slow = Vec::new();
        for id in listening {
            let Some(place) = self.places.get(id) else {
                continue;
            };
            let Some(message) = message(&place.caller) else {
                continue;
            };
            match place.queue.try_send(message) {
                Ok(()) => {}
                Err(TrySendError::Full(_) | TrySendError::Closed(_)) => slow.push(*id),
            }
        }
        for id in slow {
            tracing::debug!("a client that did not keep up is sent away");
            self.remove(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::error::TryRecvError;

    use super::super::channel::Of;
    use super::*;

    fn caller(account: i64) -> Caller {
        Caller {
            account: account.into(),
            user: account.into(),
            token: account.into(),
            hears_notifications: true,
        }
    }

    fn told() -> Arc<Message> {
        Message::new(vec!["user".to_owned()], "delete", Some("1".into()))
    }

    #[test]
    fn whoever_does_not_keep_up_is_sent_away_and_nobody_else() {
        let mut all = Registry::default();
        let channel = Channel::Public {
            of: Of::All,
            media: false,
        };
        let (slow, mut waiting) = all.enter(caller(1));
        let (quick, mut read) = all.enter(caller(2));
        for id in [slow, quick] {
            all.subscribe(id, channel.clone()).unwrap();
            all.subscribe(id, channel.clone()).unwrap();
        }
        for _ in 0..=QUEUE {
            all.send(&channel, |_| Some(told()));
            assert!(read.try_recv().is_ok() && read.try_recv().is_err());
        }
        assert_eq!(all.len(), 1);
        for _ in 0..QUEUE {
            assert!(waiting.try_recv().is_ok());
        }
        assert_eq!(waiting.try_recv().unwrap_err(), TryRecvError::Disconnected);
        all.unsubscribe(quick, &channel);
        assert!(!all.has(&channel));
        all.close();
        let (_, mut none) = all.enter(caller(3));
        assert!(all.is_empty() && none.try_recv().is_err());
    }

    #[test]
    fn one_client_listens_to_so_much_only() {
        let mut all = Registry::default();
        let (id, _messages) = all.enter(caller(1));
        for n in 0..MAX_SUBSCRIPTIONS {
            let channel = Channel::Tag {
                name: format!("tag{n}"),
                local: false,
            };
            all.subscribe(id, channel).unwrap();
        }
        let user = Channel::User(1.into());
        assert_eq!(all.subscribe(id, user), Err(Refusal::TOO_MANY));
    }

    #[test]
    fn a_token_that_is_gone_ends_what_is_heard_by_it() {
        let mut all = Registry::default();
        let (id, mut messages) = all.enter(caller(1));
        let (_, mut others) = all.enter(caller(2));
        all.subscribe(id, Channel::User(1.into())).unwrap();
        assert_eq!(all.tokens_of(1.into()), [1.into()]);
        all.remove_token(1.into());
        assert_eq!(messages.try_recv().unwrap_err(), TryRecvError::Disconnected);
        assert_eq!(others.try_recv().unwrap_err(), TryRecvError::Empty);
        assert!(all.audience().homes.is_empty());
    }
}
