//! The web elsewhere, as the test writes it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use serde_json::Value;
use staffroom_service::ports::{FetchError, FetchFile, FetchedFile};

use crate::app::TestApp;

/// What is where, and what was asked for.
#[derive(Default)]
pub(crate) struct Web {
    there: Mutex<HashMap<String, (String, Vec<u8>)>>,
    asked: Mutex<Vec<String>>,
    busy: AtomicBool,
}

impl Web {
    pub(crate) fn put(&self, address: &str, content_type: &str, body: &[u8]) {
        let answer = (content_type.to_owned(), body.to_vec());
        self.there
            .lock()
            .unwrap()
            .insert(address.to_owned(), answer);
    }

    /// Whether nobody is asked, since too much is fetched already.
    pub(crate) fn busy(&self, busy: bool) {
        self.busy.store(busy, Ordering::SeqCst);
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    fn answer(&self, address: &str) -> Result<FetchedFile, FetchError> {
        if self.busy.load(Ordering::SeqCst) {
            return Err(FetchError::Busy);
        }
        self.asked.lock().unwrap().push(address.to_owned());
        let there = self.there.lock().unwrap();
        let (content_type, body) = there
            .get(address)
            .ok_or_else(|| FetchError::Hopeless("it was answered with status 404".to_owned()))?;
        Ok(FetchedFile {
            address: address.to_owned(),
            content_type: Some(content_type.clone()),
            body: body.clone().into(),
        })
    }
}

/// The same, as the port wants it.
struct Shared(Arc<Web>);

impl FetchFile for Shared {
    fn file<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<FetchedFile, FetchError>> {
        Box::pin(async move { self.0.answer(address) })
    }

    fn page<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<FetchedFile, FetchError>> {
        Box::pin(async move { self.0.answer(address) })
    }
}

pub(crate) fn web(app: &TestApp) -> Arc<Web> {
    let web = Arc::new(Web::default());
    app.ctx
        .media()
        .set_fetcher(Arc::new(Shared(Arc::clone(&web))));
    web
}

/// The path of an address of ours.
pub(crate) fn path(address: &Value) -> String {
    let address = address.as_str().expect("an address");
    let path = address.strip_prefix("https://school.example");
    path.expect("it is ours").to_owned()
}

pub(crate) fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::new(30, 20);
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
