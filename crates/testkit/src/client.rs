//! A client program: what a phone would send, with a bearer token.

use reqwest::Method;
use serde_json::Value;
use staffroom_service::tokens;

use crate::app::TestApp;
use crate::ports::http_client;
use staffroom_db::users::UserWithAccount;

/// A client of one user at one instance. Speaks the Mastodon client API over real HTTP.
#[derive(Clone, Debug)]
pub struct ApiClient {
    /// `http://127.0.0.1:port`: names below `localhost` are not resolved everywhere.
    base: String,
    host: String,
    token: String,
}

/// What a client was answered.
#[derive(Clone, Debug)]
pub struct ApiAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The JSON; null where there was none.
    pub json: Value,
}

impl ApiAnswer {
    /// The JSON of a successful answer.
    ///
    /// # Panics
    ///
    /// Where it was none.
    pub fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.json);
        self.json
    }

    /// The JSON of what was made, in our own API.
    ///
    /// # Panics
    ///
    /// Where nothing was.
    pub fn made(self) -> Value {
        assert_eq!(self.status, 201, "{}", self.json);
        self.json
    }
}

impl ApiClient {
    /// For a user, with a new token that may do everything.
    ///
    /// # Panics
    ///
    /// Where the database fails.
    pub async fn of(app: &TestApp, user: &UserWithAccount) -> Self {
        let token = tokens::create(app.ctx(), user.user.id, "a test", tokens::ALL_SCOPES)
            .await
            .unwrap_or_else(|error| panic!("no token: {error}"));
        let host = app.url().trim_start_matches("http://").to_owned();
        let port = host.rsplit(':').next().unwrap_or_default();
        Self {
            base: format!("http://127.0.0.1:{port}"),
            token: token.as_str().to_owned(),
            host,
        }
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> ApiAnswer {
        self.call(Method::GET, path, None).await
    }

    /// Sends JSON.
    pub async fn post(&self, path: &str, json: Value) -> ApiAnswer {
        self.call(Method::POST, path, Some(json)).await
    }

    /// Replaces by JSON.
    pub async fn put(&self, path: &str, json: Value) -> ApiAnswer {
        self.call(Method::PUT, path, Some(json)).await
    }

    /// Deletes.
    pub async fn delete(&self, path: &str) -> ApiAnswer {
        self.call(Method::DELETE, path, None).await
    }

    async fn call(&self, method: Method, path: &str, json: Option<Value>) -> ApiAnswer {
        let mut request = http_client()
            .request(method, format!("{}{path}", self.base))
            .header("host", &self.host)
            .bearer_auth(&self.token);
        if let Some(json) = json {
            request = request.json(&json);
        }
        let response = request
            .send()
            .await
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        let status = response.status().as_u16();
        let json = response.json().await.unwrap_or(Value::Null);
        ApiAnswer { status, json }
    }
}
