//! Two instances exchange while one or the other is killed at random moments: afterwards both have
//! everything, and everything once.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use staffroom_testkit::{Backend, SeededRandom};
use tokio::sync::watch;

use crate::harness::client::Client;
use crate::harness::instance::Instance;
use crate::harness::network::Network;
use crate::harness::{is_full, seed, until};

const PASSWORD: &str = "four words in a row";
/// Posts of each side in a round. Of five, one is deleted, two are liked, one is liked for a moment, one
/// is boosted, one is answered: [`ACTIVITIES`].
const POSTS: usize = 45;
/// Activities of both sides in a round, so that five rounds exchange a thousand.
const ACTIVITIES: usize = 2 * POSTS * 12 / 5;
/// Kills in a round, besides one after everything was said.
const KILLS: usize = 3;
/// Everything must be where it belongs within this time after a round.
const SETTLED_WITHIN: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_are_killed_have_everything_once_sqlite() {
    exchange([Backend::Sqlite, Backend::Sqlite]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_are_killed_have_everything_once_postgres_with_sqlite() {
    exchange([Backend::Postgres, Backend::Sqlite]).await;
}

async fn exchange(backends: [Backend; 2]) {
    let rounds = if is_full() { 20 } else { 5 };
    let random = SeededRandom::new(seed());
    let mut network = Network::new();
    let mut instances = [
        network.instance("school.test", backends[0]).await,
        network.instance("meet.test", backends[1]).await,
    ];
    for (instance, user) in instances.iter_mut().zip(["amira", "ben"]) {
        network.introduce(instance);
        instance.create_user(user, "teacher", PASSWORD);
        instance.start().await;
    }
    let mut sides = [
        Side::new(&instances[0], "school.test", "amira"),
        Side::new(&instances[1], "meet.test", "ben"),
    ];
    let handles = sides.each_ref().map(|side| side.handle.clone());
    for (side, other) in sides.iter_mut().zip(handles.iter().rev()) {
        let other = side.client.find(other).await;
        side.client.follow(&other).await;
    }
    for round in 0..rounds {
        one_round(&mut instances, &mut sides, round, &random).await;
        let [amira, ben] = &sides;
        // Of the counts those of this round, and in the end all once more.
        let from = if round + 1 == rounds {
            0
        } else {
            round * POSTS
        };
        check(amira, ben, from).await;
        check(ben, amira, from).await;
    }
}

/// One of the two, as its user sees it.
struct Side {
    client: Client,
    handle: String,
    /// Everything that was posted here.
    posted: Vec<Posted>,
    /// Under which id each post of the other side was seen here first, by its address.
    seen: BTreeMap<String, String>,
}

#[derive(Clone)]
struct Posted {
    id: String,
    uri: String,
    fate: Fate,
}

/// What becomes of a post, told by its number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Liked,
    LikedAndBoosted,
    LikedForAMoment,
    Answered,
    Deleted,
}

impl Fate {
    fn of(number: usize) -> Self {
        match number % 5 {
            0 => Self::Liked,
            1 => Self::LikedAndBoosted,
            2 => Self::LikedForAMoment,
            3 => Self::Answered,
            _ => Self::Deleted,
        }
    }

    /// Likes, boosts and answers in the end.
    fn counts(self) -> [u64; 3] {
        match self {
            Self::Liked => [1, 0, 0],
            Self::LikedAndBoosted => [1, 1, 0],
            Self::Answered => [0, 0, 1],
            Self::LikedForAMoment | Self::Deleted => [0, 0, 0],
        }
    }
}

impl Side {
    fn new(instance: &Instance, host: &str, user: &str) -> Self {
        Self {
            client: Client::of(instance, host, user),
            handle: format!("@{user}@{host}"),
            posted: Vec::new(),
            seen: BTreeMap::new(),
        }
    }
}

/// Kills and restarts while both sides write and react, then waits until nothing is left to do.
async fn one_round(
    instances: &mut [Instance; 2],
    sides: &mut [Side; 2],
    round: usize,
    random: &SeededRandom,
) {
    let (done, progress) = watch::channel(0);
    let [amira, ben] = &mut *sides;
    let handles = [amira.handle.clone(), ben.handle.clone()];
    let acting = async {
        tokio::join!(
            write(&amira.client, &mut amira.posted, round, &done),
            react(&amira.client, &mut amira.seen, round, &handles[1], &done),
            write(&ben.client, &mut ben.posted, round, &done),
            react(&ben.client, &mut ben.seen, round, &handles[0], &done),
        )
    };
    tokio::join!(acting, kill(instances, progress, random));
    until("both settle", SETTLED_WITHIN, || {
        let [school, meet] = &*instances;
        // What one has sent the other may answer.
        [school, meet, school].into_iter().all(Instance::is_quiet)
    })
    .await;
}

/// Asks until there is a whole answer; the server may be down, or go down meanwhile.
async fn insist(
    client: &Client,
    method: Method,
    path: &str,
    json: Option<&Value>,
    key: Option<&str>,
) -> (u16, Value) {
    let until = Instant::now() + SETTLED_WITHIN;
    while Instant::now() < until {
        let answer = client.attempt(method.clone(), path, json, key).await;
        if let Some(answer) = answer {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{path}: there was no whole answer");
}

/// The same with an answer that must be a good one.
async fn act(client: &Client, path: &str) {
    let (status, answer) = insist(client, Method::POST, path, None, None).await;
    assert_eq!(status, 200, "{path}: {answer}");
}

/// Posts, and deletes some of it.
async fn write(
    client: &Client,
    posted: &mut Vec<Posted>,
    round: usize,
    done: &watch::Sender<usize>,
) {
    for number in 0..POSTS {
        let text = format!("post {round} {number}");
        let body = json!({ "status": text });
        let posts = "/api/v1/statuses";
        let (status, answer) = insist(client, Method::POST, posts, Some(&body), Some(&text)).await;
        assert_eq!(status, 200, "{answer}");
        let one = Posted {
            id: answer["id"].as_str().unwrap().to_owned(),
            uri: answer["uri"].as_str().unwrap().to_owned(),
            fate: Fate::of(number),
        };
        done.send_modify(|done| *done += 1);
        if one.fate == Fate::Deleted {
            let path = format!("/api/v1/statuses/{}", one.id);
            let (status, answer) = insist(client, Method::DELETE, &path, None, None).await;
            // The answer to the first attempt may have been lost.
            assert!([200, 404].contains(&status), "{status} {answer}");
            done.send_modify(|done| *done += 1);
        }
        posted.push(one);
    }
}

/// Reads what the other side posts as it comes, and does with it what is its fate.
async fn react(
    client: &Client,
    seen: &mut BTreeMap<String, String>,
    round: usize,
    author: &str,
    done: &watch::Sender<usize>,
) {
    let mut left: BTreeSet<usize> = (0..POSTS)
        .filter(|number| Fate::of(*number) != Fate::Deleted)
        .collect();
    let until = Instant::now() + SETTLED_WITHIN;
    while !left.is_empty() {
        assert!(
            Instant::now() < until,
            "of {author}'s posts these never came: {left:?}"
        );
        let before = left.len();
        for post in recent(client).await {
            let Some(number) = number_of(&post, round, author) else {
                continue;
            };
            remember(seen, &post);
            if left.remove(&number) {
                let actions = react_to(client, &post, number, author).await;
                done.send_modify(|done| *done += actions);
            }
        }
        if left.len() == before {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// The newest of the home timeline, at least as much as a round brings.
async fn recent(client: &Client) -> Vec<Value> {
    let mut recent: Vec<Value> = Vec::new();
    while recent.len() < 4 * POSTS {
        let older = recent.last().and_then(|one| one["id"].as_str());
        let older = older.map_or_else(String::new, |id| format!("&max_id={id}"));
        let path = format!("/api/v1/timelines/home?limit=40{older}");
        let (status, page) = insist(client, Method::GET, &path, None, None).await;
        assert_eq!(status, 200, "{page}");
        match page {
            Value::Array(page) if !page.is_empty() => recent.extend(page),
            _ => break,
        }
    }
    recent
}

/// The number of a post of this round by the other side.
fn number_of(post: &Value, round: usize, author: &str) -> Option<usize> {
    if format!("@{}", post["account"]["acct"].as_str()?) != author || !post["reblog"].is_null() {
        return None;
    }
    let text = post["content"].as_str()?;
    let text = text.trim_start_matches("<p>").trim_end_matches("</p>");
    let number = text.strip_prefix(&format!("post {round} "))?;
    number.parse().ok()
}

/// What was seen once has the same id ever after.
fn remember(seen: &mut BTreeMap<String, String>, post: &Value) {
    let (uri, id) = (post["uri"].as_str().unwrap(), post["id"].as_str().unwrap());
    let first = seen.entry(uri.to_owned()).or_insert_with(|| id.to_owned());
    assert_eq!(first, id, "{uri} has another id than before");
}

/// How many activities that were.
async fn react_to(client: &Client, post: &Value, number: usize, author: &str) -> usize {
    let id = post["id"].as_str().unwrap();
    let path = |what: &str| format!("/api/v1/statuses/{id}/{what}");
    match Fate::of(number) {
        Fate::Liked => act(client, &path("favourite")).await,
        Fate::LikedAndBoosted => {
            act(client, &path("favourite")).await;
            act(client, &path("reblog")).await;
            return 2;
        }
        Fate::LikedForAMoment => {
            act(client, &path("favourite")).await;
            act(client, &path("unfavourite")).await;
            return 2;
        }
        Fate::Answered => {
            let text = format!("{author} that is so");
            let body = json!({ "status": text, "in_reply_to_id": id });
            let posts = "/api/v1/statuses";
            let (status, answer) = insist(client, Method::POST, posts, Some(&body), Some(id)).await;
            assert_eq!(status, 200, "{answer}");
        }
        Fate::Deleted => return 0,
    }
    1
}

/// Kills either side at random moments of the exchange, and once after it.
async fn kill(
    instances: &mut [Instance; 2],
    mut progress: watch::Receiver<usize>,
    random: &SeededRandom,
) {
    let part = ACTIVITIES / KILLS;
    for number in 0..=KILLS {
        let moment = if number < KILLS {
            draw(random, part * number..part * (number + 1))
        } else {
            ACTIVITIES
        };
        let reached = progress.wait_for(|done| *done >= moment);
        let reached = tokio::time::timeout(SETTLED_WITHIN, reached).await;
        drop(reached.expect("the exchange goes on").unwrap());
        pause(random, 0..60).await;
        // Each side at least once, and the second half anybody.
        let side = if number < 2 {
            number
        } else {
            draw(random, 0..2)
        };
        instances[side].kill();
        pause(random, 0..150).await;
        instances[side].start().await;
    }
}

/// A random moment, not a guess at how long something takes.
async fn pause(random: &SeededRandom, milliseconds: Range<usize>) {
    let milliseconds = draw(random, milliseconds);
    tokio::time::sleep(Duration::from_millis(milliseconds.try_into().unwrap())).await;
}

fn draw(random: &SeededRandom, from: Range<usize>) -> usize {
    let width = u64::try_from(from.len()).unwrap();
    from.start + usize::try_from(random.next_u64() % width).unwrap()
}

/// What the author wrote is at the reader's exactly once, and all answers to it (to posts from the number
/// `from`) are at both.
async fn check(author: &Side, reader: &Side, from: usize) {
    let home = reader.client.all("/api/v1/timelines/home").await;
    let mut once = BTreeMap::new();
    for post in home.iter().filter(|post| post["reblog"].is_null()) {
        let uri = post["uri"].as_str().unwrap().to_owned();
        let id = post["id"].as_str().unwrap().to_owned();
        assert_eq!(once.insert(uri, id), None, "twice at home: {post}");
    }
    let told = author.client.all("/api/v1/notifications").await;
    for post in &author.posted[from..] {
        let here = once.get(&post.uri);
        if post.fate == Fate::Deleted {
            assert_eq!(here, None, "{} was deleted", post.uri);
            continue;
        }
        let here = here.unwrap_or_else(|| panic!("{} never came", post.uri));
        assert_eq!(Some(here), reader.seen.get(&post.uri), "ids are stable");
        let expected = post.fate.counts();
        for (client, id) in [(&author.client, &post.id), (&reader.client, here)] {
            let now = client.get(&format!("/api/v1/statuses/{id}")).await;
            assert_eq!(now["uri"], post.uri.as_str());
            let counts = ["favourites_count", "reblogs_count", "replies_count"]
                .map(|count| now[count].as_u64().unwrap());
            assert_eq!(counts, expected, "{now}");
        }
        let notices = |kind: &str| count_notices(&told, kind, &post.id);
        if post.fate != Fate::LikedForAMoment {
            assert_eq!(
                notices("favourite"),
                expected[0],
                "told of a like: {told:?}"
            );
        }
        assert_eq!(notices("reblog"), expected[1], "told of a boost");
    }
    let answered: u64 = author.posted.iter().map(|post| post.fate.counts()[2]).sum();
    let mentions = told.iter().filter(|told| told["type"] == "mention").count();
    assert_eq!(
        u64::try_from(mentions).unwrap(),
        answered,
        "told of answers"
    );
}

fn count_notices(told: &[Value], kind: &str, id: &str) -> u64 {
    let about = |told: &&Value| told["type"] == kind && told["status"]["id"] == id;
    told.iter().filter(about).count().try_into().unwrap()
}
