//! The custom emojis of the instance: added, replaced and taken away by those who look after it.

use staffroom_domain::Role;
use staffroom_service::emojis::{self, EmojiRow, MAX_OWN, NewOwn, OwnError};
use staffroom_service::staff::{self, By, StaffError};
use staffroom_testkit::db;

use crate::app::{Answer, PICTURE, TestApp};
use crate::people::HOSTILE;

const PAGE: &str = "/admin/emojis";

async fn shortcodes(app: &TestApp) -> Vec<String> {
    let rows = emojis::own(&app.ctx).await.unwrap();
    rows.into_iter().map(|row| row.shortcode).collect()
}

/// The log, the latest first: who, what, and about which.
async fn log(app: &TestApp) -> Vec<(String, String, String)> {
    let rows = staff::log(&app.ctx, By::CommandLine, None, 100).await;
    let rows = rows.unwrap().into_iter();
    rows.map(|row| (row.user_name, row.kind, row.subject))
        .collect()
}

/// The page without the addresses of pictures.
fn plain(page: &Answer) -> String {
    let text = page.normalised();
    let mut parts = text.split("src=\"");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (address, rest) = part.split_once('"').unwrap();
        assert!(address.starts_with("https://school.example/media/"));
        out.push_str("src=\"[picture]\"");
        out.push_str(rest);
    }
    out
}

