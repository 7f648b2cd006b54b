//! How somebody presents themselves: name, text, lines and pictures.

use askama::Template;
use staffroom_service::accounts;
use staffroom_service::media::{self, MediaError, PictureChange, Variant};
use staffroom_service::preferences::{self, MAX_DESCRIPTION, PreferenceEdit, Preferences};
use staffroom_service::profiles::{
    self, MAX_FIELD, MAX_FIELDS, MAX_NAME, MAX_SUMMARY, ProfileEdit, ProfileError,
};
use staffroom_service::rate_limits::Called;

use crate::access::SignedIn;
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::Problems;
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::parts::{PostParts, Sent};
use crate::words::{Message, Words, key};

const HERE: &str = "/settings/profile";

#[derive(Template)]
#[template(path = "settings_profile.html")]
struct ProfilePage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    written: Written,
    pictures: [ShownPicture; 2],
    most_summary: usize,
    most_name: usize,
    most_about: usize,
}

/// What is filled in.
struct Written {
    display_name: String,
    summary: String,
    lines: Vec<WrittenLine>,
    about: [String; 2],
}

struct WrittenLine {
    number: usize,
    name: String,
    value: String,
}

/// A picture of the profile.
struct ShownPicture {
    name: &'static str,
    label: Message,
    hint: Message,
    /// Where it is, if there is one.
    address: Option<String>,
    about: String,
}

impl Written {
    fn of(visitor: &SignedIn, chosen: Preferences) -> Self {
        let row = &visitor.user.account;
        let lines = accounts::fields(row).into_iter();
        let lines = lines.map(|field| (field.name, field.source));
        Self {
            display_name: row.display_name.clone(),
            summary: row.summary_source.clone(),
            lines: numbered(lines.collect()),
            about: [chosen.avatar_description, chosen.header_description],
        }
    }

    fn read(fields: &Fields) -> Self {
        let names = fields.all("line-name").map(str::trim);
        let values = fields.all("line-value").map(str::trim);
        let pairs = names.zip(values).take(MAX_FIELDS);
        let about = |name| fields.get(name).trim().to_owned();
        Self {
            display_name: fields.get("display-name").trim().to_owned(),
            summary: fields.get("summary").replace("\r\n", "\n"),
            lines: numbered(
                pairs
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect(),
            ),
            about: [about("avatar-about"), about("header-about")],
        }
    }

    /// What cannot be.
    fn check(&self) -> Problems {
        let is_long = |text: &str, most: usize| text.trim().chars().count() > most;
        let mut problems = Problems::default();
        if is_long(&self.display_name, MAX_NAME) {
            let text = key("problem-profile-name").with("most", MAX_NAME);
            problems.add("display-name", text);
        }
        if is_long(&self.summary, MAX_SUMMARY) {
            let text = key("problem-profile-summary").with("most", MAX_SUMMARY);
            problems.add("summary", text);
        }
        for line in &self.lines {
            if is_long(&line.name, MAX_FIELD) || is_long(&line.value, MAX_FIELD) {
                let text = key("problem-profile-line")
                    .with("number", line.number)
                    .with("most", MAX_FIELD);
                problems.add("lines", text);
            } else if line.name.is_empty() && !line.value.is_empty() {
                let text = key("problem-profile-line-name").with("number", line.number);
                problems.add("lines", text);
            }
        }
        for (field, about) in ["avatar-about", "header-about"]
            .into_iter()
            .zip(&self.about)
        {
            if is_long(about, MAX_DESCRIPTION) {
                let text = key("problem-profile-about").with("most", MAX_DESCRIPTION);
                problems.add(field, text);
            }
        }
        problems
    }

    fn edit(self) -> ProfileEdit {
        let [avatar, header] = self.about;
        let lines = self.lines.into_iter();
        ProfileEdit {
            display_name: Some(self.display_name),
            summary: Some(self.summary),
            fields: Some(lines.map(|line| (line.name, line.value)).collect()),
            preferences: PreferenceEdit {
                avatar_description: Some(avatar),
                header_description: Some(header),
                ..PreferenceEdit::default()
            },
            ..ProfileEdit::default()
        }
    }
}

