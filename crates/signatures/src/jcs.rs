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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Number, json};

    fn canonical(text: &str) -> String {
        to_string(&serde_json::from_str(text).unwrap()).unwrap()
    }

    // RFC 8785, section 3.2.2.
    #[test]
    fn the_sample_of_the_rfc_is_written_as_there() {
        let text = r#"{
            "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
            "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
            "literals": [null, true, false]
        }"#;
        let expected = r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
        assert_eq!(canonical(text), expected);
    }

    // RFC 8785, section 3.2.3.
    #[test]
    fn members_are_ordered_by_utf_16_code_units() {
        let text = r#"{
            "\u20ac": "Euro Sign",
            "\r": "Carriage Return",
            "\ufb33": "Hebrew Letter Dalet With Dagesh",
            "1": "One",
            "\ud83d\ude00": "Emoji: Grinning Face",
            "\u0080": "Control",
            "\u00f6": "Latin Small Letter O With Diaeresis"
        }"#;
        let canonical = canonical(text);
        let order = [
            "Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew",
        ];
        let places: Vec<_> = order
            .iter()
            .map(|word| canonical.find(word).unwrap())
            .collect();
        assert!(places.is_sorted(), "{canonical}");
    }

    // The test data of the RFC's author: github.com/cyberphone/json-canonicalization, testdata.
    #[test]
    fn the_test_data_of_the_rfcs_author_is_written_as_there() {
        for (text, expected) in [
            (
                r#"[56, {"d": true, "10": null, "1": [ ]}]"#,
                r#"[56,{"1":[],"10":null,"d":true}]"#,
            ),
            (
                r#"{"peach": 1, "péché": 2, "pêche": 3, "sin": 4}"#,
                r#"{"peach":1,"péché":2,"pêche":3,"sin":4}"#,
            ),
            (
                r#"{"1": {"f": {"f": "hi","F": 5} ,"\n": 56.0}, "10": { }, "": "empty", "a": { },
                   "111": [ {"e": "yes","E": "no" } ], "A": { }}"#,
                r#"{"":"empty","1":{"\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}"#,
            ),
            (
                r#"{"Unnormalized Unicode":"A\u030a"}"#,
                "{\"Unnormalized Unicode\":\"A\u{30a}\"}",
            ),
        ] {
            assert_eq!(canonical(text), expected);
        }
    }

    // RFC 8785, appendix B.
    #[test]
    fn numbers_are_written_as_in_appendix_b() {
        for (bits, expected) in [
            (0x0000_0000_0000_0000_u64, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] {
            let number = Number::from_f64(f64::from_bits(bits)).unwrap();
            assert_eq!(to_string(&Value::Number(number)).unwrap(), expected);
        }
    }

    #[test]
    fn a_document_that_is_too_deep_is_refused() {
        let mut value = json!(1);
        for _ in 0..DEEPEST {
            value = json!([value]);
        }
        assert!(to_string(&value).is_ok());
        assert_eq!(to_string(&json!([value])), Err(JcsError::TooDeep));
    }

    proptest! {
        #[test]
        fn what_is_canonical_is_read_as_the_same_and_stays_so(text in any::<String>(), number in any::<f64>()) {
            prop_assume!(number.is_finite());
            let value = json!({ text.as_str(): [text, number, null, true], "": {} });
            let once = to_string(&value).unwrap();
            let again: Value = serde_json::from_str(&once).unwrap();
            prop_assert_eq!(to_string(&again).unwrap(), once);
        }
    }
}
