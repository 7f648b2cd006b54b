//! Joining by a client program: with the code of an invitation, or, where everybody can join, without.

use std::net::IpAddr;

use staffroom_config::Registration;
use staffroom_db::DbError;
use staffroom_db::users::UserWithAccount;
use staffroom_domain::password::PasswordError;
use staffroom_domain::username::UsernameError;
use staffroom_domain::{EmailAddress, Password, Role, Username};
use thiserror::Error;

use crate::context::Ctx;
use crate::invitations::{self, Guest, InvitationError};
use crate::limits::{Limited, TooMany, network};
use crate::passwords::HashError;
use crate::users::{self, NewUser, UserError};

/// What somebody fills in.
#[derive(Clone, Debug, Default)]
pub struct SignUp {
    /// The handle they want.
    pub username: String,
    /// Where mail goes.
    pub email: String,
    /// The password they choose.
    pub password: String,
    /// Whether they agree to the rules.
    pub agreement: bool,
    /// The last part of an invitation's link.
    pub invitation: Option<String>,
}

/// Something that is wrong with what was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which field.
    pub field: &'static str,
    /// What clients know it by.
    pub code: &'static str,
    /// The rest of a sentence that begins with the field.
    pub text: String,
}

/// Why nobody has joined.
#[derive(Clone, Debug, Error)]
pub enum SignUpError {
    /// People come by invitation here, and there is none, or it works no more.
    #[error("people join this server by invitation")]
    NotOpen,
    /// What was filled in cannot be.
    #[error("what was filled in cannot be")]
    Invalid(Vec<Problem>),
    /// Wait.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// Ours to mend.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Whether everybody can join, without an invitation.
#[must_use]
pub fn are_open(ctx: &Ctx) -> bool {
    ctx.config.users.registration == Registration::Open
}

/// Makes a login; as often as the network of `from` may.
pub async fn sign_up(ctx: &Ctx, new: SignUp, from: IpAddr) -> Result<UserWithAccount, SignUpError> {
    if new.invitation.is_none() && !are_open(ctx) {
        return Err(SignUpError::NotOpen);
    }
    let problems = look(ctx, &new);
    if !problems.is_empty() {
        return Err(SignUpError::Invalid(problems));
    }
    if ctx.config.api.rate_limits {
        ctx.limits.check(Limited::SignUpFrom, &network(from))?;
    }
    let email = EmailAddress::parse(&new.email).ok();
    if let Some(token) = &new.invitation {
        let guest = Guest {
            username: new.username,
            display_name: String::new(),
            email,
            password: new.password,
        };
        let joined = invitations::accept(ctx, token, guest, from).await;
        return joined.map_err(of_invitation);
    }
    let username = Username::parse(&new.username).map_err(|error| of_user(error.into()))?;
    let password = choose(ctx, new.password, &username).map_err(|error| of_user(error.into()))?;
    let new = NewUser {
        username,
        display_name: String::new(),
        email,
        roles: [Role::Teacher].into_iter().collect(),
        password: Some(password),
    };
    users::create(ctx, new).await.map_err(of_user)
}

fn choose(ctx: &Ctx, text: String, username: &Username) -> Result<Password, PasswordError> {
    if ctx.rehearsal {
        return Password::present(text);
    }
    let least = usize::try_from(ctx.config.users.min_password_length).unwrap_or(usize::MAX);
    Password::choose(text, least, username.as_str())
}

/// Everything that is wrong as far as it can be seen without asking the database.
fn look(ctx: &Ctx, new: &SignUp) -> Vec<Problem> {
    let mut problems = Vec::new();
    let username = Username::parse(&new.username);
    if let Err(error) = &username {
        problems.push(of_username(error));
    }
    if new.email.trim().is_empty() {
        problems.push(problem("email", "ERR_BLANK", "can't be blank"));
    } else if let Err(error) = EmailAddress::parse(&new.email) {
        problems.push(problem("email", "ERR_INVALID", error.to_string()));
    }
    if new.password.is_empty() {
        problems.push(problem("password", "ERR_BLANK", "can't be blank"));
    } else if let Ok(username) = &username
        && let Err(error) = choose(ctx, new.password.clone(), username)
    {
        problems.push(of_password(&error));
    }
    if !new.agreement {
        problems.push(problem("agreement", "ERR_ACCEPTED", "must be accepted"));
    }
    problems
}

fn problem(field: &'static str, code: &'static str, text: impl Into<String>) -> Problem {
    Problem {
        field,
        code,
        text: text.into(),
    }
}

fn of_username(error: &UsernameError) -> Problem {
    let code = match error {
        UsernameError::Empty => return problem("username", "ERR_BLANK", "can't be blank"),
        UsernameError::TooLong => "ERR_TOO_LONG",
        UsernameError::BadCharacters | UsernameError::BadHandle => "ERR_INVALID",
        UsernameError::Reserved(_) => return problem("username", "ERR_RESERVED", "is reserved"),
    };
    problem("username", code, error.to_string())
}

fn of_password(error: &PasswordError) -> Problem {
    let code = match error {
        PasswordError::TooShort(_) => "ERR_TOO_SHORT",
        PasswordError::TooLong => "ERR_TOO_LONG",
        PasswordError::TooCommon => "ERR_INVALID",
    };
    problem("password", code, error.to_string())
}

fn of_user(error: UserError) -> SignUpError {
    let found = match error {
        UserError::UsernameTaken(_) => problem("username", "ERR_TAKEN", "has already been taken"),
        UserError::EmailTaken(_) => problem("email", "ERR_TAKEN", "has already been taken"),
        UserError::Username(error) => of_username(&error),
        UserError::Password(error) => of_password(&error),
        UserError::Hash(error) => return SignUpError::Hash(error),
        UserError::Db(error) => return SignUpError::Db(error),
        // What happens to users who are there already.
        UserError::NoSuchUser(_) | UserError::MayNot(_) | UserError::LastOwner(_) => {
            return SignUpError::NotOpen;
        }
    };
    SignUpError::Invalid(vec![found])
}

fn of_invitation(error: InvitationError) -> SignUpError {
    match error {
        InvitationError::User(error) => of_user(error),
        InvitationError::TooMany(wait) => SignUpError::TooMany(wait),
        InvitationError::Hash(error) => SignUpError::Hash(error),
        InvitationError::Db(error) => SignUpError::Db(error),
        _ => SignUpError::NotOpen,
    }
}
