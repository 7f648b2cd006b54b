//! Posting from here.

use std::collections::HashMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::idempotency::{self, IdempotencyRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError, scheduled_statuses};
use staffroom_domain::text::fold;
use staffroom_domain::{
    AccountId, Addresses, AttachmentId, ReplyPolicy, ScheduledStatusId, StatusId, StatusKind,
    Timestamp, UserId, Visibility,
};
use staffroom_text::{Format, MentionTarget, MentionText, Rendered};

use super::store::{Draft, PollDraft, is_permitted, store_with_tags};
use super::{
    MAX_MENTIONS, MAX_POLL_OPTION, MAX_POLL_OPTIONS, MAX_TAGS, MAX_TEXT, StatusError, StatusView,
    live, may_act, may_answer, may_see, show,
};
use crate::context::Ctx;
use crate::drafts;
use crate::media;
use crate::ports::DirectoryError;
use crate::preferences::{self, Preferences};
use crate::tx::Tx;
use crate::{emojis, groups};

/// The shortest and the longest time that a poll is open: five minutes and a month, as in Mastodon.
pub const POLL_OPEN: (Duration, Duration) =
    (Duration::from_mins(5), Duration::from_secs(2_629_746));

/// Said where an instance has no direct messages.
pub(super) const NO_DIRECT: &str =
    "Visibility cannot be direct: this instance has no direct messages";

/// How long the same key of a client makes nothing new, as in Mastodon.
const KEYS_COUNT: Duration = Duration::from_hours(1);

/// What somebody here wants to post.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewStatus {
    /// As typed.
    pub text: String,
    /// How it is to be read.
    #[serde(with = "format_by_type")]
    pub format: Format,
    /// The content warning; empty: none.
    pub spoiler: String,
    /// Whether media are hidden until asked for; none: as its author has chosen for all they post.
    pub sensitive: Option<bool>,
    /// BCP 47; none: as its author has chosen for all they post, or found out.
    pub language: Option<String>,
    /// Who may see it; none: as its author has chosen for all they post, and no more than see what it answers.
    pub visibility: Option<Visibility>,
    /// What it answers.
    pub in_reply_to: Option<StatusId>,
    /// A poll.
    pub poll: Option<NewPoll>,
    /// Files that were uploaded, in order.
    pub files: Vec<AttachmentId>,
    /// Who may answer.
    pub reply_policy: ReplyPolicy,
    /// By which program it is posted.
    pub application: Option<i64>,
    /// The same for every attempt of a client at this status.
    #[serde(skip)]
    pub idempotency: Option<(UserId, String)>,
}

/// A poll that somebody here makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPoll {
    /// The choices, plain text.
    pub options: Vec<String>,
    /// Whether one may choose several.
    pub multiple: bool,
    /// Whether the counts are told to nobody before the end.
    pub hides_totals: bool,
    /// How long it is open.
    pub expires_in: Duration,
}

