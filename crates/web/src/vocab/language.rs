//! In which language labels are shown: `?lang=`, else `Accept-Language`.

use actix_web::http::header;
use staffroom_vocabulary::Text;

use crate::accept::best_language;
use crate::page::Page;

/// The languages of the labels, the default first.
pub(crate) const LANGUAGES: &[(&str, &str)] = &[("en", "English"), ("cy", "Cymraeg")];

/// The short code of the language to show.
pub(crate) fn choose(page: &Page) -> &'static str {
    let codes: Vec<&'static str> = LANGUAGES.iter().map(|(code, _)| *code).collect();
    let query = page.query();
    let wanted = query.get("lang").split('-').next().unwrap_or_default();
    codes
        .iter()
        .find(|code| code.eq_ignore_ascii_case(wanted))
        .or_else(|| {
            best_language(page.header(&header::ACCEPT_LANGUAGE), &codes).and_then(|n| codes.get(n))
        })
        .copied()
        .unwrap_or("en")
}

/// Links to the page in each language.
pub(crate) struct LanguageLink {
    pub(crate) href: String,
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) current: bool,
}

/// For the page at `path` in the language `current`.
pub(crate) fn links(path: &str, current: &str) -> Vec<LanguageLink> {
    LANGUAGES
        .iter()
        .map(|(code, name)| LanguageLink {
            href: format!("{path}?lang={code}"),
            code,
            name,
            current: *code == current,
        })
        .collect()
}

/// Whether a text must be marked as a draft.
pub(crate) fn is_draft(text: &Text) -> bool {
    !text.reviewed
}
