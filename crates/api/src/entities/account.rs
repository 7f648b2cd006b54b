//! `Account` and `CredentialAccount`.

use serde::Serialize;
use staffroom_domain::{ActorKind, Timestamp};
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::links::web;
use staffroom_service::mutes::Muted;
use staffroom_service::statuses::EmojiRow;
use staffroom_text::{display_name, sanitize, sanitize_inline};

use super::emoji::{Emoji, shown_in};
use super::shaper::{Shaper, date, moment};

/// The picture of whoever has none.
const NO_AVATAR: &str = "/assets/avatar.svg";
/// The banner of whoever has none.
const NO_HEADER: &str = "/assets/header.svg";

/// A person or another actor.
#[expect(
    clippy::struct_excessive_bools,
    reason = "the entity has the fields that clients know"
)]
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Account {
    id: String,
    username: String,
    acct: String,
    display_name: String,
    locked: bool,
    bot: bool,
    group: bool,
    discoverable: Option<bool>,
    indexable: bool,
    noindex: bool,
    hide_collections: bool,
    memorial: bool,
    suspended: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    limited: bool,
    created_at: String,
    note: String,
    url: String,
    uri: String,
    avatar: String,
    avatar_static: String,
    header: String,
    header_static: String,
    followers_count: i64,
    following_count: i64,
    statuses_count: i64,
    last_status_at: Option<String>,
    emojis: Vec<Emoji>,
    roles: Vec<Role>,
    fields: Vec<Field>,
    /// Who it is now; told where one account is looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<Box<Account>>,
}

/// A line of a profile.
#[derive(Clone, Debug, Serialize)]
struct Field {
    name: String,
    value: String,
    verified_at: Option<String>,
}

/// What somebody may do as staff.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Role {
    id: String,
    name: String,
    color: String,
    permissions: String,
    highlighted: bool,
}

/// The account of whoever calls.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CredentialAccount {
    #[serde(flatten)]
    account: Account,
    source: Source,
    role: Role,
}

/// Somebody whom whoever calls has muted.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MutedAccount {
    #[serde(flatten)]
    account: Account,
    mute_expires_at: Option<String>,
}

/// What the owner of an account can change.
#[expect(
    clippy::struct_excessive_bools,
    reason = "the entity has these, each by itself"
)]
#[derive(Clone, Debug, Serialize)]
struct Source {
    privacy: &'static str,
    sensitive: bool,
    language: Option<String>,
    note: String,
    fields: Vec<Field>,
    follow_requests_count: i64,
    hide_collections: bool,
    discoverable: bool,
    indexable: bool,
}

/// Who somebody is, for programs that only want to know that.
pub(crate) struct UserInfo {
    /// The actor's id.
    pub(crate) uri: String,
    /// The name beside the handle.
    pub(crate) name: String,
    /// Their page.
    pub(crate) page: String,
    /// Their picture.
    pub(crate) picture: String,
}

impl Shaper<'_> {
    /// An account, with those of `emojis` that its profile shows.
    pub(crate) fn account(self, row: &AccountRow, emojis: &[EmojiRow]) -> Account {
        let picture = |address: &Option<String>, otherwise: &str| {
            let address = address
                .as_deref()
                .filter(|it| row.is_local() || web(it).is_some());
            address.map_or_else(|| self.ctx.url(otherwise), str::to_owned)
        };
        let avatar = picture(&row.avatar_url, NO_AVATAR);
        let header = picture(&row.header_url, NO_HEADER);
        let kind = row.actor_kind();
        let own = emojis.iter().filter(|emoji| emoji.domain == row.domain);
        let own: Vec<EmojiRow> = own.cloned().collect();
        Account {
            id: row.id.to_string(),
            username: row.username.clone(),
            acct: row.acct(),
            display_name: display_name(&row.display_name),
            locked: row.locked,
            bot: kind.is_bot(),
            group: kind == ActorKind::Group,
            discoverable: Some(row.discoverable),
            indexable: row.indexable,
            noindex: !row.discoverable,
            hide_collections: row.hides_network,
            memorial: row.memorial,
            suspended: row.is_suspended(),
            limited: row.is_limited(),
            created_at: moment(row.created_at),
            note: sanitize(&row.summary),
            url: self.page_of(row),
            uri: accounts::uri(&self.ctx.addresses, row),
            avatar_static: avatar.clone(),
            avatar,
            header_static: header.clone(),
            header,
            followers_count: row.followers_count,
            following_count: row.following_count,
            statuses_count: row.statuses_count,
            last_status_at: row.last_status_at.map(Timestamp::from_micros).map(date),
            emojis: shown_in(&[&row.display_name, &row.summary, &row.fields], &own),
            roles: Vec::new(),
            fields: fields(row, |field| sanitize_inline(&field.value)),
            moved: None,
        }
    }

    /// An account with the one that it is now.
    pub(crate) fn account_moved(
        self,
        row: &AccountRow,
        moved: Option<&AccountRow>,
        emojis: &[EmojiRow],
    ) -> Account {
        Account {
            moved: moved.map(|moved| Box::new(self.account(moved, emojis))),
            ..self.account(row, emojis)
        }
    }

    /// Somebody who is muted.
    pub(crate) fn muted(self, muted: &Muted, emojis: &[EmojiRow]) -> MutedAccount {
        MutedAccount {
            account: self.account(&muted.account, emojis),
            mute_expires_at: muted.until.map(moment),
        }
    }

    /// Who somebody is, in short.
    pub(crate) fn user_info(self, row: &AccountRow) -> UserInfo {
        let account = self.account(row, &[]);
        UserInfo {
            uri: account.uri,
            name: account.display_name,
            page: account.url,
            picture: account.avatar,
        }
    }

    /// The page of an account for people.
    pub(super) fn page_of(self, row: &AccountRow) -> String {
        let page = accounts::page(&self.ctx.addresses, row);
        if row.is_local() || web(&page).is_some() {
            return page;
        }
        accounts::uri(&self.ctx.addresses, row)
    }

    /// The account of whoever calls.
    pub(crate) fn credential_account(
        self,
        row: &AccountRow,
        moved: Option<&AccountRow>,
        requests: i64,
    ) -> CredentialAccount {
        CredentialAccount {
            account: self.account_moved(row, moved, &[]),
            source: Source {
                privacy: "public",
                sensitive: false,
                language: None,
                note: row.summary_source.clone(),
                fields: fields(row, |field| field.source),
                follow_requests_count: requests,
                hide_collections: row.hides_network,
                discoverable: row.discoverable,
                indexable: row.indexable,
            },
            // Mastodon's "everybody": what staff may do, they do on pages.
            role: Role {
                id: "-99".to_owned(),
                name: String::new(),
                color: String::new(),
                permissions: "0".to_owned(),
                highlighted: false,
            },
        }
    }
}

fn fields(row: &AccountRow, value: impl Fn(accounts::Field) -> String) -> Vec<Field> {
    accounts::fields(row)
        .into_iter()
        .map(|field| Field {
            name: display_name(&field.name),
            value: value(field),
            verified_at: None,
        })
        .collect()
}
