//! Redirects: followed for a `get`, judged and signed again each time.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use staffroom_net::{
    Accept, BudgetSpent, Client, FetchBudget, JudgeHost, Judgement, NetError, Post, Refusal,
    SignRequest,
};
use url::Url;

use crate::scripted::{Act, Scripted, ok, send, to};
use crate::{client, get, options, policy, url};

/// Remembers what it was asked to sign, and signs with its path.
#[derive(Default)]
struct Signer(Mutex<Vec<String>>);

impl SignRequest for Signer {
    fn sign(&self, method: &str, url: &Url, body: Option<&[u8]>) -> Vec<(String, String)> {
        let mut seen = self.0.lock().unwrap();
        seen.push(format!("{method} {url} {:?}", body.map(<[u8]>::len)));
        vec![("Signature".to_owned(), url.path().to_owned())]
    }
}

/// `/n` leads to `/n-1`, and `/0` is a document.
fn staircase() -> Scripted {
    Scripted::new(
        |asked| match asked.path.trim_start_matches('/').parse::<u32>() {
            Ok(0) | Err(_) => vec![send(&ok("application/activity+json", "{}"))],
            Ok(step) => to(&format!("/{}#fragment", step - 1)),
        },
    )
}

#[tokio::test]
async fn three_redirects_are_followed_and_each_is_signed() {
    let server = staircase();
    let client = client(&[("peer.example", &server)]);
    let signer = Signer::default();
    let response = client
        .get(
            &url("http://peer.example/3"),
            Accept::ActivityJson,
            Some(&signer),
        )
        .await
        .unwrap();
    assert!(response.redirected);
    assert_eq!(response.url.as_str(), "http://peer.example/0");
    assert_eq!(
        *signer.0.lock().unwrap(),
        [3, 2, 1, 0].map(|step| format!("GET http://peer.example/{step} None"))
    );
    for asked in server.asked() {
        assert_eq!(asked.header("signature"), Some(asked.path.as_str()));
    }
}

/// Checklist 38. Catalogue 40.
#[tokio::test]
async fn the_fourth_redirect_is_not_followed() {
    let server = staircase();
    let client = client(&[("peer.example", &server)]);
    let error = get(&client, "http://peer.example/4").await.unwrap_err();
    assert_eq!(error, NetError::TooManyRedirects);
    assert_eq!(server.asked().len(), 4);
}

/// Catalogue 40.
#[tokio::test]
async fn a_redirect_to_itself_ends() {
    let server = Scripted::new(|asked| to(&asked.path));
    let client = client(&[("peer.example", &server)]);
    let error = get(&client, "http://peer.example/loop").await.unwrap_err();
    assert_eq!(error, NetError::TooManyRedirects);
}

#[tokio::test]
async fn another_host_is_asked_by_its_own_name() {
    let other = Scripted::answering(ok("application/activity+json", "{}"));
    let server = Scripted::new(|_| to("//other.example/actor"));
    let client = client(&[("peer.example", &server), ("other.example", &other)]);
    let response = get(&client, "http://peer.example/a").await.unwrap();
    assert_eq!(response.url.as_str(), "http://other.example/actor");
    assert_eq!(other.asked()[0].header("host"), Some("other.example"));
}

/// Checklist 38. Catalogue 36.
#[tokio::test]
async fn a_redirect_to_a_place_that_may_not_be_called_is_refused_at_each_hop() {
    let canary = Scripted::canary();
    let port = canary.address.port();
    for hops in 0..=2 {
        for target in [
            format!("http://127.0.0.1:{port}/"),
            format!("http://2130706433:{port}/"),
            format!("http://0x7f.1:{port}/"),
            format!("http://[::1]:{port}/"),
            format!("http://[::ffff:127.0.0.1]:{port}/"),
            format!("http://localhost:{port}/"),
            format!("http://unknown.example:{port}/"),
            format!("http://a@peer.example:{port}/"),
            format!("http://:b@peer.example:{port}/"),
        ] {
            let server = Scripted::new(move |asked| {
                let hop: u32 = asked.path.trim_start_matches('/').parse().unwrap();
                if hop == 0 {
                    to(&target)
                } else {
                    to(&format!("/{}", hop - 1))
                }
            });
            let client = client(&[("peer.example", &server)]);
            let error = get(&client, &format!("http://peer.example/{hops}"))
                .await
                .unwrap_err();
            assert!(matches!(error, NetError::Refused(_)), "{error:?}");
        }
    }
    assert_eq!(canary.connections(), 0);
}

