//! How somebody here posts unless they say otherwise, and what else they say of their profile that no other
//! server is told.

use staffroom_db::accounts::AccountRow;
use staffroom_db::preferences::{self as rows, PreferenceRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::{AccountId, Visibility};
use staffroom_text::language::Language;

use crate::context::Ctx;
use crate::domains::normal_domain;
use crate::profiles::ProfileError;

/// The most sites that may name somebody as author.
const MAX_DOMAINS: usize = 100;
/// The longest description of a picture, in characters.
pub const MAX_DESCRIPTION: usize = 150;

/// What somebody has chosen.
#[expect(clippy::struct_excessive_bools, reason = "each is chosen by itself")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// Who may see what they post; none: nothing was chosen, which means everybody.
    pub visibility: Option<Visibility>,
    /// Whether media are hidden until asked for.
    pub sensitive: bool,
    /// The language they post in, BCP 47.
    pub language: Option<String>,
    /// Who may quote what they post.
    pub quote_policy: QuotePolicy,
    /// Sites that may name them as author.
    pub attribution_domains: Vec<String>,
    /// Whether their profile has a page of media.
    pub show_media: bool,
    /// Whether that page shows those of answers too.
    pub show_media_replies: bool,
    /// Whether their profile has a page of what they feature.
    pub show_featured: bool,
    /// What their picture shows, for those who do not see it.
    pub avatar_description: String,
    /// The same of their banner.
    pub header_description: String,
}

/// Who may quote what somebody posts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuotePolicy {
    /// Everybody.
    #[default]
    Public,
    /// Those who follow.
    Followers,
    /// Nobody.
    Nobody,
}

impl QuotePolicy {
    /// The name in the Mastodon API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Followers => "followers",
            Self::Nobody => "nobody",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Public, Self::Followers, Self::Nobody];
        all.into_iter().find(|policy| policy.as_str() == name)
    }
}

impl From<PreferenceRow> for Preferences {
    fn from(row: PreferenceRow) -> Self {
        Self {
            visibility: row.visibility(),
            sensitive: row.sensitive,
            language: row.language,
            quote_policy: QuotePolicy::from_name(&row.quote_policy).unwrap_or_default(),
            attribution_domains: serde_json::from_str(&row.attribution_domains).unwrap_or_default(),
            show_media: row.show_media,
            show_media_replies: row.show_media_replies,
            show_featured: row.show_featured,
            avatar_description: row.avatar_description,
            header_description: row.header_description,
        }
    }
}

/// What somebody has chosen.
pub async fn of(ctx: &Ctx, account: AccountId) -> Result<Preferences, DbError> {
    ctx.db.read(move |conn| of_in(conn, account)).await
}

/// As [`of`], inside a transaction.
pub fn of_in(conn: &mut Conn, account: AccountId) -> Result<Preferences, DbError> {
    let row = rows::find(conn, account)?;
    Ok(row.unwrap_or_else(|| PreferenceRow::blank(account)).into())
}

/// Somebody with what they have chosen, in one query.
pub(crate) fn with_author(
    conn: &mut Conn,
    account: AccountId,
) -> Result<Option<(AccountRow, Preferences)>, DbError> {
    let found = rows::find_with_account(conn, account)?;
    Ok(found.map(|(author, row)| {
        let row = row.unwrap_or_else(|| PreferenceRow::blank(account));
        (author, row.into())
    }))
}

/// What is to be changed, as it was given; nothing set leaves things as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreferenceEdit {
    /// Who may see what they post: `public`, `unlisted` or `private`.
    pub visibility: Option<String>,
    /// Whether media are hidden until asked for.
    pub sensitive: Option<bool>,
    /// The language they post in; empty: found out for each post.
    pub language: Option<String>,
    /// Who may quote: `public`, `followers` or `nobody`.
    pub quote_policy: Option<String>,
    /// Sites that may name them as author: all of them.
    pub attribution_domains: Option<Vec<String>>,
    /// Whether their profile has a page of media.
    pub show_media: Option<bool>,
    /// Whether that page shows those of answers too.
    pub show_media_replies: Option<bool>,
    /// Whether their profile has a page of what they feature.
    pub show_featured: Option<bool>,
    /// What their picture shows.
    pub avatar_description: Option<String>,
    /// What their banner shows.
    pub header_description: Option<String>,
}

fn invalid(reason: impl Into<String>) -> ProfileError {
    ProfileError::Invalid(reason.into())
}

