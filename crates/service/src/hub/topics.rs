//! The accounts of a hub that one follows: `@library`, and one for each concept that those who run it switch on
//! ([ADR 0021]).
//!
//! [ADR 0021]: ../../../../docs/developers/adr/0021-accounts-of-a-library.md

use staffroom_db::accounts::{self, AccountRow};
pub use staffroom_db::hub_topics::HubTopicRow;
use staffroom_db::hub_topics::{self as rows};
use staffroom_db::statuses::Page;
use staffroom_db::{DbError, facets, hub_announcements};
use staffroom_domain::text::fold;
use staffroom_domain::username::parse_actor_handle;
use staffroom_domain::{AccountId, ActorKind, Addresses, Event};
use staffroom_vocabulary::{Concept, Scheme};
use thiserror::Error;

use super::announce::{Announceable, say_in};
use super::words::Words;
use crate::accounts::{AccountError, Field, insert_local};
use crate::context::Ctx;
use crate::listing;
use crate::profiles::summary_html;
use crate::statuses::People;
use crate::tx::Tx;

/// The names of the account of the whole library: the first that nobody has. It is reserved, but may have been taken once.
const LIBRARY: [&str; 2] = ["library", "the-library"];
/// A topic that is new announces so much of what is there already, with its own dates.
const BEGINS_WITH: i64 = 20;
/// How much of what waits is forgotten in one transaction.
const AT_ONCE: i64 = 500;

/// A topic, with its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// What is known of it.
    pub row: HubTopicRow,
    /// Its account.
    pub account: AccountRow,
    /// Which concept; none for the library as a whole.
    pub concept: Option<&'static Concept>,
    /// How much it announces or has told, and how much waits for its digest.
    pub counts: Vec<(String, i64)>,
}

/// Why a topic cannot be switched on or off.
#[derive(Clone, Debug, Error)]
pub enum TopicError {
    /// This instance is none.
    #[error("this instance is no hub: `instance.role` says what it is")]
    NoHub,
    /// Nothing has that name.
    #[error("there is no concept {0:?}; write it as its page has it, such as `tech/ai`")]
    NoConcept(String),
    /// It is there for what was said before.
    #[error("{0} is not to be used any more; its page says what is used instead")]
    Deprecated(&'static str),
    /// It was never switched on.
    #[error("there is no topic {0}; `staffroom hub topic list` shows all")]
    NoTopic(String),
    /// The library is always there.
    #[error("the account of the whole library cannot be switched off")]
    IsLibrary,
    /// It keeps the name that others know it by.
    #[error("this topic is there already, as @{0}; its name cannot be changed")]
    Named(String),
    /// Somebody has its name, or it is none.
    #[error("{0}; `--name` gives the topic another one")]
    Name(AccountError),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<AccountError> for TopicError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Db(error) => error.into(),
            other => Self::Name(other),
        }
    }
}

/// Which concept a topic is of; none for the library as a whole.
pub(super) fn concept_of(row: &HubTopicRow) -> Option<&'static Concept> {
    Scheme::from_slug(&row.scheme)?.concept(&row.concept)
}

/// Where the practices are that a topic is about.
pub(super) fn search_of(addresses: &Addresses, row: &HubTopicRow) -> String {
    let origin = addresses.origin();
    concept_of(row).map_or_else(
        || format!("{origin}/practices"),
        |concept| {
            let member = concept.scheme().property();
            format!("{origin}/practices?{member}={}", concept.path())
        },
    )
}

/// The concept that somebody means: `tech/ai`, its IRI, or its hashtag.
pub fn concept_named(text: &str) -> Result<&'static Concept, TopicError> {
    let text = text.trim();
    let found = Concept::from_path(text)
        .or_else(|| Concept::from_iri(text))
        .or_else(|| Concept::from_hashtag(text));
    let found = found.ok_or_else(|| TopicError::NoConcept(text.to_owned()))?;
    if found.is_deprecated() {
        return Err(TopicError::Deprecated(found.path()));
    }
    Ok(found)
}

/// The name that the account of a concept has unless it is given another: `edtech-ai`, `problem-workload`, `ph-primary-ks1`.
pub fn name_of(concept: &Concept) -> String {
    let scheme = match concept.scheme().slug() {
        "tech" => "edtech",
        "pr" => "problem",
        other => other,
    };
    fold(&format!("{scheme}-{}", concept.slug()))
}

