//! Whether a code is asked for beside one's password.

use askama::Template;
use staffroom_service::own_password::OwnPasswordError;
use staffroom_service::two_factor::{self, State, TwoFactorError};

use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::qr::QrPicture;
use crate::words::{Words, key};

const HERE: &str = "/settings/two-factor";

#[derive(Template)]
#[template(path = "settings_two_factor.html")]
struct TwoFactorPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    username: String,
    shown: Shown,
    /// Whether the settings ask it of whoever looks.
    is_needed: bool,
}

/// What there is to be done.
enum Shown {
    Off,
    Begun {
        secret: String,
        uri: String,
        qr: Option<QrPicture>,
    },
    On {
        since: Moment,
        codes_left: i64,
    },
    /// To be written down, now.
    Codes(Vec<String>),
}

impl From<State> for Shown {
    fn from(state: State) -> Self {
        match state {
            State::Off => Self::Off,
            State::Begun(setup) => Self::Begun {
                qr: QrPicture::of(&setup.uri),
                secret: in_fours(&setup.secret),
                uri: setup.uri,
            },
            State::On { since, codes_left } => Self::On {
                since: since.into(),
                codes_left,
            },
        }
    }
}

/// `ABCD EFGH`, as nobody loses their place in it. Programs take it with the spaces.
fn in_fours(secret: &str) -> String {
    let mut out = String::new();
    for (n, letter) in secret.chars().enumerate() {
        if n > 0 && n % 4 == 0 {
            out.push(' ');
        }
        out.push(letter);
    }
    out
}

impl TwoFactorPage {
    async fn new(page: &Page, visitor: &SignedIn, problems: Problems) -> Result<Self, PageError> {
        let state = two_factor::state(page.ctx(), &visitor.user).await;
        let state = state.map_err(failed)?;
        Self::showing(page, visitor, problems, state.into()).await
    }

    async fn showing(
        page: &Page,
        visitor: &SignedIn,
        problems: Problems,
        shown: Shown,
    ) -> Result<Self, PageError> {
        Ok(Self {
            layout: page.layout(),
            t: page.words(),
            form_token: page.form_token(),
            problems,
            username: visitor.user.account.username.clone(),
            shown,
            is_needed: two_factor::is_lacking(page.ctx(), &visitor.user).await?,
        })
    }
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    html(&TwoFactorPage::new(&page, &visitor, Problems::default()).await?)
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let (fields, ctx, user) = (form.0, page.ctx(), &visitor.user);
    let password = || fields.get("current").to_owned();
    let done = match fields.get("do") {
        "begin" => two_factor::begin(ctx, user, password())
            .await
            .map(|()| None),
        "confirm" => two_factor::confirm(ctx, user, fields.get("code"))
            .await
            .map(Some),
        "renew" => two_factor::renew_codes(ctx, user, password())
            .await
            .map(Some),
        "cancel" => {
            two_factor::cancel(ctx, user).await?;
            Ok(None)
        }
        "off" => match two_factor::turn_off(ctx, user, password()).await {
            Ok(()) => return Ok(redirect(&page, HERE, Some(Flash::TwoFactorOff))),
            Err(error) => Err(error),
        },
        _ => return Err(PageError::BadRequest),
    };
    let problems = match done {
        Ok(None) | Err(TwoFactorError::Changed) => return Ok(redirect(&page, HERE, None)),
        Ok(Some(codes)) => {
            let shown = Shown::Codes(codes);
            let none = Problems::default();
            return html(&TwoFactorPage::showing(&page, &visitor, none, shown).await?);
        }
        Err(TwoFactorError::Password(OwnPasswordError::Wrong)) => {
            Problems::one("current", key("problem-wrong-password"))
        }
        Err(TwoFactorError::WrongCode) => Problems::one("code", key("problem-code")),
        Err(error) => return Err(failed(error)),
    };
    form_again(&TwoFactorPage::new(&page, &visitor, problems).await?)
}

fn failed(error: TwoFactorError) -> PageError {
    match error {
        TwoFactorError::TooMany(wait) => wait.into(),
        TwoFactorError::Password(error) => error.into(),
        TwoFactorError::Db(error) => error.into(),
        other => PageError::internal(other),
    }
}
