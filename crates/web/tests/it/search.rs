//! Finding people, posts, hashtags and practices.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::BoxFuture;
use staffroom_domain::AccountId;
use staffroom_service::follows;
use staffroom_service::ports::{Directory, DirectoryError, Doors, Found};

use crate::app::TestApp;
use crate::people::{HOSTILE, assert_harmless, bo, post, private, teacher, text};
use crate::practices::{published, whole};

#[actix_web::test]
async fn people_posts_and_hashtags_are_found() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    app.index(owen).await;
    post(&app, owen, text("Retrieval works for us. #Retrieval")).await;
    private(&app, owen, "Retrieval, for followers.").await;
    post(&app, amira, text("My own retrieval.")).await;
    app.make_findable().await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/search").await;
    page.assert_ok().assert_lacks("Nothing was found.");
    insta::assert_snapshot!("search", page.normalised());
    let welsh = browser.get_welsh("/search").await;
    insta::assert_snapshot!("search_cy", welsh.normalised());
    let page = browser.get("/search?q=retrieval").await;
    page.assert_has("Retrieval works for us.")
        .assert_has("My own retrieval.")
        .assert_has("#Retrieval</bdi>")
        .assert_lacks("for followers");
    insta::assert_snapshot!("search_found", page.normalised());
    let welsh = browser.get_welsh("/search?q=retrieval").await;
    insta::assert_snapshot!("search_found_cy", welsh.normalised());
    browser
        .get("/search?q=owe")
        .await
        .assert_has("href=\"/@owen\"");
    browser
        .get("/search?q=retrieval&for=tags")
        .await
        .assert_has("#Retrieval</bdi>")
        .assert_lacks("My own retrieval.");
    browser
        .get("/search?q=retrieval&for=people")
        .await
        .assert_has("Nothing was found.");
    browser
        .get("/search?q=retrieval&for=practices")
        .await
        .assert_has("Nothing was found.");
    // An address, as it stands in a browser.
    browser
        .get("/search?q=https://school.example/@owen")
        .await
        .assert_has("href=\"/@owen\"");
    // Whoever is blocked finds nothing of whoever blocks.
    follows::block(&app.ctx, owen, amira).await.unwrap();
    browser
        .get("/search?q=retrieval")
        .await
        .assert_lacks("Retrieval works for us.")
        .assert_has("My own retrieval.");
    let stranger = app.browser().get("/search?q=x").await;
    assert_eq!(stranger.location(), "/sign-in?return_to=/search%3Fq%3Dx");
}

#[actix_web::test]
async fn more_of_one_sort_is_a_page_further() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    for number in 0..21 {
        post(&app, amira, text(&format!("Assessment, number {number}."))).await;
    }
    app.make_findable().await;
    let browser = app.signed_in("amira").await;
    let few = browser.get("/search?q=assessment").await;
    assert_eq!(few.text.matches("<article").count(), 5);
    let page = browser.get("/search?q=assessment&for=posts").await;
    assert_eq!(page.text.matches("<article").count(), 20);
    page.assert_has("href=\"/search?q=assessment&#38;for=posts&#38;after=20\"");
    browser
        .get("/search?q=assessment&for=posts&after=20")
        .await
        .assert_has("number 0.")
        .assert_lacks("after=40");
    for after in ["420", "x", "-1", "99999999999999999999"] {
        browser
            .get(&format!("/search?q=assessment&for=posts&after={after}"))
            .await
            .assert_ok();
    }
}

/// Catalogue 9.
#[actix_web::test]
async fn what_is_looked_for_is_only_text() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    for bad in HOSTILE {
        let encoded: String = url::form_urlencoded::byte_serialize(bad.as_bytes()).collect();
        let page = browser
            .get(&format!(
                "/search?q={encoded}&for={encoded}&after={encoded}"
            ))
            .await;
        page.assert_ok();
        assert_harmless(&page.text);
    }
}

/// Another server, where one person lives. It counts how often it is asked.
struct Elsewhere(AccountId, AtomicUsize);

impl Directory for Elsewhere {
    fn find_account<'a>(
        &'a self,
        _username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        self.1.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Ok(Some(self.0)) })
    }

    fn find_at<'a>(
        &'a self,
        _address: &'a str,
    ) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        self.1.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Ok(Some(Found::Account(self.0))) })
    }

    fn read_again<'a>(
        &'a self,
        _actor: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn find_doors<'a>(
        &'a self,
        _username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<Doors>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }
}

#[actix_web::test]
async fn an_address_of_another_server_is_asked_for_there_and_only_from_our_own_pages() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let author = bo(&app, "Bo").await;
    let there = Arc::new(Elsewhere(author.id, AtomicUsize::new(0)));
    let elsewhere: Arc<dyn Directory> = Arc::clone(&there) as Arc<dyn Directory>;
    app.ctx.directory.set(elsewhere).ok().unwrap();
    let browser = app.signed_in("amira").await;
    let path = "/search?q=https://b.example/somewhere";
    // A link on somebody else's page does not make us ask.
    browser
        .get_with(path, &[("sec-fetch-site", "cross-site")])
        .await
        .assert_ok()
        .assert_lacks("/@bo@b.example");
    assert_eq!(there.1.load(Ordering::SeqCst), 0);
    browser
        .get_with(path, &[("sec-fetch-site", "same-origin")])
        .await
        .assert_ok()
        .assert_has("href=\"/@bo@b.example\"");
    assert_eq!(there.1.load(Ordering::SeqCst), 1);
}

#[actix_web::test]
async fn practices_are_found_too() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    app.index(amira).await;
    published(&app, amira, "Audio feedback", whole()).await;
    app.make_findable().await;
    let browser = app.signed_in("amira").await;
    for path in ["/search?q=audio", "/search?q=audio&for=practices"] {
        browser
            .get(path)
            .await
            .assert_ok()
            .assert_has(">Audio feedback</a>")
            .assert_has("href=\"/practices?q=audio\"");
    }
}
