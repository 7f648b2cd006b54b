//! A form that was sent in parts, perhaps with files: they are read as they come, onto the disk.

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::http::{Method, header};
use actix_web::{FromRequest, HttpRequest};
use futures_util::TryStreamExt as _;
use futures_util::future::LocalBoxFuture;
use staffroom_service::media::{Incoming, MediaError, Receiving};

use crate::access::SignedIn;
use crate::csrf;
use crate::error::PageError;
use crate::fields::Fields;
use crate::form::{MAX_BYTES, TOKEN_FIELD};
use crate::page::Page;

/// The most parts of a form.
const MAX_PARTS: usize = 200;
/// The most files of a form; those that were left empty count too.
const MAX_FILES: usize = 8;

/// Whether a request may bring files to a page, which take their time on slow lines.
pub fn takes_files(method: &Method, path: &str) -> bool {
    const PATHS: [&str; 4] = [
        "/admin/emojis",
        "/compose",
        "/settings/data",
        "/settings/profile",
    ];
    *method == Method::POST && PATHS.contains(&path)
}

/// The fields and files of a form that one of our own pages made for this visitor, who is signed in. The token stands
/// before all files: nothing is kept of a form without it.
pub(crate) struct PostParts {
    pub(crate) fields: Fields,
    files: Vec<SentFile>,
}

/// What was sent in a field for a file.
pub(crate) enum Sent {
    Nothing,
    File(Incoming),
    /// It is larger than any may be.
    TooLarge,
}

/// A file that was sent.
struct SentFile {
    /// The field.
    name: String,
    sent: Sent,
}

impl PostParts {
    /// The first file that was sent in a field.
    pub(crate) fn file(&mut self, name: &str) -> Sent {
        match self.files.iter().position(|file| file.name == name) {
            Some(at) => self.files.swap_remove(at).sent,
            None => Sent::Nothing,
        }
    }
}

impl FromRequest for PostParts {
    type Error = PageError;
    type Future = LocalBoxFuture<'static, Result<Self, PageError>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (page, req, payload) = (Page::of(req), req.clone(), payload.take());
        Box::pin(async move {
            if csrf::comes_from_elsewhere(req.headers(), &page.ctx().config.server.url.origin()) {
                return Err(PageError::Forged);
            }
            SignedIn::extract(&req).await?;
            let is_multipart = req
                .headers()
                .get(header::CONTENT_TYPE)
                .and_then(|value| value.to_str().ok())
                .is_some_and(|value| {
                    let value = value.trim_start().to_ascii_lowercase();
                    value.starts_with("multipart/form-data")
                });
            if !is_multipart {
                return Err(PageError::BadRequest);
            }
            read(&page, Multipart::new(req.headers(), payload)).await
        })
    }
}

async fn read(page: &Page, mut body: Multipart) -> Result<PostParts, PageError> {
    let broken = |_| PageError::BadRequest;
    let media = &page.ctx().config.media;
    let most = media.max_image.as_u64().max(media.max_video.as_u64());
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    // What is kept of the parts in memory: all but the files.
    let mut left = MAX_BYTES;
    let (mut parts, mut begun, mut is_ours) = (0, 0, false);
    while let Some(mut field) = body.try_next().await.map_err(broken)? {
        parts += 1;
        if parts > MAX_PARTS {
            return Err(PageError::TooLarge);
        }
        let Some(name) = field.name().map(str::to_owned) else {
            continue;
        };
        take(&mut left, name.len())?;
        let disposition = field.content_disposition();
        let is_file = disposition.is_some_and(|it| it.get_filename().is_some());
        if is_file {
            begun += 1;
            if !is_ours {
                return Err(PageError::Forged);
            }
            if begun > MAX_FILES {
                return Err(PageError::TooLarge);
            }
            let mut file = Some(Receiving::new(page.ctx(), most)?);
            while let Some(chunk) = field.try_next().await.map_err(broken)? {
                let Some(receiving) = &mut file else {
                    continue;
                };
                match receiving.write(&chunk).await {
                    Ok(()) => {}
                    // The rest is read and thrown away, so that the page can say what was wrong.
                    Err(MediaError::Invalid(_)) => file = None,
                    Err(error) => return Err(error.into()),
                }
            }
            let sent = match file {
                None => Sent::TooLarge,
                Some(file) => match file.finish().await? {
                    Some(file) => Sent::File(file),
                    None => Sent::Nothing,
                },
            };
            files.push(SentFile { name, sent });
            continue;
        }
        let mut value = Vec::new();
        while let Some(chunk) = field.try_next().await.map_err(broken)? {
            take(&mut left, chunk.len())?;
            value.extend_from_slice(&chunk);
        }
        let value = String::from_utf8(value).map_err(|_| PageError::BadRequest)?;
        if name == TOKEN_FIELD {
            let binding = page.visitor().form_binding();
            is_ours = csrf::is_ours(&page.ctx().key, &binding, &value);
        }
        pairs.push((name, value));
    }
    if !is_ours {
        return Err(PageError::Forged);
    }
    let fields = Fields::of(pairs);
    Ok(PostParts { fields, files })
}

/// Takes so many bytes from those that are left.
fn take(left: &mut usize, bytes: usize) -> Result<(), PageError> {
    *left = left.checked_sub(bytes).ok_or(PageError::TooLarge)?;
    Ok(())
}

impl From<MediaError> for PageError {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::NotFound => Self::not_found(),
            MediaError::Invalid(_) => Self::BadRequest,
            MediaError::Busy => Self::Busy,
            MediaError::Store(error) => Self::internal(error),
            MediaError::Db(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_writing_takes_files() {
        assert!(takes_files(&Method::POST, "/compose"));
        assert!(takes_files(&Method::POST, "/settings/profile"));
        assert!(takes_files(&Method::POST, "/admin/emojis"));
        assert!(!takes_files(&Method::GET, "/compose"));
        assert!(!takes_files(&Method::POST, "/compose/more"));
        assert!(!takes_files(&Method::POST, "/sign-in"));
    }
}
