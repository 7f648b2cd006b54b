//! Profiles as people who are signed in see them, and lists of people.

use staffroom_domain::ActorKind;
use staffroom_service::follows;
use staffroom_service::profiles::{self, ProfileEdit};
use staffroom_service::{accounts, groups};

use crate::app::TestApp;
use crate::people::{
    HOSTILE, assert_harmless, bo, follow, from_elsewhere, let_in, post, private, teacher, text,
};

#[actix_web::test]
async fn a_profile_has_buttons_for_those_who_are_signed_in() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    follow(&app, owen, amira).await;
    post(&app, owen, text("Hello from Owen.")).await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/@owen").await;
    page.assert_ok()
        .assert_has("Follows you")
        .assert_has(&format!("/people/{owen}/follow"));
    insta::assert_snapshot!("profile_signed_in", page.normalised());
    let welsh = browser.get_welsh("/@owen").await;
    insta::assert_snapshot!("profile_signed_in_cy", welsh.normalised());
    let fields = [("return_to", "/@owen")];
    let answer = browser
        .submit(&page, &format!("/people/{owen}/follow"), &fields)
        .await;
    assert_eq!(answer.location(), "/@owen");
    let page = browser.get("/@owen").await;
    page.assert_has("Follow no more")
        .assert_has("Put on a list");
    browser
        .submit(&page, &format!("/people/{owen}/remove"), &fields)
        .await;
    browser.get("/@owen").await.assert_lacks("Follows you");
    // Of oneself there is nothing to follow; strangers have no buttons.
    browser
        .get("/@amira")
        .await
        .assert_lacks(&format!("/people/{amira}/"));
    app.browser().get("/@owen").await.assert_lacks("/people/");
}

#[actix_web::test]
async fn somebody_who_approves_followers_is_asked() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    let edit = ProfileEdit {
        locked: Some(true),
        ..ProfileEdit::default()
    };
    profiles::edit(&app.ctx, owen, edit).await.unwrap();
    let browser = app.signed_in("amira").await;
    let page = browser.get("/@owen").await;
    page.assert_has("Ask to follow");
    let fields = [("return_to", "/@owen")];
    browser
        .submit(&page, &format!("/people/{owen}/follow"), &fields)
        .await;
    browser
        .get("/@owen")
        .await
        .assert_has("They are asked")
        .assert_has("Take back what you asked");
    let owen = app.signed_in("owen").await;
    let page = owen.get("/@amira").await;
    page.assert_has("Wants to follow you");
    owen.submit(
        &page,
        &format!("/people/{amira}/accept"),
        &[("return_to", "/@amira")],
    )
    .await;
    owen.get("/@amira").await.assert_has("Follows you");
}

#[actix_web::test]
async fn whoever_blocks_on_a_post_lands_where_they_may_be() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    follow(&app, amira, owen).await;
    let id = private(&app, owen, "For followers.").await;
    let browser = app.signed_in("amira").await;
    let here = format!("/@owen/{id}");
    let page = browser.get(&here).await;
    let there = format!("{here}#p{id}");
    let block = format!("/people/{owen}/block");
    page.assert_has(&block);
    let answer = browser
        .submit(&page, &block, &[("return_to", &there)])
        .await;
    assert_eq!(answer.location(), "/@owen");
    browser
        .get("/@owen")
        .await
        .assert_has("They are blocked")
        .assert_has("Blocked by you")
        .assert_lacks("For followers.");
    browser.get(&here).await.assert_status(404);
    // Elsewhere it comes back as ever.
    let fields = [("return_to", "/home#p1")];
    let answer = browser.submit(&page, &block, &fields).await;
    assert_eq!(answer.location(), "/home#p1");
}

