//! What people type, rendered.

use insta::assert_snapshot;
use proptest::prelude::*;
use staffroom_text::{Format, MentionTarget, MentionText, Rendered, plain_text, render};

use crate::checker::faults;

/// Knows everybody but `nobody`.
fn resolve(mention: &MentionText) -> Option<MentionTarget> {
    if mention.username == "nobody" {
        return None;
    }
    let host = mention.domain.as_deref().unwrap_or("ours.example");
    let is_ours = host == "ours.example";
    Some(MentionTarget {
        id: format!("https://{host}/users/{}", mention.username),
        url: format!("https://{host}/@{}", mention.username),
        acct: if is_ours {
            mention.username.clone()
        } else {
            format!("{}@{host}", mention.username)
        },
    })
}

fn rendered(text: &str, format: Format) -> Rendered {
    let rendered = render(text, format, &resolve, &|tag| {
        format!("https://ours.example/tags/{tag}")
    });
    assert_eq!(faults(&rendered.html), Vec::<String>::new(), "{text:?}");
    rendered
}

fn plain(text: &str) -> String {
    rendered(text, Format::Plain).html
}

fn all(text: &str, format: Format) -> String {
    let rendered = rendered(text, format);
    let mut out = rendered.html.replace("><p", ">\n<p");
    for (_, target) in rendered.mentions {
        out.push_str("\nmention ");
        out.push_str(&target.id);
    }
    for tag in rendered.hashtags {
        out.extend(["\nhashtag ", &tag.name, " ", &tag.folded]);
    }
    for link in rendered.links {
        out.push_str("\nlink ");
        out.push_str(&link);
    }
    out
}

#[test]
fn paragraphs_and_lines() {
    assert_eq!(plain(""), "");
    assert_eq!(plain(" \n "), "");
    assert_eq!(plain("a"), "<p>a</p>");
    assert_eq!(plain("a\nb\r\nc"), "<p>a<br>b<br>c</p>");
    assert_eq!(plain("a\n\n\n\nb\n"), "<p>a</p><p>b</p>");
    assert_eq!(plain("<b>&\"'"), "<p>&lt;b&gt;&amp;&quot;&#39;</p>");
}

#[test]
fn a_post() {
    assert_snapshot!(all(
        "Hi @amira and @gwen@other.example, see https://www.example.org/a/very/long/address/indeed?x=1&y=2.\n\n#Ysgol #日本語 @nobody mail@example.org",
        Format::Plain
    ));
}

#[test]
fn people_of_the_same_name_are_told_apart() {
    assert_snapshot!(all(
        "@amira @amira@other.example @amira@ours.example @gwen",
        Format::Plain
    ));
}

#[test]
fn markdown() {
    assert_snapshot!(all(
        "# Title\n\nHi **@amira**, _see_ https://example.org/a_b_c and [here @gwen #no](https://example.org/x).\nNext ~~line~~ `@code #code`\n\n\
         - one #Ysgol\n- two\n  1. three\n\n```rust\nfn main() {\n    // #no @no\n}\n```\n\n> quoted @nobody\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\
         ![a cat](https://example.org/cat.png)\n\n---\n\n###### six",
        Format::Markdown
    ));
}

#[test]
fn hostile_markdown() {
    assert_snapshot!(all(
        "<script>alert(1)</script>\n\n<b onclick=x>a</b> [x](javascript:alert(1)) [y](<data:text/html,x>) ![z](javascript:x)\n\n\
         [a](https://example.org \"title\\\" onclick=x\") <https://example.org/auto> &lt;script&gt; \u{FDD0}0\u{FDD1} @amira\n\n```x\" onclick=\"y\n<i>\n```",
        Format::Markdown
    ));
}

proptest! {
    #[test]
    fn whatever_is_typed_becomes_safe(text in "\\PC{0,60}|[@#a-z.:/ \\n*_`\\[\\]()<>!&~|0-9-]{0,80}|(@[a-c]{1,2}(@[a-c]\\.d)?|#[a-z]{1,3}|https://a\\.bc/[a-z)(]{0,5}|\\n|[*_`> ]){0,12}") {
        for format in [Format::Plain, Format::Markdown] {
            rendered(&text, format);
        }
    }

    #[test]
    fn plain_words_come_back(text in "[a-zé日]{1,8}( [a-zé日&<>]{1,8}){0,4}(\\n[a-z]{1,8}){0,3}") {
        prop_assert_eq!(plain_text(&plain(&text)), text);
    }
}
