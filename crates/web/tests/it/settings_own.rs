//! How somebody shows themselves and what they want to see: profile, privacy, posting, notifications, filters, blocks.

use staffroom_domain::{AccountId, Role, Visibility};
use staffroom_service::notifications::{self, Decision};
use staffroom_service::statuses::Page as Asked;
use staffroom_service::{accounts, domain_blocks, filters, follows, mutes, preferences};

use crate::app::{Answer, Browser, PICTURE, TestApp};

const HOSTILE: &str = "<script>alert(1)</script>\" onfocus=\"x";

const PAGES: [(&str, &str); 9] = [
    ("settings_profile", "/settings/profile"),
    ("settings_privacy", "/settings/privacy"),
    ("settings_posting", "/settings/posting"),
    ("settings_notifications", "/settings/notifications"),
    ("settings_filters", "/settings/filters"),
    ("settings_filter_new", "/settings/filters/new"),
    ("settings_blocks", "/settings/blocks"),
    ("settings_muted", "/settings/blocks/muted"),
    ("settings_servers", "/settings/blocks/servers"),
];

async fn teacher(app: &TestApp, name: &str) -> AccountId {
    app.user(name, &[Role::Teacher]).await.account.id
}

/// The form of the profile, in parts.
async fn send(
    browser: &Browser<'_>,
    page: &Answer,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Answer {
    let action = "/settings/profile";
    browser.submit_parts(page, action, fields, files).await
}

#[actix_web::test]
async fn the_pages_in_both_languages() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    for (name, path) in PAGES {
        insta::assert_snapshot!(name, browser.get(path).await.assert_ok().normalised());
        let welsh = browser.get_welsh(path).await;
        insta::assert_snapshot!(format!("{name}_cy"), welsh.normalised());
    }
}

#[actix_web::test]
async fn they_are_for_whoever_is_signed_in_and_small() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    for (_, path) in PAGES {
        let sent_away = app.browser().get(path).await;
        assert!(sent_away.location().starts_with("/sign-in?"), "{path}");
        let before = app.statements();
        let page = browser.get(path).await;
        let asked = app.statements() - before;
        assert!(asked <= 9, "{path}: {asked} statements");
        assert!(page.text.len() < 60_000, "{path}");
    }
}

#[actix_web::test]
async fn a_profile_is_changed_and_shown_as_text() {
    let app = TestApp::new();
    let id = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/settings/profile").await;
    let fields = [
        ("display-name", "Amira Khan"),
        ("summary", HOSTILE),
        ("line-name", "School"),
        ("line-value", "Oakfield"),
        ("line-name", ""),
        ("line-value", ""),
        ("line-name", HOSTILE),
        ("line-value", HOSTILE),
        ("avatar-about", "A blackboard"),
        ("header-about", HOSTILE),
    ];
    let files = [("avatar", PICTURE), ("header", PICTURE)];
    let answer = send(&browser, &page, &fields, &files).await;
    assert_eq!(answer.location(), "/settings/profile");
    let page = browser.get("/settings/profile").await;
    page.assert_has("It is saved.")
        .assert_has("alt=\"A blackboard\"")
        .assert_lacks("<script>")
        .assert_lacks("onfocus=\"x\"");
    let row = accounts::find(&app.ctx, id).await.unwrap().unwrap();
    assert_eq!(row.display_name, "Amira Khan");
    assert_eq!(accounts::fields(&row).len(), 2);
    assert!(row.avatar_url.is_some() && row.header_url.is_some());
    let fields = [
        ("display-name", ""),
        ("remove", "avatar"),
        ("remove", "header"),
    ];
    send(&browser, &page, &fields, &[]).await.location();
    let row = accounts::find(&app.ctx, id).await.unwrap().unwrap();
    assert!(row.avatar_url.is_none() && row.header_url.is_none());
}

