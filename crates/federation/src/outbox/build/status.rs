//! What people here post.

use staffroom_db::{polls, statuses};
use staffroom_domain::{AccountId, StatusId, Timestamp, Visibility};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Part, Tombstone};
use staffroom_service::calendar::participants_elsewhere;
use staffroom_service::statuses::{StatusView, load_one, may_see};

use super::{BuildError, Builder, Built, Groups, Sending, recipients, voice};
use crate::documents;

/// How many voters are read at once.
const VOTERS: i64 = 500;

/// `Create`
pub(super) fn published(b: &mut Builder<'_>, status: StatusId) -> Built {
    let Some(view) = view(b, status)? else {
        return Ok(Vec::new());
    };
    let is_open = view.status.visibility().is_open();
    let sending = about(b, &view, ActivityKind::Create, addressed(&view))?;
    Ok(vec![sending.in_outbox(is_open)])
}

/// `Update`, also to those whom the version before had named; of an event to those who take part, whom it names to nobody.
pub(super) fn edited(b: &mut Builder<'_>, status: StatusId, also_to: &[AccountId]) -> Built {
    let Some(view) = view(b, status)? else {
        return Ok(Vec::new());
    };
    let mut people = addressed(&view);
    people.extend(also_to);
    for person in participants_elsewhere(b.conn, &view.status)? {
        if may_see(b.conn, Some(person), &view.status)? {
            people.push(person);
        }
    }
    Ok(vec![about(b, &view, ActivityKind::Update, people)?])
}

/// `Update` of a poll, also to those who voted.
pub(super) fn poll_changed(b: &mut Builder<'_>, status: StatusId) -> Built {
    let Some(view) = view(b, status)? else {
        return Ok(Vec::new());
    };
    let mut people = addressed(&view);
    let mut after = AccountId::from(0);
    loop {
        let page = polls::voters(b.conn, status, after, VOTERS)?;
        let Some(last) = page.last() else { break };
        after = *last;
        people.extend(page);
    }
    Ok(vec![about(b, &view, ActivityKind::Update, people)?])
}

/// Who besides followers is told that something was deleted.
pub(super) struct Told<'a> {
    /// Whom it had named, and whose it had answered.
    pub(super) also_to: &'a [AccountId],
    /// Who took part in it. Nobody else is to know who that was.
    pub(super) took_part: &'a [AccountId],
}

/// `Delete` of a tombstone, to all who may have the post.
pub(super) fn deleted(
    b: &mut Builder<'_>,
    status: StatusId,
    by: AccountId,
    visibility: Visibility,
    told: &Told<'_>,
) -> Built {
    let row = statuses::find(b.conn, status)?;
    let thread = row.as_ref().map_or(status, |row| row.thread_id);
    let tombstone = match &row {
        Some(row) => documents::tombstone(b.addresses(), row)?,
        None => Tombstone {
            id: staffroom_protocol::Iri::parse(&b.addresses().object(status))?,
            former_type: None,
            deleted: None,
        },
    };
    let groups = match &row {
        Some(row) => b.groups(by, row)?,
        None => Groups::default(),
    };
    let (id, iri) = b.new_activity()?;
    let people = [told.also_to, told.took_part, &groups.elsewhere].concat();
    let (to, mut cc) = b.audience(by, visibility, told.also_to)?;
    cc.ids.extend(groups.iris.iter().cloned());
    let object = Part::Full(Box::new(tombstone));
    let mut activity = Activity::new(iri, ActivityKind::Delete, b.actor(by)?, object);
    activity.audience = groups.iris.into_iter().next();
    let deleted_at = row.as_ref().and_then(|row| row.deleted_at);
    let deleted_at = deleted_at.map_or(b.fed.ctx().now(), Timestamp::from_micros);
    let mut passing_on = groups.passing_on;
    passing_on.extend(voice::passing_on(b, status, deleted_at)?);
    let sending = Sending::new(id, by, &activity.addressed(to, cc))?
        .about(status)
        .in_thread(thread)
        .passed_on_by(passing_on)
        .to(recipients(visibility, people));
    Ok(vec![sending])
}

/// A status as its author sees it; none of what was deleted since, or whose author is shut out.
fn view(b: &mut Builder<'_>, status: StatusId) -> Result<Option<StatusView>, BuildError> {
    let Some(row) = b.live(status)?.filter(|row| row.local && !row.is_boost()) else {
        return Ok(None);
    };
    let view = load_one(b.conn, Some(row.account_id), status)?;
    Ok(view.filter(|view| view.author.is_active()))
}

/// Whom a status names, and whose it answers.
fn addressed(view: &StatusView) -> Vec<AccountId> {
    let named = view.mentions.iter().map(|mention| mention.account.id);
    let answered = view.status.in_reply_to_account_id.map(AccountId::from);
    // An answer that only some may see goes to those whom it names.
    let answered = answered.filter(|_| view.status.visibility() != Visibility::Direct);
    named.chain(answered).collect()
}

fn about(
    b: &mut Builder<'_>,
    view: &StatusView,
    kind: ActivityKind,
    mut people: Vec<AccountId>,
) -> Result<Sending, BuildError> {
    let groups = b.groups(view.author.id, &view.status)?;
    people.extend(groups.elsewhere);
    let post = documents::object(b.addresses(), view)?;
    let done_at = view.status.edited_at.map(Timestamp::from_micros);
    let done_at = done_at.unwrap_or(view.status.received_at);
    let mut passing_on = groups.passing_on;
    passing_on.extend(voice::passing_on(b, view.status.id, done_at)?);
    let (id, iri) = b.new_activity()?;
    let (to, cc) = (post.to.clone(), post.cc.clone());
    let published = match kind {
        ActivityKind::Update => view.status.edited_at.map(Timestamp::from_micros),
        _ => Some(view.status.created_at),
    };
    let actor = post.attributed_to.clone();
    let mut activity = Activity::new(iri, kind, actor, Part::Full(Box::new(post)));
    activity.published = published;
    activity.audience = groups.iris.into_iter().next();
    Ok(
        Sending::new(id, view.author.id, &activity.addressed(to, cc))?
            .about(view.status.id)
            .in_thread(view.status.thread_id)
            .passed_on_by(passing_on)
            .to(recipients(view.status.visibility(), people)),
    )
}
