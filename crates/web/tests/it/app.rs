//! An instance on a temporary database, and browsers that keep their cookies.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::body::to_bytes;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap};
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, Error};
use staffroom_config::{Config, Sources, parse};
use staffroom_domain::id::NodeId;
use staffroom_domain::job::ScheduledTask;
use staffroom_domain::{
    AccountId, Clock, EmailAddress, IdGenerator, Password, Random, Role, Timestamp, Username,
};
use staffroom_service::Ctx;
use staffroom_service::context::Parts;
use staffroom_service::invitations::{self, Inviter, Offer};
use staffroom_service::jobs::run_scheduled;
use staffroom_service::limits::Limits;
use staffroom_service::passwords::Hasher;
use staffroom_service::secrets::SecretKey;
use staffroom_service::users::{self, NewUser, UserWithAccount};
use staffroom_testkit::db::{self, Db, DbOptions, Location, QueryCounter};
use staffroom_web::{Web, configure};

/// Everybody's password.
pub(crate) const PASSWORD: &str = "a horse in the corridor";

/// The smallest GIF.
pub(crate) const PICTURE: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// A plain instance, and one that can send mail.
pub(crate) const PLAIN: &str = r#"
[server]
url = "https://school.example"
[instance]
name = "Hilltop Staffroom"
description = "For everybody who teaches at Hilltop."
provider = "school"
contact_name = "The office"
contact_email = "office@school.example"
"#;

struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// Counts on, so that every run is the same and nothing comes twice.
struct TestRandom(AtomicU64);

impl Random for TestRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let n = self
                .0
                .fetch_add(1, Ordering::SeqCst)
                .wrapping_mul(0x9E37_79B9_7F4A_7C15);
            chunk.copy_from_slice(n.to_le_bytes().get(..chunk.len()).unwrap());
        }
    }
}

/// An instance.
pub(crate) struct TestApp {
    pub(crate) ctx: Ctx,
    clock: Arc<TestClock>,
    web: Web,
    counter: QueryCounter,
    _folder: tempfile::TempDir,
}

impl TestApp {
    /// With the settings of [`PLAIN`].
    pub(crate) fn new() -> Self {
        Self::with(PLAIN, false)
    }

    /// That can send mail.
    pub(crate) fn with_mail() -> Self {
        Self::with(
            &format!("{PLAIN}\n[mail]\nsmtp_host = \"mail.school.example\"\n"),
            false,
        )
    }

