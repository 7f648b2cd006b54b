//! Passkeys: added, shown, taken away; and what is brought that should not be.

use std::time::Duration;

use serde_json::Value;
use staffroom_domain::job::ScheduledTask;
use staffroom_service::jobs::run_scheduled;
use staffroom_service::own_password::OwnPasswordError;
use staffroom_service::passkeys::{self, AddError, PasskeySignInError, RemoveError, RenameError};
use staffroom_service::sessions::{self, SignInError};
use staffroom_service::two_factor::{self, Asked, AskedError, State};
use staffroom_service::users::{self, UserWithAccount};
use staffroom_testkit::{Device, PASSWORD, TestApp, TestDb, db, db_test, one_time_code};

use crate::{browser, forget};

/// What this browser alone knows, and that one.
const HERE: &str = "session a";
const THERE: &str = "session b";

/// What a browser is asked for by somebody who adds one.
async fn begun(app: &TestApp, user: &UserWithAccount) -> Value {
    let begun = passkeys::begin(app.ctx(), user, "Phone", PASSWORD.into(), HERE).await;
    begun.unwrap()
}

/// Adds the one that a device makes.
async fn added(app: &TestApp, user: &UserWithAccount, name: &str) -> Device {
    let mut device = Device::at(app.url(), name);
    let made = device.creates(&begun(app, user).await);
    passkeys::add(app.ctx(), user, name, &made, HERE)
        .await
        .unwrap();
    device
}

/// What a browser is asked for by whoever signs in.
async fn asked(app: &TestApp) -> Value {
    let asked = passkeys::begin_sign_in(app.ctx(), HERE, &browser(1)).await;
    asked.unwrap()
}

async fn signs_in(app: &TestApp, answer: &str) -> Result<UserWithAccount, PasskeySignInError> {
    let done = passkeys::sign_in(app.ctx(), answer, HERE, browser(1)).await;
    done.map(|(_, signed_in)| signed_in.user)
}

#[track_caller]
fn is_wrong(done: Result<UserWithAccount, PasskeySignInError>) {
    assert!(
        matches!(done, Err(PasskeySignInError::Wrong)),
        "{:?}",
        done.map(|user| user.account.username)
    );
}

#[db_test]
async fn whoever_has_one_signs_in_with_it_alone(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let asked_for = begun(&app, &amira).await;
    assert_eq!(asked_for["rp"]["id"], "localhost");
    assert_eq!(asked_for["attestation"], "none");
    let chosen = &asked_for["authenticatorSelection"];
    assert_eq!(chosen["userVerification"], "required");
    assert_eq!(chosen["residentKey"], "required");
    let mut device = Device::at(app.url(), "phone");
    let made = device.creates(&asked_for);
    // By 64 bytes that say nothing of who it is.
    assert_eq!(device.user_handle.len(), 64);
    passkeys::add(app.ctx(), &amira, "  My\nphone ", &made, HERE)
        .await
        .unwrap();
    let rows = passkeys::list(app.ctx(), amira.user.id).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].name, "My phone");
    assert_eq!(rows[0].transports, "hybrid internal");
    assert_eq!(rows[0].last_used_at, None);
    app.clock().advance(Duration::from_mins(1));
    let asked_for = asked(&app).await;
    assert_eq!(asked_for["allowCredentials"], Value::Array(Vec::new()));
    assert_eq!(asked_for["userVerification"], "required");
    let user = signs_in(&app, &device.shows(&asked_for)).await.unwrap();
    assert_eq!(user.user.id, amira.user.id);
    let rows = passkeys::list(app.ctx(), amira.user.id).await.unwrap();
    assert_eq!(rows[0].sign_count, 1);
    assert_eq!(rows[0].last_used_at, Some(app.ctx().now().as_micros()));
    let open = sessions::list(app.ctx(), amira.user.id).await.unwrap();
    assert_eq!(open.len(), 1);
    // The password goes on working by itself.
    sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(1))
        .await
        .unwrap();
}

