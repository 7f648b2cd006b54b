//! New passwords.

use std::time::Duration;

use staffroom_service::password_resets::{self, ResetError};
use staffroom_service::sessions;
use staffroom_service::users::UserError;
use staffroom_testkit::{PASSWORD, TestApp, TestDb, db_test};

use crate::{browser, send_at_the_second_attempt, token_in_last_letter};

const NEW: &str = "a lamp and a ladder";

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
    password_resets::set_by_link(app.ctx(), &token, NEW.into())
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
    let error = password_resets::set_by_link(app.ctx(), &token, NEW.into())
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
    let error = password_resets::open(app.ctx(), &token(&old.link))
        .await
        .unwrap_err();
    assert!(matches!(error, ResetError::NotOpen), "{error}");
    let late = password_resets::create_link(app.ctx(), amira.user.id)
        .await
        .unwrap();
    app.clock().advance(Duration::from_hours(25));
    let error = password_resets::open(app.ctx(), &token(&late.link))
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
    password_resets::request(app.ctx(), "amira", [192, 0, 2, 1].into())
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
    let user = password_resets::open(app.ctx(), &token).await.unwrap();
    assert_eq!(user.account.username, "amira");
}
