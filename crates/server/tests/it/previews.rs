//! Pages that posts link to, from a post to what is shown below it, by a web server that answers as the test
//! says.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use staffroom_testkit::{ApiClient, TestApp, TestDb, db_test, settle};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A web server, and what it was asked for.
struct Site {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = Self {
            port: listener.local_addr().unwrap().port(),
            asked: Arc::default(),
        };
        let (port, asked) = (site.port, Arc::clone(&site.asked));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, port, Arc::clone(&asked)));
            }
        });
        site
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

async fn serve(mut stream: TcpStream, port: u16, asked: Arc<Mutex<Vec<String>>>) {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        let mut piece = [0; 4096];
        let n = stream.read(&mut piece).await.unwrap_or(0);
        if n == 0 {
            return;
        }
        bytes.extend_from_slice(&piece[..n]);
    }
    let head = String::from_utf8(bytes).unwrap();
    let path = head.split(' ').nth(1).unwrap().to_owned();
    let told = |name: &str| head.to_ascii_lowercase().contains(name);
    assert!(!told("\r\nsignature:") && !told("\r\ncookie:") && !told("\r\nreferer:"));
    asked.lock().unwrap().push(path.clone());
    let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n\
                <title>Chalk</title><meta property=og:description content='All about chalk'>";
    let answer = match path.as_str() {
        "/inside" => format!(
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{port}/secret\r\nContent-Length: 0\r\n\r\n"
        ),
        "/busy" => "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n".to_owned(),
        _ => html.to_owned(),
    };
    if stream.write_all(answer.as_bytes()).await.is_err() {
        return;
    }
    // As much as somebody reads, and far more than is sensible.
    if path == "/endless" {
        let filler = vec![b'x'; 64 * 1024];
        while stream.write_all(&filler).await.is_ok() {}
    }
}

async fn card(app: &TestApp, by: &ApiClient, address: &str) -> Value {
    let status = json!({"status": format!("Read {address}")});
    let status = by.post("/api/v1/statuses", status).await.ok();
    settle(&[app]).await;
    let path = format!("/api/v1/statuses/{}", status["id"].as_str().unwrap());
    by.get(&path).await.ok()["card"].clone()
}

/// Checklist 48.
#[db_test]
async fn a_page_is_shown_below_a_post_and_no_place_inside_is_called(db: TestDb) {
    let app = TestApp::federating(db, "school").await;
    let amira = app.user("amira").teacher().build().await;
    let amira = ApiClient::of(&app, &amira).await;
    let site = Site::start().await;
    let at = |path: &str| format!("http://news.localhost:{}/{path}", site.port);
    for path in ["chalk", "endless"] {
        let shown = card(&app, &amira, &at(path)).await;
        assert_eq!(shown["title"], "Chalk", "{path}");
        assert_eq!(shown["description"], "All about chalk");
        assert_eq!(shown["url"], at(path));
        assert_eq!(shown["provider_name"], "news.localhost");
        assert_eq!(site.take(), [format!("/{path}")]);
    }
    // It is known: nobody asks again.
    assert_eq!(card(&app, &amira, &at("chalk#end")).await["title"], "Chalk");
    assert!(site.take().is_empty());
    for path in ["inside", "busy"] {
        assert_eq!(card(&app, &amira, &at(path)).await, Value::Null);
        assert_eq!(site.take(), [format!("/{path}")]);
    }
    let inside = format!("http://127.0.0.1:{}/secret", site.port);
    assert_eq!(card(&app, &amira, &inside).await, Value::Null);
    assert!(site.take().is_empty(), "nobody calls this machine");
}

#[db_test]
async fn where_previews_are_switched_off_no_page_is_called(db: TestDb) {
    let settings = [
        ("federation.mode", "open"),
        ("media.link_previews", "false"),
    ];
    let app = TestApp::with_settings(db, &settings).await;
    let amira = app.user("amira").teacher().build().await;
    let amira = ApiClient::of(&app, &amira).await;
    let site = Site::start().await;
    let address = format!("http://news.localhost:{}/chalk", site.port);
    assert_eq!(card(&app, &amira, &address).await, Value::Null);
    assert!(site.take().is_empty());
}
