//! The same pages for programs: structured data in the head, feeds, the sitemap, oEmbed, robots.
//!
//! What an author does not want to be indexed is in none of them.

pub(crate) mod atom;
pub(crate) mod json_ld;
pub(crate) mod oembed;
pub(crate) mod robots;
pub(crate) mod sitemap;

mod xml;

use staffroom_domain::practice::Index;
use staffroom_domain::{RecordKind, TypedRecord, Visibility};
use staffroom_service::records::RecordView;
use staffroom_service::statuses::StatusView;

use crate::return_to::percent_encode;

/// Whether search engines and others that collect may have it: public, written here, and neither its author nor, of a
/// practice, its record says otherwise.
pub(crate) fn is_indexed(view: &StatusView) -> bool {
    let row = &view.status;
    let is_open = row.local
        && row.visibility() == Visibility::Public
        && view.author.is_active()
        && !view.author.is_limited();
    let listed = match &view.record {
        Some(RecordView::Practice { practice, .. }) => {
            let record = TypedRecord::stored(RecordKind::Practice, &practice.record).ok();
            record.and_then(|record| record.practice()?.index)
        }
        _ => None,
    };
    is_open
        && match listed {
            None => view.author.indexable,
            Some(Index::All) => true,
            Some(Index::None | Index::Hub(_)) => false,
        }
}

/// Where the page at an address of ours can be had to be embedded elsewhere.
pub(crate) fn oembed_of(url: &str) -> String {
    format!("/api/oembed?url={}", percent_encode(url))
}
