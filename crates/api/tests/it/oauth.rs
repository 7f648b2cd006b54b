//! How client programs are let in.

use actix_web::http::header;
use actix_web::test::TestRequest;
use serde_json::{Value, json};
use staffroom_domain::UserId;
use staffroom_domain::job::ScheduledTask;
use staffroom_service::oauth::{self, OUT_OF_BAND, Wanted};
use staffroom_service::{jobs, tokens};
use std::time::Duration;

use crate::app::{Answer, Client, TestApp};

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const BACK: &str = "icecubesapp://";

async fn register(app: &TestApp, scopes: &str) -> Value {
    let body = json!({
        "client_name": "Ice Cubes", "redirect_uris": format!("{BACK}\n{OUT_OF_BAND}"),
        "scopes": scopes, "website": "https://icecubes.example",
    });
    app.stranger().post("/api/v1/apps", body).await.ok()
}

/// What differs from run to run.
fn hide(mut shown: Value, names: &[&str]) -> Value {
    for name in names {
        assert!(shown[*name].is_string(), "{name} in {shown}");
        shown[*name] = json!(format!("[{name}]"));
    }
    shown
}

async fn user_of(client: &Client<'_>) -> UserId {
    let name = client.get("/api/v1/accounts/verify_credentials").await.ok();
    let name = name["username"].as_str().unwrap().to_owned();
    let user = staffroom_service::users::get_by_name(&client.app.ctx, &name);
    user.await.unwrap().user.id
}

/// Somebody agrees; gives the code.
async fn agree(
    app: &TestApp,
    program: &Value,
    user: UserId,
    scope: &str,
    challenge: &str,
) -> String {
    let wanted = Wanted {
        client_id: program["client_id"].as_str().unwrap().to_owned(),
        redirect_uri: BACK.to_owned(),
        response_type: "code".to_owned(),
        scope: scope.to_owned(),
        state: "s1".to_owned(),
        challenge: challenge.to_owned(),
        challenge_method: if challenge.is_empty() { "" } else { "S256" }.to_owned(),
    };
    let asked = oauth::examine(&app.ctx, &wanted).await.unwrap();
    let to = oauth::grant(&app.ctx, &asked, user).await.unwrap();
    let query = to.strip_prefix("icecubesapp://?code=").unwrap();
    let (code, state) = query.split_once('&').unwrap();
    assert_eq!(state, "state=s1");
    code.to_owned()
}

fn exchange(program: &Value, code: &str) -> Value {
    json!({
        "grant_type": "authorization_code", "code": code, "redirect_uri": BACK,
        "client_id": program["client_id"], "client_secret": program["client_secret"],
    })
}

async fn token(app: &TestApp, body: Value) -> Answer {
    app.stranger().post("/oauth/token", body).await
}

fn with<'a>(app: &'a TestApp, token: &Value) -> Client<'a> {
    Client {
        token: Some(token["access_token"].as_str().unwrap().to_owned()),
        ..app.stranger()
    }
}

#[actix_web::test]
async fn a_program_introduces_itself_however_it_writes_that() {
    let app = TestApp::new();
    let made = register(&app, "read write push").await;
    insta::assert_json_snapshot!(
        "credential_application",
        hide(
            made.clone(),
            &["id", "client_id", "client_secret", "vapid_key"]
        )
    );
    let form = |body: &'static str| {
        TestRequest::post()
            .uri("/api/v1/apps")
            .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
            .set_payload(body)
    };
    for body in [
        "client_name=A&redirect_uris=a%3A%2F%2Fx%20b%3A%2F%2Fy&scopes=read+write",
        "client_name=A&redirect_uris[]=a%3A%2F%2Fx&redirect_uris[]=b%3A%2F%2Fy&scopes=read%20write",
    ] {
        let made = app.stranger().send(form(body)).await.ok();
        assert_eq!(made["redirect_uris"], json!(["a://x", "b://y"]), "{body}");
        assert_eq!(made["scopes"], json!(["read", "write"]), "{body}");
    }
    for (body, reason) in [
        (
            json!({}),
            "Application Name can't be blank, Redirect URI can't be blank",
        ),
        (
            json!({"client_name": "A", "redirect_uris": "javascript:alert(1)"}),
            "Redirect URI is forbidden by the server.",
        ),
        (
            json!({"client_name": "A", "redirect_uris": ["a://b", "data:text/html,x"]}),
            "Redirect URI is forbidden by the server.",
        ),
        (
            json!({"client_name": "A", "redirect_uris": "a://b", "scopes": "read everything"}),
            "Scopes doesn't match configured on the server.",
        ),
    ] {
        let told = app.stranger().post("/api/v1/apps", body).await.error(422);
        assert_eq!(told, format!("Validation failed: {reason}"));
    }
}

