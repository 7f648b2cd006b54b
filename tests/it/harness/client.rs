//! A client program at an instance that runs as a process.

use std::time::Duration;

use reqwest::Method;
use serde_json::Value;
use staffroom_testkit::http_client;

use super::instance::Instance;

/// Something must be seen by a client within this time.
const SEEN_WITHIN: Duration = Duration::from_secs(30);

/// A client of one user.
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    host: String,
    token: String,
}

impl Client {
    /// With a token from the command line.
    pub(crate) fn of(instance: &Instance, host: &str, user: &str) -> Self {
        Self {
            http: http_client(),
            base: instance.address(),
            host: host.to_owned(),
            token: Self::token(instance, user),
        }
    }

    /// The same user, answered by another process of the instance.
    pub(crate) fn at(&self, address: &str) -> Self {
        Self {
            http: http_client(),
            base: address.to_owned(),
            host: self.host.clone(),
            token: self.token.clone(),
        }
    }

    /// Listens to what happens; to be read a part at a time.
    pub(crate) async fn listen(&self, path: &str) -> reqwest::Response {
        let request = self
            .http
            .get(format!("{}{path}", self.base))
            .header("host", &self.host)
            .bearer_auth(&self.token);
        let stream = request.send().await.unwrap();
        assert_eq!(stream.status(), 200, "{path}");
        stream
    }

    /// A token from the command line.
    pub(crate) fn token(instance: &Instance, user: &str) -> String {
        let said = instance.run(&["user", "token", user], "");
        let token = said.split_whitespace().find(|word| word.len() == 43);
        token
            .unwrap_or_else(|| panic!("no token in {said:?}"))
            .to_owned()
    }

    /// Reads.
    pub(crate) async fn get(&self, path: &str) -> Value {
        self.call(Method::GET, path, None).await
    }

    /// Sends JSON.
    pub(crate) async fn post(&self, path: &str, json: Value) -> Value {
        self.call(Method::POST, path, Some(json)).await
    }

    /// Replaces by JSON.
    pub(crate) async fn put(&self, path: &str, json: Value) -> Value {
        self.call(Method::PUT, path, Some(json)).await
    }

    /// Deletes.
    pub(crate) async fn delete(&self, path: &str) -> Value {
        self.call(Method::DELETE, path, None).await
    }

    /// The id of the account with a handle, asked for at its server where it is not known.
    pub(crate) async fn find(&self, handle: &str) -> String {
        let path = format!(
            "/api/v2/search?q={}&resolve=true",
            handle.replace('@', "%40")
        );
        // Whoever searches is not kept waiting for a slow server; they try again.
        let found = self
            .until(handle, &path, |found| {
                found["accounts"][0]["id"].is_string()
            })
            .await;
        found["accounts"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Follows an account and waits until that is accepted.
    pub(crate) async fn follow(&self, account: &str) {
        self.post(&format!("/api/v1/accounts/{account}/follow"), Value::Null)
            .await;
        let relation = format!("/api/v1/accounts/relationships?id[]={account}");
        self.until("the follow is accepted", &relation, |seen| {
            seen[0]["following"] == true
        })
        .await;
    }

    /// Reads again and again until what is read fits.
    pub(crate) async fn until(
        &self,
        what: &str,
        path: &str,
        fits: impl Fn(&Value) -> bool,
    ) -> Value {
        let mut last = Value::Null;
        let waited = tokio::time::timeout(SEEN_WITHIN, async {
            loop {
                last = self.get(path).await;
                if fits(&last) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        assert!(waited.await.is_ok(), "{what}: waited in vain, last: {last}");
        last
    }

    /// Everything of a list, the newest first, through all its pages.
    pub(crate) async fn all(&self, path: &str) -> Vec<Value> {
        let mut all: Vec<Value> = Vec::new();
        loop {
            let older = all.last().and_then(|one| one["id"].as_str());
            let older = older.map_or_else(String::new, |id| format!("&max_id={id}"));
            let page = self.get(&format!("{path}?limit=40{older}")).await;
            let page = page.as_array().cloned().unwrap_or_default();
            if page.is_empty() {
                return all;
            }
            all.extend(page);
        }
    }

    /// One request to a server that may be gone: the status and the JSON, where it answers whole.
    pub(crate) async fn attempt(
        &self,
        method: Method,
        path: &str,
        json: Option<&Value>,
        key: Option<&str>,
    ) -> Option<(u16, Value)> {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .header("host", &self.host)
            .bearer_auth(&self.token);
        if let Some(json) = json {
            request = request.json(json);
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let response = request.send().await.ok()?;
        let status = response.status().as_u16();
        let body = response.bytes().await.ok()?;
        Some((status, serde_json::from_slice(&body).unwrap_or(Value::Null)))
    }

    async fn call(&self, method: Method, path: &str, json: Option<Value>) -> Value {
        let answer = self.attempt(method, path, json.as_ref(), None).await;
        let (status, json) = answer.unwrap_or_else(|| panic!("{path}: no answer"));
        assert!((200..300).contains(&status), "{path}: {status} {json}");
        json
    }
}
