//! What a browser writes, as JSON (WebAuthn Level 3, 5.1: `PublicKeyCredential.toJSON()`).

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;

use super::{MOST_BYTES, PasskeyError};

/// The members of an answer.
pub(super) struct Answer(Value);

impl Answer {
    pub(super) fn parse(text: &str) -> Result<Self, PasskeyError> {
        if text.len() > MOST_BYTES {
            return Err(PasskeyError::Unreadable);
        }
        let value: Value = serde_json::from_str(text).map_err(|_| PasskeyError::Unreadable)?;
        if value.get("type").and_then(Value::as_str) != Some("public-key") {
            return Err(PasskeyError::Unreadable);
        }
        Ok(Self(value))
    }

    /// The credential id: 1 to 1,023 bytes.
    pub(super) fn id(&self) -> Result<Vec<u8>, PasskeyError> {
        let id = decoded(self.0.get("rawId"))?;
        if (1..=1_023).contains(&id.len()) {
            Ok(id)
        } else {
            Err(PasskeyError::Unreadable)
        }
    }

    /// Bytes of the response.
    pub(super) fn bytes(&self, name: &str) -> Result<Vec<u8>, PasskeyError> {
        decoded(self.response(name))
    }

    /// Bytes that may be missing.
    pub(super) fn bytes_if_any(&self, name: &str) -> Result<Option<Vec<u8>>, PasskeyError> {
        match self.response(name) {
            None | Some(Value::Null) => Ok(None),
            found => decoded(found).map(Some),
        }
    }

    /// Words of the response; nothing where it is no list.
    pub(super) fn words(&self, name: &str) -> Vec<&str> {
        let list = self.response(name).and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    fn response(&self, name: &str) -> Option<&Value> {
        self.0.get("response")?.get(name)
    }
}

fn decoded(value: Option<&Value>) -> Result<Vec<u8>, PasskeyError> {
    let text = value.and_then(Value::as_str);
    let text = text.ok_or(PasskeyError::Unreadable)?;
    BASE64URL_NOPAD
        .decode(text.as_bytes())
        .map_err(|_| PasskeyError::Unreadable)
}
