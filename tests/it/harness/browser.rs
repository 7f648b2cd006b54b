//! A browser without a screen: keeps cookies, follows redirects, finds forms and fills them in as
//! they are on the page.

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, StatusCode};
use scraper::{Html, Selector};

use super::instance::reqwest_client;

/// A person's browser.
pub(crate) struct Browser {
    client: Client,
    origin: String,
    cookies: BTreeMap<String, String>,
}

/// A page as it arrived.
pub(crate) struct Page {
    /// Of the last answer.
    pub status: StatusCode,
    /// Path and query after redirects.
    pub path: String,
    /// The document.
    pub html: String,
}

/// A form as it stands on a page, ready to be filled in.
pub(crate) struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

impl Browser {
    /// One that has never been anywhere.
    pub(crate) fn new(origin: &str) -> Self {
        Self {
            client: reqwest_client(),
            origin: origin.to_owned(),
            cookies: BTreeMap::new(),
        }
    }

    /// Opens a page.
    pub(crate) async fn open(&mut self, path: &str) -> Page {
        self.go(Method::GET, path, None).await.unwrap()
    }

    /// Sends a form; an error where the server went away.
    pub(crate) async fn send(&mut self, form: Form) -> reqwest::Result<Page> {
        self.go(Method::POST, &form.action, Some(&form.fields))
            .await
    }

    /// Signs in by the form.
    pub(crate) async fn sign_in(&mut self, name: &str, password: &str) -> Page {
        let form = self.open("/sign-in").await.form("/sign-in");
        self.send(form.fill("name", name).fill("password", password))
            .await
            .unwrap()
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
            match next.filter(|_| response.status().is_redirection()) {
                Some(next) => {
                    path = next.strip_prefix(&self.origin).unwrap_or(next).to_owned();
                    method = Method::GET;
                }
                None => {
                    let status = response.status();
                    return Ok(Page {
                        status,
                        path,
                        html: response.text().await?,
                    });
                }
            }
        }
        panic!("redirected in circles at {path}");
    }

    fn keep_cookies(&mut self, response: &reqwest::Response) {
        for value in response.headers().get_all(SET_COOKIE) {
            let text = value.to_str().unwrap();
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').unwrap();
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
    pub(crate) fn form(&self, action: &str) -> Form {
        let document = Html::parse_document(&self.html);
        let forms = Selector::parse("form").unwrap();
        let form = document
            .select(&forms)
            .find(|form| form.value().attr("action") == Some(action))
            .unwrap_or_else(|| panic!("no form for {action} at {}:\n{}", self.path, self.html));
        let inputs = Selector::parse("input[name]").unwrap();
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
    pub(crate) fn text(&self) -> String {
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
    pub(crate) fn fill(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}
