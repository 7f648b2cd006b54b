//! New passwords.

use std::time::Duration;

use staffroom_service::password_resets::{self, ResetError};
use staffroom_service::sessions;
use staffroom_service::users::UserError;
use staffroom_testkit::{PASSWORD, TestApp, TestDb, db, db_test};

use crate::{HERE, browser, send_at_the_second_attempt, token_in_last_letter};

const NEW: &str = "a lamp and a ladder";

/// Catalogue 56.
#[db_test]
async fn a_mailed_link_sets_a_password_once_and_ends_all_sessions(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira")
        .teacher()
        .email("amira@school.example")
        .build()
        .await;
    let (session, _) = sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(1))
        .await
        .unwrap();
    password_resets::request(app.ctx(), "amira@school.example", [192, 0, 2, 1].into())
        .await
        .unwrap();
    app.drain().await;
    let token = token_in_last_letter(app.mail());
    password_resets::set_by_link(app.ctx(), &token, NEW.into(), HERE)
        .await
        .unwrap();

    let address = [192, 0, 2, 1].into();
    assert!(
        sessions::authenticate(app.ctx(), &session, address)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(1))
            .await
            .is_err()
    );
    sessions::sign_in(app.ctx(), "amira", NEW.into(), browser(1))
        .await
        .unwrap();
    let error = password_resets::set_by_link(app.ctx(), &token, NEW.into(), HERE)
        .await
        .unwrap_err();
    assert!(matches!(error, ResetError::NotOpen), "{error}");
    app.drain().await;
    let (notice, _) = app.mail().all().pop().unwrap();
    assert!(
        notice.subject.contains("was changed"),
        "its owner is told: {}",
        notice.subject
    );
}

#[db_test]
async fn whether_there_is_such_a_user_is_not_told(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("no_address").teacher().build().await;
    for name in ["no_address", "nobody_here", "nobody@school.example", ""] {
        password_resets::request(app.ctx(), name, [192, 0, 2, 1].into())
            .await
            .unwrap();
    }
    app.drain().await;
    assert!(app.mail().all().is_empty());
}

#[db_test]
async fn letters_to_one_person_are_limited(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira")
        .teacher()
        .email("amira@school.example")
        .build()
        .await;
    for _ in 0..3 {
        password_resets::request(app.ctx(), "amira", [192, 0, 2, 1].into())
            .await
            .unwrap();
    }
    let error = password_resets::request(app.ctx(), "amira", [192, 0, 2, 2].into()).await;
    assert!(matches!(error, Err(ResetError::TooMany(_))));
    app.drain().await;
    assert_eq!(app.mail().all().len(), 3);
}

#[db_test]
async fn a_link_ends_after_a_day_and_with_every_change(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let old = password_resets::create_link(app.ctx(), amira.user.id)
        .await
        .unwrap();
    let token = |link: &str| link.rsplit('/').next().unwrap().to_owned();
    password_resets::set(app.ctx(), &amira, NEW.into())
        .await
        .unwrap();
    let error = password_resets::open(app.ctx(), &token(&old.link), HERE)
        .await
        .unwrap_err();
    assert!(matches!(error, ResetError::NotOpen), "{error}");
    let late = password_resets::create_link(app.ctx(), amira.user.id)
        .await
        .unwrap();
    app.clock().advance(Duration::from_hours(25));
    let error = password_resets::open(app.ctx(), &token(&late.link), HERE)
        .await
        .unwrap_err();
    assert!(matches!(error, ResetError::NotOpen), "{error}");
}

#[db_test]
async fn a_change_needs_the_current_password_and_keeps_this_browser(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let (here, this) = sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(1))
        .await
        .unwrap();
    let (there, _) = sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(2))
        .await
        .unwrap();
    let change = async |current: &str, new: &str| {
        password_resets::change(app.ctx(), &amira, this.session, current.into(), new.into()).await
    };
    assert!(matches!(
        change("wrong words", NEW).await,
        Err(ResetError::WrongPassword)
    ));
    let short = change(PASSWORD, "short").await;
    assert!(
        matches!(short, Err(ResetError::User(UserError::Password(_)))),
        "{short:?}"
    );
    change(PASSWORD, NEW).await.unwrap();
    let address = [192, 0, 2, 1].into();
    assert!(
        sessions::authenticate(app.ctx(), &here, address)
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        sessions::authenticate(app.ctx(), &there, address)
            .await
            .unwrap()
            .is_none()
    );
}

#[db_test]
async fn without_a_mail_server_the_pages_can_say_so(db: TestDb) {
    let app = TestApp::with_settings(db, &[]).await;
    let error = password_resets::request(app.ctx(), "amira", [192, 0, 2, 1].into()).await;
    assert!(matches!(error, Err(ResetError::NoMail)));
}

