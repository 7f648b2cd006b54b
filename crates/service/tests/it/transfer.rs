//! Files that somebody takes along and brings.

use std::io::Write as _;
use std::sync::{Arc, OnceLock};

use futures_util::future::BoxFuture;
use staffroom_domain::AccountId;
use staffroom_service::ports::{Directory, DirectoryError, Doors, Found};
use staffroom_service::statuses::bookmark;
use staffroom_service::transfer::{
    self, ImportError, ImportHandler, ImportRow, Kind, MAX_BYTES, Reason, export, imports, problems,
};
use staffroom_service::{domain_blocks, follows, lists, mutes};
use staffroom_testkit::{ApiClient, TestApp, TestDb, db_test};

/// Brings a text as a file, and lets it be taken in.
async fn bring(
    app: &TestApp,
    by: AccountId,
    (kind, overwrite): (Kind, bool),
    text: &str,
) -> ImportRow {
    begin(app, by, (kind, overwrite), text).await.unwrap();
    app.drain().await;
    let row = imports(app.ctx(), by).await.unwrap().remove(0);
    assert!(row.finished_at.is_some(), "{row:?}");
    row
}

async fn begin(
    app: &TestApp,
    by: AccountId,
    what: (Kind, bool),
    text: &str,
) -> Result<(), ImportError> {
    let mut file = staffroom_service::media::Incoming::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let started = transfer::start(app.ctx(), by, what, file).await;
    started.map(drop)
}

async fn somebody(app: &TestApp, name: &str) -> AccountId {
    app.user(name).teacher().build().await.account.id
}

async fn file(app: &TestApp, of: AccountId, kind: Kind) -> String {
    let text = export(app.ctx(), of, kind).await.unwrap();
    let own = app.ctx().config.account_domain();
    text.replace(own.as_str(), "here")
}

#[db_test]
async fn files_are_those_of_mastodon_and_are_taken_in_by_another_account(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let (id, other) = (amira.account.id, somebody(&app, "other").await);
    let (bilal, carys) = (somebody(&app, "bilal").await, somebody(&app, "carys").await);
    let ctx = app.ctx();
    for who in [bilal, carys] {
        follows::follow(ctx, id, who, follows::Wishes::default())
            .await
            .unwrap();
    }
    mutes::mute(ctx, id, carys, false, None).await.unwrap();
    domain_blocks::add(ctx, id, "social.example").await.unwrap();
    let change = lists::ListChange {
        title: Some("=Maths, \"set 1\"".to_owned()),
        ..lists::ListChange::default()
    };
    let list = lists::create(ctx, id, change).await.unwrap();
    lists::add(ctx, id, list.id, vec![bilal]).await.unwrap();
    let client = ApiClient::of(&app, &amira).await;
    let post = serde_json::json!({ "status": "Kept." });
    let made = client.post("/api/v1/statuses", post).await.ok();
    let post = made["id"].as_str().unwrap().parse::<i64>().unwrap().into();
    bookmark(ctx, id, post, true).await.unwrap();
    let dafydd = somebody(&app, "dafydd").await;
    follows::block(ctx, id, dafydd).await.unwrap();
    assert_eq!(
        file(&app, id, Kind::Follows).await,
        "Account address,Show boosts,Notify on new posts,Languages\n\
         carys@here,true,false,\nbilal@here,true,false,\n"
    );
    assert_eq!(
        file(&app, id, Kind::Mutes).await,
        "Account address,Hide notifications\ncarys@here,false\n"
    );
    assert_eq!(file(&app, id, Kind::Blocks).await, "dafydd@here\n");
    assert_eq!(file(&app, id, Kind::Domains).await, "social.example\n");
    assert_eq!(
        file(&app, id, Kind::Lists).await,
        "\"'=Maths, \"\"set 1\"\"\",bilal@here\n"
    );
    for kind in Kind::ALL {
        let text = export(ctx, id, kind).await.unwrap();
        let row = bring(&app, other, (kind, false), &text).await;
        assert_eq!((row.failed, row.done), (0, row.total), "{row:?}");
        assert_eq!(row.content, "");
        let again = export(ctx, other, kind).await.unwrap();
        assert_eq!(again.lines().count(), text.lines().count(), "{kind:?}");
    }
    assert_eq!(imports(ctx, id).await.unwrap(), [], "nobody else's");
}

