//! Those who look after the instance: what each of them may do, and that it is noted.

use std::time::Duration;

use staffroom_domain::{AccountId, Role, StatusId};
use staffroom_service::policies::{self, SUSPEND};
use staffroom_service::reports::{self, NewReport};
use staffroom_service::sessions;
use staffroom_service::staff::{self, By, Decision, Kind, StaffError, Step};
use staffroom_service::statuses::{self, NewStatus, show};
use staffroom_service::users::{self, UserWithAccount};
use staffroom_testkit::{TestApp, TestDb, db, db_test};

async fn user(app: &TestApp, name: &str, role: Role) -> UserWithAccount {
    app.user(name).role(role).build().await
}

async fn kinds(app: &TestApp, by: By) -> Vec<(String, String, String)> {
    let rows = staff::log(app.ctx(), by, None, 100).await.unwrap();
    rows.into_iter()
        .map(|row| (row.user_name, row.kind, row.subject))
        .collect()
}

fn noted(who: &str, kind: Kind, subject: &str) -> (String, String, String) {
    (who.to_owned(), kind.as_str().to_owned(), subject.to_owned())
}

/// Until what a deleted account leaves behind is cleared away, its keys included.
async fn clear(app: &TestApp) {
    app.drain().await;
    app.clock().advance(Duration::from_hours(24 * 10));
    app.drain().await;
}

async fn post(app: &TestApp, by: AccountId) -> StatusId {
    let new = NewStatus {
        text: "a post".to_owned(),
        ..NewStatus::default()
    };
    statuses::publish(app.ctx(), by, new).await.unwrap()
}

/// Checklist 33.
#[db_test]
async fn nobody_judges_people_above_or_beside_them(db: TestDb) {
    let app = TestApp::start(db).await;
    let owner = user(&app, "olga", Role::Owner).await;
    let admin = user(&app, "adam", Role::Admin).await;
    let moderator = user(&app, "mona", Role::Moderator).await;
    let lead = user(&app, "lena", Role::SafeguardingLead).await;
    let teacher = user(&app, "tim", Role::Teacher).await;
    let other = user(&app, "tess", Role::Teacher).await;
    let by = |user: &UserWithAccount| By::User(user.user.id);
    for (who, whom, step, may) in [
        (&teacher, &other, Step::Limit, false),
        (&lead, &other, Step::Limit, false),
        (&moderator, &other, Step::Limit, true),
        (&moderator, &other, Step::Unlimit, true),
        (&moderator, &other, Step::Suspend, true),
        (&moderator, &other, Step::Unsuspend, true),
        (&moderator, &other, Step::Delete, false),
        (&moderator, &lead, Step::Suspend, false),
        (&moderator, &admin, Step::Limit, false),
        (&moderator, &moderator, Step::Limit, false),
        (&admin, &moderator, Step::Limit, true),
        (&admin, &owner, Step::Suspend, false),
        (&owner, &owner, Step::Delete, false),
        (&admin, &other, Step::Delete, true),
    ] {
        let done = staff::act(app.ctx(), by(who), whom.account.id, step, "").await;
        let case = format!(
            "{} {step:?} {}",
            who.account.username, whom.account.username
        );
        match done {
            Ok(_) => assert!(may, "{case}"),
            Err(StaffError::MayNot | StaffError::Itself) => assert!(!may, "{case}"),
            Err(other) => panic!("{case}: {other}"),
        }
    }
    for (who, may) in [
        (&owner, true),
        (&admin, true),
        (&moderator, false),
        (&teacher, false),
    ] {
        let (ctx, by) = (app.ctx(), by(who));
        let bad = policies::decision("bad.example", SUSPEND, ctx.now());
        assert_eq!(staff::save_decisions(ctx, by, vec![bad]).await.is_ok(), may);
        assert_eq!(
            staff::remove_decision(ctx, by, "bad.example").await.is_ok(),
            may
        );
        assert_eq!(staff::failed_jobs(ctx, by, 1).await.is_ok(), may);
        assert_eq!(staff::log(ctx, by, None, 1).await.is_ok(), may);
        assert_eq!(staff::servers(ctx, by).await.is_ok(), may);
    }
    app.drain().await;
    let refused = staff::people(app.ctx(), by(&lead), "").await;
    assert!(matches!(refused, Err(StaffError::MayNot)));
    // Whoever lost a role does nothing more with it.
    users::set_roles(app.ctx(), "mona", [Role::Teacher].into_iter().collect())
        .await
        .unwrap();
    let refused = staff::open(app.ctx(), by(&moderator), true, None, 1).await;
    assert!(matches!(refused, Err(StaffError::MayNot)));
    clear(&app).await;
}

