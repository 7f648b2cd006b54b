//! Inviting people.

use askama::Template;
use staffroom_domain::{EmailAddress, InvitationId, Role, Roles, Timestamp};
use staffroom_service::invitations::InvitationRow;
use staffroom_service::invitations::{
    self, InvitationError, Inviter, MAX_ADDRESSES, MAX_NOTE, MAX_USES, Offer,
};

use super::role_choice::{self, RoleChoice, names};
use crate::access::MayInvite;
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::problems;
use crate::qr::QrPicture;
use crate::words::{Message, Words, key};

const HERE: &str = "/admin/invitations";

/// How many stand on one page.
const PER_PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "admin_invitations.html")]
struct InvitationsPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    filled: Filled,
    roles: Vec<RoleChoice>,
    sends_mail: bool,
    max_uses: u32,
    max_note: usize,
    max_addresses: usize,
    invitations: Vec<ShownInvitation>,
    is_first: bool,
    next: Option<InvitationId>,
}

#[derive(Template)]
#[template(path = "admin_invitation_made.html")]
struct MadePage {
    layout: Layout,
    t: Words,
    link: String,
    qr: Option<QrPicture>,
    note: String,
    max_uses: i32,
    roles: String,
    expires: Moment,
}

/// What was filled in.
struct Filled {
    uses: String,
    note: String,
    addresses: String,
    roles: Roles,
}

impl Default for Filled {
    fn default() -> Self {
        Self {
            uses: "1".to_owned(),
            note: String::new(),
            addresses: String::new(),
            roles: [Role::Teacher].into_iter().collect(),
        }
    }
}

impl Filled {
    fn from(fields: &Fields) -> Self {
        Self {
            uses: fields.get("uses").trim().to_owned(),
            note: fields.get("note").to_owned(),
            addresses: fields.get("addresses").to_owned(),
            roles: role_choice::chosen(fields),
        }
    }

    fn offer(&self, max_uses: u32) -> Offer {
        Offer {
            roles: self.roles.clone(),
            max_uses,
            note: self.note.clone(),
        }
    }
}

struct ShownInvitation {
    id: InvitationId,
    note: String,
    email: Option<String>,
    roles: String,
    uses: i32,
    max_uses: i32,
    state: Message,
    is_open: bool,
    made: Moment,
    expires: Moment,
}

impl ShownInvitation {
    fn new(words: Words, row: InvitationRow, now: Timestamp) -> Result<Self, PageError> {
        let state = if row.revoked_at.is_some() {
            key("invitations-withdrawn")
        } else if row.uses >= row.max_uses {
            key("invitations-used-up")
        } else if row.expires_at <= now {
            key("invitations-ended")
        } else {
            key("invitations-open")
        };
        Ok(Self {
            id: row.id,
            roles: names(words, &row.roles()?),
            is_open: row.is_open(now),
            state,
            made: row.created_at.into(),
            expires: row.expires_at.into(),
            note: row.note,
            email: row.email,
            uses: row.uses,
            max_uses: row.max_uses,
        })
    }
}

impl InvitationsPage {
    async fn new(
        page: &Page,
        visitor: &MayInvite,
        filled: Filled,
        problems: Problems,
    ) -> Result<Self, PageError> {
        let before: Option<InvitationId> = page.query().get("before").parse().ok();
        // One more than is shown tells whether there is another page.
        let mut rows =
            invitations::list_for(page.ctx(), &visitor.user, before, PER_PAGE + 1).await?;
        let has_more = rows.len() > PER_PAGE as usize;
        rows.truncate(PER_PAGE as usize);
        let now = page.ctx().now();
        Ok(Self {
            layout: page.layout(),
            t: page.words(),
            form_token: page.form_token(),
            problems,
            roles: role_choice::choices(&visitor.user.roles, &filled.roles),
            filled,
            sends_mail: page.ctx().sends_mail(),
            max_uses: MAX_USES,
            max_note: MAX_NOTE,
            max_addresses: MAX_ADDRESSES,
            is_first: before.is_none(),
            next: rows.last().filter(|_| has_more).map(|row| row.id),
            invitations: rows
                .into_iter()
                .map(|row| ShownInvitation::new(page.words(), row, now))
                .collect::<Result<_, _>>()?,
        })
    }
}

