//! The check boxes for roles.

use staffroom_domain::{Role, Roles};

use crate::fields::Fields;
use crate::words::{Message, Words, key};

/// One check box.
pub(crate) struct RoleChoice {
    pub(crate) slug: &'static str,
    pub(crate) label: Message,
    pub(crate) about: Message,
    pub(crate) chosen: bool,
    /// Whether whoever looks at the page may give and take this role.
    pub(crate) grantable: bool,
}

/// Every role, as somebody with the roles `own` may choose among them.
pub(crate) fn choices(own: &Roles, chosen: &Roles) -> Vec<RoleChoice> {
    Role::ALL
        .into_iter()
        .map(|role| RoleChoice {
            slug: role.slug(),
            label: name(role),
            about: about(role),
            chosen: chosen.has(role),
            grantable: own.may_grant(role),
        })
        .collect()
}

/// The roles that were ticked; words that name none are left out.
pub(crate) fn chosen(fields: &Fields) -> Roles {
    fields
        .all("role")
        .filter_map(|slug| slug.parse().ok())
        .collect()
}

/// What a role is called.
pub(crate) const fn name(role: Role) -> Message {
    match role {
        Role::Owner => key("role-owner"),
        Role::Admin => key("role-admin"),
        Role::Moderator => key("role-moderator"),
        Role::SafeguardingLead => key("role-safeguarding-lead"),
        Role::Curator => key("role-curator"),
        Role::Teacher => key("role-teacher"),
    }
}

/// "Owner, Teacher".
pub(crate) fn names(words: Words, roles: &Roles) -> String {
    let names: Vec<String> = roles
        .iter()
        .map(|role| words.say(name(role)).to_string())
        .collect();
    if names.is_empty() {
        words.say("role-none").to_string()
    } else {
        names.join(", ")
    }
}

const fn about(role: Role) -> Message {
    match role {
        Role::Owner => key("role-owner-about"),
        Role::Admin => key("role-admin-about"),
        Role::Moderator => key("role-moderator-about"),
        Role::SafeguardingLead => key("role-safeguarding-lead-about"),
        Role::Curator => key("role-curator-about"),
        Role::Teacher => key("role-teacher-about"),
    }
}
