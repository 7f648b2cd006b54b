//! Deleting one's own account.

use askama::Template;
use staffroom_service::own_password::OwnPasswordError;
use staffroom_service::users::{self, OwnDeletionError};

use super::sign_out::session_ended;
use crate::access::SignedIn;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html};
use crate::words::{Words, key};

#[derive(Template)]
#[template(path = "settings_delete.html")]
struct DeletePage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    username: String,
    posts: i64,
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    html(&template(&page, &visitor, Problems::default()))
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let fields = form.0;
    if fields.get("sure") != "yes" {
        let problems = Problems::one("sure", key("problem-delete-sure"));
        return form_again(&template(&page, &visitor, problems));
    }
    let password = fields.get("current").to_owned();
    let problems = match users::delete_own(page.ctx(), &visitor.user, password).await {
        Ok(()) => return session_ended(&page, Flash::OwnAccountDeleted),
        Err(OwnDeletionError::Password(OwnPasswordError::Wrong)) => {
            Problems::one("current", key("problem-wrong-password"))
        }
        Err(OwnDeletionError::LastOwner) => Problems::one("sure", key("problem-delete-owner")),
        Err(OwnDeletionError::Password(error)) => return Err(error.into()),
        Err(OwnDeletionError::Db(error)) => return Err(error.into()),
    };
    form_again(&template(&page, &visitor, problems))
}

fn template(page: &Page, visitor: &SignedIn, problems: Problems) -> DeletePage {
    let row = &visitor.user.account;
    DeletePage {
        username: row.username.clone(),
        posts: row.statuses_count,
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
        problems,
    }
}
