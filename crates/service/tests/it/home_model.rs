//! Home timelines against a model of them that knows nothing of how they are kept: after any sequence of
//! posting, boosting, following, muting, blocking and the rest, both show the same.

use std::collections::{BTreeMap, BTreeSet};

use staffroom_domain::{AccountId, StatusId};
use staffroom_service::follows::{self, Wishes};
use staffroom_service::statuses::{self, NewStatus, Page};
use staffroom_service::{Ctx, mutes};
use staffroom_testkit::{TestApp, TestDb, db, db_test};

const PEOPLE: [&str; 4] = ["amira", "ben", "cai", "dilys"];
const STEPS: usize = 120;

/// Somebody, by their place in [`PEOPLE`].
type Who = usize;

#[derive(Clone)]
struct Post {
    author: Who,
    answers: Option<Who>,
    boosts: Option<StatusId>,
    named: Option<Who>,
}

/// What is true, as simply as it can be said.
#[derive(Default)]
struct Model {
    posts: BTreeMap<StatusId, Post>,
    /// Who follows whom, and whether they want boosts.
    follows: BTreeMap<(Who, Who), bool>,
    mutes: BTreeSet<(Who, Who)>,
    blocks: BTreeSet<(Who, Who)>,
    homes: [BTreeSet<StatusId>; 4],
}

impl Model {
    fn original(&self, id: StatusId) -> StatusId {
        self.posts[&id].boosts.unwrap_or(id)
    }

    fn wants(&self, reader: Who, id: StatusId) -> bool {
        let post = &self.posts[&id];
        if post.author == reader {
            return true;
        }
        let original = &self.posts[&self.original(id)];
        let people = [
            Some(post.author),
            Some(original.author),
            post.named,
            original.named,
        ];
        for other in people.into_iter().flatten().filter(|who| *who != reader) {
            if self.mutes.contains(&(reader, other)) || self.blocks.contains(&(reader, other)) {
                return false;
            }
        }
        for author in [post.author, original.author] {
            if self.blocks.contains(&(author, reader)) {
                return false;
            }
        }
        let Some(wants_boosts) = self.follows.get(&(reader, post.author)) else {
            return false;
        };
        let knows = match post.answers {
            None => true,
            Some(other) => {
                other == post.author
                    || other == reader
                    || self.follows.contains_key(&(reader, other))
            }
        };
        knows && (post.boosts.is_none() || *wants_boosts)
    }

    fn has_original(&self, reader: Who, original: StatusId) -> bool {
        self.homes[reader]
            .iter()
            .any(|id| self.original(*id) == original)
    }

    fn post(&mut self, id: StatusId, post: Post) {
        let is_boost = post.boosts.is_some();
        self.posts.insert(id, post);
        for reader in 0..PEOPLE.len() {
            let is_seen = is_boost && self.has_original(reader, self.original(id));
            if self.wants(reader, id) && !is_seen {
                self.homes[reader].insert(id);
            }
        }
    }

    fn remove(&mut self, id: StatusId) {
        for home in &mut self.homes {
            home.remove(&id);
        }
        self.posts.remove(&id);
    }

    fn purge(&mut self, reader: Who) {
        let unwanted: Vec<StatusId> = self.homes[reader]
            .iter()
            .copied()
            .filter(|id| !self.wants(reader, *id))
            .collect();
        for id in unwanted {
            self.homes[reader].remove(&id);
        }
    }

    /// The newest of an author's posts come in, as many as come at once.
    fn merge(&mut self, reader: Who, author: Who) {
        let of_author = self.posts.iter().filter(|(_, post)| post.author == author);
        let mut newest: Vec<StatusId> = of_author.map(|(id, _)| *id).rev().take(40).collect();
        newest.reverse();
        for id in newest {
            if self.wants(reader, id) && !self.has_original(reader, self.original(id)) {
                self.homes[reader].insert(id);
            }
        }
    }
}

/// Small numbers, the same for every run with that seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

struct World<'a> {
    ctx: &'a Ctx,
    ids: Vec<AccountId>,
    dice: Dice,
    model: Model,
}