#[actix_web::test]
async fn a_code_is_exchanged_once_and_the_token_works() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let user = user_of(&amira).await;
    let program = register(&app, "read write:statuses").await;
    let code = agree(&app, &program, user, "read", "").await;
    let answer = token(&app, exchange(&program, &code)).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let issued = answer.ok();
    insta::assert_json_snapshot!("token", hide(issued.clone(), &["access_token"]));
    let client = with(&app, &issued);
    let me = client.get("/api/v1/accounts/verify_credentials").await.ok();
    assert_eq!(me["username"], "amira");
    let told = client.get("/api/v1/apps/verify_credentials").await.ok();
    assert_eq!(told["name"], "Ice Cubes");
    assert_eq!(told.get("client_secret"), None);
    let posted = client
        .post("/api/v1/statuses", json!({"status": "x"}))
        .await;
    assert_eq!(
        posted.error(403),
        "This action is outside the authorized scopes"
    );

    // A second time: somebody else has seen the code, so nobody is let in by it.
    let again = token(&app, exchange(&program, &code)).await;
    assert_eq!(again.error(400), "invalid_grant");
    client
        .get("/api/v1/accounts/verify_credentials")
        .await
        .error(401);
}

#[actix_web::test]
async fn what_a_program_posts_says_so() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let user = user_of(&amira).await;
    let program = register(&app, "read write:statuses").await;
    let code = agree(&app, &program, user, "read write:statuses", "").await;
    let client = with(&app, &token(&app, exchange(&program, &code)).await.ok());
    let posted_by = json!({"name": "Ice Cubes", "website": "https://icecubes.example"});
    for text in ["plain", "@amira named"] {
        let posted = client
            .post("/api/v1/statuses", json!({"status": text}))
            .await;
        let posted = posted.ok();
        assert_eq!(posted["application"], posted_by, "{text}");
        let path = format!("/api/v1/statuses/{}", posted["id"].as_str().unwrap());
        let seen = app.stranger().get(&path).await.ok();
        assert_eq!(seen["application"], posted_by, "{text}");
    }
    let other = amira.post("/api/v1/statuses", json!({"status": "x"})).await;
    assert_eq!(other.ok()["application"], Value::Null);
}

/// Catalogue 58.
#[actix_web::test]
async fn a_code_is_good_for_its_program_its_address_and_its_time() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let user = user_of(&amira).await;
    let (program, other) = (register(&app, "read").await, register(&app, "read").await);
    let code = agree(&app, &program, user, "read", "").await;
    let right = exchange(&program, &code);
    let changed = |name: &str, value: Value| {
        let mut body = right.clone();
        body[name] = value;
        body
    };
    for (body, status, error) in [
        (exchange(&other, &code), 400, "invalid_grant"),
        (
            changed("redirect_uri", json!(OUT_OF_BAND)),
            400,
            "invalid_grant",
        ),
        (
            changed("code_verifier", json!(VERIFIER)),
            400,
            "invalid_grant",
        ),
        (changed("code", json!("x")), 400, "invalid_grant"),
        (changed("client_secret", json!("x")), 401, "invalid_client"),
        (
            changed("client_secret", other["client_secret"].clone()),
            401,
            "invalid_client",
        ),
        (changed("client_id", json!("")), 401, "invalid_client"),
        (
            changed("grant_type", json!("implicit")),
            400,
            "unsupported_grant_type",
        ),
        (
            changed("grant_type", json!("password")),
            400,
            "unsupported_grant_type",
        ),
        (changed("grant_type", Value::Null), 400, "invalid_request"),
        (changed("code", Value::Null), 400, "invalid_request"),
        (changed("redirect_uri", Value::Null), 400, "invalid_request"),
    ] {
        let answer = token(&app, body.clone()).await;
        assert_eq!(answer.error(status), error, "{body}");
    }
    token(&app, right).await.ok();
    let late = agree(&app, &program, user, "read", "").await;
    app.advance(Duration::from_mins(10));
    let answer = token(&app, exchange(&program, &late)).await;
    assert_eq!(answer.error(400), "invalid_grant");
}

