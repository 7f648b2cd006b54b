//! What a user may do.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One role; a user has a set of them. Student accounts come with their safeguards, later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Answers for the instance; may do everything, and is the only one who makes owners and admins.
    Owner,
    /// Runs the instance: users, invitations, settings.
    Admin,
    /// Handles reports and people's posts.
    Moderator,
    /// The designated safeguarding lead: sees flags that administrators cannot switch off.
    SafeguardingLead,
    /// Reviews evidence and edits collections.
    Curator,
    /// Posts and follows.
    Teacher,
}

impl Role {
    /// All roles, the most powerful first.
    pub const ALL: [Self; 6] = [
        Self::Owner,
        Self::Admin,
        Self::Moderator,
        Self::SafeguardingLead,
        Self::Curator,
        Self::Teacher,
    ];

    /// The name on the command line, in the database and in forms.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Moderator => "moderator",
            Self::SafeguardingLead => "safeguarding-lead",
            Self::Curator => "curator",
            Self::Teacher => "teacher",
        }
    }

    /// The name in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Administrator",
            Self::Moderator => "Moderator",
            Self::SafeguardingLead => "Safeguarding lead",
            Self::Curator => "Curator",
            Self::Teacher => "Teacher",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// A word that names no role.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "there is no role \"{0}\"; the roles are owner, admin, moderator, safeguarding-lead, curator and teacher"
)]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        let wanted = text.trim().to_lowercase().replace([' ', '_'], "-");
        Self::ALL
            .into_iter()
            .find(|role| role.slug() == wanted)
            .ok_or_else(|| UnknownRole(text.trim().to_owned()))
    }
}

/// The roles of a user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(BTreeSet<Role>);

impl Roles {
    /// No role at all: may sign in and read.
    pub const fn none() -> Self {
        Self(BTreeSet::new())
    }

    /// Whether the role is among them.
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Whether the user is at home in the administration pages.
    pub fn is_staff(&self) -> bool {
        self.has(Role::Owner) || self.has(Role::Admin)
    }

    /// Whether the user may invite people: the staff and moderators.
    pub fn may_invite(&self) -> bool {
        self.is_staff() || self.has(Role::Moderator)
    }

    /// Whether the user deals with reports: the staff and moderators.
    pub fn may_moderate(&self) -> bool {
        self.is_staff() || self.has(Role::Moderator)
    }

    /// Whether the user may limit or shut out somebody who has the roles `theirs`: whoever deals with reports, and only
    /// people whose every role they could give themselves.
    pub fn may_moderate_person(&self, theirs: &Self) -> bool {
        self.may_moderate() && theirs.iter().all(|role| self.may_grant(role))
    }

    /// Whether the user may hand `role` to somebody else. Owners give any; administrators moderator,
    /// curator and teacher (the safeguarding lead watches over them too); moderators only teacher;
    /// nobody else gives roles.
    pub fn may_grant(&self, role: Role) -> bool {
        match role {
            Role::Owner | Role::Admin | Role::SafeguardingLead => self.has(Role::Owner),
            Role::Moderator | Role::Curator => self.is_staff(),
            Role::Teacher => self.may_invite(),
        }
    }

    /// Whether the user may act for somebody who has the roles `theirs`, as by making a link that sets
    /// their password: the staff, and only for people whose every role they could give themselves.
    pub fn may_manage(&self, theirs: &Self) -> bool {
        self.is_staff() && theirs.iter().all(|role| self.may_grant(role))
    }

    /// In order of power.
    pub fn iter(&self) -> impl Iterator<Item = Role> + '_ {
        self.0.iter().copied()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        Self(roles.into_iter().collect())
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("none");
        }
        for (n, role) in self.iter().enumerate() {
            if n > 0 {
                f.write_str(", ")?;
            }
            role.fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slug_parses_back_in_any_spelling() {
        for role in Role::ALL {
            assert_eq!(role.slug().parse(), Ok(role));
            assert_eq!(
                role.slug().to_uppercase().replace('-', "_").parse(),
                Ok(role)
            );
        }
        let error = "headteacher".parse::<Role>().unwrap_err();
        assert!(error.to_string().contains("safeguarding-lead"), "{error}");
    }

    #[test]
    fn only_owners_make_owners_and_admins() {
        let owner = Roles::from_iter([Role::Owner]);
        let admin = Roles::from_iter([Role::Admin]);
        let moderator = Roles::from_iter([Role::Moderator]);
        let teacher = Roles::from_iter([Role::Teacher]);
        assert!(Role::ALL.into_iter().all(|role| owner.may_grant(role)));
        assert!(!admin.may_grant(Role::Owner) && !admin.may_grant(Role::Admin));
        assert!(admin.may_grant(Role::Moderator) && !admin.may_grant(Role::SafeguardingLead));
        assert!(moderator.may_grant(Role::Teacher) && !moderator.may_grant(Role::Curator));
        assert!(!Role::ALL.into_iter().any(|role| teacher.may_grant(role)));
    }

    #[test]
    fn nobody_acts_for_people_above_or_beside_them() {
        let roles = |role: Role| Roles::from_iter([role]);
        let (owner, admin) = (roles(Role::Owner), roles(Role::Admin));
        let moderator = roles(Role::Moderator);
        assert!(owner.may_manage(&owner) && owner.may_manage(&admin));
        assert!(admin.may_manage(&moderator) && admin.may_manage(&Roles::none()));
        assert!(!admin.may_manage(&admin) && !admin.may_manage(&owner));
        let both = Roles::from_iter([Role::Teacher, Role::Owner]);
        assert!(!admin.may_manage(&both));
        assert!(!moderator.may_manage(&roles(Role::Teacher)));
        assert!(!moderator.may_manage(&Roles::none()));
        assert!(moderator.may_moderate_person(&roles(Role::Teacher)));
        assert!(moderator.may_moderate_person(&Roles::none()));
        assert!(
            !moderator.may_moderate_person(&moderator) && !moderator.may_moderate_person(&admin)
        );
        assert!(!moderator.may_moderate_person(&roles(Role::SafeguardingLead)));
        assert!(!roles(Role::Teacher).may_moderate_person(&Roles::none()));
    }
}
