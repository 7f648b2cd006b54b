//! One list of somebody's: what those on it post, who is on it, and what it is like. Nobody else sees any of it.

use askama::Template;
use staffroom_domain::ListId;
use staffroom_service::filters::Context;
use staffroom_service::lists::{self, ListChange, ListError, ListRow};
use staffroom_service::timelines;

use super::lists::{back_to, check_title, named};
use super::network::PEOPLE;
use super::timelines::POSTS;
use crate::access::SignedIn;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::paging::{self, Paging};
use crate::post::posts;
use crate::shown::{Person, Shown};
use crate::words::{Message, Words, key};

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    layout: Layout,
    t: Words,
    id: ListId,
    title: String,
    posts: Vec<Shown>,
    paging: Paging,
    is_later: bool,
}

#[derive(Template)]
#[template(path = "list_edit.html")]
struct EditPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    id: ListId,
    /// As it is called now.
    name: String,
    title: String,
    is_exclusive: bool,
    policies: Vec<Policy>,
}

/// Which answers a list shows.
struct Policy {
    name: &'static str,
    label: Message,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "list_members.html")]
struct MembersPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    id: ListId,
    title: String,
    /// What was filled in.
    handle: String,
    people: Vec<Member>,
    paging: Paging,
    is_later: bool,
}

struct Member {
    id: String,
    person: Person,
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let list = own(&page, &visitor).await?;
    let asked = paging::asked(&page, POSTS);
    let part = timelines::of_list(page.ctx(), visitor.user.account.id, list.id, asked).await?;
    html(&ListPage {
        id: list.id,
        title: list.title,
        posts: posts(&page, &part.views, Context::Home),
        paging: Paging::of_timeline(&page, &part),
        is_later: paging::is_later(&page),
        layout: page.layout(),
        t: page.words(),
    })
}

async fn own(page: &Page, visitor: &SignedIn) -> Result<ListRow, crate::error::PageError> {
    let id: ListId = page.segment("id")?;
    Ok(lists::get(page.ctx(), visitor.user.account.id, id).await?)
}

pub(crate) async fn show_edit(page: Page, visitor: SignedIn) -> PageResult {
    let list = own(&page, &visitor).await?;
    html(&edit_template(
        &page,
        &list,
        list.clone(),
        Problems::default(),
    ))
}

pub(crate) async fn edit(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let before = own(&page, &visitor).await?;
    let fields = &form.0;
    let after = ListRow {
        title: fields.get("title").trim().to_owned(),
        replies_policy: fields.get("replies").to_owned(),
        exclusive: !fields.get("exclusive").is_empty(),
        ..before.clone()
    };
    let mut problems = check_title(&after.title);
    let known = policies(&after.replies_policy);
    if !known.iter().any(|policy| policy.is_chosen) {
        problems.add("replies", key("problem-list-replies"));
    }
    if !problems.is_empty() {
        return form_again(&edit_template(&page, &before, after, problems));
    }
    let change = ListChange {
        title: Some(after.title),
        replies_policy: Some(after.replies_policy),
        exclusive: Some(after.exclusive),
    };
    lists::change(page.ctx(), visitor.user.account.id, before.id, change).await?;
    let there = format!("/lists/{}", before.id);
    Ok(redirect(&page, &there, Some(Flash::ListChanged)))
}

pub(crate) async fn delete(page: Page, visitor: SignedIn, _: PostForm) -> PageResult {
    let id: ListId = page.segment("id")?;
    lists::delete(page.ctx(), visitor.user.account.id, id).await?;
    Ok(redirect(&page, "/lists", Some(Flash::ListDeleted)))
}

pub(crate) async fn show_members(page: Page, visitor: SignedIn) -> PageResult {
    let list = own(&page, &visitor).await?;
    html(&members(&page, &visitor, list, "", Problems::default()).await?)
}

/// Puts somebody on the list, or takes somebody off it.
pub(crate) async fn set_members(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let (ctx, of) = (page.ctx(), visitor.user.account.id);
    let list = own(&page, &visitor).await?;
    let fields = &form.0;
    let back = match named(&page, fields.get("back")).await? {
        Some(row) => back_to(&row),
        None => format!("/lists/{}/members", list.id),
    };
    if let Ok(member) = fields.get("remove").parse() {
        lists::remove(ctx, of, list.id, vec![member]).await?;
        return Ok(redirect(&page, &back, None));
    }
    let handle = fields.get("handle").trim();
    let problem = match named(&page, handle).await? {
        None => key("problem-list-nobody"),
        Some(row) => match lists::add(ctx, of, list.id, vec![row.id]).await {
            // Who is on it already is on it.
            Ok(()) | Err(ListError::Invalid(_)) => return Ok(redirect(&page, &back, None)),
            Err(ListError::NotFound) => key("problem-list-not-followed"),
            Err(error) => return Err(error.into()),
        },
    };
    let problems = Problems::one("handle", problem);
    form_again(&members(&page, &visitor, list, handle, problems).await?)
}

async fn members(
    page: &Page,
    visitor: &SignedIn,
    list: ListRow,
    handle: &str,
    problems: Problems,
) -> Result<MembersPage, ListError> {
    let asked = paging::asked(page, PEOPLE);
    let part = lists::members(page.ctx(), visitor.user.account.id, list.id, asked).await?;
    let people = part.items.iter();
    Ok(MembersPage {
        people: people
            .map(|row| Member {
                id: row.id.to_string(),
                person: Person::here(row),
            })
            .collect(),
        paging: Paging::of_part(page, &part),
        is_later: paging::is_later(page),
        id: list.id,
        title: list.title,
        handle: handle.to_owned(),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
        problems,
    })
}

fn edit_template(page: &Page, before: &ListRow, filled: ListRow, problems: Problems) -> EditPage {
    EditPage {
        id: before.id,
        name: before.title.clone(),
        policies: policies(&filled.replies_policy),
        is_exclusive: filled.exclusive,
        title: filled.title,
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
        problems,
    }
}

fn policies(chosen: &str) -> Vec<Policy> {
    let all = [
        ("list", key("list-replies-list")),
        ("followed", key("list-replies-followed")),
        ("none", key("list-replies-none")),
    ];
    all.into_iter()
        .map(|(name, label)| Policy {
            name,
            label,
            is_chosen: name == chosen,
        })
        .collect()
}
