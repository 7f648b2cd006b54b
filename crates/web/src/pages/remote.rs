//! Somebody who has their account on another server goes on there: follows somebody here, answers or shares a post.

use askama::Template;
use staffroom_service::remote::{self, RemoteError, What};

use crate::error::PageError;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::object::Object;
use crate::page::{Page, PageResult, form_again, html};
use crate::words::{Words, key};

#[derive(Template)]
#[template(path = "remote.html")]
struct RemotePage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    path: String,
    name: String,
    is_person: bool,
    /// What one searches for on one's own server, where nothing else helps.
    uri: String,
    handle: String,
    onward: Option<Onward>,
}

/// Where they go on.
struct Onward {
    href: String,
    host: String,
}

/// `GET /remote?object=/@amira`
pub(crate) async fn show(page: Page) -> PageResult {
    let object = Object::find(&page, page.query().get("object")).await?;
    html(&template(&page, &object, "", Problems::default(), None))
}

/// `POST /remote`: the page with a link on. Not a redirect: browsers do not follow one from a form to another site where
/// forms may be sent to ours only.
pub(crate) async fn submit(page: Page, form: PostForm) -> PageResult {
    let object = Object::find(&page, form.0.get("object")).await?;
    let handle = form.0.get("handle").trim();
    let what = if object.status.is_some() {
        What::Object
    } else {
        What::Actor
    };
    let asked = remote::door(page.ctx(), page.address(), handle, (what, &object.uri)).await;
    let problem = match asked {
        Ok(address) => {
            let onward = Onward {
                host: address.host_str().unwrap_or_default().to_owned(),
                href: address.into(),
            };
            return html(&template(
                &page,
                &object,
                handle,
                Problems::default(),
                Some(onward),
            ));
        }
        Err(RemoteError::NoHandle) => key("remote-no-handle"),
        Err(RemoteError::NoDoor(host)) => key("remote-no-door").with("host", host),
        Err(RemoteError::Unreachable(host)) => key("remote-unreachable").with("host", host),
        Err(RemoteError::TooMany(error)) => return Err(error.into()),
        Err(RemoteError::Db(error)) => return Err(PageError::from(error)),
    };
    let problems = Problems::one("handle", problem);
    form_again(&template(&page, &object, handle, problems, None))
}

fn template(
    page: &Page,
    object: &Object,
    handle: &str,
    problems: Problems,
    onward: Option<Onward>,
) -> RemotePage {
    RemotePage {
        layout: page.layout().coming_back_to(object.path.clone()),
        t: page.words(),
        form_token: page.form_token(),
        path: object.path.clone(),
        name: object.name(page),
        is_person: object.status.is_none(),
        uri: object.uri.clone(),
        handle: handle.chars().take(400).collect(),
        problems,
        onward,
    }
}
