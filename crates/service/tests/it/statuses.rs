//! Posting, changing, deleting, liking, boosting, voting: rules that hold for everybody.

use std::time::Duration;

use staffroom_domain::{AccountId, StatusId, Visibility};
use staffroom_service::accounts::AccountRow;
use staffroom_service::follows::Wishes;
use staffroom_service::statuses::{
    self, NewPoll, NewStatus, Page, StatusEdit, StatusError, StatusView,
};
use staffroom_service::timelines;
use staffroom_testkit::{TestApp, TestDb, db_test};

fn text(text: &str) -> NewStatus {
    NewStatus {
        text: text.to_owned(),
        ..NewStatus::default()
    }
}

async fn person(app: &TestApp, name: &str) -> AccountRow {
    app.user(name).teacher().build().await.account
}

async fn seen(app: &TestApp, by: Option<AccountId>, id: StatusId) -> Option<StatusView> {
    statuses::view(app.ctx(), by, vec![id]).await.unwrap().pop()
}

async fn home(app: &TestApp, of: AccountId) -> Vec<StatusId> {
    let page = Page {
        limit: 20,
        ..Page::default()
    };
    let views = timelines::home(app.ctx(), of, page).await.unwrap();
    views.into_iter().map(|view| view.status.id).collect()
}

#[db_test]
async fn a_post_is_rendered_with_its_people_and_hashtags(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let id = statuses::publish(
        app.ctx(),
        amira.id,
        text("@ben have you seen #ExitTickets?"),
    )
    .await
    .unwrap();
    let view = seen(&app, None, id).await.unwrap();
    assert!(view.status.content.contains("class=\"u-url mention\""));
    assert_eq!(view.mentions.len(), 1);
    assert_eq!(view.mentions[0].account.id, ben.id);
    assert_eq!(view.tags[0].name, "exittickets");
    assert_eq!(view.status.thread_id, id);
    app.drain().await;
}

#[db_test]
async fn what_is_shown_after_posting_is_what_is_there(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, _) = (person(&app, "amira").await, person(&app, "ben").await);
    let mut parent = None;
    for new in [
        text("plain"),
        text("again #Maths #Art #maths"),
        text("@ben look"),
        NewStatus {
            spoiler: "careful".to_owned(),
            ..text("hidden :owl:")
        },
    ] {
        let new = NewStatus {
            in_reply_to: parent,
            ..new
        };
        let shown = statuses::publish_and_show(app.ctx(), amira.id, new).await;
        let shown = shown.unwrap();
        let there = seen(&app, Some(amira.id), shown.status.id).await;
        assert_eq!(there.as_ref(), Some(&shown));
        parent = shown.mentions.first().map(|_| shown.status.id);
    }
    app.drain().await;
}

#[db_test]
async fn what_cannot_be_posted_is_told(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = person(&app, "amira").await;
    let poll = |options: &[&str], secs| NewStatus {
        poll: Some(NewPoll {
            options: options.iter().map(ToString::to_string).collect(),
            multiple: false,
            hides_totals: false,
            expires_in: Duration::from_secs(secs),
        }),
        ..text("which?")
    };
    let long = "a".repeat(statuses::MAX_TEXT + 1);
    for new in [
        text("  "),
        text(&long),
        poll(&["one"], 3600),
        poll(&["one", "one"], 3600),
        poll(&["one", ""], 3600),
        poll(&["one", "two"], 1),
    ] {
        let refused = statuses::publish(app.ctx(), amira.id, new).await;
        assert!(
            matches!(refused, Err(StatusError::Invalid(_))),
            "{refused:?}"
        );
    }
    let answer = NewStatus {
        in_reply_to: Some(StatusId::from(7)),
        ..text("to nothing")
    };
    assert!(
        statuses::publish(app.ctx(), amira.id, answer)
            .await
            .is_err()
    );
}

#[db_test]
async fn the_same_idempotency_key_makes_one_post(db: TestDb) {
    let app = TestApp::start(db).await;
    let user = app.user("amira").teacher().build().await;
    let new = NewStatus {
        idempotency: Some((user.user.id, "k1".to_owned())),
        ..text("once")
    };
    let first = statuses::publish(app.ctx(), user.account.id, new.clone()).await;
    let again = statuses::publish(app.ctx(), user.account.id, new).await;
    assert_eq!(first.unwrap(), again.unwrap());
    app.drain().await;
}