    /// With these settings.
    pub(crate) fn with(settings: &str, trial: bool) -> Self {
        let sources = Sources::new().with_file("staffroom.toml", settings);
        let mut config: Config = parse(&sources).expect("good settings").config;
        let folder = tempfile::tempdir().unwrap();
        folder.path().clone_into(&mut config.storage.data_dir);
        let counter = QueryCounter::default();
        let location = Location::Sqlite(folder.path().join("staffroom.sqlite"));
        let options = DbOptions {
            query_counter: Some(counter.clone()),
            ..DbOptions::new(location)
        };
        Db::migrate(&options, None).unwrap();
        // 1 September 2026, 08:05 UTC.
        let clock = Arc::new(TestClock(AtomicI64::new(1_788_249_900_000_000)));
        let random = Arc::new(TestRandom(AtomicU64::new(1)));
        let ctx = Ctx::new(Parts {
            addresses: staffroom_domain::Addresses::new(config.server.url.origin()),
            directory: Arc::default(),
            config: Arc::new(config),
            db: Db::open(&options).unwrap(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            key: SecretKey::generate(&*random),
            random,
            ids: Arc::new(IdGenerator::new(NodeId::new(0).unwrap())),
            hasher: Hasher::weak(),
            limits: Limits::default(),
            rehearsal: false,
        });
        let web = Web {
            version: "1.2.3",
            ..Web::new(ctx.clone(), trial)
        };
        Self {
            ctx,
            clock,
            web,
            counter,
            _folder: folder,
        }
    }

    /// How many statements have gone to the database.
    pub(crate) fn statements(&self) -> u64 {
        self.counter.get()
    }

    pub(crate) fn advance(&self, by: Duration) {
        let micros = i64::try_from(by.as_micros()).unwrap();
        self.clock.0.fetch_add(micros, Ordering::SeqCst);
    }

    /// A user with [`PASSWORD`].
    pub(crate) async fn user(&self, name: &str, roles: &[Role]) -> UserWithAccount {
        self.user_named(name, "", roles).await
    }

    pub(crate) async fn user_named(
        &self,
        name: &str,
        display_name: &str,
        roles: &[Role],
    ) -> UserWithAccount {
        let new = NewUser {
            username: Username::parse(name).unwrap(),
            display_name: display_name.to_owned(),
            email: Some(EmailAddress::parse(&format!("{name}@school.example")).unwrap()),
            roles: roles.iter().copied().collect(),
            password: Some(Password::present(PASSWORD.to_owned()).unwrap()),
        };
        users::create(&self.ctx, new).await.unwrap()
    }

    /// Somebody lets everybody find what they post.
    pub(crate) async fn index(&self, account: AccountId) {
        let changed = self.ctx.db.write(move |conn| {
            let row = db::accounts::find(conn, account)?.unwrap();
            let row = db::accounts::AccountRow {
                indexable: true,
                ..row
            };
            db::accounts::update(conn, row)
        });
        changed.await.unwrap();
    }

    /// Makes findable what waits for it.
    pub(crate) async fn make_findable(&self) {
        run_scheduled(&self.ctx, ScheduledTask::IndexPosts)
            .await
            .unwrap();
    }

    /// A link for so many teachers; gives its path.
    pub(crate) async fn invitation(&self, max_uses: u32, note: &str) -> String {
        let offer = Offer {
            roles: [Role::Teacher].into_iter().collect(),
            max_uses,
            note: note.to_owned(),
        };
        let new = invitations::create(&self.ctx, &Inviter::CommandLine, &offer)
            .await
            .unwrap();
        path_of(&new.link)
    }

    /// Makes the rows of invitations unreadable, as a fault of ours would.
    pub(crate) async fn spoil_invitations(&self) {
        let row = invitations::list(&self.ctx, None, 1)
            .await
            .unwrap()
            .remove(0);
        let spoilt = db::invitations::InvitationRow {
            id: self.ctx.new_id(),
            token_hash: vec![0; 32],
            roles: "no JSON".to_owned(),
            ..row
        };
        self.ctx
            .db
            .write(move |conn| db::invitations::insert(conn, spoilt))
            .await
            .unwrap();
    }

    /// A browser without cookies.
    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser {
            app: self,
            cookies: Mutex::default(),
        }
    }

    /// A browser in which that user is signed in.
    pub(crate) async fn signed_in(&self, name: &str) -> Browser<'_> {
        let browser = self.browser();
        let page = browser.get("/sign-in").await;
        let fields = [("username", name), ("password", PASSWORD)];
        let answer = browser.submit(&page, "/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        // The flash is not what the tests are about.
        browser.get("/about").await;
        browser
    }

    async fn call(&self, request: TestRequest) -> Answer {
        let service = init_service(App::new().configure(configure(self.web.clone()))).await;
        let response: Result<ServiceResponse, Error> = service.call(request.to_request()).await;
        Answer::read(response.expect("pages answer their own errors")).await
    }
}

/// The path in a link of the instance.
pub(crate) fn path_of(link: &str) -> String {
    link.strip_prefix("https://school.example")
        .expect("our origin")
        .to_owned()
}