impl PreferenceEdit {
    /// Whether it changes nothing.
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// A row with these changes; says what cannot be.
    fn applied(&self, mut row: PreferenceRow) -> Result<PreferenceRow, ProfileError> {
        if let Some(name) = &self.visibility {
            let found = Visibility::from_name(name).filter(|it| *it < Visibility::Direct);
            let found = found.ok_or_else(|| invalid("Privacy is not included in the list"))?;
            row.visibility = Some(found.as_i32());
        }
        if let Some(tag) = &self.language {
            row.language = if tag.trim().is_empty() {
                None
            } else {
                let found = Language::parse(tag);
                Some(
                    found
                        .map_err(|error| invalid(format!("Language is {error}")))?
                        .to_string(),
                )
            };
        }
        if let Some(name) = &self.quote_policy {
            let found = QuotePolicy::from_name(name);
            let found = found.ok_or_else(|| invalid("Quote policy is not included in the list"))?;
            found.as_str().clone_into(&mut row.quote_policy);
        }
        if let Some(domains) = &self.attribution_domains {
            row.attribution_domains = domains_json(domains)?;
        }
        for (given, slot) in [
            (&self.avatar_description, &mut row.avatar_description),
            (&self.header_description, &mut row.header_description),
        ] {
            let Some(text) = given else { continue };
            if text.chars().count() > MAX_DESCRIPTION {
                return Err(invalid(format!(
                    "Description is too long (maximum is {MAX_DESCRIPTION} characters)"
                )));
            }
            text.trim().clone_into(slot);
        }
        row.sensitive = self.sensitive.unwrap_or(row.sensitive);
        row.show_media = self.show_media.unwrap_or(row.show_media);
        row.show_media_replies = self.show_media_replies.unwrap_or(row.show_media_replies);
        row.show_featured = self.show_featured.unwrap_or(row.show_featured);
        Ok(row)
    }
}

fn domains_json(domains: &[String]) -> Result<String, ProfileError> {
    let mut all: Vec<String> = Vec::new();
    for text in domains.iter().filter(|text| !text.trim().is_empty()) {
        let domain = normal_domain(text);
        let domain = domain.ok_or_else(|| {
            invalid("Attribution domains contain something that is no domain name")
        })?;
        if !all.contains(&domain) {
            all.push(domain);
        }
    }
    if all.len() > MAX_DOMAINS {
        return Err(invalid(format!(
            "Attribution domains can't be more than {MAX_DOMAINS}"
        )));
    }
    Ok(serde_json::to_string(&all).unwrap_or_else(|_| "[]".to_owned()))
}

/// Changes what somebody has chosen; gives it as it is then.
pub(crate) fn edit_in(
    conn: &mut Conn,
    account: AccountId,
    edit: &PreferenceEdit,
) -> Result<(), ProfileError> {
    if edit.is_empty() {
        return Ok(());
    }
    let before = rows::find(conn, account)?;
    let before = before.unwrap_or_else(|| PreferenceRow::blank(account));
    rows::upsert(conn, edit.applied(before)?)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(edit: &PreferenceEdit) -> Result<Preferences, ProfileError> {
        let row = PreferenceRow::blank(AccountId::from(1));
        edit.applied(row).map(Preferences::from)
    }

    #[test]
    fn what_cannot_be_chosen_is_refused() {
        let text = |text: &str| Some(text.to_owned());
        for edit in [
            PreferenceEdit {
                visibility: text("direct"),
                ..PreferenceEdit::default()
            },
            PreferenceEdit {
                visibility: text(""),
                ..PreferenceEdit::default()
            },
            PreferenceEdit {
                language: text("not a language"),
                ..PreferenceEdit::default()
            },
            PreferenceEdit {
                quote_policy: text("friends"),
                ..PreferenceEdit::default()
            },
            PreferenceEdit {
                attribution_domains: Some(vec!["a b".to_owned()]),
                ..PreferenceEdit::default()
            },
            PreferenceEdit {
                attribution_domains: Some((0..101).map(|n| format!("a{n}.example")).collect()),
                ..PreferenceEdit::default()
            },
            PreferenceEdit {
                avatar_description: Some("x".repeat(MAX_DESCRIPTION + 1)),
                ..PreferenceEdit::default()
            },
        ] {
            assert!(
                matches!(applied(&edit), Err(ProfileError::Invalid(_))),
                "{edit:?}"
            );
        }
    }

    #[test]
    fn what_is_chosen_is_kept_in_its_usual_form() {
        let edit = PreferenceEdit {
            visibility: Some("unlisted".to_owned()),
            language: Some("EN_gb".to_owned()),
            attribution_domains: Some(vec!["https://Blog.example/".to_owned(), String::new()]),
            show_media: Some(false),
            ..PreferenceEdit::default()
        };
        let found = applied(&edit).unwrap();
        assert_eq!(found.visibility, Some(Visibility::Unlisted));
        assert_eq!(found.language.as_deref(), Some("en-GB"));
        assert_eq!(found.attribution_domains, ["blog.example"]);
        assert!(!found.show_media && found.show_featured);
    }
}
