//! "Did you mean …?"

use crate::setting::{all_settings, sections};

/// The most similar of some words, if it is similar enough to be meant.
pub(crate) fn closest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    // A longer word has room for more slips.
    let slips = match word.chars().count() {
        0..=3 => 1,
        4..=8 => 2,
        length => (length / 3).min(4),
    };
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
///
/// Most slips are in the key or in the section, so these are tried before the name as a whole:
/// `job.workers` is `jobs.workers`, though `server.workers` has the right key as well.
pub(crate) fn setting(name: &str) -> Option<String> {
    let keys: Vec<String> = all_settings()
        .flat_map(|setting| [Some(setting.key.to_owned()), setting.file_key()])
        .flatten()
        .collect();
    let (section_name, short) = name.rsplit_once('.').unwrap_or(("", name));
    if let Some(section) = section(section_name)
        && let Some(key) = in_section(&keys, section, short)
    {
        return Some(format!("{section}.{key}"));
    }
    let is_same_key = |key: &&String| key.split_once('.').is_some_and(|(_, key)| key == short);
    if let Some(key) = keys.iter().find(is_same_key) {
        return Some(key.clone());
    }
    closest(name, keys.iter().map(String::as_str)).map(str::to_owned)
}

/// The key that was meant within a section. A setting without a `…_file` form is suggested itself.
fn in_section<'a>(keys: &'a [String], section: &str, short: &str) -> Option<&'a str> {
    let of_section: Vec<&str> = keys
        .iter()
        .filter_map(|key| key.strip_prefix(section)?.strip_prefix('.'))
        .collect();
    closest(short, of_section.iter().copied())
        .or_else(|| closest(short.strip_suffix("_file")?, of_section))
}