/// Checklist 33.
#[actix_web::test]
async fn owners_and_administrators_alone_change_emojis() {
    let app = TestApp::new();
    let picture = emojis::receive(&app.ctx, PICTURE).await.unwrap();
    for (name, role, may) in [
        ("o_wner", Role::Owner, true),
        ("a_dmin", Role::Admin, true),
        ("m_oderator", Role::Moderator, false),
        ("t_eacher", Role::Teacher, false),
    ] {
        let by = By::User(app.user(name, &[role]).await.user.id);
        let browser = app.signed_in(name).await;
        let page = browser.get(PAGE).await;
        page.assert_status(if may { 200 } else { 403 });
        let form = browser.get("/about").await;
        let fields = [("shortcode", name)];
        let files: [(&str, &[u8]); 1] = [("picture", PICTURE)];
        let sent = browser.submit_parts(&form, PAGE, &fields, &files).await;
        sent.assert_status(if may { 303 } else { 403 });
        let remove = format!("{PAGE}/none/remove");
        let sent = browser.submit(&form, &remove, &[]).await;
        sent.assert_status(if may { 303 } else { 403 });
        // The service asks, and not the page alone.
        let new = NewOwn {
            shortcode: format!("{name}2"),
            ..NewOwn::default()
        };
        let added = emojis::add(&app.ctx, by, new, &picture).await;
        assert_eq!(added.is_ok(), may, "{name}");
        match emojis::remove(&app.ctx, by, "none").await {
            Ok(is_there) => assert!(may && !is_there),
            Err(StaffError::MayNot) => assert!(!may),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(
        shortcodes(&app).await,
        ["a_dmin", "a_dmin2", "o_wner", "o_wner2"]
    );
    let stranger = app.browser().get(PAGE).await;
    assert_eq!(stranger.location(), format!("/sign-in?return_to={PAGE}"));
}

#[actix_web::test]
async fn one_is_added_replaced_and_taken_away_and_that_is_noted() {
    let app = TestApp::new();
    app.user("olga", &[Role::Owner]).await;
    let browser = app.signed_in("olga").await;
    let page = browser.get(PAGE).await;
    page.assert_ok().assert_has("There are none yet.");
    let files: [(&str, &[u8]); 1] = [("picture", PICTURE)];
    // Without a token, nothing is taken.
    let fields = [("shortcode", "owl")];
    let forged = browser.post_parts(PAGE, &fields, &files).await;
    forged.assert_status(403);
    let fields = [
        ("shortcode", ":owl:"),
        ("category", " Birds & <b>more</b> "),
    ];
    let sent = browser.submit_parts(&page, PAGE, &fields, &files).await;
    assert_eq!(sent.location(), PAGE);
    let page = browser.get(PAGE).await;
    page.assert_has("People can write this emoji now.");
    let page = browser.get(PAGE).await;
    page.assert_has("alt=\"owl\"")
        .assert_has("<bdi>:owl:</bdi>")
        .assert_has("Birds &#38; &#60;b&#62;more&#60;/b&#62;");
    insta::assert_snapshot!("admin_emojis", plain(&page));
    insta::assert_snapshot!("admin_emojis_cy", plain(&browser.get_welsh(PAGE).await));
    let before = emojis::own(&app.ctx).await.unwrap();
    // Nobody replaces one by mistake.
    let fields = [("shortcode", "owl")];
    let again = browser.submit_parts(&page, PAGE, &fields, &files).await;
    again
        .assert_status(422)
        .assert_has("There is an emoji :owl: already.");
    assert_eq!(emojis::own(&app.ctx).await.unwrap(), before);
    let fields = [("shortcode", "owl"), ("replaces", "yes")];
    let sent = browser.submit_parts(&page, PAGE, &fields, &files).await;
    assert_eq!(sent.location(), PAGE);
    let after = emojis::own(&app.ctx).await.unwrap();
    assert_eq!(after[0].id, before[0].id);
    assert_ne!(after[0].image_url, before[0].image_url);
    let remove = format!("{PAGE}/owl/remove");
    for says in ["The emoji is taken away.", "That cannot be done any more"] {
        let sent = browser.submit(&page, &remove, &[]).await;
        assert_eq!(sent.location(), PAGE);
        browser.get(PAGE).await.assert_has(says);
    }
    let olga = |kind: &str| ("olga".to_owned(), kind.to_owned(), ":owl:".to_owned());
    assert_eq!(
        log(&app).await,
        [
            olga("emoji-removed"),
            olga("emoji-changed"),
            olga("emoji-added")
        ]
    );
    let seen = browser.get("/admin/log").await;
    seen.assert_has("An emoji was added: :owl:")
        .assert_has("An emoji has another picture: :owl:")
        .assert_has("An emoji was taken away: :owl:");
}

#[actix_web::test]
async fn what_cannot_be_is_said_at_its_field_and_nothing_is_lost() {
    let app = TestApp::new();
    app.user("olga", &[Role::Owner]).await;
    let browser = app.signed_in("olga").await;
    let page = browser.get(PAGE).await;
    let large = vec![0; 2 * 1024 * 1024 + 1];
    let long = "x".repeat(61);
    let hostile = HOSTILE[1];
    for (shortcode, category, picture, field, says) in [
        ("", "", PICTURE, "shortcode", "Write a name of letters"),
        ("a", "", PICTURE, "shortcode", "Write a name of letters"),
        (
            "two words",
            "",
            PICTURE,
            "shortcode",
            "Write a name of letters",
        ),
        (hostile, hostile, PICTURE, "shortcode", "Write a name"),
        ("owl", &*long, PICTURE, "category", "Shorten this to 60"),
        ("owl", "Birds", &b""[..], "picture", "Choose a picture."),
        ("owl", "Birds", &b"<svg/>"[..], "picture", "is no picture"),
        ("owl", "Birds", &*large, "picture", "at most 2 MB"),
    ] {
        let fields = [
            ("shortcode", shortcode),
            ("category", category),
            ("replaces", "yes"),
        ];
        let files: [(&str, &[u8]); 1] = [("picture", picture)];
        let again = browser.submit_parts(&page, PAGE, &fields, &files).await;
        let kept = |text: &str| {
            let text = text.replace('"', "&#34;").replace('<', "&#60;");
            format!("value=\"{}\"", text.replace('>', "&#62;"))
        };
        again
            .assert_status(422)
            .assert_has(says)
            .assert_has(&format!("href=\"#{field}\""))
            .assert_has(&format!("id=\"{field}-problem\""))
            .assert_has(&kept(shortcode))
            .assert_has(&kept(category))
            .assert_has("name=\"replaces\" value=\"yes\" checked")
            .assert_lacks("<img");
    }
    // Everything that is wrong is said at once.
    let fields = [("shortcode", ""), ("category", &*long)];
    let again = browser.submit_parts(&page, PAGE, &fields, &[]).await;
    for field in ["shortcode", "category", "picture"] {
        again.assert_has(&format!("href=\"#{field}\""));
    }
    insta::assert_snapshot!("admin_emojis_again", plain(&again));
    assert!(shortcodes(&app).await.is_empty() && log(&app).await.is_empty());
}

#[actix_web::test]
async fn a_long_list_is_paged() {
    let app = TestApp::new();
    app.user("olga", &[Role::Owner]).await;
    let browser = app.signed_in("olga").await;
    let picture = emojis::receive(&app.ctx, PICTURE).await.unwrap();
    for n in 0..101 {
        let new = NewOwn {
            shortcode: format!("owl_{n:03}"),
            ..NewOwn::default()
        };
        let added = emojis::add(&app.ctx, By::CommandLine, new, &picture).await;
        added.unwrap();
    }
    let page = browser.get(PAGE).await;
    page.assert_has(":owl_099:")
        .assert_lacks(":owl_100:")
        .assert_has("href=\"/admin/emojis?after=owl_099\"");
    browser
        .get("/admin/emojis?after=owl_099")
        .await
        .assert_has(":owl_100:")
        .assert_lacks(":owl_099:")
        .assert_has("From the beginning");
}

#[actix_web::test]
async fn there_are_so_many_and_each_can_be_replaced() {
    let app = TestApp::new();
    let row = |n: usize| EmojiRow {
        id: app.ctx.new_id(),
        domain: String::new(),
        shortcode: format!("e{n}"),
        uri: None,
        image_url: String::new(),
        updated_at: app.ctx.now(),
        category: None,
    };
    let rows: Vec<EmojiRow> = (0..MAX_OWN).map(row).collect();
    let filled = app.ctx.db.write(move |conn| {
        rows.into_iter()
            .try_for_each(|row| db::emojis::upsert(conn, row).map(drop))
    });
    filled.await.unwrap();
    let picture = emojis::receive(&app.ctx, PICTURE).await.unwrap();
    let add = |shortcode: &str, replaces| {
        let new = NewOwn {
            shortcode: shortcode.to_owned(),
            replaces,
            ..NewOwn::default()
        };
        emojis::add(&app.ctx, By::CommandLine, new, &picture)
    };
    let one_more = add("one_more", true).await;
    assert!(matches!(one_more, Err(OwnError::Full)), "{one_more:?}");
    let taken = add("e7", false).await;
    assert!(matches!(taken, Err(OwnError::Taken(_))), "{taken:?}");
    add("e7", true).await.unwrap();
    assert_eq!(shortcodes(&app).await.len(), MAX_OWN);
}
