//! Custom emojis of this instance.

use actix_web::{HttpRequest, HttpResponse, web};
use staffroom_db::emojis;
use staffroom_domain::EmojiId;

use super::admission::admit_to_document;
use super::answer::{Refusal, bytes, public};
use super::serving::Serving;
use crate::documents;

/// `GET /ap/emojis/{id}`: the emoji, as it stands in posts.
pub(super) async fn show(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let number: Option<i64> = id
        .parse()
        .ok()
        .filter(|number: &i64| number.to_string() == *id);
    let number = EmojiId::from(number.ok_or(Refusal::NotFound)?);
    let read = serving
        .ctx()
        .db
        .read(move |conn| emojis::find(conn, number));
    let ours = read.await?.filter(|row| row.domain.is_empty());
    let tag = ours.and_then(|row| documents::emoji(serving.fed().addresses(), &row));
    Ok(public(bytes(&tag.ok_or(Refusal::NotFound)?)?))
}
