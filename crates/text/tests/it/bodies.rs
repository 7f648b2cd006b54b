//! Bodies in the shapes in which other programs write them.

use insta::assert_snapshot;
use staffroom_text::plain_text;

use crate::checker::safe;

/// What becomes of a body, as HTML and as text.
fn both(html: &str) -> String {
    let clean = safe(html);
    format!("{clean}\n---\n{}", plain_text(&clean))
}

#[test]
fn mastodon() {
    assert_snapshot!(both(
        "<p><span class=\"h-card\" translate=\"no\"><a href=\"https://social.example/@amira\" class=\"u-url mention\">@<span>amira</span></a></span> \
         hello<br />see <a href=\"https://www.example.org/a/very/long/address/indeed\" rel=\"nofollow noopener noreferrer\" translate=\"no\" \
         target=\"_blank\"><span class=\"invisible\">https://www.</span><span class=\"ellipsis\">example.org/a/very/long/addres</span><span \
         class=\"invisible\">s/indeed</span></a></p><p><a href=\"https://social.example/tags/Ysgol\" class=\"mention hashtag\" rel=\"tag\">#<span>Ysgol</span></a></p>"
    ));
}

#[test]
fn a_quote_on_mastodon() {
    assert_snapshot!(both(
        "<p class=\"quote-inline\">RE: <a href=\"https://social.example/@a/1\">https://social.example/@a/1</a></p><p>Indeed.</p>"
    ));
}

#[test]
fn lemmy() {
    assert_snapshot!(both(
        "<h1>Question</h1>\n<p>Does <code>x</code> work?</p>\n<blockquote>\n<p>quoted</p>\n</blockquote>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n\
         <pre><code class=\"language-rust\">fn main() {}\n</code></pre>\n<table>\n<thead>\n<tr><th>a</th><th>b</th></tr>\n</thead>\n<tbody>\n\
         <tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>\n<p><img src=\"https://lemmy.example/pictrs/x.png\" alt=\"a cat\" /></p>\n"
    ));
}

#[test]
fn misskey() {
    assert_snapshot!(both(
        "<p><a href=\"https://social.example/@b\" class=\"u-url mention\">@b@social.example</a><span> おはよう<br>世界 </span><i>x</i> \
         <ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby><br><br><span class=\"quote-inline\">RE: </span><a \
         href=\"https://misskey.example/notes/1\">https://misskey.example/notes/1</a></p>"
    ));
}

#[test]
fn pleroma() {
    assert_snapshot!(both(
        "<span class=\"h-card\"><a class=\"u-url mention\" data-user=\"A1\" href=\"https://pleroma.example/users/c\" rel=\"ugc\">@<span>c</span></a></span> \
         hi <img class=\"emoji\" alt=\":blob:\" src=\"https://pleroma.example/emoji/blob.png\"/><br/><a class=\"hashtag\" data-tag=\"x\" \
         href=\"https://pleroma.example/tag/x\">#x</a>"
    ));
}

#[test]
fn wordpress() {
    assert_snapshot!(both(
        "<div class=\"wp-block-group\"><h2 class=\"wp-block-heading\">Title</h2>\n<p class=\"has-text-align-center\">Text &#8211; with &hellip; entities</p>\n\
         <figure class=\"wp-block-image\"><img decoding=\"async\" src=\"https://wp.example/a.jpg\" alt=\"\" width=\"10\"/><figcaption>Caption</figcaption></figure>\n\
         <ol start=\"3\"><li>three</li></ol>\n<iframe src=\"https://video.example/embed\"></iframe>\n<hr class=\"wp-block-separator\"/>\n<p>End</p></div>"
    ));
}

#[test]
fn mobilizon() {
    assert_snapshot!(both(
        "<p>Join us on <strong>Friday</strong></p><p></p><ul><li><p>bring a laptop</p></li><li><p>and <em>tea</em></p></li></ul><p><a \
         href=\"https://meet.example/x\" rel=\"noopener noreferrer ugc\" target=\"_blank\">meet</a> <s>later</s> <u>now</u></p>"
    ));
}

#[test]
fn a_formula() {
    assert_snapshot!(both(
        "<p>Then <math xmlns=\"http://www.w3.org/1998/Math/MathML\"><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow><annotation \
         encoding=\"application/x-tex\">x^2 &lt; 1</annotation></semantics></math> and <math display=\"block\"><semantics><mi>y</mi><annotation \
         encoding=\"text/plain\">y</annotation></semantics></math></p>"
    ));
}

#[test]
fn a_profile_field() {
    assert_snapshot!(both(
        "<a href=\"https://ysgol.example\" rel=\"me nofollow noopener\" target=\"_blank\">ysgol.example</a>"
    ));
}
