//! A text in one language.

/// A label or a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// `en` or `cy` (BCP 47).
    pub language: &'static str,
    /// The text itself, plain.
    pub value: &'static str,
    /// False while nobody who speaks the language has read it; show it marked as a draft.
    pub reviewed: bool,
}

/// The text in `language` (the first part of the tag decides: `cy-GB` is `cy`), else the English one.
pub(crate) fn in_language(texts: &'static [Text], language: &str) -> Text {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    texts
        .iter()
        .find(|text| text.language.eq_ignore_ascii_case(primary))
        .or_else(|| texts.first())
        .copied()
        .unwrap_or(Text {
            language: "en",
            value: "",
            reviewed: false,
        })
}
