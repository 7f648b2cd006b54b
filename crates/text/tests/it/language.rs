//! Languages of texts, and their tags.

use staffroom_text::language::{InvalidLanguage, Language, detect};

fn detected(text: &str) -> Option<String> {
    detect(text).map(|language| language.as_str().to_owned())
}

#[test]
fn sentences_in_english_and_welsh_are_told_apart() {
    let english = "We tried the new reading scheme with our year seven pupils this term, and most of them enjoyed it.";
    let welsh = "Rydym wedi bod yn defnyddio'r cynllun darllen newydd gyda'n disgyblion blwyddyn saith y tymor hwn, ac roedd y rhan \
                 fwyaf ohonyn nhw wedi mwynhau.";
    assert_eq!(detected(english).as_deref(), Some("en"));
    assert_eq!(detected(welsh).as_deref(), Some("cy"));
}

#[test]
fn other_scripts_are_known() {
    assert_eq!(
        detected("今日は学校で新しい教材を使ってみました。").as_deref(),
        Some("ja")
    );
    assert_eq!(
        detected("Мы сегодня попробовали новый учебник на уроке.").as_deref(),
        Some("ru")
    );
}

#[test]
fn short_texts_have_no_language() {
    for text in [
        "",
        "ok",
        "Diolch!",
        "lol 👍👍👍",
        "@alice@example.org https://example.org/a-long-address-in-english #reading",
    ] {
        assert_eq!(detected(text), None, "{text:?}");
    }
}

#[test]
fn tags_are_read_in_any_capitals() {
    for (tag, spelled, primary) in [
        ("en", "en", "en"),
        ("CY", "cy", "cy"),
        ("en-GB", "en-GB", "en"),
        ("en_gb", "en-GB", "en"),
        (" zh-hant-tw ", "zh-Hant-TW", "zh"),
        ("es-419", "es-419", "es"),
        ("sl-rozaj-biske", "sl-rozaj-biske", "sl"),
        ("de-DE-u-CO-phonebk", "de-DE-u-co-phonebk", "de"),
        ("gsw", "gsw", "gsw"),
    ] {
        let language = Language::parse(tag).unwrap();
        assert_eq!(
            (language.as_str(), language.primary()),
            (spelled, primary),
            "{tag:?}"
        );
        assert_eq!(Language::parse(spelled), Ok(language));
    }
}

#[test]
fn what_is_no_tag_is_refused() {
    for tag in [
        "",
        "e",
        "english",
        "en-",
        "-en",
        "en--GB",
        "x-private",
        "i-klingon",
        "en-<b>",
        "cymraeg",
        "日本",
        "en-abcdefghi",
        "en-u",
        "e1",
        &"en-a1".repeat(9),
    ] {
        assert_eq!(Language::parse(tag), Err(InvalidLanguage), "{tag:?}");
    }
}