/// A format as JSON: its media type.
mod format_by_type {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use staffroom_text::Format;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
    pub(super) fn serialize<S: Serializer>(format: &Format, out: S) -> Result<S::Ok, S::Error> {
        super::media_type(*format).serialize(out)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Format, D::Error> {
        Ok(match String::deserialize(from)?.as_str() {
            "text/markdown" => Format::Markdown,
            _ => Format::Plain,
        })
    }
}

/// Posts a status. People whom the text names and who are not known here yet are looked up at their
/// servers first; whoever cannot be found stays text.
pub async fn publish(ctx: &Ctx, by: AccountId, new: NewStatus) -> Result<StatusId, StatusError> {
    Ok(publish_and_show(ctx, by, new).await?.status.id)
}

/// As [`publish`]; gives the status as its author sees it.
pub async fn publish_and_show(
    ctx: &Ctx,
    by: AccountId,
    new: NewStatus,
) -> Result<StatusView, StatusError> {
    validate(&new)?;
    if let Some(there) = made_before(ctx, new.idempotency.clone(), &new.text).await? {
        return again(ctx, by, there).await;
    }
    let people = people_named(ctx, &new.text).await?;
    match publish_once(ctx, by, new, people, None).await? {
        Outcome::New(view) => Ok(*view),
        Outcome::Stored(id) => show(ctx, Some(by), id).await,
        Outcome::Before(there) => again(ctx, by, there).await,
        Outcome::NotNow => Err(StatusError::NotFound),
    }
}

/// What was posted the first time; what waits for its time is none.
async fn again(ctx: &Ctx, by: AccountId, made: IdempotencyRow) -> Result<StatusView, StatusError> {
    if made.is_scheduled {
        return Err(StatusError::NotFound);
    }
    show(ctx, Some(by), made.made_id.into()).await
}

/// What became of an attempt to post.
pub(super) enum Outcome {
    /// It is posted, and this is all there is of it.
    New(Box<StatusView>),
    /// It is posted.
    Stored(StatusId),
    /// The same key has made this before.
    Before(IdempotencyRow),
    /// It has waited for its time, and is gone or was put off.
    NotNow,
}

/// Posts a status whose people were looked up. One that waited for its time is posted only if it still
/// waits, and for no later time.
pub(super) async fn publish_once(
    ctx: &Ctx,
    by: AccountId,
    new: NewStatus,
    people: People,
    waited: Option<ScheduledStatusId>,
) -> Result<Outcome, StatusError> {
    ctx.transact(move |tx| {
        let id: StatusId = tx.new_id();
        if let Some(before) = claim(tx, new.idempotency.clone(), id.get(), false)? {
            return Ok(Outcome::Before(before));
        }
        if let Some(waited) = waited
            && !scheduled_statuses::delete_due(tx.conn, waited, tx.now)?
        {
            return Ok(Outcome::NotNow);
        }
        let found = preferences::with_author(tx.conn, by)?;
        let (author, chosen) = found.ok_or(StatusError::NotFound)?;
        may_act(&author)?;
        let parent = parent(tx.conn, &author, new.in_reply_to)?;
        let context_uri = context_of(tx.conn, parent.as_ref())?;
        let asked = new.visibility;
        let new = with_preferences(new, &chosen, parent.as_ref());
        if let Some(road) = drafts::road(tx, &author, parent.as_ref(), &new, asked)? {
            let posted = drafts::Posted {
                id,
                author,
                parent,
                new,
            };
            return Ok(Outcome::Stored(drafts::take_in(
                tx,
                posted,
                road,
                waited.is_some(),
            )?));
        }
        let attachments = match waited {
            Some(_) => media::claim_held_in(tx, author.id, &new.files)?,
            None => media::claim_in(tx, author.id, &new.files)?,
        };
        let draft = Draft {
            id: Some(id),
            attachments,
            context_uri,
            ..draft(tx, author.clone(), parent, &new, &people)
        };
        check_direct(tx, draft.visibility)?;
        let is_plain = is_plain(&draft);
        let names_nobody = draft.mentions.is_empty();
        let (row, tags) = store_with_tags(tx, draft)?;
        if !names_nobody {
            groups::begin_in(tx, &author, &row, &[])?;
        }
        if !is_plain {
            return Ok(Outcome::Stored(row.id));
        }
        let view = StatusView::of_plain(tx.conn, row, author, tags)?;
        Ok(Outcome::New(Box::new(view)))
    })
    .await
}

/// What the author has chosen for all they post, where this status does not say otherwise.
fn with_preferences(new: NewStatus, chosen: &Preferences, parent: Option<&StatusRow>) -> NewStatus {
    let inherited = parent.map(StatusRow::visibility);
    NewStatus {
        // The narrower of the two.
        visibility: new.visibility.or(chosen.visibility.max(inherited)),
        sensitive: new.sensitive.or(Some(chosen.sensitive)),
        language: new.language.or_else(|| chosen.language.clone()),
        ..new
    }
}

fn check_direct(tx: &Tx<'_>, visibility: Visibility) -> Result<(), StatusError> {
    if is_permitted(tx, visibility) {
        Ok(())
    } else {
        Err(StatusError::invalid(NO_DIRECT))
    }
}

/// Whether a status could be posted now, as far as that depends on anything but itself.
pub(super) fn may_be_posted(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    new: &NewStatus,
) -> Result<(), StatusError> {
    let parent = parent(tx.conn, author, new.in_reply_to)?;
    // What is said to the desk about a draft is a message to nobody.
    if drafts::road(tx, author, parent.as_ref(), new, new.visibility)?.is_some() {
        return Ok(());
    }
    check_direct(tx, visibility(new, parent.as_ref()))
}

fn visibility(new: &NewStatus, parent: Option<&StatusRow>) -> Visibility {
    let inherited = parent.map(StatusRow::visibility);
    new.visibility.or(inherited).unwrap_or(Visibility::Public)
}

/// Whether there is nothing of it but its text and hashtags: then nothing has to be read to show it.
fn is_plain(draft: &Draft) -> bool {
    draft.in_reply_to.is_none()
        && draft.mentions.is_empty()
        && draft.attachments.is_empty()
        && draft.poll.is_none()
        && emojis::keys("", &[&draft.content, &draft.spoiler]).is_empty()
        && emojis::keys_of(&draft.author).is_empty()
}

/// Notes that a key makes `id`; gives what it has made before.
pub(crate) fn claim(
    tx: &mut Tx<'_>,
    key: Option<(UserId, String)>,
    id: i64,
    is_scheduled: bool,
) -> Result<Option<IdempotencyRow>, DbError> {
    let Some((user_id, key)) = key else {
        return Ok(None);
    };
    let row = IdempotencyRow {
        user_id,
        key,
        made_id: id,
        is_scheduled,
        created_at: tx.now,
    };
    idempotency::claim(tx.conn, row, tx.now.minus(KEYS_COUNT))
}

/// What the same key has made before, where that has to be known before it is claimed: nobody is looked up
/// at their server once more.
pub(crate) async fn made_before(
    ctx: &Ctx,
    key: Option<(UserId, String)>,
    text: &str,
) -> Result<Option<IdempotencyRow>, DbError> {
    match key.filter(|_| text.contains('@')) {
        Some(key) => made_with_key(ctx, key).await,
        None => Ok(None),
    }
}

pub(crate) async fn made_with_key(
    ctx: &Ctx,
    (user, key): (UserId, String),
) -> Result<Option<IdempotencyRow>, DbError> {
    let since = ctx.now().minus(KEYS_COUNT);
    ctx.db
        .read(move |conn| idempotency::find(conn, user, &key, since))
        .await
}

pub(super) fn validate(new: &NewStatus) -> Result<(), StatusError> {
    validate_text(&new.text, &new.spoiler)?;
    if new.text.trim().is_empty() && new.poll.is_none() && new.files.is_empty() {
        return Err(StatusError::invalid("Text can't be blank"));
    }
    if new.poll.is_some() && !new.files.is_empty() {
        return Err(StatusError::invalid(
            "A poll cannot be attached to a post with files",
        ));
    }
    new.poll.as_ref().map_or(Ok(()), validate_poll)
}

pub(crate) fn validate_text(text: &str, spoiler: &str) -> Result<(), StatusError> {
    let length = staffroom_text::count(text) + staffroom_text::count(spoiler);
    if length > MAX_TEXT {
        return Err(StatusError::invalid(format!(
            "Text character limit of {MAX_TEXT} exceeded"
        )));
    }
    Ok(())
}

pub(super) fn validate_poll(poll: &NewPoll) -> Result<(), StatusError> {
    let blank = poll.options.iter().any(|title| title.trim().is_empty());
    let long = poll
        .options
        .iter()
        .any(|title| title.chars().count() > MAX_POLL_OPTION);
    let mut distinct: Vec<&str> = poll.options.iter().map(|title| title.trim()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let reason = if poll.options.len() < 2 {
        "Options must have more than one item".to_owned()
    } else if poll.options.len() > MAX_POLL_OPTIONS {
        format!("Options can't contain more than {MAX_POLL_OPTIONS} items")
    } else if blank {
        "Options can't be blank".to_owned()
    } else if long {
        format!("Options can't be longer than {MAX_POLL_OPTION} characters each")
    } else if distinct.len() != poll.options.len() {
        "Options contain duplicate items".to_owned()
    } else if poll.expires_in < POLL_OPEN.0 {
        "Expires at is too soon".to_owned()
    } else if poll.expires_in > POLL_OPEN.1 {
        "Expires at is too far into the future".to_owned()
    } else {
        return Ok(());
    };
    Err(StatusError::Invalid(reason))
}

/// People by how they are named in a text: folded name, and domain where it is another server's.
pub(crate) type People = HashMap<(String, String), AccountRow>;

/// Finds the people whom a text names, here and at their servers.
pub(crate) async fn people_named(ctx: &Ctx, text: &str) -> Result<People, StatusError> {
    let wanted = names(text, ctx.config.account_domain().as_str());
    if wanted.is_empty() {
        return Ok(People::new());
    }
    let names = wanted.clone();
    let mut found = ctx.db.read(move |conn| known(conn, &names)).await?;
    let Some(directory) = ctx.directory.get() else {
        return Ok(found);
    };
    for (name, domain) in wanted {
        if domain.is_empty() || found.contains_key(&(name.clone(), domain.clone())) {
            continue;
        }
        let id = match directory.find_account(&name, &domain).await {
            Ok(id) => id,
            Err(DirectoryError::Db(error)) => return Err(error.into()),
            Err(error) => {
                tracing::info!(%error, %name, %domain, "a mention stays text");
                None
            }
        };
        let Some(id) = id else { continue };
        let row = ctx.db.read(move |conn| accounts::find(conn, id)).await?;
        if let Some(row) = row {
            found.insert((name, domain), row);
        }
    }
    Ok(found)
}

/// How those are called whom a text names.
pub(crate) fn names(text: &str, own_domain: &str) -> Vec<(String, String)> {
    let mut wanted: Vec<(String, String)> = staffroom_text::extract(text)
        .mentions
        .iter()
        .map(|mention| key(mention, own_domain))
        .collect();
    wanted.truncate(MAX_MENTIONS);
    wanted
}

pub(super) fn key(mention: &MentionText, own_domain: &str) -> (String, String) {
    let domain = mention.domain.clone().unwrap_or_default();
    let domain = if domain.eq_ignore_ascii_case(own_domain) {
        String::new()
    } else {
        domain
    };
    (fold(&mention.username), domain)
}

pub(crate) fn known(conn: &mut Conn, names: &[(String, String)]) -> Result<People, DbError> {
    let mut found = People::new();
    for (name, domain) in names {
        let row = accounts::find_by_handle(conn, name, domain)?;
        if let Some(row) = row.filter(AccountRow::is_active) {
            found.insert((name.clone(), domain.clone()), row);
        }
    }
    Ok(found)
}

fn parent(
    conn: &mut Conn,
    author: &AccountRow,
    id: Option<StatusId>,
) -> Result<Option<StatusRow>, StatusError> {
    let Some(id) = id else { return Ok(None) };
    let there = |conn: &mut Conn, id: StatusId| match live(conn, id) {
        Err(StatusError::NotFound) => Err(StatusError::NoParent),
        other => other,
    };
    let mut row = there(conn, id)?;
    if let Some(original) = row.boost_of_id {
        row = there(conn, original.into())?;
    }
    if !may_see(conn, Some(author.id), &row)? {
        return Err(StatusError::NoParent);
    }
    if !may_answer(conn, author.id, &row)? {
        return Err(StatusError::NotAllowed);
    }
    Ok(Some(row))
}

/// The conversation that an answer belongs to (FEP-7888): that of what it answers, where that conversation
/// is another server's. What began here has a list here, whatever answers to it say.
pub(crate) fn context_of(
    conn: &mut Conn,
    parent: Option<&StatusRow>,
) -> Result<Option<String>, DbError> {
    let Some(parent) = parent.filter(|parent| parent.context_uri.is_some()) else {
        return Ok(None);
    };
    let is_ours = if parent.thread_id == parent.id {
        parent.local
    } else {
        statuses::find(conn, parent.thread_id)?.is_some_and(|root| root.local)
    };
    Ok(parent.context_uri.clone().filter(|_| !is_ours))
}

fn draft(
    tx: &Tx<'_>,
    author: AccountRow,
    parent: Option<StatusRow>,
    new: &NewStatus,
    people: &People,
) -> Draft {
    let rendered = render(tx, &new.text, new.format, people);
    let visibility = visibility(new, parent.as_ref());
    let in_reply_to_uri = match &parent {
        Some(parent) if !parent.local => parent.uri.clone(),
        _ => None,
    };
    let spoiler = new.spoiler.trim().to_owned();
    Draft {
        kind: if new.poll.is_some() {
            StatusKind::Question
        } else {
            StatusKind::Note
        },
        visibility,
        in_reply_to: parent,
        in_reply_to_uri,
        mentions: mentioned(people, &rendered),
        tags: tags(&rendered),
        content: rendered.html,
        source: new.text.clone(),
        source_format: media_type(new.format).to_owned(),
        sensitive: new.sensitive.unwrap_or(false) || !spoiler.is_empty(),
        spoiler,
        language: new
            .language
            .clone()
            .or_else(|| staffroom_text::language::detect(&new.text).map(|l| l.to_string())),
        reply_policy: new.reply_policy,
        application: new.application,
        poll: new.poll.as_ref().map(|poll| poll_draft(poll, tx.now)),
        ..Draft::note(author, tx.now)
    }
}

pub(super) fn poll_draft(poll: &NewPoll, now: Timestamp) -> PollDraft {
    PollDraft {
        multiple: poll.multiple,
        ends_at: Some(now.plus(poll.expires_in)),
        closed_at: None,
        voters: 0,
        hides_totals: poll.hides_totals,
        options: poll
            .options
            .iter()
            .map(|title| (title.trim().to_owned(), 0))
            .collect(),
    }
}

pub(crate) const fn media_type(format: Format) -> &'static str {
    match format {
        Format::Plain => "text/plain",
        Format::Markdown => "text/markdown",
    }
}

/// Renders a text with the people that were found.
pub(crate) fn render(tx: &Tx<'_>, text: &str, format: Format, people: &People) -> Rendered {
    render_at(tx.addresses, text, format, people)
}

/// The same, where nothing is written.
pub(crate) fn render_at(
    addresses: &Addresses,
    text: &str,
    format: Format,
    people: &People,
) -> Rendered {
    let target = |mention: &MentionText| {
        // Ours may be named with our domain or without: both were looked up without.
        let given = mention.domain.clone().unwrap_or_default();
        let name = fold(&mention.username);
        let row = people
            .get(&(name.clone(), given))
            .or_else(|| people.get(&(name, String::new())))?;
        Some(MentionTarget {
            id: account_uri(addresses, row),
            url: profile_url(addresses, row),
            acct: row.acct(),
        })
    };
    staffroom_text::render(text, format, &target, &|tag| addresses.tag_page(tag))
}

fn account_uri(addresses: &Addresses, row: &AccountRow) -> String {
    row.uri.clone().unwrap_or_else(|| addresses.actor(row.id))
}

fn profile_url(addresses: &Addresses, row: &AccountRow) -> String {
    if row.is_local() {
        return addresses.profile_page(&row.username);
    }
    row.url
        .clone()
        .unwrap_or_else(|| account_uri(addresses, row))
}

pub(crate) fn mentioned(people: &People, rendered: &Rendered) -> Vec<(AccountId, bool)> {
    let mut ids: Vec<(AccountId, bool)> = rendered
        .mentions
        .iter()
        .filter_map(|(_, target)| people.values().find(|row| row.acct() == target.acct))
        .map(|row| (row.id, false))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

pub(crate) fn tags(rendered: &Rendered) -> Vec<(String, String)> {
    rendered
        .hashtags
        .iter()
        .take(MAX_TAGS)
        .map(|tag| (tag.folded.clone(), tag.name.clone()))
        .collect()
}