#[db_test]
async fn a_waiting_letter_has_no_link_in_it(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira")
        .teacher()
        .email("amira@school.example")
        .build()
        .await;
    password_resets::request(app.ctx(), "amira", HERE)
        .await
        .unwrap();
    let (token, queued) = send_at_the_second_attempt(&app).await;
    assert!(
        queued
            .iter()
            .any(|text| text.contains("amira@school.example"))
    );
    for text in queued {
        assert!(!text.contains(&token), "{text}");
    }
    let user = password_resets::open(app.ctx(), &token, HERE)
        .await
        .unwrap();
    assert_eq!(user.account.username, "amira");
}

#[db_test]
async fn a_change_counts_only_for_the_password_that_was_checked(db: TestDb) {
    let app = TestApp::start(db).await;
    let before = app.user("amira").teacher().build().await;
    let (_, this) = sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(1))
        .await
        .unwrap();
    // Another request was faster, after this one had read the user.
    password_resets::change(
        app.ctx(),
        &before,
        this.session,
        PASSWORD.into(),
        NEW.into(),
    )
    .await
    .unwrap();
    let late = password_resets::change(
        app.ctx(),
        &before,
        this.session,
        PASSWORD.into(),
        "a third way in".into(),
    )
    .await;
    assert!(matches!(late, Err(ResetError::WrongPassword)), "{late:?}");
    sessions::sign_in(app.ctx(), "amira", NEW.into(), browser(1))
        .await
        .unwrap();
}

#[db_test]
async fn an_ended_session_or_a_closed_login_changes_nothing(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let (id, now) = (amira.user.id, app.ctx().now());
    let link = password_resets::create_link(app.ctx(), id).await.unwrap();
    let token = link.link.rsplit('/').next().unwrap();
    let sign_in = async || {
        sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(1))
            .await
            .unwrap()
            .1
            .session
    };
    let (ended, open) = (sign_in().await, sign_in().await);
    sessions::revoke(app.ctx(), id, ended).await.unwrap();
    let change = async |session| {
        password_resets::change(app.ctx(), &amira, session, PASSWORD.into(), NEW.into()).await
    };
    let refused = change(ended).await;
    assert!(
        matches!(refused, Err(ResetError::WrongPassword)),
        "{refused:?}"
    );
    app.ctx()
        .db
        .write(move |conn| db::testing::disable_user(conn, id, now))
        .await
        .unwrap();
    let refused = change(open).await;
    assert!(
        matches!(refused, Err(ResetError::WrongPassword)),
        "{refused:?}"
    );
    let refused = password_resets::set_by_link(app.ctx(), token, NEW.into(), HERE).await;
    assert!(matches!(refused, Err(ResetError::NotOpen)), "{refused:?}");
}

#[db_test]
async fn of_two_links_used_at_once_one_sets_the_password(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let new = password_resets::create_link(app.ctx(), amira.user.id).await;
        tokens.push(new.unwrap().link.rsplit('/').next().unwrap().to_owned());
    }
    let set = |token| password_resets::set_by_link(app.ctx(), token, NEW.into(), HERE);
    let (first, second) = futures_util::future::join(set(&tokens[0]), set(&tokens[1])).await;
    assert_eq!(
        u8::from(first.is_ok()) + u8::from(second.is_ok()),
        1,
        "{first:?} {second:?}"
    );
}

#[db_test]
async fn changing_and_signing_in_are_counted_apart(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let (_, this) = sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(1))
        .await
        .unwrap();
    let change = async || {
        let wrong = "wrong words".to_owned();
        password_resets::change(app.ctx(), &amira, this.session, wrong, NEW.into()).await
    };
    for _ in 0..10 {
        assert!(matches!(change().await, Err(ResetError::WrongPassword)));
    }
    assert!(matches!(change().await, Err(ResetError::TooMany(_))));
    sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(1))
        .await
        .unwrap();
}

#[db_test]
async fn links_are_tried_only_so_often_from_one_network(db: TestDb) {
    let app = TestApp::start(db).await;
    let made_up = "A".repeat(43);
    let tried = async |n: u32| match n % 2 {
        0 => password_resets::open(app.ctx(), &made_up, HERE).await,
        _ => password_resets::set_by_link(app.ctx(), &made_up, NEW.into(), HERE).await,
    };
    for n in 0..60 {
        let refused = tried(n).await;
        assert!(matches!(refused, Err(ResetError::NotOpen)), "{refused:?}");
    }
    for n in 0..2 {
        let refused = tried(n).await;
        assert!(
            matches!(refused, Err(ResetError::TooMany(_))),
            "{refused:?}"
        );
    }
}