#[actix_web::test]
async fn tabs_show_parts_of_what_somebody_posted() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    let first = post(&app, owen, text("The first.")).await;
    let reply = staffroom_service::statuses::NewStatus {
        in_reply_to: Some(first),
        ..text("An answer.")
    };
    post(&app, amira, reply).await;
    private(&app, amira, "Only for followers.").await;
    post(&app, amira, text("My own.")).await;
    let stranger = app.browser();
    stranger
        .get("/@amira")
        .await
        .assert_has("My own.")
        .assert_lacks("An answer.");
    stranger
        .get("/@amira?tab=replies")
        .await
        .assert_has("My own.")
        .assert_has("An answer.")
        .assert_lacks("Only for followers.");
    for tab in ["media", "practices"] {
        let page = stranger.get(&format!("/@amira?tab={tab}")).await;
        page.assert_ok()
            .assert_has("Nothing that you may see yet.")
            .assert_has(&format!(
                "href=\"https://school.example/@amira?tab={tab}\" aria-current"
            ));
    }
    stranger
        .get("/@amira?tab=%3Cb%3E")
        .await
        .assert_has("My own.");
}

#[actix_web::test]
async fn who_follows_whom_is_told_as_they_wish() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    follow(&app, owen, amira).await;
    let stranger = app.browser();
    let page = stranger.get("/@amira/followers").await;
    page.assert_ok().assert_has("@owen");
    insta::assert_snapshot!("followers", page.normalised());
    let welsh = stranger.get_welsh("/@amira/followers").await;
    insta::assert_snapshot!("followers_cy", welsh.normalised());
    stranger.get("/@owen/following").await.assert_has("@amira");
    stranger
        .get("/@amira/following")
        .await
        .assert_has("Nobody is to be shown here.");
    let edit = ProfileEdit {
        hides_network: Some(true),
        ..ProfileEdit::default()
    };
    profiles::edit(&app.ctx, amira, edit).await.unwrap();
    for path in ["/@amira/followers", "/@amira/following"] {
        stranger
            .get(path)
            .await
            .assert_has("They keep this to themselves.")
            .assert_lacks("@owen");
    }
    stranger.get("/@amira").await.assert_lacks("1 follower");
    let own = app.signed_in("amira").await;
    own.get("/@amira/followers").await.assert_has("@owen");
    // Whoever is blocked sees nobody.
    follows::block(&app.ctx, owen, amira).await.unwrap();
    own.get("/@owen/following")
        .await
        .assert_has("Nobody is to be shown here.");
    for path in ["/@nobody/followers", "/@bo@b.example/followers"] {
        stranger.get(path).await.assert_status(404);
    }
}

#[actix_web::test]
async fn a_group_says_how_to_join_and_who_looks_after_it() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let group = accounts::create_actor(&app.ctx, ActorKind::Group, "maths", "Maths").await;
    let group = group.unwrap().id;
    groups::set_moderator(&app.ctx, group, amira, true)
        .await
        .unwrap();
    follow(&app, amira, group).await;
    let page = app.browser().get("/@maths").await;
    page.assert_ok()
        .assert_has("1 member</a>")
        .assert_has("To join, follow the group.")
        .assert_has("Looked after by");
    insta::assert_snapshot!("group", page.normalised());
    let welsh = app.browser().get_welsh("/@maths").await;
    insta::assert_snapshot!("group_cy", welsh.normalised());
}

/// Catalogue 9.
#[actix_web::test]
async fn a_profile_of_another_server_is_shown_as_text() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let author = bo(&app, HOSTILE[1]).await;
    from_elsewhere(&app, &author, HOSTILE[0]).await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/@bo@b.example").await;
    page.assert_ok()
        .assert_has("https://b.example/@bo")
        .assert_has("name=\"robots\" content=\"noindex");
    assert_harmless(&page.text);
    follow(&app, amira, author.id).await;
    // They have not let her yet.
    let page = browser.get("/@amira/following").await;
    page.assert_lacks("/@bo@b.example");
    let_in(&app, amira, &author).await;
    let page = browser.get("/@amira/following").await;
    page.assert_has("/@bo@b.example")
        .assert_lacks("rel=\"next\"");
    assert_harmless(&page.text);
    let page = browser.get("/@bo@b.example/followers").await;
    page.assert_has("Only those who are known here.");
}
