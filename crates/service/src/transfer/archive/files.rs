//! Where a file is in the archive, and documents that lead there.

use serde_json::value::{RawValue, to_raw_value};

use super::members::Members;

/// The folder of files of posts, as Mastodon calls it.
const FOLDER: &str = "media_attachments";

/// Where a file of the store is in the archive.
pub(super) fn place(path: &str) -> String {
    let rest = path.strip_prefix("media/").unwrap_or(path);
    format!("{FOLDER}/{rest}")
}

/// The path in the store of a file of ours, by the address that the database has for it.
pub(super) fn stored(url: &str) -> Option<&str> {
    url.strip_prefix('/')
        .filter(|path| path.starts_with("media/"))
}

/// An activity whose attachments are where they are in the archive: `/media_attachments/…`, as Mastodon writes it. All else
/// stays as it is sent.
pub(super) fn with_own_files(activity: String, origin: &str) -> String {
    let begin = format!("{origin}/media/");
    let changed = Members::read(&activity).and_then(|mut members| {
        if !members.get("object")?.contains(&begin) {
            return None;
        }
        members.change("object", |object| {
            let mut object = Members::read(object)?;
            object.change("attachment", |list| attachments(list, &begin));
            object.write()
        });
        members.write()
    });
    changed.map_or(activity, |text| text.get().to_owned())
}

fn attachments(list: &str, begin: &str) -> Option<Box<RawValue>> {
    let list: Vec<Box<RawValue>> = serde_json::from_str(list).ok()?;
    let changed = list.into_iter().map(|one| {
        let changed = Members::read(one.get()).and_then(|mut members| {
            let url: String = serde_json::from_str(members.get("url")?).ok()?;
            let rest = url.strip_prefix(begin)?;
            members.set("url", &format!("/{FOLDER}/{rest}"));
            members.write()
        });
        changed.unwrap_or(one)
    });
    to_raw_value(&changed.collect::<Vec<_>>()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attachments_lead_into_the_archive_and_nothing_else_changes() {
        let activity = r#"{"type":"Create","object":{"content":"<a href=\"https://a.example/media/ab/1.png\">","attachment":[{"type":"Image","url":"https://a.example/media/ab/1.png","icon":{"url":"https://a.example/media/ab/1-small.png"}},{"type":"Image","url":"https://b.example/media/2.png"}],"practice":{"n":1.0}}}"#;
        let written = with_own_files(activity.to_owned(), "https://a.example");
        assert_eq!(
            written,
            activity.replace(
                r#""type":"Image","url":"https://a.example/media/ab/1.png""#,
                r#""type":"Image","url":"/media_attachments/ab/1.png""#
            )
        );
        assert_eq!(place("media/ab/1.png"), "media_attachments/ab/1.png");
        for other in [
            r#"{"type":"Announce","object":"https://a.example/media/x"}"#,
            r#"{"object":{"attachment":{}}}"#,
            "no JSON",
        ] {
            assert_eq!(with_own_files(other.to_owned(), "https://a.example"), other);
        }
        assert_eq!(stored("/media/ab/1.png"), Some("media/ab/1.png"));
        assert_eq!(stored("https://b.example/media/1.png"), None);
        assert_eq!(stored("//b.example/media/1.png"), None);
    }
}
