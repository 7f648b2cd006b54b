//! The fuzz targets.

use std::sync::LazyLock;

use staffroom_domain::practice::plain::{Plain, PlainKind, read_reply};
use staffroom_domain::practice::{self, FoundElsewhere, PracticeBasis, Reporter, limits};
use staffroom_domain::practice::{AdoptionRecord, OutcomeRecord, PracticeRecord};
use staffroom_domain::{RecordText, TypedRecord};
use staffroom_protocol::incoming::check_record;
use staffroom_protocol::nodeinfo::{Discovery, IncomingNodeInfo};
use staffroom_protocol::webfinger::{Jrd, REL_SUBSCRIBE};
use staffroom_signatures::PublicKey;

/// Who signed what is signed in the corpus. The RSA key's other half is gone; that of Ed25519 is the
/// example of FEP-8b32 and vc-di-eddsa, with which more can be signed.
static KEYS: LazyLock<Vec<PublicKey>> = LazyLock::new(|| {
    [
        include_str!("../keys/rsa.pem"),
        include_str!("../keys/ed25519.pem"),
    ]
    .into_iter()
    .filter_map(|pem| PublicKey::from_pem(pem).ok())
    .collect()
});

/// A fuzz target by its name, which is also that of its folder in the corpus.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name.
    pub name: &'static str,
    /// What it does with bytes, and whether they are a whole and honest one of what they should be.
    pub run: fn(&[u8]) -> bool,
}

impl Target {
    /// All that there are.
    pub const ALL: [Self; 12] = [
        Self::new("activity_json", activity_json),
        Self::new("integrity_proof", integrity_proof),
        Self::new("nodeinfo", nodeinfo),
        Self::new("page_metadata", page_metadata),
        Self::new("passkey", passkey),
        Self::new("plain_lines", plain_lines),
        Self::new("public_key", public_key),
        Self::new("remote_html", remote_html),
        Self::new("signature_headers", signature_headers),
        Self::new("typed_record", typed_record),
        Self::new("uploaded_picture", uploaded_picture),
        Self::new("webfinger", webfinger),
    ];

    const fn new(name: &'static str, run: fn(&[u8]) -> bool) -> Self {
        Self { name, run }
    }
}

/// A request to an inbox, as text. True: it is signed by a key that we know.
pub fn signature_headers(bytes: &[u8]) -> bool {
    staffroom_signatures::exercise_request(bytes, &KEYS)
}

/// A document with an integrity proof (FEP-8b32). True: it is by a key that we know.
pub fn integrity_proof(bytes: &[u8]) -> bool {
    staffroom_signatures::exercise_document(bytes, &KEYS)
}

/// What a browser brings from a passkey, as JSON. True: it is a new one that can be kept.
pub fn passkey(bytes: &[u8]) -> bool {
    staffroom_signatures::exercise_passkey(bytes)
}

/// A key in PEM, DER or multibase. True: it is one that we take.
pub fn public_key(bytes: &[u8]) -> bool {
    staffroom_signatures::exercise_key(bytes)
}

/// An `ActivityStreams` document: an activity, actor, object, collection, key. True: it is one of JSON.
pub fn activity_json(bytes: &[u8]) -> bool {
    staffroom_protocol::read_everything(bytes);
    staffroom_protocol::incoming::parse(bytes).is_ok()
}

/// An object with a typed record: a practice, an adoption, an outcome, an event, a note about one. True: it has one,
/// which belongs to it.
///
/// # Panics
///
/// Where a record changes on its way, or what is made of it has no bounds.
pub fn typed_record(bytes: &[u8]) -> bool {
    let Ok(object) = staffroom_protocol::incoming::parse(bytes).and_then(|it| it.object()) else {
        return false;
    };
    let Some(record) = &object.record else {
        return false;
    };
    let text = record.text();
    assert!(text.as_str().len() <= RecordText::MAX);
    assert_eq!(RecordText::parse(text.as_str()).as_ref(), Ok(text));
    exercise_practice(record);
    exercise_results(record);
    check_record(record, &object).is_ok()
}

