//! `Application` and `CredentialApplication`.

use serde::Serialize;
use staffroom_service::oauth::{self, ApplicationRow};

/// A client program, as it may know itself.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Application {
    id: String,
    name: String,
    website: Option<String>,
    scopes: Vec<String>,
    redirect_uris: Vec<String>,
    /// The same in lines, for clients of before 4.3.
    redirect_uri: String,
    /// For clients of before 4.3; the instance tells the same.
    vapid_key: String,
}

/// The same with what it says who it is by: told once, when it introduces itself.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CredentialApplication {
    #[serde(flatten)]
    application: Application,
    client_id: String,
    client_secret: String,
    /// Never: 0 (RFC 7591).
    client_secret_expires_at: u32,
}

impl Application {
    /// Of a row.
    pub(crate) fn new(row: &ApplicationRow, vapid_key: String) -> Self {
        let words = |text: &str| text.split_ascii_whitespace().map(str::to_owned).collect();
        Self {
            id: row.id.to_string(),
            name: row.name.clone(),
            website: row.website.clone(),
            scopes: words(&row.scopes),
            redirect_uris: words(&row.redirect_uris),
            redirect_uri: row.redirect_uris.clone(),
            vapid_key,
        }
    }
}

impl CredentialApplication {
    /// Of a program that has just introduced itself.
    pub(crate) fn new(new: &oauth::Application, vapid_key: String) -> Self {
        Self {
            application: Application::new(&new.row, vapid_key),
            client_id: new.row.client_id.clone(),
            client_secret: new.secret.as_str().to_owned(),
            client_secret_expires_at: 0,
        }
    }
}
