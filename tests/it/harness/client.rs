//! A client program at an instance that runs as a process.

use std::time::Duration;

use serde_json::Value;
use staffroom_testkit::http_client;

use super::instance::Instance;

/// Something must be seen by a client within this time.
const SEEN_WITHIN: Duration = Duration::from_secs(30);

/// A client of one user.
pub(crate) struct Client {
    base: String,
    host: String,
    token: String,
}

impl Client {
    /// With a token from the command line.
    pub(crate) fn of(instance: &Instance, host: &str, user: &str) -> Self {
        let said = instance.run(&["user", "token", user], "");
        let token = said
            .split_whitespace()
            .find(|word| word.len() == 43)
            .unwrap_or_else(|| panic!("no token in {said:?}"));
        Self {
            base: instance.address(),
            host: host.to_owned(),
            token: token.to_owned(),
        }
    }

    /// Reads.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let request = http_client().get(format!("{}{path}", self.base));
        self.send(path, request).await
    }

    /// Sends JSON.
    pub(crate) async fn post(&self, path: &str, json: Value) -> Value {
        let request = http_client().post(format!("{}{path}", self.base));
        self.send(path, request.json(&json)).await
    }

    /// Deletes.
    pub(crate) async fn delete(&self, path: &str) -> Value {
        let request = http_client().delete(format!("{}{path}", self.base));
        self.send(path, request).await
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

    async fn send(&self, path: &str, request: reqwest::RequestBuilder) -> Value {
        let response = request
            .header("host", &self.host)
            .bearer_auth(&self.token)
            .send()
            .await
            .unwrap();
        let status = response.status();
        let answer: Value = response.json().await.unwrap_or(Value::Null);
        assert!(status.is_success(), "{path}: {status} {answer}");
        answer
    }
}
