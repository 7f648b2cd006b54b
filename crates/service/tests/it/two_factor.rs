//! A code beside the password.

use std::time::Duration;

use staffroom_service::own_password::OwnPasswordError;
use staffroom_service::sessions::{self, SignInError};
use staffroom_service::two_factor::{self, AskedError, Pending, State, TwoFactorError};
use staffroom_service::users::UserWithAccount;
use staffroom_testkit::{PASSWORD, TestApp, TestDb, db, db_test, one_time_code};

use crate::browser;

/// Turns it on; gives the key and the codes to be written down.
async fn turn_on(app: &TestApp, user: &UserWithAccount) -> (String, Vec<String>) {
    let ctx = app.ctx();
    two_factor::begin(ctx, user, PASSWORD.into()).await.unwrap();
    let State::Begun(setup) = two_factor::state(ctx, user).await.unwrap() else {
        panic!("it is begun");
    };
    let code = one_time_code(&setup.secret, ctx.now());
    let codes = two_factor::confirm(ctx, user, &code).await.unwrap();
    (setup.secret, codes)
}

/// Shows the password.
async fn pending(app: &TestApp) -> Pending {
    match sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(1)).await {
        Err(SignInError::CodeNeeded(pending)) => pending,
        other => panic!("a code should be asked for, not {other:?}"),
    }
}

async fn with_code(app: &TestApp, pending: &Pending, code: &str) -> Result<(), AskedError> {
    let done = two_factor::sign_in(app.ctx(), pending.as_str(), code, browser(1)).await;
    done.map(drop)
}

/// Catalogue 56. Whoever finds the page open later sees no secret on it, and turns nothing on.
#[db_test]
async fn what_was_begun_lapses(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let ctx = app.ctx();
    two_factor::begin(ctx, &amira, PASSWORD.into())
        .await
        .unwrap();
    let State::Begun(setup) = two_factor::state(ctx, &amira).await.unwrap() else {
        panic!("it is begun");
    };
    app.clock().advance(Duration::from_mins(15));
    let state = two_factor::state(ctx, &amira).await.unwrap();
    assert!(matches!(state, State::Off), "{state:?}");
    let code = one_time_code(&setup.secret, ctx.now());
    let late = two_factor::confirm(ctx, &amira, &code).await;
    assert!(matches!(late, Err(TwoFactorError::Changed)), "{late:?}");
    // The password is enough as before, and begins it anew.
    let signed_in = sessions::sign_in(ctx, "amira", PASSWORD.into(), browser(1)).await;
    assert!(signed_in.is_ok());
    turn_on(&app, &amira).await;
}

/// Catalogue 56.
#[db_test]
async fn a_code_signs_in_once(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let (secret, _) = turn_on(&app, &amira).await;
    let pending = pending(&app).await;
    assert!(
        sessions::list(app.ctx(), amira.user.id)
            .await
            .unwrap()
            .is_empty()
    );
    // The code that turned it on is used up.
    let used = one_time_code(&secret, app.ctx().now());
    let again = with_code(&app, &pending, &used).await;
    assert!(matches!(again, Err(AskedError::WrongCode)), "{again:?}");
    app.clock().advance(Duration::from_mins(1));
    let code = one_time_code(&secret, app.ctx().now());
    let (first, second) = futures_util::join!(
        with_code(&app, &pending, &code),
        with_code(&app, &pending, &code)
    );
    assert_ne!(first.is_ok(), second.is_ok(), "one of two");
    // Nor is one of an earlier step taken, that nobody has shown yet.
    let earlier = app.ctx().now().minus(Duration::from_secs(30));
    let again = with_code(&app, &pending, &one_time_code(&secret, earlier)).await;
    assert!(matches!(again, Err(AskedError::WrongCode)), "{again:?}");
    assert_eq!(
        sessions::list(app.ctx(), amira.user.id)
            .await
            .unwrap()
            .len(),
        1
    );
}

/// Catalogue 56.
#[db_test]
async fn what_was_written_down_is_good_once_and_kept_as_a_digest(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let (secret, codes) = turn_on(&app, &amira).await;
    assert_eq!(codes.len(), two_factor::CODES);
    let note = pending(&app).await;
    let typed = codes[0].to_uppercase().replace('-', " ");
    with_code(&app, &note, &typed).await.unwrap();
    let again = with_code(&app, &note, &codes[0]).await;
    assert!(matches!(again, Err(AskedError::WrongCode)), "{again:?}");
    let renewed = two_factor::renew_codes(app.ctx(), &amira, PASSWORD.into()).await;
    let renewed = renewed.unwrap();
    let void = with_code(&app, &note, &codes[1]).await;
    assert!(matches!(void, Err(AskedError::WrongCode)), "{void:?}");
    with_code(&app, &note, &renewed[1]).await.unwrap();
    let id = amira.user.id;
    let row = app
        .ctx()
        .db
        .read(move |conn| db::second_factors::find(conn, id))
        .await
        .unwrap()
        .unwrap();
    assert!(!format!("{row:?}").contains(&secret), "sealed");
    let State::On { codes_left, .. } = two_factor::state(app.ctx(), &amira).await.unwrap() else {
        panic!("it is on");
    };
    assert_eq!(codes_left, 9);
}

