//! Instances of this program as processes of their own, on both databases, behind TLS: what people do with
//! one another, and what those who run the instances do about it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use staffroom_testkit::Backend;

use crate::harness::client::Client;
use crate::harness::instance::Instance;
use crate::harness::network::Network;
use crate::harness::{is_full, until};

const PASSWORD: &str = "four words in a row";
/// A running server follows a decision within half a minute; more for a busy machine.
const HOLDS_WITHIN: Duration = Duration::from_mins(1);
const HOME: &str = "/api/v1/timelines/home";

/// An instance with one user.
struct Place {
    instance: Instance,
    user: Client,
    host: &'static str,
    handle: String,
}

/// As many as there are databases.
async fn start<const N: usize>(
    places: [(&'static str, &'static str, Backend); N],
) -> (Network, [Place; N]) {
    let mut network = Network::new();
    let mut instances = Vec::new();
    for (host, _, backend) in &places {
        instances.push(network.instance(host, *backend).await);
    }
    let mut started = Vec::new();
    for (mut instance, (host, user, _)) in instances.into_iter().zip(places) {
        network.introduce(&mut instance);
        instance.create_user(user, "teacher", PASSWORD);
        instance.start().await;
        started.push(Place {
            user: Client::of(&instance, host, user),
            instance,
            host,
            handle: format!("@{user}@{host}"),
        });
    }
    let started: [Place; N] = started.try_into().ok().unwrap();
    (network, started)
}

impl Place {
    async fn follows(&self, other: &Self) -> String {
        let account = self.user.find(&other.handle).await;
        self.user.follow(&account).await;
        account
    }

    async fn posts(&self, status: Value) -> Value {
        self.user.post("/api/v1/statuses", status).await
    }

    /// Waits until a post is in the home timeline as it should be.
    async fn sees(&self, what: &str, uri: &Value, fits: impl Fn(&Value) -> bool) -> Value {
        let find = |home: &Value| {
            let mut all = home.as_array().into_iter().flatten();
            all.find(|one| one["uri"] == *uri && fits(one)).cloned()
        };
        let home = self
            .user
            .until(what, HOME, |home| find(home).is_some())
            .await;
        find(&home).unwrap()
    }

    async fn does(&self, what: &str, status: &Value) {
        let id = status["id"].as_str().unwrap();
        self.user
            .post(&format!("/api/v1/statuses/{id}/{what}"), json!({}))
            .await;
    }

