//! People, posts and follows that tests begin with.

use staffroom_domain::{AccountId, ActorKind, Role, StatusId, Visibility};
use staffroom_service::accounts::AccountRow;
use staffroom_service::follows::{self, Wishes};
use staffroom_service::statuses::{self, Draft, NewStatus, StatusRow};
use staffroom_service::{DbError, Tx};
use staffroom_testkit::db;

use crate::app::TestApp;

/// HTML and names of people who mean harm.
pub(crate) const HOSTILE: [&str; 4] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(2)>",
    "</article></main><h1>x</h1>",
    "javascript:alert(3)",
];

/// Panics where a page has any of it as elements.
#[track_caller]
pub(crate) fn assert_harmless(text: &str) {
    assert_eq!(text.matches("</main>").count(), 1, "{text}");
    for bad in ["<script", "<img src=x", "href=\"javascript:"] {
        assert!(!text.contains(bad), "{bad} in {text}");
    }
}

pub(crate) fn text(text: &str) -> NewStatus {
    NewStatus {
        text: text.to_owned(),
        language: Some("en".to_owned()),
        ..NewStatus::default()
    }
}

pub(crate) async fn teacher(app: &TestApp, name: &str) -> AccountId {
    app.user(name, &[Role::Teacher]).await.account.id
}

/// A post of a later minute than the one before.
pub(crate) async fn post(app: &TestApp, by: AccountId, new: NewStatus) -> StatusId {
    app.advance(std::time::Duration::from_mins(1));
    statuses::publish(&app.ctx, by, new).await.unwrap()
}

pub(crate) async fn private(app: &TestApp, by: AccountId, words: &str) -> StatusId {
    let new = NewStatus {
        visibility: Some(Visibility::Private),
        ..text(words)
    };
    post(app, by, new).await
}

pub(crate) async fn follow(app: &TestApp, by: AccountId, target: AccountId) {
    follows::follow(&app.ctx, by, target, Wishes::default())
        .await
        .unwrap();
}

/// Somebody of another server lets somebody here follow them.
pub(crate) async fn let_in(app: &TestApp, by: AccountId, target: &AccountRow) {
    let target = target.clone();
    let done = app.ctx.transact(move |tx: &mut Tx<'_>| {
        let by = db::accounts::find(tx.conn, by)?.expect("they are here");
        let row = db::follows::find(tx.conn, by.id, target.id)?.expect("they asked");
        follows::accept_in(tx, &by, &target, &row)
    });
    done.await.unwrap();
}

/// Somebody of another server, `@bo@b.example`.
pub(crate) async fn bo(app: &TestApp, name: &str) -> AccountRow {
    let (id, name): (AccountId, String) = (app.ctx.new_id(), name.to_owned());
    let kept = app.ctx.transact(move |tx: &mut Tx<'_>| {
        let row = AccountRow {
            domain: "b.example".to_owned(),
            username: "bo".to_owned(),
            username_folded: "bo".to_owned(),
            display_name: name,
            uri: Some("https://b.example/users/bo".to_owned()),
            url: Some("https://b.example/@bo".to_owned()),
            ..AccountRow::blank(id, ActorKind::Person, tx.now)
        };
        db::accounts::insert(tx.conn, row.clone())?;
        Ok::<_, DbError>(row)
    });
    kept.await.unwrap()
}

/// What they posted, as their server sent it.
pub(crate) async fn from_elsewhere(app: &TestApp, author: &AccountRow, html: &str) -> StatusRow {
    app.advance(std::time::Duration::from_mins(1));
    let (author, html) = (author.clone(), html.to_owned());
    let number = app.statements();
    let stored = app.ctx.transact(move |tx| {
        let draft = Draft {
            uri: Some(format!("https://b.example/posts/{number}")),
            url: Some(format!("https://b.example/@bo/{number}")),
            content: html,
            ..Draft::note(author, tx.now)
        };
        statuses::store(tx, draft)
    });
    stored.await.unwrap()
}
