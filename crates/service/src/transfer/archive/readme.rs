//! What is in an archive, in words, in English and in Welsh. The Welsh is a draft until a speaker has read it.

use staffroom_domain::{Day, Timestamp};

use crate::transfer::Kind;

/// As many of what is left out are named.
const MOST_NAMED: usize = 1_000;

/// The posts and files that could not be read.
#[derive(Debug, Default)]
pub(super) struct Missing {
    named: Vec<String>,
    number: i64,
}

impl Missing {
    /// One more: a file by its name in the archive, a post by its address.
    pub(super) fn add(&mut self, name: String) {
        self.number += 1;
        if self.named.len() < MOST_NAMED {
            self.named.push(name);
        }
    }

    /// How many there are.
    pub(super) const fn number(&self) -> i64 {
        self.number
    }
}

/// The words of one language.
struct Words {
    /// `{of}` and `{day}` are put in.
    title: &'static str,
    about: &'static str,
    files: &'static [(&'static str, &'static str)],
    tables: [&'static str; 6],
    media: &'static str,
    pictures: &'static str,
    records: &'static str,
    missing: &'static str,
    more: &'static str,
}

const ENGLISH: Words = Words {
    title: "Archive of {of}, made on {day} (UTC)",
    about: "All that you posted here, with your files and lists. It has posts that only some people may see, and messages \
            to people alone: keep it to yourself.",
    files: &[
        (
            "actor.json",
            "Your profile, as other servers are given it (ActivityPub).",
        ),
        (
            "outbox.json",
            "What you posted and boosted, the oldest first, as other servers are given it. What was deleted is not in it. \
             Of a boost there is the address.",
        ),
        ("likes.json", "The addresses of the posts that you like."),
        (
            "bookmarks.json",
            "The addresses of the posts that you keep.",
        ),
    ],
    tables: [
        "Whom you follow. Another server can take it in.",
        "Whom you block. Another server can take it in.",
        "Whom you mute. Another server can take it in.",
        "The servers that you block. Another server can take it in.",
        "Your bookmarks. Another server can take it in.",
        "Who is on your lists. Another server can take it in.",
    ],
    media: "The pictures, sound and videos of your posts. In outbox.json, \"url\" says which belongs to which post.",
    pictures: "The pictures of your profile, where there are any.",
    records: "Practices, outcomes and events are posts in outbox.json. What is counted of them stands there as \"practice\", \
              \"adoption\", \"outcome\" and \"event\".",
    missing: "These posts and files could not be read and are not in this archive:",
    more: "and more: {number}",
};

const WELSH: Words = Words {
    title: "Archif {of}, a wnaed ar {day} (UTC)",
    about: "Popeth a bostioch yma, gyda'ch ffeiliau a'ch rhestrau. Mae ynddi bostiadau y caiff rhai pobl yn unig eu gweld, a \
            negeseuon at bobl yn unig: cadwch hi i chi'ch hun.",
    files: &[
        (
            "actor.json",
            "Eich proffil, fel y rhoddir ef i weinyddion eraill (ActivityPub).",
        ),
        (
            "outbox.json",
            "Yr hyn a bostioch ac a hybwyd gennych, yr hynaf yn gyntaf, fel y rhoddir ef i weinyddion eraill. Nid yw'r hyn a \
             ddilëwyd ynddi. O hwb, y cyfeiriad sydd yno.",
        ),
        (
            "likes.json",
            "Cyfeiriadau'r postiadau yr ydych yn eu hoffi.",
        ),
        (
            "bookmarks.json",
            "Cyfeiriadau'r postiadau yr ydych yn eu cadw.",
        ),
    ],
    tables: [
        "Pwy rydych yn eu dilyn. Gall gweinydd arall ei dderbyn.",
        "Pwy rydych yn eu rhwystro. Gall gweinydd arall ei dderbyn.",
        "Pwy rydych yn eu tewi. Gall gweinydd arall ei dderbyn.",
        "Gweinyddion rydych yn eu rhwystro. Gall gweinydd arall ei dderbyn.",
        "Eich nodau tudalen. Gall gweinydd arall ei dderbyn.",
        "Pwy sydd ar eich rhestrau. Gall gweinydd arall ei dderbyn.",
    ],
    media: "Lluniau, sain a fideos eich postiadau. Yn outbox.json, mae \"url\" yn dweud pa un sy'n perthyn i ba bostiad.",
    pictures: "Lluniau eich proffil, lle mae rhai.",
    records: "Postiadau yn outbox.json yw arferion, canlyniadau a digwyddiadau. Mae'r hyn a gyfrifir ohonynt yno fel \
              \"practice\", \"adoption\", \"outcome\" a \"event\".",
    missing: "Ni ellid darllen y postiadau a'r ffeiliau hyn, ac nid ydynt yn yr archif hon:",
    more: "a mwy: {number}",
};

/// The words above the files, in a language by its short code: English where we do not speak it.
pub(super) fn text(language: &str, of: &str, now: Timestamp, missing: &Missing) -> String {
    let words = if language == "cy" { &WELSH } else { &ENGLISH };
    let day = Day::in_utc(now).map(String::from).unwrap_or_default();
    let title = words.title.replace("{of}", of).replace("{day}", &day);
    let mut text = format!("{title}\n\n{}\n\n", words.about);
    let mut entry = |name: &str, about: &str| {
        text.extend([name, "\n  ", about, "\n"]);
    };
    for (name, about) in words.files {
        entry(name, about);
    }
    for (kind, about) in Kind::ALL.into_iter().zip(words.tables) {
        entry(&format!("{}.csv", kind.file_name()), about);
    }
    entry("media_attachments", words.media);
    entry("avatar, header", words.pictures);
    text.extend(["\n", words.records, "\n"]);
    if missing.number > 0 {
        text.extend(["\n", words.missing, "\n"]);
        for name in &missing.named {
            text.extend(["  ", name, "\n"]);
        }
        let more = missing.number - i64::try_from(missing.named.len()).unwrap_or(0);
        if more > 0 {
            let more = words.more.replace("{number}", &more.to_string());
            text.extend(["  ", &more, "\n"]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_explained_and_what_is_missing_is_named() {
        let mut missing = Missing::default();
        let none = text("cy", "@a@b.example", Timestamp::from_secs(0), &missing);
        assert!(none.starts_with("Archif @a@b.example, a wnaed ar 1970-01-01 (UTC)\n"));
        assert!(!none.contains(WELSH.missing));
        for n in 0..MOST_NAMED + 2 {
            missing.add(format!("media_attachments/{n}.png"));
        }
        let english = text("de", "@a@b.example", Timestamp::from_secs(0), &missing);
        for name in ["outbox.json", "lists.csv", "  media_attachments/999.png\n"] {
            assert!(english.contains(name), "{name}");
        }
        assert!(english.ends_with("  and more: 2\n"));
    }
}
