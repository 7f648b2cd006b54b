//! From bytes to JSON, with limits on everything.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use thiserror::Error;

use super::value::{Json, Object};
use crate::limits;

/// Why bytes are not taken as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum JsonError {
    /// More than [`limits::BODY`] bytes.
    #[error("the document is larger than 1 MiB")]
    TooLarge,
    /// Nested deeper than [`limits::DEPTH`].
    #[error("the document is nested too deep")]
    TooDeep,
    /// More than [`limits::VALUES`] values.
    #[error("the document holds too many values")]
    TooManyValues,
    /// An object has two members of one name: readers would disagree about it.
    #[error("the document has two members of one name in an object")]
    DuplicateName,
    /// The name of a member has a NUL character in it, which no database keeps.
    #[error("the name of a member has a NUL character in it")]
    Nul,
    /// Not JSON in UTF-8 (RFC 8259); lone surrogates, `NaN` and numbers beyond all range included.
    #[error("the document is not JSON")]
    Malformed,
}

/// Reads JSON in UTF-8. One byte order mark in front is ignored, NUL characters are dropped from texts.
///
/// # Errors
/// See [`JsonError`].
pub fn parse(bytes: &[u8]) -> Result<Json, JsonError> {
    if bytes.len() > limits::BODY {
        return Err(JsonError::TooLarge);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let guard = Guard {
        refusal: Cell::new(None),
        left: Cell::new(limits::VALUES),
    };
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let root = Seed {
        guard: &guard,
        depth: 0,
    };
    let value = root
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|_| guard.refusal.get().unwrap_or(JsonError::Malformed))
}

/// What all values of one document share.
struct Guard {
    refusal: Cell<Option<JsonError>>,
    left: Cell<usize>,
}

impl Guard {
    fn refuse<E: serde::de::Error>(&self, why: JsonError) -> E {
        self.refusal.set(Some(why));
        E::custom(why)
    }

    fn count<E: serde::de::Error>(&self) -> Result<(), E> {
        match self.left.get().checked_sub(1) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => Err(self.refuse(JsonError::TooManyValues)),
        }
    }
}

/// One value, `depth` arrays and objects below the root.
#[derive(Clone, Copy)]
struct Seed<'g> {
    guard: &'g Guard,
    depth: usize,
}

impl Seed<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= limits::DEPTH {
            return Err(self.guard.refuse(JsonError::TooDeep));
        }
        Ok(Self {
            guard: self.guard,
            depth: self.depth + 1,
        })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.guard.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(without_nul(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut members: Vec<(String, Json)> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if key.contains('\0') {
                return Err(self.guard.refuse(JsonError::Nul));
            }
            members.push((key, map.next_value_seed(inner)?));
        }
        if has_twins(&members) {
            return Err(self.guard.refuse(JsonError::DuplicateName));
        }
        Ok(Json::Object(Object::from_members(members)))
    }
}

fn without_nul(text: &str) -> String {
    if text.contains('\0') {
        text.chars().filter(|c| *c != '\0').collect()
    } else {
        text.to_owned()
    }
}

/// Whether a name occurs twice. Few names are compared with each other, many are sorted first.
fn has_twins(members: &[(String, Json)]) -> bool {
    if members.len() <= 24 {
        let mut rest = members;
        while let Some(((key, _), tail)) = rest.split_first() {
            if tail.iter().any(|(other, _)| other == key) {
                return true;
            }
            rest = tail;
        }
        return false;
    }
    let mut keys: Vec<&str> = members.iter().map(|(key, _)| key.as_str()).collect();
    keys.sort_unstable();
    keys.array_windows().any(|[a, b]| a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_members_is_kept() {
        let text = r#"{"z":1,"a":[true,null,-2,1.5,"x"],"m":{}}"#;
        let value = parse(text.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), text);
    }

    #[test]
    fn depth_is_limited_without_recursing_into_it() {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
            let nested = |n: usize| format!("{}1{}", open.repeat(n), close.repeat(n));
            assert!(parse(nested(limits::DEPTH).as_bytes()).is_ok());
            for n in [limits::DEPTH + 1, 10_000, 100_000] {
                assert_eq!(parse(nested(n).as_bytes()), Err(JsonError::TooDeep));
                assert_eq!(parse(open.repeat(n).as_bytes()), Err(JsonError::TooDeep));
            }
        }
    }

    #[test]
    fn a_name_may_occur_once_in_an_object() {
        for text in [
            r#"{"id":1,"id":1}"#,
            r#"{"a":{"x":1,"y":2,"x":3}}"#,
            r#"{"\u0069d":1,"id":2}"#,
        ] {
            assert_eq!(
                parse(text.as_bytes()),
                Err(JsonError::DuplicateName),
                "{text}"
            );
        }
        let many: Vec<String> = (0..40).map(|n| format!("\"k{n}\":0")).collect();
        assert!(parse(format!("{{{}}}", many.join(",")).as_bytes()).is_ok());
        let twins = format!("{{{},\"k7\":1}}", many.join(","));
        assert_eq!(parse(twins.as_bytes()), Err(JsonError::DuplicateName));
        assert!(parse(br#"[{"a":1},{"a":1}]"#).is_ok());
    }

    #[test]
    fn nul_is_dropped_from_texts_and_refused_in_names() {
        assert_eq!(parse(br#""a\u0000b""#), Ok(Json::String("ab".to_owned())));
        assert_eq!(parse(br#"{"a\u0000":1}"#), Err(JsonError::Nul));
        assert_eq!(parse(b"\"a\0b\""), Err(JsonError::Malformed));
    }

    #[test]
    fn what_is_not_json_in_utf_8_is_refused() {
        for bytes in [
            &b"\"\\ud800\""[..],
            b"\"\\udc00\\ud800\"",
            b"NaN",
            b"[Infinity]",
            b"1e999",
            b"",
            b"{} {}",
            b"\"\xff\"",
            b"{\"a\":1,}",
            b"\xEF\xBB\xBF\xEF\xBB\xBF{}",
            b"\xFF\xFE{\0}\0",
            b"{a:1}",
        ] {
            assert_eq!(parse(bytes), Err(JsonError::Malformed), "{bytes:?}");
        }
    }

    #[test]
    fn one_byte_order_mark_is_ignored() {
        assert!(parse(b"\xEF\xBB\xBF{}").is_ok());
    }

    #[test]
    fn size_and_number_of_values_are_limited() {
        let large = format!("\"{}\"", "a".repeat(limits::BODY));
        assert_eq!(parse(large.as_bytes()), Err(JsonError::TooLarge));
        let many = format!("[{}1]", "1,".repeat(limits::VALUES));
        assert_eq!(parse(many.as_bytes()), Err(JsonError::TooManyValues));
        let long_name = format!("{{\"{}\":1}}", "k".repeat(limits::BODY - 100));
        assert!(parse(long_name.as_bytes()).is_ok());
        let digits = format!("[{}]", "9".repeat(limits::BODY - 100));
        let _ = parse(digits.as_bytes());
    }
}