#[actix_web::test]
async fn what_cannot_be_in_a_profile_is_told_and_kept_in_the_form() {
    let app = TestApp::new();
    let id = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/settings/profile").await;
    let long = "x".repeat(1_100);
    let fields = [
        ("display-name", &long[..500]),
        ("summary", long.as_str()),
        ("line-name", ""),
        ("line-value", "Oakfield"),
        ("avatar-about", &long[..160]),
    ];
    let answer = send(&browser, &page, &fields, &[]).await;
    answer.assert_status(422).assert_has("Oakfield");
    for field in ["display-name", "summary", "lines", "avatar-about"] {
        answer.assert_has(&format!("href=\"#{field}\""));
    }
    let files = [("avatar", b"no picture".as_slice())];
    send(&browser, &page, &[("display-name", "A")], &files)
        .await
        .assert_status(422)
        .assert_has("href=\"#avatar\"");
    let row = accounts::find(&app.ctx, id).await.unwrap().unwrap();
    assert_ne!(row.display_name, "A");
    // A form without its token keeps nothing.
    let bare = app.browser();
    bare.get("/sign-in").await;
    let answer = send(&browser, &bare.get("/sign-in").await, &[], &files).await;
    answer.assert_status(403);
}

#[actix_web::test]
async fn privacy_and_posting_are_as_they_are_ticked() {
    let app = TestApp::new();
    let id = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    let path = "/settings/privacy";
    let page = browser.get(path).await;
    let fields = [("locked", "yes"), ("hides-network", "yes")];
    browser.submit(&page, path, &fields).await.location();
    let row = accounts::find(&app.ctx, id).await.unwrap().unwrap();
    assert!(row.locked && row.hides_network && !row.discoverable && !row.indexable);
    let fields = [("indexable", "yes"), ("discoverable", "yes")];
    browser.submit(&page, path, &fields).await.location();
    let row = accounts::find(&app.ctx, id).await.unwrap().unwrap();
    assert!(!row.locked && !row.hides_network && row.discoverable && row.indexable);
    let path = "/settings/posting";
    let fields = [
        ("visibility", "unlisted"),
        ("language", "cy"),
        ("sensitive", "yes"),
    ];
    browser.submit(&page, path, &fields).await.location();
    let chosen = preferences::of(&app.ctx, id).await.unwrap();
    assert_eq!(chosen.visibility, Some(Visibility::Unlisted));
    assert_eq!(chosen.language.as_deref(), Some("cy"));
    assert!(chosen.sensitive);
    let fields = [("visibility", "direct"), ("language", "")];
    browser
        .submit(&page, path, &fields)
        .await
        .assert_status(400);
}

#[actix_web::test]
async fn the_policy_for_notifications_is_decided_as_a_whole() {
    let app = TestApp::new();
    let id = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    let path = "/settings/notifications";
    let page = browser.get(path).await;
    let mut fields = vec![
        ("not-following", "filter"),
        ("not-followers", "accept"),
        ("new-accounts", "drop"),
        ("private-mentions", "filter"),
        ("limited-accounts", "drop"),
    ];
    browser.submit(&page, path, &fields).await.location();
    let policy = notifications::policy(&app.ctx, id).await.unwrap();
    assert_eq!(policy.for_not_following, Decision::Filter);
    assert_eq!(policy.for_new_accounts, Decision::Drop);
    fields.pop();
    browser
        .submit(&page, path, &fields)
        .await
        .assert_status(400);
}

