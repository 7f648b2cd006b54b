//! What groups of other servers pass on (line 32 of the security checklist).

use serde_json::{Value, json};
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_domain::{ActorKind, StatusId};
use staffroom_service::accounts::RemoteKey;
use staffroom_service::statuses::NewStatus;
use staffroom_signatures::{PrivateKey, proof};

use super::instance::{Instance, activity, assert_applied, assert_ignored, note};

/// Somebody here follows a group elsewhere, in which somebody else posts with proofs.
struct Elsewhere {
    here: Instance,
    anna: AccountRow,
    group: AccountRow,
    author: AccountRow,
    key: PrivateKey,
}

impl Elsewhere {
    async fn new() -> Self {
        let here = Instance::new();
        let anna = here.local("anna").await;
        let key = PrivateKey::generate_ed25519().unwrap();
        let public = key.public().to_der();
        let author = here
            .remote_with("bo", "b.example", |new| {
                let id = format!("{}#ed25519-key", new.uri);
                new.keys = vec![RemoteKey {
                    uri: id,
                    algorithm: "ed25519",
                    public_key: public,
                    expires_at: None,
                }];
            })
            .await;
        let group = here
            .remote_with("maths", "c.example", |new| new.kind = ActorKind::Group)
            .await;
        here.follows(&anna, &group).await;
        Self {
            here,
            anna,
            group,
            author,
            key,
        }
    }

    /// The activity with the proof of its author.
    fn proven(&self, mut inner: Value) -> Value {
        inner["@context"] = json!(["https://www.w3.org/ns/activitystreams"]);
        let method = format!("{}#ed25519-key", self.author.uri.as_deref().unwrap());
        proof::attach(&mut inner, &self.key, &method, self.here.ctx().now()).unwrap();
        inner
    }

    fn passed(&self, n: u32, inner: Value) -> Value {
        activity(&self.group, n, "Announce", inner)
    }

    async fn post(&self) -> StatusId {
        let new = NewStatus {
            text: "Hello".to_owned(),
            ..NewStatus::default()
        };
        self.here.post(&self.anna, new).await
    }

