//! Several processes on one PostgreSQL: two that answer and two that do what follows from it. Whoever is answered by one
//! sees what another did; nothing is done twice; and one that is killed takes nothing with it.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use staffroom_testkit::{Backend, free_port};

use crate::harness::client::Client;
use crate::harness::instance::{Instance, Process, counted};
use crate::harness::network::Network;
use crate::harness::until;

const PASSWORD: &str = "four words in a row";
const STATUSES: &str = "/api/v1/statuses";
const PRACTICES: &str = "/api/staffroom/v1/practices";
/// Also for what a killed process held for a minute and a half.
const SETTLED_WITHIN: Duration = Duration::from_mins(4);
/// Posts around the kill.
const POSTS: usize = 30;

/// Four processes of a hub, and another instance with somebody who follows somebody there.
struct World {
    hub: Instance,
    /// Those that answer.
    web: [Process; 2],
    /// Those that work.
    work: [Process; 2],
    /// Amira at the hub, answered by the one and by the other.
    amira: [Client; 2],
    meet: Instance,
    meet_metrics: String,
    ben: Client,
    _network: Network,
}

impl World {
    async fn start() -> Self {
        let mut network = Network::new();
        let hub = network.instance("hub.test", Backend::Postgres).await;
        let mut hub = hub
            .with("INSTANCE__ROLE", "hub")
            .with("FEDERATION__LEDGER_INTERVAL", "1s")
            .with("JOBS__LEASE", "2s")
            .with("JOBS__POLL_INTERVAL", "100ms");
        let metrics = format!("127.0.0.1:{}", free_port());
        let meet = network.instance("meet.test", Backend::Sqlite).await;
        let mut meet = meet
            .with("FEDERATION__LEDGER_INTERVAL", "1s")
            .with("SERVER__METRICS_BIND", &metrics);
        for (instance, user) in [(&mut hub, "amira"), (&mut meet, "ben")] {
            network.introduce(instance);
            instance.create_user(user, "teacher", PASSWORD);
        }
        let other = format!("127.0.0.1:{}", free_port());
        let answers = ["serve", "--no-work"];
        // All at once, as after a power cut.
        let (one, two, three, four) = tokio::join!(
            hub.beside("web-1", &answers, None),
            hub.beside("web-2", &answers, Some(&other)),
            hub.beside("work-1", &["work"], None),
            hub.beside("work-2", &["work"], None),
        );
        meet.start().await;
        let amira = Client::of(&hub, "hub.test", "amira");
        let ben = Client::of(&meet, "meet.test", "ben");
        let at_second = amira.at(&format!("http://{other}"));
        let world = Self {
            web: [one, two],
            work: [three, four],
            amira: [amira, at_second],
            meet_metrics: format!("http://{metrics}/metrics"),
            ben,
            hub,
            meet,
            _network: network,
        };
        for client in [&world.amira[0], &world.ben] {
            let path = "/api/v1/accounts/update_credentials";
            let listed = json!({ "indexable": true });
            let done = client.attempt(Method::PATCH, path, Some(&listed), None);
            assert_eq!(done.await.unwrap().0, 200);
        }
        let amira = world.ben.find("@amira@hub.test").await;
        world.ben.follow(&amira).await;
        world.is_quiet().await;
        world
    }

    /// Waits until nobody has anything to do.
    async fn is_quiet(&self) {
        until("all settle", SETTLED_WITHIN, || {
            // What one has sent the other may answer.
            let all = [&self.hub, &self.meet, &self.hub];
            all.into_iter().all(Instance::is_quiet)
        })
        .await;
    }

    /// How much those that work have counted.
    async fn worked(&self, name: &str, labels: &[&str]) -> u64 {
        let mut sum = 0;
        for process in &self.work {
            sum += process.counted(name, labels).await;
        }
        sum
    }

    /// How many activities other servers have sent to Ben's.
    async fn received(&self) -> u64 {
        let labels = ["method=\"POST\"", "status=\"202\""];
        counted(&self.meet_metrics, "staffroom_http_requests_total", &labels).await
    }
}

