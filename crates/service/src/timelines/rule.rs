//! Which post comes into whose home timeline, and into which lists: the rule by itself, as Mastodon has
//! it.

use staffroom_domain::Visibility;

/// Whom a post answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Answers {
    /// Nobody.
    #[default]
    Nobody,
    /// Its own author.
    Themselves,
    /// Somebody else.
    Another,
    /// Somebody who is not known here.
    Unknown,
}

/// What of a post decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Post<'a> {
    /// Who may see it.
    pub(crate) visibility: Visibility,
    /// Whether it is a boost.
    pub(crate) is_boost: bool,
    /// BCP 47.
    pub(crate) language: Option<&'a str>,
    /// Whom it answers.
    pub(crate) answers: Answers,
}

/// What somebody wants of whom they follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wishes {
    /// Whether boosts.
    pub(crate) reblogs: bool,
    /// In which languages; none: in all.
    pub(crate) languages: Vec<String>,
}

impl Wishes {
    /// As a follow stores them.
    pub(crate) fn stored(reblogs: bool, languages: &str) -> Self {
        let languages = if languages == "[]" {
            Vec::new()
        } else {
            serde_json::from_str(languages).unwrap_or_default()
        };
        Self { reblogs, languages }
    }
}

/// How a reader stands to a post.
#[expect(
    clippy::struct_excessive_bools,
    reason = "the rule asks each of these by itself"
)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stand {
    /// It is theirs.
    pub(crate) is_author: bool,
    /// What they want of its author, whom they follow.
    pub(crate) follow: Option<Wishes>,
    /// They follow whom it answers, or are answered themselves.
    pub(crate) knows_answered: bool,
    /// They are answered.
    pub(crate) is_answered: bool,
    /// They block or mute its author, the author of what it boosts, or somebody who is named in either; or
    /// one of the two authors blocks them.
    pub(crate) is_hidden: bool,
    /// They block the server of the author of what it boosts.
    pub(crate) hides_server_of_original: bool,
    /// They block the server of its author.
    pub(crate) hides_server: bool,
    /// Its author is limited: whoever does not follow them is brought nothing of theirs.
    pub(crate) author_is_limited: bool,
    /// They follow a hashtag of it.
    pub(crate) follows_tag: bool,
    /// They keep its author in a list that takes them out of the home timeline.
    pub(crate) is_exclusive: bool,
    /// They are named in it.
    pub(crate) is_named: bool,
}

/// Which answers a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RepliesPolicy {
    /// To everybody whom its owner follows.
    Followed,
    /// To its members.
    List,
    /// To its owner.
    None,
}

impl RepliesPolicy {
    /// From the name in the Mastodon API.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "followed" => Some(Self::Followed),
            "list" => Some(Self::List),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

/// Whether a post comes into the reader's home timeline.
pub(crate) fn comes_home(post: Post<'_>, reader: &Stand) -> bool {
    if reader.is_author {
        return true;
    }
    if reader.is_hidden {
        return false;
    }
    let is_tagged = post.visibility == Visibility::Public && !post.is_boost && reader.follows_tag;
    let is_tagged = is_tagged && !(reader.author_is_limited && reader.follow.is_none());
    (is_tagged && !reader.hides_server) || (!reader.is_exclusive && is_followed(post, reader))
}

/// Whether a post comes into a list of the reader's in which its author is; `answers_member`: whom it
/// answers is, too.
pub(crate) fn comes_to_list(
    post: Post<'_>,
    reader: &Stand,
    policy: RepliesPolicy,
    answers_member: bool,
) -> bool {
    if !reader.is_author && (reader.is_hidden || !is_followed(post, reader)) {
        return false;
    }
    match post.answers {
        Answers::Nobody | Answers::Themselves => true,
        Answers::Unknown => false,
        Answers::Another => {
            reader.is_answered
                || match policy {
                    RepliesPolicy::Followed => true,
                    RepliesPolicy::List => answers_member,
                    RepliesPolicy::None => false,
                }
        }
    }
}

/// Whether the reader wants it because they follow its author.
fn is_followed(post: Post<'_>, reader: &Stand) -> bool {
    let Some(wishes) = &reader.follow else {
        return false;
    };
    let is_for_them = post.visibility < Visibility::Direct || reader.is_named;
    let is_wanted_boost = !post.is_boost || (wishes.reblogs && !reader.hides_server_of_original);
    let is_wanted_answer = match post.answers {
        Answers::Nobody | Answers::Themselves => true,
        Answers::Another => reader.knows_answered || reader.is_answered,
        Answers::Unknown => false,
    };
    is_for_them && is_wanted_boost && is_wanted_answer && speaks(wishes, post.language)
}

/// A post of no language is in every one; `en-GB` is `en`, too.
fn speaks(wishes: &Wishes, language: Option<&str>) -> bool {
    let Some(language) = language.filter(|_| !wishes.languages.is_empty()) else {
        return true;
    };
    let main = language.split(['-', '_']).next().unwrap_or(language);
    wishes
        .languages
        .iter()
        .any(|wanted| wanted.eq_ignore_ascii_case(language) || wanted.eq_ignore_ascii_case(main))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: Post<'static> = Post {
        visibility: Visibility::Public,
        is_boost: false,
        language: None,
        answers: Answers::Nobody,
    };

