//! Lists that people keep.

use staffroom_service::follows;
use staffroom_service::lists;

use crate::app::TestApp;
use crate::people::{HOSTILE, assert_harmless, follow, post, teacher, text};

#[actix_web::test]
async fn a_list_is_made_filled_changed_and_deleted() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    let ben = teacher(&app, "ben").await;
    follow(&app, amira, owen).await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/lists").await;
    page.assert_ok().assert_has("You have no lists yet.");
    insta::assert_snapshot!("lists_none", page.normalised());
    let welsh = browser.get_welsh("/lists").await;
    insta::assert_snapshot!("lists_none_cy", welsh.normalised());
    let long = "x".repeat(257);
    for title in ["", " ", &long] {
        let answer = browser.submit(&page, "/lists", &[("title", title)]).await;
        answer.assert_status(422).assert_has("href=\"#title\"");
    }
    let answer = browser
        .submit(&page, "/lists", &[("title", " Science ")])
        .await;
    let members = answer.location().to_owned();
    let page = browser.get(&members).await;
    page.assert_has("Nobody is on it yet.");
    for (handle, says) in [
        ("@nobody", "Nobody with that handle is known here."),
        ("@ben", "You do not follow them."),
    ] {
        let answer = browser.submit(&page, &members, &[("handle", handle)]).await;
        answer
            .assert_status(422)
            .assert_has(says)
            .assert_has(&format!("value=\"{handle}\""));
    }
    // Twice is once.
    for _ in 0..2 {
        let answer = browser
            .submit(&page, &members, &[("handle", "@owen")])
            .await;
        assert_eq!(answer.location(), members);
    }
    let page = browser.get(&members).await;
    page.assert_has("Who is on the list &#34;Science&#34;")
        .assert_has("@owen");
    insta::assert_snapshot!("list_members", page.normalised());
    let welsh = browser.get_welsh(&members).await;
    insta::assert_snapshot!("list_members_cy", welsh.normalised());
    let there = members.trim_end_matches("/members").to_owned();
    browser.get(&there).await.assert_has("Nothing is here yet");
    post(&app, owen, text("For the list.")).await;
    post(&app, ben, text("Not for the list.")).await;
    let page = browser.get(&there).await;
    page.assert_has("For the list.")
        .assert_lacks("Not for the list.");
    insta::assert_snapshot!("list", page.normalised());
    let welsh = browser.get_welsh(&there).await;
    insta::assert_snapshot!("list_cy", welsh.normalised());
    let edit = format!("{there}/edit");
    let page = browser.get(&edit).await;
    insta::assert_snapshot!("list_edit", page.normalised());
    let welsh = browser.get_welsh(&edit).await;
    insta::assert_snapshot!("list_edit_cy", welsh.normalised());
    let wrong = [("title", ""), ("replies", "all")];
    browser
        .submit(&page, &edit, &wrong)
        .await
        .assert_status(422)
        .assert_has("href=\"#title\"")
        .assert_has("href=\"#replies\"");
    let fields = [
        ("title", "Physics"),
        ("replies", "none"),
        ("exclusive", "yes"),
    ];
    let answer = browser.submit(&page, &edit, &fields).await;
    assert_eq!(answer.location(), there);
    browser
        .get(&there)
        .await
        .assert_has("The list is changed.")
        .assert_has("<h1><bdi>Physics</bdi></h1>");
    let row = lists::all(&app.ctx, amira).await.unwrap().remove(0);
    assert_eq!((row.replies_policy.as_str(), row.exclusive), ("none", true));
    browser
        .submit(&page, &members, &[("remove", &owen.to_string())])
        .await
        .location();
    browser
        .get(&members)
        .await
        .assert_has("Nobody is on it yet.");
    let answer = browser.submit(&page, &format!("{there}/delete"), &[]).await;
    assert_eq!(answer.location(), "/lists");
    browser
        .get("/lists")
        .await
        .assert_has("The list is deleted.")
        .assert_has("You have no lists yet.");
    browser.get(&there).await.assert_status(404);
}

