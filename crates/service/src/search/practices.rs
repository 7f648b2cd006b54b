//! Finding practices by words and facets, with how many there are of each facet.
//!
//! Found are public practices that their authors stand by, of people who let them be found; whoever has something to do with
//! one finds it anyway; on a hub nobody finds what lives elsewhere and its own server has not shown ([`Listed`]). A search reads at most [`MAX_COUNTED`] of what has the words and facets, however much there is:
//! the counts are of these, and say so.

use std::collections::{BTreeMap, HashMap, HashSet};

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::practice_search::{
    self as rows, Findable, FoundPractice, Listing, WantedPractice,
};
use staffroom_db::practices::{self as records, PracticeRow};
use staffroom_db::search::Term;
use staffroom_db::statuses::{self, Page, StatusRow};
use staffroom_db::{Conn, DbError, bookmarks, favourites, follows, mentions, organisation_members};
use staffroom_domain::practice::PracticeRecord;
use staffroom_domain::text::without_accents;
use staffroom_domain::{AccountId, RecordKind, StatusId, Timestamp, TypedRecord, Visibility};
use staffroom_text::plain_text;

use super::query::Query;
use super::words::stored_up_to;
use crate::context::Ctx;
use crate::hiding;
use crate::hub::Listed;
use crate::records::facets_of;
use crate::statuses::{StatusView, Viewer, load};

/// How many practices are counted at most; of more, the newest.
pub const MAX_COUNTED: i64 = 2_000;
/// How much is read for a later page, which counts nothing.
const MAX_READ: i64 = 400;
/// The most practices on a page.
const MAX_PAGE: i64 = 40;
/// The most facets that can be asked for.
const MAX_FACETS: usize = 20;
/// So many facets of a scheme are counted, the most frequent.
const MAX_OF_SCHEME: usize = 50;
/// How many words of a practice are kept.
const MAX_WORDS: usize = 10_000;
/// The most values in one list of a statement.
const CHUNK: usize = 500;

/// What is looked for; everything has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PracticeQuery {
    /// Words, words in quotes, and words with a minus that are not to be there.
    pub text: String,
    /// Scheme and concept, as in [`PracticeFilter`](crate::practices::PracticeFilter). Of one scheme any is enough.
    pub facets: Vec<(String, String)>,
    /// Which part.
    pub page: Page,
    /// Whether it is counted how many have which concept, with the first part.
    pub counts: bool,
}

/// A part of what was found, the newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundPractices {
    /// The practices.
    pub practices: Vec<StatusView>,
    /// How many of what was found have which concept, by scheme, the most frequent first. With the first part only.
    pub counts: BTreeMap<String, Vec<FacetCount>>,
    /// Whether everything was counted; otherwise there are at least so many.
    pub is_complete: bool,
    /// What is newer begins after this.
    pub newest: Option<i64>,
    /// What is older begins before this; none where there is no more.
    pub next: Option<i64>,
}

/// How many practices have a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The slug of the concept, or the IRI of one that is not known here.
    pub concept: String,
    /// So many.
    pub practices: usize,
}

/// Practices that `viewer` may find.
pub async fn search(
    ctx: &Ctx,
    viewer: Viewer,
    query: PracticeQuery,
) -> Result<FoundPractices, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| search_in(conn, viewer, &query, now))
        .await
}

fn search_in(
    conn: &mut Conn,
    viewer: Viewer,
    query: &PracticeQuery,
    now: Timestamp,
) -> Result<FoundPractices, DbError> {
    let wanted = wanted(query);
    let is_first = query.counts && wanted.below.is_none() && wanted.above.is_none();
    let most = if is_first { MAX_COUNTED } else { MAX_READ };
    let read = rows::find(conn, &wanted, most)?;
    let is_complete = read.len() < usize::try_from(most).unwrap_or(usize::MAX);
    let end = if wanted.is_upwards {
        read.first()
    } else {
        read.last()
    };
    let end = end.map(|practice| practice.status.get());
    let found = findable(conn, viewer, read, now)?;
    let limit = usize::try_from(query.page.limit.clamp(1, MAX_PAGE)).unwrap_or(1);
    let has_more = found.len() > limit;
    let ids: Vec<StatusId> = if wanted.is_upwards {
        let from = found.len().saturating_sub(limit);
        found.iter().skip(from).map(|it| it.status).collect()
    } else {
        found.iter().take(limit).map(|it| it.status).collect()
    };
    let (mut newest, last) = (
        ids.first().map(|id| id.get()),
        ids.last().map(|id| id.get()),
    );
    // Where much was read that is not for the searcher, the next part begins behind it.
    let reached = end.filter(|_| !is_complete && !has_more);
    let next = if wanted.is_upwards {
        newest = reached.or(newest);
        last
    } else if has_more {
        last
    } else {
        reached
    };
    Ok(FoundPractices {
        counts: if is_first {
            counts(&found)
        } else {
            BTreeMap::new()
        },
        practices: load(conn, viewer, &ids)?,
        is_complete,
        newest,
        next,
    })
}