#[db_test]
async fn a_suspended_account_is_seen_by_nobody_and_signs_in_nowhere(db: TestDb) {
    let app = TestApp::start(db).await;
    let moderator = user(&app, "mona", Role::Moderator).await;
    let teacher = user(&app, "tim", Role::Teacher).await;
    let by = By::User(moderator.user.id);
    let id = post(&app, teacher.account.id).await;
    let browser = sessions::Browser {
        address: std::net::Ipv4Addr::LOCALHOST.into(),
        user_agent: String::new(),
    };
    let address = browser.address;
    let (token, _) = sessions::begin(app.ctx(), teacher.clone(), browser.clone())
        .await
        .unwrap();
    let account = teacher.account.id;
    let row = staff::act(app.ctx(), by, account, Step::Suspend, " rude ")
        .await
        .unwrap();
    assert!(row.is_suspended());
    assert!(show(app.ctx(), None, id).await.is_err());
    let held = sessions::authenticate(app.ctx(), &token, address)
        .await
        .unwrap();
    assert!(held.is_none());
    // A session that began meanwhile is none either.
    let (token, _) = sessions::begin(app.ctx(), teacher.clone(), browser)
        .await
        .unwrap();
    let held = sessions::authenticate(app.ctx(), &token, address)
        .await
        .unwrap();
    assert!(held.is_none());
    // Again: nothing happens, and nothing is noted.
    staff::act(app.ctx(), by, account, Step::Suspend, "")
        .await
        .unwrap();
    staff::act(app.ctx(), by, account, Step::Unsuspend, "")
        .await
        .unwrap();
    assert!(show(app.ctx(), None, id).await.is_ok());
    let about = staff::about_account(app.ctx(), by, account, 10)
        .await
        .unwrap();
    let seen: Vec<(&str, &str)> = about
        .iter()
        .map(|row| (row.kind.as_str(), row.note.as_str()))
        .collect();
    assert_eq!(
        seen,
        [("account-unsuspended", ""), ("account-suspended", "rude")]
    );
    assert_eq!(about[0].user_id, Some(moderator.user.id.get()));
    app.drain().await;
}

#[db_test]
async fn a_limit_stays_whatever_is_decided_about_the_server(db: TestDb) {
    let app = TestApp::start(db).await;
    let moderator = user(&app, "mona", Role::Moderator).await;
    let by = By::User(moderator.user.id);
    let now = app.ctx().now();
    let zoe = db::accounts::AccountRow {
        domain: "farm.example".to_owned(),
        username: "zoe".to_owned(),
        username_folded: "zoe".to_owned(),
        uri: Some("https://farm.example/zoe".to_owned()),
        ..db::accounts::AccountRow::blank(
            app.ctx().new_id(),
            staffroom_domain::ActorKind::Person,
            now,
        )
    };
    let (id, made) = (zoe.id, zoe.clone());
    app.ctx()
        .db
        .write(move |conn| db::accounts::insert(conn, made))
        .await
        .unwrap();
    let found = staff::people(app.ctx(), by, "@zoe@farm.example")
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    let row = staff::act(app.ctx(), by, id, Step::Limit, "")
        .await
        .unwrap();
    assert!(row.is_limited());
    let decision = policies::decision("farm.example", SUSPEND, now);
    policies::upsert(app.ctx(), vec![decision]).await.unwrap();
    app.drain().await;
    let person = staff::find(app.ctx(), by, id).await.unwrap();
    assert!(person.account.is_suspended() && person.account.limited_at.is_some());
    policies::remove(app.ctx(), "farm.example").await.unwrap();
    app.drain().await;
    let person = staff::find(app.ctx(), by, id).await.unwrap();
    assert!(person.account.is_limited() && !person.account.is_suspended());
    let row = staff::act(app.ctx(), by, id, Step::Unlimit, "")
        .await
        .unwrap();
    assert!(!row.is_limited());
}

