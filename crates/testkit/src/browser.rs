//! A browser without a screen: keeps cookies, follows redirects, finds forms and fills them in as
//! they are on the page.

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, StatusCode};
use scraper::{Html, Selector};

use crate::ports::http_client;

/// A person's browser.
pub struct Browser {
    client: Client,
    origin: String,
    cookies: BTreeMap<String, String>,
}

/// A page as it arrived.
pub struct Page {
    /// Of the last answer.
    pub status: StatusCode,
    /// Path and query after redirects.
    pub path: String,
    /// The document.
    pub html: String,
}

/// A form as it stands on a page, ready to be filled in.
pub struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

impl Browser {
    /// One that has never been anywhere; paths are of this origin.
    pub fn new(origin: &str) -> Self {
        Self {
            client: http_client(),
            origin: origin.to_owned(),
            cookies: BTreeMap::new(),
        }
    }

    /// Opens a page.
    ///
    /// # Panics
    ///
    /// Where the server does not answer.
    pub async fn open(&mut self, path: &str) -> Page {
        let page = self.go(Method::GET, path, None).await;
        page.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Sends a form; an error where the server went away.
    pub async fn send(&mut self, form: Form) -> reqwest::Result<Page> {
        self.go(Method::POST, &form.action, Some(&form.fields))
            .await
    }

    /// Signs in by the form.
    ///
    /// # Panics
    ///
    /// Where the server does not answer.
    pub async fn sign_in(&mut self, name: &str, password: &str) -> Page {
        let form = self.open("/sign-in").await.form("/sign-in");
        let page = self
            .send(form.fill("username", name).fill("password", password))
            .await;
        page.unwrap_or_else(|error| panic!("/sign-in: {error}"))
    }

    async fn go(
        &mut self,
        mut method: Method,
        path: &str,
        fields: Option<&[(String, String)]>,
    ) -> reqwest::Result<Page> {
        let mut path = path.to_owned();
        for _ in 0..10 {
            let mut request = self
                .client
                .request(method.clone(), format!("{}{path}", self.origin));
            if !self.cookies.is_empty() {
                let pairs: Vec<String> = self
                    .cookies
                    .iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect();
                request = request.header(COOKIE, pairs.join("; "));
            }
            if let (Some(fields), true) = (fields, method == Method::POST) {
                request = request.header("origin", &self.origin).form(fields);
            }
            let response = request.send().await?;
            self.keep_cookies(&response);
            let next = response
                .headers()
                .get(LOCATION)
                .and_then(|l| l.to_str().ok());
            let Some(next) = next.filter(|_| response.status().is_redirection()) else {
                let status = response.status();
                return Ok(Page {
                    status,
                    path,
                    html: response.text().await?,
                });
            };
            path = next.strip_prefix(&self.origin).unwrap_or(next).to_owned();
            method = Method::GET;
        }
        panic!("redirected in circles at {path}");
    }

    fn keep_cookies(&mut self, response: &reqwest::Response) {
        for value in response.headers().get_all(SET_COOKIE) {
            let text = value.to_str().unwrap_or_default();
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let Some((name, value)) = pair.split_once('=') else {
                continue;
            };
            if value.is_empty() || attributes.to_lowercase().contains("max-age=0") {
                self.cookies.remove(name.trim());
            } else {
                self.cookies
                    .insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
    }
}

impl Page {
    /// The form that is sent to `action`, with what stands in it.
    ///
    /// # Panics
    ///
    /// Where there is none.
    pub fn form(&self, action: &str) -> Form {
        let document = Html::parse_document(&self.html);
        let forms = selector("form");
        let form = document
            .select(&forms)
            .find(|form| form.value().attr("action") == Some(action))
            .unwrap_or_else(|| panic!("no form for {action} at {}:\n{}", self.path, self.html));
        let inputs = selector("input[name]");
        let fields = form
            .select(&inputs)
            .filter(|input| match input.value().attr("type") {
                Some("checkbox" | "radio") => input.value().attr("checked").is_some(),
                Some("submit" | "button") => false,
                _ => true,
            })
            .map(|input| {
                let attr = |name| input.value().attr(name).unwrap_or_default().to_owned();
                (attr("name"), attr("value"))
            })
            .collect();
        Form {
            action: action.to_owned(),
            fields,
        }
    }

    /// What a reader reads.
    pub fn text(&self) -> String {
        let document = Html::parse_document(&self.html);
        let text: Vec<&str> = document.root_element().text().collect();
        text.join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl Form {
    /// Writes into a field.
    #[must_use]
    pub fn fill(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}
