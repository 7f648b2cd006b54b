//! `EmojiReact`, and Like with `content` (FEP-c0e0).

use staffroom_protocol::incoming::{ActivityKind, IncomingActivity};
use staffroom_service::statuses::{favourite_in, may_see, react_in};

use super::received::{Outcome, ReceiveError, Received};
use super::relay::Relay;
use crate::Federation;
use crate::lookup::status_at;

/// The longest reaction, in bytes.
const LONGEST: usize = 64;

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    let Some(object) = received.activity.object_id() else {
        return Err(ReceiveError::refused("it reacts to nothing"));
    };
    let mut reaction = reaction_of(&received.activity);
    let policy = fed.policies().of(received.activity.actor.host()).await?;
    if let Some((_, image)) = reaction.as_mut().filter(|_| policy.reject_media) {
        // The name says what it is.
        *image = None;
    }
    let is_like = received.activity.kind == ActivityKind::Like;
    if reaction.is_none() && !is_like {
        return Err(ReceiveError::refused("it is no emoji"));
    }
    let (actor, uri) = (received.actor.clone(), received.uri.clone());
    let relay = Relay::of(received);
    received
        .apply(fed, move |tx| {
            let Some(status) = status_at(tx.conn, tx.addresses, &object)? else {
                return Ok(Outcome::Ignored("it is not here"));
            };
            if !may_see(tx.conn, Some(actor.id), &status)? {
                return Ok(Outcome::Ignored("its actor cannot have seen it"));
            }
            let is_new = match reaction {
                Some((content, image)) => {
                    react_in(tx, &actor, &status, &content, image, Some(uri))?
                }
                None => favourite_in(tx, &actor, &status, Some(uri))?,
            };
            if !is_new {
                return Ok(Outcome::Ignored("it was there before"));
            }
            relay.pass_on(tx, &status)?;
            Ok(Outcome::Applied)
        })
        .await
}

/// The reaction and, for an emoji of its server, the picture. Letters are no emoji.
pub(super) fn reaction_of(activity: &IncomingActivity) -> Option<(String, Option<String>)> {
    let content = activity.content.as_deref()?.trim();
    if content.is_empty() || content.len() > LONGEST {
        return None;
    }
    if let Some(name) = shortcode(content) {
        let emoji = activity
            .tags
            .emoji
            .iter()
            .find(|emoji| emoji.shortcode.trim_matches(':') == name)?;
        return Some((content.to_owned(), Some(emoji.icon.as_str().to_owned())));
    }
    staffroom_text::is_emoji(content).then(|| (content.to_owned(), None))
}

fn shortcode(content: &str) -> Option<&str> {
    let name = content.strip_prefix(':')?.strip_suffix(':')?;
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then_some(name)
}
