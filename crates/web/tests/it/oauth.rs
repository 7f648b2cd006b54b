//! Somebody is asked whether a client program may use their account.

use staffroom_domain::Role;
use staffroom_service::oauth::{self, Application, NewApplication, OUT_OF_BAND};
use url::form_urlencoded::{Serializer, byte_serialize};

use crate::app::{Answer, PASSWORD, TestApp};

const BACK: &str = "com.tapbots.Ivory.10217:/request_token";

async fn program(app: &TestApp) -> Application {
    let new = NewApplication {
        name: "Ivory <b>".to_owned(),
        redirect_uris: vec![BACK.to_owned(), OUT_OF_BAND.to_owned()],
        scopes: Some("read write follow push".to_owned()),
        website: Some("https://tapbots.example/ivory".to_owned()),
    };
    oauth::register(&app.ctx, new, "192.0.2.7".parse().unwrap())
        .await
        .unwrap()
}

fn address(program: &Application, more: &[(&str, &str)]) -> String {
    let mut pairs = vec![
        ("client_id", program.row.client_id.as_str()),
        ("redirect_uri", BACK),
        ("response_type", "code"),
        ("scope", "read write:statuses push"),
        ("state", "a b&c"),
    ];
    for (name, value) in more {
        pairs.retain(|(other, _)| other != name);
        pairs.push((name, value));
    }
    let mut query = Serializer::new(String::new());
    query.extend_pairs(pairs);
    format!("/oauth/authorize?{}", query.finish())
}

/// What is hidden in the form, and the decision.
fn fields<'a>(program: &'a Application, decision: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("client_id", program.row.client_id.as_str()),
        ("redirect_uri", BACK),
        ("response_type", "code"),
        ("scope", "read write:statuses push"),
        ("state", "a b&c"),
        ("decision", decision),
    ]
}

#[track_caller]
fn assert_open(answer: &Answer) {
    assert_eq!(answer.header("cross-origin-opener-policy"), "unsafe-none");
}

#[actix_web::test]
async fn one_signs_in_first_is_asked_in_words_and_agrees() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let program = program(&app).await;
    let browser = app.browser();
    // Some programs write a slash at the end of the path.
    let there = address(&program, &[]).replace("authorize?", "authorize/?");
    let answer = browser.get(&there).await;
    assert_open(&answer);
    let sign_in = answer.location().to_owned();
    assert!(
        sign_in.starts_with("/sign-in?return_to=/oauth/authorize%3F"),
        "{sign_in}"
    );
    let page = browser.get(&sign_in).await;
    assert_open(&page);
    page.assert_has("name=\"username\"")
        .assert_has("name=\"password\"")
        .assert_has("<button type=\"submit\">");
    let return_to = page
        .between("name=\"return_to\" value=\"", "\"")
        .replace("&#38;", "&");
    let sent = [
        ("username", "amira"),
        ("password", PASSWORD),
        ("return_to", &return_to),
    ];
    let answer = browser.submit(&page, "/sign-in", &sent).await;
    assert_open(&answer);
    let page = browser.get(answer.location()).await;
    assert_open(&page);
    assert!(
        !page
            .header("content-security-policy")
            .contains("form-action")
    );
    assert!(
        page.header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
    insta::assert_snapshot!("oauth_authorize", hidden(&page, &program));
    let welsh = browser.get_welsh(answer.location()).await;
    insta::assert_snapshot!("oauth_authorize_cy", hidden(&welsh, &program));
    assert_eq!(
        page.text.matches("type=\"submit\"").count(),
        1,
        "scripts find one"
    );

    let answer = browser
        .submit(&page, "/oauth/authorize", &fields(&program, "allow"))
        .await;
    assert_open(&answer);
    assert!(
        !answer
            .header("content-security-policy")
            .contains("form-action")
    );
    let to = answer.location();
    let rest = to.strip_prefix(BACK).unwrap();
    let (code, state) = rest.split_once('&').unwrap();
    assert_eq!(
        (code.len(), state),
        ("?code=".len() + 43, "state=a%20b%26c")
    );
    let answer = browser
        .submit(&page, "/oauth/authorize", &fields(&program, "deny"))
        .await;
    assert_eq!(
        answer.location(),
        format!("{BACK}?error=access_denied&state=a%20b%26c")
    );
    let answer = browser
        .submit(&page, "/oauth/authorize", &fields(&program, "perhaps"))
        .await;
    answer.assert_status(400);
}

