//! Documents of ours with some members changed, and every other byte as it was: what is signed or counted in them stays
//! what it is.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// The members of an object in their order, each as its text.
#[derive(Debug)]
pub(super) struct Members(Vec<(String, Box<RawValue>)>);

impl Members {
    /// Those of a document; none where it is no object.
    pub(super) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The document.
    pub(super) fn write(&self) -> Option<Box<RawValue>> {
        to_raw_value(self).ok()
    }

    /// The text of a member.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(member, _)| member == name);
        found.map(|(_, value)| value.get())
    }

    /// The member with that name is this text from now on.
    pub(super) fn set(&mut self, name: &str, text: &str) {
        let Ok(value) = to_raw_value(text) else {
            return;
        };
        match self.0.iter_mut().find(|(member, _)| member == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// Writes a member anew, where it is there and `change` knows how.
    pub(super) fn change(
        &mut self,
        name: &str,
        change: impl FnOnce(&str) -> Option<Box<RawValue>>,
    ) {
        if let Some((_, value)) = self.0.iter_mut().find(|(member, _)| member == name)
            && let Some(new) = change(value.get())
        {
            *value = new;
        }
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_changed_is_another() {
        let text = r#"{"b":1.10e3,"a":{"url":"x","n":1.0},"record":{"z":[ 1, 2 ],"a":"\u00df"}}"#;
        let mut members = Members::read(text).unwrap();
        assert_eq!(members.write().unwrap().get(), text);
        members.change("a", |raw| {
            let mut inner = Members::read(raw)?;
            inner.set("url", "y\"");
            inner.write()
        });
        members.change("b", |_| None);
        members.set("new", "z");
        assert_eq!(
            members.write().unwrap().get(),
            r#"{"b":1.10e3,"a":{"url":"y\"","n":1.0},"record":{"z":[ 1, 2 ],"a":"\u00df"},"new":"z"}"#
        );
        assert_eq!(members.get("b"), Some("1.10e3"));
        assert!(Members::read("[1]").is_none() && Members::read("{").is_none());
    }
}
