//! Signing in, staying signed in, signing out.

use std::time::Duration;

use staffroom_domain::Timestamp;
use staffroom_service::limits::TooMany;
use staffroom_service::sessions::{self, SignInError};
use staffroom_testkit::{PASSWORD, TestApp, TestDb, db_test};

use crate::browser;

#[db_test]
async fn name_and_password_begin_a_session(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app
        .user("amira")
        .teacher()
        .email("amira@school.example")
        .build()
        .await;
    for name in ["Amira", "amira@SCHOOL.example"] {
        let (token, _) = sessions::sign_in(app.ctx(), name, PASSWORD.into(), browser(1))
            .await
            .unwrap();
        let signed_in = sessions::authenticate(app.ctx(), &token, [192, 0, 2, 1].into())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(signed_in.user.user.id, amira.user.id);
    }
    let list = sessions::list(app.ctx(), amira.user.id).await.unwrap();
    assert_eq!(list.len(), 2);
    assert_eq!(list[0].user_agent, "A test browser", "one line");
}

#[db_test]
async fn a_wrong_name_and_a_wrong_password_look_the_same(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira").teacher().build().await;
    for (name, password) in [
        ("amira", "wrong words"),
        ("nobody_here", PASSWORD),
        ("", ""),
    ] {
        let error = sessions::sign_in(app.ctx(), name, password.into(), browser(1)).await;
        assert!(matches!(error, Err(SignInError::Wrong)), "{name:?}");
    }
    let huge = "x".repeat(5_000);
    let error = sessions::sign_in(app.ctx(), "amira", huge, browser(1)).await;
    assert!(matches!(error, Err(SignInError::Wrong)));
}

/// Catalogue 56.
#[db_test]
async fn a_session_ends_when_unused_and_lives_on_when_used(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira").teacher().build().await;
    let (token, _) = sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(1))
        .await
        .unwrap();
    let holds = async || {
        let address = [198, 51, 100, 7].into();
        sessions::authenticate(app.ctx(), &token, address)
            .await
            .unwrap()
            .is_some()
    };
    let day = Duration::from_hours(24);
    for _ in 0..3 {
        app.clock().advance(day * 29);
        assert!(holds().await, "used within thirty days");
    }
    app.clock().advance(day * 31);
    assert!(!holds().await, "not used for longer");
}

#[db_test]
async fn sessions_are_revoked_one_by_one_and_only_by_their_owner(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let bilal = app.user("bilal").teacher().build().await;
    let sign_in = async |name: &str, n| {
        sessions::sign_in(app.ctx(), name, PASSWORD.into(), browser(n))
            .await
            .unwrap()
    };
    let (token, first) = sign_in("amira", 1).await;
    let (_, second) = sign_in("amira", 2).await;
    sign_in("amira", 3).await;
    assert!(
        !sessions::revoke(app.ctx(), bilal.user.id, first.session)
            .await
            .unwrap()
    );
    assert!(
        sessions::revoke(app.ctx(), amira.user.id, second.session)
            .await
            .unwrap()
    );
    assert!(
        !sessions::revoke(app.ctx(), amira.user.id, second.session)
            .await
            .unwrap()
    );
    assert_eq!(sessions::revoke_others(app.ctx(), &first).await.unwrap(), 1);
    assert!(
        sessions::authenticate(app.ctx(), &token, [192, 0, 2, 1].into())
            .await
            .unwrap()
            .is_some(),
        "the one that is kept"
    );
}

#[db_test]
async fn guessing_is_slowed_down_however_the_name_is_written(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira")
        .teacher()
        .email("amira@school.example")
        .build()
        .await;
    let attempt = async |name: &str, password: &str, from| {
        sessions::sign_in(app.ctx(), name, password.into(), browser(from)).await
    };
    for name in [
        "amira",
        "@amira",
        "AMIRA",
        " Amira ",
        "amira@school.example",
    ]
    .repeat(2)
    {
        assert!(
            matches!(attempt(name, "guess", 1).await, Err(SignInError::Wrong)),
            "{name}"
        );
    }
    // Also with the right password: the one who guesses must not learn it.
    for name in ["@AMIRA", "amira@school.example"] {
        let error = attempt(name, PASSWORD, 1).await;
        assert!(
            matches!(error, Err(SignInError::TooMany(TooMany(_)))),
            "{name}: {error:?}"
        );
    }
    assert!(matches!(
        attempt("@@amira", PASSWORD, 2).await,
        Err(SignInError::Wrong)
    ));
    attempt("amira", PASSWORD, 3)
        .await
        .expect("she is not locked out by a stranger elsewhere");
}

#[db_test]
async fn guessing_from_many_networks_comes_to_an_end_too(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira").teacher().build().await;
    for n in 0..100 {
        let error = sessions::sign_in(app.ctx(), "amira", "guess".into(), browser(n)).await;
        assert!(matches!(error, Err(SignInError::Wrong)), "{n}");
    }
    let error = sessions::sign_in(app.ctx(), "amira", "guess".into(), browser(200)).await;
    assert!(
        matches!(error, Err(SignInError::TooMany(TooMany(_)))),
        "{error:?}"
    );
}

#[db_test]
async fn the_time_of_signing_in_is_kept(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira").teacher().build().await;
    let at = app.clock().advance(Duration::from_mins(5));
    sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(1))
        .await
        .unwrap();
    let amira = staffroom_service::users::get_by_name(app.ctx(), "amira")
        .await
        .unwrap();
    assert_eq!(
        amira.user.last_sign_in_at.map(Timestamp::from_micros),
        Some(at)
    );
}
