//! How the instance is, at a glance, and the way to everything that those do who look after it.

use askama::Template;
use staffroom_domain::job::Queue;
use staffroom_service::staff::{self, Overview, Waiting};

use super::admin_users::ShownUser;
use crate::access::Moderator;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html};
use crate::words::{Message, Words, key};

#[derive(Template)]
#[template(path = "admin_overview.html")]
struct OverviewPage {
    layout: Layout,
    t: Words,
    version: &'static str,
    reports: Message,
    failed: Message,
    received: Message,
    queues: Vec<(Message, Message)>,
    silent: Vec<Silent>,
    newest: Vec<ShownUser>,
}

/// A server that does not answer.
struct Silent {
    host: String,
    since: Option<Moment>,
    tries: i32,
    error: String,
}

pub(crate) async fn show(page: Page, visitor: Moderator) -> PageResult {
    let found = staff::overview(page.ctx(), visitor.by()).await?;
    html(&OverviewPage {
        layout: page.layout(),
        t: page.words(),
        version: page.web().version,
        reports: counted(found.reports),
        failed: counted(found.failed),
        received: counted(found.received),
        queues: queues(&found),
        silent: found
            .silent
            .into_iter()
            .map(|peer| Silent {
                since: peer.first_failure_at.map(Moment::from),
                tries: peer.failures,
                error: peer.last_error.unwrap_or_default(),
                host: peer.host,
            })
            .collect(),
        newest: found
            .newest
            .iter()
            .map(|user| ShownUser::new(page.words(), user))
            .collect(),
    })
}

fn queues(found: &Overview) -> Vec<(Message, Message)> {
    let waiting = found.queues.iter();
    waiting
        .map(|(queue, waiting)| (name(*queue), counted(*waiting)))
        .collect()
}

fn counted(waiting: Waiting) -> Message {
    if waiting.or_more {
        key("overview-or-more").with("number", waiting.count)
    } else {
        key("overview-number").with("number", waiting.count)
    }
}

const fn name(queue: Queue) -> Message {
    match queue {
        Queue::Default => key("overview-queue-default"),
        Queue::Mail => key("overview-queue-mail"),
        Queue::Federation => key("overview-queue-federation"),
        Queue::Fetch => key("overview-queue-fetch"),
        Queue::Archives => key("overview-queue-archives"),
    }
}
