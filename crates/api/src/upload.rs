//! Calls that come with files: read as they come, onto the disk.

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::http::{Method, header};
use actix_web::{FromRequest, HttpRequest};
use futures_util::TryStreamExt as _;
use futures_util::future::LocalBoxFuture;
use staffroom_service::media::{Incoming, Receiving};

use crate::call::Call;
use crate::error::ApiError;
use crate::params::{self, MAX_BODY, MAX_PAIRS};

/// The most files of one call.
const MAX_FILES: usize = 4;
/// Whoever may do nothing with files sends none.
const SCOPES: [&str; 2] = ["write:media", "write:accounts"];

/// Whether a call may bring files with it.
pub fn takes_files(method: &Method, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    match *method {
        Method::POST => matches!(path, "/api/v1/media" | "/api/v2/media"),
        Method::PUT | Method::PATCH => {
            let is_file = path
                .strip_prefix("/api/v1/media/")
                .is_some_and(|id| !id.is_empty() && !id.contains('/'));
            is_file && *method == Method::PUT
                || path == "/api/v1/profile"
                || path == "/api/v1/accounts/update_credentials" && *method == Method::PATCH
        }
        _ => false,
    }
}

/// Whether it does: whatever else it is, it is no form in parts.
pub(crate) fn brings_files(request: &HttpRequest) -> bool {
    takes_files(request.method(), request.path()) && is_multipart(request)
}

fn is_multipart(request: &HttpRequest) -> bool {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let essence = content_type.and_then(|value| value.to_str().ok());
    essence.is_some_and(|text| {
        text.trim_start()
            .to_ascii_lowercase()
            .starts_with("multipart/form-data")
    })
}

/// A call, perhaps with files. Whose it is, is looked at before anything is read: the token is in the
/// header or in the query.
pub(crate) struct CallWithFiles {
    /// The call; where a file was sent, its parameter is the file's name.
    pub(crate) call: Call,
    files: Vec<(String, Incoming)>,
}

impl CallWithFiles {
    /// The file that was sent under that name.
    pub(crate) fn file(&mut self, name: &str) -> Option<Incoming> {
        let at = self.files.iter().position(|(of, _)| of == name)?;
        Some(self.files.swap_remove(at).1)
    }
}

impl FromRequest for CallWithFiles {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            if !is_multipart(&request) {
                return Ok(Self {
                    call: Call::from_request(&request, &mut payload).await?,
                    files: Vec::new(),
                });
            }
            let query = params::parse(request.query_string(), None, &[])?;
            let call = Call::without_body(request, query).await?;
            let [first, second] = SCOPES.map(|scope| call.user(scope));
            first.or(second)?;
            read(call, payload).await
        })
    }
}

/// Takes so many bytes from those that are left.
fn take(left: &mut usize, bytes: usize) -> Result<(), ApiError> {
    *left = left.checked_sub(bytes).ok_or(ApiError::TooLarge)?;
    Ok(())
}

async fn read(mut call: Call, payload: Payload) -> Result<CallWithFiles, ApiError> {
    let broken = |_| ApiError::BadRequest("the multipart body cannot be read".to_owned());
    let media = &call.ctx.config.media;
    let most = media.max_image.as_u64().max(media.max_video.as_u64());
    let mut body = Multipart::new(call.request.headers(), payload);
    let (mut texts, mut files) = (Vec::new(), Vec::new());
    // What is kept of the parts in memory: all but the files, and their names too.
    let mut left = MAX_BODY;
    let (mut parts, mut begun) = (0, 0);
    while let Some(mut field) = body.try_next().await.map_err(broken)? {
        parts += 1;
        if parts > MAX_PAIRS {
            return Err(ApiError::TooLarge);
        }
        let Some(name) = field.name().map(str::to_owned) else {
            continue;
        };
        take(&mut left, name.len())?;
        let file_name = field
            .content_disposition()
            .and_then(|it| it.get_filename().map(str::to_owned));
        if let Some(file_name) = file_name {
            take(&mut left, file_name.len())?;
            // Empty ones too: each is made on the disk.
            begun += 1;
            if begun > MAX_FILES {
                return Err(ApiError::TooLarge);
            }
            let mut file = Receiving::new(&call.ctx, most)?;
            while let Some(chunk) = field.try_next().await.map_err(broken)? {
                file.write(&chunk).await?;
            }
            if let Some(file) = file.finish().await? {
                files.push((name.clone(), file));
            }
            texts.push((name, file_name));
            continue;
        }
        let mut value = Vec::new();
        while let Some(chunk) = field.try_next().await.map_err(broken)? {
            take(&mut left, chunk.len())?;
            value.extend_from_slice(&chunk);
        }
        let utf8 = |_| ApiError::BadRequest("a field is not in UTF-8".to_owned());
        texts.push((name, String::from_utf8(value).map_err(utf8)?));
    }
    call.params = params::with_fields(call.request.query_string(), texts)?;
    Ok(CallWithFiles { call, files })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_files_is_known() {
        for (method, path) in [
            (Method::POST, "/api/v1/media"),
            (Method::POST, "/api/v2/media/"),
            (Method::PUT, "/api/v1/media/17"),
            (Method::PATCH, "/api/v1/accounts/update_credentials"),
            (Method::PATCH, "/api/v1/profile"),
            (Method::PUT, "/api/v1/profile"),
        ] {
            assert!(takes_files(&method, path), "{method} {path}");
        }
        for (method, path) in [
            (Method::GET, "/api/v1/media/17"),
            (Method::DELETE, "/api/v1/media/17"),
            (Method::PUT, "/api/v1/media"),
            (Method::PUT, "/api/v1/media/17/more"),
            (Method::POST, "/api/v1/statuses"),
            (Method::PUT, "/api/v1/accounts/update_credentials"),
        ] {
            assert!(!takes_files(&method, path), "{method} {path}");
        }
    }
}
