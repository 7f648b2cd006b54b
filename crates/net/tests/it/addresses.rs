//! The policy of real instances against addresses that must not be called: each line is one case.

use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use staffroom_net::{
    Accept, Client, ClientOptions, LookedUp, Lookup, NetError, Post, PublicOnly, Refusal,
};
use url::Url;

/// No URL of these is called; nor is the DNS asked.
const URLS: &[&str] = &[
    // Schemes.
    "http://peer.example.com/",
    "ftp://peer.example.com/",
    "file:///etc/passwd",
    "gopher://peer.example.com:70/_",
    "data:application/activity+json,{}",
    "javascript:alert(1)",
    "ws://peer.example.com/",
    "about:blank",
    // Ports.
    "https://peer.example.com:22/",
    "https://peer.example.com:80/",
    "https://peer.example.com:8443/",
    "https://peer.example.com:0/",
    "https://peer.example.com:65535/",
    // User names.
    "https://a@peer.example.com/",
    "https://:b@peer.example.com/",
    "https://peer.example.com@127.0.0.1/",
    "https://peer.example.com%40@127.0.0.1/",
    // Numbers in all forms.
    "https://127.0.0.1/",
    "https://127.1/",
    "https://127.0.0.1./",
    "https://0/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://0x7F.1/",
    "https://１２７.０.０.１/",
    "https://①②⑦.0.0.1/",
    "https://127。0。0。1/",
    "https://%31%32%37.0.0.1/",
    "https://256.1.1.1/",
    "https://1.2.3.4.5/",
    "https://1.2.3.0x4/",
    "https://93.184.216.34/",
    "https://8.8.8.8/",
    "https://[2606:2800:220:1:248:1893:25c8:1946]/",
    "https://[::]/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[0:0:0:0:0:ffff:a9fe:a9fe]/",
    "https://[fe80::1%25eth0]/",
    // Names.
    "https://localhost/",
    "https://LOCALHOST/",
    "https://localhost./",
    "https://ｌｏｃａｌｈｏｓｔ/",
    "https://a.localhost/",
    "https://a.b.localhost/",
    "https://intranet/",
    "https://metadata/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://METADATA.GOOGLE.INTERNAL/",
    "https://metadata.google.internal./",
    "https://metadata。google。internal/",
    "https://duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion/",
    "https://router.home.arpa/",
    "https://1.0.0.127.in-addr.arpa/",
    "https://nas.lan/",
    "https://nas.home/",
    "https://dc.corp/",
    "https://host.localdomain/",
    "https://wiki.intranet/",
    "https://db.private/",
    "https://a.test/",
    "https://a.invalid/",
    "https://a.example/",
    "https://a.alt/",
    "https://com/",
    "https://peer.example.com./",
    "https://peer.example.com../",
    "https://peer..example.com/",
    "https://.example.com/",
    "https://../",
    "https://./",
    "https://%00/",
    "https://peer.example.com%00.evil.com/",
    "https:///",
    "https://a b.com/",
    // What the URL's parser makes of backslashes and tabs.
    "https:\\\\127.0.0.1\\",
    "https://127.0.0.1\\@peer.example.com/",
    "https://local\thost/",
    "https://127.0.\n0.1/",
];

/// No name that leads to these is called, and none of these as a literal.
const ADDRESSES: &[&str] = &[
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.254",
    "127.0.0.1",
    "127.0.0.53",
    "127.255.255.255",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::2",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:0.0.0.0",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "100:0:0:1::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    // This server's own, see `OWN`.
    "93.184.216.34",
    "2606:2800:220:1:248:1893:25c8:1946",
];

const OWN: [&str; 2] = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"];

/// Always the same answer, until it is changed; counts how often it was asked.
struct Answers {
    found: Mutex<Vec<IpAddr>>,
    asked: AtomicUsize,
}

impl Lookup for Answers {
    fn lookup(&self, _host: &str) -> LookedUp {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let found = self.found.lock().unwrap().clone();
        Box::pin(async move { io::Result::Ok(found) })
    }
}

fn addresses(texts: &[&str]) -> Vec<IpAddr> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn client(found: &[&str]) -> (Client, Arc<Answers>) {
    let answers = Arc::new(Answers {
        found: Mutex::new(addresses(found)),
        asked: AtomicUsize::new(0),
    });
    let policy = PublicOnly::new().except(addresses(&OWN));
    let options = ClientOptions::new(policy, "staffroom-tests");
    let client = Client::with_lookup(&options, Arc::<Answers>::clone(&answers)).unwrap();
    (client, answers)
}