/// The hub has an account of its whole library from its first start on; what that says of itself follows the hub's name.
pub(crate) async fn begin(ctx: &Ctx) -> Result<(), DbError> {
    match begin_once(ctx).await {
        // Another process was faster: its account is there now.
        Err(DbError::Unique(_)) => begin_once(ctx).await,
        done => done,
    }
}

async fn begin_once(ctx: &Ctx) -> Result<(), DbError> {
    let hub = ctx.config.instance.name.clone();
    ctx.transact(move |tx| {
        if let Some(row) = rows::of_concept(tx.conn, "", "")? {
            return describe_in(tx, &row, &hub);
        }
        for name in LIBRARY {
            if accounts::find_local(tx.conn, &fold(name))?.is_none() {
                make_in(tx, None, name, HubTopicRow::AUTO, &hub)?;
                return Ok(());
            }
        }
        tracing::warn!(
            "the library has no account that one can follow: {} are taken",
            LIBRARY.join(" and ")
        );
        Ok(())
    })
    .await
}

/// Makes the account of a concept, or of the library.
fn make_in(
    tx: &mut Tx<'_>,
    concept: Option<&Concept>,
    name: &str,
    digest: &str,
    hub: &str,
) -> Result<HubTopicRow, DbError> {
    // Nobody is proposed to follow a program: who looks for it finds it by its name, and on the page of its concept.
    let mut account = AccountRow::local_actor(tx.new_id(), ActorKind::Service, name, name, tx.now);
    account.indexable = true;
    let row = HubTopicRow {
        account_id: account.id,
        scheme: concept.map_or_else(String::new, |it| it.scheme().slug().to_owned()),
        concept: concept.map_or_else(String::new, |it| it.slug().to_owned()),
        is_on: true,
        digest: digest.to_owned(),
        since: tx.now,
        said: 0,
        said_on: 0,
        told_on: 0,
    };
    let account = described(tx, &row, hub, account);
    insert_local(tx, account)?;
    rows::insert(tx.conn, row.clone())?;
    Ok(row)
}

/// What an account says of itself, as it is now.
fn described(tx: &Tx<'_>, row: &HubTopicRow, hub: &str, account: AccountRow) -> AccountRow {
    let words = Words::of(tx.language);
    let search = search_of(tx.addresses, row);
    let how = words.how(row.digest == HubTopicRow::DAILY);
    let (display_name, about, mut lines) = match concept_of(row) {
        None => (
            words.name_of_library(hub),
            words.about_library(hub, how),
            Vec::new(),
        ),
        Some(concept) => {
            let label = concept.label(words.code()).value;
            let about = if row.is_on {
                let definition = concept.definition(words.code()).value;
                words.about_topic(label, definition, hub, how)
            } else {
                words.about_ended(label, hub)
            };
            let page = format!("{}/vocab/{}", tx.addresses.origin(), concept.path());
            (
                Words::topic(label, hub),
                about,
                vec![(words.concept(), page)],
            )
        }
    };
    lines.push((words.practices(), search));
    let field = |(name, address): &(&str, String)| Field {
        name: (*name).to_owned(),
        value: summary_html(tx, address, &People::new())
            .trim_start_matches("<p>")
            .trim_end_matches("</p>")
            .to_owned(),
        source: address.clone(),
    };
    let fields: Vec<Field> = lines.iter().map(field).collect();
    AccountRow {
        display_name: staffroom_text::display_name(&display_name),
        summary: summary_html(tx, &about, &People::new()),
        summary_source: about,
        fields: serde_json::to_string(&fields).unwrap_or_else(|_| "[]".to_owned()),
        ..account
    }
}

/// Writes what an account says of itself where that has changed, and tells others.
fn describe_in(tx: &mut Tx<'_>, row: &HubTopicRow, hub: &str) -> Result<(), DbError> {
    let before = accounts::find(tx.conn, row.account_id)?;
    let Some(before) = before.filter(|account| account.deleted_at.is_none()) else {
        return Ok(());
    };
    let now = described(tx, row, hub, before.clone());
    if now == before {
        return Ok(());
    }
    let account = now.id;
    let updated_at = tx.now;
    accounts::update(tx.conn, AccountRow { updated_at, ..now })?;
    tx.emit(&Event::ProfileChanged { account })
}