    async fn texts(&self) -> Vec<String> {
        let home = self.user.all(HOME).await;
        let texts = home.iter().filter_map(|post| post["content"].as_str());
        texts.map(str::to_owned).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_instances_talk_with_one_another() {
    let (_network, [school, meet, hub]) = start([
        ("school.test", "amira", Backend::Sqlite),
        ("meet.test", "ben", Backend::Postgres),
        ("hub.test", "cora", Backend::Sqlite),
    ])
    .await;
    let ben = school.follows(&meet).await;
    hub.follows(&meet).await;
    school.follows(&hub).await;

    let posted = meet
        .posts(json!({ "status": "Who has tried exit tickets?" }))
        .await;
    let uri = &posted["uri"];
    let at_school = school.sees("the post", uri, |_| true).await;
    let at_hub = hub.sees("the post", uri, |_| true).await;
    let answer = json!({ "status": "@ben@meet.test we have", "in_reply_to_id": at_hub["id"] });
    let answer = hub.posts(answer).await;
    hub.does("reblog", &at_hub).await;
    school.does("favourite", &at_school).await;
    let path = format!("/api/v1/statuses/{}", posted["id"].as_str().unwrap());
    meet.user
        .until("what the others do", &path, |seen| {
            seen["replies_count"] == 1
                && seen["reblogs_count"] == 1
                && seen["favourites_count"] == 1
        })
        .await;
    let context = meet.user.get(&format!("{path}/context")).await;
    assert_eq!(context["descendants"][0]["uri"], answer["uri"], "{context}");
    // Who follows both reads the answer in its place.
    let thread = school.sees("the answer", &answer["uri"], |_| true).await;
    assert_eq!(thread["in_reply_to_id"], at_school["id"], "{thread}");

    let edited = json!({ "status": "Who has tried exit tickets? (closed)" });
    meet.user.put(&path, edited).await;
    for place in [&school, &hub] {
        place
            .sees("the edit", uri, |post| {
                let text = post["content"].as_str();
                text.is_some_and(|text| text.contains("closed")) && post["edited_at"].is_string()
            })
            .await;
    }
    meet.user.delete(&path).await;
    for place in [&school, &hub] {
        place
            .user
            .until("the post goes", HOME, |home| {
                let mut all = home.as_array().into_iter().flatten();
                all.all(|one| one["uri"] != *uri)
            })
            .await;
    }

    let amira = meet.user.find(&school.handle).await;
    let block = format!("/api/v1/accounts/{amira}/block");
    meet.user.post(&block, json!({})).await;
    let relation = format!("/api/v1/accounts/relationships?id[]={ben}");
    school
        .user
        .until("the block", &relation, |seen| {
            seen[0]["following"] == false && seen[0]["blocked_by"] == true
        })
        .await;
    let later = meet.posts(json!({ "status": "Not for everybody" })).await;
    hub.sees("the next post", &later["uri"], |_| true).await;
    until("all is sent and applied", HOLDS_WITHIN, || {
        meet.instance.is_quiet() && school.instance.is_quiet()
    })
    .await;
    assert!(
        !school
            .texts()
            .await
            .iter()
            .any(|text| text.contains("Not for")),
        "nothing comes to who is blocked"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_was_away_gets_everything_in_order_and_who_is_suspended_nothing() {
    let (_network, [mut school, meet]) = start([
        ("school.test", "amira", Backend::Postgres),
        ("meet.test", "ben", Backend::Sqlite),
    ])
    .await;
    let mut earlier = Vec::new();
    for n in 0..2 {
        let posted = meet
            .posts(json!({ "status": format!("unheard of {n}") }))
            .await;
        earlier.push(posted["uri"].as_str().unwrap().to_owned());
    }
    school.follows(&meet).await;
    let status = || meet.instance.run(&["federation", "status"], "");
    assert!(status().contains("Nothing waits to be delivered."));
    school.instance.stop();
    for n in 0..10 {
        meet.posts(json!({ "status": format!("while you were away {n}") }))
            .await;
    }
    let waits = || status().contains("school.test") && status().contains("does not answer since");
    until("deliveries wait", Duration::from_secs(30), waits).await;
    school.instance.start().await;
    let said = meet
        .instance
        .run(&["federation", "retry", "school.test"], "");
    // None, where it is being tried in this moment.
    assert!(said.contains("servers are tried again at once"), "{said}");
    school
        .user
        .until("everything comes", HOME, |home| {
            home.as_array().is_some_and(|all| all.len() == 10)
        })
        .await;
    let expected: Vec<String> = (0..10)
        .rev()
        .map(|n| format!("<p>while you were away {n}</p>"))
        .collect();
    assert_eq!(school.texts().await, expected);

    // Beside the running server, which follows the decision within half a minute.
    let said = school
        .instance
        .run(&["federation", "fetch", &earlier[0]], "");
    assert!(said.contains("is the post"), "{said}");
    let nothing = format!("https://{}/ap/objects/1", meet.host);
    let refused = school
        .instance
        .output(&["federation", "fetch", &nothing], "");
    assert!(!refused.status.success());
    let suspend = ["federation", "suspend", "meet.test", "--reason", "a test"];
    school.instance.run(&suspend, "");
    let said = school.instance.run(&["federation", "list"], "");
    assert!(
        said.contains("meet.test") && said.contains("a test"),
        "{said}"
    );
    let refused = school
        .instance
        .output(&["federation", "fetch", &earlier[1]], "");
    let errors = String::from_utf8_lossy(&refused.stderr);
    assert!(
        errors.contains("does not exchange anything with meet.test"),
        "{errors}"
    );
    if !is_full() {
        // A server that starts knows it at once; one that runs, within half a minute.
        school.instance.stop();
        school.instance.start().await;
    }
    nothing_arrives(&school, &meet).await;
    assert!(
        school
            .instance
            .run(&["federation", "remove", "meet.test"], "")
            .contains("taken back")
    );
}

/// Posts until one is refused; from then on none arrives.
async fn nothing_arrives(here: &Place, there: &Place) {
    let before = here.texts().await.len();
    let is_refused = || there.instance.log().contains("a delivery was refused");
    assert!(!is_refused());
    let mut posted = 0;
    let deadline = Instant::now() + HOLDS_WITHIN;
    while !is_refused() {
        assert!(Instant::now() < deadline, "the decision does not hold");
        there
            .posts(json!({ "status": format!("unheard {posted}") }))
            .await;
        posted += 1;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let last = there.posts(json!({ "status": "after the decision" })).await;
    assert!(last["id"].is_string());
    let is_tried = || there.instance.is_quiet() && here.instance.is_quiet();
    until("it is tried", HOLDS_WITHIN, is_tried).await;
    let heard = here.texts().await;
    assert!(heard.len() < before + posted, "the refused one is not here");
    assert!(!heard.iter().any(|text| text.contains("after the decision")));
}
