//! Countries and their parts.

/// The codes of ISO 3166-1 (2020), and XK for Kosovo, which others use too.
const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR \
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT \
    JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY \
    MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM \
    PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ \
    TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Whether a text is a code of a country, or of a part of one by the form of ISO 3166-2 (`GB-WLS`). Which parts a
/// country has is not looked up, except that a postcode is none.
pub(super) fn is_region(text: &str) -> bool {
    let (country, part) = text
        .split_once('-')
        .map_or((text, None), |(country, part)| (country, Some(part)));
    let capital = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    COUNTRIES
        .split_ascii_whitespace()
        .any(|code| code == country)
        && part.is_none_or(|part| (1..=3).contains(&part.len()) && part.bytes().all(capital))
}

/// What to tell whoever wrote something else.
pub(super) fn message_about(text: &str) -> &'static str {
    match text.to_ascii_uppercase().as_str() {
        "UK" | "GREAT BRITAIN" | "UNITED KINGDOM" => "Write GB for the United Kingdom.",
        "ENGLAND" | "ENG" | "GB-ENGLAND" => "Write GB-ENG for England.",
        "WALES" | "CYMRU" | "WLS" | "GB-WALES" => "Write GB-WLS for Wales.",
        "SCOTLAND" | "SCT" => "Write GB-SCT for Scotland.",
        "NORTHERN IRELAND" | "NIR" => "Write GB-NIR for Northern Ireland.",
        _ => {
            "Write the country's two letters, such as GB, or its part, such as GB-WLS; never a postcode."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_countries_or_their_parts() {
        for good in [
            "GB", "GB-ENG", "GB-WLS", "GB-CYM", "FR", "US-CA", "DE-BY", "XK",
        ] {
            assert!(is_region(good), "{good}");
        }
        for bad in [
            "", "UK", "gb", "GB-", "GB-LEEDS", "LS1 4AP", "GB-ENG-X", "EN", "XX", "G", "GBR",
            "GB-eng", "Wales",
        ] {
            assert!(!is_region(bad), "{bad}");
            assert!(message_about(bad).ends_with('.'));
        }
        assert_eq!(message_about("Cymru"), "Write GB-WLS for Wales.");
        assert_eq!(COUNTRIES.split_ascii_whitespace().count(), 250);
    }
}
