//! Head and foot of every page.

use staffroom_domain::Roles;

use crate::assets;
use crate::flash::Flash;
use crate::page::Page;
use crate::return_to::percent_encode;
use crate::words::{Message, key};

/// What `layout.html` needs.
pub(crate) struct Layout {
    pub(crate) instance: String,
    /// What people write where an app asks for their server.
    pub(crate) address: String,
    pub(crate) trial: bool,
    /// Whether there is a library.
    pub(crate) is_hub: bool,
    pub(crate) style: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) flash: Option<Message>,
    pub(crate) user: Option<ShownUser>,
    /// The page itself, to come back to.
    pub(crate) here: String,
    path: String,
}

/// Somebody signed in, as the head shows them.
pub(crate) struct ShownUser {
    pub(crate) display_name: String,
    pub(crate) roles: Roles,
    /// Their own page.
    pub(crate) profile: String,
    /// The entry of what they were told, with how much of it is unread.
    pub(crate) notifications: Message,
    /// Whether they can write to somebody alone.
    pub(crate) has_messages: bool,
    /// For the form that signs out.
    pub(crate) form_token: String,
}

impl Layout {
    /// Says the flash, if there is one: it will not be said again.
    pub(crate) fn of(page: &Page) -> Self {
        let visitor = page.visitor();
        if visitor.flash.is_some() {
            visitor.flash_shown.set(true);
        }
        Self {
            instance: page.ctx().config.instance.name.clone(),
            address: page.ctx().config.server.url.authority().to_owned(),
            trial: page.web().trial,
            is_hub: page.ctx().config.is_hub(),
            style: assets::style_url(),
            icon: assets::icon_url(),
            flash: visitor.flash.map(Flash::message),
            user: visitor.signed_in().map(|signed_in| ShownUser {
                display_name: signed_in.user.account.display_name.clone(),
                roles: signed_in.user.roles.clone(),
                profile: format!("/@{}", signed_in.user.account.username),
                notifications: notifications(visitor.unread.get()),
                has_messages: page.ctx().config.direct_messages(),
                form_token: page.form_token(),
            }),
            here: page.here().to_owned(),
            path: page.path().to_owned(),
        }
    }

    /// With another way back: the page's own address may be a secret, or say what somebody else made it say.
    pub(crate) fn coming_back_to(mut self, here: impl Into<String>) -> Self {
        self.here = here.into();
        self
    }

    /// The page on which somebody chooses another language, and comes back here.
    pub(crate) fn language_page(&self) -> String {
        format!("/language?return_to={}", percent_encode(&self.here))
    }

    /// Whether the page stands under this entry of the navigation.
    pub(crate) fn is_under(&self, path: &str) -> bool {
        self.path
            .strip_prefix(path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether the page is this entry of the navigation.
    pub(crate) fn is_here(&self, href: &str) -> bool {
        self.path == href
    }

    /// Whether somebody who deals with reports looks at the page.
    pub(crate) fn may_moderate(&self) -> bool {
        self.user
            .as_ref()
            .is_some_and(|user| user.roles.may_moderate())
    }

    /// Whether an owner or administrator looks at the page.
    pub(crate) fn is_staff(&self) -> bool {
        self.user.as_ref().is_some_and(|user| user.roles.is_staff())
    }
}

/// As many unread notifications are counted.
pub(crate) const MOST_UNREAD: usize = 99;

fn notifications(unread: usize) -> Message {
    match unread {
        0 => key("layout-notifications"),
        1..=MOST_UNREAD => key("layout-notifications-unread").with("number", unread),
        _ => key("layout-notifications-many").with("number", MOST_UNREAD),
    }
}
