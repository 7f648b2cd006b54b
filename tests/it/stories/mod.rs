//! Stories of the people whom this program is for, told by three instances as processes and a server that other people
//! wrote, in the place of a Mastodon.
//!
//! What is asserted is what the story says, and nothing that our own code would have to compute first.

mod five;
mod following;
mod four;
mod readings;
mod six;
mod three;

use reqwest::Method;
use serde_json::{Value, json};
use staffroom_testkit::{Backend, http_client};

use crate::harness::client::Client;
use crate::harness::fedify::Fedify;
use crate::harness::instance::Instance;
use crate::harness::network::Network;

const PRACTICES: &str = "/api/staffroom/v1/practices";
const EVENTS: &str = "/api/staffroom/v1/events";
/// Everybody's.
const PASSWORD: &str = "four words in a row";

/// A school with Amira and its own organisation; a group that meets, with Ben; a hub to be, with Cora; and a peer in
/// Mastodon's role. Ben, Cora and the peer follow Amira.
struct World {
    school: Place,
    meet: Place,
    hub: Place,
    peer: Fedify,
    network: Network,
}

/// An instance with somebody on it.
struct Place {
    instance: Instance,
    user: Client,
    host: &'static str,
    name: &'static str,
}

impl World {
    async fn start() -> Self {
        Self::with(&[]).await
    }

    /// The same, where the third is a hub, which the others let have what may be listed.
    async fn with_hub() -> Self {
        let world = Self::with(&[("hub.test", "INSTANCE__ROLE", "hub")]).await;
        for place in [&world.school, &world.meet] {
            let path = "/api/v1/accounts/update_credentials";
            let listed = json!({ "indexable": true });
            let done = place.user.attempt(Method::PATCH, path, Some(&listed), None);
            assert_eq!(done.await.unwrap().0, 200);
        }
        world
    }

    /// With settings of one or the other beside.
    async fn with(settings: &[(&str, &str, &str)]) -> Self {
        let mut network = Network::new();
        let mut fresh = Vec::new();
        for (host, name, backend) in [
            ("school.test", "amira", Backend::Sqlite),
            ("meet.test", "ben", Backend::Postgres),
            ("hub.test", "cora", Backend::Sqlite),
        ] {
            let instance = network.instance(host, backend).await;
            // Nobody waits five minutes here.
            let mut instance = instance.with("FEDERATION__LEDGER_INTERVAL", "1s");
            for (_, setting, value) in settings.iter().filter(|(of, ..)| *of == host) {
                instance = instance.with(setting, value);
            }
            fresh.push((instance, host, name));
        }
        let peer = network.peer("peer.test", &[]).await;
        let mut places = Vec::new();
        for (mut instance, host, name) in fresh {
            network.introduce(&mut instance);
            instance.create_user(name, "teacher", PASSWORD);
            // Whoever reports for an organisation of an instance is one that it lists.
            let (school, title) = (format!("{name}-school"), format!("The school of {name}"));
            let kind = ["--kind", "organization", "--title", &title];
            let make = [&["actor", "create", school.as_str()], kind.as_slice()];
            instance.run(&make.concat(), "");
            instance.run(&["organisation", "add", &school, name], "");
            instance.start().await;
            places.push(Place {
                user: Client::of(&instance, host, name),
                instance,
                host,
                name,
            });
        }
        let [school, meet, hub]: [Place; 3] = places.try_into().ok().unwrap();
        for place in [&meet, &hub] {
            let amira = place.user.find(&school.handle()).await;
            place.user.follow(&amira).await;
        }
        peer.does("follow", json!({ "actor": school.handle() }))
            .await;
        peer.received("type=Accept", 1).await;
        Self {
            school,
            meet,
            hub,
            peer,
            network,
        }
    }

    fn places(&self) -> [&Place; 3] {
        [&self.school, &self.meet, &self.hub]
    }

    /// What a program like Mastodon, GoToSocial or Mobilizon shows of something that the peer was sent.
    async fn shown(&self, received: &Value, like: &str) -> Value {
        let how = json!({ "document": received["document"], "like": like });
        self.peer.does("show", how).await["shown"].clone()
    }

    /// Waits until the ledgers of a practice on all three fit.
    async fn until_all_count(&self, what: &str, practice: &Value, fits: impl Fn(&Value) -> bool) {
        for place in self.places() {
            let id = place.id_of(practice).await;
            let ledger = format!("{PRACTICES}/{id}/ledger");
            let what = format!("{what} at {}", place.host);
            place
                .user
                .until(&what, &ledger, |ledger| fits(&ledger["summary"]))
                .await;
        }
    }
}

impl Place {
    fn handle(&self) -> String {
        format!("@{}@{}", self.name, self.host)
    }

    /// The client of one more teacher here.
    fn another(&self, name: &str) -> Client {
        self.instance.create_user(name, "teacher", PASSWORD);
        Client::of(&self.instance, self.host, name)
    }

    /// A page, as somebody sees it who is not signed in.
    async fn page(&self, path: &str) -> String {
        let request = http_client()
            .get(format!("{}{path}", self.instance.address()))
            .header("host", self.host);
        let page = request.send().await.unwrap();
        assert_eq!(page.status(), 200, "{path}");
        page.text().await.unwrap()
    }

    /// The id of a practice here, once it has come.
    async fn id_of(&self, practice: &Value) -> String {
        let list = format!("{PRACTICES}?limit=40");
        let find = |list: &Value| {
            let mut items = list["items"].as_array().into_iter().flatten();
            let found = items.find(|it| it["uri"] == practice["uri"]);
            found.map(|it| it["id"].as_str().unwrap().to_owned())
        };
        let list = self
            .user
            .until("the practice comes", &list, |list| find(list).is_some());
        find(&list.await).unwrap()
    }

    /// Reports what came of a practice, and gives the outcome.
    async fn reports(&self, practice: &Value, record: Value, text: &str) -> Value {
        let id = self.id_of(practice).await;
        let body = json!({ "record": record, "text": text });
        self.user
            .post(&format!("{PRACTICES}/{id}/outcomes"), body)
            .await
    }
}

/// The practice of the stories: a title, the text, and its record.
fn audio_feedback() -> Value {
    json!({
        "title": "Audio feedback in Year 8",
        "text": "Two-minute voice notes **instead** of written marking, three weeks, one class.",
        "record": {
            "evidenceLevel": "ev/tried",
            "outcome": "oc/partly",
            "problem": ["pr/workload"],
            "technologyType": ["tech/digital-feedback"],
            "phase": ["ph/lower-secondary-ks3"],
            "subject": ["su/english"],
            "costBand": "co/very-low",
            "steps": ["Record two minutes.", "Let them answer."],
            "wouldWarnAbout": "They liked it, and redrafted no better.",
            "region": "GB-ENG",
            "language": "en",
        },
    })
}

/// The event of the stories, with so many places for those who speak.
fn evening(speakers: usize) -> Value {
    json!({
        "title": "TeachMeet Leeds Winter",
        "text": "An evening of **short** talks.",
        "language": "en",
        "zone": "Europe/London",
        "starts": "2027-01-28T18:00",
        "ends": "2027-01-28T20:30",
        "place": { "name": "Library", "address": "1 Example Road, Leeds" },
        "onlineUrl": "https://leeds.example/rooms/winter",
        "record": {
            "kind": "teachmeet",
            "mode": "hybrid",
            "waitingList": true,
            "capacities": { "speakers": speakers, "attendees": 40, "remote": 60 },
            "series": "TeachMeet Leeds",
        },
    })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}
