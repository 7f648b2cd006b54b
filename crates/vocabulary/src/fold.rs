//! The form in which names and hashtags are compared. The build script uses the same function to sort the tables.

use alloc::string::String;

/// Lower case, letters and digits only: `#EvidenceTried`, `evidence tried` and `Evidence-Tried` are one name.
pub(crate) fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
