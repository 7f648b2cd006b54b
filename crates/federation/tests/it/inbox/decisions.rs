//! What decisions about servers mean for the people and posts that are here (line 52 of the security
//! checklist).

use std::time::Duration;

use serde_json::json;
use staffroom_db::accounts::AccountRow;
use staffroom_db::deliveries::{self, Destination, Mailing};
use staffroom_db::{DbError, activities, follows, jobs, notifications, statuses};
use staffroom_domain::job::{Queue, ScheduledTask};
use staffroom_domain::{AccountId, ActivityId, StatusId, Visibility};
use staffroom_service::domain_levels::apply;
use staffroom_service::follows::begin_in;
use staffroom_service::jobs::run_scheduled;
use staffroom_service::policies::{self, DomainPolicyRow, LIMIT, SUSPEND, decision};
use staffroom_service::statuses::{NewStatus, boost, load_one, thread, view};
use staffroom_service::{mutes, tags, timelines};

use super::instance::{Instance, activity, assert_applied, assert_ignored, note};

async fn decide(here: &Instance, domain: &str, change: impl FnOnce(&mut DomainPolicyRow)) {
    let mut row = decision(domain, SUSPEND, here.ctx().now());
    change(&mut row);
    policies::upsert(here.ctx(), vec![row]).await.unwrap();
    here.fed.policies().forget();
    apply(here.ctx(), &[domain.to_owned()]).await.unwrap();
}

async fn lift(here: &Instance, domain: &str) {
    assert!(policies::remove(here.ctx(), domain).await.unwrap());
    here.fed.policies().forget();
    apply(here.ctx(), &[domain.to_owned()]).await.unwrap();
}

/// A post of somebody elsewhere; its id here.
async fn posts(here: &Instance, by: &AccountRow, n: u32) -> StatusId {
    let made = note(by, n);
    let uri = made["id"].as_str().unwrap().to_owned();
    assert_applied(&here.receive(by, activity(by, n, "Create", made)).await);
    here.status(&uri).await.unwrap().id
}

async fn sees(here: &Instance, by: &AccountRow, id: StatusId) -> bool {
    let viewer = Some(by.id);
    let found = here.read(move |conn| load_one(conn, viewer, id)).await;
    found.is_some()
}

async fn home(here: &Instance, of: &AccountRow) -> usize {
    let page = statuses::Page {
        limit: 40,
        ..statuses::Page::default()
    };
    timelines::home(here.ctx(), of.id, page)
        .await
        .unwrap()
        .views
        .len()
}

async fn told(here: &Instance, to: &AccountRow) -> Vec<String> {
    let (to, page) = (
        to.id,
        statuses::Page {
            limit: 40,
            ..statuses::Page::default()
        },
    );
    let rows = here
        .read(move |conn| notifications::page(conn, to, page))
        .await;
    rows.into_iter().map(|row| row.kind).collect()
}

async fn all_follows(here: &Instance, of: AccountId) -> usize {
    here.read(move |conn| follows::of_anybody_and(conn, of, 1_000))
        .await
        .len()
}

/// Queues something for each of these hosts.
async fn queue(here: &Instance, by: &AccountRow, hosts: &[&str]) {
    let (ctx, now) = (here.ctx(), here.ctx().now());
    let id: ActivityId = ctx.new_id();
    let row = activities::ActivityRow {
        id,
        event_id: None,
        account_id: by.id,
        kind: "Create".to_owned(),
        body: "{}".to_owned(),
        public: false,
        status_id: None,
        created_at: now,
    };
    let to: Vec<Destination> = hosts
        .iter()
        .map(|host| Destination {
            id: ctx.new_id(),
            host: (*host).to_owned(),
            inbox: format!("https://{host}/inbox"),
        })
        .collect();
    let queued = ctx.db.write(move |conn| {
        activities::insert(conn, row)?;
        let mailing = Mailing {
            activity_id: id,
            thread_key: "t",
            sync_followers: false,
        };
        deliveries::queue(conn, mailing, &to, now)
    });
    queued.await.unwrap();
}

