//! A whole request read into parameters.

use serde_json::{Map, Value};

use super::{MAX_DEPTH, Params, Unreadable, multipart, pairs};

/// The longest body that is read, in bytes.
pub(crate) const MAX_BODY: usize = 1024 * 1024;

/// Parameters of the query and the body together; what the body says counts more. A body of another
/// type than JSON, form and multipart is left alone; one without a type is read as a form.
pub(crate) fn parse(
    query: &str,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<Params, Unreadable> {
    let mut all = form(query.as_bytes())?;
    if !body.is_empty() {
        all.extend(self::body(content_type, body)?);
    }
    Ok(Params::new(all))
}

/// The same for fields that were read already.
pub(crate) fn with_fields(
    query: &str,
    fields: Vec<(String, String)>,
) -> Result<Params, Unreadable> {
    let mut all = form(query.as_bytes())?;
    all.extend(pairs::nest(fields)?);
    Ok(Params::new(all))
}

fn body(content_type: Option<&str>, body: &[u8]) -> Result<Map<String, Value>, Unreadable> {
    let content_type = content_type.unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" => json(body),
        essence if essence.starts_with("application/") && essence.ends_with("+json") => json(body),
        "multipart/form-data" => {
            let boundary = multipart::boundary(content_type)
                .ok_or(Unreadable("the multipart body has no boundary"))?;
            pairs::nest(multipart::fields(body, boundary)?)
        }
        "" | "application/x-www-form-urlencoded" => form(body),
        _ => Ok(Map::new()),
    }
}

fn form(text: &[u8]) -> Result<Map<String, Value>, Unreadable> {
    let pairs = url::form_urlencoded::parse(text);
    pairs::nest(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())))
}

/// Anything but an object is no set of parameters, and none.
fn json(text: &[u8]) -> Result<Map<String, Value>, Unreadable> {
    if text.trim_ascii().is_empty() {
        return Ok(Map::new());
    }
    let value: Value =
        serde_json::from_slice(text).map_err(|_| Unreadable("the JSON cannot be read"))?;
    if depth(&value) > MAX_DEPTH + 1 {
        return Err(Unreadable("parameters are nested too deeply"));
    }
    match value {
        Value::Object(all) => Ok(all),
        _ => Ok(Map::new()),
    }
}

/// The parser stops long before this could exhaust the stack.
fn depth(value: &Value) -> usize {
    let inner = match value {
        Value::Array(list) => list.iter().map(depth).max(),
        Value::Object(group) => group.values().map(depth).max(),
        _ => return 0,
    };
    1 + inner.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_query_counts_also_where_there_is_a_body_and_the_body_counts_more() {
        let form = Some("application/x-www-form-urlencoded; charset=UTF-8");
        let params = parse("a=1&b=2", form, b"b=3").unwrap();
        assert_eq!(params.text("a").as_deref(), Some("1"));
        assert_eq!(params.text("b").as_deref(), Some("3"));
        assert!(
            parse("", Some("text/plain"), b"b=3")
                .unwrap()
                .text("b")
                .is_none()
        );
        assert!(parse("", Some("application/json"), b"[1]").is_ok());
        assert!(parse("", Some("application/json"), b"{").is_err());
        let deep = format!("{}1{}", "{\"a\":".repeat(40), "}".repeat(40));
        assert!(parse("", Some("application/json"), deep.as_bytes()).is_err());
        let deeper = format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(parse("", Some("application/json"), deeper.as_bytes()).is_err());
    }

    fn multipart(fields: &[(String, String)]) -> Vec<u8> {
        let mut text = String::new();
        for (name, value) in fields {
            let _ = write!(
                text,
                "--=_b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        text.push_str("--=_b--\r\n");
        text.into_bytes()
    }

    proptest! {
        #[test]
        fn three_encodings_of_the_same_read_the_same(
            status in "[^\r\n]{0,40}",
            options in proptest::collection::vec("[^\r\n]{0,10}", 1..4),
            multiple in any::<bool>(),
            expires_in in any::<u32>(),
        ) {
            let json = serde_json::json!({
                "status": status,
                "poll": {"options": options, "multiple": multiple, "expires_in": expires_in},
            });
            let mut fields = vec![("status".to_owned(), status)];
            for option in options {
                fields.push(("poll[options][]".to_owned(), option));
            }
            let multiple = if multiple { "1" } else { "0" };
            fields.push(("poll[multiple]".to_owned(), multiple.to_owned()));
            fields.push(("poll[expires_in]".to_owned(), expires_in.to_string()));
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(&fields);
            let read = [
                parse("", Some("application/json"), json.to_string().as_bytes()),
                parse("", Some("application/x-www-form-urlencoded"), form.finish().as_bytes()),
                parse("", Some("multipart/form-data; boundary=\"=_b\""), &multipart(&fields)),
            ];
            let seen = read.map(|params| {
                let params = params.unwrap();
                let poll = params.group("poll").unwrap();
                (
                    params.text("status"),
                    poll.texts("options"),
                    poll.boolean("multiple"),
                    poll.integer("expires_in"),
                )
            });
            prop_assert_eq!(&seen[0], &seen[1]);
            prop_assert_eq!(&seen[1], &seen[2]);
        }

        #[test]
        fn nothing_panics(
            query in ".{0,40}",
            kind in 0..5_usize,
            body in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let kinds = [
                None,
                Some("application/json"),
                Some("application/x-www-form-urlencoded"),
                Some("multipart/form-data; boundary=b"),
                Some("text/plain"),
            ];
            if let Ok(params) = parse(&query, kinds[kind], &body) {
                let _ = (params.text("a"), params.texts("a"), params.boolean("a"), params.integer("a"));
            }
        }
    }
}
