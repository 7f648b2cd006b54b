//! `MediaAttachment`.

use serde::Serialize;
use serde_json::{Value, json};
use staffroom_service::statuses::AttachmentRow;

/// A file of a status.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MediaAttachment {
    id: String,
    r#type: String,
    url: String,
    preview_url: String,
    remote_url: Option<String>,
    preview_remote_url: Option<String>,
    text_url: Option<String>,
    meta: Value,
    description: Option<String>,
    blurhash: Option<String>,
}

impl From<&AttachmentRow> for MediaAttachment {
    fn from(row: &AttachmentRow) -> Self {
        Self {
            id: row.id.to_string(),
            r#type: row.kind.clone(),
            url: row.url.clone(),
            preview_url: row.preview_url.clone().unwrap_or_else(|| row.url.clone()),
            remote_url: Some(row.url.clone()),
            preview_remote_url: row.preview_url.clone(),
            text_url: None,
            meta: meta(row),
            description: row.description.clone(),
            blurhash: row.blurhash.clone(),
        }
    }
}

fn meta(row: &AttachmentRow) -> Value {
    let mut meta = serde_json::Map::new();
    if let (Some(width), Some(height)) = (row.width, row.height)
        && width > 0
        && height > 0
    {
        let aspect = f64::from(width) / f64::from(height);
        let size = format!("{width}x{height}");
        let original = json!({"width": width, "height": height, "size": size, "aspect": aspect});
        meta.insert("original".to_owned(), original);
    }
    if let (Some(x), Some(y)) = (row.focus_x, row.focus_y) {
        meta.insert("focus".to_owned(), json!({"x": x, "y": y}));
    }
    Value::Object(meta)
}
