//! What everybody here is told: making it, changing it, and taking it away.

use askama::Template;
use staffroom_domain::{AnnouncementId, Timestamp};
use staffroom_service::announcements::{AnnouncementRow, MAX_TEXT, NewAnnouncement};
use staffroom_service::calendar::{self, ClockError};
use staffroom_service::staff::{self, StaffAnnouncementError};

use super::event_edit::{Clock, zone_field};
use crate::access::Staff;
use crate::announcement::ShownAnnouncement;
use crate::draft::ShownField;
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::words::{Words, key};

const HERE: &str = "/admin/announcements";
/// How many stand on one page.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "admin_announcements.html")]
struct AnnouncementsPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    written: Written,
    zone: ShownField,
    most: usize,
    all: Vec<ShownAnnouncement>,
    is_first: bool,
    next: Option<AnnouncementId>,
}

#[derive(Template)]
#[template(path = "admin_announcement.html")]
struct AnnouncementPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    written: Written,
    zone: ShownField,
    most: usize,
    it: ShownAnnouncement,
    /// When that was written which whoever fills it in has seen, in microseconds since the Unix epoch.
    version: i64,
    /// Whether somebody else has changed it since.
    was_changed: bool,
}

/// What is filled in, right or wrong.
struct Written {
    text: String,
    zone: String,
    starts: Clock,
    ends: Clock,
}

impl Written {
    fn empty(page: &Page) -> Self {
        Self {
            text: String::new(),
            zone: zone(page).to_owned(),
            starts: Clock::default(),
            ends: Clock::default(),
        }
    }

    fn of(page: &Page, row: &AnnouncementRow) -> Self {
        let clock = |at: Option<i64>| {
            let at = at.map(Timestamp::from_micros);
            let zone = if row.all_day { "UTC" } else { zone(page) };
            let local = at.and_then(|at| calendar::local_at(zone, at));
            let clock = local.map(|local| Clock::of(&local)).unwrap_or_default();
            if row.all_day {
                Clock {
                    time: String::new(),
                    ..clock
                }
            } else {
                clock
            }
        };
        Self {
            text: row.text.clone(),
            starts: clock(row.starts_at),
            ends: clock(row.ends_at),
            ..Self::empty(page)
        }
    }

    fn read(form: &Fields) -> Self {
        let line = |name: &str| form.get(name).trim().to_owned();
        let clock = |day: &str, time: &str| Clock {
            day: line(day),
            time: line(time),
        };
        Self {
            text: form.get("text").replace("\r\n", "\n").trim().to_owned(),
            zone: line("zone"),
            starts: clock("starts", "starts-time"),
            ends: clock("ends", "ends-time"),
        }
    }

    /// The announcement, as far as it can be read; what cannot be is told.
    fn announcement(&self, problems: &mut Problems) -> NewAnnouncement {
        if self.text.is_empty() {
            problems.add("text", key("problem-announcement-text"));
        } else if self.text.chars().count() > MAX_TEXT {
            let text = key("problem-announcement-long").with("most", MAX_TEXT);
            problems.add("text", text);
        }
        // Without any time, they are whole days.
        let all_day = self.starts.time.is_empty() && self.ends.time.is_empty();
        let mut at = |clock: &Clock, usual: &str, ids| {
            let is_open = clock.day.is_empty() && clock.time.is_empty();
            (!is_open)
                .then(|| self.moment(clock, usual, all_day, ids, problems))
                .flatten()
        };
        NewAnnouncement {
            starts_at: at(&self.starts, "", ["starts", "starts-time"]),
            // An end without a day is on the day of the beginning.
            ends_at: at(&self.ends, &self.starts.day, ["ends", "ends-time"]),
            text: self.text.clone(),
            all_day,
            instead_of: None,
        }
    }