/// Reads a stream until a part of it is there.
async fn until_heard(stream: &mut reqwest::Response, part: &str) {
    let mut heard = String::new();
    let waited = tokio::time::timeout(Duration::from_secs(30), async {
        while !heard.contains(part) {
            let chunk = stream.chunk().await.unwrap().expect("the stream goes on");
            heard.push_str(&String::from_utf8_lossy(&chunk));
        }
    });
    assert!(waited.await.is_ok(), "{part} was not heard");
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

/// Periodic work is done by whoever comes first, and by nobody else.
async fn what_comes_round_is_done_once(world: &World) {
    for kind in ["snapshot_ledgers", "write_open_data"] {
        let kind = format!("kind=\"{kind}\"");
        let done = world.worked("staffroom_jobs_total", &[&kind]).await;
        assert_eq!(done, 1, "{kind}");
    }
    let failed = ["retried", "dead", "lost"].map(|it| format!("outcome=\"{it}\""));
    for outcome in failed {
        let n = world.worked("staffroom_jobs_total", &[&outcome]).await;
        assert_eq!(n, 0, "{outcome}");
    }
    for process in &world.web {
        let n = process.counted("staffroom_jobs_total", &[]).await;
        assert_eq!(n, 0, "who answers does no jobs");
    }
}

/// What is posted through the one is heard at the other, and goes to Ben's server once.
async fn a_post_is_heard_everywhere_and_sent_once(world: &World) {
    let [first, second] = &world.amira;
    let mut stream = second.listen("/api/v1/streaming/user").await;
    let (received, sent) = (
        world.received().await,
        world.worked("staffroom_deliveries_total", &[]).await,
    );
    let posted = first
        .post(STATUSES, json!({ "status": "Who tries it?" }))
        .await;
    until_heard(&mut stream, id(&posted)).await;
    let seen = |home: &Value| home[0]["uri"] == posted["uri"];
    let home = "/api/v1/timelines/home";
    world.ben.until("the post", home, seen).await;
    world.is_quiet().await;
    assert_eq!(world.received().await - received, 1, "sent once");
    let now = world.worked("staffroom_deliveries_total", &[]).await;
    assert_eq!(now - sent, 1, "by one of the two");
}

/// What Ben reports is counted once, whoever takes it in.
async fn an_outcome_is_counted_once(world: &World) {
    let [first, second] = &world.amira;
    let practice = json!({
        "title": "Audio feedback",
        "text": "Voice notes.",
        "record": {
            "evidenceLevel": "ev/tried",
            "outcome": "oc/partly",
            "problem": ["pr/workload"],
            "technologyType": ["tech/digital-feedback"],
            "phase": ["ph/lower-secondary-ks3"],
            "costBand": "co/very-low",
            "steps": ["Record two minutes."],
            "wouldWarnAbout": "They liked it, and redrafted no better.",
        },
    });
    let practice = first.post(PRACTICES, practice).await;
    let find = |list: &Value| {
        let mut items = list["items"].as_array().into_iter().flatten();
        let found = items.find(|it| it["uri"] == practice["uri"]);
        found.map(|it| id(it).to_owned())
    };
    let fits = |list: &Value| find(list).is_some();
    let list = world.ben.until("the practice comes", PRACTICES, fits).await;
    let report = json!({
        "record": {
            "outcome": "oc/no-effect",
            "evidenceLevel": "ev/tried",
            "independence": "in/independent-practitioner",
            "nextTime": "Not with this class.",
            "wouldDoAgain": "no",
        },
        "text": "They listened once.",
    });
    let outcomes = format!("{PRACTICES}/{}/outcomes", find(&list).unwrap());
    world.ben.post(&outcomes, report).await;
    let ledger = format!("{PRACTICES}/{}/ledger", id(&practice));
    let is_counted = |it: &Value| it["summary"]["unverifiedSettings"] == 1;
    first.until("it is counted", &ledger, is_counted).await;
    world.is_quiet().await;
    for client in [first, second] {
        let it = client.get(&ledger).await;
        assert!(is_counted(&it), "{it}");
        let listed = client
            .get(&format!("{PRACTICES}/{}/outcomes", id(&practice)))
            .await;
        let items = listed["items"].as_array().unwrap();
        let of_ben = items
            .iter()
            .filter(|it| it["uri"].to_string().contains("meet.test"));
        assert_eq!(of_ben.count(), 1, "{listed}");
    }
}

/// One of those that work is killed in the midst of it: everything arrives, and everything is there once.
async fn a_kill_takes_nothing_with_it(world: &mut World) {
    let mut posted = Vec::new();
    for number in 0..POSTS {
        let text = format!("post {number}");
        let through = &world.amira[number % 2];
        posted.push(through.post(STATUSES, json!({ "status": text })).await);
        if number == POSTS / 3 {
            world.work[0].kill();
        }
    }
    until("the other does the rest", SETTLED_WITHIN, || {
        world.hub.is_quiet()
    })
    .await;
    until("and it is taken in", SETTLED_WITHIN, || {
        world.meet.is_quiet()
    })
    .await;
    let home = world.ben.all("/api/v1/timelines/home").await;
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for post in &home {
        *times.entry(post["uri"].as_str().unwrap()).or_default() += 1;
    }
    for post in &posted {
        let uri = post["uri"].as_str().unwrap();
        assert_eq!(times.get(uri), Some(&1), "{}", post["content"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_answer_and_two_that_work_share_a_postgres() {
    let mut world = World::start().await;
    what_comes_round_is_done_once(&world).await;
    a_post_is_heard_everywhere_and_sent_once(&world).await;
    an_outcome_is_counted_once(&world).await;
    a_kill_takes_nothing_with_it(&mut world).await;
    world.work[1].stop();
    for process in &mut world.web {
        process.stop();
    }
}

#[tokio::test]
async fn what_needs_others_is_refused_on_sqlite() {
    let instance = Instance::new(Backend::Sqlite);
    for command in [["work"].as_slice(), &["serve", "--no-work"]] {
        let output = instance.output(command, "");
        assert_eq!(output.status.code(), Some(1));
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains("share a PostgreSQL"), "{error}");
    }
}