#[actix_web::test]
async fn whoever_asked_must_show_the_preimage() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let user = user_of(&amira).await;
    let program = register(&app, "read").await;
    let code = agree(&app, &program, user, "read", CHALLENGE).await;
    let mut body = exchange(&program, &code);
    assert_eq!(token(&app, body.clone()).await.error(400), "invalid_grant");
    body["code_verifier"] = json!(CHALLENGE);
    assert_eq!(token(&app, body.clone()).await.error(400), "invalid_grant");
    body["code_verifier"] = json!(VERIFIER);
    token(&app, body).await.ok();
}

#[actix_web::test]
async fn a_program_has_a_token_for_itself_with_nobody_behind_it() {
    let app = TestApp::new();
    let program = register(&app, "read write").await;
    let basic = format!(
        "{}:{}",
        program["client_id"].as_str().unwrap(),
        program["client_secret"].as_str().unwrap()
    );
    let encoded = data_encoding::BASE64.encode(basic.as_bytes());
    let request = TestRequest::post()
        .uri("/oauth/token/")
        .insert_header((header::AUTHORIZATION, format!("Basic {encoded}")))
        .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
        .set_payload("grant_type=client_credentials&scope=read");
    let issued = app.stranger().send(request).await.ok();
    let client = with(&app, &issued);
    let told = client.get("/api/v1/apps/verify_credentials").await.ok();
    insta::assert_json_snapshot!("application", hide(told.clone(), &["id", "vapid_key"]));
    let nobody = client.get("/api/v1/timelines/home").await;
    assert_eq!(
        nobody.error(422),
        "This method requires an authenticated user"
    );
    client
        .post("/api/v1/statuses", json!({"status": "x"}))
        .await
        .error(403);
    client.get("/api/v1/search?q=x").await.ok();
    client.get("/api/v2/search?q=x").await.ok();
    let beyond = json!({
        "grant_type": "client_credentials", "scope": "read follow",
        "client_id": program["client_id"], "client_secret": program["client_secret"],
    });
    assert_eq!(token(&app, beyond).await.error(400), "invalid_scope");
}

#[actix_web::test]
async fn a_program_keeps_ten_tokens_for_itself() {
    let app = TestApp::new();
    let program = register(&app, "read").await;
    let body = json!({
        "grant_type": "client_credentials",
        "client_id": program["client_id"], "client_secret": program["client_secret"],
    });
    let first = token(&app, body.clone()).await.ok();
    for _ in 0..9 {
        token(&app, body.clone()).await.ok();
    }
    let works = |status| {
        let client = with(&app, &first);
        async move {
            let answer = client.get("/api/v1/apps/verify_credentials").await;
            assert_eq!(answer.status, status, "{}", answer.text);
        }
    };
    works(200).await;
    token(&app, body).await.ok();
    works(401).await;
}