    fn follower() -> Stand {
        Stand {
            follow: Some(Wishes::stored(true, "[]")),
            ..Stand::default()
        }
    }

    #[test]
    fn whoever_follows_gets_what_is_for_them() {
        assert!(comes_home(NOTE, &follower()));
        assert!(!comes_home(NOTE, &Stand::default()));
        let private = Post {
            visibility: Visibility::Private,
            ..NOTE
        };
        assert!(comes_home(private, &follower()));
        let direct = Post {
            visibility: Visibility::Direct,
            ..NOTE
        };
        assert!(!comes_home(direct, &follower()));
        let mut named = follower();
        named.is_named = true;
        assert!(comes_home(direct, &named));
        named.follow = None;
        assert!(!comes_home(direct, &named));
        let author = Stand {
            is_author: true,
            ..Stand::default()
        };
        assert!(comes_home(direct, &author));
    }

    #[test]
    fn answers_come_to_those_who_know_both() {
        let answer = |answers| Post { answers, ..NOTE };
        let mut reader = follower();
        assert!(comes_home(answer(Answers::Themselves), &reader));
        assert!(!comes_home(answer(Answers::Unknown), &reader));
        assert!(!comes_home(answer(Answers::Another), &reader));
        reader.is_answered = true;
        assert!(comes_home(answer(Answers::Another), &reader));
        reader.is_answered = false;
        reader.knows_answered = true;
        assert!(comes_home(answer(Answers::Another), &reader));
    }

    #[test]
    fn boosts_and_languages_can_be_left_out() {
        let boost = Post {
            is_boost: true,
            ..NOTE
        };
        let mut reader = follower();
        assert!(comes_home(boost, &reader));
        reader.hides_server_of_original = true;
        assert!(!comes_home(boost, &reader));
        assert!(comes_home(NOTE, &reader));
        reader.hides_server_of_original = false;
        reader.follow = Some(Wishes::stored(false, "[\"cy\",\"en\"]"));
        assert!(!comes_home(boost, &reader));
        for (language, comes) in [
            (None, true),
            (Some("cy"), true),
            (Some("en-GB"), true),
            (Some("de"), false),
        ] {
            assert_eq!(comes_home(Post { language, ..NOTE }, &reader), comes);
        }
    }

    #[test]
    fn whoever_is_hidden_comes_by_no_way() {
        let mut reader = follower();
        reader.follows_tag = true;
        reader.is_hidden = true;
        assert!(!comes_home(NOTE, &reader));
        assert!(!comes_to_list(NOTE, &reader, RepliesPolicy::Followed, true));
    }

    #[test]
    fn hashtags_bring_public_posts_of_strangers() {
        let mut reader = Stand {
            follows_tag: true,
            ..Stand::default()
        };
        assert!(comes_home(NOTE, &reader));
        let unlisted = Post {
            visibility: Visibility::Unlisted,
            ..NOTE
        };
        assert!(!comes_home(unlisted, &reader));
        let boost = Post {
            is_boost: true,
            ..NOTE
        };
        assert!(!comes_home(boost, &reader));
        reader.hides_server = true;
        assert!(!comes_home(NOTE, &reader));
    }

    #[test]
    fn hashtags_bring_nothing_of_limited_strangers() {
        let mut reader = Stand {
            follows_tag: true,
            author_is_limited: true,
            ..Stand::default()
        };
        assert!(!comes_home(NOTE, &reader));
        reader.follow = follower().follow;
        assert!(comes_home(NOTE, &reader));
        reader.is_exclusive = true;
        assert!(comes_home(NOTE, &reader));
    }

    #[test]
    fn an_exclusive_list_takes_its_members_out_of_home() {
        let mut reader = follower();
        reader.is_exclusive = true;
        assert!(!comes_home(NOTE, &reader));
        assert!(comes_to_list(NOTE, &reader, RepliesPolicy::None, false));
        reader.follows_tag = true;
        assert!(comes_home(NOTE, &reader));
    }

    #[test]
    fn a_list_shows_the_answers_that_its_owner_chose() {
        let answer = Post {
            answers: Answers::Another,
            ..NOTE
        };
        let mut owner = follower();
        owner.knows_answered = true;
        for (policy, member, comes) in [
            (RepliesPolicy::Followed, false, true),
            (RepliesPolicy::List, false, false),
            (RepliesPolicy::List, true, true),
            (RepliesPolicy::None, true, false),
        ] {
            assert_eq!(comes_to_list(answer, &owner, policy, member), comes);
        }
        owner.is_answered = true;
        assert!(comes_to_list(answer, &owner, RepliesPolicy::None, false));
    }
}