#[db_test]
async fn it_is_added_with_the_password_and_there_are_ten(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let ctx = app.ctx();
    let wrong = passkeys::begin(ctx, &amira, "Phone", "guess".into(), HERE).await;
    assert!(matches!(
        wrong,
        Err(AddError::Password(OwnPasswordError::Wrong))
    ));
    let nameless = passkeys::begin(ctx, &amira, " \n ", PASSWORD.into(), HERE).await;
    assert!(matches!(nameless, Err(AddError::NoName)));
    added(&app, &amira, "phone").await;
    let first = passkeys::list(ctx, amira.user.id).await.unwrap().remove(0);
    let others: Vec<_> = (1..10_u8)
        .map(|n| passkeys::PasskeyRow {
            id: ctx.new_id(),
            credential_id: vec![n],
            ..first.clone()
        })
        .collect();
    let written = ctx.db.write(move |conn| {
        others
            .into_iter()
            .try_for_each(|row| db::passkeys::insert(conn, row))
    });
    written.await.unwrap();
    let eleventh = passkeys::begin(ctx, &amira, "Phone", PASSWORD.into(), HERE).await;
    assert!(matches!(eleventh, Err(AddError::Full)), "{eleventh:?}");
}

#[db_test]
async fn a_credential_id_is_one_passkey(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let bilal = app.user("bilal").teacher().build().await;
    added(&app, &amira, "phone").await;
    let excluded = &begun(&app, &amira).await["excludeCredentials"];
    assert_eq!(excluded.as_array().unwrap().len(), 1, "{excluded}");
    for user in [&amira, &bilal] {
        let mut same = Device::at(app.url(), "phone");
        let made = same.creates(&begun(&app, user).await);
        let twice = passkeys::add(app.ctx(), user, "Phone", &made, HERE).await;
        assert!(matches!(twice, Err(AddError::Known)), "{twice:?}");
    }
}

#[db_test]
async fn what_was_made_elsewhere_or_for_nobody_is_not_added(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let bilal = app.user("bilal").teacher().build().await;
    let wrongs: [fn(&mut Device); 4] = [
        |device| "http://evil.example".clone_into(&mut device.origin),
        |device| "evil.example".clone_into(&mut device.host),
        Device::trusts_anybody,
        |device| device.flags = 0,
    ];
    for wrong in wrongs {
        let mut device = Device::at(app.url(), "phone");
        wrong(&mut device);
        let made = device.creates(&begun(&app, &amira).await);
        let refused = passkeys::add(app.ctx(), &amira, "Phone", &made, HERE).await;
        assert!(matches!(refused, Err(AddError::Refused(_))), "{refused:?}");
        app.clock().advance(Duration::from_mins(5));
    }
    // Of another browser, of somebody else, twice, and too late.
    let made = Device::at(app.url(), "phone").creates(&begun(&app, &amira).await);
    for (user, browser) in [(&amira, THERE), (&bilal, HERE)] {
        let refused = passkeys::add(app.ctx(), user, "Phone", &made, browser).await;
        assert!(matches!(refused, Err(AddError::Again)), "{refused:?}");
    }
    app.clock().advance(Duration::from_mins(5));
    let late = passkeys::add(app.ctx(), &amira, "Phone", &made, HERE).await;
    assert!(matches!(late, Err(AddError::Again)), "{late:?}");
    for garbage in ["", "{}", "[1", "{\"type\":\"public-key\",\"rawId\":\"AA\"}"] {
        let refused = passkeys::add(app.ctx(), &amira, "Phone", garbage, HERE).await;
        assert!(matches!(refused, Err(AddError::Refused(_))), "{refused:?}");
    }
    let none = passkeys::list(app.ctx(), amira.user.id).await.unwrap();
    assert!(none.is_empty());
}

#[db_test]
async fn nobody_signs_in_from_another_site(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let mut device = added(&app, &amira, "phone").await;
    let (origin, host) = (device.origin.clone(), device.host.clone());
    for (wrong_origin, wrong_host) in [
        ("http://evil.example", host.as_str()),
        ("https://localhost", &host),
        ("http://localhost", &host),
        (&origin, "evil.example"),
        (&origin, "LOCALHOST"),
    ] {
        wrong_origin.clone_into(&mut device.origin);
        wrong_host.clone_into(&mut device.host);
        is_wrong(signs_in(&app, &device.shows(&asked(&app).await)).await);
    }
    device.origin = origin;
    device.host = host;
    signs_in(&app, &device.shows(&asked(&app).await))
        .await
        .unwrap();
}

