//! Mentions in what people type.

use crate::entities::MentionText;
use crate::hashtag::is_word;

/// The longest host name (RFC 1035 §3.1), and more than any user name.
const MAX_PART: usize = 253;

/// The run of `allowed` characters at the beginning of a text, without dots and hyphens at its ends.
fn part(text: &str, allowed: impl Fn(char) -> bool) -> Option<&str> {
    let end = text
        .find(|c: char| !allowed(c) && !matches!(c, '.' | '-'))
        .unwrap_or(text.len());
    let part = text.get(..end)?.trim_end_matches(['.', '-']);
    (!part.is_empty() && !part.starts_with(['.', '-']) && part.len() <= MAX_PART).then_some(part)
}

/// Whether a letter continues a name that the grammar of user names has ended, so that there was no
/// name: `@José` is nobody called `Jos`.
fn continues_name(c: char) -> bool {
    matches!(c, '@' | '＠' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
        && !matches!(c, '×' | '÷')
}

/// The host at the beginning of `text`, with the port of one on the reader's own machine: names of
/// RFC 6761 §6.3 are the only ones without a usual port, so that trials on one machine have handles.
fn domain(text: &str) -> Option<&str> {
    let host = part(text, is_word)?;
    let lower = host.to_ascii_lowercase();
    let port = text
        .get(host.len()..)
        .filter(|_| lower == "localhost" || lower.ends_with(".localhost"))
        .and_then(|behind| behind.strip_prefix(':'))
        .map(|digits| {
            digits
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(digits.len())
        })
        .filter(|length| (1..=5).contains(length))
        .and_then(|length| length.checked_add(1));
    text.get(..host.len().checked_add(port.unwrap_or(0))?)
}

/// The mention at the beginning of `rest`, and how many bytes it takes. `before` is the character in
/// front of it: not a letter or digit, as in the address of a mailbox, nor `/` or `=`.
pub(crate) fn at(before: Option<char>, rest: &str) -> Option<(usize, MentionText)> {
    if before.is_some_and(|c| is_word(c) || matches!(c, '=' | '/' | '@' | '＠')) {
        return None;
    }
    let name = rest.strip_prefix('@')?;
    let username = part(name, |c| c.is_ascii_alphanumeric() || c == '_')?;
    let mut length = username.len().checked_add(1)?;
    let after = rest.get(length..)?;
    let domain = after.strip_prefix('@').and_then(domain);
    if let Some(domain) = domain {
        length = length.checked_add(1)?.checked_add(domain.len())?;
    }
    let behind = rest.get(length..)?;
    if behind.starts_with(continues_name) || behind.starts_with("://") {
        return None;
    }
    let mention = MentionText {
        username: username.to_owned(),
        domain: domain.map(str::to_lowercase),
    };
    Some((length, mention))
}
