//! Where files are found: always here, also those of other servers, whose own addresses no reader's
//! program ever asks.

use staffroom_db::accounts::AccountRow;
use staffroom_db::attachments::AttachmentRow;
use staffroom_db::emojis::EmojiRow;
use staffroom_db::preview_cards::PreviewCardRow;
use staffroom_db::reactions::ReactionRow;
use staffroom_media::PictureRules;

use crate::context::Ctx;

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// It belongs to a post.
    Attachment,
    /// The picture of an account.
    Avatar,
    /// The banner of an account.
    Header,
    /// A custom emoji.
    Emoji,
    /// The custom emoji of a reaction.
    Reaction,
    /// The picture of a page that posts link to.
    Card,
}

impl Variant {
    /// All.
    pub const ALL: [Self; 6] = [
        Self::Attachment,
        Self::Avatar,
        Self::Header,
        Self::Emoji,
        Self::Reaction,
        Self::Card,
    ];

    /// The word in addresses and in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Attachment => "attachment",
            Self::Avatar => "avatar",
            Self::Header => "header",
            Self::Emoji => "emoji",
            Self::Reaction => "reaction",
            Self::Card => "card",
        }
    }

    /// The one of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// What is made of pictures for it.
    pub(super) const fn rules(self) -> PictureRules {
        match self {
            Self::Attachment => PictureRules::ATTACHMENT,
            Self::Avatar => PictureRules::AVATAR,
            Self::Header => PictureRules::HEADER,
            Self::Emoji | Self::Reaction => PictureRules::EMOJI,
            Self::Card => PictureRules::CARD,
        }
    }
}

/// The addresses of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The file.
    pub url: String,
    /// A small one of it, which does not move.
    pub still: String,
}

impl Shown {
    /// The picture of an account; none where it has none.
    pub fn avatar(ctx: &Ctx, row: &AccountRow) -> Option<Self> {
        Self::at(
            ctx,
            Variant::Avatar,
            row.id.get(),
            row.avatar_url.as_deref()?,
        )
    }

    /// The banner of an account; none where it has none.
    pub fn header(ctx: &Ctx, row: &AccountRow) -> Option<Self> {
        Self::at(
            ctx,
            Variant::Header,
            row.id.get(),
            row.header_url.as_deref()?,
        )
    }

    /// A custom emoji.
    pub fn emoji(ctx: &Ctx, row: &EmojiRow) -> Option<Self> {
        Self::at(ctx, Variant::Emoji, row.id.get(), &row.image_url)
    }

    /// The custom emoji of a reaction; none where it is an ordinary one.
    pub fn reaction(ctx: &Ctx, row: &ReactionRow) -> Option<Self> {
        Self::at(
            ctx,
            Variant::Reaction,
            row.id.get(),
            row.image_url.as_deref()?,
        )
    }

    /// The picture of a page that posts link to.
    pub fn card(ctx: &Ctx, row: &PreviewCardRow) -> Option<Self> {
        Self::at(ctx, Variant::Card, row.id.get(), row.image_url.as_deref()?)
    }

    /// A file of a status; none where its address is none. The small picture of sound is the file itself.
    pub fn attachment(ctx: &Ctx, row: &AttachmentRow) -> Option<Self> {
        let shown = Self::at(ctx, Variant::Attachment, row.id.get(), &row.url)?;
        if is_own(&row.url) {
            let still = row.preview_url.as_deref().filter(|url| is_own(url));
            let still = still.map_or_else(|| shown.url.clone(), |url| ctx.url(url));
            return Some(Self { still, ..shown });
        }
        Some(shown)
    }

    fn at(ctx: &Ctx, what: Variant, id: i64, url: &str) -> Option<Self> {
        if is_own(url) {
            let url = ctx.url(url);
            // What moves has a picture beside it that does not (`staffroom-media`).
            let still = url.strip_suffix(".gif");
            let still = still.map_or_else(|| url.clone(), |stem| format!("{stem}-small.png"));
            return Some(Self { url, still });
        }
        if !is_web(url) {
            return None;
        }
        let signature = signature(ctx, what, id, url);
        let url = ctx.url(&format!("/proxy/{}/{id}/{signature}", what.word()));
        Some(Self {
            still: format!("{url}/still"),
            url,
        })
    }
}

/// What shows that an address was given out here, for this file and no other.
pub(super) fn signature(ctx: &Ctx, what: Variant, id: i64, url: &str) -> String {
    ctx.media()
        .signature(&format!("{}/{id}/{url}", what.word()))
}

/// Whether it is a file of ours, stored without the origin.
pub(super) fn is_own(url: &str) -> bool {
    url.starts_with('/') && !url.starts_with("//")
}

fn is_web(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
    })
}
