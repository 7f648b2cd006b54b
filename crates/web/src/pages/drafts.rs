//! The drafts of whoever is signed in.

use askama::Template;
use staffroom_service::drafts::{self, DraftKind, DraftView};

use super::draft::is_full;
use crate::access::SignedIn;
use crate::draft::lacks;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html};
use crate::words::{Message, Words, key};

#[derive(Template)]
#[template(path = "drafts.html")]
struct DraftsPage {
    layout: Layout,
    t: Words,
    is_full: bool,
    drafts: Vec<ShownDraft>,
}

struct ShownDraft {
    href: String,
    /// Its own, or that of the practice that it is about.
    title: String,
    kind: Message,
    changed: Moment,
    missing: usize,
}

/// `GET /drafts`
pub(crate) async fn show(page: Page, who: SignedIn) -> PageResult {
    let drafts = drafts::list(page.ctx(), who.user.account.id).await?;
    html(&DraftsPage {
        layout: page.layout(),
        t: page.words(),
        is_full: is_full(&drafts),
        drafts: drafts.into_iter().map(ShownDraft::from).collect(),
    })
}

impl From<DraftView> for ShownDraft {
    fn from(view: DraftView) -> Self {
        let of_practice = view.about.map(|it| it.title).unwrap_or_default();
        Self {
            href: format!("/drafts/{}", view.row.id),
            title: match view.content.title.trim() {
                "" => of_practice,
                title => title.to_owned(),
            },
            kind: match (view.kind, view.row.edits_id) {
                (DraftKind::Practice, None) => key("draft-kind-practice"),
                (DraftKind::Practice, Some(_)) => key("draft-kind-edit"),
                (DraftKind::Adoption, _) => key("draft-kind-adoption"),
                (DraftKind::Outcome, _) => key("draft-kind-outcome"),
            },
            changed: view.row.updated_at.into(),
            missing: lacks(view.kind, &view.lacks).len(),
        }
    }
}