/// Switches a topic on, or changes how often it tells what is new. What is new begins with the newest practices that are
/// there; where it was there before, it begins with what comes from now on.
pub async fn switch_on(
    ctx: &Ctx,
    concept: &'static Concept,
    name: Option<&str>,
    digest: Option<&'static str>,
) -> Result<Topic, TopicError> {
    if !ctx.config.is_hub() {
        return Err(TopicError::NoHub);
    }
    let name = name.map(str::to_owned);
    let hub = ctx.config.instance.name.clone();
    // Where it was switched off and something went wrong then.
    forget_waiting(ctx, concept).await?;
    ctx.transact(move |tx| switch_on_in(tx, concept, name.as_deref(), digest, &hub))
        .await
}

/// The same, in a transaction on a hub that is called so; [`forget_waiting`] goes before it.
pub(crate) fn switch_on_in(
    tx: &mut Tx<'_>,
    concept: &'static Concept,
    name: Option<&str>,
    digest: Option<&'static str>,
    hub: &str,
) -> Result<Topic, TopicError> {
    if concept.is_deprecated() {
        return Err(TopicError::Deprecated(concept.path()));
    }
    let is_named = name.is_some();
    let name = name.map_or_else(|| name_of(concept), str::to_owned);
    let name = parse_actor_handle(&name).map_err(AccountError::from)?;
    let (scheme, slug) = (concept.scheme().slug(), concept.slug());
    let there = rows::of_concept(tx.conn, scheme, slug)?;
    let row = if let Some(before) = there {
        if is_named {
            keeps_name(tx, &before, &name)?;
        }
        let row = HubTopicRow {
            is_on: true,
            digest: digest.map_or(before.digest, str::to_owned),
            since: if before.is_on { before.since } else { tx.now },
            ..before
        };
        rows::update(tx.conn, &row)?;
        describe_in(tx, &row, hub)?;
        row
    } else {
        let digest = digest.unwrap_or(HubTopicRow::AUTO);
        let made = make_in(tx, Some(concept), &name, digest, hub);
        let row = made.map_err(|error| AccountError::of(error, &name))?;
        begin_with_in(tx, &row)?;
        row
    };
    topic_in(tx, row)
}

/// Who names a topic that is there means the name that it has.
fn keeps_name(tx: &mut Tx<'_>, row: &HubTopicRow, name: &str) -> Result<(), TopicError> {
    match accounts::find(tx.conn, row.account_id)? {
        Some(account) if account.username_folded != fold(name) => {
            Err(TopicError::Named(account.username))
        }
        _ => Ok(()),
    }
}

/// The newest practices that are there, the oldest of them first.
fn begin_with_in(tx: &mut Tx<'_>, row: &HubTopicRow) -> Result<(), DbError> {
    let page = Page {
        limit: BEGINS_WITH,
        ..Page::default()
    };
    let group = vec![(row.scheme.clone(), row.concept.clone())];
    let newest = facets::page(tx.conn, &[group], page)?;
    for status in newest.into_iter().rev() {
        if let Some(found) = Announceable::find(tx, status)? {
            let dated = Some(found.post.created_at);
            say_in(tx, row, &found, None, dated)?;
        }
    }
    Ok(())
}

/// Switches a topic off. Its account stays, since nobody could have its name again, and says so; what it announced stays,
/// and is taken back where it may not be listed any more.
pub async fn switch_off(ctx: &Ctx, concept: &'static Concept) -> Result<Topic, TopicError> {
    let hub = ctx.config.instance.name.clone();
    let switched = ctx
        .transact(move |tx| switch_off_in(tx, concept, &hub))
        .await?;
    forget_waiting(ctx, concept).await?;
    Ok(switched)
}

/// The same, in a transaction on a hub that is called so; [`forget_waiting`] comes after it.
pub(crate) fn switch_off_in(
    tx: &mut Tx<'_>,
    concept: &'static Concept,
    hub: &str,
) -> Result<Topic, TopicError> {
    let before = rows::of_concept(tx.conn, concept.scheme().slug(), concept.slug())?;
    let before = before.ok_or_else(|| TopicError::NoTopic(concept.path().to_owned()))?;
    let row = HubTopicRow {
        is_on: false,
        ..before
    };
    rows::update(tx.conn, &row)?;
    describe_in(tx, &row, hub)?;
    topic_in(tx, row)
}

/// What waits for the digest of a topic that is switched off waits no longer: some in a transaction.
pub(crate) async fn forget_waiting(ctx: &Ctx, concept: &'static Concept) -> Result<(), DbError> {
    loop {
        let some = ctx
            .transact(move |tx| {
                let row = rows::of_concept(tx.conn, concept.scheme().slug(), concept.slug())?;
                let Some(row) = row.filter(|row| !row.is_on) else {
                    return Ok(0);
                };
                hub_announcements::forget_waiting(tx.conn, row.account_id, tx.now, AT_ONCE)
            })
            .await?;
        if some == 0 {
            return Ok(());
        }
    }
}

