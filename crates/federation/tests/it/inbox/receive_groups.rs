//! Groups of ours: what they pass on, and who moderates them (lines 32, 33 and 54 of the security
//! checklist).

use serde_json::{Value, json};
use staffroom_db::accounts::AccountRow;
use staffroom_db::{blocks, statuses};
use staffroom_domain::{ActorKind, Event};
use staffroom_service::groups;

use super::instance::{
    Instance, PUBLIC, activity, assert_applied, assert_ignored, assert_refused, note,
};

/// A group here with a member on another server, who has posted in it.
struct Community {
    here: Instance,
    group: AccountRow,
    member: AccountRow,
    post: Value,
}

impl Community {
    async fn new() -> Self {
        let here = Instance::new();
        let group = here.local_of(ActorKind::Group, "maths").await;
        let member = here.remote("bo", "b.example").await;
        let group = Self {
            here,
            group,
            post: note(&member, 1),
            member,
        };
        let member = group.member.clone();
        group.join(&member).await;
        let create = group.create(&member, 1, group.post.clone());
        assert_applied(&group.here.receive(&member, create).await);
        group.here.events().await;
        group
    }

    async fn join(&self, member: &AccountRow) {
        let follow = activity(member, 900, "Follow", self.here.uri(&self.group));
        assert_applied(&self.here.receive(member, follow).await);
    }

    /// Somebody of another server who is a member.
    async fn member(&self, name: &str, host: &str) -> AccountRow {
        let row = self.here.remote(name, host).await;
        self.join(&row).await;
        self.here.events().await;
        row
    }

    async fn moderator(&self, name: &str, host: &str) -> AccountRow {
        let row = self.here.remote(name, host).await;
        groups::set_moderator(self.here.ctx(), self.group.id, row.id, true)
            .await
            .unwrap();
        self.here.events().await;
        row
    }

    /// A Create that addresses the group.
    fn create(&self, by: &AccountRow, n: u32, mut object: Value) -> Value {
        object["cc"] = json!([self.here.uri(&self.group)]);
        let mut create = activity(by, n, "Create", object);
        create["cc"] = json!([self.here.uri(&self.group)]);
        create
    }

    fn post_id(&self) -> String {
        self.post["id"].as_str().unwrap().to_owned()
    }

    /// What was passed on since the last time, as it was passed on.
    async fn passed_on(&self) -> Vec<Value> {
        let events = self.here.events().await;
        events
            .iter()
            .filter_map(|event| match event {
                Event::GroupRelayed { activity, .. } => Some(activity),
                _ => None,
            })
            .map(|json| serde_json::from_str(json).unwrap())
            .collect()
    }

    async fn is_boosted(&self, uri: &str) -> bool {
        let status = self.here.status(uri).await.unwrap().id;
        let group = self.group.id;
        self.here
            .read(move |conn| statuses::find_boost(conn, group, status))
            .await
            .is_some()
    }
}

#[tokio::test]
async fn what_members_do_with_a_post_is_passed_on_unchanged() {
    let g = Community::new().await;
    let fan = g.member("cy", "c.example").await;
    assert!(g.is_boosted(&g.post_id()).await);
    let mut answer = note(&fan, 2);
    answer["inReplyTo"] = g.post_id().into();
    let mut changed = g.post.clone();
    changed["content"] = "<p>Changed</p>".into();
    changed["updated"] = "2026-09-01T08:00:00Z".into();
    let like = activity(&fan, 4, "Like", g.post_id());
    let mut reaction = activity(&fan, 5, "EmojiReact", g.post_id());
    reaction["content"] = "🎉".into();
    let dislike = activity(&fan, 6, "Dislike", g.post_id());
    for (by, done) in [
        (&fan, activity(&fan, 2, "Create", answer.clone())),
        (&g.member, activity(&g.member, 3, "Update", changed)),
        (&fan, like.clone()),
        (&fan, reaction),
        (&fan, dislike.clone()),
        (&fan, activity(&fan, 7, "Undo", like)),
        (&fan, activity(&fan, 8, "Undo", dislike)),
        (&g.member, activity(&g.member, 9, "Delete", g.post_id())),
    ] {
        assert_applied(&g.here.receive(by, done.clone()).await);
        assert_eq!(g.passed_on().await, [done]);
    }
    // Answers are passed on, but not boosted: whoever follows the group is not flooded.
    assert!(!g.is_boosted(answer["id"].as_str().unwrap()).await);
}

/// Checklist 32.
#[tokio::test]
async fn what_strangers_and_those_kept_out_do_is_not_passed_on() {
    let g = Community::new().await;
    let stranger = g.here.remote("eve", "evil.example").await;
    let banned = g.member("ed", "b.example").await;
    staffroom_service::follows::block(g.here.ctx(), g.group.id, banned.id)
        .await
        .unwrap();
    let foreign = note(&stranger, 2);
    let create = g.create(&stranger, 2, foreign.clone());
    assert_applied(&g.here.receive(&stranger, create).await);
    assert!(!g.is_boosted(foreign["id"].as_str().unwrap()).await);
    let mut answer = note(&banned, 3);
    answer["inReplyTo"] = g.post_id().into();
    let create = activity(&banned, 3, "Create", answer);
    assert_applied(&g.here.receive(&banned, create).await);
    for by in [&stranger, &banned] {
        let like = activity(by, 4, "Like", g.post_id());
        assert_applied(&g.here.receive(by, like).await);
        let dislike = activity(by, 5, "Dislike", g.post_id());
        assert_ignored(&g.here.receive(by, dislike).await);
    }
    assert!(g.passed_on().await.is_empty());
}