/// Catalogue 56.
#[actix_web::test]
async fn a_token_ends_when_its_own_program_gives_it_back() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let user = user_of(&amira).await;
    let (program, other) = (register(&app, "read").await, register(&app, "read").await);
    let code = agree(&app, &program, user, "read", "").await;
    let issued = token(&app, exchange(&program, &code)).await.ok();
    let client = with(&app, &issued);
    let give_back = |of: &Value, token: &Value| json!({"client_id": of["client_id"], "client_secret": of["client_secret"], "token": token});
    let stranger = app.stranger();
    for body in [
        give_back(&other, &issued["access_token"]),
        json!({"token": issued["access_token"]}),
        json!({"client_id": program["client_id"], "token": issued["access_token"]}),
        give_back(&other, &json!(amira.token)),
    ] {
        let answer = stranger.post("/oauth/revoke", body).await;
        assert_eq!(answer.error(403), "unauthorized_client");
    }
    client.get("/api/v1/accounts/verify_credentials").await.ok();
    let body = give_back(&program, &issued["access_token"]);
    for _ in 0..2 {
        assert_eq!(
            stranger.post("/oauth/revoke", body.clone()).await.ok(),
            json!({})
        );
    }
    client
        .get("/api/v1/accounts/verify_credentials")
        .await
        .error(401);
    stranger
        .post("/oauth/revoke", give_back(&program, &json!("x")))
        .await
        .ok();
}

#[actix_web::test]
async fn what_the_server_can_do_is_told() {
    let app = TestApp::new();
    let told = app
        .stranger()
        .get("/.well-known/oauth-authorization-server")
        .await
        .ok();
    insta::assert_json_snapshot!("authorization_server", told);
    let amira = app.teacher_with("amira", "profile").await;
    for request in [TestRequest::get(), TestRequest::post()] {
        let told = amira.send(request.uri("/oauth/userinfo")).await.ok();
        insta::assert_json_snapshot!("userinfo", hide(told.clone(), &["sub"]));
    }
    amira.get("/api/v1/timelines/home").await.error(403);
    app.stranger().get("/oauth/userinfo").await.error(401);
    let ben = app.teacher_with("ben", "write").await;
    ben.get("/oauth/userinfo").await.error(403);
}

