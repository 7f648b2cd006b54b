//! Names whose meaning changes: what was judged is what is dialled.
//!
//! 127.0.0.2 plays the public address, 127.0.0.1 the private one.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use staffroom_net::{Client, LookedUp, Lookup, LoopbackPolicy, NetError, Refusal};

use crate::scripted::{Scripted, ok};
use crate::{get, options};

const PUBLIC: &str = "127.0.0.2";
const PRIVATE: &str = "127.0.0.1";

/// Gives one answer after the other, the last first, and notes the questions.
#[derive(Default)]
struct Changing {
    answers: Mutex<Vec<Vec<&'static str>>>,
    asked: Mutex<Vec<String>>,
}

impl Lookup for Changing {
    fn lookup(&self, host: &str) -> LookedUp {
        self.asked.lock().unwrap().push(host.to_owned());
        let answer = self.answers.lock().unwrap().pop();
        Box::pin(async move {
            let answer = answer.ok_or_else(|| io::Error::other("no answer left"))?;
            Ok(answer.iter().map(|text| text.parse().unwrap()).collect())
        })
    }
}

struct Scene {
    public: Scripted,
    canary: Scripted,
    client: Client,
    lookup: Arc<Changing>,
    url: String,
}

async fn scene(mut answers: Vec<Vec<&'static str>>) -> Scene {
    // The same port on both, so that only the address tells them apart.
    let (canary, public) = loop {
        let canary = Scripted::canary();
        let ip: IpAddr = PUBLIC.parse().unwrap();
        let address = SocketAddr::new(ip, canary.address.port());
        if tokio::net::TcpListener::bind(address).await.is_err() {
            continue;
        }
        let answer = ok("application/activity+json", "{}")
            .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        let public = Scripted::at(address, move |_| {
            vec![crate::scripted::send(&answer), crate::scripted::Act::Close]
        });
        break (canary, public);
    };
    answers.reverse();
    let lookup = Arc::new(Changing {
        answers: Mutex::new(answers),
        asked: Mutex::default(),
    });
    let none: [(&str, SocketAddr); 0] = [];
    let policy = LoopbackPolicy::for_hosts(none).or_resolved_to([public.address.ip()]);
    let client = Client::with_lookup(&options(policy), Arc::<Changing>::clone(&lookup)).unwrap();
    let url = format!("http://peer.example.com:{}/", public.address.port());
    Scene {
        public,
        canary,
        client,
        lookup,
        url,
    }
}

fn is_refused(error: &NetError) -> bool {
    let private: IpAddr = PRIVATE.parse().unwrap();
    matches!(error, NetError::Refused(Refusal::Address(address, _)) if *address == private)
}

/// Checklist 37. Catalogue 37.
#[tokio::test]
async fn the_dns_is_asked_once_a_connection_and_its_second_answer_is_judged_too() {
    let scene = scene(vec![vec![PUBLIC], vec![PRIVATE]]).await;
    get(&scene.client, &scene.url).await.unwrap();
    assert_eq!(*scene.lookup.asked.lock().unwrap(), ["peer.example.com"]);
    assert_eq!(scene.public.connections(), 1);

    let error = get(&scene.client, &scene.url).await.unwrap_err();
    assert!(is_refused(&error), "{error:?}");
    assert_eq!(scene.canary.connections(), 0);
}

/// Checklist 37. Catalogue 37.
#[tokio::test]
async fn of_mixed_answers_only_the_public_one_is_dialled() {
    for mixed in [
        vec![PRIVATE, PUBLIC],
        vec![PUBLIC, PRIVATE],
        vec!["::1", PRIVATE, "10.0.0.1", PUBLIC],
    ] {
        let scene = scene(vec![mixed]).await;
        get(&scene.client, &scene.url).await.unwrap();
        assert_eq!(scene.public.connections(), 1);
        assert_eq!(scene.canary.connections(), 0);
    }
}

#[tokio::test]
async fn a_public_address_that_does_not_answer_leads_to_no_other() {
    let scene = scene(vec![vec![PUBLIC, PRIVATE]]).await;
    drop(scene.public);
    tokio::task::yield_now().await;
    let error = get(&scene.client, &scene.url).await.unwrap_err();
    assert!(matches!(error, NetError::Connect(_)), "{error:?}");
    assert_eq!(scene.canary.connections(), 0);
}

#[tokio::test]
async fn a_failing_dns_is_told_as_that() {
    let scene = scene(Vec::new()).await;
    let error = get(&scene.client, &scene.url).await.unwrap_err();
    assert_eq!(error, NetError::Dns("no answer left".to_owned()));
    assert!(error.is_temporary());
}