fn exercise_practice(record: &TypedRecord) {
    let value = record.text().value();
    if let Ok(written) = PracticeRecord::parse(&value) {
        let _ = practice::check_practice(&written, &PracticeBasis::default());
    }
    let Some(read) = record.practice() else {
        return;
    };
    let again = TypedRecord::try_from(&read)
        .ok()
        .and_then(|it| it.practice());
    assert!(again.is_none_or(|again| again == read));
    assert!(!practice::changes_core(&read, &read));
    assert!(read.facets().len() <= limits::FACETS);
    assert!(read.hashtags().len() <= 6);
    let line = practice::summary_line(&read, &FoundElsewhere::default());
    assert!(line.chars().count() <= limits::SUMMARY);
}

fn exercise_results(record: &TypedRecord) {
    let value = record.text().value();
    if let Ok(written) = AdoptionRecord::parse(&value) {
        let _ = practice::check_adoption(&written, None);
    }
    if let Ok(written) = OutcomeRecord::parse(&value) {
        let _ = practice::check_outcome(&written, Reporter::Author);
    }
    let _ = (record.event(), record.event_note());
    if let Some(read) = record.adoption() {
        assert!(read.facets().len() <= limits::FACETS && read.hashtags().len() <= 6);
        assert!(!read.told("cy").is_empty());
    }
    if let Some(read) = record.outcome() {
        assert!(read.facets().len() <= limits::FACETS && read.hashtags().len() <= 6);
        assert!(!read.told("en").is_empty());
    }
}

/// Lines that become a draft. True: they begin with a keyword.
///
/// # Panics
///
/// Where a title has no bounds, or a record has what records do not take.
pub fn plain_lines(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let _ = read_reply(&text);
    for kind in [PlainKind::Practice, PlainKind::Outcome] {
        let read = Plain::read(kind, &text);
        assert!(read.title.chars().count() <= 200);
        let record = serde_json::Value::Object(read.record);
        assert!(kind == PlainKind::Outcome || PracticeRecord::parse(&record).is_ok());
    }
    PlainKind::of(&text).is_some()
}

/// Text and HTML of people elsewhere: bodies, names, biographies. True: something readable is left.
pub fn remote_html(bytes: &[u8]) -> bool {
    staffroom_text::exercise(bytes);
    let text = String::from_utf8_lossy(bytes);
    !staffroom_text::sanitize(&text).is_empty()
}

/// An answer of `WebFinger` (RFC 7033). True: it names an actor.
pub fn webfinger(bytes: &[u8]) -> bool {
    Jrd::parse(bytes).is_ok_and(|jrd| {
        jrd.link(REL_SUBSCRIBE);
        jrd.actor().is_some()
    })
}

/// A document of NodeInfo, or the one that says where it is. True: it says something.
pub fn nodeinfo(bytes: &[u8]) -> bool {
    let found = Discovery::parse(bytes).is_ok_and(|discovery| {
        discovery.application();
        discovery.document().is_some()
    });
    let info = IncomingNodeInfo::parse(bytes);
    found || info.is_ok_and(|info| info.software_name.is_some())
}

/// A page that a post links to. True: it says what it is called.
///
/// # Panics
///
/// Where an address of it is none of the web.
pub fn page_metadata(bytes: &[u8]) -> bool {
    let text = staffroom_text::page_text(bytes, None);
    staffroom_text::first_link(&text);
    let Ok(base) = url::Url::parse("https://page.example/a/b") else {
        return false;
    };
    let facts = staffroom_text::page_facts(&text, &base);
    for address in [&facts.image, &facts.author_address, &facts.oembed] {
        let is_web = |it: &String| it.starts_with("https://") || it.starts_with("http://");
        assert!(address.as_ref().is_none_or(is_web), "{address:?}");
    }
    !facts.title.is_empty()
}

/// A file that is offered as a picture. True: a picture was made of it.
pub fn uploaded_picture(bytes: &[u8]) -> bool {
    staffroom_media::exercise(bytes).is_some()
}
