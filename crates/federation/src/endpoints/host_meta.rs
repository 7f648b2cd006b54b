//! `/.well-known/host-meta`, which some servers ask before `WebFinger`.

use actix_web::{HttpResponse, web};
use staffroom_protocol::Iri;
use staffroom_protocol::host_meta::{XRD_XML, host_meta};

use super::answer::Refusal;
use super::serving::Serving;

/// The XRD that names the address of `WebFinger`.
pub(super) async fn show(serving: web::Data<Serving>) -> Result<HttpResponse, Refusal> {
    let origin = Iri::parse(serving.fed().addresses().origin())?;
    Ok(HttpResponse::Ok()
        .content_type(XRD_XML)
        .body(host_meta(&origin)))
}
