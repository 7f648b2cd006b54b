//! Who may follow and find somebody.

use askama::Template;
use staffroom_service::profiles::{self, ProfileEdit};

use crate::access::SignedIn;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html, redirect};
use crate::words::{Message, Words, key};

const HERE: &str = "/settings/privacy";

#[derive(Template)]
#[template(path = "settings_privacy.html")]
struct PrivacyPage {
    layout: Layout,
    t: Words,
    form_token: String,
    choices: [Choice; 4],
}

struct Choice {
    name: &'static str,
    label: Message,
    about: Message,
    is_on: bool,
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let row = &visitor.user.account;
    let choice = |name, label, about, is_on| Choice {
        name,
        label,
        about,
        is_on,
    };
    html(&PrivacyPage {
        choices: [
            choice(
                "locked",
                key("privacy-locked"),
                key("privacy-locked-about"),
                row.locked,
            ),
            choice(
                "discoverable",
                key("privacy-discoverable"),
                key("privacy-discoverable-about"),
                row.discoverable,
            ),
            choice(
                "indexable",
                key("privacy-indexable"),
                key("privacy-indexable-about"),
                row.indexable,
            ),
            choice(
                "hides-network",
                key("privacy-hides-network"),
                key("privacy-hides-network-about"),
                row.hides_network,
            ),
        ],
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
    })
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let is_on = |name: &str| Some(form.0.get(name) == "yes");
    let edit = ProfileEdit {
        locked: is_on("locked"),
        discoverable: is_on("discoverable"),
        indexable: is_on("indexable"),
        hides_network: is_on("hides-network"),
        ..ProfileEdit::default()
    };
    profiles::edit(page.ctx(), visitor.user.account.id, edit).await?;
    Ok(redirect(&page, HERE, Some(Flash::SettingsSaved)))
}