/// The oldest public practice that was written here.
pub(crate) fn first_practice(conn: &mut Conn) -> Result<Option<StatusId>, DbError> {
    let wanted = WantedPractice {
        is_upwards: true,
        is_local: true,
        ..WantedPractice::default()
    };
    Ok(rows::find(conn, &wanted, 1)?.first().map(|it| it.status))
}

/// Practices of this instance that everybody may find, published from `from` on and before `until`, the newest first.
pub(crate) fn practices_between(
    conn: &mut Conn,
    from: Timestamp,
    until: Timestamp,
    most: i64,
    now: Timestamp,
) -> Result<Vec<StatusId>, DbError> {
    let above = StatusId::first_at(from).get().saturating_sub(1);
    let wanted = WantedPractice {
        above: Some(StatusId::from(above)),
        below: Some(StatusId::first_at(until)),
        is_local: true,
        ..WantedPractice::default()
    };
    let read = rows::find(conn, &wanted, most)?;
    let found = findable(conn, None, read, now)?;
    Ok(found.into_iter().map(|it| it.status).collect())
}

fn wanted(query: &PracticeQuery) -> WantedPractice {
    let words = Query::read_words(&query.text);
    let mut groups: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for facet in query.facets.iter().take(MAX_FACETS) {
        groups.entry(&facet.0).or_default().push(facet.clone());
    }
    let page = query.page;
    WantedPractice {
        terms: words.terms.iter().filter_map(plain).collect(),
        without: words.without.iter().filter_map(plain).collect(),
        facets: groups.into_values().collect(),
        below: page.max_id.map(StatusId::from),
        above: page.since_id.max(page.min_id).map(StatusId::from),
        is_local: false,
        is_upwards: page.min_id.is_some(),
    }
}

/// None where no word is left of it.
fn plain(term: &Term) -> Option<Term> {
    // The last word goes on, and no other in its place.
    let is_prefix = term.is_prefix && term.words.last().and_then(|it| plain_word(it)).is_some();
    let words: Vec<String> = term.words.iter().filter_map(|it| plain_word(it)).collect();
    (!words.is_empty()).then_some(Term { words, is_prefix })
}

/// A word without its accents; none where it is an accent on nothing, such as the one in `pupils´ work`. Neither
/// database knows a word without letters.
fn plain_word(word: &str) -> Option<String> {
    Some(without_accents(word)).filter(|word| !word.is_empty())
}

/// Those that the searcher may find.
fn findable(
    conn: &mut Conn,
    viewer: Viewer,
    read: Vec<FoundPractice>,
    now: Timestamp,
) -> Result<Vec<FoundPractice>, DbError> {
    let authors: HashSet<AccountId> = read.iter().map(|it| it.account).collect();
    let mut authors: Vec<AccountId> = authors.into_iter().collect();
    authors.sort_unstable();
    let people = accounts::find_many(conn, &authors)?;
    let mut hidden = HashSet::new();
    for some in people.chunks(CHUNK) {
        hidden.extend(hiding::among(conn, viewer, some, now)?);
    }
    let people: HashMap<AccountId, &AccountRow> = people
        .iter()
        .filter(|row| row.is_active() && !hidden.contains(&row.id))
        .map(|row| (row.id, row))
        .collect();
    let is_open = |it: &FoundPractice| {
        people.get(&it.account).is_some_and(|author| {
            !author.is_limited()
                && match it.listing {
                    Listing::Everybody => true,
                    Listing::AsAuthor => author.indexable,
                    Listing::Nobody => false,
                }
        })
    };
    let closed: Vec<&FoundPractice> = read
        .iter()
        .filter(|it| people.contains_key(&it.account) && !is_open(it))
        .collect();
    let known = match viewer {
        Some(viewer) if !closed.is_empty() => known(conn, viewer, &closed)?,
        _ => HashSet::new(),
    };
    let may_find: Vec<bool> = read
        .iter()
        .map(|it| is_open(it) || known.contains(&it.status))
        .collect();
    let found = read.into_iter().zip(may_find);
    let found = found.filter(|(_, may_find)| *may_find).map(|(it, _)| it);
    Ok(found.collect())
}

