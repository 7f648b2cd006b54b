//! Atom feeds (RFC 4287): of practices, by the same words and facets as their page, and of what somebody posts.

use actix_web::HttpResponse;
use actix_web::http::header;
use staffroom_service::accounts;
use staffroom_service::practices::{self, PracticeFilter};
use staffroom_service::statuses::{self, OfAccount, StatusView};

use super::is_indexed;
use super::xml::{element, text};
use crate::error::PageError;
use crate::moment::Moment;
use crate::page::{Page, PageResult};
use crate::pages::practices::Search;
use crate::shown::{Person, Shown, status_page};

/// How many entries a feed has.
const ENTRIES: i64 = 20;

/// A feed, written as it grows.
struct Feed {
    head: String,
    entries: String,
    newest: Option<Moment>,
}

/// An entry.
struct Entry<'a> {
    id: &'a str,
    title: &'a str,
    href: &'a str,
    author: &'a Person,
    written: &'a Moment,
    changed: Moment,
    /// Safe HTML.
    html: &'a str,
    language: Option<&'a str>,
}

/// `GET /practices.atom`: for everybody the same, whoever asks.
pub(crate) async fn practices(page: Page) -> PageResult {
    let (ctx, words) = (page.ctx(), page.words());
    let search = Search::of(&page);
    let mut query = search.query(None, ENTRIES);
    query.counts = false;
    let views = if search.text.is_empty() {
        let filter = PracticeFilter {
            facets: query.facets,
            by: None,
        };
        practices::list(ctx, None, filter, query.page).await?.views
    } else {
        practices::search(ctx, None, query).await?.practices
    };
    let title = words
        .say("feed-practices")
        .with("instance", &ctx.config.instance.name)
        .to_string();
    let own = ctx.url(&search.address("/practices.atom", None));
    let mut feed = Feed::new(&title, &own, &ctx.url(&search.address("/practices", None)));
    for view in &views {
        let row = &view.status;
        let author = Person::new(&ctx.addresses, &view.author);
        let href = ctx.url(&format!("/practices/{}", row.id));
        let line = format!("<p>{}</p>", crate::words::escaped(&row.spoiler));
        let written = Moment::from(row.created_at);
        feed.add(&Entry {
            id: &staffroom_service::records::uri_of(&ctx.addresses, row),
            title: row.title.as_deref().unwrap_or_default(),
            href: &href,
            author: &author,
            written: &written,
            changed: changed(view),
            html: &line,
            language: row.language.as_deref(),
        });
    }
    Ok(feed.answer(ctx.now().into()))
}

/// `GET /@{name}.atom`: what everybody may see, of people who let it be collected.
pub(crate) async fn account(page: Page) -> PageResult {
    let ctx = page.ctx();
    let name: String = page.segment("name")?;
    let row = accounts::find_by_handle(ctx, &name, None).await?;
    let row =
        row.filter(|row| row.is_local() && row.is_active() && row.indexable && !row.is_limited());
    let row = row.ok_or_else(PageError::not_found)?;
    let wanted = OfAccount {
        only_open: true,
        no_boosts: true,
        no_replies: true,
        ..OfAccount::default()
    };
    let part = statuses::Page {
        limit: ENTRIES,
        ..statuses::Page::default()
    };
    let views = statuses::of_account(ctx, None, row.id, wanted, part).await?;
    let person = Person::new(&ctx.addresses, &row);
    let title = format!("{} ({})", person.name, person.handle);
    let own = ctx.url(&format!("/@{}.atom", row.username));
    let mut feed = Feed::new(&title, &own, &person.href);
    let words = page.words();
    for view in views.items.iter().filter(|view| is_indexed(view)) {
        let shown = Shown::new(words, &ctx.addresses, ctx.now(), view);
        let excerpt: String = match &shown.warning {
            Some(warning) => warning.clone(),
            None => staffroom_text::plain_text(&shown.html),
        };
        let title: String = match &view.status.title {
            Some(title) => title.clone(),
            None => excerpt.chars().take(80).collect(),
        };
        // What is behind a warning stays there.
        let html = match &shown.warning {
            Some(warning) => format!("<p>{}</p>", crate::words::escaped(warning)),
            None => shown.html.clone(),
        };
        feed.add(&Entry {
            id: &ctx.addresses.object(view.status.id),
            title: &title,
            href: &page_of(&page, view),
            author: &person,
            written: &shown.written,
            changed: changed(view),
            html: &html,
            language: shown.language.as_deref(),
        });
    }
    Ok(feed.answer(ctx.now().into()))
}

fn page_of(page: &Page, view: &StatusView) -> String {
    status_page(&page.ctx().addresses, view)
}

fn changed(view: &StatusView) -> Moment {
    let row = &view.status;
    row.edited_at
        .map_or_else(|| row.created_at.into(), Moment::from)
}

impl Feed {
    fn new(title: &str, own: &str, page: &str) -> Self {
        let head = format!(
            "{}{}<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<link rel=\"alternate\" \
             type=\"text/html\" href=\"{}\"/>\n<generator>Staffroom</generator>\n",
            element("id", own),
            element("title", title),
            text(own),
            text(page),
        );
        Self {
            head,
            entries: String::new(),
            newest: None,
        }
    }

    fn add(&mut self, it: &Entry<'_>) {
        let lang = it.language.unwrap_or_default();
        let lang = if lang.is_empty() {
            String::new()
        } else {
            format!(" xml:lang=\"{}\"", text(lang))
        };
        let author = format!(
            "<author>\n{}{}</author>\n",
            element("name", &it.author.name),
            element("uri", &it.author.href)
        );
        let lines = [
            format!("<entry{lang}>\n"),
            element("id", it.id),
            element("title", it.title),
            format!(
                "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
                text(it.href)
            ),
            element("published", &it.written.iso),
            element("updated", &it.changed.iso),
            author,
            format!(
                "<content type=\"html\">{}</content>\n</entry>\n",
                text(it.html)
            ),
        ];
        self.entries.extend(lines);
        if self
            .newest
            .as_ref()
            .is_none_or(|newest| newest.iso < it.changed.iso)
        {
            self.newest = Some(it.changed.clone());
        }
    }

    /// An empty feed was changed now, since it has to say when.
    fn answer(self, now: Moment) -> HttpResponse {
        let updated = element("updated", &self.newest.unwrap_or(now).iso);
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n{}{updated}{}</feed>\n",
            self.head, self.entries
        );
        HttpResponse::Ok()
            .content_type("application/atom+xml; charset=utf-8")
            .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
            .body(body)
    }
}
