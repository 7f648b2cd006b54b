//! What everybody here is told: who may tell it, what cannot be, how long it is shown, and that it is noted.

use std::time::Duration;

use staffroom_domain::{AnnouncementId, Role, Timestamp};
use staffroom_service::announcements::{self, AnnouncementRow, MAX_TEXT, NewAnnouncement};
use staffroom_service::staff::{self, By, Kind, StaffAnnouncementError, StaffError};
use staffroom_service::users::UserWithAccount;
use staffroom_testkit::{TestApp, TestDb, db_test};

fn saying(text: &str) -> NewAnnouncement {
    NewAnnouncement {
        text: text.to_owned(),
        ..NewAnnouncement::default()
    }
}

/// A moment of September 2026, in UTC.
fn september(day: i64, hour: i64) -> Timestamp {
    const FIRST: i64 = 1_788_220_800;
    Timestamp::from_secs(FIRST + ((day - 1) * 24 + hour) * 3_600)
}

async fn user(app: &TestApp, name: &str, role: Role) -> UserWithAccount {
    app.user(name).role(role).build().await
}

async fn shown(app: &TestApp, to: &UserWithAccount) -> Vec<AnnouncementId> {
    let shown = announcements::shown_to(app.ctx(), to.user.id, false).await;
    let shown: Vec<AnnouncementId> = shown.unwrap().all.iter().map(|it| it.row.id).collect();
    let unread = announcements::unread_by(app.ctx(), to.user.id).await;
    let unread: Vec<AnnouncementId> = unread.unwrap().iter().map(|row| row.id).collect();
    assert_eq!(unread, shown, "apps and pages show the same");
    shown
}

/// The log, the latest first: who, what, and in which words.
async fn log(app: &TestApp) -> Vec<(String, String, String)> {
    let rows = staff::log(app.ctx(), By::CommandLine, None, 100).await;
    let rows = rows.unwrap().into_iter();
    rows.map(|row| (row.user_name, row.kind, row.note))
        .collect()
}

/// Checklist 33.
#[db_test]
async fn only_owners_and_administrators_tell_everybody_something(db: TestDb) {
    let app = TestApp::start(db).await;
    let row = staff::announce(app.ctx(), By::CommandLine, saying("Tea.")).await;
    let id = row.unwrap().id;
    for (name, role, may) in [
        ("olga", Role::Owner, true),
        ("adam", Role::Admin, true),
        ("mona", Role::Moderator, false),
        ("lena", Role::SafeguardingLead, false),
        ("cora", Role::Curator, false),
        ("tim", Role::Teacher, false),
    ] {
        let (ctx, by) = (app.ctx(), By::User(user(&app, name, role).await.user.id));
        let told = staff::announce(ctx, by, saying(name)).await;
        assert_eq!(told.is_ok(), may, "{name}");
        let changed = staff::change_announcement(ctx, by, id, saying(name)).await;
        assert_eq!(changed.is_ok(), may, "{name}");
        assert_eq!(staff::announcement(ctx, by, id).await.is_ok(), may);
        let list = staff::announcements(ctx, by, None, 9).await;
        assert_eq!(list.is_ok(), may, "{name}");
        match staff::remove_announcement(ctx, by, AnnouncementId::from(1)).await {
            Ok(is_there) => assert!(may && !is_there, "{name}"),
            Err(StaffError::MayNot) => assert!(!may, "{name}"),
            Err(other) => panic!("{other}"),
        }
    }
    let rows = staff::announcements(app.ctx(), By::CommandLine, None, 9).await;
    assert_eq!(rows.unwrap().len(), 3);
    app.drain().await;
}

#[db_test]
async fn what_changed_is_noted_with_who_did_it_and_nothing_else(db: TestDb) {
    let app = TestApp::start(db).await;
    let (ctx, olga) = (app.ctx(), user(&app, "olga", Role::Owner).await);
    let by = By::User(olga.user.id);
    let row = staff::announce(ctx, by, saying(" Tea\r\nat four. "))
        .await
        .unwrap();
    assert_eq!(row.text, "Tea\nat four.");
    app.clock().advance(Duration::from_mins(1));
    let again = staff::change_announcement(ctx, by, row.id, saying("Tea\nat four.")).await;
    assert!(!again.unwrap(), "it says that already");
    assert_eq!(staff::announcement(ctx, by, row.id).await.unwrap(), row);
    let changed = staff::change_announcement(ctx, by, row.id, saying("Tea at five.")).await;
    assert!(changed.unwrap());
    let after = staff::announcement(ctx, by, row.id).await.unwrap();
    assert_eq!(after.updated_at, ctx.now(), "it moves");
    assert_eq!(after.published_at, row.published_at, "it does not");
    for is_there in [true, false] {
        let removed = staff::remove_announcement(ctx, by, row.id).await;
        assert_eq!(removed.unwrap(), is_there);
    }
    let gone = staff::change_announcement(ctx, by, row.id, saying("Tea.")).await;
    assert!(matches!(
        gone,
        Err(StaffAnnouncementError::Staff(StaffError::NotFound))
    ));
    let noted = |kind: Kind, words: &str| {
        let kind = kind.as_str().to_owned();
        ("olga".to_owned(), kind, words.to_owned())
    };
    assert_eq!(
        log(&app).await,
        [
            noted(Kind::AnnouncementRemoved, ""),
            noted(Kind::AnnouncementChanged, "Tea at five."),
            noted(Kind::AnnouncementMade, "Tea at four."),
        ]
    );
    app.drain().await;
}