fn hidden(page: &Answer, program: &Application) -> String {
    page.normalised().replace(&program.row.client_id, "[id]")
}

/// Catalogue 58.
#[actix_web::test]
async fn nobody_is_sent_where_the_program_has_not_said_before() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let program = program(&app).await;
    let browser = app.signed_in("amira").await;
    for (name, value) in [
        ("redirect_uri", "https://evil.example/"),
        ("redirect_uri", "com.tapbots.Ivory.10217:/request_token?x=1"),
        ("redirect_uri", "com.tapbots.Ivory.10217:/Request_token"),
        ("redirect_uri", ""),
        ("client_id", "x"),
        ("client_id", ""),
    ] {
        let answer = browser.get(&address(&program, &[(name, value)])).await;
        answer
            .assert_status(422)
            .assert_has("Nothing was given to the app");
        let page = browser.get(&address(&program, &[])).await;
        let mut sent = fields(&program, "allow");
        sent.retain(|(other, _)| *other != name);
        sent.push((name, value));
        let answer = browser.submit(&page, "/oauth/authorize", &sent).await;
        answer.assert_status(422);
    }
}

/// Catalogue 58. But only by the browser of somebody who is known here: whoever is not signed in is not sent
/// to pages of strangers by an address of ours.
#[actix_web::test]
async fn what_else_is_wrong_is_told_to_the_program() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let program = program(&app).await;
    let browser = app.signed_in("amira").await;
    let stranger = app.browser();
    let page = stranger.get("/sign-in").await;
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    for (more, error) in [
        (
            vec![("response_type", "token")],
            "unsupported_response_type",
        ),
        (vec![("scope", "read everything")], "invalid_scope"),
        (vec![("scope", "read admin:write")], "invalid_scope"),
        (vec![("code_challenge", challenge)], "invalid_request"),
        (
            vec![
                ("code_challenge", challenge),
                ("code_challenge_method", "plain"),
            ],
            "invalid_request",
        ),
        (
            vec![
                ("code_challenge", "short"),
                ("code_challenge_method", "S256"),
            ],
            "invalid_request",
        ),
    ] {
        let answer = browser.get(&address(&program, &more)).await;
        let expected = format!("{BACK}?error={error}&state=a%20b%26c");
        assert_eq!(answer.location(), expected, "{more:?}");
        let sign_in = stranger.get(&address(&program, &more)).await;
        let sign_in = sign_in.location();
        let there = "/sign-in?return_to=/oauth/authorize%3Fclient_id";
        assert!(sign_in.starts_with(there), "{sign_in}");
        let mut sent = fields(&program, "deny");
        sent.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
        sent.extend(more.clone());
        let answer = stranger.submit(&page, "/oauth/authorize", &sent).await;
        assert!(answer.location().starts_with(there));
    }
}

#[actix_web::test]
async fn a_program_can_ask_for_another_login() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    app.user("ben", &[Role::Teacher]).await;
    let program = program(&app).await;
    let browser = app.signed_in("amira").await;
    let there = address(&program, &[("force_login", "true"), ("lang", "cy")]);
    let sign_in = browser.get(&there).await.location().to_owned();
    assert!(sign_in.ends_with("&again=1"), "{sign_in}");
    let page = browser.get(&sign_in).await;
    page.assert_ok().assert_has("name=\"username\"");
    let return_to = page
        .between("name=\"return_to\" value=\"", "\"")
        .replace("&#38;", "&");
    assert!(!return_to.contains("force_login"), "{return_to}");
    let sent = [
        ("username", "ben"),
        ("password", PASSWORD),
        ("return_to", &return_to),
    ];
    let answer = browser.submit(&page, "/sign-in", &sent).await;
    let page = browser.get(answer.location()).await;
    page.assert_ok().assert_has("<bdi>@ben</bdi>");
}