impl World<'_> {
    fn who(&mut self) -> Who {
        self.dice.roll(PEOPLE.len())
    }

    fn two(&mut self) -> (Who, Who) {
        let one = self.who();
        (
            one,
            (one + 1 + self.dice.roll(PEOPLE.len() - 1)) % PEOPLE.len(),
        )
    }

    fn some_post(&mut self) -> Option<StatusId> {
        let model = &self.model;
        let originals: Vec<StatusId> = model
            .posts
            .iter()
            .filter(|(_, post)| post.boosts.is_none())
            .map(|(id, _)| *id)
            .collect();
        (!originals.is_empty()).then(|| originals[self.dice.roll(originals.len())])
    }

    async fn publish(&mut self) {
        let author = self.who();
        let answered = if self.dice.roll(3) == 0 {
            self.some_post()
        } else {
            None
        };
        let named = (self.dice.roll(4) == 0).then(|| self.two().1);
        let text = named.map_or_else(|| "text".to_owned(), |who| format!("@{} text", PEOPLE[who]));
        let new = NewStatus {
            text,
            in_reply_to: answered,
            ..NewStatus::default()
        };
        // Whoever is blocked cannot answer.
        let Ok(id) = statuses::publish(self.ctx, self.ids[author], new).await else {
            return;
        };
        let post = Post {
            author,
            answers: answered.map(|id| self.model.posts[&id].author),
            boosts: None,
            named: named.filter(|who| *who != author),
        };
        self.model.post(id, post);
    }

    async fn boost(&mut self) {
        let by = self.who();
        let Some(original) = self.some_post() else {
            return;
        };
        let Ok(id) = statuses::boost(self.ctx, self.ids[by], original, None).await else {
            return;
        };
        if !self.model.posts.contains_key(&id) {
            let post = Post {
                author: by,
                answers: None,
                boosts: Some(original),
                named: None,
            };
            self.model.post(id, post);
        }
    }

    async fn unboost(&mut self) {
        let boosts = self
            .model
            .posts
            .iter()
            .filter(|(_, post)| post.boosts.is_some());
        let boosts: Vec<(StatusId, Post)> = boosts.map(|(id, post)| (*id, post.clone())).collect();
        if boosts.is_empty() {
            return;
        }
        let (id, post) = boosts[self.dice.roll(boosts.len())].clone();
        let by = self.ids[post.author];
        if statuses::unboost(self.ctx, by, post.boosts.unwrap())
            .await
            .is_ok()
        {
            self.model.remove(id);
        }
    }

    async fn delete(&mut self) {
        let Some(id) = self.some_post() else { return };
        let author = self.ids[self.model.posts[&id].author];
        statuses::delete(self.ctx, author, id).await.unwrap();
        let of_it = self
            .model
            .posts
            .iter()
            .filter(|(_, post)| post.boosts == Some(id));
        let of_it: Vec<StatusId> = of_it.map(|(boost, _)| *boost).collect();
        for boost in of_it {
            self.model.remove(boost);
        }
        self.model.remove(id);
    }

    async fn follow(&mut self) {
        let (by, whom) = self.two();
        let reblogs = self.dice.roll(3) > 0;
        let wishes = Wishes {
            reblogs: Some(reblogs),
            ..Wishes::default()
        };
        let done = follows::follow(self.ctx, self.ids[by], self.ids[whom], wishes).await;
        if done.is_ok() {
            let before = self.model.follows.get(&(by, whom)).copied();
            if before.is_none() {
                // It begins with everything that is wanted by default.
                self.model.follows.insert((by, whom), true);
                self.model.merge(by, whom);
            }
            self.model.follows.insert((by, whom), reblogs);
            if before.unwrap_or(true) != reblogs {
                self.model.purge(by);
                self.model.merge(by, whom);
            }
        }
    }

    async fn unfollow(&mut self) {
        let (by, whom) = self.two();
        follows::unfollow(self.ctx, self.ids[by], self.ids[whom])
            .await
            .unwrap();
        if self.model.follows.remove(&(by, whom)).is_some() {
            self.forget(by, whom);
        }
    }

    /// Only what they posted themselves goes.
    fn forget(&mut self, reader: Who, author: Who) {
        let posts = &self.model.posts;
        self.model.homes[reader].retain(|id| posts[id].author != author);
    }

    async fn mute(&mut self) {
        let (by, whom) = self.two();
        mutes::mute(self.ctx, self.ids[by], self.ids[whom], true, None)
            .await
            .unwrap();
        self.model.mutes.insert((by, whom));
        self.model.purge(by);
    }

    async fn unmute(&mut self) {
        let (by, whom) = self.two();
        mutes::unmute(self.ctx, self.ids[by], self.ids[whom])
            .await
            .unwrap();
        if self.model.mutes.remove(&(by, whom)) && self.model.follows.contains_key(&(by, whom)) {
            self.model.merge(by, whom);
        }
    }

    async fn block(&mut self) {
        let (by, whom) = self.two();
        follows::block(self.ctx, self.ids[by], self.ids[whom])
            .await
            .unwrap();
        if self.model.blocks.insert((by, whom)) {
            for (reader, other) in [(by, whom), (whom, by)] {
                self.model.follows.remove(&(reader, other));
                self.model.purge(reader);
            }
        }
    }

    async fn unblock(&mut self) {
        let (by, whom) = self.two();
        follows::unblock(self.ctx, self.ids[by], self.ids[whom])
            .await
            .unwrap();
        self.model.blocks.remove(&(by, whom));
    }

    async fn step(&mut self) -> &'static str {
        match self.dice.roll(20) {
            0..7 => (self.publish().await, "publish").1,
            7..10 => (self.boost().await, "boost").1,
            10 => (self.unboost().await, "unboost").1,
            11 => (self.delete().await, "delete").1,
            12..15 => (self.follow().await, "follow").1,
            15 => (self.unfollow().await, "unfollow").1,
            16 => (self.mute().await, "mute").1,
            17 => (self.unmute().await, "unmute").1,
            18 => (self.block().await, "block").1,
            _ => (self.unblock().await, "unblock").1,
        }
    }
}

/// What stands in a home timeline, also where it may not be shown just now.
async fn home(ctx: &Ctx, of: AccountId) -> BTreeSet<StatusId> {
    let page = Page {
        limit: 1_000,
        ..Page::default()
    };
    let read = ctx.db.read(move |conn| db::home::page(conn, of, page));
    read.await.unwrap().into_iter().collect()
}

#[db_test]
async fn home_is_what_the_model_says(db: TestDb) {
    let app = TestApp::start(db).await;
    let mut ids = Vec::new();
    for name in PEOPLE {
        ids.push(app.user(name).teacher().build().await.account.id);
    }
    let mut world = World {
        ctx: app.ctx(),
        ids,
        dice: Dice(20_261_127),
        model: Model::default(),
    };
    let mut done = Vec::new();
    for n in 0..STEPS {
        done.push(world.step().await);
        for (who, id) in world.ids.iter().enumerate() {
            let there = home(world.ctx, *id).await;
            let expected = &world.model.homes[who];
            assert_eq!(
                &there, expected,
                "of {} after step {n}: {:?}",
                PEOPLE[who], done
            );
        }
    }
    app.drain().await;
}