#[actix_web::test]
async fn somebody_is_put_on_lists_from_their_profile() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    follow(&app, amira, owen).await;
    let browser = app.signed_in("amira").await;
    browser
        .get("/@owen")
        .await
        .assert_has("href=\"/lists?add=@owen\"");
    let page = browser.get("/lists?add=@owen").await;
    let fields = [("title", "Science"), ("add", "@owen")];
    let answer = browser.submit(&page, "/lists", &fields).await;
    let back = answer.location().to_owned();
    let page = browser.get(&back).await;
    page.assert_has("Is on it").assert_has("Take off the list");
    insta::assert_snapshot!("lists_with_somebody", page.normalised());
    let welsh = browser.get_welsh(&back).await;
    insta::assert_snapshot!("lists_with_somebody_cy", welsh.normalised());
    let list = lists::all(&app.ctx, amira).await.unwrap().remove(0).id;
    let members = format!("/lists/{list}/members");
    let owen = owen.to_string();
    let fields = [("remove", owen.as_str()), ("back", "@owen")];
    let answer = browser.submit(&page, &members, &fields).await;
    assert_eq!(answer.location(), back);
    browser.get(&back).await.assert_has("Put on the list");
    browser.get("/lists?add=@nobody").await.assert_status(404);
}

#[actix_web::test]
async fn a_list_is_nobody_elses() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    follow(&app, amira, owen).await;
    let change = lists::ListChange {
        title: Some("About them".to_owned()),
        ..lists::ListChange::default()
    };
    let id = lists::create(&app.ctx, amira, change).await.unwrap().id;
    lists::add(&app.ctx, amira, id, vec![owen]).await.unwrap();
    let other = app.signed_in("owen").await;
    let page = other.get("/lists").await;
    page.assert_lacks("About them");
    for part in ["", "/edit", "/members"] {
        let path = format!("/lists/{id}{part}");
        other.get(&path).await.assert_status(404);
        let stranger = app.browser().get(&path).await;
        assert_eq!(stranger.location(), format!("/sign-in?return_to={path}"));
    }
    for (part, fields) in [
        ("/edit", [("title", "Mine"), ("replies", "none")]),
        ("/members", [("handle", "@amira"), ("back", "")]),
        ("/delete", [("title", ""), ("replies", "")]),
    ] {
        let path = format!("/lists/{id}{part}");
        other.submit(&page, &path, &fields).await.assert_status(404);
        other.post(&path, &fields, &[]).await.assert_status(403);
    }
    // Whom they follow no more, or who blocks them, is not on it.
    follows::block(&app.ctx, owen, amira).await.unwrap();
    let browser = app.signed_in("amira").await;
    browser
        .get(&format!("/lists/{id}/members"))
        .await
        .assert_has("Nobody is on it yet.");
}

/// Catalogue 9.
#[actix_web::test]
async fn what_a_list_is_called_is_only_text() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    for title in HOSTILE {
        let change = lists::ListChange {
            title: Some(title.to_owned()),
            ..lists::ListChange::default()
        };
        let id = lists::create(&app.ctx, amira, change).await.unwrap().id;
        for part in ["", "/edit", "/members"] {
            let page = browser.get(&format!("/lists/{id}{part}")).await;
            page.assert_ok();
            assert_harmless(&page.text);
        }
    }
    assert_harmless(&browser.get("/lists").await.text);
}

#[actix_web::test]
async fn nobody_has_more_lists_than_there_may_be() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    for number in 0..lists::MAX_LISTS {
        let change = lists::ListChange {
            title: Some(format!("List {number}")),
            ..lists::ListChange::default()
        };
        lists::create(&app.ctx, amira, change).await.unwrap();
    }
    let browser = app.signed_in("amira").await;
    let page = browser.get("/lists").await;
    page.assert_has("You have 50 lists.")
        .assert_lacks("name=\"title\"");
    let answer = browser
        .submit(&page, "/lists", &[("title", "One more")])
        .await;
    answer
        .assert_status(422)
        .assert_has("Nobody has more than 50 lists.");
}
