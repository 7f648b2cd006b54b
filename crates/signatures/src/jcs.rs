//! Canonical JSON (RFC 8785, JCS): one text for equal documents, so that it can be signed.

use serde_json::Value;

/// Deeper documents are refused. It is also as deep as `serde_json` reads.
pub const DEEPEST: usize = 128;

/// Why a value has no canonical form here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JcsError {
    /// It is nested more than [`DEEPEST`] levels.
    #[error("the document is nested too deeply")]
    TooDeep,
    /// A number that no double can hold.
    #[error("the document has a number that is out of range")]
    Number,
}

/// The canonical text: no spaces, members in the order of the UTF-16 code units of their names,
/// numbers as ECMAScript writes them.
///
/// Numbers are doubles there, so integers beyond 2⁵³ are rounded, as every peer that reads JSON with
/// ECMAScript's rules does. Of members with equal names `serde_json` keeps the last.
pub fn to_string(value: &Value) -> Result<String, JcsError> {
    let mut out = String::new();
    write(value, &mut out, DEEPEST)?;
    Ok(out)
}

fn write(value: &Value, out: &mut String, levels_left: usize) -> Result<(), JcsError> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => {
            let double = number.as_f64().filter(|double| double.is_finite());
            let double = double.ok_or(JcsError::Number)?;
            out.push_str(ryu_js::Buffer::new().format_finite(double));
        }
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            let levels_left = levels_left.checked_sub(1).ok_or(JcsError::TooDeep)?;
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out, levels_left)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            let levels_left = levels_left.checked_sub(1).ok_or(JcsError::TooDeep)?;
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (index, (name, member)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_text(name, out);
                out.push(':');
                write(member, out, levels_left)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            control @ '\0'..='\u{1f}' => {
                out.push_str("\\u00");
                let code = u32::from(control);
                out.extend(
                    [code >> 4, code & 0xf]
                        .iter()
                        .filter_map(|nibble| char::from_digit(*nibble, 16)),
                );
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
