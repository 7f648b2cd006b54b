# The vocabulary. Its terms are in the vocabulary itself, not here.

vocab-title = Vocabulary
vocab-page-title = { $label } – Vocabulary
vocab-about = The words with which practices are described here, the same on every instance: what was tried, with what, for whom, and how we know whether it worked.
vocab-languages = Language of the names
vocab-names-in = Names in:
vocab-formats = Other formats
vocab-for-programs = For programs:
vocab-address = Address for programs: <code>{ $iri }</code>
vocab-drafts = The Welsh names are drafts, not yet reviewed by a speaker.
vocab-count = { $number ->
    [one] { $number } concept
   *[other] { $number } concepts
}
vocab-version = Version { $version }. Anybody may use the vocabulary, under the MIT or the Apache 2.0 licence.
vocab-ordered = From least to most
vocab-all = All concepts
vocab-step = Step
vocab-name = Name
vocab-meaning = Meaning
vocab-hashtag = Hashtag
vocab-deprecated = Deprecated
vocab-external-about = This scheme belongs to others. These are the parts of it that our concepts are compared with; its owner publishes no addresses for them, so they have some here.

concept-deprecated = <strong>Deprecated:</strong> kept for what was said before.
concept-use-instead = Use { $concepts } instead.
concept-english = English
concept-welsh = Welsh
concept-welsh-draft = Welsh draft, not yet reviewed by a speaker
concept-draft = Draft, not yet reviewed by a speaker
concept-also = Also called
concept-synonyms = People also write
concept-broader = Broader
concept-narrower = Narrower
concept-related = Related
concept-practices = <a href="{ $href }">Practices with this concept</a>
concept-follow = Follow <a href="{ $href }"><bdi>{ $handle }</bdi></a> to hear of new ones, here or from Mastodon: a program announces them there.
concept-elsewhere = In the schemes of others
concept-exact = The same as
concept-close = Nearly the same as
concept-wider-than = Wider than
concept-narrower-than = Narrower than
concept-related-to = Related to

format-html = Page for people
format-csv = CSV, for spreadsheets
# "Turtle (text/turtle)"
format-with-type = { $format } ({ $type })

nearest-all-of = All of: { $scheme }
nearest-everything = The whole vocabulary
