//! `StatusEdit`.

use serde::Serialize;
use staffroom_domain::Timestamp;
use staffroom_service::statuses::{Version, content, is_converted};

use super::account::Account;
use super::emoji::Emoji;
use super::media::MediaAttachment;
use super::shaper::{Shaper, moment};
use super::status::emojis;

/// A version of a status.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StatusEdit {
    content: String,
    spoiler_text: String,
    sensitive: bool,
    created_at: String,
    account: Account,
    #[serde(skip_serializing_if = "Option::is_none")]
    poll: Option<Choices>,
    quote: Option<()>,
    media_attachments: Vec<MediaAttachment>,
    emojis: Vec<Emoji>,
}

/// The poll of a version: what could be chosen.
#[derive(Clone, Debug, Serialize)]
struct Choices {
    options: Vec<Choice>,
}

#[derive(Clone, Debug, Serialize)]
struct Choice {
    title: String,
}

impl Shaper<'_> {
    /// A version of a status.
    pub(crate) fn status_edit(self, version: &Version) -> StatusEdit {
        let view = &version.view;
        let row = &view.status;
        let written = row.edited_at.map_or(row.created_at, Timestamp::from_micros);
        let choices = version.choices.as_ref().map(|titles| Choices {
            options: titles
                .iter()
                .map(|title| Choice {
                    title: title.clone(),
                })
                .collect(),
        });
        StatusEdit {
            content: content(view, &self.page(view)),
            spoiler_text: if is_converted(row) {
                String::new()
            } else {
                row.spoiler.clone()
            },
            sensitive: row.sensitive,
            created_at: moment(written),
            account: self.account(&view.author, &view.emojis),
            poll: choices,
            quote: None,
            media_attachments: view.attachments.iter().map(MediaAttachment::from).collect(),
            emojis: emojis(view),
        }
    }
}
