//! The one thing that we read in a certificate ourselves: until when it is valid (RFC 5280, 4.1).

use chrono::{DateTime, NaiveDateTime, Utc};

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// Until when a DER certificate is valid; none where it cannot be read.
pub(crate) fn valid_until(der: &[u8]) -> Option<DateTime<Utc>> {
    let (_, certificate, _) = element(der)?;
    let (_, to_be_signed, _) = element(certificate)?;
    let (tag, _, after_first) = element(to_be_signed)?;
    // The version is left out in version 1; then the serial number is the first.
    let rest = if tag == VERSION {
        element(after_first)?.2
    } else {
        after_first
    };
    let (_, _algorithm, rest) = element(rest)?;
    let (_, _issuer, rest) = element(rest)?;
    let (tag, validity, _) = element(rest)?;
    if tag != SEQUENCE {
        return None;
    }
    let (_, _not_before, rest) = element(validity)?;
    let (tag, not_after, _) = element(rest)?;
    let text = std::str::from_utf8(not_after).ok()?;
    let text = match tag {
        // Two digits mean 1950 to 2049.
        UTC_TIME if text.get(..2)? < "50" => format!("20{text}"),
        UTC_TIME => format!("19{text}"),
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    NaiveDateTime::parse_from_str(&text, "%Y%m%d%H%M%SZ")
        .ok()
        .map(|t| t.and_utc())
}

/// The first element: its tag, its content, and what follows it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        if count == 0 || count > 4 {
            return None;
        }
        let (digits, rest) = rest.split_at_checked(count)?;
        let length = digits
            .iter()
            .fold(0_usize, |sum, digit| (sum << 8) | usize::from(*digit));
        (length, rest)
    };
    let (content, after) = rest.split_at_checked(length)?;
    Some((tag, content, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrap(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut out = vec![tag];
        if content.len() < 0x80 {
            out.push(u8::try_from(content.len()).unwrap());
        } else {
            out.push(0x82);
            out.extend(u16::try_from(content.len()).unwrap().to_be_bytes());
        }
        out.extend(content);
        out
    }

    fn certificate(not_after: &[u8], with_version: bool) -> Vec<u8> {
        let validity = [wrap(UTC_TIME, b"250101000000Z"), not_after.to_vec()].concat();
        let mut body = Vec::new();
        if with_version {
            body.extend(wrap(VERSION, &wrap(2, &[2])));
        }
        body.extend(wrap(2, &[1, 2, 3]));
        body.extend(wrap(SEQUENCE, &[]));
        body.extend(wrap(SEQUENCE, &[0; 200]));
        body.extend(wrap(SEQUENCE, &validity));
        wrap(SEQUENCE, &wrap(SEQUENCE, &body))
    }

    #[test]
    fn the_end_is_read_in_both_forms() {
        let short = certificate(&wrap(UTC_TIME, b"270304050607Z"), true);
        assert_eq!(
            valid_until(&short).unwrap().to_rfc3339(),
            "2027-03-04T05:06:07+00:00"
        );
        let long = certificate(&wrap(GENERALIZED_TIME, b"20510304050607Z"), false);
        assert_eq!(
            valid_until(&long).unwrap().to_rfc3339(),
            "2051-03-04T05:06:07+00:00"
        );
    }

    #[test]
    fn nothing_cut_short_or_foreign_is_read() {
        let whole = certificate(&wrap(UTC_TIME, b"270304050607Z"), true);
        for end in 0..whole.len() {
            assert_eq!(valid_until(&whole[..end]), None, "cut at {end}");
        }
        assert_eq!(valid_until(b"-----BEGIN CERTIFICATE-----"), None);
        assert_eq!(valid_until(&[0x30, 0xff, 1, 2, 3]), None);
    }
}