#[db_test]
async fn only_those_it_is_for_see_a_post(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben, cai) = (
        person(&app, "amira").await,
        person(&app, "ben").await,
        person(&app, "cai").await,
    );
    staffroom_service::follows::follow(app.ctx(), ben.id, amira.id, Wishes::default())
        .await
        .unwrap();
    let post = async |visibility| {
        let new = NewStatus {
            visibility: Some(visibility),
            ..text("hello")
        };
        statuses::publish(app.ctx(), amira.id, new).await.unwrap()
    };
    for (visibility, stranger, other, follower) in [
        (Visibility::Public, true, true, true),
        (Visibility::Unlisted, true, true, true),
        (Visibility::Private, false, false, true),
        (Visibility::Direct, false, false, false),
    ] {
        let id = post(visibility).await;
        assert_eq!(
            seen(&app, None, id).await.is_some(),
            stranger,
            "{visibility:?}"
        );
        assert_eq!(seen(&app, Some(cai.id), id).await.is_some(), other);
        assert_eq!(seen(&app, Some(ben.id), id).await.is_some(), follower);
        assert!(seen(&app, Some(amira.id), id).await.is_some());
    }
    app.drain().await;
}

#[db_test]
async fn home_has_what_those_one_follows_post_and_boost(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben, cai) = (
        person(&app, "amira").await,
        person(&app, "ben").await,
        person(&app, "cai").await,
    );
    let ctx = app.ctx();
    staffroom_service::follows::follow(ctx, amira.id, ben.id, Wishes::default())
        .await
        .unwrap();
    let by_ben = statuses::publish(ctx, ben.id, text("mine")).await.unwrap();
    let by_cai = statuses::publish(ctx, cai.id, text("not followed"))
        .await
        .unwrap();
    let to_cai = NewStatus {
        in_reply_to: Some(by_cai),
        ..text("an answer to somebody whom Amira does not follow")
    };
    statuses::publish(ctx, ben.id, to_cai).await.unwrap();
    assert_eq!(home(&app, amira.id).await, [by_ben]);
    let boost = statuses::boost(ctx, ben.id, by_cai, None).await.unwrap();
    assert_eq!(home(&app, amira.id).await, [boost, by_ben]);
    statuses::unboost(ctx, ben.id, by_cai).await.unwrap();
    assert_eq!(home(&app, amira.id).await, [by_ben]);
    staffroom_service::follows::unfollow(ctx, amira.id, ben.id)
        .await
        .unwrap();
    assert!(home(&app, amira.id).await.is_empty());
    app.drain().await;
}

#[db_test]
async fn an_edit_keeps_the_version_before(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = person(&app, "amira").await;
    let id = statuses::publish(app.ctx(), amira.id, text("first"))
        .await
        .unwrap();
    let edit = StatusEdit {
        text: "second #new".to_owned(),
        ..StatusEdit::default()
    };
    statuses::edit(app.ctx(), amira.id, id, edit).await.unwrap();
    let view = seen(&app, None, id).await.unwrap();
    assert!(view.status.content.contains("second"));
    assert!(view.status.edited_at.is_some());
    assert_eq!(view.tags.len(), 1);
    let versions = app
        .ctx()
        .db
        .read(move |conn| staffroom_testkit::db::statuses::edits(conn, id, 10))
        .await
        .unwrap();
    assert_eq!(versions.len(), 1);
    assert!(versions[0].content.contains("first"));
    app.drain().await;
}

#[db_test]
async fn a_deleted_post_leaves_a_tombstone_and_nothing_else(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let ctx = app.ctx();
    let id = statuses::publish(ctx, amira.id, text("@ben secret #tag"))
        .await
        .unwrap();
    statuses::favourite(ctx, ben.id, id).await.unwrap();
    statuses::boost(ctx, ben.id, id, None).await.unwrap();
    let others = statuses::delete(ctx, ben.id, id).await;
    assert!(
        matches!(others, Err(StatusError::NotFound)),
        "only one's own"
    );
    statuses::delete(ctx, amira.id, id).await.unwrap();
    assert!(seen(&app, Some(amira.id), id).await.is_none());
    let row = ctx
        .db
        .read(move |conn| staffroom_testkit::db::statuses::find(conn, id))
        .await
        .unwrap()
        .unwrap();
    assert!(row.deleted_at.is_some());
    assert_eq!((row.content.as_str(), row.source.as_str()), ("", ""));
    let again = statuses::delete(ctx, amira.id, id).await;
    assert!(matches!(again, Err(StatusError::NotFound)));
    app.drain().await;
}

#[db_test]
async fn a_like_counts_once_and_can_be_taken_back(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let ctx = app.ctx();
    let id = statuses::publish(ctx, amira.id, text("hello"))
        .await
        .unwrap();
    for _ in 0..2 {
        statuses::favourite(ctx, ben.id, id).await.unwrap();
    }
    let view = seen(&app, Some(ben.id), id).await.unwrap();
    assert_eq!((view.status.favourites_count, view.favourited), (1, true));
    for _ in 0..2 {
        statuses::unfavourite(ctx, ben.id, id).await.unwrap();
    }
    let view = seen(&app, Some(ben.id), id).await.unwrap();
    assert_eq!((view.status.favourites_count, view.favourited), (0, false));
    app.drain().await;
}

