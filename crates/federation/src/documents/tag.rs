//! Whom and what a status names.

use staffroom_db::emojis::EmojiRow;
use staffroom_domain::Addresses;
use staffroom_protocol::outgoing::{EmojiTag, Image, Tag};
use staffroom_protocol::{Handle, Iri};
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::statuses::StatusView;

use super::file;

/// People who are named in the text, hashtags, custom emojis; and the quoted post (FEP-e232).
pub(super) fn tags(addresses: &Addresses, view: &StatusView) -> Vec<Tag> {
    let named = view.mentions.iter().filter(|mention| !mention.silent);
    let mut tags: Vec<Tag> = named
        .filter_map(|mention| {
            Some(Tag::Mention {
                href: Iri::parse(&accounts::uri(addresses, &mention.account)).ok()?,
                name: handle(addresses, &mention.account),
            })
        })
        .collect();
    tags.extend(view.tags.iter().filter_map(|tag| {
        Some(Tag::Hashtag {
            href: Iri::parse(&addresses.tag_page(&tag.name)).ok()?,
            name: format!("#{}", tag.display),
        })
    }));
    tags.extend(view.emojis.iter().filter_map(|row| emoji(addresses, row)));
    let quoted = view.status.quote_uri.as_deref();
    tags.extend(quoted.and_then(|uri| Iri::parse(uri).ok()).map(Tag::quote));
    tags
}

/// `@name@host`. Ours are named by the host of the instance, which answers for them also where
/// handles have another domain.
fn handle(addresses: &Addresses, account: &AccountRow) -> String {
    if !account.is_local() {
        return format!("@{}", account.acct());
    }
    let origin = addresses.origin();
    let authority = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    match Handle::new(&account.username, authority) {
        Ok(handle) => format!("@{handle}"),
        Err(_) => format!("@{}@{authority}", account.username),
    }
}

/// A custom emoji (FEP-9098), in posts and alone.
pub(crate) fn emoji(addresses: &Addresses, row: &EmojiRow) -> Option<Tag> {
    let id = match &row.uri {
        Some(uri) => Iri::parse(uri).ok()?,
        None => Iri::parse(&format!("{}/ap/emojis/{}", addresses.origin(), row.id)).ok()?,
    };
    Some(Tag::Emoji(EmojiTag {
        id,
        name: format!(":{}:", row.shortcode),
        updated: Some(row.updated_at),
        icon: Image {
            media_type: None,
            url: file(addresses, &row.image_url).ok()?,
            summary: None,
        },
    }))
}
