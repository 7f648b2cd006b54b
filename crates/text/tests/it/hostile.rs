//! HTML that means harm.

use crate::checker::safe;

/// Each with what has to become of it.
const CASES: &[(&str, &str)] = &[
    // Scripts and styles.
    ("<script>alert(1)</script>a", "a"),
    ("<SCRIPT SRC=//evil.example/x.js></SCRIPT>a", "a"),
    ("<script>a</script >b", "b"),
    ("<script><!--</script>-->b", "--&gt;b"),
    ("<script/src=x>a</script>b", "b"),
    ("<style>p{}</style>a", "a"),
    ("<style><style/><img src=x onerror=alert(1)>", ""),
    (
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "ipt&gt;alert(1)ipt&gt;",
    ),
    ("<link rel=stylesheet href=//evil.example>a", "a"),
    ("<script>unclosed", ""),
    ("</script>a", "a"),
    // Handlers and styles on elements.
    ("<p onclick=alert(1)>a</p>", "<p>a</p>"),
    ("<p OnMouseOver='x'>a</p>", "<p>a</p>"),
    (
        "<p style=\"background:url(javascript:x)\">a</p>",
        "<p>a</p>",
    ),
    ("<b/onclick=alert(1)>a</b>", "<b>a</b>"),
    (
        "<p id=x name=y data-x=z contenteditable autofocus tabindex=1>a</p>",
        "<p>a</p>",
    ),
    ("<span \"onclick=x\" =onclick=y>a</span>", "<span>a</span>"),
    ("<i\u{c}onclick=x>a</i>", "<i>a</i>"),
    ("<p\u{0}onclick=x>a", "a"),
    // Schemes.
    ("<a href=javascript:alert(1)>a</a>", "a"),
    ("<a href=\" javascript:alert(1)\">a</a>", "a"),
    ("<a href=\"java\tscript:alert(1)\">a</a>", "a"),
    ("<a href=\"java\nscript:alert(1)\">a</a>", "a"),
    ("<a href=\"\u{1}javascript:alert(1)\">a</a>", "a"),
    ("<a href=JaVaScRiPt:alert(1)>a</a>", "a"),
    ("<a href=\"&#106;avascript:alert(1)\">a</a>", "a"),
    ("<a href=\"&#x6A&#x61vascript:alert(1)\">a</a>", "a"),
    ("<a href=\"javascript&colon;alert(1)\">a</a>", "a"),
    ("<a href=\"java&Tab;script:alert(1)\">a</a>", "a"),
    ("<a href=\"java&NewLine;script:alert(1)\">a</a>", "a"),
    ("<a href=vbscript:x>a</a>", "a"),
    ("<a href=data:text/html,x>a</a>", "a"),
    ("<a href=file:///etc/passwd>a</a>", "a"),
    ("<a href=blob:https://x.example/1>a</a>", "a"),
    ("<a href=about:blank>a</a>", "a"),
    ("<a href=mailto:a@b.example>a</a>", "a"),
    ("<a href=/auth/sign_out>a</a>", "a"),
    ("<a href=//evil.example>a</a>", "a"),
    ("<a href=#x>a</a>", "a"),
    ("<a href=\"\">a</a>", "a"),
    ("<a href=https:evil.example>a</a>", "a"),
    ("<a href=https:///x>a</a>", "a"),
    ("<a name=x>a</a>", "a"),
    (
        "<a href=\"https://a.example/\u{202E}gpj.exe\">a</a>",
        "<a href=\"https://a.example/gpj.exe\" rel=\"nofollow noopener\" target=\"_blank\">a</a>",
    ),
    (
        "<a href='https://a.example/\"onclick=x'>a</a>",
        "<a href=\"https://a.example/&quot;onclick=x\" rel=\"nofollow noopener\" target=\"_blank\">a</a>",
    ),
    (
        "<a href=https://a.example target=_top ping=//evil.example download rel=opener>a</a>",
        "<a href=\"https://a.example\" rel=\"nofollow noopener\" target=\"_blank\">a</a>",
    ),
    (
        "<a href=https://a.example href=javascript:x>a</a>",
        "<a href=\"https://a.example\" rel=\"nofollow noopener\" target=\"_blank\">a</a>",
    ),
    (
        "<blockquote cite=javascript:x>a</blockquote>",
        "<blockquote>a</blockquote>",
    ),
    ("<img src=javascript:x alt=a>", "a"),
    ("<img src=data:image/svg+xml,x alt=a>", "a"),
    (
        "<img src=x onerror=alert(1) alt='<b>a</b>'>",
        "&lt;b&gt;a&lt;/b&gt;",
    ),
    // Foreign content, and what mutates when it is parsed again.
    ("<svg onload=alert(1)>a</svg>b", "b"),
    ("<svg><script>alert(1)</script></svg>b", "b"),
    ("<svg/onload=alert(1)>a", ""),
    ("<svg><foreignObject><p>a</p></foreignObject></svg>b", "b"),
    (
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "",
    ),
    (
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>a",
        "a",
    ),
    (
        "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
        "",
    ),
    (
        "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id=\"</style><img onerror=alert(1) src>\">",
        "",
    ),
    (
        "<math><annotation-xml encoding=text/html><style></annotation-xml><img src=x onerror=x></style></math>a",
        "a",
    ),
    (
        "<math><semantics><annotation encoding=application/x-tex><img src=x onerror=x></annotation></semantics></math>a",
        "a",
    ),
    (
        "<math><semantics><annotation encoding=application/x-tex>&lt;img src=x onerror=x&gt;</annotation></semantics></math>",
        "$&lt;img src=x onerror=x&gt;$",
    ),
    ("<svg><![CDATA[</svg><img src=x onerror=x>]]>a", ""),
    (
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "\"&gt;",
    ),
    ("<template><script>x</script></template>a", "a"),
    (
        "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
        "\"&gt;",
    ),
    (
        "<title><p title=\"</title><script>x</script>\">a",
        "\"&gt;a",
    ),
    ("<xmp><p title=\"</xmp><script>x</script>\">a", "\"&gt;a"),
    (
        "<noembed><p title=\"</noembed><b>x</b>\">",
        "<b>x</b>\"&gt;",
    ),
    ("<iframe srcdoc=\"<script>x</script>\">a</iframe>b", "b"),
    ("<iframe src=javascript:x>", ""),
    ("<plaintext><script>x", ""),
    (
        "<select><template><style><b>a</style></template></select>b",
        "b",
    ),
    // Elements with effects.
    (
        "<meta http-equiv=refresh content='0;url=//evil.example'>a",
        "a",
    ),
    ("<base href=//evil.example>a", "a"),
    (
        "<form action=//evil.example><input name=password><button>go</button></form>",
        "go",
    ),
    ("<object data=x><embed src=x>a</object>b", "b"),
    ("<video src=x onerror=x><source onerror=x></video>a", "a"),
    ("<marquee onstart=x>a</marquee>", "a"),
    ("<details open ontoggle=x>a</details>b", "a<br>b"),
    ("<body onload=x>a</body>", "a"),
    ("<frameset onload=x>a", "a"),
    ("<custom-element onclick=x>a</custom-element>", "a"),
    ("<dialog open>a</dialog>", "a"),
    ("<portal src=//evil.example>a</portal>", "a"),
    // Comments, declarations, entities.
    ("a<!-- <script>x</script> -->b", "ab"),
    ("a<!--><script>x</script>-->b", "a--&gt;b"),
    ("a<!-- x --!><b>b</b>", "a<b>b</b>"),
    ("a<!-- unclosed <b>x</b>", "a"),
    ("<!doctype html><?php x ?>a", "a"),
    ("<![CDATA[<b>x</b>]]>", "x]]&gt;"),
    (
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ),
    ("&#60;script&#62;", "&lt;script&gt;"),
    ("&amp;lt;script&amp;gt;", "&amp;lt;script&amp;gt;"),
    (
        "&#0;&#xD800;&#x110000;&#99999999999;&bogus;&",
        "&amp;#0;&amp;#xD800;&amp;#x110000;&amp;#99999999999;&amp;bogus;&amp;",
    ),
    ("&<b></b>lt;", "&amp;<b></b>lt;"),
    ("1 < 2 > 1 <3", "1 &lt; 2 &gt; 1 &lt;3"),
    // Unclosed and nested.
    ("<p><b>a", "<p><b>a</b></p>"),
    ("<p>a<p>b", "<p>a</p><p>b</p>"),
    ("<b><p>a</b>b</p>", "<b><p>a</p></b>b"),
    ("</p></div></b>a", "a"),
    ("<p title=\"unclosed>a</p>", ""),
    ("a<p", "a"),
    ("<<p>>a", "&lt;<p>&gt;a</p>"),
    (
        "<a href=https://a.example>a<a href=https://b.example>b</a></a>",
        "<a href=\"https://a.example\" rel=\"nofollow noopener\" target=\"_blank\">a</a><a href=\"https://b.example\" rel=\"nofollow noopener\" target=\"_blank\">b</a>",
    ),
    ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
    ("<h1>a<h2>b</h2>", "<h1>a</h1><h2>b</h2>"),
    ("<p><pre>\n\na</pre>", "<p></p><pre>a</pre>"),
    // Classes.
    (
        "<p class=\"admin-notice mention fixed h-card\">a</p>",
        "<p class=\"mention h-card\">a</p>",
    ),
    (
        "<span class=\"invisible'><script>\">a</span>",
        "<span>a</span>",
    ),
    (
        "<span class=\"u-x&quot;onclick=y\">a</span>",
        "<span>a</span>",
    ),
    ("<div class=mention>a</div>", "a"),
    // Directions and joiners.
    ("a\u{202E}b\u{202D}c", "abc"),
    ("a&#x202E;b", "ab"),
    ("👩\u{200D}🏫", "👩\u{200D}🏫"),
    ("a\u{0}b\u{7}c\u{9b}d\r\ne", "abcd\ne"),
    // Numbers and languages.
    (
        "<ol start=\"1 onclick=x\" reversed=y><li value=x>a</ol>",
        "<ol reversed><li>a</li></ol>",
    ),
    ("<p lang='\"><script>'>a</p>", "<p>a</p>"),
    ("<p lang=cy>a</p>", "<p lang=\"cy\">a</p>"),
];

/// Checklist 46. Catalogue 52.
#[test]
fn hostile_html_becomes_what_it_says() {
    assert!(CASES.len() >= 80);
    let wrong: Vec<_> = CASES
        .iter()
        .map(|(html, expected)| (html, safe(html), expected))
        .filter(|(_, clean, expected)| clean != *expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