/// Those that the searcher has something to do with: their own, those of whom they follow and of their organisation, and
/// those that they keep, like, boost or are named in.
fn known(
    conn: &mut Conn,
    viewer: AccountId,
    practices: &[&FoundPractice],
) -> Result<HashSet<StatusId>, DbError> {
    let organisations = organisation_members::of_account(conn, viewer)?;
    let authors: HashSet<AccountId> = practices.iter().map(|it| it.account).collect();
    let authors: Vec<AccountId> = authors.into_iter().collect();
    let mut near: HashSet<AccountId> = HashSet::from([viewer]);
    for some in authors.chunks(CHUNK) {
        near.extend(follows::followed_among(conn, viewer, some)?);
    }
    let is_near = |it: &FoundPractice| {
        near.contains(&it.account)
            || it.facets().any(|(scheme, concept)| {
                scheme == "organisation" && organisations.iter().any(|own| own == concept)
            })
    };
    let (near, far): (Vec<&FoundPractice>, Vec<&FoundPractice>) =
        practices.iter().copied().partition(|it| is_near(it));
    let mut known: HashSet<StatusId> = near.iter().map(|it| it.status).collect();
    let far: Vec<StatusId> = far.iter().map(|it| it.status).collect();
    for some in far.chunks(CHUNK) {
        known.extend(favourites::among(conn, viewer, some)?);
        known.extend(bookmarks::among(conn, viewer, some)?);
        known.extend(statuses::boosted_among(conn, viewer, some)?);
        known.extend(mentions::among(conn, viewer, some)?);
    }
    Ok(known)
}

fn counts(found: &[FoundPractice]) -> BTreeMap<String, Vec<FacetCount>> {
    // Ten thousand and more are counted, of which a few hundred differ.
    let mut counted: foldhash::HashMap<&str, usize> = foldhash::HashMap::default();
    for practice in found {
        for facet in practice.lines() {
            *counted.entry(facet).or_default() += 1;
        }
    }
    let mut counts: BTreeMap<String, Vec<FacetCount>> = BTreeMap::new();
    for (facet, practices) in counted {
        let Some((scheme, concept)) = facet.split_once(' ') else {
            continue;
        };
        let count = FacetCount {
            concept: concept.to_owned(),
            practices,
        };
        counts.entry(scheme.to_owned()).or_default().push(count);
    }
    for of_scheme in counts.values_mut() {
        of_scheme
            .sort_unstable_by(|a, b| (b.practices, &a.concept).cmp(&(a.practices, &b.concept)));
        of_scheme.truncate(MAX_OF_SCHEME);
    }
    counts
}

/// Makes practices findable by what they say now, and what is none, or not for everybody, no more.
pub(super) fn put(
    conn: &mut Conn,
    listed: &Listed,
    ids: &[StatusId],
    statuses: &[StatusRow],
) -> Result<(), DbError> {
    let is_public = |row: &&StatusRow| {
        row.deleted_at.is_none() && !row.is_boost() && row.visibility() == Visibility::Public
    };
    let open: HashMap<StatusId, &StatusRow> = statuses
        .iter()
        .filter(is_public)
        .map(|row| (row.id, row))
        .collect();
    let of: Vec<StatusId> = open.keys().copied().collect();
    let mut practices = records::of_statuses(conn, &of)?;
    let carriers = practices.iter().filter_map(|row| open.get(&row.status_id));
    let carriers: Vec<&StatusRow> = carriers.copied().collect();
    let may_stand = listed.among(conn, &carriers)?;
    practices.retain(|row| may_stand.contains(&row.status_id));
    let found_by = practices
        .iter()
        .filter(|practice| !practice.is_withdrawn())
        .filter_map(|practice| {
            Some(of_practice(
                listed,
                practice,
                open.get(&practice.status_id)?,
            ))
        })
        .collect();
    rows::put(conn, ids, found_by)
}

fn of_practice(listed: &Listed, practice: &PracticeRow, row: &StatusRow) -> Findable {
    let record = TypedRecord::stored(RecordKind::Practice, &practice.record).ok();
    let record = record.and_then(|record| record.practice());
    let record = record.unwrap_or_default();
    let mut facets = facets_of(&record);
    facets.sort_unstable();
    facets.dedup();
    Findable {
        status: practice.status_id,
        account: practice.account_id,
        listing: listed.listing(record.index.as_ref()),
        facets,
        words: words(row, &record),
    }
}

fn words(row: &StatusRow, record: &PracticeRecord) -> String {
    let content = plain_text(&row.content);
    let mut texts: Vec<&str> = Vec::new();
    texts.extend(row.title.as_deref());
    texts.push(&row.spoiler);
    texts.push(&content);
    texts.extend(record.steps.iter().map(String::as_str));
    let told = [
        &record.rationale,
        &record.what_did_not_work,
        &record.would_warn_about,
        &record.who_delivers,
        &record.interest_declared,
    ];
    texts.extend(told.into_iter().flatten().map(String::as_str));
    texts.extend(record.materials.iter().map(|it| it.name.as_str()));
    texts.extend(record.citations.iter().map(|it| it.title.as_str()));
    texts.extend(record.approach.iter().map(|it| it.label.as_str()));
    for product in &record.product {
        texts.push(&product.name);
        texts.extend(product.maker.as_deref());
    }
    let stored = stored_up_to(texts, MAX_WORDS);
    let words: Vec<String> = stored.split(' ').filter_map(plain_word).collect();
    words.join(" ")
}
