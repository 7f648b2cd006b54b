//! Making users, and what they may become.

use staffroom_domain::{EmailAddress, Role, Roles, Username};
use staffroom_service::users::{self, NewUser, UserError};
use staffroom_testkit::{TestApp, TestDb, db_test};

fn new(name: &str, email: Option<&str>) -> NewUser {
    NewUser {
        username: Username::parse(name).unwrap(),
        display_name: "  A\nname ".into(),
        email: email.map(|text| EmailAddress::parse(text).unwrap()),
        roles: Roles::from_iter([Role::Teacher]),
        password: None,
    }
}

#[db_test]
async fn a_name_is_taken_in_any_case_and_leaves_nothing_behind(db: TestDb) {
    let app = TestApp::start(db).await;
    let made = users::create(app.ctx(), new("Amira", Some("a@b.example")))
        .await
        .unwrap();
    assert_eq!(made.account.display_name, "A name");
    let error = users::create(app.ctx(), new("aMIRA", Some("c@d.example")))
        .await
        .unwrap_err();
    assert!(matches!(error, UserError::UsernameTaken(_)), "{error}");
    let error = users::create(app.ctx(), new("bilal", Some("A@B.example")))
        .await
        .unwrap_err();
    assert!(matches!(error, UserError::EmailTaken(_)), "{error}");
    // The account that was written before the address was refused is gone with it.
    assert!(
        users::find_by_name(app.ctx(), "bilal")
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(users::list(app.ctx(), None, 10).await.unwrap().len(), 1);
}

#[db_test]
async fn a_user_is_found_by_handle_or_address_in_any_case(db: TestDb) {
    let app = TestApp::start(db).await;
    let made = app
        .user("Amira")
        .teacher()
        .email("Amira@School.example")
        .build()
        .await;
    for name in ["amira", "@AMIRA", " Amira ", "amira@school.example"] {
        let found = users::find_by_name(app.ctx(), name).await.unwrap().unwrap();
        assert_eq!(found.user.id, made.user.id, "{name}");
    }
    assert!(
        users::find_by_name(app.ctx(), "nobody_here")
            .await
            .unwrap()
            .is_none()
    );
}

#[db_test]
async fn the_last_owner_stays_one(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira").owner().build().await;
    let teacher = Roles::from_iter([Role::Teacher]);
    let error = users::set_roles(app.ctx(), "amira", teacher.clone())
        .await
        .unwrap_err();
    assert!(matches!(error, UserError::LastOwner(_)), "{error}");
    app.user("bilal").owner().build().await;
    let changed = users::set_roles(app.ctx(), "amira", teacher.clone())
        .await
        .unwrap();
    assert_eq!(changed.roles, teacher);
    let error = users::set_roles(app.ctx(), "carol", teacher)
        .await
        .unwrap_err();
    assert!(matches!(error, UserError::NoSuchUser(_)), "{error}");
}

#[db_test]
async fn a_page_of_users_costs_the_same_however_many_there_are(db: TestDb) {
    let app = TestApp::start(db).await;
    let cost = async |limit| {
        let before = app.queries().get();
        assert_eq!(
            users::list(app.ctx(), None, limit).await.unwrap().len(),
            limit as usize
        );
        app.queries().get() - before
    };
    for n in 0..12 {
        app.user(&format!("user{n}")).teacher().build().await;
    }
    assert_eq!(cost(2).await, cost(12).await);
}

#[db_test]
async fn two_owners_who_step_down_at_once_leave_one(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira").owner().build().await;
    app.user("bilal").owner().build().await;
    let teacher = || Roles::from_iter([Role::Teacher]);
    let both = tokio::join!(
        users::set_roles(app.ctx(), "amira", teacher()),
        users::set_roles(app.ctx(), "bilal", teacher()),
    );
    assert!(both.0.is_ok() ^ both.1.is_ok(), "one of them: {both:?}");
}
