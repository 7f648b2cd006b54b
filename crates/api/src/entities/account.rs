//! `Account` and `CredentialAccount`.

use serde::Serialize;
use staffroom_domain::{ActorKind, Role, Roles, Timestamp, Visibility};
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::links::web;
use staffroom_service::media::Shown;
use staffroom_service::mutes::Muted;
use staffroom_service::preferences::Preferences;
use staffroom_service::statuses::EmojiRow;
use staffroom_text::{display_name, sanitize_inline, sanitize_shown};

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
    pub(super) id: String,
    username: String,
    pub(super) acct: String,
    display_name: String,
    pub(super) locked: bool,
    pub(super) bot: bool,
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
    pub(super) url: String,
    uri: String,
    pub(super) avatar: String,
    pub(super) avatar_static: String,
    pub(super) header: String,
    header_static: String,
    followers_count: i64,
    following_count: i64,
    statuses_count: i64,
    last_status_at: Option<String>,
    emojis: Vec<Emoji>,
    roles: Vec<AccountRole>,
    fields: Vec<Field>,
    /// Who it is now; told where one account is looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<Box<Account>>,
}

/// A line of a profile.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Field {
    name: String,
    value: String,
    verified_at: Option<String>,
}

/// What somebody may do as staff, as everybody sees it.
#[derive(Clone, Debug, Serialize)]
struct AccountRole {
    id: String,
    name: &'static str,
    color: &'static str,
}

/// What whoever calls may do, as they see it themselves.
#[derive(Clone, Debug, Serialize)]
struct OwnRole {
    id: String,
    name: &'static str,
    color: &'static str,
    permissions: &'static str,
    highlighted: bool,
}

/// What an owner sees of their account beside its row.
pub(crate) struct Own<'a> {
    /// Who they are now.
    pub(crate) moved: Option<&'a AccountRow>,
    /// How many asked to follow them.
    pub(crate) requests: i64,
    /// What they have chosen.
    pub(crate) chosen: &'a Preferences,
    /// What they may do.
    pub(crate) roles: &'a Roles,
    /// The emojis that their profile shows.
    pub(crate) emojis: &'a [EmojiRow],
}

/// The roles that everybody sees: who can be asked for help, and who moderates.
const SHOWN_ROLES: [Role; 4] = [
    Role::Owner,
    Role::Admin,
    Role::Moderator,
    Role::SafeguardingLead,
];

fn shown_roles(roles: &Roles) -> Vec<AccountRole> {
    SHOWN_ROLES
        .into_iter()
        .filter(|role| roles.has(*role))
        .map(|role| AccountRole {
            id: role.slug().to_owned(),
            name: role.label(),
            color: "",
        })
        .collect()
}

/// The account of whoever calls.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CredentialAccount {
    #[serde(flatten)]
    account: Account,
    source: Source,
    role: OwnRole,
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
    quote_policy: &'static str,
    attribution_domains: Vec<String>,
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
        let or = |shown: Option<Shown>, otherwise: &str| {
            shown.unwrap_or_else(|| Shown {
                url: self.ctx.url(otherwise),
                still: self.ctx.url(otherwise),
            })
        };
        let avatar = or(Shown::avatar(self.ctx, row), NO_AVATAR);
        let header = or(Shown::header(self.ctx, row), NO_HEADER);
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
            note: sanitize_shown(&row.summary),
            url: self.page_of(row),
            uri: accounts::uri(&self.ctx.addresses, row),
            avatar: avatar.url,
            avatar_static: avatar.still,
            header: header.url,
            header_static: header.still,
            followers_count: row.followers_count,
            following_count: row.following_count,
            statuses_count: row.statuses_count,
            last_status_at: row.last_status_at.map(Timestamp::from_micros).map(date),
            emojis: shown_in(
                self.ctx,
                &[&row.display_name, &row.summary, &row.fields],
                &own,
            ),
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
    pub(crate) fn credential_account(self, row: &AccountRow, own: &Own<'_>) -> CredentialAccount {
        let chosen = own.chosen;
        let visibility = chosen.visibility.unwrap_or(Visibility::Public);
        let shown = shown_roles(own.roles);
        // Mastodon's "everybody" has this id. What staff may do, they do on pages.
        let role = shown.first().map_or_else(
            || ("-99".to_owned(), ""),
            |role| (role.id.clone(), role.name),
        );
        CredentialAccount {
            account: self
                .account_moved(row, own.moved, own.emojis)
                .with_roles(own.roles),
            source: Source {
                privacy: visibility.as_str(),
                sensitive: chosen.sensitive,
                language: chosen.language.clone(),
                quote_policy: chosen.quote_policy.as_str(),
                attribution_domains: chosen.attribution_domains.clone(),
                note: row.summary_source.clone(),
                fields: fields(row, |field| field.source),
                follow_requests_count: own.requests,
                hide_collections: row.hides_network,
                discoverable: row.discoverable,
                indexable: row.indexable,
            },
            role: OwnRole {
                id: role.0,
                name: role.1,
                color: "",
                permissions: "0",
                highlighted: !shown.is_empty(),
            },
        }
    }
}

impl Account {
    /// With what its owner may do, which is told where one account is looked at.
    #[must_use]
    pub(crate) fn with_roles(mut self, roles: &Roles) -> Self {
        self.roles = shown_roles(roles);
        self
    }
}

pub(super) fn fields(row: &AccountRow, value: impl Fn(accounts::Field) -> String) -> Vec<Field> {
    accounts::fields(row)
        .into_iter()
        .map(|field| Field {
            name: display_name(&field.name),
            value: value(field),
            verified_at: None,
        })
        .collect()
}