/// Catalogue 57.
#[db_test]
async fn nobody_guesses_a_code(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    turn_on(&app, &amira).await;
    let note = pending(&app).await;
    let mut wrong = 0;
    loop {
        match with_code(&app, &note, "000000").await {
            Err(AskedError::WrongCode) => wrong += 1,
            Err(AskedError::TooMany(_)) => break,
            other => panic!("{other:?}"),
        }
        assert!(wrong <= 10, "the attempts are counted");
    }
    // Whoever has no password uses up nobody's attempts, and is told nothing.
    for forged in ["", "1.2.3", &format!("{}x", note.as_str())] {
        let refused = two_factor::sign_in(app.ctx(), forged, "000000", browser(2)).await;
        assert!(matches!(refused, Err(AskedError::Again)), "{forged}");
    }
}

/// Catalogue 56.
#[db_test]
async fn a_password_that_was_shown_is_good_for_a_while_and_for_itself(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let bilal = app.user("bilal").teacher().build().await;
    let (secret, codes) = turn_on(&app, &amira).await;
    let note = pending(&app).await;
    // Of somebody else, by another number in front.
    let (_, rest) = note.as_str().split_once('.').unwrap();
    let other = format!("{}.{rest}", bilal.user.id);
    let refused = two_factor::sign_in(app.ctx(), &other, &codes[0], browser(1)).await;
    assert!(matches!(refused, Err(AskedError::Again)));
    staffroom_service::password_resets::set(app.ctx(), &amira, "seven quiet whiteboards".into())
        .await
        .unwrap();
    let refused = with_code(&app, &note, &codes[0]).await;
    assert!(matches!(refused, Err(AskedError::Again)), "{refused:?}");
    staffroom_service::password_resets::set(app.ctx(), &amira, PASSWORD.into())
        .await
        .unwrap();
    let note = pending(&app).await;
    app.clock().advance(Duration::from_secs(601));
    let refused = with_code(&app, &note, &one_time_code(&secret, app.ctx().now())).await;
    assert!(matches!(refused, Err(AskedError::Again)), "{refused:?}");
}

#[db_test]
async fn it_is_begun_and_taken_away_with_the_password(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let ctx = app.ctx();
    let wrong = two_factor::begin(ctx, &amira, "guess".into()).await;
    assert!(matches!(
        wrong,
        Err(TwoFactorError::Password(OwnPasswordError::Wrong))
    ));
    two_factor::begin(ctx, &amira, PASSWORD.into())
        .await
        .unwrap();
    // Begun is not on.
    sessions::sign_in(ctx, "amira", PASSWORD.into(), browser(1))
        .await
        .unwrap();
    let wrong = two_factor::confirm(ctx, &amira, "000000").await;
    assert!(matches!(wrong, Err(TwoFactorError::WrongCode)));
    two_factor::cancel(ctx, &amira).await.unwrap();
    assert!(matches!(
        two_factor::state(ctx, &amira).await.unwrap(),
        State::Off
    ));
    turn_on(&app, &amira).await;
    // What is on is not begun anew, nor ended without the password.
    let changed = two_factor::begin(ctx, &amira, PASSWORD.into()).await;
    assert!(matches!(changed, Err(TwoFactorError::Changed)));
    two_factor::cancel(ctx, &amira).await.unwrap();
    let wrong = two_factor::turn_off(ctx, &amira, "guess".into()).await;
    assert!(matches!(
        wrong,
        Err(TwoFactorError::Password(OwnPasswordError::Wrong))
    ));
    pending(&app).await;
    two_factor::turn_off(ctx, &amira, PASSWORD.into())
        .await
        .unwrap();
    sessions::sign_in(ctx, "amira", PASSWORD.into(), browser(1))
        .await
        .unwrap();
}

#[db_test]
async fn whoever_runs_the_server_takes_it_away(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    turn_on(&app, &amira).await;
    let (user, was_there) = two_factor::reset(app.ctx(), "Amira").await.unwrap();
    assert!(was_there && user.user.id == amira.user.id);
    sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(1))
        .await
        .unwrap();
    let (_, was_there) = two_factor::reset(app.ctx(), "amira").await.unwrap();
    assert!(!was_there);
    let nobody = two_factor::reset(app.ctx(), "nobody").await;
    assert!(matches!(nobody, Err(TwoFactorError::NoSuchUser(_))));
}
