//! Changing a post of one's own: its text, and what is said of its files. Its poll stays, and so does who sees it.

use askama::Template;
use staffroom_domain::{AttachmentId, StatusId};
use staffroom_service::media::{self, Revised};
use staffroom_service::statuses::{self, StatusEdit, StatusError, StatusView};
use staffroom_text::Format;

use super::compose::{LanguageChoice, check_text, is_language, languages, refused};
use crate::access::SignedIn;
use crate::assets;
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect, with_script};
use crate::shown::File;
use crate::words::{Message, Words, key};

#[derive(Template)]
#[template(path = "post_edit.html")]
struct EditPage {
    layout: Layout,
    t: Words,
    form_token: String,
    script: &'static str,
    problems: Problems,
    id: StatusId,
    back: String,
    text: String,
    warning: String,
    language: String,
    languages: Vec<LanguageChoice>,
    sensitive: bool,
    has_poll: bool,
    files: Vec<ShownFile>,
    most: usize,
}

/// A file of the post.
struct ShownFile {
    id: AttachmentId,
    number: usize,
    kind: Message,
    picture: Option<String>,
    description: String,
    goes: bool,
}

/// What is filled in.
struct Written {
    text: String,
    warning: String,
    language: String,
    sensitive: bool,
    files: Vec<ShownFile>,
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let view = own(&page, &visitor).await?;
    let row = &view.status;
    let written = Written {
        text: row.source.clone(),
        warning: row.spoiler.clone(),
        language: row.language.clone().unwrap_or_default(),
        sensitive: row.sensitive,
        files: files(&page, &view),
    };
    let form = form(&page, &visitor, &view, written, Problems::default());
    Ok(with_script(html(&form)?))
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, form_sent: PostForm) -> PageResult {
    let view = own(&page, &visitor).await?;
    let written = Written::read(&form_sent.0, files(&page, &view), view.status.sensitive);
    let stays = || written.files.iter().filter(|file| !file.goes);
    let mut problems = Problems::default();
    let is_alone = view.poll.is_none() && stays().next().is_none();
    check_text(&written.text, &written.warning, is_alone, &mut problems);
    if page.ctx().config.posting.ask_descriptions {
        for file in stays().filter(|file| file.description.is_empty()) {
            let text = key("problem-file-not-described").with("number", file.number);
            problems.add("files", text);
        }
    }
    for file in stays().filter(|it| it.description.chars().count() > media::MAX_DESCRIPTION) {
        let text = key("problem-file-described-long")
            .with("number", file.number)
            .with("most", media::MAX_DESCRIPTION);
        problems.add("files", text);
    }
    if problems.is_empty() {
        let edit = StatusEdit {
            text: written.text.clone(),
            format: format(&view),
            spoiler: written.warning.clone(),
            sensitive: written.sensitive,
            language: is_language(&written.language).then(|| written.language.clone()),
            poll: None,
            keeps_poll: true,
            files: Some(stays().map(|file| file.id).collect()),
            revised: stays().map(ShownFile::revised).collect(),
        };
        let (by, id) = (visitor.user.account.id, view.status.id);
        match statuses::edit(page.ctx(), by, id, edit).await {
            Ok(_) => {
                let there = address(&visitor, id);
                return Ok(redirect(&page, &there, Some(Flash::PostChanged)));
            }
            Err(StatusError::Invalid(reason)) => problems.add("text", refused(&reason)),
            Err(error) => return Err(error.into()),
        }
    }
    let form = form(&page, &visitor, &view, written, problems);
    Ok(with_script(form_again(&form)?))
}

/// A post of theirs that can be changed here: practices and events have forms of their own.
async fn own(page: &Page, visitor: &SignedIn) -> Result<StatusView, PageError> {
    let id: StatusId = page.segment("id")?;
    let view = statuses::show_own(page.ctx(), visitor.user.account.id, id).await?;
    let is_plain = view.boost_of.is_none() && view.event.is_none() && view.record.is_none();
    Some(view)
        .filter(|_| is_plain)
        .ok_or_else(PageError::not_found)
}

fn address(visitor: &SignedIn, id: StatusId) -> String {
    format!("/@{}/{id}", visitor.user.account.username)
}

/// As it was written.
fn format(view: &StatusView) -> Format {
    match view.status.source_format.as_str() {
        "text/markdown" => Format::Markdown,
        _ => Format::Plain,
    }
}

fn files(page: &Page, view: &StatusView) -> Vec<ShownFile> {
    let numbered = (1..).zip(&view.attachments);
    numbered
        .filter_map(|(number, row)| {
            let file = File::by_way_of_us(page.ctx(), row)?;
            Some(ShownFile {
                id: row.id,
                number,
                kind: file.kind,
                picture: file.picture,
                description: file.description,
                goes: false,
            })
        })
        .collect()
}

impl ShownFile {
    fn revised(&self) -> Revised {
        Revised {
            id: Some(self.id),
            description: Some(self.description.clone()),
            focus: None,
        }
    }
}

impl Written {
    fn read(fields: &Fields, files: Vec<ShownFile>, was_sensitive: bool) -> Self {
        let warning = fields.get("warning").trim().to_owned();
        Self {
            text: fields.get("text").replace("\r\n", "\n"),
            language: fields.get("language").trim().to_owned(),
            // Asked only where there are files.
            sensitive: !warning.is_empty()
                || if files.is_empty() {
                    was_sensitive
                } else {
                    !fields.get("sensitive").is_empty()
                },
            warning,
            files: files
                .into_iter()
                .map(|file| ShownFile {
                    description: fields
                        .get(&format!("media-{}-about", file.id))
                        .trim()
                        .to_owned(),
                    goes: fields.all("remove").any(|id| id == file.id.to_string()),
                    ..file
                })
                .collect(),
        }
    }
}

fn form(
    page: &Page,
    visitor: &SignedIn,
    view: &StatusView,
    written: Written,
    problems: Problems,
) -> EditPage {
    EditPage {
        id: view.status.id,
        back: address(visitor, view.status.id),
        languages: languages(&written.language),
        text: written.text,
        warning: written.warning,
        language: written.language,
        sensitive: written.sensitive,
        files: written.files,
        has_poll: view.poll.is_some(),
        most: statuses::MAX_TEXT,
        script: assets::compose_url(),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
        problems,
    }
}