/// What both ways of calling say, which is the same.
async fn call(client: &Client, url: &Url) -> NetError {
    let body = Bytes::new();
    let post = Post {
        content_type: "application/activity+json",
        body: &body,
        headers: &[],
        signer: None,
    };
    let posted = client.post(url, post).await.unwrap_err();
    let got = client
        .get(url, Accept::ActivityJson, None)
        .await
        .unwrap_err();
    assert_eq!(posted, got);
    got
}

/// Checklist 36. Catalogue 36, 39.
#[tokio::test]
async fn hostile_urls_are_refused_before_anything_is_done() {
    let (client, answers) = client(&["8.8.8.8"]);
    for text in URLS {
        // What is no URL cannot be asked for in the first place.
        let Ok(url) = Url::parse(text) else { continue };
        let error = call(&client, &url).await;
        assert!(matches!(error, NetError::Refused(_)), "{text}: {error:?}");
        assert!(client.policy().check_url(&url).is_err());
        assert!(!error.is_temporary(), "{text}");
    }
    assert_eq!(answers.asked.load(Ordering::SeqCst), 0);
}

/// Checklist 36. Catalogue 36.
#[tokio::test]
async fn names_that_lead_to_addresses_which_are_not_public_are_refused() {
    let url = Url::parse("https://peer.example.com/ap/actors/1").unwrap();
    let (client, answers) = client(&[]);
    for text in ADDRESSES {
        *answers.found.lock().unwrap() = addresses(&[text]);
        let error = call(&client, &url).await;
        let address: IpAddr = text.parse().unwrap();
        assert!(
            matches!(error, NetError::Refused(Refusal::Address(refused, _)) if refused == address),
            "{text}: {error:?}"
        );
    }
    assert_eq!(answers.asked.load(Ordering::SeqCst), 2 * ADDRESSES.len());
}

#[tokio::test]
async fn all_of_them_together_are_refused_too() {
    let (client, _) = client(ADDRESSES);
    let url = Url::parse("https://peer.example.com/").unwrap();
    let error = call(&client, &url).await;
    assert!(matches!(error, NetError::Refused(_)), "{error:?}");
}

/// Checklist 36. Catalogue 36.
#[tokio::test]
async fn addresses_as_literals_are_refused() {
    let (client, _) = client(&["8.8.8.8"]);
    for text in ADDRESSES {
        let host = match text.parse::<IpAddr>().unwrap() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        };
        let url = Url::parse(&format!("https://{host}/")).unwrap();
        let error = call(&client, &url).await;
        assert_eq!(error, NetError::Refused(Refusal::IpLiteral), "{text}");
    }
}

#[tokio::test]
async fn endless_urls_are_refused() {
    let (client, _) = client(&["8.8.8.8"]);
    let url = Url::parse(&format!("https://peer.example.com/{}", "x".repeat(8_000))).unwrap();
    let error = call(&client, &url).await;
    assert_eq!(error, NetError::Refused(Refusal::TooLong));
    let labels = "a.".repeat(140);
    let url = Url::parse(&format!("https://{labels}com/")).unwrap();
    let error = call(&client, &url).await;
    assert!(matches!(error, NetError::Refused(_)), "{error:?}");
}

#[tokio::test]
async fn a_name_without_addresses_is_no_refusal() {
    let (client, _) = client(&[]);
    let url = Url::parse("https://peer.example.com/").unwrap();
    let error = call(&client, &url).await;
    assert!(matches!(error, NetError::Dns(_)), "{error:?}");
    assert!(error.is_temporary());
}

#[test]
fn ordinary_addresses_are_allowed() {
    let policy = PublicOnly::new().and_ports([8443]).into();
    let allowed = |policy: &staffroom_net::AddressPolicy, text: &str| {
        policy.check_url(&Url::parse(text).unwrap()).is_ok()
    };
    for text in [
        "https://peer.example.com/ap/actors/1?x=1#main-key",
        "https://peer.example.com:443/",
        "https://peer.example.com:8443/",
        "https://bücher.example.com/",
        "https://xn--bcher-kva.example.com/",
        "https://a_b.example.com/",
        "https://local.example.com/",
        "https://localhost.example.com/",
        "https://127.0.0.1.example.com/",
        "https://school.sch.uk/",
    ] {
        assert!(allowed(&policy, text), "{text}");
    }
    assert!(!allowed(
        &PublicOnly::new().into(),
        "https://peer.example.com:8443/"
    ));
}