#[db_test]
async fn a_challenge_is_ours_and_good_once_for_a_while(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let mut device = added(&app, &amira, "phone").await;
    // One that nobody gave.
    let invented = device.shows_for(
        "webauthn.get",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    );
    is_wrong(signs_in(&app, &invented).await);
    // One of another browser.
    let shown = device.shows(&asked(&app).await);
    let elsewhere = passkeys::sign_in(app.ctx(), &shown, THERE, browser(1)).await;
    assert!(matches!(elsewhere, Err(PasskeySignInError::Wrong)));
    // Twice, also at once.
    let (first, second) = futures_util::join!(signs_in(&app, &shown), signs_in(&app, &shown));
    assert_ne!(first.is_ok(), second.is_ok(), "one of two");
    is_wrong(signs_in(&app, &shown).await);
    // Also where the passkey does not count, so that its count shows nothing.
    let mut other = added(&app, &amira, "tablet").await;
    other.counts = false;
    let shown = other.shows(&asked(&app).await);
    signs_in(&app, &shown).await.unwrap();
    is_wrong(signs_in(&app, &shown).await);
    // One that failed is used up.
    let question = asked(&app).await;
    let flags = other.flags;
    other.trusts_anybody();
    is_wrong(signs_in(&app, &other.shows(&question)).await);
    other.flags = flags;
    is_wrong(signs_in(&app, &other.shows(&question)).await);
    // Too late.
    let shown = other.shows(&asked(&app).await);
    app.clock().advance(Duration::from_mins(5));
    is_wrong(signs_in(&app, &shown).await);
    // Then they go.
    asked(&app).await;
    app.clock().advance(Duration::from_mins(5));
    let pruned = run_scheduled(app.ctx(), ScheduledTask::PruneExpired).await;
    assert!(pruned.unwrap() >= 2);
}

#[db_test]
async fn what_adds_one_does_not_sign_in_nor_the_other_way_round(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let mut device = added(&app, &amira, "phone").await;
    let to_add = begun(&app, &amira).await;
    let challenge = to_add["challenge"].as_str().unwrap();
    is_wrong(signs_in(&app, &device.shows_for("webauthn.get", challenge)).await);
    let to_show = asked(&app).await;
    let challenge = to_show["challenge"].as_str().unwrap();
    is_wrong(signs_in(&app, &device.shows_for("webauthn.create", challenge)).await);
}

#[db_test]
async fn nobody_signs_in_with_the_passkey_of_somebody_else(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let bilal = app.user("bilal").teacher().build().await;
    let mut hers = added(&app, &amira, "phone").await;
    let mut his = added(&app, &bilal, "tablet").await;
    // His key, called hers; hers, that names him; one that names nobody; one that nobody knows.
    let (her_id, her_handle) = (hers.credential_id.clone(), hers.user_handle.clone());
    his.credential_id.clone_from(&her_id);
    is_wrong(signs_in(&app, &his.shows(&asked(&app).await)).await);
    let his_handle = std::mem::replace(&mut his.user_handle, her_handle.clone());
    is_wrong(signs_in(&app, &his.shows(&asked(&app).await)).await);
    hers.user_handle = his_handle;
    is_wrong(signs_in(&app, &hers.shows(&asked(&app).await)).await);
    hers.user_handle = Vec::new();
    is_wrong(signs_in(&app, &hers.shows(&asked(&app).await)).await);
    hers.user_handle = her_handle;
    hers.credential_id = b"nobody knows this one".to_vec();
    is_wrong(signs_in(&app, &hers.shows(&asked(&app).await)).await);
    hers.credential_id = her_id;
    let user = signs_in(&app, &hers.shows(&asked(&app).await)).await;
    assert_eq!(user.unwrap().user.id, amira.user.id);
}

