//! An event that people go to: when, where, how many places, how one stands there, talks and notes; and the form to join it.

use askama::Template;
use staffroom_domain::calendar::{PlaceKind, SlotKind, SlotRecord, SlotStatus, TalkOffer};
use staffroom_domain::{AccountId, Addresses, Local, StatusId, TalkId};
use staffroom_service::calendar::{self, CalendarError, EventView, Joined, Joining, TalkRow};
use staffroom_service::links;
use staffroom_service::secrets::Token;
use staffroom_text::sanitize_shown;

use super::event_notes::{self, ShownNote};
use super::event_words as words;
use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::machines::{self, json_ld};
use crate::page::{Page, PageResult, html, redirect};
use crate::shown::{Person, viewer};
use crate::words::{Message, Words};

/// How many notes stand on the page of an event.
const NOTES: i64 = 5;

#[derive(Template)]
#[template(path = "event.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what a visitor may do is one thing each"
)]
struct EventPage {
    layout: Layout,
    t: Words,
    form_token: String,
    event: ShownEvent,
    /// Safe HTML.
    text: String,
    document: String,
    canonical: String,
    oembed: String,
    json_ld: String,
    indexed: bool,
    places: Vec<ShownPlaces>,
    talks: Vec<ShownTalk>,
    /// What the visitor has here, in words.
    mine: Option<Message>,
    may_leave: bool,
    may_join: bool,
    is_signed_in: bool,
    organises: bool,
    /// Whether it is called off, or over: then there is nothing to call off.
    is_past: bool,
    /// For drafts that are made of talks: each is made once.
    key: String,
    notes: Vec<ShownNote>,
    has_more_notes: bool,
}

/// An event as both pages show it.
pub(super) struct ShownEvent {
    pub(super) id: StatusId,
    pub(super) href: String,
    pub(super) title: String,
    pub(super) organiser: Person,
    /// On the clocks of its place.
    pub(super) when: String,
    pub(super) iso: String,
    pub(super) state: Option<Message>,
    pub(super) place: String,
    pub(super) online: Option<String>,
    pub(super) join_url: Option<String>,
    pub(super) series: Option<ShownSeries>,
}

/// A series with its list.
pub(super) struct ShownSeries {
    name: String,
    href: String,
}

/// The places of one kind.
pub(super) struct ShownPlaces {
    pub(super) kind: &'static str,
    pub(super) words: Message,
    pub(super) label: Message,
}

/// A talk, with what whoever looks at the page can do with it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what somebody may do with it is one thing each"
)]
pub(super) struct ShownTalk {
    pub(super) id: TalkId,
    pub(super) number: i64,
    pub(super) title: String,
    pub(super) kind: Message,
    pub(super) minutes: i64,
    pub(super) speaker: String,
    /// The page of the practice that it is about.
    pub(super) practice: Option<String>,
    pub(super) state: Option<Message>,
    pub(super) may_accept: bool,
    pub(super) may_decline: bool,
    pub(super) may_withdraw: bool,
    pub(super) may_draft: bool,
}

impl ShownEvent {
    /// Where one signs in and comes back to it.
    fn sign_in(&self) -> String {
        format!("/sign-in?return_to={}", self.href)
    }

    /// Where one goes on with it on one's own server.
    fn remote(&self) -> String {
        format!("/remote?object={}", self.href)
    }

    pub(super) fn new(page: &Page, view: &EventView) -> Self {
        let (addresses, event) = (&page.ctx().addresses, &view.event);
        let place = [&event.place_name, &event.place_address];
        let place: Vec<&str> = place.into_iter().filter_map(|it| it.as_deref()).collect();
        let online = view
            .plan
            .as_ref()
            .and_then(|plan| plan.online_url.as_deref());
        Self {
            id: view.status.id,
            href: format!("/events/{}", view.status.id),
            title: view.status.title.clone().unwrap_or_default(),
            organiser: Person::new(addresses, &view.author),
            when: calendar::time(event, Some(page.words().code())),
            iso: crate::moment::Moment::from(event.starts_at).iso,
            state: words::state(&event.state),
            place: place.join(", "),
            online: online.and_then(links::web).map(str::to_owned),
            join_url: event
                .join_url
                .as_deref()
                .and_then(links::web)
                .map(str::to_owned),
            series: view.record.series.clone().map(|name| ShownSeries {
                href: address("/events", "series", &name),
                name,
            }),
        }
    }
}