/// Checklist 54: what is addressed in secret is passed on to nobody; nor is what speaks for others.
#[tokio::test]
async fn what_is_secret_or_speaks_for_others_is_not_passed_on() {
    let g = Community::new().await;
    let victim = g.here.remote("vic", "b.example").await;
    let mut secret = activity(&g.member, 2, "Like", g.post_id());
    secret["bcc"] = json!(["https://c.example/users/x"]);
    assert_applied(&g.here.receive(&g.member, secret).await);
    let mut forged = note(&victim, 9);
    forged["id"] = g.post_id().into();
    let dislike = activity(&g.member, 3, "Dislike", forged);
    assert_ignored(&g.here.receive(&g.member, dislike).await);
    // What became narrower is not widened.
    let mut narrow = g.post.clone();
    narrow["to"] = json!(["https://b.example/users/bo/followers"]);
    narrow["cc"] = json!([]);
    narrow["content"] = "<p>Among us</p>".into();
    let update = activity(&g.member, 4, "Update", narrow);
    assert_applied(&g.here.receive(&g.member, update).await);
    assert!(g.passed_on().await.is_empty());
}

/// Checklist 33.
#[tokio::test]
async fn only_moderators_moderate() {
    let g = Community::new().await;
    let group = g.here.uri(&g.group);
    // A member, the admin of the author's server, and somebody who moderates another group.
    let member = g.member("cy", "c.example").await;
    let admin = g.here.remote("admin", "b.example").await;
    let elsewhere = g.here.remote("mo", "d.example").await;
    let other = g.here.local_of(ActorKind::Group, "art").await;
    groups::set_moderator(g.here.ctx(), other.id, elsewhere.id, true)
        .await
        .unwrap();
    g.here.events().await;
    for by in [&member, &admin, &elsewhere] {
        let delete = activity(by, 10, "Delete", g.post_id());
        assert_refused(&g.here.receive(by, delete).await);
        let mut block = activity(by, 11, "Block", g.member.uri.clone());
        block["target"] = group.clone().into();
        assert_refused(&g.here.receive(by, block.clone()).await);
        let undo = activity(by, 12, "Undo", block);
        assert_refused(&g.here.receive(by, undo).await);
        for (n, kind, object, list) in [
            (13, "Add", by.uri.clone(), "moderators"),
            (14, "Remove", by.uri.clone(), "moderators"),
            (15, "Add", Some(g.post_id()), "featured"),
        ] {
            let mut change = activity(by, n, kind, object);
            change["target"] = format!("{group}/{list}").into();
            assert_refused(&g.here.receive(by, change).await);
        }
    }
    assert!(g.is_boosted(&g.post_id()).await);
    let of_group = groups::moderators(g.here.ctx(), g.group.id).await.unwrap();
    assert!(of_group.is_empty());
    assert!(g.passed_on().await.is_empty());
}

/// Checklist 33.
#[tokio::test]
async fn moderators_moderate_and_it_is_passed_on() {
    let g = Community::new().await;
    let group = g.here.uri(&g.group);
    let moderator = g.moderator("mo", "d.example").await;
    let second = g.here.remote("mia", "d.example").await;
    let change = |n: u32, kind: &str, object: &str, list: &str| {
        let mut change = activity(&moderator, n, kind, object);
        change["target"] = format!("{group}/{list}").into();
        change
    };
    let second_id = second.uri.clone().unwrap();
    let mut block = activity(&moderator, 13, "Block", g.member.uri.clone());
    block["target"] = group.clone().into();
    for done in [
        change(10, "Add", &second_id, "moderators"),
        change(11, "Add", &g.post_id(), "featured"),
        change(12, "Remove", &g.post_id(), "featured"),
        block.clone(),
        activity(&moderator, 14, "Undo", block),
        activity(&moderator, 15, "Delete", g.post_id()),
        change(16, "Remove", &second_id, "moderators"),
    ] {
        assert_applied(&g.here.receive(&moderator, done.clone()).await);
        assert_eq!(g.passed_on().await, std::slice::from_ref(&done));
        if done["type"] == "Block" {
            let (by, whom) = (g.group.id, g.member.id);
            let blocked = g.here.read(move |conn| blocks::find(conn, by, whom)).await;
            assert!(blocked.is_some());
        }
    }
    // The post is its author's still; the group has nothing to do with it any more.
    assert!(!g.is_boosted(&g.post_id()).await);
    let follow = activity(&g.member, 19, "Follow", &*group);
    assert_applied(&g.here.receive(&g.member, follow).await);
    g.here.events().await;
    let again = g.create(&g.member, 20, g.post.clone());
    assert_ignored(&g.here.receive(&g.member, again).await);
    let like = activity(&g.member, 21, "Like", g.post_id());
    assert_applied(&g.here.receive(&g.member, like).await);
    assert!(g.passed_on().await.is_empty());
    // Whoever moderates no more cannot any more.
    groups::set_moderator(g.here.ctx(), g.group.id, moderator.id, false)
        .await
        .unwrap();
    let late = change(22, "Add", &second_id, "moderators");
    assert_refused(&g.here.receive(&moderator, late).await);
}

#[tokio::test]
async fn what_only_followers_may_see_stays_out_of_a_group() {
    let g = Community::new().await;
    let mut quiet = note(&g.member, 2);
    quiet["to"] = json!(["https://b.example/users/bo/followers"]);
    let mut create = g.create(&g.member, 2, quiet.clone());
    create["to"] = quiet["to"].clone();
    assert!(!create.to_string().contains(PUBLIC));
    let result = g.here.receive(&g.member, create).await;
    assert!(result.is_ok(), "{result:?}");
    assert!(g.passed_on().await.is_empty());
}