#[db_test]
async fn the_device_makes_sure_who_it_is_and_counts_on(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let mut device = added(&app, &amira, "phone").await;
    let flags = device.flags;
    device.trusts_anybody();
    is_wrong(signs_in(&app, &device.shows(&asked(&app).await)).await);
    // Nobody there; said to be copied; one that was not to be copied, and is.
    for wrong in [0x04, 0x05 | 0x10, 0x05 | 0x08] {
        device.flags = wrong;
        is_wrong(signs_in(&app, &device.shows(&asked(&app).await)).await);
    }
    device.flags = flags;
    device.sign_count = 10;
    signs_in(&app, &device.shows(&asked(&app).await))
        .await
        .unwrap();
    // As a copy of it would: back, and as far as it was.
    for before in [5, 10] {
        device.sign_count = before;
        is_wrong(signs_in(&app, &device.shows(&asked(&app).await)).await);
    }
    device.counts = false;
    device.sign_count = 0;
    is_wrong(signs_in(&app, &device.shows(&asked(&app).await)).await);
    device.counts = true;
    device.sign_count = 11;
    signs_in(&app, &device.shows(&asked(&app).await))
        .await
        .unwrap();
}

#[db_test]
async fn what_cannot_be_read_is_wrong_like_anything_else(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let mut device = added(&app, &amira, "phone").await;
    let shown = device.shows(&asked(&app).await);
    let whole: Value = serde_json::from_str(&shown).unwrap();
    let mut garbage = vec![
        String::new(),
        "null".to_owned(),
        "[".repeat(10_000),
        "x".repeat(10_000_000),
        shown.replace("public-key", "password"),
    ];
    for member in ["clientDataJSON", "authenticatorData", "signature"] {
        for wrong in [Value::Null, "".into(), "!".into(), "AAAA".into(), 7.into()] {
            let mut cut = whole.clone();
            cut["response"][member] = wrong;
            garbage.push(cut.to_string());
        }
    }
    for garbage in garbage {
        // Each may be read so far that the challenge is used up, and each network only so often.
        let done = passkeys::sign_in(app.ctx(), &garbage, HERE, browser(2)).await;
        assert!(
            matches!(
                done,
                Err(PasskeySignInError::Wrong | PasskeySignInError::TooMany(_))
            ),
            "{garbage:.80}"
        );
    }
}

#[db_test]
async fn a_login_that_is_closed_stays_closed(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let mut device = added(&app, &amira, "phone").await;
    users::disable(app.ctx(), "amira").await.unwrap();
    let shown = device.shows(&asked(&app).await);
    let closed = signs_in(&app, &shown).await;
    assert!(matches!(closed, Err(PasskeySignInError::Disabled)));
    // Whoever cannot show it is not told.
    let (mut other, id) = (Device::at(app.url(), "other"), device.credential_id.clone());
    other.credential_id = id;
    other.user_handle.clone_from(&device.user_handle);
    is_wrong(signs_in(&app, &other.shows(&asked(&app).await)).await);
    users::enable(app.ctx(), "amira").await.unwrap();
    signs_in(&app, &device.shows(&asked(&app).await))
        .await
        .unwrap();
}

#[db_test]
async fn attempts_are_counted(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let mut device = added(&app, &amira, "phone").await;
    device.trusts_anybody();
    let mut wrong = 0;
    loop {
        let shown = device.shows(&asked(&app).await);
        match passkeys::sign_in(app.ctx(), &shown, HERE, browser(3)).await {
            Err(PasskeySignInError::Wrong) => wrong += 1,
            Err(PasskeySignInError::TooMany(_)) => break,
            other => panic!("{other:?}"),
        }
        assert!(wrong <= 10, "as with a password");
    }
    let mut given = 0;
    while passkeys::begin_sign_in(app.ctx(), HERE, &browser(4))
        .await
        .is_ok()
    {
        given += 1;
        assert!(given <= 60, "each has to be noted");
    }
}

