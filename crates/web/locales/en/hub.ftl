# What a hub offers beside its library: accounts that one follows, and open data.

follow-title = Follow the library
follow-about = These accounts are programs. Each boosts practices that are new in the library, twenty a day at most, and tells the rest in one post the next morning. Follow them here, or from Mastodon or any other server.
follow-none = There is no account to follow yet.
follow-library = All that is new in the library
follow-concept = What is new about:
follow-followers = { $number ->
    [one] { $number } follower
   *[other] { $number } followers
}
follow-here = Their pages have a button to follow them.
follow-elsewhere = From your own server
follow-elsewhere-about = Do you have an account on another server? Say whom you want to follow, and go on there.
follow-which = Whom
follow-by-hand = Or search there for the handle as it stands above.
follow-from-library = accounts that tell you what is new, also on Mastodon

topics-title = Accounts of the library
topics-about = People follow these to hear what is new. The account of a concept boosts every practice that has it, or a narrower one.
topics-new = Make the account of a concept
topics-concept = Concept
topics-choose = Choose one
topics-digest = How it tells what is new
topics-digest-of = How { $handle } tells what is new
topics-auto = each practice by itself, and the rest of busy days in one post
topics-daily = everything in one post a day
topics-on = Switch it on
topics-there = Accounts that are there
topics-none = There is none: the first start of a hub makes the account of its library.
topics-is-on = on
topics-is-off = off
topics-of = Announces
topics-all = everything in the library
topics-followers = Followers
topics-last = Last announced
topics-never = nothing yet
topics-announced = How much
topics-counts = { $announced } told, { $waiting } waiting for the next morning
topics-save = Change <bdi>{ $handle }</bdi>
topics-off = Switch <bdi>{ $handle }</bdi> off
topics-on-again = Switch <bdi>{ $handle }</bdi> on again
topics-from-hub = Which accounts announce what is new, and how
problem-topic-none = Choose a concept.
problem-topic-name = Another account has the name that this one would get. Whoever runs the server can give it another: staffroom hub topic on { $concept } --name NAME.
log-topic-on = Switched { $subject } on
log-topic-off = Switched { $subject } off
log-topic-changed = Changed how { $subject } tells what is new
flash-topic-on = It is on, and announces what is new.
flash-topic-off = It announces nothing new any more, and says so.
flash-topic-changed = It is changed.

data-title = Open data
data-about = The practices of the library, what came of them and how it is counted, as tables for research and for programs. They are written anew once a day.
data-from-library = all of it as tables
data-files = Files
data-written = Written { $time }.
data-none = Nothing was written yet. It is done once a day.
data-package = All of it is described, with types, sizes and digests, in the data package (Frictionless):
data-practices = One line for each practice: its title, what it is about, how sure its author is, and what came of it for them.
data-outcomes-title = Outcomes
data-outcomes = One line for each report: what came of it, how it is known, and for which practice.
data-ledgers-title = Ledgers
data-ledgers = One line for each practice: how many settings said they would try it, how many reported, and what.
data-withdrawn-title = Withdrawn
data-withdrawn = The digests (SHA-256) of the ids of what was in these tables and is not any more.
data-vocabulary = The concepts that the codes stand for, as they are now.
data-bytes = { $number ->
    [one] { $number } byte
   *[other] { $number } bytes
}
data-kilobytes = { $number } KB
data-megabytes = { $number } MB
data-digests = SHA-256 of each file
data-licence-title = Licence
data-licence = Codes and counts are <a href="https://creativecommons.org/publicdomain/zero/1.0/" rel="external">CC0</a>: do with them what you like. Of a practice there is the title; its row says under which licence its author has put its text. Where it says none, cite it and no more.
data-left-out-title = What is not in them
data-left-out-words = Words of those who reported: they have no licence, and may name people.
data-left-out-few = Phase, subject, kind of place, region and server of a report about fewer than ten learners. The row stays, and says that something is left out.
data-left-out-unlisted = What its author does not let every index have, or lets this hub alone have.
data-left-out-unverified = What is of another server that has not shown it to this hub itself.
data-not-anonymous = Nobody's name is in the tables of outcomes. They are not anonymous: each row has the public address of its report, and can be put together with what is public there. Counts of settings are given as they are, however small, since anybody can count them again from public documents.
data-use-title = Before you use them
data-use-withdrawn = Take out of your own copy what stands among what was withdrawn, each time you fetch them.
data-use-chosen = Those who report chose to. Count settings, and make no shares of few.
data-use-newest = A setting may report more than once: count its newest report only.
data-cite-title = How to cite them
data-cite = The files of that day are replaced; keep a copy of what you cite. A single number is cited by its snapshot, which stays.
data-check-title = How to check them
data-check-recount = Each ledger has the address of the document that it is counted from: count it again, as our script of a hundred lines does (tests/recount in the source code).
data-check-snapshots = Each row of the ledgers leads to what was kept of it day by day, signed by this hub. So what you cited can be shown later, whatever was taken back since.
data-check-files = The data package has the SHA-256 of each file.
