//! What the extension terms mean: the table behind [`Term`].

use super::context::Term;

/// What a name in the context stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Definition {
    /// This IRI, or a prefix.
    Is(&'static str),
    /// This IRI, with ids as values.
    Id(&'static str),
    /// This IRI, with a list in order as value.
    List(&'static str),
    /// The term of our namespace of the same name, with JSON as value.
    Record,
}

use Definition::{Id, Is, List};

type Table = &'static [(&'static str, Definition)];

/// Our own namespace.
pub(super) const COP: (&str, Definition) = ("cop", Is("https://w3id.org/staffroom/ns#"));
const TOOT: (&str, Definition) = ("toot", Is("http://joinmastodon.org/ns#"));
const GTS: (&str, Definition) = ("gts", Is("https://gotosocial.org/ns#"));
const MZ: (&str, Definition) = ("mz", Is("https://joinmobilizon.org/ns#"));
const LEMMY: (&str, Definition) = ("lemmy", Is("https://join-lemmy.org/ns#"));

const INTERACTION_POLICY: Table = &[
    GTS,
    ("interactionPolicy", Id("gts:interactionPolicy")),
    ("canLike", Id("gts:canLike")),
    ("canReply", Id("gts:canReply")),
    ("canAnnounce", Id("gts:canAnnounce")),
    ("canQuote", Id("gts:canQuote")),
    ("canFeature", Id("https://w3id.org/fep/7aa9#canFeature")),
    ("automaticApproval", Id("gts:automaticApproval")),
    ("manualApproval", Id("gts:manualApproval")),
];

const QUOTE: Table = &[
    ("quote", Id("https://w3id.org/fep/044f#quote")),
    ("quoteUri", Is("http://fedibird.com/ns#quoteUri")),
    ("quoteUrl", Is("as:quoteUrl")),
    (
        "_misskey_quote",
        Is("https://misskey-hub.net/ns#_misskey_quote"),
    ),
    (
        "quoteAuthorization",
        Id("https://w3id.org/fep/044f#quoteAuthorization"),
    ),
];

const INTERACTING: [(&str, Definition); 2] = [
    ("interactingObject", Id("gts:interactingObject")),
    ("interactionTarget", Id("gts:interactionTarget")),
];

const EVENT: Table = &[
    ("schema", Is("http://schema.org#")),
    ("ical", Is("http://www.w3.org/2002/12/cal/ical#")),
    (
        "displayEndTime",
        Is("https://w3id.org/fep/8a8e/displayEndTime"),
    ),
    ("timezone", Is("https://w3id.org/fep/8a8e/timezone")),
    ("eventStatus", Is("https://w3id.org/fep/8a8e/eventStatus")),
    ("organizers", Id("https://w3id.org/fep/8a8e/organizers")),
    ("attendees", Id("https://w3id.org/fep/8a8e/attendees")),
    ("joinMode", Is("https://w3id.org/fep/8a8e/joinMode")),
    (
        "externalParticipationUrl",
        Is("https://w3id.org/fep/8a8e/externalParticipationUrl"),
    ),
    (
        "maximumAttendeeCapacity",
        Is("https://w3id.org/fep/8a8e/maximumAttendeeCapacity"),
    ),
    ("VirtualLocation", Is("schema:VirtualLocation")),
    ("PostalAddress", Is("schema:PostalAddress")),
    ("address", Is("schema:address")),
    ("streetAddress", Is("schema:streetAddress")),
    ("postalCode", Is("schema:postalCode")),
    ("addressLocality", Is("schema:addressLocality")),
    ("addressRegion", Is("schema:addressRegion")),
    ("addressCountry", Is("schema:addressCountry")),
    ("status", Is("ical:status")),
];

const PROPERTY_VALUE: Table = &[
    ("schema", Is("http://schema.org#")),
    ("PropertyValue", Is("schema:PropertyValue")),
    ("value", Is("schema:value")),
];

const QUOTE_AUTHORIZATION: Table = &[
    GTS,
    (
        "QuoteAuthorization",
        Is("https://w3id.org/fep/044f#QuoteAuthorization"),
    ),
    INTERACTING[0],
    INTERACTING[1],
];

const INTERACTION_REQUESTS: Table = &[
    GTS,
    ("LikeRequest", Is("gts:LikeRequest")),
    ("ReplyRequest", Is("gts:ReplyRequest")),
    ("AnnounceRequest", Is("gts:AnnounceRequest")),
    ("LikeAuthorization", Is("gts:LikeAuthorization")),
    ("ReplyAuthorization", Is("gts:ReplyAuthorization")),
    ("AnnounceAuthorization", Is("gts:AnnounceAuthorization")),
    INTERACTING[0],
    INTERACTING[1],
];

const EMOJI_REACT: Table = &[
    ("litepub", Is("http://litepub.social/ns#")),
    ("EmojiReact", Is("litepub:EmojiReact")),
];

