//! What a client would like best: `Accept` and `Accept-Language` with their weights.

/// One entry of such a header.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wish<'a> {
    /// `text/html`, `text/*`, `*/*`; or `cy-GB`, `*`. Other parameters than `q` are left out.
    value: &'a str,
    /// The weight in thousandths; 0 means "not this".
    weight: u16,
}

/// The entries that can be read (RFC 9110, 12.4.2); others are skipped.
fn wishes(header: &str) -> impl Iterator<Item = Wish<'_>> {
    split_unquoted(header, ',').into_iter().filter_map(|entry| {
        let mut parts = split_unquoted(entry, ';').into_iter().map(str::trim);
        let value = parts.next().filter(|value| is_range(value))?;
        let weight = parts
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
            .map_or(Some(1_000), |(_, q)| parse_weight(q.trim()))?;
        Some(Wish { value, weight })
    })
}

fn is_range(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"/*+-._!#$&^".contains(&b))
}

/// `0.8` is 800; three digits at most.
fn parse_weight(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = fraction.len() <= 3 && fraction.bytes().all(|b| b.is_ascii_digit());
    if !digits {
        return None;
    }
    let thousandths: u16 = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1_000),
        _ => None,
    }
}

/// Parameters may hold quoted commas and semicolons.
fn split_unquoted(text: &str, separator: char) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |c| {
        let was_escaped = escaped;
        escaped = quoted && c == '\\' && !was_escaped;
        if c == '"' && !was_escaped {
            quoted = !quoted;
        }
        c == separator && !quoted
    })
    .collect()
}

/// Which of the offered media types (`type/subtype`, best first) the client likes best; none if it
/// takes none of them. Without a header that can be read it takes everything.
pub(crate) fn best_type(header: Option<&str>, offers: &[&str]) -> Option<usize> {
    best(header, offers, |range, offer| {
        let (kind, _) = offer.split_once('/')?;
        if range.eq_ignore_ascii_case(offer) {
            Some(2)
        } else if range
            .strip_suffix("/*")
            .is_some_and(|wanted| wanted.eq_ignore_ascii_case(kind))
        {
            Some(1)
        } else {
            (range == "*/*").then_some(0)
        }
    })
}

/// Which of the offered languages (short codes, best first) the client likes best; none if it takes
/// none of them.
pub(crate) fn best_language(header: Option<&str>, offers: &[&str]) -> Option<usize> {
    best(header, offers, |range, offer| {
        let primary = range.split('-').next().unwrap_or_default();
        if primary.eq_ignore_ascii_case(offer) {
            Some(1)
        } else {
            (range == "*").then_some(0)
        }
    })
}

