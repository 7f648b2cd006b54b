//! Languages: their tags, and which one a text is in.

use std::fmt;

use thiserror::Error;
use whatlang::Lang;

use crate::entities::{Part, parts};
use crate::sanitize::at_most;

/// The longest tag that is taken, in characters (RFC 5646 §4.4.1 asks for 35 at least).
const MAX_TAG: usize = 35;

/// As much of a text is looked at, in bytes.
const MAX_SAMPLE: usize = 4096;

/// With fewer letters, no guess is worth anything.
const MIN_LETTERS: usize = 16;

/// A language tag (BCP 47) in its usual spelling: `cy`, `en-GB`, `zh-Hant-TW`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Language(String);

/// What is no language tag: other characters, subtags of other lengths, or more than 35 characters.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("not a language tag; write one such as en, cy or en-GB")]
pub struct InvalidLanguage;

impl Language {
    /// Reads a tag in any capitals, with `-` or `_`: a language of two or three letters, then subtags
    /// of one to eight letters and digits. Whether the language exists is not checked; private
    /// (`x-…`) and grandfathered (`i-…`) tags are refused.
    pub fn parse(tag: &str) -> Result<Self, InvalidLanguage> {
        let tag = tag.trim();
        let mut subtags = tag.split(['-', '_']);
        let primary = subtags.next().unwrap_or_default();
        let is_primary =
            matches!(primary.len(), 2 | 3) && primary.chars().all(|c| c.is_ascii_alphabetic());
        if !is_primary || tag.len() > MAX_TAG {
            return Err(InvalidLanguage);
        }
        let mut spelled = primary.to_ascii_lowercase();
        let mut after_single = false;
        for subtag in subtags {
            if !(1..=8).contains(&subtag.len())
                || !subtag.chars().all(|c| c.is_ascii_alphanumeric())
            {
                return Err(InvalidLanguage);
            }
            let is_alphabetic = subtag.chars().all(|c| c.is_ascii_alphabetic());
            spelled.push('-');
            // RFC 5646 §2.1.1: regions in capitals, scripts with a capital, but not in extensions.
            if is_alphabetic && subtag.len() == 2 && !after_single {
                spelled.push_str(&subtag.to_ascii_uppercase());
            } else if is_alphabetic && subtag.len() == 4 && !after_single {
                let (first, rest) = subtag.split_at_checked(1).unwrap_or((subtag, ""));
                spelled.push_str(&first.to_ascii_uppercase());
                spelled.push_str(&rest.to_ascii_lowercase());
            } else {
                spelled.push_str(&subtag.to_ascii_lowercase());
            }
            after_single = after_single || subtag.len() == 1;
        }
        if spelled
            .rsplit('-')
            .next()
            .is_some_and(|last| last.len() == 1)
        {
            return Err(InvalidLanguage);
        }
        Ok(Self(spelled))
    }

    /// The whole tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language alone, in lower case: `en` of `en-GB`.
    pub fn primary(&self) -> &str {
        self.0
            .split_once('-')
            .map_or(&*self.0, |(primary, _)| primary)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The language of a text, without region; `None` when the text is too short or the guess unreliable,
/// and then the writer's own setting is the better guess. Mentions, hashtags and addresses do not
/// count. Welsh and English are both among the languages known, and told apart from about a sentence on.
pub fn detect(text: &str) -> Option<Language> {
    let mut sample = String::new();
    for part in parts(at_most(text, MAX_SAMPLE)) {
        if let Part::Text(text) = part {
            sample.push_str(text);
            sample.push(' ');
        }
    }
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    // A word in Chinese or Japanese is two letters.
    let is_dense = sample
        .chars()
        .any(|c| matches!(c, '\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}'));
    if letters < if is_dense { 4 } else { MIN_LETTERS } {
        return None;
    }
    let guess = whatlang::detect(&sample).filter(whatlang::Info::is_reliable)?;
    Some(Language(code(guess.lang()).to_owned()))
}

/// The shortest code (RFC 5646 §2.2.1) of a language that is known by its ISO 639-3 code.
fn code(language: Lang) -> &'static str {
    match language {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Cym => "cy",
    }
}
