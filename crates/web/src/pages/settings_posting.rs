//! How somebody posts unless they say otherwise.

use askama::Template;
use staffroom_domain::Visibility;
use staffroom_service::preferences::{self, PreferenceEdit};
use staffroom_service::profiles::{self, ProfileEdit};

use super::compose::choices::{LanguageChoice, VisibilityChoice, languages, visibilities};
use crate::access::SignedIn;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html, redirect};
use crate::words::Words;

const HERE: &str = "/settings/posting";

#[derive(Template)]
#[template(path = "settings_posting.html")]
struct PostingPage {
    layout: Layout,
    t: Words,
    form_token: String,
    visibilities: Vec<VisibilityChoice>,
    languages: Vec<LanguageChoice>,
    sensitive: bool,
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let chosen = preferences::of(page.ctx(), visitor.user.account.id).await?;
    let visibility = chosen.visibility.unwrap_or(Visibility::Public);
    html(&PostingPage {
        visibilities: visibilities(visibility.as_str(), false),
        languages: languages(chosen.language.as_deref().unwrap_or_default()),
        sensitive: chosen.sensitive,
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
    })
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let fields = form.0;
    let preferences = PreferenceEdit {
        visibility: Some(fields.get("visibility").to_owned()),
        language: Some(fields.get("language").to_owned()),
        sensitive: Some(fields.get("sensitive") == "yes"),
        ..PreferenceEdit::default()
    };
    let edit = ProfileEdit {
        preferences,
        ..ProfileEdit::default()
    };
    profiles::edit(page.ctx(), visitor.user.account.id, edit).await?;
    Ok(redirect(&page, HERE, Some(Flash::SettingsSaved)))
}
