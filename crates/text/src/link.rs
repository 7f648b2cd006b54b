//! Addresses in what people type, and how they are shown.

use url::Url;

use crate::entities::LinkText;
use crate::escape::escape_into;
use crate::hashtag::is_word;
use crate::sanitize::at_most;

/// As much of an address behind its host belongs to the link, in bytes.
const MAX_PATH: usize = 2048;

/// As many characters of an address are shown.
const SHOWN: usize = 30;

/// Whether a character cannot be part of an address as people write them: spaces, brackets and
/// quotation marks around it, and East Asian punctuation.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || !crate::escape::may_stand(c)
        || matches!(c, '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '}' | '|')
        || matches!(c, '\u{2018}'..='\u{201F}' | '«' | '»' | '\u{2028}' | '\u{2029}' | '\u{200B}'..='\u{200F}')
        || matches!(c, '\u{202A}'..='\u{202C}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
        || matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301B}')
        || matches!(
            c,
            '！' | '（' | '）' | '，' | '．' | '：' | '；' | '？' | '［' | '］'
        )
}

/// An address without the punctuation of the sentence around it.
fn without_punctuation(mut address: &str) -> &str {
    let count = |c| address.matches(c).count();
    let mut round = (count('('), count(')'));
    let mut square = (count('['), count(']'));
    while let Some(last) = address.chars().next_back() {
        let brackets = match last {
            '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '*' | '~' | '(' | '[' => None,
            ')' if round.1 > round.0 => Some(&mut round),
            ']' if square.1 > square.0 => Some(&mut square),
            _ => break,
        };
        if let Some(brackets) = brackets {
            brackets.1 = brackets.1.saturating_sub(1);
        }
        match last {
            '(' => round.0 = round.0.saturating_sub(1),
            '[' => square.0 = square.0.saturating_sub(1),
            _ => {}
        }
        address = address.strip_suffix(last).unwrap_or_default();
    }
    address
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// The host at the beginning of a text, and what follows it. Nothing is read beyond the host.
fn host(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !is_word(c) && !matches!(c, '.' | '-'))
        .unwrap_or(text.len());
    let host = text.get(..end)?.trim_end_matches(['.', '-']);
    let has_top = host.rsplit_once('.').is_some_and(|(below, top)| {
        !below.is_empty() && (top.chars().count() > 1 || top.parse::<u8>().is_ok())
    });
    let is_host = has_top && host.len() <= 253 && !host.starts_with(['.', '-']);
    is_host.then(|| (host, text.get(host.len()..).unwrap_or_default()))
}

/// A port with its colon, and what follows it.
fn after_port(text: &str) -> &str {
    let Some(port) = text.strip_prefix(':') else {
        return text;
    };
    let end = port
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(port.len());
    if (1..=5).contains(&end) {
        port.get(end..).unwrap_or_default()
    } else {
        text
    }
}

fn web_address(rest: &str) -> Option<&str> {
    let authority = strip_prefix_ignoring_case(rest, "https://")
        .or_else(|| strip_prefix_ignoring_case(rest, "http://"))?;
    let (_, behind) = host(authority)?;
    let mut path = after_port(behind);
    if path.starts_with(['/', '?', '#']) {
        path = after_path(path);
    }
    let length = rest.len().checked_sub(path.len())?;
    let address = without_punctuation(rest.get(..length)?);
    Url::parse(address).is_ok().then_some(address)
}

/// `xmpp:` with an account, or `magnet:?xt=`. What is looked at before it is certain that there is an
/// address holds no colon, so that a row of beginnings is not read again for each of them.
fn other_address(rest: &str) -> Option<&str> {
    let behind = if let Some(account) = strip_prefix_ignoring_case(rest, "xmpp:") {
        let end = account.find(|c: char| !is_word(c) && !matches!(c, '.' | '-' | '+'))?;
        account.get(end..)?.strip_prefix('@')?
    } else {
        strip_prefix_ignoring_case(rest, "magnet:?xt=")?
    };
    let behind = after_path(behind);
    let length = rest.len().checked_sub(behind.len())?;
    let address = without_punctuation(rest.get(..length)?);
    Url::parse(address).is_ok().then_some(address)
}

/// What follows the path, query and fragment that a text begins with, which end at a limit.
fn after_path(text: &str) -> &str {
    let path = at_most(text, MAX_PATH);
    let end = path.find(ends_address).unwrap_or(path.len());
    text.get(end..).unwrap_or_default()
}

/// The address at the beginning of `rest`, and how many bytes it takes. `before` is the character in
/// front of it.
pub(crate) fn at(before: Option<char>, rest: &str) -> Option<(usize, LinkText)> {
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '#' | '$' | '_' | '/'))
    {
        return None;
    }
    let address = web_address(rest).or_else(|| other_address(rest))?;
    let link = LinkText {
        url: address.to_owned(),
    };
    Some((address.len(), link))
}

/// Appends a link as Mastodon writes it: the scheme and what is beyond thirty characters invisible.
pub(crate) fn push_link(html: &mut String, address: &str) {
    let rest = ["https://", "http://", "xmpp:"]
        .iter()
        .find_map(|prefix| strip_prefix_ignoring_case(address, prefix))
        .unwrap_or(address);
    let rest = strip_prefix_ignoring_case(rest, "www.").unwrap_or(rest);
    let prefix = address.strip_suffix(rest).unwrap_or_default();
    let shown = staffroom_domain::text::truncate(rest, SHOWN);
    let hidden = rest.strip_prefix(shown).unwrap_or_default();
    html.push_str("<a href=\"");
    escape_into(html, address);
    html.push_str(
        "\" target=\"_blank\" rel=\"nofollow noopener noreferrer\"><span class=\"invisible\">",
    );
    escape_into(html, prefix);
    html.push_str(if hidden.is_empty() {
        "</span><span>"
    } else {
        "</span><span class=\"ellipsis\">"
    });
    escape_into(html, shown);
    html.push_str("</span><span class=\"invisible\">");
    escape_into(html, hidden);
    html.push_str("</span></a>");
}
