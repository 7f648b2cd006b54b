//! Every page, in the states that matter. Whoever adds a page adds a line.

use staffroom_testkit::PASSWORD;

use super::samples::Who::{self, Head, Stranger, Teacher};

/// A page in a state.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) who: Who,
    /// Path and query. What is in braces is a sample: [`super::samples`] says which there are.
    pub(super) address: &'static str,
    pub(super) status: u16,
    /// What is written into its form, which is sent.
    pub(super) sends: &'static [(&'static str, &'static str)],
}

/// The page at an address, as somebody sees it.
const fn line(who: Who, address: &'static str) -> Line {
    Line {
        who,
        address,
        status: 200,
        sends: &[],
    }
}

impl Line {
    /// With another status than 200.
    const fn is(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// As it answers to what was sent.
    const fn sending(mut self, fields: &'static [(&'static str, &'static str)]) -> Self {
        self.sends = fields;
        self
    }
}

/// The pages.
pub(super) const PAGES: &[Line] = &[
    // For anybody.
    line(Stranger, "/"),
    line(Teacher, "/"),
    line(Stranger, "/about"),
    line(Stranger, "/nothing-here").is(404),
    line(Teacher, "/admin/users").is(403),
    line(Stranger, "/language?return_to=/about"),
    line(Stranger, "/sign-in"),
    line(Stranger, "/sign-in")
        .sending(&[("username", "amira"), ("password", "not this one")])
        .is(422),
    // Whoever has shown their password, and has two-factor sign-in.
    line(Stranger, "/sign-in?return_to=/settings")
        .sending(&[("username", "catrin"), ("password", PASSWORD)]),
    line(Stranger, "/invitation/{invitation}"),
    line(Stranger, "/invitation/{invitation}")
        .sending(&[("username", "Amira Khan"), ("password", "short")])
        .is(422),
    line(Stranger, "/invitation/gone").is(404),
    line(Stranger, "/password-reset"),
    line(Stranger, "/password-reset/{reset}"),
    line(Stranger, "/password-reset/{reset}")
        .sending(&[("password", "short")])
        .is(422),
    // Profiles, posts and events.
    line(Stranger, "/@amira"),
    line(Teacher, "/@amira"),
    line(Stranger, "/@amira/{post}"),
    line(Stranger, "/@amira/{warned_post}"),
    line(Stranger, "/@amira/{poll}"),
    line(Stranger, "/@amira/{welsh_post}"),
    line(Stranger, "/events"),
    line(Stranger, "/events/{event}"),
    line(Teacher, "/events/{event}"),
    line(Head, "/events/{event}"),
    line(Teacher, "/events/new"),
    line(Teacher, "/events/new")
        .sending(&[("title", ""), ("text", "Tea, and no slides.")])
        .is(422),
    line(Head, "/events/{event}/edit"),
    line(Head, "/events/new?like={event}"),
    line(Head, "/events/{event}/people"),
    line(Head, "/events/{event}/people")
        .sending(&[("title", ""), ("minutes", "7")])
        .is(422),
    line(Head, "/events/{event}/cancel"),
    line(Stranger, "/events/{event}/notes"),
    line(Teacher, "/events/{event}/notes"),
    line(Teacher, "/events/{event}/notes")
        .sending(&[("text", ""), ("links", "tea")])
        .is(422),
    line(Teacher, "/events/mine"),
    line(Head, "/events/mine"),
    // What people read.
    line(Teacher, "/home"),
    line(Teacher, "/local"),
    line(Teacher, "/public"),
    line(Stranger, "/tags/Retrieval"),
    line(Teacher, "/tags/EvidenceTried"),
    line(Teacher, "/@amira/{post}"),
    line(Teacher, "/@amira/{poll}"),
    line(Head, "/@amira/{poll}"),
    line(Head, "/@amira"),
    line(Stranger, "/@amira?tab=practices"),
    line(Stranger, "/@amira/followers"),
    line(Teacher, "/@amira/following"),
    // What people write.
    line(Teacher, "/compose"),
    line(Teacher, "/compose?reply={post}"),
    line(Teacher, "/compose")
        .sending(&[("text", ""), ("warning", "Nothing else")])
        .is(422),
    line(Teacher, "/scheduled"),
    line(Teacher, "/posts/{poll}/edit"),
    line(Teacher, "/posts/{post}/edit")
        .sending(&[("text", "")])
        .is(422),
    line(Teacher, "/posts/{post}/delete"),
    // What they are told, and put in order for themselves.
    line(Teacher, "/notifications"),
    line(Teacher, "/notifications?only=practices"),
    line(Head, "/notifications"),
    line(Teacher, "/follow-requests"),
    line(Head, "/follow-requests"),
    line(Teacher, "/conversations"),
    line(Teacher, "/bookmarks"),
    line(Head, "/bookmarks"),
    line(Teacher, "/favourites"),
    line(Teacher, "/lists"),
    line(Teacher, "/lists?add=@rhys"),
    line(Teacher, "/lists/{list}"),
    line(Teacher, "/lists/{list}/edit"),
    line(Teacher, "/lists/{list}/members"),
    line(Teacher, "/lists/{list}/members")
        .sending(&[("handle", "@nobody")])
        .is(422),
    line(Teacher, "/search"),
    line(Teacher, "/search?q=quiz"),
    line(Teacher, "/search?q=nothing-like-it&for=people"),
    // Practices, and what can be said of any page.
    line(Stranger, "/practices"),
    line(Stranger, "/practices?q=nothing-like-it"),
    line(Stranger, "/practices/{practice}"),
    line(Teacher, "/practices/{tried_practice}"),
    line(Stranger, "/practices/{welsh_practice}"),
    line(Stranger, "/practices/{practice}/versions"),
    line(Stranger, "/browse"),
    // What a hub has.
    line(Stranger, "/library"),
    line(Teacher, "/library"),
    line(Stranger, "/library/gaps"),
    line(Stranger, "/library/gaps?technology=tech/assessment"),
    line(Stranger, "/library/members"),
    line(Stranger, "/library/follow"),
    line(Teacher, "/library/follow"),
    line(Stranger, "/library/data"),
    line(Stranger, "/library/questions"),
    line(Teacher, "/library/questions?answered=1"),
    line(
        Teacher,
        "/library/questions/new?about=pr/workload&about=tech/ai",
    ),
    line(Teacher, "/library/questions/new")
        .sending(&[("text", "")])
        .is(422),
    line(Stranger, "/library/questions/{question}"),
    line(Teacher, "/library/questions/{question}"),
    line(Teacher, "/library/questions/{question}")
        .sending(&[("text", "")])
        .is(422),
    line(Stranger, "/practices/{hub_practice}"),
    line(Stranger, "/report?object=/@amira"),
    line(Stranger, "/report?object=/@amira")
        .sending(&[("comment", "")])
        .is(422),
    line(Stranger, "/remote?object=/@amira"),
    // What somebody writes about practices.
    line(Teacher, "/practices/{practice}/adoption"),
    line(Teacher, "/practices/{practice}/outcome"),
    line(Teacher, "/practices/new"),
    line(Teacher, "/practices/{own_practice}/edit"),
    line(Teacher, "/drafts"),
    line(Head, "/drafts"),
    line(Teacher, "/drafts/{draft}"),
    line(Teacher, "/drafts/{draft}/what"),
    line(Teacher, "/drafts/{draft}/problem"),
    line(Teacher, "/drafts/{draft}/evidence"),
    line(Teacher, "/drafts/{draft}/result"),
    line(Teacher, "/drafts/{draft_outcome}"),
    // The vocabulary.
    line(Stranger, "/vocab"),
    line(Stranger, "/vocab/ph"),
    line(Stranger, "/vocab/ph/primary-ks2"),
    line(Stranger, "/vocab/ev"),
    line(Stranger, "/vocab/x/nesta"),
    line(Stranger, "/vocab/x/nesta/1"),
    // Programs that want to use an account.
    line(Teacher, "/oauth/authorize?{asking}"),
    line(Teacher, "/oauth/authorize?client_id=nobody").is(422),
    line(
        Teacher,
        "/oauth/authorize/native?code=AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE",
    ),
    line(Teacher, "/oauth/authorize/native?code=no-code").is(404),
    // Settings.
    line(Teacher, "/settings/profile"),
    line(Teacher, "/settings/privacy"),
    line(Teacher, "/settings/posting"),
    line(Teacher, "/settings/notifications"),
    line(Teacher, "/settings/filters"),
    line(Teacher, "/settings/filters/new"),
    line(Teacher, "/settings/filters/new")
        .sending(&[("title", "")])
        .is(422),
    line(Teacher, "/settings/filters/{filter}"),
    line(Teacher, "/settings/blocks"),
    line(Teacher, "/settings/blocks/muted"),
    line(Teacher, "/settings/blocks/servers"),
    line(Teacher, "/settings/blocks/servers")
        .sending(&[("do", "add"), ("domain", "no domain")])
        .is(422),
    line(Teacher, "/settings/data"),
    line(Head, "/settings/data"),
    line(Teacher, "/settings/account"),
    line(Teacher, "/settings/account")
        .sending(&[
            ("do", "move"),
            ("target", "nobody"),
            ("current", "not this one"),
        ])
        .is(422),
    line(Teacher, "/settings/account/delete"),
    line(Teacher, "/settings/account/delete")
        .sending(&[("current", "not this one")])
        .is(422),
    line(Teacher, "/settings/sessions"),
    line(Teacher, "/settings/applications"),
    line(Teacher, "/settings/password"),
    line(Teacher, "/settings/password")
        .sending(&[("current", "not this one"), ("password", "short")])
        .is(422),
    line(Teacher, "/settings/two-factor"),
    line(Head, "/settings/two-factor"),
    line(Teacher, "/settings/two-factor")
        .sending(&[("do", "begin"), ("current", "not this one")])
        .is(422),
    line(Teacher, "/settings/passkeys"),
    line(Head, "/settings/passkeys"),
    line(Teacher, "/settings/passkeys")
        .sending(&[("name", "Phone")])
        .is(422),
    line(Teacher, "/settings/passkeys/{passkey}"),
    line(Teacher, "/settings/passkeys/{passkey}")
        .sending(&[("do", "remove"), ("current", "not this one")])
        .is(422),
    // For those who look after the instance.
    line(Head, "/admin/invitations"),
    line(Head, "/admin/users"),
    line(Head, "/admin/users/{user}"),
    line(Head, "/admin/overview"),
    line(Head, "/admin/reports"),
    line(Head, "/admin/reports?all=1"),
    line(Head, "/admin/reports/{report}"),
    line(Head, "/admin/reports/{report}")
        .sending(&[("note", "We have talked.")])
        .is(422),
    line(Head, "/admin/reports/{decided_report}"),
    line(Head, "/admin/accounts"),
    line(Head, "/admin/accounts?q=amira"),
    line(Head, "/admin/accounts/{account}"),
    line(Head, "/admin/announcements"),
    line(Head, "/admin/announcements")
        .sending(&[("text", ""), ("starts-time", "18:00")])
        .is(422),
    line(Head, "/admin/announcements/{announcement}"),
    line(Head, "/admin/emojis"),
    line(Head, "/admin/emojis")
        .sending(&[("shortcode", "two words")])
        .is(422),
    line(Head, "/admin/servers"),
    line(Head, "/admin/servers")
        .sending(&[("domain", "not a domain")])
        .is(422),
    line(Head, "/admin/hub"),
    line(Head, "/admin/hub")
        .sending(&[("domain", "not a domain")])
        .is(422),
    line(Head, "/admin/hub/topics"),
    line(Head, "/admin/hub/topics")
        .sending(&[("concept", ""), ("do", "on")])
        .is(422),
    line(Head, "/admin/jobs"),
    line(Head, "/admin/log"),
];

/// Routes that are looked at and have no line, with the reason.
pub(super) const NO_PAGES: &[(&str, &str)] = &[
    ("/assets/{name}", "files"),
    ("/api/oembed", "a document for programs"),
    ("/events.ics", "a calendar"),
    (
        "/events/{id:[1-9][0-9]*}/people.csv",
        "a table for programs",
    ),
    ("/practices.atom", "a feed"),
    ("/@{name}.atom", "a feed"),
    ("/robots.txt", "a document for programs"),
    ("/sitemap.xml", "a document for programs"),
    ("/sitemap/pages.xml", "a document for programs"),
    (
        "/sitemap/practices-{year:[0-9]{4}}-{month:[0-9]{2}}.xml",
        "a document for programs",
    ),
    ("/events/{id:[1-9][0-9]*}.ics", "a calendar"),
    ("/admin/servers.csv", "a file"),
    ("/.well-known/change-password", "leads to the settings"),
    (
        "/sign-in/code",
        "is seen by whoever has shown their password: a line sends that",
    ),
    ("/settings/data/{name}.csv", "a file"),
    ("/settings/data/archives/{id}.zip", "a file"),
    ("/settings", "leads to the first of the settings"),
    ("/oauth/authorize/", "is the one without the slash"),
    ("/vocab/", "is the one without the slash"),
    ("/vocab/{scheme}/", "is the one without the slash"),
    ("/vocab/x/{scheme}/", "is the one without the slash"),
    ("/vocab/context.jsonld", "a document for programs"),
];