#[actix_web::test]
async fn filters_are_made_changed_and_deleted_by_their_owner() {
    let app = TestApp::new();
    let id = teacher(&app, "amira").await;
    teacher(&app, "bilal").await;
    let browser = app.signed_in("amira").await;
    let path = "/settings/filters/new";
    let page = browser.get(path).await;
    browser
        .submit(&page, path, &[("title", " "), ("action", "hide")])
        .await
        .assert_status(422)
        .assert_has("href=\"#title\"")
        .assert_has("href=\"#contexts\"");
    let fields = [
        ("title", HOSTILE),
        ("word-id", ""),
        ("word", "inspection"),
        ("whole", "1"),
        ("word-id", ""),
        ("word", HOSTILE),
        ("context", "home"),
        ("context", "public"),
        ("action", "hide"),
        ("expiry", "24"),
    ];
    browser.submit(&page, path, &fields).await.location();
    browser
        .get("/settings/filters")
        .await
        .assert_has("inspection")
        .assert_lacks("<script>");
    let filter = filters::list(&app.ctx, id).await.unwrap().remove(0);
    let kept = filter.row.expires_at.unwrap();
    let words: Vec<bool> = filter.keywords.iter().map(|it| it.whole_word).collect();
    assert_eq!(words, [true, false]);
    let path = format!("/settings/filters/{}", filter.row.id);
    let page = browser.get(&path).await;
    page.assert_ok().assert_lacks("<script>");
    let ids: Vec<String> = filter.keywords.iter().map(|it| it.id.to_string()).collect();
    let fields = [
        ("title", "Inspections"),
        ("word-id", ids[0].as_str()),
        ("word", "inspectors"),
        ("word-id", ids[1].as_str()),
        ("word", ""),
        ("context", "home"),
        ("action", "warn"),
        ("expiry", "as-it-is"),
    ];
    let other = app.signed_in("bilal").await;
    let theirs = other.get("/settings/filters/new").await;
    other
        .submit(&theirs, &path, &fields)
        .await
        .assert_status(404);
    other.get(&path).await.assert_status(404);
    let delete = format!("{path}/delete");
    other.submit(&theirs, &delete, &[]).await.assert_status(404);
    browser.submit(&page, &path, &fields).await.location();
    let filter = filters::list(&app.ctx, id).await.unwrap().remove(0);
    assert_eq!(filter.row.expires_at, Some(kept));
    assert_eq!(filter.keywords.len(), 1);
    assert_eq!(filter.keywords[0].keyword, "inspectors");
    browser.submit(&page, &delete, &[]).await.location();
    assert!(filters::list(&app.ctx, id).await.unwrap().is_empty());
}

#[actix_web::test]
async fn people_and_servers_are_let_go_again() {
    let app = TestApp::new();
    let by = teacher(&app, "amira").await;
    let mut all = Vec::new();
    for n in 0..42 {
        all.push(teacher(&app, &format!("other{n}")).await);
    }
    for other in &all {
        follows::block(&app.ctx, by, *other).await.unwrap();
    }
    mutes::mute(&app.ctx, by, all[0], true, None).await.unwrap();
    let browser = app.signed_in("amira").await;
    let path = "/settings/blocks";
    let before = app.statements();
    let page = browser.get(path).await;
    assert!(app.statements() - before <= 9, "whatever their number");
    page.assert_has("@other41").assert_lacks("@other0<");
    let older = page.between("<li><a href=\"/settings/blocks?max_id=", "\"");
    let second = browser.get(&format!("{path}?max_id={older}")).await;
    second.assert_has("@other0<");
    let fields = [("return_to", path)];
    let undo = format!("/people/{}/unblock", all[41]);
    assert_eq!(browser.submit(&page, &undo, &fields).await.location(), path);
    browser.get(path).await.assert_lacks("@other41");
    let path = "/settings/blocks/muted";
    browser
        .get(path)
        .await
        .assert_has("@other0<")
        .assert_has("Read them again");
    let path = "/settings/blocks/servers";
    let page = browser.get(path).await;
    for (domain, act, status) in [
        ("no domain", "add", 422),
        (HOSTILE, "add", 422),
        ("Social.Example", "add", 303),
        ("other.example", "add", 303),
        ("other.example", "remove", 303),
        ("social.example", "throw", 400),
    ] {
        let fields = [("domain", domain), ("do", act)];
        let answer = browser.submit(&page, path, &fields).await;
        answer.assert_status(status).assert_lacks("<script>");
    }
    let asked = Asked {
        limit: 10,
        ..Asked::default()
    };
    let blocked = domain_blocks::list(&app.ctx, by, asked).await.unwrap();
    assert_eq!(blocked.items, ["social.example"]);
}
