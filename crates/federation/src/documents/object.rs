//! Statuses and boosts.

use staffroom_domain::text::truncate;
use staffroom_domain::{
    Addresses, RecordKind, ReplyPolicy, StatusId, StatusKind, Timestamp, TypedRecord,
};
use staffroom_protocol::outgoing::{
    Activity, ActivityKind, Approvals, Content, InteractionPolicy, Nothing, Part, Post, PostKind,
    Preview, Quote, Record, Source, Total,
};
use staffroom_protocol::{Addressees, Iri, IriError};
use staffroom_service::accounts;
use staffroom_service::statuses::{RecordView, StatusRow, StatusView};

use super::attachment::attachments;
use super::audience::{audience, group};
use super::event;
use super::iri;
use super::poll::{count, poll};
use super::tag::tags;

/// The short form of a practice, in characters.
const LONGEST_PREVIEW: usize = 480;
/// How much of its title stands there.
const LONGEST_NAME: usize = 200;

/// The id of a status, ours or remote: of a boost, that of its Announce.
pub fn object_id(addresses: &Addresses, row: &StatusRow) -> String {
    match &row.uri {
        Some(uri) => uri.clone(),
        None if row.is_boost() => addresses.boost(row.id),
        None => addresses.object(row.id),
    }
}

/// A status of ours that is not a boost, as everybody who may see it sees it.
///
/// # Errors
/// Where an id of ours is no address, which a checked `server.url` rules out.
pub fn object(addresses: &Addresses, view: &StatusView) -> Result<Post, IriError> {
    let row = &view.status;
    let author = iri(&accounts::uri(addresses, &view.author))?;
    let content = Content {
        // What is stored is not trusted to be safe (ADR 0009).
        html: staffroom_text::sanitize(&row.content),
        language: row.language.clone(),
    };
    let mut post = Post::new(
        iri(&object_id(addresses, row))?,
        kind(addresses, view)?,
        author.clone(),
        iri(&page(addresses, view))?,
        content,
        row.created_at,
    );
    (post.to, post.cc) = audience(addresses, view);
    post.audience = group(addresses, view);
    describe(&mut post, row);
    post.in_reply_to = in_reply_to(addresses, view);
    post.context = Some(context(addresses, row)?);
    post.tag = tags(addresses, view);
    post.attachment = attachments(addresses, view);
    post.attachment
        .extend(view.plan.as_ref().and_then(event::website));
    post.record = event::record(view).or_else(|| record(view.record.as_ref()?));
    post.replies = Some(iri(&addresses.of_object(row.id, "replies"))?);
    post.likes = Some(total(addresses, row, "likes", row.favourites_count)?);
    post.shares = Some(total(addresses, row, "shares", row.boosts_count)?);
    post.quote = quote(row);
    post.interaction_policy = Some(policy(addresses, view, author)?);
    post.preview = preview(&post, &row.spoiler);
    Ok(post)
}

/// What is counted of it: the text that is stored, as it is.
fn record(view: &RecordView) -> Option<Record> {
    TypedRecord::stored(view.kind(), view.text())
        .ok()
        .map(Record)
}

/// The short form of a practice (FEP-b2b8): what it is called, what came of it, and where the rest is.
fn preview(post: &Post, line: &str) -> Option<Preview> {
    let is_practice = |record: &Record| record.0.kind() == RecordKind::Practice;
    post.record.as_ref().filter(|record| is_practice(record))?;
    let name = truncate(post.name.as_deref()?, LONGEST_NAME);
    let url = post.url.as_str();
    let taken = name.chars().count() + url.chars().count();
    let line = truncate(line, LONGEST_PREVIEW.saturating_sub(taken));
    let [name, line, url] = [name, line, url].map(staffroom_text::escape);
    Some(Preview {
        content: format!(
            "<p><strong>{name}</strong></p><p>{line}</p><p><a href=\"{url}\">{url}</a></p>"
        ),
    })
}

/// A boost of ours: the Announce that names what it boosts.
///
/// # Errors
/// Where an id is no address.
pub fn boost(addresses: &Addresses, view: &StatusView) -> Result<Activity<Nothing>, IriError> {
    let original = if let Some(original) = &view.boost_of {
        object_id(addresses, &original.status)
    } else {
        // A boost is not loaded without what it boosts.
        let of = view.status.boost_of_id.map(StatusId::from);
        addresses.object(of.unwrap_or(view.status.id))
    };
    let mut activity = Activity::new(
        iri(&object_id(addresses, &view.status))?,
        ActivityKind::Announce,
        iri(&accounts::uri(addresses, &view.author))?,
        Part::Id(iri(&original)?),
    );
    activity.published = Some(view.status.created_at);
    let (to, cc) = audience(addresses, view);
    Ok(activity.addressed(to, cc))
}

