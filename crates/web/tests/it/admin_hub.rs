//! The page on which members are asked and hubs are answered.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use staffroom_domain::{AccountId, ActorKind, Role};
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::hub::{self, HubMemberRow};
use staffroom_service::ports::{Directory, DirectoryError, Doors, Found};
use staffroom_service::staff::{self, By, StaffHubError};
use staffroom_testkit::db;

use crate::app::TestApp;
use crate::hub::{hub, remote};

/// Other servers: for one of them an organisation speaks.
struct Elsewhere(AccountId);

type Answer<'a, T> = BoxFuture<'a, Result<Option<T>, DirectoryError>>;

impl Directory for Elsewhere {
    fn find_account<'a>(&'a self, _: &'a str, _: &'a str) -> Answer<'a, AccountId> {
        Box::pin(async { Ok(None) })
    }

    fn find_at<'a>(&'a self, _: &'a str) -> Answer<'a, Found> {
        Box::pin(async { Ok(None) })
    }

    fn find_doors<'a>(&'a self, _: &'a str, _: &'a str) -> Answer<'a, Doors> {
        Box::pin(async { Ok(None) })
    }

    fn read_again<'a>(&'a self, _: &'a str) -> Answer<'a, AccountId> {
        Box::pin(async { Ok(None) })
    }

    fn find_organisation<'a>(&'a self, domain: &'a str) -> Answer<'a, AccountId> {
        Box::pin(async move {
            match domain {
                "oakfield.example" => Ok(Some(self.0)),
                "slow.example" => Err(DirectoryError::Unreachable {
                    host: domain.to_owned(),
                    reason: "it takes too long".to_owned(),
                }),
                _ => Ok(None),
            }
        })
    }
}

/// An organisation of another server.
async fn organisation(app: &TestApp, host: &str) -> AccountRow {
    let row = AccountRow {
        kind: ActorKind::Organization.as_str().to_owned(),
        ..remote(app, host, "school").await
    };
    let kept = row.clone();
    let done = app
        .ctx
        .transact(move |tx| db::accounts::update(tx.conn, kept));
    done.await.unwrap();
    row
}

async fn speaking(app: &TestApp) -> AccountId {
    let made = accounts::create_actor(&app.ctx, ActorKind::Organization, "voice", "The voice");
    made.await.unwrap().id
}

async fn log(app: &TestApp) -> Vec<(String, String)> {
    let rows = staff::log(&app.ctx, By::CommandLine, None, 20)
        .await
        .unwrap();
    rows.into_iter()
        .map(|row| (row.kind, row.subject))
        .collect()
}

#[actix_web::test]
async fn members_are_asked_again_and_taken_out_and_it_is_noted() {
    let app = hub();
    speaking(&app).await;
    let school = organisation(&app, "oakfield.example").await;
    let elsewhere: Arc<dyn Directory> = Arc::new(Elsewhere(school.id));
    app.ctx.directory.set(elsewhere).ok().unwrap();
    app.user("olwen", &[Role::Owner]).await;
    let browser = app.signed_in("olwen").await;
    let page = browser.get("/admin/hub").await;
    page.assert_ok().assert_has("No server was asked yet.");
    for (wrong, said) in [
        ("no domain", "Write the domain of a server"),
        ("nobody.example", "No organisation speaks for that server."),
        ("slow.example", "That server cannot be asked now."),
    ] {
        let again = browser
            .submit(&page, "/admin/hub", &[("domain", wrong)])
            .await;
        again
            .assert_status(422)
            .assert_has(said)
            .assert_has(&format!("value=\"{wrong}\""));
    }
    let domain = [("domain", "HTTPS://Oakfield.example./about")];
    let done = browser.submit(&page, "/admin/hub", &domain).await;
    assert_eq!(done.location(), "/admin/hub");
    let page = browser.get("/admin/hub").await;
    page.assert_has("It is asked.")
        .assert_has("<bdi>oakfield.example</bdi> <span class=\"state\">has not answered</span>")
        .assert_has("@school@oakfield.example");
    insta::assert_snapshot!("admin_hub", page.normalised());
    let welsh = browser.get_welsh("/admin/hub").await;
    insta::assert_snapshot!("admin_hub_cy", welsh.normalised());
    let state = async || {
        let row = hub::member(&app.ctx, "oakfield.example").await.unwrap();
        row.unwrap().state
    };
    for (act, expected) in [
        ("ask", HubMemberRow::ASKED),
        ("remove", HubMemberRow::REMOVED),
        ("ask", HubMemberRow::ASKED),
    ] {
        let path = format!("/admin/hub/oakfield.example/{act}");
        browser.submit(&page, &path, &[]).await.assert_status(303);
        assert_eq!(state().await, expected);
    }
    let here = "oakfield.example".to_owned();
    let (asked, removed) = ("member-asked".to_owned(), "member-removed".to_owned());
    assert_eq!(
        log(&app).await,
        [
            (asked.clone(), here.clone()),
            (removed, here.clone()),
            (asked.clone(), here.clone()),
            (asked, here),
        ]
    );
    // An organisation that is gone cannot be asked again, and it says so.
    let gone = AccountRow {
        suspended_at: Some(app.ctx.now().as_micros()),
        domain_level: Some("suspend".to_owned()),
        ..school
    };
    let done = app
        .ctx
        .transact(move |tx| db::accounts::update(tx.conn, gone));
    done.await.unwrap();
    let again = browser
        .submit(&page, "/admin/hub/oakfield.example/ask", &[])
        .await;
    again
        .assert_status(422)
        .assert_has("oakfield.example cannot be asked again")
        .assert_has("href=\"#members-title\"");
    for wrong in [
        "/admin/hub/never.example/ask",
        "/admin/hub/oakfield.example/eat",
    ] {
        browser.submit(&page, wrong, &[]).await.assert_status(404);
    }
}

