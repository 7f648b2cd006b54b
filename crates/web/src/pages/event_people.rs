//! Who takes part in an event and which talks are given, for its organisers: what they decide, talks that they enter
//! themselves, and the table of everybody.

mod sheet;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;
use staffroom_domain::calendar::SlotKind;
use staffroom_domain::practice::Problem;
use staffroom_domain::{ParticipationId, StatusId, TalkId};
use staffroom_service::calendar::{
    self, ATTENDEES, Attendee, CalendarError, Clash, Decision, EventView, NewTalk,
    ParticipationRow, Programme, TalkRow,
};
use staffroom_service::secrets::Token;

use super::event::{ShownPlaces, ShownTalk, places};
use super::event_words as words;
use crate::access::SignedIn;
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, html_with, redirect};
use crate::shown::Person;
use crate::words::{Message, Words, key};

#[derive(Template)]
#[template(path = "event_people.html")]
struct PeoplePage {
    layout: Layout,
    t: Words,
    form_token: String,
    /// For drafts that are made of talks: each is made once.
    key: String,
    id: StatusId,
    title: String,
    places: Vec<ShownPlaces>,
    people: Vec<ShownPerson>,
    /// Where there are more.
    more: Option<String>,
    is_later: bool,
    /// Whether places are given still.
    is_open: bool,
    talks: Vec<ShownTalk>,
    clashes: Vec<ShownClash>,
    problems: Problems,
    talk: Fields,
    kinds: Vec<(&'static str, Message, bool)>,
}

/// Somebody who takes part.
struct ShownPerson {
    id: ParticipationId,
    person: Person,
    kind: Message,
    state: Message,
    may_accept: bool,
    may_decline: bool,
    waits: bool,
}

/// Talks that are about the same.
struct ShownClash {
    concept: String,
    talks: String,
}

/// `GET /events/{id}/people`
pub(crate) async fn show(page: Page, who: SignedIn) -> PageResult {
    let none = Fields::default();
    people(&page, &who, StatusCode::OK, Problems::default(), none).await
}

/// `POST /events/{id}/people`: a talk comes into the programme.
pub(crate) async fn add_talk(page: Page, who: SignedIn, form: PostForm) -> PageResult {
    let id: StatusId = page.segment("id")?;
    let some = |name: &str| Some(form.0.get(name).trim().to_owned()).filter(|it| !it.is_empty());
    let minutes = some("minutes").map(|it| it.parse::<u16>().ok());
    let new = NewTalk {
        kind: SlotKind::from_name(form.0.get("kind")).unwrap_or_default(),
        minutes: minutes.flatten(),
        title: form.0.get("title").to_owned(),
        speaker: None,
        speaker_name: some("speaker"),
        practice: some("practice"),
        idempotency: form.0.attempt(who.user.user.id, "talk"),
    };
    let mut problems = Problems::default();
    if minutes.is_some_and(|it| it.is_none_or(|it| !(1..=240).contains(&it))) {
        problems.add("minutes", key("event-form-problem-minutes"));
    } else {
        match calendar::add_talk(page.ctx(), who.user.account.id, id, new).await {
            Ok(_) => {
                let there = format!("/events/{id}/people#talks");
                return Ok(redirect(&page, &there, Some(Flash::TalkAdded)));
            }
            Err(CalendarError::Invalid(found)) => wrong(&mut problems, &found),
            Err(error) => return Err(error.into()),
        }
    }
    people(
        &page,
        &who,
        StatusCode::UNPROCESSABLE_ENTITY,
        problems,
        form.0,
    )
    .await
}

fn wrong(problems: &mut Problems, found: &[Problem]) {
    for problem in found {
        match (problem.field.as_str(), problem.code) {
            ("title", "missing") => problems.add("title", key("event-talk-problem-title")),
            ("speakerName", _) => problems.add("speaker", key("missing-too-long")),
            ("practice", _) => problems.add("practice", key("missing-address")),
            ("", "key-used") => problems.add("title", key("event-form-problem-again")),
            ("", "too-many") => problems.add("title", key("event-talk-problem-many")),
            _ => problems.add("title", key("missing-unreadable")),
        }
    }
}

/// `POST /events/{id}/people/{person}/{act}`
pub(crate) async fn decide(page: Page, who: SignedIn, _form: PostForm) -> PageResult {
    let (event, person): (StatusId, ParticipationId) =
        (page.segment("id")?, page.segment("person")?);
    let act: String = page.segment("act")?;
    let decision = match act.as_str() {
        "accept" => Decision::Accept,
        "decline" => Decision::Decline,
        "up" => Decision::First,
        _ => return Err(PageError::not_found()),
    };
    let done = calendar::decide(page.ctx(), who.user.account.id, person, decision).await;
    let flash = match done {
        Ok(_) => Flash::PersonTold,
        // It was possible when the page was made.
        Err(CalendarError::Invalid(_)) => Flash::NotPossible,
        Err(error) => return Err(error.into()),
    };
    let there = format!("/events/{event}/people#who");
    Ok(redirect(&page, &there, Some(flash)))
}

/// `GET /events/{id}/people.csv`
pub(crate) async fn file(page: Page, who: SignedIn) -> PageResult {
    let id: StatusId = page.segment("id")?;
    let (ctx, by) = (page.ctx(), who.user.account.id);
    let people = calendar::everybody(ctx, by, id).await?;
    let talks = calendar::programme(ctx, Some(by), id).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"event-{id}.csv\""),
        ))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(sheet::of(page.words(), &people, &talks)))
}