#[db_test]
async fn it_is_named_and_taken_away_by_its_owner(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let bilal = app.user("bilal").teacher().build().await;
    let mut device = added(&app, &amira, "phone").await;
    let ctx = app.ctx();
    let id = passkeys::list(ctx, amira.user.id).await.unwrap()[0].id;
    let not_his = passkeys::rename(ctx, bilal.user.id, id, "Mine").await;
    assert!(matches!(not_his, Err(RenameError::Gone)));
    let not_his = passkeys::remove(ctx, &bilal, id, PASSWORD.into()).await;
    assert!(matches!(not_his, Err(RemoveError::Gone)));
    let nameless = passkeys::rename(ctx, amira.user.id, id, " ").await;
    assert!(matches!(nameless, Err(RenameError::NoName)));
    passkeys::rename(ctx, amira.user.id, id, "Old phone")
        .await
        .unwrap();
    let found = passkeys::find(ctx, amira.user.id, id).await.unwrap();
    assert_eq!(found.unwrap().name, "Old phone");
    let wrong = passkeys::remove(ctx, &amira, id, "guess".into()).await;
    assert!(matches!(
        wrong,
        Err(RemoveError::Password(OwnPasswordError::Wrong))
    ));
    let asked = asked(&app).await;
    passkeys::remove(ctx, &amira, id, PASSWORD.into())
        .await
        .unwrap();
    is_wrong(signs_in(&app, &device.shows(&asked)).await);
    // On the same device a new one takes its place: it names the same owner.
    let before = device.user_handle.clone();
    assert_eq!(added(&app, &amira, "phone").await.user_handle, before);
}

#[db_test]
async fn a_password_set_anew_and_whoever_runs_the_server_take_them_away(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let ctx = app.ctx();
    added(&app, &amira, "phone").await;
    staffroom_service::password_resets::set(ctx, &amira, PASSWORD.into())
        .await
        .unwrap();
    let left = passkeys::list(ctx, amira.user.id).await.unwrap();
    assert!(left.is_empty());
    let amira = users::get_by_name(ctx, "amira").await.unwrap();
    added(&app, &amira, "phone").await;
    let (_, was_there) = two_factor::reset(ctx, "amira").await.unwrap();
    assert!(was_there);
    let left = passkeys::list(ctx, amira.user.id).await.unwrap();
    assert!(left.is_empty());
    let (_, was_there) = two_factor::reset(ctx, "amira").await.unwrap();
    assert!(!was_there);
    app.drain().await;
}

#[db_test]
async fn they_go_with_their_owner(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let device = added(&app, &amira, "phone").await;
    users::delete(app.ctx(), "amira").await.unwrap();
    forget(&app).await;
    let id = device.credential_id.clone();
    let found = app.ctx().db.read(move |conn| {
        let handle = db::passkeys::handle(conn, amira.user.id)?;
        Ok::<_, db::DbError>((db::passkeys::find_by_credential(conn, &id)?, handle))
    });
    let (row, handle) = found.await.unwrap();
    assert!(row.is_none() && handle.is_none());
}

/// Shows the password where a code is asked for; gives the note of it.
async fn pending(app: &TestApp, name: &str) -> String {
    match sessions::sign_in(app.ctx(), name, PASSWORD.into(), browser(1)).await {
        Err(SignInError::CodeNeeded(pending)) => pending.as_str().to_owned(),
        other => panic!("a code should be asked for, not {other:?}"),
    }
}

async fn turn_on(app: &TestApp, user: &UserWithAccount) {
    let ctx = app.ctx();
    two_factor::begin(ctx, user, PASSWORD.into()).await.unwrap();
    let State::Begun(setup) = two_factor::state(ctx, user).await.unwrap() else {
        panic!("it is begun");
    };
    let code = one_time_code(&setup.secret, ctx.now());
    two_factor::confirm(ctx, user, &code).await.unwrap();
}