pub(super) fn places(view: &EventView) -> Vec<ShownPlaces> {
    let kinds = view.taken.iter().filter(|(kind, _, _)| view.has(*kind));
    kinds
        .map(|(kind, going, waiting)| ShownPlaces {
            kind: kind.as_str(),
            words: words::places(*going, view.most(*kind), *waiting),
            label: words::label(*kind),
        })
        .collect()
}

impl ShownTalk {
    /// For that account; `organises` where it may decide about it. A talk elsewhere has no id here.
    pub(super) fn new(
        page: &Page,
        talk: &TalkRow,
        viewer: Option<AccountId>,
        organises: bool,
    ) -> Self {
        let is_here = talk.id.get() != 0;
        let state = SlotStatus::from_name(&talk.state).unwrap_or_default();
        let is_own = is_here && viewer.is_some_and(|it| talk.speaker_id == Some(it.get()));
        let is_given = state != SlotStatus::Withdrawn;
        Self {
            id: talk.id,
            number: talk.number,
            title: talk.title.clone(),
            kind: words::talk_kind(&talk.kind),
            minutes: talk.minutes,
            speaker: talk.speaker_name.clone().unwrap_or_default(),
            practice: talk.practice.as_deref().and_then(|it| practice(page, it)),
            state: words::talk_state(&talk.state),
            may_accept: organises && is_given && state != SlotStatus::Accepted,
            may_decline: organises && is_given && state != SlotStatus::Declined,
            may_withdraw: is_own && is_given,
            may_draft: is_here && (is_own || organises),
        }
    }
}

/// The page of a practice, of which a talk says the id everywhere.
fn practice(page: &Page, uri: &str) -> Option<String> {
    match page.ctx().addresses.parse(uri) {
        Some(Local::Object(id)) => Some(format!("/practices/{id}")),
        Some(_) => None,
        None => links::web(uri).map(str::to_owned),
    }
}

/// `GET /events/{id}`: strangers see an event of another server where it is.
pub(crate) async fn show(page: Page) -> PageResult {
    let view = find(&page).await?;
    let (ctx, who) = (page.ctx(), viewer(&page));
    let id = view.status.id;
    let elsewhere = view.page_elsewhere().and_then(links::web);
    if let Some(elsewhere) = elsewhere.filter(|_| who.is_none()) {
        return Ok(redirect(&page, elsewhere, None));
    }
    let mine = match who {
        Some(who) => calendar::my_place(ctx, who, id).await?,
        None => None,
    };
    let organises = calendar::organises(ctx, who, &view.status).await?;
    let talks = talks_of(&page, &view).await?;
    let titles: Vec<(i64, &str)> = talks
        .iter()
        .map(|talk| (talk.number, talk.title.as_str()))
        .collect();
    let notes = calendar::notes(ctx, who, id, None, NOTES).await?;
    let canonical = elsewhere.map_or_else(|| ctx.addresses.event_page(id), str::to_owned);
    let is_past = view.event.state == "cancelled" || view.is_over(ctx.now());
    let is_open = matches!(view.event.join_mode.as_deref(), Some("free" | "restricted"));
    html(&EventPage {
        layout: page.layout(),
        t: page.words(),
        form_token: page.form_token(),
        event: ShownEvent::new(&page, &view),
        text: sanitize_shown(&view.status.content),
        document: document(&ctx.addresses, &view),
        oembed: machines::oembed_of(&canonical),
        json_ld: json_ld::event(&ctx.addresses, &canonical, &view),
        canonical,
        indexed: view.author.indexable && view.status.local,
        places: places(&view),
        talks: talks
            .iter()
            // What organisers decide stands on their own page.
            .map(|talk| ShownTalk::new(&page, talk, who, false))
            .collect(),
        may_leave: mine.as_ref().is_some_and(|(row, _)| row.takes_part()),
        mine: mine
            .as_ref()
            .and_then(|(row, joined)| words::standing(row, *joined)),
        may_join: is_open && !is_past,
        is_signed_in: who.is_some(),
        organises,
        is_past,
        key: Token::generate(&*ctx.random).as_str().to_owned(),
        notes: event_notes::shown(&page, &notes.views, &titles),
        has_more_notes: notes.next.is_some(),
    })
}

