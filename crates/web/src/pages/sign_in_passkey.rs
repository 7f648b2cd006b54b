//! Signing in with a passkey: alone, or beside the password. Our script asks what the browser is to be asked for, and sends
//! what it brings as a form.

use actix_web::HttpResponse;
use serde_json::{Value, json};
use staffroom_service::passkeys::{self, PasskeySignInError};
use staffroom_service::sessions;
use staffroom_service::two_factor::{self, AskedError};

use super::{sign_in, sign_in_code};
use crate::access::MaybeSignedIn;
use crate::cookies::Jar;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::page::{Page, PageResult};
use crate::return_to::ReturnTo;
use crate::words::key;

/// What the browser is to be asked for, to our script.
pub(super) fn asked(options: &Value) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "asked": options }))
}

/// What our script is to say instead, by the name of an attribute of its form; and the field that it is about.
pub(super) fn problem(name: &str, field: &str) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "problem": name, "field": field }))
}

pub(crate) async fn submit(page: Page, visitor: MaybeSignedIn, form: PostForm) -> PageResult {
    let (fields, secret) = (form.0, page.visitor().form_binding());
    match fields.get("do") {
        "begin" => begin(&page, &secret).await,
        "finish" => {
            let return_to = ReturnTo::parse(fields.get("return_to"));
            finish(&page, visitor, fields.get("credential"), &secret, return_to).await
        }
        _ => Err(PageError::BadRequest),
    }
}

async fn begin(page: &Page, secret: &str) -> PageResult {
    match passkeys::begin_sign_in(page.ctx(), secret, &page.browser()).await {
        Ok(options) => Ok(asked(&options)),
        Err(PasskeySignInError::TooMany(wait)) => Err(wait.into()),
        Err(PasskeySignInError::Db(error)) => Err(error.into()),
        Err(PasskeySignInError::Wrong | PasskeySignInError::Disabled) => Ok(problem("failed", "")),
    }
}

async fn finish(
    page: &Page,
    visitor: MaybeSignedIn,
    answer: &str,
    secret: &str,
    return_to: Option<ReturnTo>,
) -> PageResult {
    let text = match passkeys::sign_in(page.ctx(), answer, secret, page.browser()).await {
        Ok((token, _)) => {
            if let Some(before) = visitor.0 {
                sessions::revoke(page.ctx(), before.user.user.id, before.session).await?;
            }
            let there = return_to.as_ref().map_or("/", ReturnTo::as_str);
            return sign_in::signed_in(page, &token, there, Flash::SignedIn);
        }
        Err(PasskeySignInError::Wrong) => key("problem-passkey"),
        Err(PasskeySignInError::Disabled) => key("problem-closed"),
        Err(PasskeySignInError::TooMany(wait)) => return Err(wait.into()),
        Err(PasskeySignInError::Db(error)) => return Err(error.into()),
    };
    sign_in::again(page, "", return_to, Problems::one("passkey", text))
}

/// The same for somebody who has shown their password, in place of a code.
pub(crate) async fn submit_beside_password(
    page: Page,
    visitor: MaybeSignedIn,
    form: PostForm,
) -> PageResult {
    let (fields, secret) = (form.0, page.visitor().form_binding());
    let pending = page.cookie(Jar::Code).unwrap_or_default();
    let (ctx, browser) = (page.ctx(), page.browser());
    match fields.get("do") {
        "begin" => match two_factor::begin_passkey(ctx, &pending, &secret, &browser).await {
            Ok(options) => Ok(asked(&options)),
            Err(AskedError::TooMany(wait)) => Err(wait.into()),
            Err(AskedError::Db(error)) => Err(error.into()),
            // The password has to be shown again: that page says so when they reload it.
            Err(_) => Ok(problem("failed", "")),
        },
        "finish" => {
            let return_to = ReturnTo::parse(fields.get("return_to"));
            let answer = fields.get("credential");
            let done =
                two_factor::sign_in_with_passkey(ctx, &pending, answer, &secret, browser).await;
            sign_in_code::answer(&page, visitor, return_to, done).await
        }
        _ => Err(PageError::BadRequest),
    }
}
