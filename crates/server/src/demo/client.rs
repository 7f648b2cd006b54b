//! A client program of somebody: what an app would send, with a token.

use serde_json::Value;
use staffroom_net::{ApiCall, OwnServerClient};

use super::fill::FillError;

/// Somebody's client at their own instance.
#[derive(Clone, Debug)]
pub(super) struct Client {
    http: OwnServerClient,
    token: String,
    /// Who they are there.
    pub(super) handle: String,
    /// Which of the three places it is.
    pub(super) place: usize,
}

impl Client {
    pub(super) fn new(http: OwnServerClient, token: String, handle: String, place: usize) -> Self {
        Self {
            http,
            token,
            handle,
            place,
        }
    }

    /// Reads.
    pub(super) async fn get(&self, path: &str) -> Result<Value, FillError> {
        self.call("GET", path, None).await
    }

    /// Sends.
    pub(super) async fn post(&self, path: &str, json: &Value) -> Result<Value, FillError> {
        self.call("POST", path, Some(json)).await
    }

    /// Replaces.
    pub(super) async fn put(&self, path: &str, json: &Value) -> Result<Value, FillError> {
        self.call("PUT", path, Some(json)).await
    }

    /// Changes a part.
    pub(super) async fn patch(&self, path: &str, json: &Value) -> Result<Value, FillError> {
        self.call("PATCH", path, Some(json)).await
    }

    /// Everything of a list of our own API.
    pub(super) async fn all(&self, path: &str) -> Result<Vec<Value>, FillError> {
        let mut all: Vec<Value> = Vec::new();
        loop {
            let older = all.last().and_then(|last| last.get("id")?.as_str());
            let older = older.map_or_else(String::new, |id| format!("&max_id={id}"));
            let part = self.get(&format!("{path}?limit=40{older}")).await?;
            let items = part.get("items").and_then(Value::as_array);
            all.extend(items.into_iter().flatten().cloned());
            if part.get("next").is_none() {
                return Ok(all);
            }
        }
    }

    async fn call(
        &self,
        method: &'static str,
        path: &str,
        json: Option<&Value>,
    ) -> Result<Value, FillError> {
        let body = json.map(Value::to_string);
        let call = ApiCall {
            method,
            path,
            token: &self.token,
            json: body.as_deref().map(str::as_bytes),
        };
        let what = || format!("{method} {path} by {}", self.handle);
        let answer = self
            .http
            .call(call)
            .await
            .map_err(|error| FillError::NoAnswer(what(), error))?;
        let json = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
        if (200..300).contains(&answer.status) {
            Ok(json)
        } else {
            Err(FillError::Refused(what(), answer.status, said(&json)))
        }
    }
}

/// What a server says is wrong.
fn said(json: &Value) -> String {
    let text = json.get("detail").or_else(|| json.get("error"));
    let text = text
        .and_then(Value::as_str)
        .unwrap_or("it does not say why");
    text.to_owned()
}

/// The id in something.
pub(super) fn id_of(json: &Value) -> Result<String, FillError> {
    let id = json.get("id").and_then(Value::as_str);
    id.map(str::to_owned)
        .ok_or_else(|| FillError::Odd(format!("no id in {json}")))
}
