//! Many deliveries to many hosts.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use staffroom_net::{Client, LoopbackPolicy, Post};
use tokio::task::JoinSet;

use crate::scripted::{Scripted, send};
use crate::{options, url};

const HOSTS: usize = 2_000;
/// For a build without optimisation on a loaded machine: two seconds are usual.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_delivery_to_each_of_many_hosts_takes_little_time() {
    let server =
        Scripted::new(|_| vec![send("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")]);
    let hosts = (0..HOSTS).map(|number| (format!("peer{number}.example"), server.address));
    let mut options = options(LoopbackPolicy::for_hosts(hosts));
    (options.longest_wait, options.post_deadline) = (PATIENCE, PATIENCE);
    let client = Client::new(&options).unwrap();
    let body = Arc::new(Bytes::from(vec![b'x'; 2_000]));
    let begin = Instant::now();
    let mut calls = JoinSet::new();
    for number in 0..HOSTS {
        let (client, body) = (client.clone(), Arc::clone(&body));
        calls.spawn(async move {
            let inbox = url(&format!("http://peer{number}.example/inbox"));
            let post = Post {
                content_type: "application/activity+json",
                body: &body,
                headers: &[],
                signer: None,
            };
            client.post(&inbox, post).await.unwrap().status
        });
    }
    while let Some(status) = calls.join_next().await {
        assert_eq!(status.unwrap(), 202);
    }
    let took = begin.elapsed();
    assert_eq!(server.connections(), HOSTS);
    println!("{HOSTS} deliveries in {took:?}");
    assert!(took < PATIENCE, "{took:?}");
}
