//! An event that people go to: when, where, how many places, and the form to join it; and the list of what is coming.
//! Both also as iCalendar.

use actix_web::HttpResponse;
use actix_web::http::header;
use askama::Template;
use staffroom_domain::calendar::{PlaceKind, SlotKind, TalkOffer};
use staffroom_domain::{Addresses, StatusId};
use staffroom_service::calendar::{
    self, CalendarError, CalendarFile, EventView, Joined, Joining, List, Lists, TalkRow,
};
use staffroom_service::links;
use staffroom_text::sanitize_shown;
use staffroom_vocabulary::Concept;

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

/// How many events a page or a calendar lists.
const LISTED: i64 = 200;

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
    people: Vec<ShownAttendee>,
}

#[derive(Template)]
#[template(path = "events.html")]
struct EventsPage {
    layout: Layout,
    t: Words,
    title: String,
    events: Vec<ShownEvent>,
    calendar: String,
}

/// An event as both pages show it.
struct ShownEvent {
    id: StatusId,
    href: String,
    title: String,
    organiser: Person,
    /// On the clocks of its place.
    when: String,
    iso: String,
    state: Option<Message>,
    place: String,
    online: Option<String>,
    join_url: Option<String>,
    series: Option<ShownSeries>,
}

/// A series with its list.
struct ShownSeries {
    name: String,
    href: String,
}

/// The places of one kind.
struct ShownPlaces {
    kind: &'static str,
    words: Message,
    label: Message,
}

struct ShownTalk {
    title: String,
    kind: Message,
    minutes: i64,
    speaker: String,
    state: Option<Message>,
}

/// Somebody who takes part, for organisers.
struct ShownAttendee {
    person: Person,
    kind: Message,
    state: Message,
}

impl ShownEvent {
    /// Where one signs in and comes back to it.
    fn sign_in(&self) -> String {
        format!("/sign-in?return_to={}", self.href)
    }

    fn new(page: &Page, view: &EventView) -> Self {
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

fn places(view: &EventView) -> Vec<ShownPlaces> {
    let kinds = view.taken.iter().filter(|(kind, _, _)| view.has(*kind));
    kinds
        .map(|(kind, going, waiting)| ShownPlaces {
            kind: kind.as_str(),
            words: words::places(*going, view.most(*kind), *waiting),
            label: words::label(*kind),
        })
        .collect()
}

fn talk(talk: &TalkRow) -> ShownTalk {
    ShownTalk {
        title: talk.title.clone(),
        kind: words::talk_kind(&talk.kind),
        minutes: talk.minutes,
        speaker: talk.speaker_name.clone().unwrap_or_default(),
        state: words::talk_state(&talk.state),
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
    let attendees = calendar::attendees(ctx, who, id, None).await?;
    let talks = if view.status.local {
        calendar::programme(ctx, who, id).await?
    } else {
        Vec::new()
    };
    let may_leave = mine.as_ref().is_some_and(|(row, _)| row.takes_part());
    let is_open = matches!(view.event.join_mode.as_deref(), Some("free" | "restricted"));
    let canonical = elsewhere.map_or_else(|| ctx.addresses.event_page(id), str::to_owned);
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
        talks: talks.iter().map(talk).collect(),
        mine: mine
            .as_ref()
            .and_then(|(row, joined)| words::standing(row, *joined)),
        may_leave,
        may_join: is_open && view.event.state != "cancelled" && !view.is_over(ctx.now()),
        is_signed_in: who.is_some(),
        organises: attendees.people.is_some(),
        people: attendees
            .people
            .unwrap_or_default()
            .iter()
            .map(|it| ShownAttendee {
                person: Person::new(&ctx.addresses, &it.account),
                kind: words::person_kind(&it.row.kind),
                state: words::person_state(&it.row.state),
            })
            .collect(),
    })
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
            _ => Flash::EventFull,
        }
    };
    Ok(redirect(&page, &format!("/events/{id}"), Some(flash)))
}

/// `GET /events`
pub(crate) async fn list(page: Page) -> PageResult {
    let (title, lists, calendar) = listed(&page)?;
    let views = calendar::list(page.ctx(), coming(lists)).await?;
    html(&EventsPage {
        layout: page.layout(),
        t: page.words(),
        title,
        events: views
            .iter()
            .map(|view| ShownEvent::new(&page, view))
            .collect(),
        calendar,
    })
}

/// `GET /events.ics`, by series (`?series=`) or concept (`?concept=ph/primary-ks2`) where that is said.
pub(crate) async fn list_file(page: Page) -> PageResult {
    let (title, lists, _) = listed(&page)?;
    let views = calendar::list(page.ctx(), coming(lists)).await?;
    Ok(file(&calendar::file_of_list(
        &page.ctx().addresses,
        &title,
        &views,
    )))
}

/// `GET /events/{id}.ics`
pub(crate) async fn one_file(page: Page) -> PageResult {
    let view = find(&page).await?;
    Ok(file(&calendar::file_of_event(&page.ctx().addresses, &view)))
}

fn coming(of: Lists) -> List {
    List {
        of,
        since: None,
        after: None,
        limit: LISTED,
    }
}

/// What a list is called, what it lists, and where it is as a calendar.
fn listed(page: &Page) -> Result<(String, Lists, String), PageError> {
    let query = page.query();
    let (series, concept) = (query.get("series").trim(), query.get("concept").trim());
    if !concept.is_empty() {
        let concept = Concept::from_path(concept).ok_or_else(PageError::not_found)?;
        let title = page
            .words()
            .say("events-concept-title")
            .with("concept", concept.label(page.words().code()).value)
            .to_string();
        let calendar = address("/events.ics", "concept", concept.path());
        return Ok((title, Lists::Concept(concept.iri().to_owned()), calendar));
    }
    if !series.is_empty() {
        let title = staffroom_domain::text::truncate(series, 200).to_owned();
        let calendar = address("/events.ics", "series", &title);
        return Ok((title.clone(), Lists::Series(title), calendar));
    }
    let title = page
        .words()
        .say("events-title")
        .with("instance", &page.ctx().config.instance.name)
        .to_string();
    Ok((title, Lists::Here, "/events.ics".to_owned()))
}

fn address(path: &str, name: &str, value: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("{path}?{}", query.append_pair(name, value).finish())
}

async fn find(page: &Page) -> Result<EventView, PageError> {
    let id: StatusId = page.segment("id")?;
    Ok(calendar::find_event(page.ctx(), viewer(page), id).await?)
}

fn file(file: &CalendarFile) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{}\"", file.name),
        ))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(file.text.clone())
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
