//! In which language labels are shown: `?lang=`, else that of the page around them.

use staffroom_vocabulary::Text;

use crate::page::Page;
use crate::words::Language;

/// The short code of the language to show. The links of the page ask for the labels in another language than
/// somebody has chosen for everything, so that one can compare them.
pub(crate) fn choose(page: &Page) -> &'static str {
    let asked = Language::from_tag(page.query().get("lang"));
    asked.unwrap_or_else(|| page.words().language()).code()
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
    Language::ALL
        .into_iter()
        .map(|language| LanguageLink {
            href: format!("{path}?lang={}", language.code()),
            code: language.code(),
            name: language.name(),
            current: language.code() == current,
        })
        .collect()
}

/// Whether a text must be marked as a draft.
pub(crate) fn is_draft(text: &Text) -> bool {
    !text.reviewed
}
