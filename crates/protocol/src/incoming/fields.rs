//! How members of an object are read when anything may stand there.

use std::time::Duration;

use staffroom_domain::Timestamp;

use crate::audience::{Addressees, is_public};
use crate::date::parse_date;
use crate::iri::Iri;
use crate::json::{Json, Object};
use crate::limits;

/// A text cut to so many bytes, never within a character.
pub(super) fn cut(text: &str, most: usize) -> String {
    text.get(..text.floor_char_boundary(most))
        .unwrap_or_default()
        .to_owned()
}

/// An id: a text, or the `id` of an object.
pub(super) fn id_of(value: &Json) -> Option<Iri> {
    match value {
        Json::String(text) => Iri::parse(text).ok(),
        Json::Object(object) => object.own_id(),
        _ => None,
    }
}

/// A link: a text, or the `href`, `url` or `id` of an object.
pub(super) fn link_of(value: &Json) -> Option<Iri> {
    match value {
        Json::String(text) => Iri::parse(text).ok(),
        Json::Object(object) => ["href", "url", "id"]
            .iter()
            .find_map(|name| Iri::parse(object.get(name)?.as_str()?).ok()),
        _ => None,
    }
}

/// A number that counts: not negative, at most [`limits::COUNT`]; also a text of digits.
pub(super) fn count_of(value: &Json) -> Option<u64> {
    let number = match value {
        Json::Number(number) => number.as_u64().or_else(|| {
            let float = number.as_f64()?;
            if float < 0.0 {
                return Some(0);
            }
            // Beyond what an integer holds, and so beyond the limit.
            Some(if float >= 1e9 {
                limits::COUNT
            } else {
                whole(float)
            })
        })?,
        Json::String(text) if text.len() <= 20 => text.trim().parse().ok()?,
        _ => return None,
    };
    Some(number.min(limits::COUNT))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the caller has checked that it lies between zero and 1e9"
)]
fn whole(float: f64) -> u64 {
    float as u64
}

impl Object {
    /// The text of a member, cut; an empty one is none.
    pub(super) fn text(&self, name: &str, most: usize) -> Option<String> {
        let text = self.get(name)?.as_str()?;
        (!text.is_empty()).then(|| cut(text, most))
    }

    /// A line of plain text.
    pub(crate) fn line(&self, name: &str) -> Option<String> {
        self.text(name, limits::NAME)
    }

    /// A word from some list: what is longer than [`limits::WORD`] is none.
    pub(super) fn word(&self, name: &str) -> Option<&str> {
        let text = self.get(name)?.as_str()?.trim();
        (!text.is_empty() && text.len() <= limits::WORD).then_some(text)
    }

    /// The object's own `id`.
    pub(super) fn own_id(&self) -> Option<Iri> {
        Iri::parse(self.get("id")?.as_str()?).ok()
    }

    /// The first id of a member.
    pub(super) fn iri(&self, name: &str) -> Option<Iri> {
        self.get(name)?.each().iter().find_map(id_of)
    }

    /// The only id of a member: none where there are several.
    pub(super) fn only_iri(&self, name: &str) -> Option<Iri> {
        match self.get(name)?.each() {
            [one] => id_of(one),
            _ => None,
        }
    }

    /// All ids of a member, each once.
    pub(super) fn iris(&self, name: &str, most: usize) -> Vec<Iri> {
        let mut all: Vec<Iri> = Vec::new();
        let values = self.get(name).map(Json::each).unwrap_or_default();
        for id in values.iter().take(most).filter_map(id_of) {
            if !all.contains(&id) {
                all.push(id);
            }
        }
        all
    }

    /// The first link of a member.
    pub(super) fn link(&self, name: &str) -> Option<Iri> {
        self.get(name)?.each().iter().find_map(link_of)
    }

    /// The recipients in a member.
    pub(super) fn addressees(&self, name: &str) -> Addressees {
        let mut all = Addressees::default();
        let values = self.get(name).map(Json::each).unwrap_or_default();
        let mut seen = std::collections::BTreeSet::new();
        for value in values {
            let text = match value {
                Json::String(text) => Some(text.as_str()),
                Json::Object(object) => object.get("id").and_then(Json::as_str),
                _ => None,
            };
            let Some(text) = text else { continue };
            if is_public(text) {
                all.public = true;
            } else if all.ids.len() < limits::RECIPIENTS
                && let Ok(id) = Iri::parse(text)
                && seen.insert(id.canonical().to_owned())
            {
                all.ids.push(id);
            }
        }
        all
    }