#[db_test]
async fn a_private_post_of_another_cannot_be_boosted(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let ctx = app.ctx();
    staffroom_service::follows::follow(ctx, ben.id, amira.id, Wishes::default())
        .await
        .unwrap();
    let new = NewStatus {
        visibility: Some(Visibility::Private),
        ..text("for followers")
    };
    let id = statuses::publish(ctx, amira.id, new).await.unwrap();
    let refused = statuses::boost(ctx, ben.id, id, None).await;
    assert!(matches!(refused, Err(StatusError::NotAllowed)));
    let own = statuses::boost(ctx, amira.id, id, None).await.unwrap();
    let view = seen(&app, Some(ben.id), own).await.unwrap();
    assert_eq!(view.status.visibility(), Visibility::Private);
    app.drain().await;
}

#[db_test]
async fn a_vote_counts_once_and_not_after_the_end(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben, cai) = (
        person(&app, "amira").await,
        person(&app, "ben").await,
        person(&app, "cai").await,
    );
    let ctx = app.ctx();
    let new = NewStatus {
        poll: Some(NewPoll {
            options: vec!["Tuesday".to_owned(), "Thursday".to_owned()],
            multiple: false,
            hides_totals: false,
            expires_in: Duration::from_hours(1),
        }),
        ..text("Which day?")
    };
    let id = statuses::publish(ctx, amira.id, new).await.unwrap();
    for choices in [vec![], vec![2], vec![-1], vec![0, 1], vec![0, 0]] {
        let refused = statuses::vote(ctx, ben.id, id, choices.clone()).await;
        assert!(
            matches!(refused, Err(StatusError::Invalid(_))),
            "{choices:?}"
        );
    }
    statuses::vote(ctx, ben.id, id, vec![1]).await.unwrap();
    assert!(
        statuses::vote(ctx, ben.id, id, vec![0]).await.is_err(),
        "twice"
    );
    assert!(
        statuses::vote(ctx, amira.id, id, vec![0]).await.is_err(),
        "one's own"
    );
    let poll = seen(&app, Some(ben.id), id).await.unwrap().poll.unwrap();
    assert_eq!(
        (poll.poll.voters_count, poll.options[1].votes_count),
        (1, 1)
    );
    assert_eq!(poll.own_votes, [1]);
    app.clock().advance(Duration::from_hours(2));
    assert!(
        statuses::vote(ctx, cai.id, id, vec![0]).await.is_err(),
        "over"
    );
    assert_eq!(statuses::close_polls(ctx).await.unwrap(), 1);
    assert_eq!(statuses::close_polls(ctx).await.unwrap(), 0);
    app.drain().await;
}

/// FEP-7888: an answer belongs to the conversation of what it answers; what began here has a list here.
#[db_test]
async fn an_answer_belongs_to_the_conversation_that_it_answers(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = person(&app, "amira").await;
    let theirs = "https://b.example/contexts/1";
    let ours = statuses::publish(app.ctx(), amira.id, text("Hello"))
        .await
        .unwrap();
    let author = remote(&app).await;
    for (parent, expected) in [(None, Some(theirs)), (Some(ours), None)] {
        let by = author.clone();
        let stored = app.ctx().transact(move |tx| {
            let in_reply_to = match parent {
                Some(id) => staffroom_testkit::db::statuses::find(tx.conn, id)?,
                None => None,
            };
            let draft = statuses::Draft {
                uri: Some(format!("https://b.example/notes/{}", parent.is_some())),
                context_uri: Some(theirs.to_owned()),
                in_reply_to,
                ..statuses::Draft::note(by, tx.now)
            };
            statuses::store(tx, draft)
        });
        let stored: Result<_, staffroom_service::DbError> = stored.await;
        let stored = stored.unwrap();
        let answer = NewStatus {
            in_reply_to: Some(stored.id),
            ..text("I agree")
        };
        let answer = statuses::publish(app.ctx(), amira.id, answer)
            .await
            .unwrap();
        let view = seen(&app, None, answer).await.unwrap();
        assert_eq!(view.status.context_uri.as_deref(), expected);
        assert_eq!(view.mentions, [], "nobody else is addressed");
    }
    app.drain().await;
}

async fn remote(app: &TestApp) -> AccountRow {
    let id: AccountId = app.ctx().new_id();
    let kept = app.ctx().transact(move |tx| {
        let row = AccountRow {
            domain: "b.example".to_owned(),
            username: "bo".to_owned(),
            username_folded: "bo".to_owned(),
            uri: Some("https://b.example/users/bo".to_owned()),
            ..AccountRow::blank(id, staffroom_domain::ActorKind::Person, tx.now)
        };
        staffroom_testkit::db::accounts::insert(tx.conn, row.clone())?;
        Ok::<_, staffroom_service::DbError>(row)
    });
    kept.await.unwrap()
}