/// The talks that whoever looks at the page sees; of an event elsewhere those of its record.
pub(super) async fn talks_of(page: &Page, view: &EventView) -> Result<Vec<TalkRow>, PageError> {
    let id = view.status.id;
    if view.status.local {
        return Ok(calendar::programme(page.ctx(), viewer(page), id).await?);
    }
    let talk = |(number, slot): (i64, &SlotRecord)| TalkRow {
        id: TalkId::from(0),
        status_id: id,
        number: slot.order.map_or(number, i64::from),
        kind: slot.kind.as_str().to_owned(),
        minutes: slot.minutes.into(),
        title: slot.title.clone(),
        speaker_id: None,
        speaker_uri: slot.speaker.clone(),
        speaker_name: slot.speaker_name.clone(),
        practice: slot.practice.clone(),
        state: slot.status.as_str().to_owned(),
        created_at: view.status.created_at,
    };
    let slots = view.record.slots.iter();
    let slots = slots.filter(|slot| slot.status == SlotStatus::Accepted);
    Ok((1..).zip(slots).map(talk).collect())
}

/// The object itself, for other programs: where its server says.
fn document(addresses: &Addresses, view: &EventView) -> String {
    let remote = view.status.uri.as_deref().and_then(links::web);
    let remote = remote.filter(|_| !view.status.local).map(str::to_owned);
    remote.unwrap_or_else(|| addresses.object(view.status.id))
}

/// `POST /events/{id}`: a place, another place, or none.
pub(crate) async fn submit(page: Page, who: SignedIn, form: PostForm) -> PageResult {
    let id: StatusId = page.segment("id")?;
    let (ctx, by) = (page.ctx(), who.user.account.id);
    let wish = form.0.get("place");
    let flash = if wish == "leave" {
        calendar::leave(ctx, by, id).await?;
        Flash::EventLeft
    } else {
        let kind = PlaceKind::from_name(wish).ok_or(PageError::BadRequest)?;
        let title = form.0.get("title").trim();
        let talk = (kind == PlaceKind::Speaker && !title.is_empty()).then(|| TalkOffer {
            kind: SlotKind::from_name(form.0.get("slot")).unwrap_or_default(),
            title: title.to_owned(),
        });
        let joining = Joining {
            kind: Some(kind),
            talk,
            ..Joining::default()
        };
        match calendar::join(ctx, by, id, joining).await? {
            Joined::Going => Flash::EventJoined,
            Joined::Waiting(_) | Joined::Asked => Flash::EventWaiting,
            Joined::Full | Joined::NotOffered => Flash::EventFull,
            Joined::Declined => Flash::EventDeclined,
            Joined::Cancelled | Joined::Over | Joined::NotTaken => Flash::NotPossible,
        }
    };
    Ok(redirect(&page, &format!("/events/{id}"), Some(flash)))
}

/// A path with something to look for.
pub(super) fn address(path: &str, name: &str, value: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("{path}?{}", query.append_pair(name, value).finish())
}

/// The event of the address, as whoever asks sees it.
pub(super) async fn find(page: &Page) -> Result<EventView, PageError> {
    let id: StatusId = page.segment("id")?;
    Ok(calendar::find_event(page.ctx(), viewer(page), id).await?)
}

impl From<CalendarError> for PageError {
    fn from(error: CalendarError) -> Self {
        match error {
            CalendarError::NotFound => Self::not_found(),
            CalendarError::NotAllowed => Self::Forbidden,
            CalendarError::Invalid(_) => Self::BadRequest,
            CalendarError::Db(error) => error.into(),
        }
    }
}
