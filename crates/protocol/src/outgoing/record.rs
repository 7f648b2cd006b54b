//! Typed records of our namespace, in an extension property.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::context::{Context, Terms};

/// A typed record beside the plain fields, such as `practice`: JSON of its own, which only our peers read.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The name of the property, which is also the term's name in our namespace.
    pub name: &'static str,
    /// The record.
    pub value: serde_json::Value,
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.name, &self.value)?;
        map.end()
    }
}

impl Terms for Record {
    fn terms(&self, context: &mut Context) {
        context.add_record(self.name);
    }
}
