//! The list of what is coming, and what somebody organises or takes part in themselves; both also as iCalendar.

use actix_web::HttpResponse;
use actix_web::http::header;
use askama::Template;
use staffroom_domain::{StatusId, Timestamp};
use staffroom_service::calendar::{
    self, CalendarFile, EventPart, Joined, List, Lists, ParticipationRow,
};
use staffroom_service::statuses::StatusView;
use staffroom_vocabulary::Concept;

use super::event::{ShownEvent, address, find};
use super::event_words as words;
use crate::access::SignedIn;
use crate::error::PageError;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html};
use crate::words::{Message, Words, key};

/// How many events a page or a calendar lists.
const LISTED: i64 = 200;
/// How many of one's own a page has.
const MINE: i64 = 30;

#[derive(Template)]
#[template(path = "events.html")]
struct EventsPage {
    layout: Layout,
    t: Words,
    title: String,
    events: Vec<ShownEvent>,
    calendar: String,
}

#[derive(Template)]
#[template(path = "events_mine.html")]
struct MinePage {
    layout: Layout,
    t: Words,
    events: Vec<MyEvent>,
    more: Option<String>,
    is_later: bool,
}

/// An event of one's own.
struct MyEvent {
    href: String,
    title: String,
    when: String,
    iso: String,
    state: Option<Message>,
    /// What one has there, or that one organises it.
    standing: Message,
    /// Where one sees who takes part.
    people: Option<String>,
}

/// `GET /events/mine`
pub(crate) async fn mine(page: Page, who: SignedIn) -> PageResult {
    let after = after(page.query().get("after"));
    let by = who.user.account.id;
    let found = calendar::upcoming(page.ctx(), by, after, MINE).await?;
    let events = found.views.iter();
    html(&MinePage {
        layout: page.layout(),
        t: page.words(),
        events: events
            .filter_map(|view| my_event(&page, view, &found))
            .collect(),
        more: found
            .next
            .map(|(at, id)| format!("/events/mine?after={}-{id}", at.as_micros())),
        is_later: after.is_some(),
    })
}

/// A time and an id; what is no place is the beginning.
fn after(text: &str) -> Option<(Timestamp, StatusId)> {
    let (at, id) = text.rsplit_once('-')?;
    Some((Timestamp::from_micros(at.parse().ok()?), id.parse().ok()?))
}

fn my_event(page: &Page, view: &StatusView, found: &EventPart) -> Option<MyEvent> {
    let event = view.event.as_ref()?;
    let id = view.status.id;
    let row = found.places.iter().find(|row| row.status_id == id);
    let row = row.filter(|row| row.takes_part());
    Some(MyEvent {
        href: format!("/events/{id}"),
        title: view.status.title.clone().unwrap_or_default(),
        when: calendar::time(event, Some(page.words().code())),
        iso: Moment::from(event.starts_at).iso,
        state: words::state(&event.state),
        people: found
            .organised
            .contains(&id)
            .then(|| format!("/events/{id}/people")),
        standing: row
            .and_then(|row| words::standing(row, joined(row)))
            .unwrap_or_else(|| key("events-mine-organised")),
    })
}

/// Without the number among those who wait, which the page of the event says.
fn joined(row: &ParticipationRow) -> Joined {
    match row.state.as_str() {
        ParticipationRow::ASKED => Joined::Asked,
        ParticipationRow::WAITING => Joined::Waiting(0),
        _ => Joined::Going,
    }
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
