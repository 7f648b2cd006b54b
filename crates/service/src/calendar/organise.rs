//! Making, changing and calling off events.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::event_plans::{self, EventPlanRow};
use staffroom_db::events::{self, EventRow};
use staffroom_db::statuses::StatusRow;
use staffroom_domain::calendar::{EventRecord, PlaceKind, check_event, check_times};
use staffroom_domain::practice::Problem;
use staffroom_domain::text::single_line;
use staffroom_domain::{
    AccountId, Addresses, RecordKind, StatusId, StatusKind, Timestamp, TypedRecord, UserId,
    Visibility,
};
use staffroom_text::{Format, Rendered, escape};

use super::clock::at_local;
use super::join::come_up_in;
use super::plan::PlanParts;
use super::told::tell_participants_later;
use super::{CalendarError, may_organise, talks, words};
use crate::context::Ctx;
use crate::links::web;
use crate::practices::cannot_change;
use crate::records::Making;
use crate::statuses::{
    Draft, EventDraft, EventTime, MAX_TAGS, MAX_TEXT, OwnEvent, People, PollChange, RecordChange,
    Revision, live, mentioned, people_named, remove_in, render_at, revise_in, store, tags_of,
};
use crate::tx::Tx;

/// The longest title, and name or address of a place.
const LINE: usize = 300;
/// The most hashtags that the concepts of an event bring.
const CONCEPT_TAGS: usize = 6;

/// An event as somebody here writes it, whole: for a new one, and in the place of one that is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewEvent {
    /// What it is called.
    pub title: String,
    /// What its organiser writes, Markdown.
    pub text: String,
    /// BCP 47.
    pub language: Option<String>,
    /// The time zone of its place: `Europe/London`.
    pub zone: String,
    /// When it begins, there: `2027-01-28T18:00`.
    pub starts: String,
    /// When it ends; none: the end is open.
    pub ends: Option<String>,
    /// Where one can go.
    pub place: Option<NewPlace>,
    /// Where one takes part by the net.
    pub online_url: Option<String>,
    /// Where one takes part, where that is not here.
    pub join_url: Option<String>,
    /// `scheduled`, `tentative`, `postponed`, `rescheduled`, `online` or `cancelled`; none: as before.
    pub state: Option<String>,
    /// The state that it had when whoever changes it read it: where it is another, nothing is changed.
    pub was: Option<String>,
    /// Everything else. The programme in it counts for a new event only.
    pub record: EventRecord,
    /// Who may see it; none: everybody, or as before.
    pub visibility: Option<Visibility>,
    /// The group of ours that holds it; none: whoever writes it.
    pub group: Option<AccountId>,
    /// By which program it was made.
    pub application: Option<i64>,
    /// The same for every attempt at it: the second makes none.
    pub idempotency: Option<(UserId, String)>,
}

/// Where one can go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPlace {
    /// What it is called.
    pub name: String,
    /// Its address, one line.
    pub address: String,
}

/// An event that was made or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its status.
    pub id: StatusId,
    /// What its organiser should know, though it is no mistake.
    pub notices: Vec<String>,
}

/// An event that was checked.
pub(super) struct Checked {
    pub(super) new: NewEvent,
    starts: EventTime,
    ends: Option<EventTime>,
    pub(super) notices: Vec<String>,
    record: TypedRecord,
}

const STATES: [&str; 6] = [
    "scheduled",
    "tentative",
    "cancelled",
    "postponed",
    "rescheduled",
    "online",
];

/// Makes an event.
///
/// # Errors
///
/// [`CalendarError::Invalid`] with everything that its organiser has to mend.
pub async fn create(ctx: &Ctx, by: AccountId, new: NewEvent) -> Result<Made, CalendarError> {
    let making = Making {
        key: new.idempotency.clone(),
        kind: RecordKind::Event,
        about: String::new(),
    };
    let again = |id| Made {
        id,
        notices: Vec::new(),
    };
    if let Some(before) = making.before(ctx, &new.text).await? {
        return Ok(again(before));
    }
    let people = people_named(ctx, &new.text).await?;
    ctx.transact(move |tx| {
        let id: StatusId = tx.new_id();
        if let Some(before) = making.claim_in(tx, id)? {
            return Ok(again(before));
        }
        let maker = accounts::find(tx.conn, by)?.ok_or(CalendarError::NotFound)?;
        let author = holder(tx, &maker, new.group)?;
        let checked = check(tx.now, new, false)?;
        let event = event_draft(&checked, "scheduled");
        let summary = summary(tx, id, &event, &checked);
        let rendered = rendered(tx.addresses, &checked, &people);
        let record = checked.record.clone();
        let draft = Draft {
            id: Some(id),
            kind: StatusKind::Event,
            visibility: checked.new.visibility.unwrap_or(Visibility::Public),
            title: Some(single_line(&checked.new.title)),
            content: rendered.html.clone(),
            source: checked.new.text.clone(),
            source_format: "text/markdown".to_owned(),
            spoiler: summary,
            language: checked.new.language.clone(),
            mentions: mentioned(&people, &rendered),
            tags: hashtags(&checked, &rendered),
            event: Some(event),
            record: Some(record),
            plan: parts(&checked, &maker, &author),
            application: checked.new.application,
            ..Draft::note(author, tx.now)
        };
        let row = store(tx, draft)?;
        talks::enter_in(tx, &row, &checked.new.record.slots)?;
        talks::write_programme_in(tx, row.id)?;
        Ok(Made {
            id: row.id,
            notices: checked.notices,
        })
    })
    .await
}