#[actix_web::test]
async fn a_code_can_be_shown_to_be_typed() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let program = program(&app).await;
    let browser = app.signed_in("amira").await;
    let page = browser
        .get(&address(&program, &[("redirect_uri", OUT_OF_BAND)]))
        .await;
    for (decision, snapshot) in [("allow", "oauth_native"), ("deny", "oauth_native_refused")] {
        let mut sent = fields(&program, decision);
        sent.retain(|(name, _)| *name != "redirect_uri");
        sent.push(("redirect_uri", OUT_OF_BAND));
        let answer = browser.submit(&page, "/oauth/authorize", &sent).await;
        assert!(answer.location().starts_with("/oauth/authorize/native?"));
        let page = browser.get(answer.location()).await;
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        let mut text = page.assert_ok().normalised();
        if decision == "allow" {
            let code = page.between("id=\"code\">", "<");
            assert!(answer.location().contains(&code));
            text = text.replace(&code, "[code]");
        }
        insta::assert_snapshot!(snapshot, text);
        let welsh = browser.get_welsh(answer.location()).await;
        let mut text = welsh.assert_ok().normalised();
        if decision == "allow" {
            text = text.replace(&welsh.between("id=\"code\">", "<"), "[code]");
        }
        insta::assert_snapshot!(format!("{snapshot}_cy"), text);
    }
    for other in ["", "?code=", "?code=Call%20this%20number", "?error=x"] {
        let answer = browser
            .get(&format!("/oauth/authorize/native{other}"))
            .await;
        answer.assert_status(404).assert_lacks("Call this number");
    }
}

#[actix_web::test]
async fn a_form_of_another_site_lets_no_program_in() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let program = program(&app).await;
    let browser = app.signed_in("amira").await;
    let page = browser.get(&address(&program, &[])).await;
    let token = page.form_token();
    let mut sent = fields(&program, "allow");
    browser
        .post("/oauth/authorize", &sent, &[])
        .await
        .assert_status(403);
    sent.push(("csrf", &token));
    let foreign = [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
    ];
    let answer = browser.post("/oauth/authorize", &sent, &foreign).await;
    answer.assert_status(403);
}

#[actix_web::test]
async fn whoever_was_signed_out_meanwhile_signs_in_again() {
    let app = TestApp::new();
    let program = program(&app).await;
    let stranger = app.browser();
    let page = stranger.get("/sign-in").await;
    let answer = stranger
        .submit(&page, "/oauth/authorize", &fields(&program, "allow"))
        .await;
    let query: String = byte_serialize(b"/oauth/authorize?client_id").collect();
    let query = query.replace("%2F", "/");
    assert!(
        answer
            .location()
            .starts_with(&format!("/sign-in?return_to={query}"))
    );
}

#[actix_web::test]
async fn programs_are_listed_and_shut_out() {
    let app = TestApp::new();
    let user = app.user("amira", &[Role::Teacher]).await;
    let other = app.user("ben", &[Role::Teacher]).await;
    let program = program(&app).await;
    let issue = |of: staffroom_domain::UserId| {
        let (ctx, row) = (app.ctx.clone(), program.row.clone());
        async move {
            oauth::sign_up(&ctx, &row, of, "read push")
                .await
                .unwrap()
                .token
        }
    };
    let browser = app.signed_in("amira").await;
    browser
        .get("/settings/applications")
        .await
        .assert_ok()
        .assert_has("None. When you sign in");
    let (first, second, foreign) = (
        issue(user.user.id).await,
        issue(user.user.id).await,
        issue(other.user.id).await,
    );
    let page = browser.get("/settings/applications").await;
    let text = page.normalised();
    let id = page.between("/settings/applications/", "/revoke");
    insta::assert_snapshot!("settings_applications", text.replace(&id, "[id]"));
    let welsh = browser.get_welsh("/settings/applications").await;
    let text = welsh.normalised().replace(&id, "[id]");
    insta::assert_snapshot!("settings_applications_cy", text);
    assert_eq!(
        page.text.matches("Ivory &#60;b&#62;</bdi>").count(),
        1,
        "once for two tokens"
    );

    let thief = app.signed_in("ben").await;
    let its = thief.get("/settings/applications").await;
    let path = format!("/settings/applications/{id}/revoke");
    thief.submit(&its, &path, &[]).await.assert_status(404);
    let answer = browser.submit(&page, &path, &[]).await;
    assert_eq!(answer.location(), "/settings/applications");
    for (token, works) in [(first, false), (second, false), (foreign, true)] {
        let bearer = staffroom_service::tokens::authenticate(&app.ctx, &token).await;
        assert_eq!(bearer.unwrap().is_some(), works);
    }
    browser.submit(&page, &path, &[]).await.assert_status(404);
}

#[actix_web::test]
async fn password_managers_find_the_page() {
    let app = TestApp::new();
    let answer = app.browser().get("/.well-known/change-password").await;
    assert_eq!(answer.location(), "/settings/password");
}