async fn waiting(here: &Instance, host: &'static str) -> i64 {
    here.read(move |conn| deliveries::of_host_count(conn, host))
        .await
}

/// Checklist 52.
#[tokio::test]
async fn a_suspended_domain_and_those_below_it_are_gone_until_they_are_not() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let bo = here.remote("bo", "b.example").await;
    let carl = here.remote("carl", "social.b.example").await;
    let dora = here.remote("dora", "notb.example").await;
    here.follows(&anna, &bo).await;
    here.follows(&anna, &dora).await;
    let (follower, target) = (carl.clone(), anna.clone());
    let uri = "https://social.b.example/follows/1".to_owned();
    here.ctx()
        .transact(move |tx| begin_in(tx, &follower, &target, Some(uri)))
        .await
        .unwrap();
    let post = posts(&here, &bo, 1).await;
    let boosted = activity(
        &dora,
        1,
        "Announce",
        format!("{}/notes/1", bo.uri.clone().unwrap()),
    );
    assert_applied(&here.receive(&dora, boosted).await);
    assert!(sees(&here, &anna, post).await);
    assert_eq!(
        home(&here, &anna).await,
        1,
        "the post; that it was boosted is no news for who has just seen it"
    );
    assert_eq!(here.account(anna.id).await.followers_count, 1);
    let hosts = [
        "b.example",
        "social.b.example",
        "x.b.example:8443",
        "notb.example",
    ];
    queue(&here, &anna, &hosts).await;

    decide(&here, "b.example", |_| {}).await;
    for host in ["b.example", "social.b.example", "x.b.example:8443"] {
        assert_eq!(waiting(&here, host).await, 0, "{host}");
    }
    assert_eq!(waiting(&here, "notb.example").await, 1);
    assert!(!here.account(bo.id).await.is_active());
    assert!(!here.account(carl.id).await.is_active());
    assert!(here.account(dora.id).await.is_active());
    assert_eq!(all_follows(&here, bo.id).await, 0);
    assert_eq!(all_follows(&here, carl.id).await, 0);
    let now = here.account(anna.id).await;
    assert_eq!((now.followers_count, now.following_count), (0, 1));
    assert!(!sees(&here, &anna, post).await);
    assert_eq!(
        home(&here, &anna).await,
        0,
        "nor where somebody else boosted it"
    );
    assert!(view(here.ctx(), None, vec![post]).await.unwrap().is_empty());
    boost(here.ctx(), anna.id, post, None).await.unwrap_err();
    let eve = here.remote("eve", "e.example").await;
    let boosted = activity(
        &eve,
        1,
        "Announce",
        format!("{}/notes/1", bo.uri.clone().unwrap()),
    );
    assert_ignored(&here.receive(&eve, boosted).await);
    // Whoever comes later is shut out at once, and nobody can be followed.
    let late = here.remote("late", "b.example").await;
    assert!(!late.is_active());

    lift(&here, "b.example").await;
    for id in [bo.id, carl.id, late.id] {
        assert!(here.account(id).await.is_active());
    }
    assert!(sees(&here, &anna, post).await);
    assert_eq!(
        all_follows(&here, bo.id).await,
        0,
        "what was ended stays so"
    );
}

