//! The check boxes for roles.

use staffroom_domain::{Role, Roles};

use crate::fields::Fields;

/// One check box.
pub(crate) struct RoleChoice {
    pub(crate) slug: &'static str,
    pub(crate) label: &'static str,
    pub(crate) about: &'static str,
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
            label: role.label(),
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

const fn about(role: Role) -> &'static str {
    match role {
        Role::Owner => "Answers for this instance and may do everything.",
        Role::Admin => "Runs this instance: users, invitations, settings.",
        Role::Moderator => "Handles reports and invites teachers.",
        Role::SafeguardingLead => "Sees safeguarding flags.",
        Role::Curator => "Reviews evidence and edits collections.",
        Role::Teacher => "Posts and follows.",
    }
}
