//! Typed records of our namespace, in an extension property.

use serde::ser::{Error, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use staffroom_domain::TypedRecord;

use super::context::{Context, Terms};

/// A typed record beside the plain fields, such as `practice`: JSON of its own, which only our peers read. Its canonical
/// text is written as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record(pub TypedRecord);

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text: &RawValue =
            serde_json::from_str(self.0.text().as_str()).map_err(S::Error::custom)?;
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.0.kind().property(), text)?;
        map.end()
    }
}

impl Terms for Record {
    fn terms(&self, context: &mut Context) {
        context.add_record(self.0.kind().property());
    }
}