#[tokio::test]
async fn the_nearest_decision_holds_and_one_whose_time_is_over_does_not() {
    let here = Instance::new();
    let bo = here.remote("bo", "b.example").await;
    let carl = here.remote("carl", "good.b.example").await;
    let elsewhere = here
        .remote_with("ola", "ids.example", |new| {
            new.domain = "people.b.example".to_owned();
        })
        .await;
    let end = here.ctx().now().plus(Duration::from_hours(24)).as_micros();
    decide(&here, "good.b.example", |row| row.level = LIMIT.to_owned()).await;
    decide(&here, "b.example", |row| row.expires_at = Some(end)).await;
    assert!(!here.account(bo.id).await.is_active());
    assert!(
        !here.account(elsewhere.id).await.is_active(),
        "its handle is of it"
    );
    let carl_now = here.account(carl.id).await;
    assert!(carl_now.is_active() && carl_now.is_limited());
    let queued = || here.read(|conn| jobs::counts(conn, Queue::Default));
    let before = queued().await.live;
    here.advance(Duration::from_hours(25));
    run_scheduled(here.ctx(), ScheduledTask::PruneFederation)
        .await
        .unwrap();
    assert_eq!(queued().await.live, before + 1, "a job sees to it");
    apply(here.ctx(), &["b.example".to_owned()]).await.unwrap();
    assert!(here.account(bo.id).await.is_active());
    assert!(here.account(elsewhere.id).await.is_active());
    assert!(here.account(carl.id).await.is_limited());
}

#[tokio::test]
async fn limited_people_reach_those_who_follow_them_and_nobody_else() {
    let here = Instance::new();
    let (anna, ben) = (here.local("anna").await, here.local("ben").await);
    let bo = here.remote("bo", "b.example").await;
    here.follows(&ben, &bo).await;
    decide(&here, "b.example", |row| row.level = LIMIT.to_owned()).await;
    let bo = here.account(bo.id).await;
    let own = NewStatus {
        text: "Who has tried it?".to_owned(),
        visibility: Some(Visibility::Public),
        ..NewStatus::default()
    };
    let asked = here.post(&anna, own).await;
    let mut answer = note(&bo, 1);
    answer["inReplyTo"] = here.object(asked).into();
    answer["tag"] = json!([
        {"type": "Mention", "href": here.uri(&anna), "name": "@anna"},
        {"type": "Mention", "href": here.uri(&ben), "name": "@ben"},
    ]);
    let uri = answer["id"].as_str().unwrap().to_owned();
    assert_applied(&here.receive(&bo, activity(&bo, 1, "Create", answer)).await);
    let answer = here.status(&uri).await.unwrap().id;
    assert_eq!(told(&here, &anna).await, [""; 0]);
    assert_eq!(told(&here, &ben).await, ["mention"]);
    let below = async |viewer: Option<AccountId>| {
        let thread = thread(here.ctx(), viewer, asked).await.unwrap();
        thread.descendants.len()
    };
    assert_eq!(below(Some(anna.id)).await, 0);
    assert_eq!(below(None).await, 0);
    assert_eq!(below(Some(ben.id)).await, 1);
    assert!(
        sees(&here, &anna, answer).await,
        "by its address it is there"
    );
    // To follow somebody here, they have to be let in.
    let follow = activity(&bo, 2, "Follow", here.uri(&anna));
    assert_applied(&here.receive(&bo, follow).await);
    assert_eq!(here.account(anna.id).await.followers_count, 0);
    let (by, to) = (bo.id, anna.id);
    let asked_for = here.read(move |conn| follows::find(conn, by, to)).await;
    assert!(!asked_for.unwrap().is_accepted());
    let like = activity(&bo, 3, "Like", here.object(asked));
    assert_applied(&here.receive(&bo, like).await);
    assert_eq!(told(&here, &anna).await, [""; 0]);
}

