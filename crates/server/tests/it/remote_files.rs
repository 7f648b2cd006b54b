//! Files of others, fetched from a server that accepts calls and answers none.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use staffroom_net::LoopbackPolicy;
use staffroom_outbound::files::HttpFetcher;
use staffroom_service::ports::FetchFile as _;
use staffroom_testkit::{TestApp, TestDb, db_test};
use tokio::net::TcpListener;

/// Gives its port and how often it is called.
async fn stalling() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            open.push(stream);
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (port, calls)
}

/// Catalogue 48. The larger a file may be, the fewer are fetched at the same time.
#[db_test]
async fn files_that_are_fetched_at_once_fit_into_memory(db: TestDb) {
    let app = TestApp::with_settings(db, &[("media.max_remote", "128 MiB")]).await;
    let policy = LoopbackPolicy::for_localhost_names().into();
    let fetcher = Arc::new(HttpFetcher::new(app.ctx(), &policy).unwrap());
    let (port, calls) = stalling().await;
    let mut waiting = Vec::new();
    for host in ["one", "one", "two", "three", "four", "five"] {
        let fetcher = Arc::clone(&fetcher);
        let address = format!("http://{host}.localhost:{port}/file");
        waiting.push(tokio::spawn(async move { fetcher.file(&address).await }));
    }
    while calls.load(Ordering::SeqCst) < 3 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(calls.load(Ordering::SeqCst), 3);
    for fetching in waiting {
        fetching.abort();
    }
    app.drain().await;
}
