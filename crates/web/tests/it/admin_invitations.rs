//! Making, mailing and withdrawing invitations.

use std::time::Duration;

use staffroom_domain::Role;
use staffroom_service::invitations;

use crate::app::{PASSWORD, TestApp};

const PAGE: &str = "/admin/invitations";

#[actix_web::test]
async fn a_link_is_shown_once_and_works() {
    let app = TestApp::new();
    app.user("amira", &[Role::Moderator]).await;
    let browser = app.signed_in("amira").await;
    let page = browser.get(PAGE).await;
    page.assert_ok().assert_has("sends no mail");
    let fields = [
        ("uses", "30"),
        ("note", "<script>\"Maths\""),
        ("role", "teacher"),
    ];
    let made = browser.submit(&page, PAGE, &fields).await;
    made.assert_ok()
        .assert_has("This link is shown only now.")
        .assert_has("30 people as Teacher")
        .assert_has("role=\"img\" aria-label=\"QR code of the link\"")
        .assert_has("&#60;script&#62;&#34;Maths&#34;")
        .assert_lacks("<script");
    assert_eq!(made.header("cache-control"), "no-store");
    let link = made.between("spellcheck=\"false\">", "</textarea>");
    let path = crate::app::path_of(&link);
    let guest = app.browser();
    let form = guest.get(&path).await;
    form.assert_ok()
        .assert_has("&#60;script&#62;")
        .assert_lacks("<script");
    let fields = [("username", "bilal"), ("password", PASSWORD)];
    guest.submit(&form, &path, &fields).await.assert_status(303);
    let list = browser.get(PAGE).await;
    list.assert_has("1 of 30")
        .assert_has("Open")
        .assert_lacks("<script")
        .assert_lacks(&path);
}

#[actix_web::test]
async fn what_cannot_be_is_said() {
    let app = TestApp::new();
    app.user("amira", &[Role::Moderator]).await;
    let browser = app.signed_in("amira").await;
    let page = browser.get(PAGE).await;
    for (uses, role, field, text) in [
        ("0", "teacher", "uses", "1 to 500 people"),
        ("501", "teacher", "uses", "1 to 500 people"),
        ("many", "teacher", "uses", "1 to 500 people"),
        ("1", "", "role", "at least one role"),
        (
            "1",
            "admin",
            "role",
            "You may not invite people as Administrator.",
        ),
    ] {
        let fields = [("uses", uses), ("note", "kept"), ("role", role)];
        let answer = browser.submit(&page, PAGE, &fields).await;
        answer
            .assert_status(422)
            .assert_has(text)
            .assert_has(&format!("href=\"#{field}\""))
            .assert_has("value=\"kept\"");
    }
    let fields = [("addresses", "a@b.example"), ("role", "teacher")];
    let answer = browser
        .submit(&page, "/admin/invitations/mail", &fields)
        .await;
    answer
        .assert_status(422)
        .assert_has("This server sends no mail");
    assert!(
        invitations::list(&app.ctx, None, 10)
            .await
            .unwrap()
            .is_empty()
    );
}

#[actix_web::test]
async fn several_addresses_get_mail() {
    let app = TestApp::with_mail();
    app.user("amira", &[Role::Owner]).await;
    let browser = app.signed_in("amira").await;
    let page = browser.get(PAGE).await;
    let path = "/admin/invitations/mail";
    let fields = |addresses| {
        [
            ("addresses", addresses),
            ("role", "teacher"),
            ("role", "curator"),
        ]
    };
    let answer = browser
        .submit(&page, path, &fields("a@school.example\nnot one\n<b>"))
        .await;
    answer
        .assert_status(422)
        .assert_has("&#34;not one&#34; is not an e-mail address")
        .assert_has("&#60;b&#62;")
        .assert_lacks("<b>");
    browser
        .submit(&page, path, &fields(" \n"))
        .await
        .assert_status(422);
    let three = "a@school.example\r\nb@school.example, A@School.example\n";
    assert_eq!(
        browser.submit(&page, path, &fields(three)).await.location(),
        PAGE
    );
    let page = browser.get(PAGE).await;
    page.assert_has("2 invitations are on their way.")
        .assert_has("Curator, Teacher");
    assert_eq!(
        invitations::list(&app.ctx, None, 10).await.unwrap().len(),
        2
    );
}

#[actix_web::test]
async fn an_invitation_is_withdrawn() {
    let app = TestApp::new();
    app.user("amira", &[Role::Admin]).await;
    let browser = app.signed_in("amira").await;
    let link = app.invitation(3, "For the trip").await;
    let page = browser.get(PAGE).await;
    let id = invitations::list(&app.ctx, None, 1).await.unwrap()[0].id;
    let action = format!("{PAGE}/{id}/revoke");
    page.assert_has(&format!("action=\"{action}\""));
    assert_eq!(browser.submit(&page, &action, &[]).await.location(), PAGE);
    let page = browser.get(PAGE).await;
    page.assert_has("That invitation works no more.")
        .assert_has("Withdrawn")
        .assert_lacks(&action);
    app.browser().get(&link).await.assert_status(404);
    browser.submit(&page, &action, &[]).await.assert_status(404);
}

#[actix_web::test]
async fn moderators_see_and_end_their_own_only() {
    let app = TestApp::new();
    app.user("amira", &[Role::Moderator]).await;
    app.invitation(3, "Not for moderators").await;
    let id = invitations::list(&app.ctx, None, 1).await.unwrap()[0].id;
    let browser = app.signed_in("amira").await;
    let page = browser.get(PAGE).await;
    page.assert_ok()
        .assert_has("Your invitations")
        .assert_lacks("Not for moderators");
    browser
        .submit(&page, &format!("{PAGE}/{id}/revoke"), &[])
        .await
        .assert_status(404);
    browser
        .submit(
            &page,
            PAGE,
            &[("uses", "1"), ("note", "Mine"), ("role", "teacher")],
        )
        .await
        .assert_ok();
    browser.get(PAGE).await.assert_has("Mine");
    let mine = invitations::list(&app.ctx, None, 1).await.unwrap()[0].id;
    browser
        .submit(&page, &format!("{PAGE}/{mine}/revoke"), &[])
        .await
        .assert_status(303);
}

#[actix_web::test]
async fn the_list_has_pages_and_states() {
    let app = TestApp::new();
    app.user("amira", &[Role::Admin]).await;
    app.invitation(1, "The very first").await;
    app.advance(Duration::from_hours(24 * 14));
    let browser = app.signed_in("amira").await;
    browser.get(PAGE).await.assert_has("Ended");
    for n in 0..50 {
        app.invitation(1, &format!("Number {n}")).await;
    }
    let page = browser.get(PAGE).await;
    page.assert_has("Number 49")
        .assert_lacks("The very first")
        .assert_lacks("Newest");
    let older = page.between("<li><a href=\"/admin/invitations?before=", "\"");
    let page = browser.get(&format!("{PAGE}?before={older}")).await;
    page.assert_ok()
        .assert_has("The very first")
        .assert_lacks("Number 0<")
        .assert_has("Newest");
}