#[tokio::test]
async fn limited_people_reach_no_stranger_by_a_hashtag() {
    let here = Instance::new();
    let (anna, ben) = (here.local("anna").await, here.local("ben").await);
    let bo = here.remote("bo", "b.example").await;
    here.follows(&ben, &bo).await;
    tags::follow(here.ctx(), anna.id, "maths").await.unwrap();
    let posts_tagged = async |by: &AccountRow, n: u32| {
        let mut made = note(by, n);
        made["tag"] = json!([{"type": "Hashtag", "name": "#maths"}]);
        assert_applied(&here.receive(by, activity(by, n, "Create", made)).await);
    };
    posts_tagged(&bo, 1).await;
    let in_home = async |of: &AccountRow| {
        let of = of.id;
        let page = statuses::Page {
            limit: 40,
            ..statuses::Page::default()
        };
        here.read(move |conn| staffroom_db::home::page(conn, of, page))
            .await
            .len()
    };
    assert_eq!((in_home(&anna).await, in_home(&ben).await), (1, 1));
    decide(&here, "b.example", |row| row.level = LIMIT.to_owned()).await;
    let bo = here.account(bo.id).await;
    posts_tagged(&bo, 2).await;
    assert_eq!((in_home(&anna).await, in_home(&ben).await), (1, 2));
    // What is looked at again goes, too.
    let other = here.local("other").await;
    for who in [&anna, &ben] {
        mutes::mute(here.ctx(), who.id, other.id, true, None)
            .await
            .unwrap();
    }
    assert_eq!((in_home(&anna).await, in_home(&ben).await), (0, 2));
}

#[tokio::test]
async fn where_media_are_refused_there_are_none() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let bo = here
        .remote_with("bo", "b.example", |new| {
            new.avatar_url = Some("https://b.example/a.png".to_owned());
            new.header_url = Some("https://b.example/h.png".to_owned());
        })
        .await;
    here.follows(&anna, &bo).await;
    let with_picture = |n: u32| {
        let mut made = note(&bo, n);
        made["attachment"] = json!([{"type": "Image", "url": "https://b.example/1.png",
            "mediaType": "image/png"}]);
        activity(&bo, n, "Create", made)
    };
    assert_applied(&here.receive(&bo, with_picture(1)).await);
    decide(&here, "b.example", |row| {
        row.level = policies::ALLOW.to_owned();
        row.reject_media = true;
    })
    .await;
    assert_applied(&here.receive(&bo, with_picture(2)).await);
    let now = here.account(bo.id).await;
    assert_eq!((&now.avatar_url, &now.header_url), (&None, &None));
    assert!(now.is_active() && !now.is_limited());
    for n in [1, 2] {
        let uri = format!("{}/notes/{n}", bo.uri.clone().unwrap());
        let id = here.status(&uri).await.unwrap().id;
        let views = view(here.ctx(), Some(anna.id), vec![id]).await.unwrap();
        assert!(views[0].attachments.is_empty(), "{n}");
    }
    let reacted = {
        let own = NewStatus {
            text: "Hello".to_owned(),
            ..NewStatus::default()
        };
        let id = here.post(&anna, own).await;
        let mut like = activity(&bo, 3, "EmojiReact", here.object(id));
        like["content"] = ":owl:".into();
        like["tag"] = json!([{"type": "Emoji", "name": ":owl:",
            "icon": {"type": "Image", "url": "https://b.example/owl.png"}}]);
        assert_applied(&here.receive(&bo, like).await);
        view(here.ctx(), Some(anna.id), vec![id]).await.unwrap()
    };
    let reaction = &reacted[0].reactions[0];
    assert_eq!(
        (&*reaction.content, reaction.image_url.as_deref()),
        (":owl:", None)
    );
}

/// Many more than are changed at once, each followed by somebody.
#[tokio::test]
async fn many_accounts_are_done_a_part_at_a_time() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let mut ids = Vec::new();
    for n in 0..250 {
        let host = format!("h{}.b.example", n % 3);
        let row = here.remote(&format!("u{n:03}"), &host).await;
        here.follows(&anna, &row).await;
        ids.push(row.id);
    }
    decide(&here, "b.example", |_| {}).await;
    for id in ids {
        assert!(!here.account(id).await.is_active());
        assert_eq!(all_follows(&here, id).await, 0);
    }
    assert_eq!(here.account(anna.id).await.following_count, 0);
    let again = apply(here.ctx(), &["b.example".to_owned()]).await;
    assert_eq!(again.unwrap(), 0, "the second time nothing is left");
    let none: Result<usize, DbError> = apply(here.ctx(), &["other.example".to_owned()]).await;
    assert_eq!(none.unwrap(), 0);
}