/// Whose event it becomes.
fn holder(
    tx: &mut Tx<'_>,
    maker: &AccountRow,
    group: Option<AccountId>,
) -> Result<AccountRow, CalendarError> {
    let holder = match group {
        Some(group) => accounts::find(tx.conn, group)?.ok_or(CalendarError::NotFound)?,
        None => maker.clone(),
    };
    let is_allowed = holder.is_local() && may_organise(tx.conn, maker, holder.id)?;
    if is_allowed {
        Ok(holder)
    } else {
        Err(CalendarError::NotAllowed)
    }
}

fn parts(checked: &Checked, maker: &AccountRow, author: &AccountRow) -> PlanParts {
    PlanParts {
        online_url: checked.new.online_url.clone(),
        made_by: (maker.id != author.id).then_some(maker.id),
    }
}

/// Changes an event: everything in it, but for its programme, and who holds it. Who has a place keeps it.
///
/// # Errors
///
/// As [`create`].
pub async fn edit(
    ctx: &Ctx,
    by: AccountId,
    event: StatusId,
    new: NewEvent,
) -> Result<Made, CalendarError> {
    let people = people_named(ctx, &new.text).await?;
    ctx.transact(move |tx| {
        let (author, row, plan) = organised(tx, by, event)?;
        let before = events::of_statuses(tx.conn, &[row.id])?.pop();
        let before = before.ok_or(CalendarError::NotFound)?;
        if new.was.as_ref().is_some_and(|was| *was != before.state) {
            let message = "Its state was changed meanwhile.";
            return Err(CalendarError::invalid("state", "changed", message));
        }
        if new.visibility.is_some_and(|it| it != row.visibility()) {
            return Err(CalendarError::Invalid(vec![cannot_change("visibility")]));
        }
        let mut new = new;
        // The programme is changed talk by talk.
        let there = EventRecord::read(&value(&plan.record)).unwrap_or_default();
        new.record.slots = there.slots;
        let checked = check(tx.now, new, true)?;
        let event = event_draft(&checked, state_of(&before.state));
        let made_by = plan.made_by.map(AccountId::from);
        let is_elsewhere = event != draft_of(&before) || plan.online_url != checked.new.online_url;
        let revision = revision(tx, &row, &checked, event, &people, made_by);
        revise_in(tx, &author, &row, &revision)?;
        if is_elsewhere {
            tell_participants_later(tx, row.id)?;
        }
        for kind in PlaceKind::ALL {
            come_up_in(tx, &author, &row, kind)?;
        }
        Ok(Made {
            id: row.id,
            notices: checked.notices,
        })
    })
    .await
}

fn revision(
    tx: &Tx<'_>,
    row: &StatusRow,
    checked: &Checked,
    event: EventDraft,
    people: &People,
    made_by: Option<AccountId>,
) -> Revision {
    let rendered = rendered(tx.addresses, checked, people);
    Revision {
        title: Some(single_line(&checked.new.title)),
        spoiler: summary(tx, row.id, &event, checked),
        mentions: mentioned(people, &rendered),
        tags: hashtags(checked, &rendered),
        content: rendered.html,
        source: checked.new.text.clone(),
        source_format: "text/markdown".to_owned(),
        sensitive: row.sensitive,
        language: checked
            .new
            .language
            .clone()
            .or_else(|| row.language.clone()),
        edited: tx.now,
        attachments: None,
        poll: PollChange::Keep,
        emojis: Vec::new(),
        record: RecordChange::Keep,
        remote: None,
        own_event: Some(OwnEvent {
            event,
            record: checked.record.clone(),
            plan: PlanParts {
                online_url: checked.new.online_url.clone(),
                made_by,
            },
        }),
    }
}