/// All lines that there can be, the empty ones too.
fn numbered(mut lines: Vec<(String, String)>) -> Vec<WrittenLine> {
    lines.resize(MAX_FIELDS, (String::new(), String::new()));
    (1..)
        .zip(lines)
        .map(|(number, (name, value))| WrittenLine {
            number,
            name,
            value,
        })
        .collect()
}

pub(crate) async fn index(page: Page, _visitor: SignedIn) -> PageResult {
    Ok(redirect(&page, HERE, None))
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let chosen = preferences::of(page.ctx(), visitor.user.account.id).await?;
    let written = Written::of(&visitor, chosen);
    html(&template(&page, &visitor, written, Problems::default()))
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, sent: PostParts) -> PageResult {
    let mut sent = sent;
    let by = visitor.user.account.id;
    let written = Written::read(&sent.fields);
    let mut problems = written.check();
    let mut pictures = [PictureChange::Keep, PictureChange::Keep];
    if problems.is_empty() {
        let sorts = [("avatar", Variant::Avatar), ("header", Variant::Header)];
        for (sort, change) in sorts.into_iter().zip(&mut pictures) {
            match picture(&page, &visitor, &mut sent, sort).await? {
                Ok(new) => *change = new,
                Err(text) => problems.add(sort.0, text),
            }
        }
    }
    if !problems.is_empty() {
        return form_again(&template(&page, &visitor, written, problems));
    }
    let [avatar, header] = pictures;
    let edit = ProfileEdit {
        avatar,
        header,
        ..written.edit()
    };
    profiles::edit(page.ctx(), by, edit).await?;
    Ok(redirect(&page, HERE, Some(Flash::SettingsSaved)))
}

/// What becomes of a picture; or what is wrong with the one that was sent.
async fn picture(
    page: &Page,
    visitor: &SignedIn,
    sent: &mut PostParts,
    (name, what): (&'static str, Variant),
) -> Result<Result<PictureChange, Message>, PageError> {
    let by = visitor.user.account.id;
    let file = match sent.file(name) {
        Sent::File(file) => file,
        Sent::TooLarge => return Ok(Err(key("problem-file-large"))),
        Sent::Nothing if sent.fields.all("remove").any(|it| it == name) => {
            return Ok(Ok(PictureChange::Remove));
        }
        Sent::Nothing => return Ok(Ok(PictureChange::Keep)),
    };
    if page.count(by, Called::Upload).is_err() {
        return Ok(Err(key("problem-files-often")));
    }
    match media::keep_picture(page.ctx(), Some(by), what, &file).await {
        Ok(kept) => Ok(Ok(PictureChange::Set(kept))),
        Err(MediaError::Invalid(_)) => Ok(Err(key("problem-picture"))),
        Err(error) => Err(error.into()),
    }
}

fn template(page: &Page, visitor: &SignedIn, written: Written, problems: Problems) -> ProfilePage {
    let (ctx, row) = (page.ctx(), &visitor.user.account);
    let [avatar, header] = written.about.clone();
    let pictures = [
        ShownPicture {
            name: "avatar",
            label: key("profile-avatar"),
            hint: key("profile-avatar-hint"),
            address: media::Shown::avatar(ctx, row).map(|it| it.still),
            about: avatar,
        },
        ShownPicture {
            name: "header",
            label: key("profile-header"),
            hint: key("profile-header-hint"),
            address: media::Shown::header(ctx, row).map(|it| it.still),
            about: header,
        },
    ];
    ProfilePage {
        layout: page.layout(),
        t: page.words(),
        form_token: page.form_token(),
        problems,
        written,
        pictures,
        most_summary: MAX_SUMMARY,
        most_name: MAX_NAME,
        most_about: MAX_DESCRIPTION,
    }
}

impl From<ProfileError> for PageError {
    fn from(error: ProfileError) -> Self {
        match error {
            ProfileError::NotFound => Self::not_found(),
            ProfileError::Invalid(_) => Self::BadRequest,
            ProfileError::Db(error) => error.into(),
        }
    }
}
