//! Somebody at the pages of an instance that runs as a process, with a browser that has no scripts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;

use reqwest::{Method, Response};
use staffroom_testkit::http_client;

use super::instance::Instance;

/// A browser that keeps its cookies and sends forms with the token of the page that they are on.
pub(crate) struct Visitor {
    http: reqwest::Client,
    base: String,
    host: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// A page.
pub(crate) struct Seen {
    pub(crate) status: u16,
    /// Where it leads at once, if it does.
    pub(crate) location: String,
    pub(crate) text: String,
}

impl Visitor {
    /// Signs in.
    pub(crate) async fn sign_in(
        instance: &Instance,
        host: &str,
        name: &str,
        password: &str,
    ) -> Self {
        let visitor = Self {
            http: http_client(),
            base: instance.address(),
            host: host.to_owned(),
            cookies: Mutex::default(),
        };
        let page = visitor.get("/sign-in").await;
        let fields = [("username", name), ("password", password)];
        let answer = visitor.submit(&page, "/sign-in", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        visitor
    }

    /// Looks at a page.
    pub(crate) async fn get(&self, path: &str) -> Seen {
        self.send(Method::GET, path, None).await
    }

    /// Sends a form that is on a page.
    pub(crate) async fn submit(&self, page: &Seen, path: &str, fields: &[(&str, &str)]) -> Seen {
        let token = page.between("name=\"csrf\" value=\"", "\"");
        let mut body = format!("csrf={}", encoded(token));
        for (name, value) in fields {
            write!(body, "&{name}={}", encoded(value)).unwrap();
        }
        self.send(Method::POST, path, Some(body)).await
    }

    async fn send(&self, method: Method, path: &str, form: Option<String>) -> Seen {
        let cookies: Vec<String> = {
            let jar = self.cookies.lock().unwrap();
            jar.iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect()
        };
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .header("host", &self.host)
            .header("cookie", cookies.join("; "));
        if let Some(form) = form {
            request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form);
        }
        self.read(request.send().await.unwrap()).await
    }

    async fn read(&self, response: Response) -> Seen {
        for line in response.headers().get_all("set-cookie") {
            let (pair, _) = line.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let mut jar = self.cookies.lock().unwrap();
            jar.insert(name.to_owned(), value.to_owned());
        }
        let location = response.headers().get("location");
        Seen {
            status: response.status().as_u16(),
            location: location.map_or_else(String::new, |it| it.to_str().unwrap().to_owned()),
            text: response.text().await.unwrap(),
        }
    }
}

impl Seen {
    /// What stands between two texts.
    pub(crate) fn between(&self, start: &str, end: &str) -> &str {
        let (_, rest) = self
            .text
            .split_once(start)
            .unwrap_or_else(|| panic!("no {start} in {}", self.text));
        rest.split_once(end).unwrap().0
    }
}

/// As in a form: every byte, to be sure.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        write!(out, "%{byte:02X}").unwrap();
    }
    out
}
