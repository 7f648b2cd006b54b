//! The page that a status links to.

use staffroom_service::links;
use staffroom_service::statuses::StatusView;

/// What that page says of itself, without its picture.
pub(crate) struct Card {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) description: String,
    /// Who publishes it: its name, or where it is.
    pub(crate) source: String,
}

/// So much of a description is shown.
const DESCRIPTION: usize = 200;

impl Card {
    /// None where there is none, or nothing is known of it.
    pub(crate) fn new(view: &StatusView) -> Option<Self> {
        let row = view.card.as_ref().filter(|row| row.state == "ready")?;
        let href = links::web(&row.url)?.to_owned();
        let title = row.title.trim();
        if title.is_empty() {
            return None;
        }
        let host = || {
            let url = url::Url::parse(&href).ok();
            url.and_then(|url| url.host_str().map(str::to_owned))
        };
        let source = match row.provider_name.trim() {
            "" => host().unwrap_or_default(),
            name => name.to_owned(),
        };
        Some(Self {
            title: title.to_owned(),
            description: row.description.trim().chars().take(DESCRIPTION).collect(),
            source,
            href,
        })
    }
}