pub(crate) async fn show(page: Page, visitor: MayInvite) -> PageResult {
    html(&InvitationsPage::new(&page, &visitor, Filled::default(), Problems::default()).await?)
}

/// Answers with the link rather than on another page: it is nowhere else to be had.
pub(crate) async fn create(page: Page, visitor: MayInvite, form: PostForm) -> PageResult {
    let filled = Filled::from(&form.0);
    let result = match filled.uses.parse() {
        Ok(uses) => invitations::create(page.ctx(), &inviter(&visitor), &filled.offer(uses)).await,
        Err(_) => Err(InvitationError::BadUses),
    };
    match result {
        Ok(new) => html(&MadePage {
            layout: page.layout(),
            t: page.words(),
            qr: QrPicture::of(&new.link),
            link: new.link,
            roles: names(page.words(), &new.row.roles()?),
            note: new.row.note,
            max_uses: new.row.max_uses,
            expires: new.row.expires_at.into(),
        }),
        Err(error) => {
            let problems = explained(error, "uses", "role")?;
            form_again(&InvitationsPage::new(&page, &visitor, filled, problems).await?)
        }
    }
}

pub(crate) async fn mail(page: Page, visitor: MayInvite, form: PostForm) -> PageResult {
    let filled = Filled::from(&form.0);
    let problems = match addresses(&filled.addresses) {
        Err(problems) => problems,
        Ok(list) => {
            let offer = filled.offer(1);
            match invitations::send(page.ctx(), &inviter(&visitor), &offer, list).await {
                Ok(count) => {
                    return Ok(redirect(&page, HERE, Some(Flash::InvitationsSent(count))));
                }
                Err(error) => explained(error, "addresses", "mail-role")?,
            }
        }
    };
    form_again(&InvitationsPage::new(&page, &visitor, filled, problems).await?)
}

pub(crate) async fn revoke(page: Page, visitor: MayInvite, _form: PostForm) -> PageResult {
    let id: InvitationId = page.segment("id")?;
    if invitations::revoke_as(page.ctx(), &visitor.user, id).await? {
        Ok(redirect(&page, HERE, Some(Flash::InvitationRevoked)))
    } else {
        Err(PageError::not_found())
    }
}

fn inviter(visitor: &MayInvite) -> Inviter {
    Inviter::User(visitor.user.user.id)
}

/// One address a line, or with commas between; each once.
fn addresses(text: &str) -> Result<Vec<EmailAddress>, Problems> {
    let mut found = Problems::default();
    let mut list: Vec<EmailAddress> = Vec::new();
    for entry in text
        .split(['\n', ',', ';'])
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
    {
        match EmailAddress::parse(entry) {
            Ok(address) if list.iter().any(|known| known.folded() == address.folded()) => {}
            Ok(address) => list.push(address),
            Err(error) => found.add("addresses", problems::email(&error)),
        }
    }
    if list.is_empty() && found.is_empty() {
        found.add("addresses", key("problem-invite-nobody"));
    }
    if found.is_empty() {
        Ok(list)
    } else {
        Err(found)
    }
}

/// What the visitor can mend, at the field where they can.
fn explained(
    error: InvitationError,
    number: &'static str,
    role: &'static str,
) -> Result<Problems, PageError> {
    match error {
        InvitationError::MayNot(refused) => {
            let refused = role_choice::name(refused);
            let problem = key("problem-invite-role").with("role", refused);
            Ok(Problems::one(role, problem))
        }
        InvitationError::NoRole => Ok(Problems::one(role, key("problem-invite-no-role"))),
        InvitationError::BadUses => {
            let problem = key("problem-invite-uses").with("most", MAX_USES);
            Ok(Problems::one(number, problem))
        }
        InvitationError::TooManyAddresses => {
            let problem = key("problem-invite-many").with("most", MAX_ADDRESSES);
            Ok(Problems::one(number, problem))
        }
        InvitationError::NoMail => Ok(Problems::one(number, key("problem-invite-no-mail"))),
        InvitationError::Db(error) => Err(error.into()),
        other => Err(PageError::internal(other)),
    }
}
