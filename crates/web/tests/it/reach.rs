//! Reporting without a login, and going on with something on one's own server.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use staffroom_domain::{AccountId, Role, Visibility};
use staffroom_service::ports::{Directory, DirectoryError, Doors, Found};
use staffroom_service::reports;
use staffroom_service::statuses::{self, NewStatus};

use crate::app::TestApp;
use crate::practices::{published, whole};

async fn amira(app: &TestApp) -> AccountId {
    app.user("amira", &[Role::Teacher]).await.account.id
}

/// Catalogue 57.
#[actix_web::test]
async fn anybody_reports_what_they_see_and_not_without_end() {
    let app = TestApp::new();
    app.user("olga", &[Role::Owner]).await;
    let amira = amira(&app).await;
    let id = published(&app, amira, "Audio <feedback>", whole()).await;
    let path = format!("/practices/{id}");
    let form = format!("/report?object={path}");
    let browser = app.browser();
    let page = browser.get(&form).await;
    page.assert_ok()
        .assert_has("Audio &#60;feedback&#62;")
        .assert_has("You need no login for this.")
        .assert_has("noindex");
    let text = page.normalised().replace(&id.to_string(), "[id]");
    insta::assert_snapshot!("report", text);
    let welsh = browser.get_welsh(&form).await.normalised();
    insta::assert_snapshot!("report_cy", welsh.replace(&id.to_string(), "[id]"));
    let again = browser
        .submit(&page, "/report", &[("object", &path), ("comment", " ")])
        .await;
    again
        .assert_status(422)
        .assert_has("Choose what is wrong.")
        .assert_has("Write what is wrong, in a sentence.");
    let fields = [
        ("object", path.as_str()),
        ("category", "legal"),
        ("comment", "It names a <child>."),
    ];
    let sent = browser.submit(&page, "/report", &fields).await;
    assert_eq!(sent.location(), path);
    browser
        .get(&path)
        .await
        .assert_has("Thank you. The people who look after this server have been told.");
    let made = reports::list(&app.ctx, None, 10).await.unwrap();
    assert_eq!(made.len(), 1);
    let report = &made[0].report;
    assert_eq!(report.account_id, AccountId::INSTANCE);
    assert_eq!(report.target_id, amira);
    assert_eq!(report.category, "legal");
    assert_eq!(reports::statuses_of(report), [id]);
    assert!(!report.forwarded);
    // Without the token of a page of ours, nothing.
    browser
        .post("/report", &fields, &[])
        .await
        .assert_status(403);
    for _ in 0..4 {
        browser
            .submit(&page, "/report", &fields)
            .await
            .assert_status(303);
    }
    browser
        .submit(&page, "/report", &fields)
        .await
        .assert_status(429);
    // Whoever is signed in reports as themselves, and is not counted with the others.
    let owner = app.signed_in("olga").await;
    let page = owner.get(&form).await;
    page.assert_lacks("You need no login");
    owner
        .submit(&page, "/report", &fields)
        .await
        .assert_status(303);
    let made = reports::list(&app.ctx, None, 10).await.unwrap();
    assert_ne!(made[0].report.account_id, AccountId::INSTANCE);
}

#[actix_web::test]
async fn what_is_not_for_somebody_is_not_there_to_be_reported() {
    let app = TestApp::new();
    let amira = amira(&app).await;
    let hidden = NewStatus {
        text: "For followers.".to_owned(),
        visibility: Some(Visibility::Private),
        ..NewStatus::default()
    };
    let hidden = statuses::publish(&app.ctx, amira, hidden).await.unwrap();
    for path in [
        format!("/@amira/{hidden}"),
        format!("/practices/{hidden}"),
        "/@nobody".to_owned(),
        "/settings".to_owned(),
        "https://other.example/@amira".to_owned(),
        String::new(),
    ] {
        for form in ["report", "remote"] {
            app.browser()
                .get(&format!("/{form}?object={path}"))
                .await
                .assert_status(404);
        }
    }
    app.browser()
        .get("/report?object=/@amira")
        .await
        .assert_ok()
        .assert_has("amira (@amira)");
}

/// Another server, which says where to go on.
struct Elsewhere;

impl Directory for Elsewhere {
    fn find_account<'a>(
        &'a self,
        _username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn find_at<'a>(
        &'a self,
        _address: &'a str,
    ) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn read_again<'a>(
        &'a self,
        _actor: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn find_doors<'a>(
        &'a self,
        username: &'a str,
        domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<Doors>, DirectoryError>> {
        Box::pin(async move {
            match (username, domain) {
                ("zoe", "there.example") => Ok(Some(Doors {
                    subscribe: Some("https://there.example/authorize?uri={uri}".to_owned()),
                    ..Doors::default()
                })),
                ("mal", _) => Ok(Some(Doors {
                    subscribe: Some("javascript:alert('{uri}')".to_owned()),
                    ..Doors::default()
                })),
                _ => Err(DirectoryError::Unreachable {
                    host: domain.to_owned(),
                    reason: "it does not answer".to_owned(),
                }),
            }
        })
    }
}

#[actix_web::test]
async fn somebody_of_another_server_is_led_on_there() {
    let app = TestApp::new();
    let amira = amira(&app).await;
    let elsewhere: Arc<dyn Directory> = Arc::new(Elsewhere);
    app.ctx.directory.set(elsewhere).ok().unwrap();
    let id = published(&app, amira, "Audio feedback", whole()).await;
    let path = format!("/practices/{id}");
    let browser = app.browser();
    let page = browser.get(&format!("/remote?object={path}")).await;
    page.assert_ok()
        .assert_has(&format!("https://school.example/ap/objects/{id}"));
    let plain = |text: String| text.replace(&id.to_string(), "[id]");
    insta::assert_snapshot!("remote", plain(page.normalised()));
    let send = async |handle: &str| {
        let fields = [("object", path.as_str()), ("handle", handle)];
        browser.submit(&page, "/remote", &fields).await
    };
    let found = send("@zoe@there.example").await;
    found
        .assert_ok()
        .assert_has(&format!(
            "href=\"https://there.example/authorize?uri=https%3A%2F%2Fschool.example%2Fap%2Fobjects%2F{id}\""
        ))
        .assert_has("Go on at there.example");
    send("mal@there.example")
        .await
        .assert_status(422)
        .assert_has("there.example does not say where to go on.")
        .assert_lacks("javascript:");
    send("x@<b>.example").await.assert_status(422);
    send("@nobody@gone.example")
        .await
        .assert_status(422)
        .assert_has("gone.example could not be asked.");
    let again = send("zoe").await;
    again
        .assert_status(422)
        .assert_has("Write your address as @name@server.example.");
    let token = page.form_token();
    let fields = [
        ("csrf", token.as_str()),
        ("object", path.as_str()),
        ("handle", "\"><script>"),
    ];
    let welsh = browser
        .post("/remote", &fields, &[("accept-language", "cy")])
        .await;
    welsh.assert_status(422).assert_lacks("<script>");
    insta::assert_snapshot!("remote_again_cy", plain(welsh.normalised()));
    browser
        .get("/remote?object=/@amira")
        .await
        .assert_has("Follow from there");
    // Our server asks others only so often for strangers.
    let mut last = 0;
    for _ in 0..12 {
        last = send("@zoe@there.example").await.status.as_u16();
    }
    assert_eq!(last, 429);
}
