//! One user: roles, and a link to set a password.

use actix_web::http::StatusCode;
use askama::Template;
use staffroom_domain::{Role, UserId};
use staffroom_service::password_resets::{self, ResetError};
use staffroom_service::users::UserWithAccount;
use staffroom_service::users::{self, UserError};

use super::admin_users::ShownUser;
use super::role_choice::{self, RoleChoice};
use crate::access::Staff;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html, html_with, redirect};
use crate::words::{Words, key};

#[derive(Template)]
#[template(path = "admin_user.html")]
struct UserPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    user: ShownUser,
    roles: Vec<RoleChoice>,
    may_reset: bool,
    is_self: bool,
    link: Option<ShownLink>,
}

/// A link that is shown this once.
struct ShownLink {
    link: String,
    expires: Moment,
}

impl UserPage {
    fn new(page: &Page, visitor: &Staff, user: &UserWithAccount, problems: Problems) -> Self {
        let is_self = user.user.id == visitor.user.user.id;
        Self {
            layout: page.layout(),
            t: page.words(),
            form_token: page.form_token(),
            problems,
            user: ShownUser::new(page.words(), user),
            roles: role_choice::choices(&visitor.user.roles, &user.roles),
            may_reset: is_self || visitor.user.roles.may_manage(&user.roles),
            is_self,
            link: None,
        }
    }
}

pub(crate) async fn show(page: Page, visitor: Staff) -> PageResult {
    let user = find(&page).await?;
    html(&UserPage::new(&page, &visitor, &user, Problems::default()))
}

pub(crate) async fn set_roles(page: Page, visitor: Staff, form: PostForm) -> PageResult {
    let user = find(&page).await?;
    let ticked = role_choice::chosen(&form.0);
    // A box that cannot be ticked is not sent: such roles stay as they are. One that is sent all the
    // same is refused by the use case.
    let kept = user
        .roles
        .iter()
        .filter(|role| !visitor.user.roles.may_grant(*role));
    let wanted = ticked
        .iter()
        .chain(kept)
        .collect::<std::collections::BTreeSet<Role>>();
    let changed = users::change_roles(
        page.ctx(),
        visitor.user.user.id,
        user.user.id,
        wanted.into_iter().collect(),
    )
    .await;
    match changed {
        Ok(_) => Ok(redirect(
            &page,
            &address(user.user.id),
            Some(Flash::RolesChanged),
        )),
        Err(UserError::MayNot(role)) => {
            let problem = key("problem-role").with("role", role_choice::name(role));
            let template = UserPage::new(&page, &visitor, &user, Problems::one("roles", problem));
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
        Err(UserError::LastOwner(name)) => {
            let problem = key("problem-last-owner").with("name", name);
            let template = UserPage::new(&page, &visitor, &user, Problems::one("roles", problem));
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
        Err(UserError::Db(error)) => Err(error.into()),
        Err(other) => Err(PageError::internal(other)),
    }
}

/// Answers with the page itself rather than on another: the link is nowhere else to be had.
pub(crate) async fn create_reset(page: Page, visitor: Staff, _form: PostForm) -> PageResult {
    let user = find(&page).await?;
    let made =
        password_resets::create_link_as(page.ctx(), visitor.user.user.id, user.user.id).await;
    match made {
        Ok(new) => html(&UserPage {
            link: Some(ShownLink {
                link: new.link,
                expires: new.expires_at.into(),
            }),
            ..UserPage::new(&page, &visitor, &user, Problems::default())
        }),
        Err(ResetError::MayNot) => {
            let problems = Problems::one("reset", key("problem-reset-role"));
            let template = UserPage::new(&page, &visitor, &user, problems);
            html_with(StatusCode::FORBIDDEN, &template)
        }
        Err(ResetError::Db(error)) => Err(error.into()),
        Err(other) => Err(PageError::internal(other)),
    }
}

async fn find(page: &Page) -> Result<UserWithAccount, PageError> {
    let id: UserId = page.segment("id")?;
    users::find(page.ctx(), id)
        .await?
        .ok_or_else(PageError::not_found)
}

fn address(id: UserId) -> String {
    format!("/admin/users/{id}")
}
