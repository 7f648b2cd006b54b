//! What other servers will be shown of an event.

use staffroom_domain::StatusId;
use staffroom_domain::text::single_line;

use super::CalendarError;
use super::organise::{NewEvent, check, event_draft, hashtags, rendered, summary_at};
use crate::context::Ctx;
use crate::statuses::People;

/// How an event will stand where no events are known, with a link to its page; and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPreview {
    /// What it is called.
    pub title: String,
    /// When, where and how to join, in one line. The address of its page is not known yet.
    pub line: String,
    /// Safe HTML.
    pub html: String,
    /// Its hashtags, without `#`.
    pub hashtags: Vec<String>,
    /// What its organiser should know, though it is no mistake.
    pub notices: Vec<String>,
}

/// What others will be shown of an event; `is_there` where it is changed. Nobody is looked up whom it names.
///
/// # Errors
///
/// [`CalendarError::Invalid`] with everything that its organiser has to mend.
pub fn preview(
    ctx: &Ctx,
    new: NewEvent,
    is_there: Option<StatusId>,
) -> Result<EventPreview, CalendarError> {
    let checked = check(ctx.now(), new, is_there.is_some())?;
    let event = event_draft(&checked, "scheduled");
    let addresses = &ctx.addresses;
    let page = match is_there {
        Some(id) => addresses.event_page(id),
        None => format!("{}/events/…", addresses.origin()),
    };
    let rendered = rendered(addresses, &checked, &People::new());
    let tags = hashtags(&checked, &rendered).into_iter();
    Ok(EventPreview {
        title: single_line(&checked.new.title),
        line: summary_at(&page, &event, &checked),
        hashtags: tags.map(|(_, name)| name).collect(),
        html: rendered.html,
        notices: checked.notices,
    })
}