/// Calls an event off. It stays where it is, so that everybody sees that it does not take place.
pub async fn cancel(ctx: &Ctx, by: AccountId, event: StatusId) -> Result<(), CalendarError> {
    ctx.transact(move |tx| {
        let (author, row, plan) = organised(tx, by, event)?;
        let before = events::of_statuses(tx.conn, &[row.id])?.pop();
        let before = before.ok_or(CalendarError::NotFound)?;
        if before.state == "cancelled" {
            return Ok(());
        }
        let cancelled = EventRow {
            state: "cancelled".to_owned(),
            ..before
        };
        let page = tx.addresses.event_page(row.id);
        let online = plan.online_url.as_deref();
        let spoiler = words::summary(&cancelled, online, &page, row.language.as_deref());
        let record = TypedRecord::stored(RecordKind::Event, &plan.record)
            .map_err(|error| staffroom_db::DbError::Corrupt(error.to_string()))?;
        let revision = Revision {
            spoiler,
            own_event: Some(OwnEvent {
                event: draft_of(&cancelled),
                record,
                plan: PlanParts {
                    online_url: plan.online_url.clone(),
                    made_by: plan.made_by.map(AccountId::from),
                },
            }),
            ..Revision::unchanged(tx, &row)?
        };
        revise_in(tx, &author, &row, &revision)?;
        Ok(tell_participants_later(tx, row.id)?)
    })
    .await
}

/// Deletes an event, with everything that was said about who takes part.
pub async fn delete(ctx: &Ctx, by: AccountId, event: StatusId) -> Result<(), CalendarError> {
    ctx.transact(move |tx| {
        let (author, row, _) = organised(tx, by, event)?;
        remove_in(tx, &author, &row)?;
        Ok(())
    })
    .await
}

/// An event of ours that somebody may change, with its holder. Nobody else gives or takes places there until this
/// transaction ends.
pub(super) fn organised(
    tx: &mut Tx<'_>,
    by: AccountId,
    event: StatusId,
) -> Result<(AccountRow, StatusRow, EventPlanRow), CalendarError> {
    let by = accounts::find(tx.conn, by)?.ok_or(CalendarError::NotFound)?;
    let row = live(tx.conn, event)?;
    let plan = event_plans::lock(tx.conn, event)?;
    let plan = plan.filter(|_| row.local && row.kind() == StatusKind::Event);
    let plan = plan.ok_or(CalendarError::NotFound)?;
    if !may_organise(tx.conn, &by, row.account_id)? {
        let sees = crate::statuses::may_see(tx.conn, Some(by.id), &row)?;
        return Err(if sees {
            CalendarError::NotAllowed
        } else {
            CalendarError::NotFound
        });
    }
    let author = accounts::find(tx.conn, row.account_id)?.ok_or(CalendarError::NotFound)?;
    Ok((author, row, plan))
}

pub(super) fn check(
    now: Timestamp,
    new: NewEvent,
    is_there: bool,
) -> Result<Checked, CalendarError> {
    let mut problems = check_event(&new.record);
    texts(&new, &mut problems);
    let mut notices = Vec::new();
    let mut time = |field: &'static str, local: &str, problems: &mut Vec<Problem>| match at_local(
        &new.zone, local,
    ) {
        Ok(found) => {
            notices.extend(found.notice);
            Some(found.time)
        }
        Err(error) => {
            let field = if error.code() == "unknown-zone" {
                "zone"
            } else {
                field
            };
            problems.push(Problem::new(field, error.code(), error.to_string()));
            None
        }
    };
    let starts = time("starts", &new.starts, &mut problems);
    let ends = match new.ends.as_deref().filter(|it| !it.trim().is_empty()) {
        Some(local) if starts.is_some() => time("ends", local, &mut problems),
        _ => None,
    };
    if let Some(starts) = &starts {
        let ends = ends.as_ref().map(|it| it.at);
        problems.extend(check_times(starts.at, ends, now, is_there));
    }
    let value = serde_json::to_value(&new.record).unwrap_or_default();
    let record = TypedRecord::read(RecordKind::Event, value);
    if let Err(error) = &record {
        problems.push(Problem::new("", "too-large", error.to_string()));
    }
    match (starts, record) {
        (Some(starts), Ok(record)) if problems.is_empty() => Ok(Checked {
            new,
            starts,
            ends,
            notices,
            record,
        }),
        _ => Err(CalendarError::Invalid(problems)),
    }
}