const MOBILIZON_EVENT: Table = &[
    MZ,
    ("participantCount", Is("mz:participantCount")),
    (
        "remainingAttendeeCapacity",
        Is("schema:remainingAttendeeCapacity"),
    ),
    ("isOnline", Is("mz:isOnline")),
    ("category", Is("schema:category")),
];

const ATTRIBUTION_DOMAINS: Table = &[TOOT, ("attributionDomains", Id("toot:attributionDomains"))];

const POSTING: Table = &[
    LEMMY,
    (
        "postingRestrictedToMods",
        Is("lemmy:postingRestrictedToMods"),
    ),
];

const PARTICIPATION: Table = &[MZ, ("participationMessage", Is("mz:participationMessage"))];

const WAITING_PLACE: Table = &[(
    "waitingPlace",
    Is("https://w3id.org/staffroom/ns#waitingPlace"),
)];

const WEBFINGER: Table = &[(
    "webfinger",
    Is("https://purl.archive.org/socialweb/webfinger#webfinger"),
)];

const QUOTE_REQUEST: Table = &[("QuoteRequest", Is("https://w3id.org/fep/044f#QuoteRequest"))];

const APPROVES: Table = &[(
    "manuallyApprovesFollowers",
    Is("as:manuallyApprovesFollowers"),
)];

const FEATURED_COLLECTIONS: Table = &[(
    "featuredCollections",
    Id("https://w3id.org/fep/7aa9#featuredCollections"),
)];

/// Of no context that is named: that of Multikeys has what stands in one, and not where they stand.
const ASSERTION_METHOD: Table = &[(
    "assertionMethod",
    Id("https://w3id.org/security#assertionMethod"),
)];

const DISCOVERABLE: Table = &[TOOT, ("discoverable", Is("toot:discoverable"))];

/// The definitions that a group of terms adds; none for those that only name a context instead.
pub(super) fn definitions(term: Term) -> Table {
    match term {
        Term::Security | Term::DataIntegrity => &[],
        Term::Multikey => ASSERTION_METHOD,
        Term::Sensitive => &[("sensitive", Is("as:sensitive"))],
        Term::Hashtag => &[("Hashtag", Is("as:Hashtag"))],
        Term::Emoji => &[TOOT, ("Emoji", Is("toot:Emoji"))],
        Term::Blurhash => &[TOOT, ("blurhash", Is("toot:blurhash"))],
        Term::FocalPoint => &[TOOT, ("focalPoint", List("toot:focalPoint"))],
        Term::VotersCount => &[TOOT, ("votersCount", Is("toot:votersCount"))],
        Term::PropertyValue => PROPERTY_VALUE,
        Term::ManuallyApprovesFollowers => APPROVES,
        Term::Discoverable => DISCOVERABLE,
        Term::Indexable => &[TOOT, ("indexable", Is("toot:indexable"))],
        Term::Featured => &[TOOT, ("featured", Id("toot:featured"))],
        Term::FeaturedCollections => FEATURED_COLLECTIONS,
        Term::Memorial => &[TOOT, ("memorial", Is("toot:memorial"))],
        Term::Suspended => &[TOOT, ("suspended", Is("toot:suspended"))],
        Term::MovedTo => &[("movedTo", Id("as:movedTo"))],
        Term::AlsoKnownAs => &[("alsoKnownAs", Id("as:alsoKnownAs"))],
        Term::AttributionDomains => ATTRIBUTION_DOMAINS,
        Term::Webfinger => WEBFINGER,
        Term::Implements => &[("implements", Id("https://w3id.org/fep/844e#implements"))],
        Term::PostingRestrictedToMods => POSTING,
        Term::InteractionPolicy => INTERACTION_POLICY,
        Term::Quote => QUOTE,
        Term::QuoteRequest => QUOTE_REQUEST,
        Term::QuoteAuthorization => QUOTE_AUTHORIZATION,
        Term::InteractionRequests => INTERACTION_REQUESTS,
        Term::EmojiReact => EMOJI_REACT,
        Term::Event => EVENT,
        Term::MobilizonEvent => MOBILIZON_EVENT,
        Term::ParticipationMessage => PARTICIPATION,
        Term::WaitingPlace => WAITING_PLACE,
        Term::RemoveData => &[LEMMY, ("removeData", Is("lemmy:removeData"))],
        Term::Members => &[COP, ("members", Id("cop:members"))],
        Term::Records => &[COP, ("records", Id("cop:records"))],
        Term::Ledger => &[COP, ("rejected", Id("cop:rejected"))],
        Term::RejectionReason => &[COP, ("rejectionReason", Is("cop:rejectionReason"))],
        Term::VouchedBy => &[COP, ("vouchedBy", Id("cop:vouchedBy"))],
    }
}