/// How often the whole library tells what is new; as before where nothing is said.
pub async fn set_library(ctx: &Ctx, digest: Option<&'static str>) -> Result<Topic, TopicError> {
    if !ctx.config.is_hub() {
        return Err(TopicError::NoHub);
    }
    let hub = ctx.config.instance.name.clone();
    ctx.transact(move |tx| {
        let before = rows::of_concept(tx.conn, "", "")?;
        let before = before.ok_or_else(|| TopicError::NoTopic("library".to_owned()))?;
        set_digest_of(tx, before, digest, &hub)
    })
    .await
}

/// How often the account of a concept tells what is new, or that of the whole library; in a transaction on a hub that is
/// called so. One that is off stays off.
pub(crate) fn set_digest_in(
    tx: &mut Tx<'_>,
    concept: Option<&'static Concept>,
    digest: &'static str,
    hub: &str,
) -> Result<Topic, TopicError> {
    let (scheme, slug) = concept.map_or(("", ""), |it| (it.scheme().slug(), it.slug()));
    let before = rows::of_concept(tx.conn, scheme, slug)?;
    let name = concept.map_or("library", Concept::path);
    let before = before.ok_or_else(|| TopicError::NoTopic(name.to_owned()))?;
    set_digest_of(tx, before, Some(digest), hub)
}

fn set_digest_of(
    tx: &mut Tx<'_>,
    before: HubTopicRow,
    digest: Option<&'static str>,
    hub: &str,
) -> Result<Topic, TopicError> {
    let row = HubTopicRow {
        digest: digest.map_or(before.digest, str::to_owned),
        ..before
    };
    rows::update(tx.conn, &row)?;
    describe_in(tx, &row, hub)?;
    topic_in(tx, row)
}

fn topic_in(tx: &mut Tx<'_>, row: HubTopicRow) -> Result<Topic, TopicError> {
    let account = accounts::find(tx.conn, row.account_id)?;
    let account = account.ok_or_else(|| TopicError::NoTopic(row.concept.clone()))?;
    Ok(Topic {
        concept: concept_of(&row),
        counts: hub_announcements::counts(tx.conn, row.account_id)?,
        account,
        row,
    })
}

/// All topics, the library first.
pub async fn topics(ctx: &Ctx) -> Result<Vec<Topic>, DbError> {
    ctx.db
        .read(|conn| {
            let mut all = Vec::new();
            for row in rows::list(conn)? {
                if let Some(account) = accounts::find(conn, row.account_id)? {
                    all.push(Topic {
                        concept: concept_of(&row),
                        counts: hub_announcements::counts(conn, row.account_id)?,
                        account,
                        row,
                    });
                }
            }
            Ok(all)
        })
        .await
}

/// The accounts that one can follow here, the library first, each with its concept; those that are switched off are left out.
pub async fn to_follow(ctx: &Ctx) -> Result<Vec<(Option<&'static Concept>, AccountRow)>, DbError> {
    if !ctx.config.is_hub() {
        return Ok(Vec::new());
    }
    ctx.db
        .read(|conn| {
            let on = rows::list(conn)?.into_iter().filter(|row| row.is_on);
            let on: Vec<HubTopicRow> = on.collect();
            let ids: Vec<AccountId> = on.iter().map(|row| row.account_id).collect();
            let mut accounts = listing::active(conn, &ids)?;
            let of = |row: &HubTopicRow| Some((concept_of(row), accounts.remove(&row.account_id)?));
            Ok(on.iter().filter_map(of).collect())
        })
        .await
}

/// The account of a concept that one can follow here; none where it is switched off.
pub async fn account_of(
    ctx: &Ctx,
    concept: &'static Concept,
) -> Result<Option<AccountRow>, DbError> {
    if !ctx.config.is_hub() {
        return Ok(None);
    }
    ctx.db
        .read(move |conn| {
            let row = rows::of_concept(conn, concept.scheme().slug(), concept.slug())?;
            let Some(row) = row.filter(|row| row.is_on) else {
                return Ok(None);
            };
            let account = accounts::find(conn, row.account_id)?;
            Ok(account.filter(AccountRow::is_active))
        })
        .await
}