#[db_test]
async fn it_does_instead_of_a_code(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let bilal = app.user("bilal").teacher().build().await;
    let ctx = app.ctx();
    turn_on(&app, &amira).await;
    let note = pending(&app, "amira").await;
    let has_passkeys = |has| Some(Asked { has_passkeys: has });
    assert_eq!(
        two_factor::asked(ctx, &note).await.unwrap(),
        has_passkeys(false)
    );
    let mut hers = added(&app, &amira, "phone").await;
    let mut his = added(&app, &bilal, "tablet").await;
    assert_eq!(
        two_factor::asked(ctx, &note).await.unwrap(),
        has_passkeys(true)
    );
    let begin = async || {
        let asked = two_factor::begin_passkey(ctx, &note, HERE, &browser(1)).await;
        asked.unwrap()
    };
    let with = async |answer: String| {
        let done = two_factor::sign_in_with_passkey(ctx, &note, &answer, HERE, browser(1)).await;
        done.map(|(_, signed_in)| signed_in.user.user.id)
    };
    let asked_for = begin().await;
    let allowed = asked_for["allowCredentials"].as_array().unwrap();
    assert_eq!(allowed.len(), 1);
    assert_eq!(allowed[0]["transports"][0], "hybrid");
    // His, and one for signing in alone.
    let refused = with(his.shows(&asked_for)).await;
    assert!(
        matches!(refused, Err(AskedError::WrongPasskey)),
        "{refused:?}"
    );
    let refused = with(hers.shows(&asked(&app).await)).await;
    assert!(
        matches!(refused, Err(AskedError::WrongPasskey)),
        "{refused:?}"
    );
    // What was asked beside the password does not sign in alone.
    is_wrong(signs_in(&app, &hers.shows(&begin().await)).await);
    // Whom it names need not be said here.
    hers.user_handle = Vec::new();
    let shown = hers.shows(&begin().await);
    let shown = shown.replace("\"userHandle\":\"\"", "\"userHandle\":null");
    assert_eq!(with(shown.clone()).await.unwrap(), amira.user.id);
    let again = with(shown).await;
    assert!(matches!(again, Err(AskedError::WrongPasskey)), "{again:?}");
    // Without the password nobody is asked for anything.
    for forged in ["", "1.2.3"] {
        let refused = two_factor::begin_passkey(ctx, forged, HERE, &browser(1)).await;
        assert!(matches!(refused, Err(AskedError::Again)), "{forged}");
    }
    app.clock().advance(Duration::from_mins(10));
    assert_eq!(two_factor::asked(ctx, &note).await.unwrap(), None);
}

/// Whoever sits at somebody's desk for a minute cannot stay in unnoticed.
#[db_test]
async fn its_owner_is_told_by_mail(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app
        .user("amira")
        .teacher()
        .email("amira@school.example")
        .build()
        .await;
    added(&app, &amira, "phone").await;
    let id = passkeys::list(app.ctx(), amira.user.id).await.unwrap()[0].id;
    turn_on(&app, &amira).await;
    passkeys::remove(app.ctx(), &amira, id, PASSWORD.into())
        .await
        .unwrap();
    two_factor::turn_off(app.ctx(), &amira, PASSWORD.into())
        .await
        .unwrap();
    // There was nothing to turn off any more.
    two_factor::turn_off(app.ctx(), &amira, PASSWORD.into())
        .await
        .unwrap();
    app.drain().await;
    let letters: Vec<String> = app
        .mail()
        .all()
        .into_iter()
        .map(|(letter, _)| {
            assert_eq!(letter.to.as_str(), "amira@school.example");
            assert!(letter.subject.starts_with("How you sign in"));
            letter.text.lines().next().unwrap_or_default().to_owned()
        })
        .collect();
    let login = format!(
        "your login at {} ({})",
        app.ctx().config.instance.name,
        app.url()
    );
    let expected = [
        format!("A passkey was added to {login} just now."),
        format!("From now on {login} asks for a code besides the password."),
        format!("A passkey was taken away from {login} just now."),
        format!("From now on {login} asks for no code besides the password."),
    ];
    assert_eq!(letters, expected);

    // Whoever looks after the server takes away what there is, and says so of nothing else.
    added(&app, &amira, "phone").await;
    two_factor::reset(app.ctx(), "amira").await.unwrap();
    app.drain().await;
    let (last, _) = app.mail().all().pop().unwrap();
    let all = format!("All passkeys were taken away from {login} just now.");
    assert!(last.text.starts_with(&all), "{}", last.text);
    assert_eq!(app.mail().all().len(), letters.len() + 2);
}

#[db_test]
async fn there_are_none_for_a_number(db: TestDb) {
    let settings = [("server.url", "http://127.0.0.1:8080")];
    let app = TestApp::with_settings(db, &settings).await;
    let amira = app.user("amira").teacher().build().await;
    assert!(!passkeys::are_possible(app.ctx()));
    let refused = passkeys::begin(app.ctx(), &amira, "Phone", PASSWORD.into(), HERE).await;
    assert!(matches!(refused, Err(AddError::NotHere)));
    let refused = passkeys::begin_sign_in(app.ctx(), HERE, &browser(1)).await;
    assert!(matches!(refused, Err(PasskeySignInError::Wrong)));
}