/// An event has a page of its own, where one joins it.
fn page(addresses: &Addresses, view: &StatusView) -> String {
    let id = view.status.id;
    if view.plan.is_some() {
        addresses.event_page(id)
    } else {
        addresses.status_page(&view.author.username, id)
    }
}

fn kind(addresses: &Addresses, view: &StatusView) -> Result<PostKind, IriError> {
    if let (Some(when), Some(plan)) = (&view.event, &view.plan) {
        let event = event::event(addresses, view, when, plan)?;
        return Ok(PostKind::Event(Box::new(event)));
    }
    Ok(match (view.status.kind(), &view.poll) {
        (StatusKind::Question, Some(view_of_poll)) => {
            PostKind::Question(poll(view_of_poll, view.status.created_at))
        }
        (StatusKind::Article, _) => PostKind::Article,
        (StatusKind::Page, _) => PostKind::Page,
        // What has no columns of its own here goes out by its text: with a title, as an article.
        _ if view.status.title.is_some() => PostKind::Article,
        _ => PostKind::Note,
    })
}

fn describe(post: &mut Post, row: &StatusRow) {
    post.name.clone_from(&row.title);
    // The content warning of a note is plain text; elsewhere `summary` is HTML (FEP-b2b8).
    let is_html = matches!(
        post.kind,
        PostKind::Article | PostKind::Page | PostKind::Event(_)
    );
    post.summary = match row.spoiler.as_str() {
        "" => None,
        text if is_html => Some(staffroom_text::escape(text)),
        text => Some(text.to_owned()),
    };
    post.sensitive = row.sensitive || (!row.spoiler.is_empty() && !is_html);
    post.updated = row.edited_at.map(Timestamp::from_micros);
    post.source = (!row.source.is_empty()).then(|| Source {
        content: row.source.clone(),
        media_type: match row.source_format.as_str() {
            "text/markdown" => "text/markdown",
            "text/html" => "text/html",
            _ => "text/plain",
        },
    });
}

fn in_reply_to(addresses: &Addresses, view: &StatusView) -> Option<Iri> {
    let known = view.in_reply_to.as_ref();
    let id = known.map(|row| object_id(addresses, row));
    let id = id.or_else(|| view.status.in_reply_to_uri.clone())?;
    Iri::parse(&id).ok()
}

/// The conversation (FEP-7888): the one that the thread came with, else the list that we keep of it.
fn context(addresses: &Addresses, row: &StatusRow) -> Result<Iri, IriError> {
    let came_with = row.context_uri.as_deref();
    if let Some(inherited) = came_with.and_then(|uri| Iri::parse(uri).ok()) {
        return Ok(inherited);
    }
    iri(&addresses.of_object(row.thread_id, "context"))
}

fn total(
    addresses: &Addresses,
    row: &StatusRow,
    what: &str,
    stored: i64,
) -> Result<Total, IriError> {
    Ok(Total {
        id: Some(iri(&addresses.of_object(row.id, what))?),
        total_items: count(stored),
    })
}

fn quote(row: &StatusRow) -> Option<Quote> {
    Some(Quote {
        target: Iri::parse(row.quote_uri.as_deref()?).ok()?,
        authorization: None,
    })
}

/// Only what is enforced here is said: who may answer, and that nobody gets a stamp for a quote.
/// "Nobody" is written as the author alone, since an empty list would be as if absent.
fn policy(
    addresses: &Addresses,
    view: &StatusView,
    author: Iri,
) -> Result<InteractionPolicy, IriError> {
    let only = |who: Iri| {
        Some(Approvals {
            automatic_approval: Addressees::only([who]),
            manual_approval: Addressees::default(),
        })
    };
    let can_reply = match ReplyPolicy::from_name(&view.status.reply_policy) {
        ReplyPolicy::Public => None,
        ReplyPolicy::Followers => only(iri(&addresses.of_actor(view.author.id, "followers"))?),
        ReplyPolicy::Nobody => only(author.clone()),
    };
    Ok(InteractionPolicy {
        can_reply,
        can_quote: only(author),
        ..InteractionPolicy::default()
    })
}