#[actix_web::test]
async fn programs_of_other_origins_may_ask() {
    let app = TestApp::new();
    for path in [
        "/oauth/token",
        "/oauth/revoke",
        "/oauth/userinfo",
        "/.well-known/oauth-authorization-server",
    ] {
        let preflight = TestRequest::default()
            .method(actix_web::http::Method::OPTIONS)
            .uri(path)
            .insert_header((header::ORIGIN, "https://elk.example"))
            .insert_header((header::ACCESS_CONTROL_REQUEST_METHOD, "POST"))
            .insert_header((header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization"));
        let answer = app.stranger().send(preflight).await;
        assert_eq!(answer.status, 204, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(
            answer.header("access-control-allow-headers"),
            "authorization"
        );
    }
}

/// What a program has for itself.
async fn own<'a>(app: &'a TestApp, scopes: &str) -> Client<'a> {
    let program = register(app, scopes).await;
    let body = json!({
        "grant_type": "client_credentials", "scope": scopes,
        "client_id": program["client_id"], "client_secret": program["client_secret"],
    });
    with(app, &token(app, body).await.ok())
}

fn newcomer() -> Value {
    json!({
        "username": "newcomer", "email": "new@school.example", "password": "four words in a row",
        "agreement": true, "locale": "en",
    })
}

#[actix_web::test]
async fn somebody_joins_by_a_program_where_everybody_can() {
    let app = TestApp::with("[users]\nregistration = \"open\"\n");
    app.teacher("amira").await;
    let program = own(&app, "read write").await;
    let mut bad = newcomer();
    bad["username"] = json!("");
    bad["email"] = json!("nothing");
    bad["password"] = json!("short");
    bad["agreement"] = json!(false);
    let answer = program.post("/api/v1/accounts", bad).await;
    answer.error(422);
    let told: Value = serde_json::from_str(&answer.text).unwrap();
    insta::assert_json_snapshot!("sign_up_refused", told);
    let mut taken = newcomer();
    taken["username"] = json!("AMIRA");
    let answer = program.post("/api/v1/accounts", taken).await;
    let told = answer.error(422);
    assert_eq!(told, "Validation failed: Username has already been taken");
    let told: Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(told["details"]["username"][0]["error"], "ERR_TAKEN");

    let issued = program.post("/api/v1/accounts", newcomer()).await.ok();
    assert_eq!(issued["scope"], "read write");
    let client = with(&app, &issued);
    let me = client.get("/api/v1/accounts/verify_credentials").await.ok();
    assert_eq!(me["username"], "newcomer");
    client
        .post("/api/v1/statuses", json!({"status": "Hello"}))
        .await
        .ok();
    client.post("/api/v1/accounts", newcomer()).await.error(403);
    app.stranger()
        .post("/api/v1/accounts", newcomer())
        .await
        .error(401);
    let narrow = own(&app, "read").await;
    narrow.post("/api/v1/accounts", newcomer()).await.error(403);
}

#[actix_web::test]
async fn where_people_come_by_invitation_a_program_needs_one() {
    let app = TestApp::new();
    let program = own(&app, "read write").await;
    let told = program
        .post("/api/v1/accounts", newcomer())
        .await
        .error(403);
    assert_eq!(told, "This action is not allowed");
    let code = app.invitation().await;
    let mut with_code = newcomer();
    with_code["invite_code"] = json!("A".repeat(43));
    program
        .post("/api/v1/accounts", with_code.clone())
        .await
        .error(403);
    with_code["invite_code"] = json!(code);
    program
        .post("/api/v1/accounts", with_code.clone())
        .await
        .ok();
    with_code["username"] = json!("another");
    with_code["email"] = json!("another@school.example");
    program.post("/api/v1/accounts", with_code).await.error(403);
}

#[actix_web::test]
async fn programs_that_nobody_uses_are_forgotten_and_others_are_not() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let user = user_of(&amira).await;
    let (used, unused) = (register(&app, "read").await, register(&app, "read").await);
    let code = agree(&app, &used, user, "read", "").await;
    let issued = token(&app, exchange(&used, &code)).await.ok();
    let own = |program: &Value| {
        json!({
            "grant_type": "client_credentials",
            "client_id": program["client_id"], "client_secret": program["client_secret"],
        })
    };
    let prune = || async {
        let task = ScheduledTask::PruneExpired;
        jobs::run_scheduled(&app.ctx, task).await.unwrap()
    };
    app.advance(Duration::from_hours(24 * 89));
    prune().await;
    // Whoever asks for a token is in use, for another ninety days.
    token(&app, own(&unused)).await.ok();
    app.advance(Duration::from_hours(24 * 89));
    prune().await;
    token(&app, own(&unused)).await.ok();
    app.advance(Duration::from_hours(24 * 91));
    assert_eq!(prune().await, 1);
    let answer = token(&app, own(&unused)).await;
    assert_eq!(answer.error(401), "invalid_client");
    with(&app, &issued)
        .get("/api/v1/apps/verify_credentials")
        .await
        .ok();
    // The code is known for a day after its end, and then no more.
    let answer = token(&app, exchange(&used, &code)).await;
    assert_eq!(answer.error(400), "invalid_grant");
    with(&app, &issued)
        .get("/api/v1/apps/verify_credentials")
        .await
        .ok();
}

#[actix_web::test]
async fn that_a_token_is_used_is_noted_once_a_day() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let user = user_of(&amira).await;
    let last = || async {
        let tokens = tokens::list(&app.ctx, user).await.unwrap();
        tokens[0].last_used_at.unwrap()
    };
    let first = last().await;
    app.advance(Duration::from_hours(23));
    amira.get("/api/v1/markers").await.ok();
    assert_eq!(last().await, first);
    app.advance(Duration::from_hours(1));
    amira.get("/api/v1/markers").await.ok();
    assert_eq!(last().await, app.ctx.now().as_micros());
}