    async fn row(&self, id: StatusId) -> StatusRow {
        self.here
            .read(move |conn| statuses::find(conn, id))
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn what_is_proven_counts_without_asking_anybody() {
    let e = Elsewhere::new().await;
    let post = note(&e.author, 1);
    let uri = post["id"].as_str().unwrap().to_owned();
    let create = e.proven(activity(&e.author, 1, "Create", post.clone()));
    assert_applied(&e.here.receive(&e.group, e.passed(1, create)).await);
    let row = e.here.status(&uri).await.unwrap();
    assert_eq!(row.boosts_count, 1, "the group boosts it");
    let mut answer = note(&e.author, 2);
    answer["inReplyTo"] = uri.clone().into();
    let create = e.proven(activity(&e.author, 2, "Create", answer.clone()));
    assert_applied(&e.here.receive(&e.group, e.passed(2, create)).await);
    let answer = e.here.status(answer["id"].as_str().unwrap()).await.unwrap();
    assert_eq!((answer.thread_id, answer.boosts_count), (row.id, 0));
    let mut changed = post;
    changed["content"] = "<p>Changed</p>".into();
    let update = e.proven(activity(&e.author, 3, "Update", changed));
    assert_applied(&e.here.receive(&e.group, e.passed(3, update)).await);
    assert_eq!(e.here.status(&uri).await.unwrap().content, "<p>Changed</p>");
    let delete = e.proven(activity(&e.author, 4, "Delete", uri.clone()));
    assert_applied(&e.here.receive(&e.group, e.passed(4, delete)).await);
    assert!(e.here.status(&uri).await.is_none());
}

#[tokio::test]
async fn likes_that_are_proven_count_and_can_be_taken_back() {
    let e = Elsewhere::new().await;
    let status = e.post().await;
    let like = activity(&e.author, 1, "Like", e.here.object(status));
    let passed = e.passed(1, e.proven(like.clone()));
    assert_applied(&e.here.receive(&e.group, passed).await);
    assert_eq!(e.row(status).await.favourites_count, 1);
    let undo = e.proven(activity(&e.author, 2, "Undo", like));
    assert_applied(&e.here.receive(&e.group, e.passed(2, undo)).await);
    assert_eq!(e.row(status).await.favourites_count, 0);
}

/// Checklist 32.
#[tokio::test]
async fn what_is_forged_or_by_others_changes_nothing() {
    let e = Elsewhere::new().await;
    let status = e.post().await;
    let post = note(&e.author, 1);
    let uri = post["id"].as_str().unwrap().to_owned();
    let create = e.proven(activity(&e.author, 1, "Create", post.clone()));
    assert_applied(&e.here.receive(&e.group, e.passed(1, create)).await);
    let actor = e.author.uri.clone().unwrap();
    // Changed after it was proven; then of the actor itself, proven or not.
    let mut tampered = e.proven(activity(&e.author, 2, "Like", "https://b.example/other"));
    tampered["object"] = e.here.object(status).into();
    tampered["id"] = Value::Null;
    let departure = activity(&e.author, 3, "Delete", actor.clone());
    let person = json!({"id": actor, "type": "Person", "name": "Eve"});
    let renamed = activity(&e.author, 4, "Update", person);
    let follow = activity(&e.author, 5, "Follow", e.here.uri(&e.anna));
    for (n, inner) in [
        (2, tampered),
        (3, departure.clone()),
        (4, e.proven(departure)),
        (5, renamed.clone()),
        (6, e.proven(renamed)),
        (7, e.proven(follow)),
    ] {
        assert_ignored(&e.here.receive(&e.group, e.passed(n, inner)).await);
    }
    // In the name of the group's own server about somebody else's post.
    let eve = e.here.remote("eve", "c.example").await;
    let mut changed = post;
    changed["content"] = "<p>Changed</p>".into();
    let update = activity(&eve, 8, "Update", changed);
    assert_ignored(&e.here.receive(&e.group, e.passed(8, update)).await);
    assert!(e.here.account(e.author.id).await.is_active());
    assert_eq!(e.here.account(e.author.id).await.display_name, "bo");
    assert_eq!(e.here.status(&uri).await.unwrap().content, "<p>Hello</p>");
    assert_eq!(e.row(status).await.favourites_count, 0);
}

/// Checklist 32.
#[tokio::test]
async fn what_a_suspended_actor_did_does_not_come_by_a_group() {
    let e = Elsewhere::new().await;
    let status = e.post().await;
    let mut shut_out = e.here.account(e.author.id).await;
    shut_out.suspended_at = Some(e.here.ctx().now().as_micros());
    let written = e
        .here
        .ctx()
        .db
        .write(move |c| accounts::update(c, shut_out));
    written.await.unwrap();
    let like = e.proven(activity(&e.author, 1, "Like", e.here.object(status)));
    assert_ignored(&e.here.receive(&e.group, e.passed(1, like)).await);
    let create = e.proven(activity(&e.author, 2, "Create", note(&e.author, 2)));
    assert_ignored(&e.here.receive(&e.group, e.passed(2, create)).await);
    assert_eq!(e.row(status).await.favourites_count, 0);
}

#[tokio::test]
async fn a_group_that_nobody_follows_makes_us_do_nothing() {
    let e = Elsewhere::new().await;
    let stranger = e
        .here
        .remote_with("spam", "evil.example", |new| new.kind = ActorKind::Group)
        .await;
    let status = e.post().await;
    let like = e.proven(activity(&e.author, 1, "Like", e.here.object(status)));
    let passed = activity(&stranger, 1, "Announce", like);
    assert_ignored(&e.here.receive(&stranger, passed).await);
    assert_eq!(e.row(status).await.favourites_count, 0);
}

#[tokio::test]
async fn what_a_moderator_took_out_is_boosted_no_more_and_stays_its_authors() {
    let e = Elsewhere::new().await;
    let post = note(&e.author, 1);
    let uri = post["id"].as_str().unwrap().to_owned();
    let create = e.proven(activity(&e.author, 1, "Create", post));
    assert_applied(&e.here.receive(&e.group, e.passed(1, create)).await);
    let moderator = e.here.remote("mo", "c.example").await;
    let delete = activity(&moderator, 2, "Delete", uri.clone());
    assert_applied(&e.here.receive(&e.group, e.passed(2, delete)).await);
    let row = e.here.status(&uri).await.unwrap();
    assert_eq!(row.boosts_count, 0);
}
