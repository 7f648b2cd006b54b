//! Custom emojis: ours, and those of other servers, which are kept with what shows them and found for whoever reads it.

mod own;

use std::collections::HashMap;
use std::time::Duration;

use staffroom_db::accounts::AccountRow;
pub use staffroom_db::emojis::EmojiRow;
use staffroom_db::{Conn, DbError, emojis};
use staffroom_domain::Timestamp;
use staffroom_text::emoji_shortcodes;

use crate::context::Ctx;
use crate::tx::Tx;

pub use own::{
    LARGEST, MAX_CATEGORY, MAX_OWN, NewOwn, OwnError, add, own, problems, receive, remove,
};

/// The most emojis that are kept of one post or profile.
pub const MAX_EMOJIS: usize = 50;
/// Some servers give every emoji the date 1970, which is as good as none.
const UNDATED: Timestamp = Timestamp::from_secs(24 * 60 * 60);

/// An emoji as its server describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEmoji {
    /// Without the colons.
    pub shortcode: String,
    /// The id of the Emoji object.
    pub uri: Option<String>,
    /// Where the picture is: http or https.
    pub image_url: String,
    /// When it was last changed.
    pub updated: Option<Timestamp>,
}

/// Keeps emojis of another server, at most [`MAX_EMOJIS`]: the newer picture wins, and what nobody could
/// write in a text is left out.
pub fn keep_in(tx: &mut Tx<'_>, domain: &str, found: &[NewEmoji]) -> Result<(), DbError> {
    // Ours are not anybody else's to describe.
    if domain.is_empty() {
        return Ok(());
    }
    let usable: Vec<&NewEmoji> = found
        .iter()
        .filter(|emoji| is_shortcode(&emoji.shortcode))
        .take(MAX_EMOJIS)
        .collect();
    if usable.is_empty() {
        return Ok(());
    }
    let codes: Vec<String> = usable.iter().map(|one| one.shortcode.clone()).collect();
    let there = emojis::find_many(tx.conn, domain, &codes)?;
    for emoji in usable {
        let before = there.iter().find(|row| row.shortcode == emoji.shortcode);
        let Some(updated_at) = dated(emoji, before, tx.now) else {
            continue;
        };
        let row = EmojiRow {
            id: tx.new_id(),
            domain: domain.to_owned(),
            shortcode: emoji.shortcode.clone(),
            uri: emoji.uri.clone(),
            image_url: emoji.image_url.clone(),
            updated_at,
            category: None,
        };
        emojis::upsert(tx.conn, row)?;
    }
    Ok(())
}

/// When it counts as changed; none where what is there stays. Nobody dates anything into the future, and
/// without dates the later picture wins.
fn dated(new: &NewEmoji, before: Option<&EmojiRow>, now: Timestamp) -> Option<Timestamp> {
    let given = new
        .updated
        .filter(|updated| *updated > UNDATED)
        .map(|updated| updated.min(now));
    let Some(before) = before else {
        return Some(given.unwrap_or(Timestamp::from_secs(0)));
    };
    match given {
        Some(updated) => (updated > before.updated_at).then_some(updated),
        None if before.updated_at < UNDATED && before.image_url != new.image_url => {
            Some(before.updated_at.plus(Duration::from_micros(1)))
        }
        None => None,
    }
}

/// Whether a text can show it.
fn is_shortcode(code: &str) -> bool {
    emoji_shortcodes(&format!(":{code}:")) == [code]
}

/// Domain and shortcode of each custom emoji that a profile may show.
pub(crate) fn keys_of(account: &AccountRow) -> Vec<(String, String)> {
    keys(
        &account.domain,
        &[&account.display_name, &account.summary, &account.fields],
    )
}

/// Domain and shortcode of each custom emoji that texts from a domain may show.
pub(crate) fn keys(domain: &str, texts: &[&str]) -> Vec<(String, String)> {
    let mut codes: Vec<&str> = texts
        .iter()
        .flat_map(|text| emoji_shortcodes(text))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
        .into_iter()
        .map(|code| (domain.to_owned(), code.to_owned()))
        .collect()
}

/// The emojis that those profiles show, in one query.
pub fn of_accounts<'a>(
    conn: &mut Conn,
    accounts: impl IntoIterator<Item = &'a AccountRow>,
) -> Result<Vec<EmojiRow>, DbError> {
    let mut wanted: Vec<(String, String)> = accounts.into_iter().flat_map(keys_of).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let found = emojis::find_pairs(conn, &wanted)?;
    let by_key: HashMap<_, _> = found
        .into_iter()
        .map(|row| ((row.domain.clone(), row.shortcode.clone()), row))
        .collect();
    Ok(wanted
        .iter()
        .filter_map(|key| by_key.get(key).cloned())
        .collect())
}

/// The emojis that those profiles show.
pub async fn shown_by(ctx: &Ctx, accounts: Vec<AccountRow>) -> Result<Vec<EmojiRow>, DbError> {
    if accounts.iter().all(|account| keys_of(account).is_empty()) {
        return Ok(Vec::new());
    }
    ctx.db.read(move |conn| of_accounts(conn, &accounts)).await
}

#[cfg(test)]
mod tests {
    use staffroom_domain::EmojiId;

    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_788_249_900);

    fn new(updated: Option<i64>, image: &str) -> NewEmoji {
        NewEmoji {
            shortcode: "owl".to_owned(),
            uri: None,
            image_url: image.to_owned(),
            updated: updated.map(Timestamp::from_secs),
        }
    }

    fn row(updated: i64) -> EmojiRow {
        EmojiRow {
            id: EmojiId::from(1),
            domain: "a.example".to_owned(),
            shortcode: "owl".to_owned(),
            uri: None,
            image_url: "old".to_owned(),
            updated_at: Timestamp::from_micros(updated),
            category: None,
        }
    }

    #[test]
    fn the_newer_picture_wins_and_no_date_beats_no_date() {
        let second = 1_000_000;
        let later = 1_700_000_000;
        for (given, before, expected) in [
            (new(None, "a"), None, Some(0)),
            (new(Some(later), "a"), None, Some(later * second)),
            (new(Some(later), "a"), Some(row(0)), Some(later * second)),
            (new(Some(later), "a"), Some(row(later * second)), None),
            (new(Some(later), "a"), Some(row(later * second + 1)), None),
            (new(None, "a"), Some(row(later * second)), None),
            (new(None, "a"), Some(row(0)), Some(1)),
            (new(Some(0), "b"), Some(row(1)), Some(2)),
            (new(None, "old"), Some(row(1)), None),
            // Tomorrow never comes.
            (new(Some(9_999_999_999), "a"), None, Some(NOW.as_micros())),
        ] {
            let found = dated(&given, before.as_ref(), NOW).map(Timestamp::as_micros);
            assert_eq!(found, expected, "{given:?} {before:?}");
        }
    }

    #[test]
    fn only_what_a_text_can_show_is_a_shortcode() {
        for (code, expected) in [
            ("blob_cat", true),
            ("Ok2", true),
            ("a", false),
            ("bl-ob", false),
            ("a.b", false),
            ("", false),
            ("<b>", false),
            ("a:b", false),
        ] {
            assert_eq!(is_shortcode(code), expected, "{code}");
        }
    }
}
