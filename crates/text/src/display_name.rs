//! Names that people give themselves.

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The longest display name, in characters (code points).
pub const MAX_DISPLAY_NAME: usize = 100;

/// As many accents may stand on one letter; more only climb into the lines above.
const MAX_MARKS: usize = 4;

/// Characters that are not seen but move, hide or imitate others. Joiners are not among them: scripts
/// and emoji need those.
fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}'
        | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}')
}

/// A name as it may be shown: one line, spaces collapsed, without control characters, characters that
/// change the direction of writing and invisible ones, at most [`MAX_DISPLAY_NAME`] characters, cut
/// where a reader sees a boundary. It is text, not HTML.
///
/// Remote names are of any length: nothing is read after the sixteenfold of what is kept.
pub fn display_name(name: &str) -> String {
    let mut line = String::with_capacity(name.len().min(256));
    let mut marks = 0_usize;
    let mut in_flag = false;
    for c in name.chars().take(MAX_DISPLAY_NAME.saturating_mul(16)) {
        if c.is_whitespace() || c.is_control() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
            continue;
        }
        // Flags such as that of Wales are a black flag with letters that are not seen.
        let is_tag = matches!(c, '\u{E0000}'..='\u{E007F}');
        in_flag = c == '\u{1F3F4}' || (in_flag && is_tag);
        let joins_nothing = matches!(c, '\u{200C}' | '\u{200D}')
            && (line.is_empty() || line.ends_with([' ', '\u{200C}', '\u{200D}']));
        marks = if is_combining_mark(c) {
            marks.saturating_add(1)
        } else {
            0
        };
        if is_deceptive(c) || (is_tag && !in_flag) || joins_nothing || marks > MAX_MARKS {
            continue;
        }
        line.push(c);
    }
    let mut kept = String::with_capacity(line.len());
    let mut length = 0_usize;
    for cluster in line.graphemes(true) {
        length = length.saturating_add(cluster.chars().count());
        if length > MAX_DISPLAY_NAME {
            break;
        }
        kept.push_str(cluster);
    }
    kept.truncate(kept.trim_end_matches([' ', '\u{200C}', '\u{200D}']).len());
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Checklist 46. Catalogue 53.
    #[test]
    fn what_deceives_is_stripped() {
        for (name, expected) in [
            ("  Amira\n\tDavies ", "Amira Davies"),
            ("nimda\u{202E}admin", "nimdaadmin"),
            ("a\u{2066}b\u{2069}\u{200F}c\u{200B}\u{FEFF}", "abc"),
            ("\u{3164}\u{2800}", ""),
            ("👩\u{200D}🏫 Ms Evans", "👩\u{200D}🏫 Ms Evans"),
            (
                "🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F} Cymru",
                "🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F} Cymru",
            ),
            ("a\u{E0067}b", "ab"),
            ("<b>x</b>", "<b>x</b>"),
            (
                "z\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}a",
                "z\u{301}\u{301}\u{301}\u{301}a",
            ),
        ] {
            assert_eq!(display_name(name), expected, "{name:?}");
        }
    }

    #[test]
    fn long_names_are_cut_at_a_boundary() {
        assert_eq!(
            display_name(&"é".repeat(500)).chars().count(),
            MAX_DISPLAY_NAME
        );
        let families = "👩\u{200D}👩\u{200D}👦".repeat(100);
        assert!(display_name(&families).ends_with('👦'));
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(name in "[\\PC\u{0}-\u{20}\u{200B}-\u{202E}\u{301}\u{E0000}-\u{E007F}🏴]{0,120}") {
            let once = display_name(&name);
            prop_assert!(once.chars().count() <= MAX_DISPLAY_NAME);
            prop_assert!(!once.chars().any(|c| c.is_control() || is_deceptive(c)));
            prop_assert_eq!(display_name(&once), once);
        }
    }
}
