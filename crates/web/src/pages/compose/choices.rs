//! What can be chosen for a post: who sees it, and its language.

use crate::words::{Message, key};

/// Who may see a post, in words.
pub(crate) struct VisibilityChoice {
    pub(crate) name: &'static str,
    pub(crate) label: Message,
    pub(crate) about: Message,
    pub(crate) is_chosen: bool,
}

/// A language that a post can be in.
pub(crate) struct LanguageChoice {
    pub(crate) code: String,
    /// What those who speak it call it.
    pub(crate) name: String,
    pub(crate) is_chosen: bool,
}

/// Languages that are offered, with what their speakers call them. Any other can be set with an app.
const LANGUAGES: [(&str, &str); 20] = [
    ("en", "English"),
    ("cy", "Cymraeg"),
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gd", "Gàidhlig"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("nl", "Nederlands"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("so", "Soomaali"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("zh", "中文"),
];

/// From everybody to those who are named.
pub(crate) fn visibilities(chosen: &str, has_direct: bool) -> Vec<VisibilityChoice> {
    let all = [
        (
            "public",
            key("visibility-public"),
            key("visibility-public-about"),
        ),
        (
            "unlisted",
            key("visibility-unlisted"),
            key("visibility-unlisted-about"),
        ),
        (
            "private",
            key("visibility-private"),
            key("visibility-private-about"),
        ),
        (
            "direct",
            key("visibility-direct"),
            key("visibility-direct-about"),
        ),
    ];
    all.into_iter()
        .filter(|(name, _, _)| has_direct || *name != "direct")
        .map(|(name, label, about)| VisibilityChoice {
            name,
            label,
            about,
            is_chosen: name == chosen,
        })
        .collect()
}

/// Those that are offered, and the chosen one where it is another.
pub(crate) fn languages(chosen: &str) -> Vec<LanguageChoice> {
    let mut all: Vec<LanguageChoice> = LANGUAGES
        .into_iter()
        .map(|(code, name)| LanguageChoice {
            code: code.to_owned(),
            name: name.to_owned(),
            is_chosen: code == chosen,
        })
        .collect();
    if !chosen.is_empty() && !all.iter().any(|it| it.is_chosen) {
        all.insert(
            0,
            LanguageChoice {
                code: chosen.to_owned(),
                name: chosen.to_owned(),
                is_chosen: true,
            },
        );
    }
    all
}