#[db_test]
async fn bad_lines_are_told_and_the_others_are_taken(db: TestDb) {
    let app = TestApp::start(db).await;
    let (id, bilal) = (somebody(&app, "amira").await, somebody(&app, "bilal").await);
    let text = "@bilal\nnobody_here\n\nnot an address\namira\n<script>alert(1)</script>\n";
    let row = bring(&app, id, (Kind::Follows, false), text).await;
    assert_eq!((row.total, row.failed), (5, 4));
    let told: Vec<(usize, Reason)> = problems(&row)
        .iter()
        .map(|it| (it.line, it.reason))
        .collect();
    assert_eq!(
        told,
        [
            (2, Reason::Nothing),
            (4, Reason::Unreadable),
            (5, Reason::NotPossible),
            (6, Reason::Unreadable),
        ]
    );
    assert!(file(&app, id, Kind::Follows).await.contains("bilal@here"));
    let row = bring(
        &app,
        id,
        (Kind::Bookmarks, false),
        "ftp://a.example\nno address",
    )
    .await;
    assert_eq!(row.failed, 2);
    // Whoever is on a list is followed first.
    follows::unfollow(app.ctx(), id, bilal).await.unwrap();
    let row = bring(&app, id, (Kind::Lists, false), "Maths,bilal").await;
    assert_eq!(problems(&row)[0].reason, Reason::NotFollowed);
}

#[db_test]
async fn what_is_not_in_the_file_goes_only_where_that_is_wanted_and_something_was_right(
    db: TestDb,
) {
    let app = TestApp::start(db).await;
    let id = somebody(&app, "amira").await;
    for name in ["bilal", "carys", "dafydd"] {
        somebody(&app, name).await;
    }
    bring(&app, id, (Kind::Blocks, false), "bilal\ncarys").await;
    bring(&app, id, (Kind::Blocks, false), "dafydd").await;
    assert_eq!(file(&app, id, Kind::Blocks).await.lines().count(), 3);
    bring(&app, id, (Kind::Blocks, true), "nobody_here\n").await;
    assert_eq!(file(&app, id, Kind::Blocks).await.lines().count(), 3);
    bring(&app, id, (Kind::Blocks, true), "Account address\n@CARYS\n").await;
    assert_eq!(file(&app, id, Kind::Blocks).await, "carys@here\n");
    bring(&app, id, (Kind::Domains, false), "a.example\nb.example").await;
    bring(&app, id, (Kind::Domains, true), "B.example\nno domain").await;
    assert_eq!(file(&app, id, Kind::Domains).await, "b.example\n");
}

/// Finds one person under whatever address.
struct Alias(AccountId);

impl Directory for Alias {
    fn find_account<'a>(
        &'a self,
        _username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async { Ok(Some(self.0)) })
    }

    fn find_at<'a>(
        &'a self,
        _address: &'a str,
    ) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn find_doors<'a>(
        &'a self,
        _username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<Doors>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn read_again<'a>(
        &'a self,
        _actor: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }
}

#[db_test]
async fn what_a_file_names_by_another_address_stays_where_it_overwrites(db: TestDb) {
    let app = TestApp::start(db).await;
    let id = somebody(&app, "amira").await;
    let (bilal, carys) = (somebody(&app, "bilal").await, somebody(&app, "carys").await);
    follows::follow(app.ctx(), id, carys, follows::Wishes::default())
        .await
        .unwrap();
    begin(&app, id, (Kind::Follows, true), "b@web.example")
        .await
        .unwrap();
    let import = imports(app.ctx(), id).await.unwrap().remove(0).id;
    let directory: Arc<dyn Directory> = Arc::new(Alias(bilal));
    let handler = ImportHandler {
        ctx: app.ctx().clone(),
        directory: Arc::new(OnceLock::from(directory)),
    };
    handler.go_on(import).await.unwrap();
    let kept = file(&app, id, Kind::Follows).await;
    let kept: Vec<&str> = kept.lines().skip(1).collect();
    assert_eq!(kept, ["bilal@here,true,false,"]);
    app.drain().await;
}

/// Catalogue 54.
#[db_test]
async fn a_file_has_bounds_and_one_is_taken_in_at_a_time(db: TestDb) {
    let app = TestApp::start(db).await;
    let id = somebody(&app, "amira").await;
    let what = (Kind::Domains, false);
    let large = "x".repeat(usize::try_from(MAX_BYTES).unwrap() + 1);
    let refused = begin(&app, id, what, &large).await;
    assert!(matches!(refused, Err(ImportError::TooLarge)));
    let refused = begin(&app, id, what, "a.example\n".repeat(10_001).as_str()).await;
    assert!(matches!(refused, Err(ImportError::TooMany)));
    // More than one job takes in.
    let many: Vec<String> = (0..130).map(|n| format!("a{n}.example")).collect();
    let many = many.join("\n");
    begin(&app, id, what, &many).await.unwrap();
    let refused = begin(&app, id, what, "b.example").await;
    assert!(matches!(refused, Err(ImportError::Running)));
    app.drain().await;
    let row = imports(app.ctx(), id).await.unwrap().remove(0);
    assert_eq!((row.done, row.total, row.failed), (130, 130, 0));
    assert_eq!(file(&app, id, Kind::Domains).await.lines().count(), 130);
    for n in 0..12 {
        bring(&app, id, what, &format!("c{n}.example")).await;
    }
    assert_eq!(
        imports(app.ctx(), id).await.unwrap().len(),
        10,
        "older ones go"
    );
}
