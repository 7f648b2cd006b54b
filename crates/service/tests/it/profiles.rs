//! Actors that nobody signs in to, and how accounts present themselves.

use staffroom_domain::{ActorKind, Event};
use staffroom_service::accounts::{self, AccountError, Field};
use staffroom_service::actors::{self, ActorError, NewActor};
use staffroom_service::profiles::{
    self, MAX_FIELDS, MAX_NAME, MAX_SUMMARY, ProfileEdit, ProfileError,
};
use staffroom_testkit::{TestApp, TestDb, db_test};

use crate::events;

fn group(handle: &str) -> NewActor {
    NewActor {
        kind: ActorKind::Group,
        handle: handle.to_owned(),
        display_name: "  Maths\nLeeds ".to_owned(),
        summary: "For #Maths teachers".to_owned(),
    }
}

#[db_test]
async fn a_group_has_a_handle_that_no_person_and_no_other_has(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira").teacher().build().await;
    let row = actors::create(app.ctx(), group("Maths.Leeds-2026"))
        .await
        .unwrap();
    assert_eq!(row.username, "maths.leeds-2026");
    assert_eq!(row.display_name, "Maths Leeds");
    assert_eq!(row.summary_source, "For #Maths teachers");
    assert!(
        row.summary.contains("class=\"mention hashtag\""),
        "{}",
        row.summary
    );
    assert!(row.discoverable && row.indexable);
    for taken in ["MATHS.leeds-2026", "Amira"] {
        let error = actors::create(app.ctx(), group(taken)).await.unwrap_err();
        assert!(matches!(error, AccountError::Taken(_)), "{error}");
    }
    for bad in ["a..b", "-a", "moderators", ""] {
        let error = actors::create(app.ctx(), group(bad)).await.unwrap_err();
        assert!(matches!(error, AccountError::Handle(_)), "{error}");
    }
    let long = NewActor {
        summary: "a".repeat(MAX_SUMMARY + 1),
        ..group("long")
    };
    let error = actors::create(app.ctx(), long).await.unwrap_err();
    assert!(matches!(error, AccountError::LongSummary), "{error}");
    actors::create(app.ctx(), group("art")).await.unwrap();
    let all = actors::list(app.ctx(), "", 10).await.unwrap();
    let names: Vec<&str> = all.iter().map(|row| row.username.as_str()).collect();
    assert_eq!(
        names,
        ["art", "maths.leeds-2026"],
        "people are not among them"
    );
    let rest = actors::list(app.ctx(), "art", 10).await.unwrap();
    assert_eq!(rest.len(), 1);
}

#[db_test]
async fn accounts_are_found_by_handle_except_the_instances_own(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira").teacher().build().await;
    accounts::ensure_instance_actor(app.ctx()).await.unwrap();
    let found = actors::get(app.ctx(), " @Amira ").await.unwrap();
    assert_eq!(found.username, "amira");
    let error = actors::get(app.ctx(), "instance").await.unwrap_err();
    assert!(matches!(error, ActorError::IsInstance), "{error}");
    let error = actors::get(app.ctx(), "nobody_here").await.unwrap_err();
    assert!(matches!(error, ActorError::NoSuchActor(_)), "{error}");
}

#[db_test]
async fn a_change_is_rendered_and_told_once_and_no_change_is_not_told(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await.account;
    let ben = app.user("ben").teacher().build().await.account;
    events(&app).await;
    let line = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let edit = ProfileEdit {
        display_name: Some("Amira\u{202E} K".to_owned()),
        summary: Some("I teach with @ben <b>".to_owned()),
        fields: Some(vec![
            line(
                "Website",
                "https://school.example/a/very/long/address/of/a/page",
            ),
            line(" ", ""),
            line("Pronouns", "she"),
        ]),
        bot: Some(true),
        locked: Some(true),
        ..ProfileEdit::default()
    };
    let row = profiles::edit(app.ctx(), amira.id, edit.clone())
        .await
        .unwrap();
    assert_eq!(row.display_name, "Amira K");
    assert_eq!(row.summary_source, "I teach with @ben <b>");
    let page = accounts::page(&app.ctx().addresses, &ben);
    assert!(row.summary.contains(&page), "{}", row.summary);
    assert!(row.summary.contains("&lt;b&gt;"), "{}", row.summary);
    assert_eq!(row.actor_kind(), ActorKind::Service);
    assert!(row.locked);
    let fields = accounts::fields(&row);
    assert_eq!(fields.len(), 2, "an empty line is none");
    assert!(fields[0].value.starts_with("<a href="), "{fields:?}");
    assert_eq!(
        fields[1],
        Field {
            name: "Pronouns".into(),
            value: "she".into(),
            source: "she".into()
        }
    );
    let told = Event::ProfileChanged { account: amira.id };
    assert_eq!(events(&app).await, std::slice::from_ref(&told));
    // The same again is no change, and nothing given leaves everything.
    let again = profiles::edit(app.ctx(), amira.id, edit).await.unwrap();
    let nothing = profiles::edit(app.ctx(), amira.id, ProfileEdit::default()).await;
    assert_eq!((&again, &nothing.unwrap()), (&row, &row));
    assert_eq!(events(&app).await, []);
    let person = ProfileEdit {
        bot: Some(false),
        ..ProfileEdit::default()
    };
    let row = profiles::edit(app.ctx(), amira.id, person).await.unwrap();
    assert_eq!(row.actor_kind(), ActorKind::Person);
    assert_eq!(events(&app).await, [told]);
}

#[db_test]
async fn what_is_too_long_is_told_and_changes_nothing(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await.account;
    events(&app).await;
    let line = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let fields = |all| ProfileEdit {
        fields: Some(all),
        ..ProfileEdit::default()
    };
    for edit in [
        ProfileEdit {
            display_name: Some("a".repeat(MAX_NAME + 1)),
            ..ProfileEdit::default()
        },
        ProfileEdit {
            summary: Some("a".repeat(MAX_SUMMARY + 1)),
            ..ProfileEdit::default()
        },
        fields(vec![line("", "a value")]),
        fields(vec![line("a", &"b".repeat(256))]),
        fields(vec![line(&"a".repeat(256), "b")]),
        fields(vec![line("a", "b"); MAX_FIELDS + 1]),
    ] {
        let refused = profiles::edit(app.ctx(), amira.id, edit).await;
        assert!(
            matches!(refused, Err(ProfileError::Invalid(_))),
            "{refused:?}"
        );
    }
    let nobody = profiles::edit(app.ctx(), 7.into(), ProfileEdit::default()).await;
    assert!(matches!(nobody, Err(ProfileError::NotFound)));
    let row = accounts::find(app.ctx(), amira.id).await.unwrap().unwrap();
    assert_eq!(row, amira);
    assert_eq!(events(&app).await, []);
}