/// Keeps cookies, sends forms with the token of the page that they are on.
pub(crate) struct Browser<'a> {
    app: &'a TestApp,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Browser<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    /// As somebody whose browser asks for Welsh pages.
    pub(crate) async fn get_welsh(&self, path: &str) -> Answer {
        self.get_with(path, &[("accept-language", "cy-GB,cy;q=0.9,en;q=0.5")])
            .await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&'static str, &str)]) -> Answer {
        let mut request = TestRequest::get().uri(path);
        for (name, value) in headers {
            request = request.insert_header((*name, *value));
        }
        self.send(request).await
    }

    /// Sends a form with the token of a page.
    pub(crate) async fn submit(
        &self,
        page: &Answer,
        action: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let token = page.form_token();
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.post(action, &all, &[]).await
    }

    /// Sends just these fields.
    pub(crate) async fn post(
        &self,
        action: &str,
        fields: &[(&str, &str)],
        headers: &[(&'static str, &str)],
    ) -> Answer {
        let body = form_text(fields);
        let mut request = TestRequest::post()
            .uri(action)
            .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
            .set_payload(body);
        for (name, value) in headers {
            request = request.insert_header((*name, *value));
        }
        self.send(request).await
    }

    /// Sends a form in parts, as browsers send files, with the token of a page.
    pub(crate) async fn submit_parts(
        &self,
        page: &Answer,
        action: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Answer {
        let token = page.form_token();
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.post_parts(action, &all, files).await
    }

    /// Sends just these fields and files.
    pub(crate) async fn post_parts(
        &self,
        action: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let head = format!(
                "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(head.as_bytes());
        }
        for (name, bytes) in files {
            let head = format!(
                "--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"x.gif\"\r\n\
                 Content-Type: image/gif\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--b--\r\n");
        let request = TestRequest::post()
            .uri(action)
            .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=b"))
            .set_payload(body);
        self.send(request).await
    }

    pub(crate) async fn send(&self, request: TestRequest) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .lock()
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = request
            .peer_addr("192.0.2.7:1234".parse().unwrap())
            .insert_header((header::USER_AGENT, "Firefox/128.0 (Android 14)"));
        if !cookies.is_empty() {
            request = request.insert_header((header::COOKIE, cookies.join("; ")));
        }
        let answer = self.app.call(request).await;
        for line in answer.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (pair, rest) = line.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let mut jar = self.cookies.lock().unwrap();
            if rest.contains("Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        self.cookies
            .lock()
            .unwrap()
            .insert(name.to_owned(), value.to_owned());
    }
}

fn form_text(fields: &[(&str, &str)]) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(fields);
    text.finish()
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    async fn read(response: ServiceResponse) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body()).await.unwrap();
        let is_zip = headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind == "application/zip");
        let text = if is_zip {
            String::from_utf8_lossy(&body).into_owned()
        } else {
            String::from_utf8(body.to_vec()).unwrap()
        };
        Self {
            status,
            headers,
            text,
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Where it sends the browser.
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        self.header("location")
    }

    pub(crate) fn form_token(&self) -> String {
        self.between("name=\"csrf\" value=\"", "\"")
    }

    pub(crate) fn between(&self, start: &str, end: &str) -> String {
        let (_, rest) = self
            .text
            .split_once(start)
            .unwrap_or_else(|| panic!("no {start} in {}", self.text));
        rest.split_once(end).unwrap().0.to_owned()
    }

    #[track_caller]
    pub(crate) fn assert_ok(&self) -> &Self {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        self
    }

    #[track_caller]
    pub(crate) fn assert_status(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    #[track_caller]
    pub(crate) fn assert_has(&self, text: &str) -> &Self {
        assert!(self.text.contains(text), "no {text:?} in {}", self.text);
        self
    }

    #[track_caller]
    pub(crate) fn assert_lacks(&self, text: &str) -> &Self {
        assert!(!self.text.contains(text), "{text:?} in {}", self.text);
        self
    }

    /// The page with what differs from run to run replaced.
    pub(crate) fn normalised(&self) -> String {
        let mut text = self.text.clone();
        for (start, end, word) in [
            ("name=\"csrf\" value=\"", "\"", "[token]"),
            ("name=\"key\" value=\"", "\"", "[key]"),
            ("aria-describedby=\"secret-hint\">", "<", "[secret]"),
            ("?secret=", "&", "[secret]"),
            ("<li><code>", "<", "[code]"),
            ("?v=", "\"", "[version]"),
            ("/invitation/", "<", "[secret]"),
            ("/password-reset/", "<", "[secret]"),
            ("action=\"/invitation/", "\"", "[secret]"),
            ("action=\"/password-reset/", "\"", "[secret]"),
            ("#000\" d=\"", "\"", "[squares]"),
        ] {
            text = replace_between(&text, start, end, word);
        }
        text
    }
}

/// Replaces what stands between `start` and the next `end`, where that is on the same line.
fn replace_between(text: &str, start: &str, end: &str, word: &str) -> String {
    let mut parts = text.split(start);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(start);
        match part.split_once(end) {
            Some((between, rest)) if !between.contains(['\n', '>']) => {
                out.push_str(word);
                out.push_str(end);
                out.push_str(rest);
            }
            _ => out.push_str(part),
        }
    }
    out
}
