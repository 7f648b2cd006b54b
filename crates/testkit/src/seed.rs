//! What the tests that Mastodon.py brings along expect at a server: people, a program, tokens.

use std::net::{IpAddr, Ipv4Addr};

use serde_json::{Map, Value};
use staffroom_db::accounts;
use staffroom_domain::{EmailAddress, Password, Role, Username};
use staffroom_service::Ctx;
use staffroom_service::oauth::{self, NewApplication};
use staffroom_service::profiles::{self, ProfileEdit};
use staffroom_service::users::{self, NewUser, UserWithAccount};

/// Everybody's password, as it stands in those tests.
const PASSWORD: &str = "5fc638e0e53eafd9c4145b6bb852667d";
const SCOPES: &str = "read write follow push";
const ADMIN_SCOPES: &str = "read write follow push admin:read admin:write";

/// Why there is no seed.
pub type SeedError = Box<dyn std::error::Error>;

/// Makes what `tests/setup.sql` of Mastodon.py makes in a Mastodon, and gives the client id, the secret and
/// the tokens by the names that those tests have for them: ours are random.
pub async fn mastodon_py(ctx: &Ctx) -> Result<Value, SeedError> {
    // Nobody can choose that handle, which those tests know their administrator by.
    let admin = person(ctx, "first_admin", "admin@localhost", Role::Owner).await?;
    rename(ctx, &admin, "admin").await?;
    person(ctx, "admin2", "zerocool@example.com", Role::Owner).await?;
    let locked = person(
        ctx,
        "mastodonpy_test",
        "mastodonpy_test@localhost",
        Role::Teacher,
    )
    .await?;
    let edit = ProfileEdit {
        locked: Some(true),
        ..ProfileEdit::default()
    };
    profiles::edit(ctx, locked.account.id, edit).await?;
    let second = "mastodonpy_test_2";
    let public = person(ctx, second, "mastodonpy_test_2@localhost", Role::Teacher).await?;
    let edit = ProfileEdit {
        discoverable: Some(true),
        indexable: Some(true),
        ..ProfileEdit::default()
    };
    profiles::edit(ctx, public.account.id, edit).await?;

    let program = NewApplication {
        name: "Mastodon.py test suite".to_owned(),
        redirect_uris: vec![oauth::OUT_OF_BAND.to_owned()],
        scopes: Some(ADMIN_SCOPES.to_owned()),
        website: None,
    };
    let program = oauth::register(ctx, program, IpAddr::V4(Ipv4Addr::LOCALHOST)).await?;
    let mut names = Map::new();
    // Those tests have made-up tokens written in them, called by what they stand for; the plugin puts ours in
    // their place (tests/clients/mastodon_py_live.py).
    let mut name = |theirs: &str, ours: &str| {
        names.insert(format!("__MASTODON_PY_TEST_{theirs}"), ours.into());
    };
    name("CLIENT_ID", &program.row.client_id);
    name("CLIENT_SECRET", program.secret.as_str());
    for (theirs, user, scopes) in [
        ("ACCESS_TOKEN", &locked, SCOPES),
        ("ACCESS_TOKEN_2", &admin, ADMIN_SCOPES),
        ("ACCESS_TOKEN_3", &public, SCOPES),
    ] {
        let issued = oauth::sign_up(ctx, &program.row, user.user.id, scopes).await?;
        name(theirs, issued.token.as_str());
    }
    Ok(Value::Object(names))
}

async fn person(
    ctx: &Ctx,
    name: &str,
    email: &str,
    role: Role,
) -> Result<UserWithAccount, SeedError> {
    let new = NewUser {
        username: Username::parse(name)?,
        display_name: String::new(),
        email: Some(EmailAddress::parse(email)?),
        roles: [role].into_iter().collect(),
        password: Some(Password::present(PASSWORD.to_owned())?),
    };
    Ok(users::create(ctx, new).await?)
}

async fn rename(ctx: &Ctx, user: &UserWithAccount, name: &'static str) -> Result<(), SeedError> {
    let mut row = user.account.clone();
    name.clone_into(&mut row.username);
    name.clone_into(&mut row.username_folded);
    name.clone_into(&mut row.display_name);
    ctx.db
        .write(move |conn| accounts::update(conn, row))
        .await?;
    Ok(())
}