/// Checklist 38. Catalogue 40.
#[tokio::test]
async fn a_redirect_to_another_scheme_is_refused() {
    for target in [
        "https://peer.example/",
        "file:///etc/passwd",
        "gopher://peer.example/",
        "data:,x",
        "javascript:1",
    ] {
        let server = Scripted::new(|_| to(target));
        let client = client(&[("peer.example", &server)]);
        let error = get(&client, "http://peer.example/").await.unwrap_err();
        assert!(
            matches!(&error, NetError::Downgrade { from, .. } if from == "http"),
            "{target}: {error:?}"
        );
        assert!(!error.is_temporary());
    }
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_none() {
    for location in ["http://", "http://[", "http://a b/", "http://999.1.1.1/"] {
        let server = Scripted::new(|_| to(location));
        let client = client(&[("peer.example", &server)]);
        let error = get(&client, "http://peer.example/").await.unwrap_err();
        assert!(
            matches!(error, NetError::Protocol(_)),
            "{location}: {error:?}"
        );
    }
    let server = Scripted::answering("HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n");
    let client = client(&[("peer.example", &server)]);
    let response = get(&client, "http://peer.example/").await.unwrap();
    assert_eq!((response.status, response.redirected), (301, false));
}

/// Catalogue 47.
#[tokio::test]
async fn success_with_a_location_is_no_redirect() {
    let server = Scripted::new(|_| {
        vec![send(
            "HTTP/1.1 200 OK\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n",
        )]
    });
    let client = client(&[("peer.example", &server)]);
    let response = get(&client, "http://peer.example/here").await.unwrap();
    assert_eq!((response.status, response.url.path()), (200, "/here"));
    assert_eq!(server.asked().len(), 1);
}

/// Catalogue 40.
#[tokio::test]
async fn a_delivery_is_not_redirected() {
    for status in ["301", "302", "303", "307", "308"] {
        let canary = Scripted::canary();
        let server = Scripted::new(move |_| {
            let head =
                format!("HTTP/1.1 {status} Moved\r\nLocation: http://other.example/\r\n\r\n");
            vec![Act::Send(head.into_bytes()), Act::Close]
        });
        let client = client(&[("peer.example", &server), ("other.example", &canary)]);
        let body = Bytes::from_static(b"{}");
        let signer = Signer::default();
        let post = Post {
            content_type: "application/activity+json",
            body: &body,
            headers: &[],
            signer: Some(&signer),
        };
        let response = client
            .post(&url("http://peer.example/inbox"), post)
            .await
            .unwrap();
        assert_eq!(response.status.to_string(), status);
        assert_eq!(response.header("location"), Some("http://other.example/"));
        assert_eq!(server.asked().len(), 1);
        assert_eq!(canary.connections(), 0);
        assert_eq!(
            *signer.0.lock().unwrap(),
            ["POST http://peer.example/inbox Some(2)"]
        );
        assert_eq!(server.asked()[0].header("signature"), Some("/inbox"));
    }
}

#[tokio::test]
async fn all_hops_together_have_one_deadline() {
    let server = Scripted::new(|asked| match asked.path.as_str() {
        "/start" => to("/stall"),
        _ => vec![Act::Stall],
    });
    let client = crate::impatient(&server);
    let error = get(&client, "http://peer.example/start").await.unwrap_err();
    assert_eq!(error, NetError::Timeout);
}

#[tokio::test]
async fn each_hop_takes_a_request_of_the_budget() {
    let server = staircase();
    let client = client(&[("peer.example", &server)]);
    let mut budget = FetchBudget::new(5, 10);
    let mut get = async |path| {
        let url = url(&format!("http://peer.example/{path}"));
        let answer = client
            .get_within(&mut budget, &url, Accept::Json, None)
            .await;
        (
            answer.map(|response| response.status),
            budget.requests_left(),
        )
    };
    assert_eq!(get(2).await, (Ok(200), 2));
    assert_eq!(
        get(3).await,
        (Err(NetError::Budget(BudgetSpent::Requests)), 0)
    );
    assert_eq!(server.asked().len(), 5);
}

#[tokio::test]
async fn what_is_refused_costs_nothing() {
    let canary = Scripted::canary();
    let client = client(&[("peer.example", &canary)]);
    let mut budget = FetchBudget::default();
    let before = budget.clone();
    let refused = client
        .get_within(&mut budget, &url("ftp://peer.example/"), Accept::Json, None)
        .await;
    assert_eq!(
        refused.unwrap_err(),
        NetError::Refused(Refusal::Scheme("ftp".to_owned()))
    );
    assert_eq!(budget, before);
}

#[derive(Debug)]
struct NotThere;

impl JudgeHost for NotThere {
    fn judge<'a>(&'a self, url: &'a Url) -> Judgement<'a> {
        Box::pin(async move {
            match url.host_str() {
                Some("bad.example") => Err(NetError::Unwanted("nothing to do with it".to_owned())),
                _ => Ok(()),
            }
        })
    }
}

#[tokio::test]
async fn each_hop_is_judged_by_whoever_knows_the_server() {
    let server = Scripted::new(|_| to("http://bad.example/"));
    let canary = Scripted::canary();
    let mut options = options(policy(&[
        ("peer.example", &server),
        ("bad.example", &canary),
    ]));
    options.judge = Some(Arc::new(NotThere));
    let client = Client::new(&options).unwrap();
    let unwanted = NetError::Unwanted("nothing to do with it".to_owned());
    assert!(!unwanted.is_temporary());
    for url in ["http://peer.example/", "http://bad.example/"] {
        assert_eq!(get(&client, url).await.unwrap_err(), unwanted, "{url}");
    }
    assert_eq!(server.asked().len(), 1);
}
