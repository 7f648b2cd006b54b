//! Statuses for whoever looks at the page: strangers are led to where things are, people who are signed in read
//! everything here and can do something with it.

use staffroom_domain::AccountId;
use staffroom_service::filters::{Context, FilterMatch};
use staffroom_service::statuses::StatusView;

use super::{Answered, Controls};
use crate::page::Page;
use crate::shown::{self, File, Person, Shown};

/// Somebody signed in who looks at a page.
pub(crate) struct Reader {
    pub(crate) account: AccountId,
    pub(super) form_token: String,
    pub(super) here: String,
}

/// Statuses in their order, for whoever looks at the page. In lists where a filter of theirs hides something, that is
/// left out; what it only covers says so.
pub(crate) fn posts(page: &Page, views: &[StatusView], list: Context) -> Vec<Shown> {
    posts_of(page, views, Some(list))
}

/// The same where no filter counts: among what the reader marked themselves.
pub(crate) fn posts_of(page: &Page, views: &[StatusView], list: Option<Context>) -> Vec<Shown> {
    let reader = Reader::of(page);
    views
        .iter()
        .filter_map(|view| Some(covered(page, view, list)?.put_on(reader.as_ref(), page, view)))
        .collect()
}

/// The reader's filter that covers a status in a list. `None` where one hides it.
fn covered(page: &Page, view: &StatusView, list: Option<Context>) -> Option<Cover> {
    let Some(list) = list else {
        return Some(Cover(None));
    };
    let now = page.ctx().now();
    let mut found = view
        .filtered
        .iter()
        .filter(|it| it.counts_in(list, now))
        .peekable();
    let first = found.peek().map(|it| it.filter.title.clone());
    (!found.any(FilterMatch::hides)).then_some(Cover(first))
}

/// The title of a filter.
struct Cover(Option<String>);

impl Cover {
    fn put_on(self, reader: Option<&Reader>, page: &Page, view: &StatusView) -> Shown {
        let ctx = page.ctx();
        let plain = Shown::new(page.words(), &ctx.addresses, ctx.now(), view);
        let shown = match reader {
            Some(reader) => reader.shown(page, view, plain),
            None => plain,
        };
        Shown {
            covered_by: self.0,
            ..shown
        }
    }
}

impl Reader {
    /// Whoever looks at the page, where they are signed in.
    pub(crate) fn of(page: &Page) -> Option<Self> {
        Some(Self {
            account: shown::viewer(page)?,
            form_token: page.form_token(),
            here: page.here().to_owned(),
        })
    }

    fn shown(&self, page: &Page, view: &StatusView, plain: Shown) -> Shown {
        let ctx = page.ctx();
        let of = view.boost_of.as_deref().unwrap_or(view);
        let files = of.attachments.iter();
        let poll = plain.poll.map(|mut poll| {
            let it = of.poll.as_ref();
            poll.is_open_to_reader = it
                .is_some_and(|it| it.own_votes.is_empty() && !it.is_over(ctx.now()))
                && of.status.account_id != self.account;
            poll
        });
        Shown {
            author: Person::here(&of.author),
            boosted_by: view.boost_of.as_ref().map(|_| Person::here(&view.author)),
            href: format!("/@{}/{}", of.author.acct(), of.status.id),
            is_here: true,
            files: files
                .filter_map(|file| File::by_way_of_us(ctx, file))
                .collect(),
            answers: Answered::for_reader(of),
            controls: Some(Controls::new(self, of)),
            poll,
            ..plain
        }
    }
}
