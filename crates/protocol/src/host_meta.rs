//! `/.well-known/host-meta` (RFC 6415), which some servers ask before `WebFinger`.

use crate::iri::Iri;

/// The media type of the answer.
pub const XRD_XML: &str = "application/xrd+xml";

/// The XRD document that names the `WebFinger` address of a host; `host` is any address of it.
pub fn host_meta(host: &Iri) -> String {
    // An origin has none of the characters that XML gives a meaning: the host is checked by the URL parser.
    let origin = host.origin();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n  \
         <Link rel=\"lrdd\" type=\"application/jrd+json\" \
         template=\"{origin}/.well-known/webfinger?resource={{uri}}\"/>\n</XRD>\n"
    )
}
