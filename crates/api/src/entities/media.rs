//! `MediaAttachment`.

use serde::Serialize;
use serde_json::{Map, Value, json};
use staffroom_domain::StatusId;
use staffroom_service::Ctx;
use staffroom_service::media::{Shown, UploadRow};
use staffroom_service::statuses::AttachmentRow;

use staffroom_service::links::web;

/// A file of a status.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MediaAttachment {
    id: String,
    r#type: String,
    url: Option<String>,
    preview_url: Option<String>,
    remote_url: Option<String>,
    preview_remote_url: Option<String>,
    text_url: Option<String>,
    meta: Value,
    description: Option<String>,
    blurhash: Option<String>,
}

impl MediaAttachment {
    /// A file of a status. Other servers' files are shown under addresses of ours; what cannot be shown is
    /// a link to where it is.
    pub(crate) fn new(ctx: &Ctx, row: &AttachmentRow) -> Self {
        let shown = Shown::attachment(ctx, row);
        let remote = web(&row.url).map(str::to_owned);
        let is_picture = row.kind == "image" || row.kind == "gifv";
        let (url, preview_url) = match shown {
            Some(shown) if row.kind != "unknown" => {
                let has_preview = is_picture || row.preview_url.is_some();
                (Some(shown.url), has_preview.then_some(shown.still))
            }
            _ => (remote.clone(), None),
        };
        Self {
            id: row.id.to_string(),
            r#type: row.kind.clone(),
            url,
            preview_url,
            remote_url: remote,
            preview_remote_url: row.preview_url.as_deref().and_then(web).map(str::to_owned),
            text_url: None,
            meta: meta(row),
            description: row.description.clone(),
            blurhash: row.blurhash.clone(),
        }
    }

    /// An upload that no status shows yet; without addresses while it cannot be shown.
    pub(crate) fn of_upload(ctx: &Ctx, row: &UploadRow, is_ready: bool) -> Self {
        let entity = Self::new(
            ctx,
            &AttachmentRow {
                id: row.id,
                status_id: StatusId::from(0),
                position: 0,
                kind: row.kind.clone(),
                media_type: Some(row.media_type.clone()),
                url: format!("/{}", row.path),
                preview_url: row.small_path.as_ref().map(|path| format!("/{path}")),
                description: row.description.clone(),
                blurhash: row.blurhash.clone(),
                focus_x: row.focus_x,
                focus_y: row.focus_y,
                width: row.width,
                height: row.height,
                small_width: row.small_width,
                small_height: row.small_height,
                duration_ms: row.duration_ms,
            },
        );
        if is_ready {
            return entity;
        }
        Self {
            url: None,
            preview_url: None,
            ..entity
        }
    }
}

fn meta(row: &AttachmentRow) -> Value {
    let mut meta = Map::new();
    let mut original = size(row.width, row.height).unwrap_or_default();
    if let Some(length) = row.duration_ms {
        #[expect(
            clippy::cast_precision_loss,
            reason = "nothing plays so long that a millisecond is lost"
        )]
        let seconds = length as f64 / 1_000.0;
        original.insert("duration".to_owned(), json!(seconds));
    }
    if !original.is_empty() {
        meta.insert("original".to_owned(), Value::Object(original));
    }
    if let Some(small) = size(row.small_width, row.small_height) {
        meta.insert("small".to_owned(), Value::Object(small));
    }
    if let (Some(x), Some(y)) = (row.focus_x, row.focus_y) {
        meta.insert("focus".to_owned(), json!({"x": x, "y": y}));
    }
    Value::Object(meta)
}

fn size(width: Option<i32>, height: Option<i32>) -> Option<Map<String, Value>> {
    let (width, height) = (width?, height?);
    if width <= 0 || height <= 0 {
        return None;
    }
    let aspect = f64::from(width) / f64::from(height);
    let size = json!({
        "width": width,
        "height": height,
        "size": format!("{width}x{height}"),
        "aspect": aspect,
    });
    match size {
        Value::Object(size) => Some(size),
        _ => None,
    }
}