/// The offer with the greatest weight, the first of several. The most specific entry that fits an
/// offer gives its weight; `specificity` says how specific, or that it does not fit.
fn best(
    header: Option<&str>,
    offers: &[&str],
    specificity: impl Fn(&str, &str) -> Option<u8>,
) -> Option<usize> {
    let wishes: Vec<Wish<'_>> = header
        .map(|text| wishes(text).collect())
        .unwrap_or_default();
    if wishes.is_empty() {
        return (!offers.is_empty()).then_some(0);
    }
    let mut found: Option<(usize, u16)> = None;
    for (n, offer) in offers.iter().enumerate() {
        let weight = wishes
            .iter()
            .filter_map(|wish| Some((specificity(wish.value, offer)?, wish.weight)))
            .max()
            .map_or(0, |(_, weight)| weight);
        if weight > found.map_or(0, |(_, best)| best) {
            found = Some((n, weight));
        }
    }
    found.map(|(n, _)| n)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OFFERS: &[&str] = &[
        "text/html",
        "application/ld+json",
        "application/json",
        "text/turtle",
    ];

    fn choose(header: &str) -> Option<&'static str> {
        best_type(Some(header), OFFERS).map(|n| OFFERS[n])
    }

    #[test]
    fn browsers_get_html() {
        let firefox = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert_eq!(choose(firefox), Some("text/html"));
        assert_eq!(choose("*/*"), Some("text/html"));
        assert_eq!(best_type(None, OFFERS), Some(0));
        assert_eq!(choose(""), Some("text/html"));
    }

    #[test]
    fn weights_and_exactness_decide() {
        assert_eq!(choose("text/turtle"), Some("text/turtle"));
        assert_eq!(
            choose("text/turtle;q=0.5, application/json;q=0.6"),
            Some("application/json")
        );
        assert_eq!(choose("text/*;q=0.9, text/html;q=0.1"), Some("text/turtle"));
        assert_eq!(choose("*/*, text/html;q=0"), Some("application/ld+json"));
        assert_eq!(choose("TEXT/TURTLE"), Some("text/turtle"));
        assert_eq!(choose("application/rdf+xml"), None);
        assert_eq!(choose("text/html;q=0"), None);
    }

    #[test]
    fn parameters_do_not_confuse() {
        let compact =
            "application/ld+json; profile=\"http://www.w3.org/ns/json-ld#compacted, x;q=0\"";
        assert_eq!(choose(compact), Some("application/ld+json"));
        assert_eq!(
            choose("text/html;level=1;q=0.2, text/turtle ; Q=0.3"),
            Some("text/turtle")
        );
        // What cannot be read is skipped, and a header of only that is none.
        assert_eq!(
            choose("text/turtle;q=7, application/json"),
            Some("application/json")
        );
        assert_eq!(choose("text/turtle;q=0.12345"), Some("text/html"));
    }

    #[test]
    fn languages_go_by_their_first_part() {
        let choose = |header| best_language(Some(header), &["en", "cy"]);
        assert_eq!(choose("cy-GB,cy;q=0.9,en;q=0.8"), Some(1));
        assert_eq!(choose("en-GB,en;q=0.9,cy;q=0.1"), Some(0));
        assert_eq!(choose("de,*;q=0.1"), Some(0));
        assert_eq!(choose("de"), None);
    }

    proptest! {
        #[test]
        fn any_header_is_survived(header in ".{0,80}") {
            let n = best_type(Some(&header), OFFERS);
            prop_assert!(n.is_none_or(|n| n < OFFERS.len()));
        }

        #[test]
        fn the_greatest_weight_wins(weights in proptest::collection::vec(0_u16..=1_000, OFFERS.len())) {
            let header: Vec<String> = OFFERS
                .iter()
                .zip(&weights)
                .map(|(offer, w)| format!("{offer};q={}.{:03}", w / 1_000, w % 1_000))
                .collect();
            let greatest = weights.iter().copied().max().unwrap();
            let expected = (greatest > 0)
                .then(|| weights.iter().position(|w| *w == greatest).unwrap());
            prop_assert_eq!(best_type(Some(&header.join(", ")), OFFERS), expected);
        }

        #[test]
        fn the_order_of_entries_does_not_matter(
            entries in proptest::collection::vec(
                (prop::sample::select(vec!["text/html", "text/*", "*/*", "text/turtle", "a/b"]), 0_u16..10),
                1..6,
            )
        ) {
            let text = |entries: &[(&str, u16)]| {
                let list: Vec<String> = entries.iter().map(|(v, q)| format!("{v};q=0.{q}")).collect();
                list.join(",")
            };
            let mut turned = entries.clone();
            turned.reverse();
            prop_assert_eq!(
                best_type(Some(&text(&entries)), OFFERS),
                best_type(Some(&text(&turned)), OFFERS)
            );
        }

        #[test]
        fn nothing_is_chosen_that_was_excluded(header in "(text/html|\\*/\\*|text/\\*)(;q=0\\.[0-9])?") {
            let all = format!("{header}, text/html;q=0, text/turtle;q=0");
            let chosen = choose(&all);
            // An entry that stands twice counts with its greater weight.
            if !header.starts_with("text/html") {
                prop_assert_ne!(chosen, Some("text/html"));
            }
            prop_assert_ne!(chosen, Some("text/turtle"));
        }
    }
}
