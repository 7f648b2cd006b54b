//! Finding people and posts.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::Value;
use staffroom_domain::{AccountId, StatusId};
use staffroom_service::ports::{Directory, DirectoryError, Found};

use crate::app::{Client, Json, TestApp};

/// Another server, where everybody is the same person.
struct Elsewhere(AccountId, StatusId);

impl Directory for Elsewhere {
    fn find_account<'a>(
        &'a self,
        _username: &'a str,
        domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async move {
            match domain {
                "there.example" => Ok(Some(self.0)),
                "bad.example" => Err(DirectoryError::Refused(domain.to_owned())),
                _ => Ok(None),
            }
        })
    }

    fn find_at<'a>(
        &'a self,
        _address: &'a str,
    ) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        Box::pin(async move { Ok(Some(Found::Status(self.1))) })
    }

    fn read_again<'a>(
        &'a self,
        _actor: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }
}

async fn search(client: &Client<'_>, text: &str, rest: &str) -> Value {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", text);
    let path = format!("/api/v2/search?{}{rest}", query.finish());
    client.get(&path).await.ok()
}

#[actix_web::test]
async fn what_is_here_is_found_by_handle_and_address() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let id = amira.publish("hello").await;
    let status = amira.get(&format!("/api/v1/statuses/{id}")).await.ok();
    for handle in [
        "amira",
        "@amira",
        "@Amira@school.example",
        "https://school.example/@amira",
    ] {
        let found = search(&app.stranger(), handle, "").await;
        assert_eq!(found["accounts"].ids(), [amira.id.to_string()], "{handle}");
    }
    for address in [&status["uri"], &status["url"]] {
        let found = search(&amira, address.as_str().unwrap(), "&resolve=1").await;
        assert_eq!(found["statuses"].ids(), std::slice::from_ref(&id));
        let found = search(&amira, address.as_str().unwrap(), "&type=accounts").await;
        assert!(found["statuses"].ids().is_empty());
    }
    for nothing in [
        "nobody",
        "from:me",
        "two words",
        "#tag",
        "https://school.example/about",
    ] {
        let found = search(&amira, nothing, "&resolve=true").await;
        assert!(found["accounts"].ids().is_empty() && found["statuses"].ids().is_empty());
        assert!(found["hashtags"].ids().is_empty());
    }
}

#[actix_web::test]
async fn other_servers_are_asked_only_when_that_is_wanted() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id: StatusId = ben.publish("hello").await.parse().unwrap();
    let elsewhere: Arc<dyn Directory> = Arc::new(Elsewhere(ben.id, id));
    assert!(app.ctx.directory.set(elsewhere).is_ok());
    let handle = "@somebody@there.example";
    assert!(
        search(&amira, handle, "").await["accounts"]
            .ids()
            .is_empty()
    );
    let found = search(&amira, handle, "&resolve=true").await;
    assert_eq!(found["accounts"].ids(), [ben.id.to_string()]);
    let found = search(&amira, "https://there.example/1", "&resolve=true").await;
    assert_eq!(found["statuses"].ids(), [id.to_string()]);
    let found = search(&amira, "@x@bad.example", "&resolve=true").await;
    assert!(found["accounts"].ids().is_empty());
}
