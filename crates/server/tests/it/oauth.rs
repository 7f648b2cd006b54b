//! A client program is let in, from its first request to its last, over real HTTP.

use serde_json::{Value, json};
use staffroom_testkit::{PASSWORD, TestApp, TestDb, db_test, http_client};

const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

async fn post(app: &TestApp, path: &str, body: &Value) -> (u16, Value) {
    let request = http_client()
        .post(format!("{}{path}", app.url()))
        .json(body);
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap())
}

async fn whose(app: &TestApp, token: &str) -> (u16, Value) {
    let path = format!("{}/api/v1/accounts/verify_credentials", app.url());
    let request = http_client()
        .get(path)
        .header("authorization", format!("Bearer {token}"));
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap())
}

/// Catalogue 56.
#[db_test]
async fn a_program_is_let_in_used_and_shut_out(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira").teacher().build().await;
    let (status, program) = post(
        &app,
        "/api/v1/apps",
        &json!({"client_name": "toot", "redirect_uris": OUT_OF_BAND, "scopes": "read write"}),
    )
    .await;
    assert_eq!(status, 200, "{program}");

    // As toot writes it, with a slash; the person is not signed in yet.
    let client_id = program["client_id"].as_str().unwrap();
    let question = format!(
        "/oauth/authorize/?response_type=code&client_id={client_id}&redirect_uri={OUT_OF_BAND}\
         &scope=read+write&state=x&code_challenge={CHALLENGE}&code_challenge_method=S256"
    );
    let mut browser = app.browser();
    let page = browser.open(&question).await;
    assert!(page.path.starts_with("/sign-in?"), "{}", page.path);
    let form = page
        .form("/sign-in")
        .fill("username", "amira")
        .fill("password", PASSWORD);
    let page = browser.send(form).await.unwrap();
    assert!(page.path.starts_with("/oauth/authorize?"), "{}", page.path);
    assert!(page.text().contains("Let toot use your account?"));
    let form = page.form("/oauth/authorize").fill("decision", "allow");
    let page = browser.send(form).await.unwrap();
    let (_, query) = page
        .path
        .split_once("/oauth/authorize/native?code=")
        .unwrap();
    let code = query.strip_suffix("&state=x").unwrap();
    assert!(page.text().contains(code));

    let exchange = json!({
        "grant_type": "authorization_code", "code": code, "redirect_uri": OUT_OF_BAND,
        "client_id": client_id, "client_secret": program["client_secret"],
        "code_verifier": VERIFIER,
    });
    let (status, issued) = post(&app, "/oauth/token", &exchange).await;
    assert_eq!(status, 200, "{issued}");
    let token = issued["access_token"].as_str().unwrap();
    let (status, me) = whose(&app, token).await;
    assert_eq!((status, &me["username"]), (200, &json!("amira")));

    let page = browser.open("/settings/applications").await;
    assert!(page.text().contains("toot"), "{}", page.text());
    let (_, rest) = page
        .html
        .split_once("action=\"/settings/applications/")
        .unwrap();
    let (id, _) = rest.split_once("/revoke").unwrap();
    let form = page.form(&format!("/settings/applications/{id}/revoke"));
    let page = browser.send(form).await.unwrap();
    assert!(page.text().contains("may use your account no more"));
    assert_eq!(whose(&app, token).await.0, 401);
}
