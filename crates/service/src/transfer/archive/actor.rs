//! The actor, with what belongs to it beside it.

use super::members::Members;

/// The document of an actor that leads to the other files of the archive, as Mastodon's does. `avatar` and `header` are the
/// names of those pictures, where they are in it.
pub(super) fn with_own_files(text: String, avatar: Option<&str>, header: Option<&str>) -> String {
    let changed = Members::read(&text).and_then(|mut actor| {
        for (member, file) in [
            ("outbox", "outbox.json"),
            ("likes", "likes.json"),
            ("bookmarks", "bookmarks.json"),
        ] {
            actor.set(member, file);
        }
        for (member, file) in [("icon", avatar), ("image", header)] {
            let Some(file) = file else { continue };
            actor.change(member, |picture| {
                let mut picture = Members::read(picture)?;
                picture.set("url", file);
                picture.write()
            });
        }
        actor.write()
    });
    changed.map_or(text, |text| text.get().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_an_actor_is_found_beside_it() {
        let text = r#"{"id":"x","outbox":"https://a.example/o","icon":{"type":"Image","url":"u"},"image":{"url":"v"}}"#;
        assert_eq!(
            with_own_files(text.to_owned(), Some("avatar.png"), None),
            r#"{"id":"x","outbox":"outbox.json","icon":{"type":"Image","url":"avatar.png"},"image":{"url":"v"},"likes":"likes.json","bookmarks":"bookmarks.json"}"#
        );
    }
}
