//! `multipart/form-data` (RFC 7578): the fields of a body that is here as a whole.

use super::Unreadable;

const BROKEN: Unreadable = Unreadable("the multipart body cannot be read");

/// The boundary of a content type (RFC 2046, 5.1.1).
pub(super) fn boundary(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.trim().split_once('=')?;
        let value = value.trim().trim_matches('"');
        let fits = !value.is_empty() && value.len() <= 70;
        (name.trim().eq_ignore_ascii_case("boundary") && fits).then_some(value)
    })
}

/// Names and values of the fields, in their order. Of a file only its name is kept, as the value: empty
/// where a form was sent without choosing one.
pub(super) fn fields(body: &[u8], boundary: &str) -> Result<Vec<(String, String)>, Unreadable> {
    let mut fields = Vec::new();
    let delimiter = [b"\r\n--", boundary.as_bytes()].concat();
    // The first delimiter may stand at the very beginning, without a line before it.
    let opening = delimiter.get(2..).unwrap_or_default();
    let mut rest = if body.starts_with(opening) {
        body.get(opening.len()..).unwrap_or_default()
    } else {
        split(body, &delimiter).ok_or(BROKEN)?.1
    };
    loop {
        if rest.starts_with(b"--") {
            return Ok(fields);
        }
        // Spaces may follow the boundary on its line.
        let (padding, after) = split(rest, b"\r\n").ok_or(BROKEN)?;
        if padding.iter().any(|byte| !matches!(byte, b' ' | b'\t')) {
            return Err(BROKEN);
        }
        let (part, next) = split(after, &delimiter).ok_or(BROKEN)?;
        if let Some(field) = field(part)? {
            fields.push(field);
        }
        rest = next;
    }
}

fn field(part: &[u8]) -> Result<Option<(String, String)>, Unreadable> {
    // A part may have no headers at all; then it has no name either.
    let Some((head, value)) = split(part, b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(head).map_err(|_| BROKEN)?;
    let disposition = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim()
            .eq_ignore_ascii_case("content-disposition")
            .then_some(value)
    });
    let Some(disposition) = disposition else {
        return Ok(None);
    };
    let parameters = parameters(disposition);
    let find = |wanted: &str| parameters.iter().find(|(name, _)| name == wanted);
    let Some((_, name)) = find("name") else {
        return Ok(None);
    };
    if let Some((_, file)) = find("filename").or_else(|| find("filename*")) {
        return Ok(Some((name.clone(), file.clone())));
    }
    let value =
        String::from_utf8(value.to_vec()).map_err(|_| Unreadable("a field is not in UTF-8"))?;
    Ok(Some((name.clone(), value)))
}

/// The parameters of `form-data; name="a"; filename="b"`. Browsers write a quotation mark in a name as
/// `%22` (WHATWG), other programs as `\"`.
fn parameters(disposition: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = disposition.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim_matches([' ', '\t', ';']).to_ascii_lowercase();
        let (value, next) = if let Some(quoted) = after.trim_start().strip_prefix('"') {
            unquote(quoted)
        } else {
            let (value, next) = after.split_once(';').unwrap_or((after, ""));
            (value.trim().to_owned(), next)
        };
        found.push((name, value));
        rest = next;
    }
    found
}

/// A text up to its closing quotation mark, and what follows.
fn unquote(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => value.extend(chars.next()),
            c => value.push(c),
        }
    }
    let value = value.replace("%22", "\"");
    (
        value.replace("%0D", "\r").replace("%0A", "\n"),
        chars.as_str(),
    )
}

/// Splits at the first place where `at` stands.
fn split<'a>(text: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let place = text.windows(at.len()).position(|window| window == at)?;
    let (before, rest) = text.split_at_checked(place)?;
    Some((before, rest.get(at.len()..)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(parts: &str) -> Vec<u8> {
        parts.replace('\n', "\r\n").into_bytes()
    }

    #[test]
    fn fields_are_read_and_files_named() {
        let body = text(
            "preamble\n--x y\nContent-Disposition: form-data; name=\"status\"\n\nhello\nyou\n\
             --x y  \ncontent-type: image/png\ncontent-disposition: form-data; name=\"file\"; \
             filename=\"a;b.png\"\n\nPNG\n--x y\nContent-Disposition: form-data; \
             name=\"poll[options][]\"\n\n\n--x y--\nepilogue",
        );
        let expected = vec![
            ("status".to_owned(), "hello\r\nyou".to_owned()),
            ("file".to_owned(), "a;b.png".to_owned()),
            ("poll[options][]".to_owned(), String::new()),
        ];
        assert_eq!(fields(&body, "x y"), Ok(expected));
        assert_eq!(fields(b"--b--", "b"), Ok(Vec::new()));
        for broken in [
            "",
            "--b",
            "--b\r\n",
            "--bc\r\n\r\nx\r\n--b--",
            "no boundary",
        ] {
            assert_eq!(fields(broken.as_bytes(), "b"), Err(BROKEN), "{broken:?}");
        }
    }

    #[test]
    fn boundaries_come_bare_and_quoted() {
        assert_eq!(boundary("multipart/form-data; boundary=abc"), Some("abc"));
        assert_eq!(
            boundary("multipart/form-data; charset=utf-8; Boundary=\"a b\""),
            Some("a b")
        );
        assert_eq!(boundary("multipart/form-data"), None);
        assert_eq!(boundary("multipart/form-data; boundary="), None);
    }

    proptest! {
        #[test]
        fn nothing_panics(body in proptest::collection::vec(any::<u8>(), 0..200), boundary in ".{1,4}") {
            let _ = fields(&body, &boundary);
            let whole = [b"--", boundary.as_bytes(), b"\r\n", &body, b"\r\n--", boundary.as_bytes(), b"--"];
            let _ = fields(&whole.concat(), &boundary);
        }

        #[test]
        fn headers_do_not_panic(head in ".*") {
            let _ = parameters(&head);
            let _ = boundary(&head);
        }
    }
}