    fn moment(
        &self,
        clock: &Clock,
        usual: &str,
        all_day: bool,
        [day, time]: [&'static str; 2],
        problems: &mut Problems,
    ) -> Option<Timestamp> {
        if clock.day.is_empty() && usual.is_empty() {
            problems.add(day, key("problem-announcement-day"));
            return None;
        }
        if clock.time.is_empty() && !all_day {
            problems.add(time, key("problem-announcement-time"));
            return None;
        }
        let (zone, local) = if all_day {
            ("UTC", format!("{}T00:00", clock.day))
        } else {
            (self.zone.as_str(), clock.local(Some(usual)))
        };
        match calendar::at_local(zone, &local) {
            Ok(found) => return Some(found.time.at),
            Err(ClockError::UnknownZone(_)) => {
                if problems.at("zone").is_none() {
                    problems.add("zone", key("event-form-problem-zone"));
                }
            }
            Err(ClockError::Skipped { zone, local, next }) => problems.add(
                time,
                key("event-form-problem-skipped")
                    .with("zone", zone)
                    .with("time", local)
                    .with("next", next),
            ),
            Err(ClockError::NotATime(_)) => problems.add(day, key("problem-announcement-clock")),
        }
        None
    }
}

/// On whose clocks times are shown, and meant unless another is chosen.
fn zone(page: &Page) -> &str {
    page.ctx().config.instance.time_zone.as_str()
}

/// What whoever filled it in can mend, at the field where they can.
fn explain(error: StaffAnnouncementError, problems: &mut Problems) -> Result<(), PageError> {
    match error {
        StaffAnnouncementError::NoText => problems.add("text", key("problem-announcement-text")),
        StaffAnnouncementError::TooLong => {
            let text = key("problem-announcement-long").with("most", MAX_TEXT);
            problems.add("text", text);
        }
        StaffAnnouncementError::Order => problems.add("ends", key("problem-announcement-order")),
        StaffAnnouncementError::Over => problems.add("ends", key("problem-announcement-over")),
        StaffAnnouncementError::Changed => {
            problems.add("text", key("problem-announcement-changed"));
        }
        StaffAnnouncementError::Staff(error) => return Err(error.into()),
    }
    Ok(())
}

async fn list(
    page: &Page,
    visitor: &Staff,
    written: Written,
    problems: Problems,
) -> Result<AnnouncementsPage, PageError> {
    let before: Option<AnnouncementId> = page.query().get("before").parse().ok();
    // One more than is shown tells whether there is another page.
    let limit = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = staff::announcements(page.ctx(), visitor.by(), before, limit).await?;
    let has_more = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    Ok(AnnouncementsPage {
        layout: page.layout(),
        t: page.words(),
        form_token: page.form_token(),
        problems,
        zone: zone_field(&written.zone, page.ctx().now()),
        written,
        most: MAX_TEXT,
        is_first: before.is_none(),
        next: rows.last().filter(|_| has_more).map(|row| row.id),
        all: rows
            .iter()
            .map(|row| ShownAnnouncement::new(page, row))
            .collect(),
    })
}

/// `GET /admin/announcements`
pub(crate) async fn show(page: Page, visitor: Staff) -> PageResult {
    let written = Written::empty(&page);
    html(&list(&page, &visitor, written, Problems::default()).await?)
}

/// `POST /admin/announcements`: everybody here is told.
pub(crate) async fn make(page: Page, visitor: Staff, form: PostForm) -> PageResult {
    let written = Written::read(&form.0);
    let mut problems = Problems::default();
    let new = written.announcement(&mut problems);
    if problems.is_empty() {
        match staff::announce(page.ctx(), visitor.by(), new).await {
            Ok(_) => return Ok(redirect(&page, HERE, Some(Flash::AnnouncementMade))),
            Err(error) => explain(error, &mut problems)?,
        }
    }
    form_again(&list(&page, &visitor, written, problems).await?)
}

fn one(
    page: &Page,
    row: &AnnouncementRow,
    written: Written,
    problems: Problems,
) -> AnnouncementPage {
    AnnouncementPage {
        layout: page.layout(),
        t: page.words(),
        form_token: page.form_token(),
        problems,
        zone: zone_field(&written.zone, page.ctx().now()),
        written,
        most: MAX_TEXT,
        it: ShownAnnouncement::new(page, row),
        version: row.updated_at.as_micros(),
        was_changed: false,
    }
}

/// `GET /admin/announcements/{id}`
pub(crate) async fn show_one(page: Page, visitor: Staff) -> PageResult {
    let id: AnnouncementId = page.segment("id")?;
    let row = staff::announcement(page.ctx(), visitor.by(), id).await?;
    let written = Written::of(&page, &row);
    html(&one(&page, &row, written, Problems::default()))
}

/// `POST /admin/announcements/{id}`: it says something else, or is about another time.
pub(crate) async fn change(page: Page, visitor: Staff, form: PostForm) -> PageResult {
    let id: AnnouncementId = page.segment("id")?;
    let (ctx, by) = (page.ctx(), visitor.by());
    let row = staff::announcement(ctx, by, id).await?;
    let written = Written::read(&form.0);
    let mut problems = Problems::default();
    let seen: Option<i64> = form.0.get("version").parse().ok();
    let new = NewAnnouncement {
        instead_of: seen.map(Timestamp::from_micros),
        ..written.announcement(&mut problems)
    };
    if problems.is_empty() {
        match staff::change_announcement(ctx, by, id, new).await {
            Ok(changed) => {
                let flash = changed.then_some(Flash::AnnouncementChanged);
                return Ok(redirect(&page, HERE, flash));
            }
            // What they typed stays. They are shown what it says now, and sending the form again takes the place of that.
            Err(StaffAnnouncementError::Changed) => {
                explain(StaffAnnouncementError::Changed, &mut problems)?;
                let row = staff::announcement(ctx, by, id).await?;
                return form_again(&AnnouncementPage {
                    was_changed: true,
                    ..one(&page, &row, written, problems)
                });
            }
            Err(error) => explain(error, &mut problems)?,
        }
    }
    let again = one(&page, &row, written, problems);
    form_again(&AnnouncementPage {
        version: seen.unwrap_or(again.version),
        ..again
    })
}

/// `POST /admin/announcements/{id}/remove`
pub(crate) async fn remove(page: Page, visitor: Staff, _: PostForm) -> PageResult {
    let id: AnnouncementId = page.segment("id")?;
    let is_gone = staff::remove_announcement(page.ctx(), visitor.by(), id).await?;
    // Somebody else was faster.
    let flash = if is_gone {
        Flash::AnnouncementRemoved
    } else {
        Flash::NotPossible
    };
    Ok(redirect(&page, HERE, Some(flash)))
}
