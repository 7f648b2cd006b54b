//! Rows of files of people here, and of pages that posts link to.

use std::time::Duration;

use staffroom_domain::{AccountId, AttachmentId, StatusId, Timestamp};
use staffroom_service::media::{UploadRow, prune_uploads, totals};
use staffroom_service::statuses::StatusError;
use staffroom_testkit::{TestApp, TestDb, db, db_test};

const DAY: Duration = Duration::from_hours(24);

/// Files of somebody, each of 3 GiB, which nothing shows.
async fn files(app: &TestApp, number: usize) -> (AccountId, Vec<AttachmentId>) {
    let owner = app.user("amira").teacher().build().await.account.id;
    (owner, files_of(app, owner, number).await)
}

/// The same of somebody who is there.
pub(crate) async fn files_of(app: &TestApp, owner: AccountId, number: usize) -> Vec<AttachmentId> {
    let now = app.ctx().now();
    let ids: Vec<AttachmentId> = (0..number).map(|_| app.ctx().new_id()).collect();
    let rows: Vec<UploadRow> = ids
        .iter()
        .map(|id| UploadRow {
            id: *id,
            account_id: Some(owner.get()),
            purpose: "attachment".to_owned(),
            state: UploadRow::READY.to_owned(),
            kind: "image".to_owned(),
            media_type: "image/png".to_owned(),
            path: format!("media/ab/{id}.png"),
            small_path: None,
            description: None,
            blurhash: None,
            focus_x: None,
            focus_y: None,
            width: None,
            height: None,
            small_width: None,
            small_height: None,
            duration_ms: None,
            size: 3 << 30,
            failure: None,
            status_id: None,
            created_at: now,
            expires_at: Some(now.plus(DAY).as_micros()),
        })
        .collect();
    let write = app.ctx().db.write(move |conn| {
        for row in rows {
            db::uploads::insert(conn, row)?;
        }
        Ok::<_, db::DbError>(())
    });
    write.await.unwrap();
    ids
}

#[db_test]
async fn files_are_counted_with_their_bytes(db: TestDb) {
    let app = TestApp::start(db).await;
    let none = totals(app.ctx()).await.unwrap();
    assert_eq!((none.uploads, none.upload_bytes), (0, 0));
    assert_eq!((none.remote, none.remote_bytes), (0, 0));
    files(&app, 3).await;
    let three = totals(app.ctx()).await.unwrap();
    assert_eq!((three.uploads, three.upload_bytes), (3, 9 << 30));
}

#[db_test]
async fn what_is_being_removed_is_taken_by_nothing(db: TestDb) {
    let app = TestApp::start(db).await;
    let (owner, ids) = files(&app, 3).await;
    let claim = async |id: AttachmentId| {
        let claimed = app.ctx().transact(move |tx| {
            let files = staffroom_service::media::claim_in(tx, owner, &[id])?;
            Ok::<_, StatusError>(files.len())
        });
        claimed.await
    };
    assert_eq!(claim(ids[0]).await.unwrap(), 1);
    let status = StatusId::from(17);
    let (shown, now): (Vec<_>, Timestamp) = (ids[1..].to_vec(), app.ctx().now());
    let (stays, goes) = (ids[2], ids[1]);
    let write = app.ctx().db.write(move |conn| {
        assert_eq!(db::uploads::attach(conn, &shown, status)?, 2);
        // The status shows one of them no more, and it is being removed.
        db::uploads::release_of_status(conn, status, &[stays], now)?;
        let marked = db::uploads::mark_expired(conn, now, 10)?;
        assert_eq!(marked.iter().map(|row| row.id).collect::<Vec<_>>(), [goes]);
        // The status is deleted, and its files may be used again.
        db::uploads::give_back(conn, status, now.plus(DAY))?;
        db::uploads::keep_until(conn, &[goes], Some(now.plus(DAY)))?;
        assert_eq!(db::uploads::attach(conn, &[goes], status)?, 0);
        Ok::<_, db::DbError>(())
    });
    write.await.unwrap();
    assert_eq!(claim(stays).await.unwrap(), 1);
    claim(goes).await.unwrap_err();
    assert_eq!(prune_uploads(app.ctx()).await.unwrap().files, 1);

    // What nobody has used in time is not used either, whether it is removed yet or not.
    app.clock().advance(DAY);
    claim(ids[0]).await.unwrap_err();
    assert_eq!(prune_uploads(app.ctx()).await.unwrap().files, 2);
    assert_eq!(totals(app.ctx()).await.unwrap().uploads, 0);
}

#[db_test]
async fn pages_that_nothing_shows_are_forgotten_after_a_while(db: TestDb) {
    let app = TestApp::start(db).await;
    let by = app.user("amira").teacher().build().await.account.id;
    let new = staffroom_service::statuses::NewStatus {
        text: "https://news.example/kept".to_owned(),
        ..Default::default()
    };
    let status = staffroom_service::statuses::publish(app.ctx(), by, new);
    let (status, now) = (status.await.unwrap(), app.ctx().now());
    let pages = ["kept", "left"].map(|page| db::preview_cards::PreviewCardRow {
        id: app.ctx().new_id(),
        url: format!("https://news.example/{page}"),
        url_digest: page.to_owned(),
        state: db::preview_cards::PreviewCardRow::READY.to_owned(),
        title: page.to_owned(),
        description: String::new(),
        kind: "link".to_owned(),
        author_name: String::new(),
        author_url: String::new(),
        provider_name: String::new(),
        provider_url: String::new(),
        image_url: None,
        image_description: String::new(),
        width: 0,
        height: 0,
        language: None,
        published_at: None,
        created_at: now,
        expires_at: now,
    });
    let write = app.ctx().db.write(move |conn| {
        let shown = pages[0].id;
        for page in pages {
            db::preview_cards::insert(conn, page)?;
        }
        db::preview_cards::link(conn, status, shown)
    });
    write.await.unwrap();
    let pruned = async |before: Timestamp| {
        let prune = app
            .ctx()
            .db
            .write(move |conn| db::preview_cards::prune(conn, before, 10));
        prune.await.unwrap()
    };
    assert_eq!(pruned(now.minus(DAY)).await, 0);
    assert_eq!(pruned(now.plus(DAY)).await, 1);
    assert_eq!(pruned(now.plus(DAY)).await, 0, "what is shown stays");
    crate::events(&app).await;
}