fn texts(new: &NewEvent, problems: &mut Vec<Problem>) {
    let mut add = |field: &'static str, code: &'static str, message: &'static str| {
        problems.push(Problem::new(field, code, message));
    };
    let title = single_line(&new.title);
    if title.is_empty() {
        add("title", "missing", "Say what it is called.");
    }
    if title.chars().count() > LINE {
        add(
            "title",
            "too-long",
            "The title has more than 300 characters.",
        );
    }
    if staffroom_text::count(&new.text) > MAX_TEXT {
        add(
            "text",
            "too-long",
            "The text has more than 5000 characters.",
        );
    }
    let mode = new.record.mode;
    if let Some(place) = &new.place {
        let long = |text: &str| text.chars().count() > LINE;
        if long(&place.name) || long(&place.address) {
            add(
                "place",
                "too-long",
                "A name or an address of a place has at most 300 characters.",
            );
        }
    }
    let has_place = new
        .place
        .as_ref()
        .is_some_and(|place| !single_line(&place.name).is_empty());
    if mode.has_place() && !has_place {
        add("place", "missing", "Say where it is, or that it is online.");
    }
    if mode.is_online() && new.online_url.is_none() && new.join_url.is_none() {
        add(
            "onlineUrl",
            "missing",
            "Give the address where one takes part by the net.",
        );
    }
    for (field, url) in [("onlineUrl", &new.online_url), ("joinUrl", &new.join_url)] {
        let is_web = |url: &String| {
            web(url).is_some()
                && url.len() <= 2_048
                && !url.contains(|c: char| c.is_whitespace() || c.is_control())
        };
        if url.as_ref().is_some_and(|url| !is_web(url)) {
            add(
                field,
                "not-an-address",
                "This should be an address that begins with https://.",
            );
        }
    }
    if new.state.as_deref().is_some_and(|it| !STATES.contains(&it)) {
        add("state", "unknown", "There is no such state of an event.");
    }
    if new.visibility == Some(Visibility::Direct) {
        add(
            "visibility",
            "not-direct",
            "An event is for everybody or for followers.",
        );
    }
}

pub(super) fn event_draft(checked: &Checked, before: &'static str) -> EventDraft {
    let new = &checked.new;
    let line = |text: &str| Some(single_line(text)).filter(|text| !text.is_empty());
    let place = new.place.as_ref().filter(|_| new.record.mode.has_place());
    EventDraft {
        zone: new.zone.trim().to_owned(),
        starts: checked.starts.clone(),
        ends: checked.ends.clone(),
        state: new.state.as_deref().map_or(before, state_of),
        place_name: place.and_then(|place| line(&place.name)),
        place_address: place.and_then(|place| line(&place.address)),
        place_url: None,
        join_mode: Some(if new.join_url.is_some() {
            "external"
        } else {
            "free"
        }),
        join_url: new.join_url.clone(),
    }
}

/// The same as it was.
fn draft_of(row: &EventRow) -> EventDraft {
    EventDraft {
        zone: row.zone.clone(),
        starts: EventTime {
            local: row.starts_local.clone(),
            at: row.starts_at,
        },
        ends: row
            .ends_local
            .clone()
            .zip(row.ends_at)
            .map(|(local, at)| EventTime {
                local,
                at: Timestamp::from_micros(at),
            }),
        state: state_of(&row.state),
        place_name: row.place_name.clone(),
        place_address: row.place_address.clone(),
        place_url: row.place_url.clone(),
        join_mode: match row.join_mode.as_deref() {
            Some("external") => Some("external"),
            Some(_) => Some("free"),
            None => None,
        },
        join_url: row.join_url.clone(),
    }
}

fn state_of(name: &str) -> &'static str {
    let known = STATES.into_iter().find(|state| *state == name);
    known.unwrap_or("scheduled")
}

fn summary(tx: &Tx<'_>, id: StatusId, event: &EventDraft, checked: &Checked) -> String {
    summary_at(&tx.addresses.event_page(id), event, checked)
}

/// The same of an event that has this page.
pub(super) fn summary_at(page: &str, event: &EventDraft, checked: &Checked) -> String {
    let row = crate::statuses::event_row(StatusId::from(0), event);
    let online = checked.new.online_url.as_deref();
    words::summary(&row, online, page, checked.new.language.as_deref())
}

/// The text; what those who come agree to; how one gets in.
pub(super) fn rendered(addresses: &Addresses, checked: &Checked, people: &People) -> Rendered {
    let mut rendered = render_at(addresses, &checked.new.text, Format::Markdown, people);
    let record = &checked.new.record;
    let html = &mut rendered.html;
    for text in [&record.access, &record.online_note].into_iter().flatten() {
        html.extend(["<p>", &escape(text), "</p>"]);
    }
    if !record.rules.is_empty() {
        html.push_str("<ul>");
        for rule in &record.rules {
            html.extend(["<li>", &escape(rule), "</li>"]);
        }
        html.push_str("</ul>");
    }
    rendered
}

/// Those of the text, and some of its concepts.
pub(super) fn hashtags(checked: &Checked, rendered: &Rendered) -> Vec<(String, String)> {
    let mut all = tags_of(rendered);
    for name in checked.new.record.hashtags().take(CONCEPT_TAGS) {
        let folded = staffroom_text::hashtag::fold(name);
        if all.iter().all(|(known, _)| *known != folded) {
            all.push((folded, name.to_owned()));
        }
    }
    all.truncate(MAX_TAGS);
    all
}

pub(super) fn value(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_default()
}