#[actix_web::test]
async fn hubs_that_ask_are_let_and_left_and_it_is_noted() {
    let app = TestApp::new();
    let voice = speaking(&app).await;
    let asks = organisation(&app, "hub.example").await;
    let by = asks.clone();
    let done = app.ctx.transact(move |tx| {
        let target = db::accounts::find(tx.conn, voice)?.unwrap();
        let address = "https://hub.example/follow/1".to_owned();
        staffroom_service::follows::begin_in(tx, &by, &target, Some(address))
    });
    done.await.unwrap();
    app.user("olwen", &[Role::Owner]).await;
    let browser = app.signed_in("olwen").await;
    let page = browser.get("/admin/hub").await;
    page.assert_ok()
        .assert_has("<bdi>hub.example</bdi> <span class=\"state\">asks</span>")
        .assert_lacks("name=\"domain\"");
    insta::assert_snapshot!("admin_hub_asked", page.normalised());
    let welsh = browser.get_welsh("/admin/hub").await;
    insta::assert_snapshot!("admin_hub_asked_cy", welsh.normalised());
    browser
        .submit(&page, "/admin/hub/hub.example/accept", &[])
        .await
        .assert_status(303);
    let page = browser.get("/admin/hub").await;
    page.assert_has("<span class=\"state\">gets it</span>");
    browser
        .submit(&page, "/admin/hub/hub.example/leave", &[])
        .await
        .assert_status(303);
    browser.get("/admin/hub").await.assert_has("No hub asks.");
    let kinds: Vec<String> = log(&app).await.into_iter().map(|it| it.0).collect();
    assert_eq!(kinds, ["hub-left", "hub-accepted"]);
    // What is no hub asks nobody.
    browser
        .submit(&page, "/admin/hub", &[("domain", "oakfield.example")])
        .await
        .assert_status(404);
}

/// Checklist 49.
#[actix_web::test]
async fn only_the_staff_decides_about_hubs() {
    let app = hub();
    let organisation = organisation(&app, "oakfield.example").await;
    let elsewhere: Arc<dyn Directory> = Arc::new(Elsewhere(organisation.id));
    app.ctx.directory.set(elsewhere).ok().unwrap();
    app.browser().get("/admin/hub").await.assert_status(303);
    for (name, role) in [("amira", Role::Teacher), ("mo", Role::Moderator)] {
        let user = app.user(name, &[role]).await.user.id;
        let browser = app.signed_in(name).await;
        browser.get("/admin/hub").await.assert_status(403);
        let ctx = &app.ctx;
        let by = By::User(user);
        let asked = staff::ask_member(ctx, by, "oakfield.example").await;
        assert!(matches!(asked, Err(StaffHubError::Staff(_))));
        let answered = staff::answer_hub(ctx, by, "oakfield.example", true).await;
        assert!(matches!(answered, Err(StaffHubError::Staff(_))));
        let removed = staff::remove_member(ctx, by, "oakfield.example").await;
        assert!(removed.is_err());
    }
    assert_eq!(log(&app).await, []);
}
