//! "Did you mean …?"

use crate::setting::{all_settings, sections};

/// The most similar of some words, if it is similar enough to be meant.
pub(crate) fn closest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    // A longer word has room for more slips; two letters out of four are another word.
    let slips = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= slips)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The section that was meant.
pub(crate) fn section(name: &str) -> Option<&'static str> {
    closest(name, sections().iter().map(|section| section.name))
}

/// The setting that was meant by `section.key` or by a key alone, including the `…_file` forms.
pub(crate) fn setting(name: &str) -> Option<String> {
    let keys: Vec<String> = all_settings()
        .flat_map(|setting| [Some(setting.key.to_owned()), setting.file_key()])
        .flatten()
        .collect();
    let (section, short) = name.rsplit_once('.').unwrap_or(("", name));
    let short_of = |key: &str| {
        key.split_once('.')
            .map_or(String::new(), |(_, short)| short.to_owned())
    };
    // A misspelt name in the right section, then the right name in the wrong section, then anything close.
    let in_section: Vec<String> = keys
        .iter()
        .filter(|key| {
            key.strip_prefix(section)
                .is_some_and(|rest| rest.starts_with('.'))
        })
        .map(|key| short_of(key))
        .collect();
    if let Some(close) = closest(short, in_section.iter().map(String::as_str)) {
        return Some(format!("{section}.{close}"));
    }
    keys.iter()
        .find(|key| short_of(key) == short)
        .or_else(|| {
            let close = closest(name, keys.iter().map(String::as_str))?;
            keys.iter().find(|key| *key == close)
        })
        .cloned()
}