async fn people(
    page: &Page,
    who: &SignedIn,
    status: StatusCode,
    problems: Problems,
    talk: Fields,
) -> PageResult {
    let id: StatusId = page.segment("id")?;
    let (ctx, by) = (page.ctx(), who.user.account.id);
    let after: Option<ParticipationId> = page.query().get("after").parse().ok();
    let found = calendar::attendees(ctx, Some(by), id, after).await?;
    let found = found.people.ok_or(PageError::Forbidden)?;
    let view = calendar::find_event(ctx, Some(by), id).await?;
    let Programme { talks, clashes } = calendar::programme_with_clashes(ctx, Some(by), id).await?;
    let is_full = i64::try_from(found.len()).is_ok_and(|number| number >= ATTENDEES);
    let last = found.last().filter(|_| is_full);
    html_with(
        status,
        &PeoplePage {
            layout: page.layout(),
            t: page.words(),
            form_token: page.form_token(),
            key: Token::generate(&*ctx.random).as_str().to_owned(),
            id,
            title: view.status.title.clone().unwrap_or_default(),
            places: places(&view),
            more: last.map(|it| format!("/events/{id}/people?after={}", it.row.id)),
            is_later: after.is_some(),
            is_open: is_open(page, &view),
            people: found.iter().map(ShownPerson::of).collect(),
            clashes: clashes.iter().map(|it| clash(page, it, &talks)).collect(),
            talks: talks
                .iter()
                .map(|it| ShownTalk::new(page, it, Some(by), true))
                .collect(),
            problems,
            kinds: words::talk_kinds(talk.get("kind")),
            talk,
        },
    )
}

fn is_open(page: &Page, view: &EventView) -> bool {
    view.event.state != "cancelled" && !view.is_over(page.ctx().now())
}

fn clash(page: &Page, clash: &Clash, talks: &[TalkRow]) -> ShownClash {
    let title = |id: &TalkId| {
        let talk = talks.iter().find(|talk| talk.id == *id)?;
        Some(talk.title.as_str())
    };
    let titles: Vec<&str> = clash.talks.iter().filter_map(title).collect();
    ShownClash {
        concept: clash.concept.label(page.words().code()).to_owned(),
        talks: titles.join(" · "),
    }
}

impl ShownPerson {
    fn of(one: &Attendee) -> Self {
        let state = one.row.state.as_str();
        Self {
            id: one.row.id,
            person: Person::here(&one.account),
            kind: words::person_kind(&one.row.kind),
            state: words::person_state(state),
            may_accept: state != ParticipationRow::GOING,
            may_decline: state != ParticipationRow::DECLINED,
            waits: state == ParticipationRow::WAITING,
        }
    }
}
