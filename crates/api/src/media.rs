//! `/api/v1/media`, `/api/v2/media`: files for posts.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde_json::json;
use staffroom_service::media::{self, NewUpload, UploadEdit, Uploaded};

use crate::call::{Answer, Call};
use crate::entities::MediaAttachment;
use crate::error::ApiError;
use crate::params::Params;
use crate::upload::CallWithFiles;

const SCOPE: &str = "write:media";

/// `POST /api/v1/media`: a file, answered when it can be shown.
pub(crate) async fn create(call: CallWithFiles) -> Answer {
    take(call, false).await
}

/// `POST /api/v2/media`: a file; large pictures are answered with 202, and asked for again.
pub(crate) async fn create_later(call: CallWithFiles) -> Answer {
    take(call, true).await
}

async fn take(mut call: CallWithFiles, can_wait: bool) -> Answer {
    let by = call.call.user(SCOPE)?;
    let file = call
        .file("file")
        .ok_or_else(|| ApiError::invalid("File can't be blank"))?;
    let thumbnail = call.file("thumbnail");
    let params = &call.call.params;
    let new = NewUpload {
        file,
        thumbnail,
        description: params.text("description"),
        focus: focus(params)?,
        can_wait,
    };
    let uploaded = media::upload(&call.call.ctx, by, new).await?;
    Ok(answer(&call.call, &uploaded, StatusCode::ACCEPTED))
}

/// `GET /api/v1/media/:id`: how far it is: 206 while it is looked at, 422 where it cannot be shown.
pub(crate) async fn get(call: Call) -> Answer {
    let by = call.user(SCOPE)?;
    let uploaded = media::get(&call.ctx, by, call.id()?).await?;
    Ok(answer(&call, &uploaded, StatusCode::PARTIAL_CONTENT))
}

/// `PUT /api/v1/media/:id`: what is said of it.
pub(crate) async fn edit(mut call: CallWithFiles) -> Answer {
    let by = call.call.user(SCOPE)?;
    let thumbnail = call.file("thumbnail");
    let params = &call.call.params;
    let edit = UploadEdit {
        description: params
            .has("description")
            .then(|| params.text("description").unwrap_or_default()),
        focus: focus(params)?,
        thumbnail,
    };
    let id = call.call.id()?;
    let uploaded = media::edit(&call.call.ctx, by, id, edit).await?;
    Ok(answer(&call.call, &uploaded, StatusCode::PARTIAL_CONTENT))
}

/// `DELETE /api/v1/media/:id`: it was not needed.
pub(crate) async fn delete(call: Call) -> Answer {
    let by = call.user(SCOPE)?;
    media::delete(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

fn answer(call: &Call, uploaded: &Uploaded, waiting: StatusCode) -> HttpResponse {
    match uploaded {
        Uploaded::Ready(row) => {
            HttpResponse::Ok().json(MediaAttachment::of_upload(&call.ctx, row, true))
        }
        Uploaded::Waiting(row) => {
            HttpResponse::build(waiting).json(MediaAttachment::of_upload(&call.ctx, row, false))
        }
    }
}

/// `x,y`, each from -1 to 1.
pub(crate) fn focus(params: &Params) -> Result<Option<(f64, f64)>, ApiError> {
    let Some(text) = params.present("focus") else {
        return Ok(None);
    };
    let number = |part: &str| {
        let number: f64 = part.trim().parse().ok()?;
        number.is_finite().then_some(number.clamp(-1.0, 1.0))
    };
    let point = text
        .split_once(',')
        .and_then(|(x, y)| Some((number(x)?, number(y)?)));
    point
        .map(Some)
        .ok_or_else(|| ApiError::invalid("Focus must be two numbers with a comma between them"))
}