#[db_test]
async fn a_report_is_taken_on_and_decided_once(db: TestDb) {
    let app = TestApp::start(db).await;
    let owner = user(&app, "olga", Role::Owner).await;
    let moderator = user(&app, "mona", Role::Moderator).await;
    let teacher = user(&app, "tim", Role::Teacher).await;
    let by = By::User(moderator.user.id);
    let named = post(&app, teacher.account.id).await;
    let kept = post(&app, teacher.account.id).await;
    let new = NewReport {
        statuses: vec![named],
        comment: "rude".to_owned(),
        ..NewReport::default()
    };
    let target = teacher.account.id;
    let (first, _) = reports::report(app.ctx(), owner.account.id, target, new.clone())
        .await
        .unwrap();
    let (second, _) = reports::report(app.ctx(), owner.account.id, target, new)
        .await
        .unwrap();
    let open = staff::open(app.ctx(), by, true, None, 10).await.unwrap();
    assert_eq!(open.len(), 2);
    // What is reported about oneself is for others to decide.
    let about_her = NewReport {
        comment: "rude".to_owned(),
        ..NewReport::default()
    };
    let (own, _) = reports::report(app.ctx(), target, moderator.account.id, about_her)
        .await
        .unwrap();
    let decided = staff::decide(app.ctx(), by, own.id, Decision::Nothing, "").await;
    assert!(matches!(decided, Err(StaffError::Itself)), "{decided:?}");
    staff::assign(app.ctx(), moderator.user.id, first.id, true)
        .await
        .unwrap();
    let case = staff::case(app.ctx(), by, first.id).await.unwrap();
    assert_eq!(case.taken_by.as_deref(), Some("mona"));
    staff::decide(app.ctx(), by, first.id, Decision::DeletePosts, "it was")
        .await
        .unwrap();
    assert!(show(app.ctx(), None, named).await.is_err());
    assert!(show(app.ctx(), None, kept).await.is_ok());
    for again in [
        staff::decide(app.ctx(), by, first.id, Decision::Suspend, "").await,
        staff::assign(app.ctx(), moderator.user.id, first.id, false).await,
    ] {
        assert!(matches!(again, Err(StaffError::NotFound)));
    }
    let case = staff::case(app.ctx(), by, first.id).await.unwrap();
    let decided = (
        case.view.report.decision.as_deref(),
        case.view.report.decision_note.as_str(),
    );
    assert_eq!(decided, (Some("delete-posts"), "it was"));
    // What cannot be done is not decided either: a moderator does not judge an owner.
    let (about_owner, _) =
        reports::report(app.ctx(), target, owner.account.id, NewReport::default())
            .await
            .unwrap();
    let refused = staff::decide(app.ctx(), by, about_owner.id, Decision::Limit, "").await;
    assert!(matches!(refused, Err(StaffError::MayNot)));
    let open = staff::open(app.ctx(), by, true, None, 10).await.unwrap();
    assert_eq!(open.len(), 3);
    assert!(reports::resolve(app.ctx(), second.id).await.unwrap());
    let about = |id| format!("tim ({id})");
    assert_eq!(
        kinds(&app, By::User(owner.user.id)).await,
        [
            noted("", Kind::ReportDecided, &about(second.id)),
            noted("mona", Kind::ReportDecided, &about(first.id)),
            noted("mona", Kind::PostsDeleted, "tim"),
            noted("mona", Kind::ReportAssigned, &about(first.id)),
        ]
    );
    let long = "x".repeat(staff::MAX_NOTE + 1);
    let refused = staff::decide(app.ctx(), by, about_owner.id, Decision::Nothing, &long).await;
    assert!(matches!(refused, Err(StaffError::TooLong)));
    app.drain().await;
}

#[db_test]
async fn what_the_command_line_does_is_noted(db: TestDb) {
    let app = TestApp::start(db).await;
    user(&app, "olga", Role::Owner).await;
    user(&app, "tim", Role::Teacher).await;
    let ctx = app.ctx();
    users::set_roles(ctx, "tim", [Role::Curator].into_iter().collect())
        .await
        .unwrap();
    users::set_roles(ctx, "tim", [Role::Curator].into_iter().collect())
        .await
        .unwrap();
    users::disable(ctx, "tim").await.unwrap();
    users::enable(ctx, "tim").await.unwrap();
    let bad = policies::decision("bad.example", SUSPEND, ctx.now());
    policies::upsert(ctx, vec![bad]).await.unwrap();
    users::delete(ctx, "tim").await.unwrap();
    // Refused: nothing is noted.
    assert!(users::disable(ctx, "olga").await.is_err());
    assert_eq!(
        kinds(&app, By::CommandLine).await,
        [
            noted("", Kind::AccountDeleted, "tim"),
            noted("", Kind::ServerDecided, "bad.example"),
            noted("", Kind::LoginOpened, "tim"),
            noted("", Kind::LoginClosed, "tim"),
            noted("", Kind::RolesChanged, "tim"),
        ]
    );
    clear(&app).await;
}

#[db_test]
async fn the_last_owner_is_neither_shut_out_nor_alone_with_one_who_is(db: TestDb) {
    let app = TestApp::start(db).await;
    let first = user(&app, "olga", Role::Owner).await;
    let second = user(&app, "otto", Role::Owner).await;
    let by = By::User(first.user.id);
    staff::act(app.ctx(), by, second.account.id, Step::Suspend, "")
        .await
        .unwrap();
    // The other one cannot sign in: then she is the last.
    let refused = users::disable(app.ctx(), "olga").await;
    assert!(matches!(refused, Err(users::UserError::LastOwner(_))));
    let refused = staff::act(
        app.ctx(),
        By::CommandLine,
        first.account.id,
        Step::Delete,
        "",
    )
    .await;
    assert!(matches!(refused, Err(StaffError::LastOwner(_))));
    app.drain().await;
}