#[db_test]
async fn whoever_has_not_seen_what_it_says_does_not_change_it(db: TestDb) {
    let app = TestApp::start(db).await;
    let (ctx, by) = (app.ctx(), By::CommandLine);
    let row = staff::announce(ctx, by, saying("Tea at four.")).await;
    let row = row.unwrap();
    let seen = |text: &str, instead_of| NewAnnouncement {
        instead_of: Some(instead_of),
        ..saying(text)
    };
    app.clock().advance(Duration::from_mins(1));
    let new = seen("Tea at five.", row.updated_at);
    let first = staff::change_announcement(ctx, by, row.id, new).await;
    assert!(first.unwrap());
    app.clock().advance(Duration::from_mins(1));
    let new = seen("Tea at six.", row.updated_at);
    let second = staff::change_announcement(ctx, by, row.id, new).await;
    assert!(matches!(second, Err(StaffAnnouncementError::Changed)));
    let after = staff::announcement(ctx, by, row.id).await.unwrap();
    assert_eq!(after.text, "Tea at five.");
    let new = seen("Tea at six.", after.updated_at);
    let third = staff::change_announcement(ctx, by, row.id, new).await;
    assert!(third.unwrap());
    assert_eq!(log(&app).await.len(), 3, "what was refused is not noted");
    app.drain().await;
}

#[db_test]
async fn what_cannot_be_is_not_told(db: TestDb) {
    let app = TestApp::start(db).await;
    let (ctx, by) = (app.ctx(), By::CommandLine);
    let now = ctx.now();
    let refused = async |new: NewAnnouncement| staff::announce(ctx, by, new).await.unwrap_err();
    assert!(matches!(
        refused(saying(" \n ")).await,
        StaffAnnouncementError::NoText
    ));
    assert!(matches!(
        refused(saying(&"ŵ".repeat(MAX_TEXT + 1))).await,
        StaffAnnouncementError::TooLong
    ));
    let new = NewAnnouncement {
        starts_at: Some(now.plus(Duration::from_mins(5))),
        ends_at: Some(now.plus(Duration::from_mins(5))),
        ..saying("Tea.")
    };
    assert!(matches!(refused(new).await, StaffAnnouncementError::Order));
    let new = NewAnnouncement {
        ends_at: Some(now),
        ..saying("Tea.")
    };
    assert!(matches!(refused(new).await, StaffAnnouncementError::Over));
    assert!(log(&app).await.is_empty(), "nothing was noted");
    staff::announce(ctx, by, saying(&"ŵ".repeat(MAX_TEXT)))
        .await
        .unwrap();
    app.drain().await;
}

#[db_test]
async fn a_day_is_told_until_it_is_over_where_the_instance_is(db: TestDb) {
    let settings = [("instance.time_zone", "America/New_York")];
    let app = TestApp::with_settings(db, &settings).await;
    let tim = user(&app, "tim", Role::Teacher).await;
    let (ctx, by) = (app.ctx(), By::CommandLine);
    let to = |end: Timestamp| app.clock().advance(end.since(app.ctx().now()));
    to(september(1, 12));
    let on = |starts_at, ends_at| NewAnnouncement {
        starts_at,
        ends_at,
        all_day: true,
        ..saying("The server is off.")
    };
    // One day is beginning and end.
    let day = Some(september(5, 7));
    let row = staff::announce(ctx, by, on(day, day)).await.unwrap();
    assert_eq!(row.starts_at, Some(september(5, 0).as_micros()));
    let endless = staff::announce(ctx, by, on(day, None)).await.unwrap();
    let other = staff::announce(ctx, by, on(Some(september(6, 0)), day)).await;
    assert!(matches!(other, Err(StaffAnnouncementError::Order)));
    // At midnight it is four o'clock in UTC.
    to(september(6, 3));
    assert_eq!(shown(&app, &tim).await, [endless.id, row.id]);
    to(september(6, 4));
    assert_eq!(shown(&app, &tim).await, [endless.id]);
    let is_over = |row: &AnnouncementRow| announcements::is_over(ctx, row);
    assert!(is_over(&row) && !is_over(&endless));
    app.drain().await;
}

#[db_test]
async fn what_somebody_has_read_is_shown_to_everybody_else(db: TestDb) {
    let app = TestApp::start(db).await;
    let (tim, tess) = (
        user(&app, "tim", Role::Teacher).await,
        user(&app, "tess", Role::Teacher).await,
    );
    let row = staff::announce(app.ctx(), By::CommandLine, saying("Tea."))
        .await
        .unwrap();
    for _ in 0..2 {
        announcements::dismiss(app.ctx(), tim.user.id, row.id)
            .await
            .unwrap();
    }
    assert!(shown(&app, &tim).await.is_empty());
    assert_eq!(shown(&app, &tess).await, [row.id]);
    // Changed is not told anew.
    staff::change_announcement(app.ctx(), By::CommandLine, row.id, saying("Cake."))
        .await
        .unwrap();
    assert!(shown(&app, &tim).await.is_empty());
    app.drain().await;
}