    /// `true` or `false`, also as texts.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Json::Bool(value) => Some(*value),
            Json::String(text) if text == "true" => Some(true),
            Json::String(text) if text == "false" => Some(false),
            _ => None,
        }
    }

    /// A date.
    pub(super) fn date(&self, name: &str) -> Option<Timestamp> {
        parse_date(self.get(name)?.as_str()?)
    }

    /// A number that counts.
    pub(crate) fn count(&self, name: &str) -> Option<u64> {
        count_of(self.get(name)?)
    }

    /// A width or height in pixels: 1 to 1,000,000.
    pub(super) fn pixels(&self, name: &str) -> Option<u32> {
        let count = u32::try_from(self.count(name)?).ok()?;
        (1..=1_000_000).contains(&count).then_some(count)
    }

    /// A finite number.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        let number = match self.get(name)? {
            Json::Number(number) => number.as_f64()?,
            Json::String(text) if text.len() <= 32 => text.trim().parse().ok()?,
            _ => return None,
        };
        number.is_finite().then_some(number)
    }

    /// A length of time: ISO 8601 (`PT1H2M3.5S`) or a number of seconds; at most 1,000 days.
    pub(super) fn duration(&self, name: &str) -> Option<Duration> {
        let seconds = match self.get(name)? {
            Json::Number(number) => number.as_f64()?,
            Json::String(text) => iso_seconds(text)?,
            _ => return None,
        };
        if !(0.0..=86_400_000.0).contains(&seconds) {
            return None;
        }
        Duration::try_from_secs_f64(seconds).ok()
    }

    /// `totalItems` of a collection that stands in a member.
    pub(super) fn total(&self, name: &str) -> Option<u64> {
        self.get(name)?.as_object()?.count("totalItems")
    }

    /// The types, as they were written.
    pub(super) fn type_names(&self) -> impl Iterator<Item = &str> {
        self.get("type")
            .map(Json::each)
            .unwrap_or_default()
            .iter()
            .filter_map(Json::as_str)
            .filter(|name| !name.is_empty() && name.len() <= limits::WORD)
            .take(limits::TYPES)
    }

    /// Whether it is of this type.
    pub(super) fn is_a(&self, name: &str) -> bool {
        self.type_names().any(|own| own == name)
    }
}

/// Seconds of `P1DT2H3M4.5S`; years, months and weeks have no fixed length and are not read.
fn iso_seconds(text: &str) -> Option<f64> {
    let rest = text.trim().strip_prefix('P')?;
    if rest.len() > 40 {
        return None;
    }
    let mut seconds = 0.0;
    let mut number = String::new();
    let mut in_time = false;
    for c in rest.chars() {
        let unit = match c {
            'T' => {
                in_time = true;
                continue;
            }
            '0'..='9' | '.' => {
                number.push(c);
                continue;
            }
            'D' if !in_time => 86_400.0,
            'H' if in_time => 3_600.0,
            'M' if in_time => 60.0,
            'S' if in_time => 1.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    number.is_empty().then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn object(text: &str) -> Object {
        match parse(text.as_bytes()).unwrap() {
            Json::Object(object) => object,
            _ => panic!("not an object"),
        }
    }

    #[test]
    fn counts_are_clamped_from_any_nonsense() {
        for (text, count) in [
            ("7", Some(7)),
            ("-1", Some(0)),
            ("1000000000000000000", Some(limits::COUNT)),
            ("1e300", Some(limits::COUNT)),
            ("-1e300", Some(0)),
            ("2.7", Some(2)),
            ("\"12\"", Some(12)),
            ("\"many\"", None),
            ("null", None),
            ("[3]", None),
            ("{}", None),
        ] {
            let object = object(&format!("{{\"n\":{text}}}"));
            assert_eq!(object.count("n"), count, "{text}");
        }
    }

    #[test]
    fn lengths_of_time_are_read() {
        for (text, seconds) in [
            ("\"PT1H2M3S\"", Some(3_723.0)),
            ("\"PT90.5S\"", Some(90.5)),
            ("\"P1DT1S\"", Some(86_401.0)),
            ("12.5", Some(12.5)),
            ("\"PT5\"", None),
            ("\"P1M\"", None),
            ("\"PT1.2.3S\"", None),
            ("-1", None),
            ("1e18", None),
        ] {
            let object = object(&format!("{{\"d\":{text}}}"));
            let want = seconds.map(Duration::from_secs_f64);
            assert_eq!(object.duration("d"), want, "{text}");
        }
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(cut("aéé", 2), "a");
        assert_eq!(cut("aéé", 3), "aé");
        assert_eq!(cut("aéé", 99), "aéé");
    }
}
