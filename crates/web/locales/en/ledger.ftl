# Ledgers: what came of practices, in words. The English is that of the ledger itself (crates/domain/src/ledger/words.rs).

ledger-nobody-said = Nobody has said yet that they would try it.
# $parts: "6 reported, 2 are overdue, 1 gave up"
ledger-of-those-that-said = Of { $number } that said they would try it, { $parts }.
ledger-part-reported = { $number ->
    [0] none has reported
   *[other] { $number } reported
}
ledger-part-overdue = { $number ->
    [one] { $number } is overdue
   *[other] { $number } are overdue
}
ledger-part-gave-up = { $number } gave up
ledger-part-waiting = { $number ->
    [one] { $number } still has time
   *[other] { $number } still have time
}
ledger-nobody-reported = Nobody else has reported yet.
ledger-unannounced = { $number } reported without having said so first.
ledger-too-few = { $number ->
    [0] Too few to say: no independent setting has reported.
    [one] Too few to say: only { $number } independent setting has reported.
   *[other] Too few to say: only { $number } independent settings have reported.
}
# $results: "3 worked, 1 partly worked"
ledger-results = { $settings ->
    [one] Results of { $settings } setting: { $results }.
   *[other] Results of { $settings } settings: { $results }.
}
ledger-confirmed = { $number ->
    [one] Confirmed in { $number } other setting.
   *[other] Confirmed in { $number } other settings.
}
ledger-spread = { $settings ->
    [one] { $reports } reports from { $settings } setting.
   *[other] { $reports } reports from { $settings } settings.
}
ledger-spread-differing = { $settings ->
    [one] { $reports } reports from { $settings } setting, and they differ.
   *[other] { $reports } reports from { $settings } settings; in { $differing } of them they differ.
}
ledger-older-version = { $settings ->
    [one] { $settings } of them is about version { $version }; version { $current } is current.
   *[other] { $settings } of them are about version { $version }; version { $current } is current.
}
ledger-own = The author's own, which is no confirmation: { $results }.
ledger-vendor = { $settings ->
    [one] Counted apart, { $settings } setting with an interest in a product: { $results }.
   *[other] Counted apart, { $settings } settings with an interest in a product: { $results }.
}
ledger-unverified = { $settings ->
    [one] Counted apart, { $settings } unverified setting: { $results }.
   *[other] Counted apart, { $settings } unverified settings: { $results }.
}
ledger-withdrawn-outcomes = { $number ->
    [one] { $number } outcome withdrawn.
   *[other] { $number } outcomes withdrawn.
}
ledger-rejected = { $number ->
    [one] { $number } entry was not taken into the ledger; the reason is listed.
   *[other] { $number } entries were not taken into the ledger; the reasons are listed.
}
ledger-adapted-by = { $number ->
    [one] Adapted by { $number } practice: their results.
   *[other] Adapted by { $number } practices: their results.
}
ledger-servers-differ = The author's server lists { $author }, this server verified { $here }.

ledger-flag-withdrawn = The author has withdrawn this practice.
ledger-flag-harm = Harm has been reported.
ledger-flag-contested = Contested: several independent settings saw no effect, or harm.
ledger-flag-stale = The newest report is more than five years old.

ledger-n-worked = { $number } worked
ledger-n-partly = { $number } partly worked
ledger-n-no-effect = { $number } no effect
ledger-n-noticed = { $number } noticed no difference
ledger-n-harmful = { $number } harmful
ledger-n-inconclusive = { $number } inconclusive
ledger-n-abandoned = { $number } gave up
ledger-n-unknown = { $number } something that this server does not know

ledger-table = Settings by what they reported
ledger-column-result = Result
ledger-column-known = Known settings
ledger-column-unverified = Unverified settings
ledger-column-own = The author's own
ledger-column-vendor = With an interest in a product
ledger-unknown-result = A result that this server does not know
# Before the name of a result, above the reports of it.
ledger-result = Result:

ledger-note-own = the author's own
ledger-note-interest = declares an interest
ledger-note-unverified = unverified setting
ledger-note-version = about version { $version }
ledger-note-warning = would warn
ledger-note-next-time = what they would do next time

ledger-reason-spam = It advertises something.
ledger-reason-abuse = It attacks somebody.
ledger-reason-out-of-scope = It is not about this practice.
ledger-reason-duplicate = The same was counted already.
ledger-reason-unknown-version = It names a version of the practice that there never was.
ledger-reason-deleted = The practice was deleted before.
ledger-reason-not-independent = It says that it is independent, and is the author's own.
ledger-reason-forged = It is not from the server that it says it is from.
ledger-reason-other = For a reason that this server does not know.

# How a practice is related to another one.
family-made-from = This practice was made from it
family-made-of-it = It was made from this practice
