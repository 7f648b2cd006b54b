# A hub: both ledgers of a practice, the library, its gap map, its members.

both-title = Two ledgers beside each other
both-about = The author's server decides what it lists. This hub counts every outcome that its own server has shown to it, whatever the author's server does with it.
both-silent = Known settings that reported: the author's server has said nothing of its ledger yet, this hub verified <a href="{ $ours }" rel="nofollow">{ $here }</a>.
both-differ = Known settings that reported: the author's server lists <a href="{ $theirs }" rel="nofollow noopener">{ $author }</a>, this hub verified <a href="{ $ours }" rel="nofollow">{ $here }</a>.
both-differ-within = Known settings that reported: both count <a href="{ $ours }" rel="nofollow">{ $here }</a>, and other numbers differ.
both-same = Known settings that reported: the author's server and this hub count the same, <a href="{ $ours }" rel="nofollow">{ $here }</a>.
both-table = The same numbers from both, settings and not posts
both-counted = What is counted
both-theirs = The author's server, <bdi>{ $host }</bdi>
both-theirs-short = The author's server
both-ours = This hub
both-nothing-said = nothing said
both-row-differs = differs
both-settings = Known settings that reported
both-said = Said they would try it
both-overdue = Overdue
both-withdrawn = Outcomes taken back
both-rejected = Not taken in
both-list-part = The list of the author's server was longer than this hub reads; it read { $listed } entries.
both-list-short = The author's server says { $said }, and its list holds { $listed } entries.
both-recount = Recount it yourself
both-recount-ours = This hub's numbers, with every outcome and its state (JSON)
both-recount-theirs = The ledger as <bdi>{ $host }</bdi> publishes it
both-outcomes = Outcomes that this hub knows
both-outcomes-none = None yet.
both-outcomes-none-older = There are no older outcomes.
both-outcomes-older = Older outcomes
both-verified = verified
both-replaced = verified, not counted: a newer one stands in its place
both-reported = reported, not counted: its own server has not shown it
both-not-taken-in = The author's server did not take it in.
both-rejected-title = What <bdi>{ $host }</bdi> did not take in, and why
both-rejected-more = And { $number } more: <a href="{ $href }" rel="nofollow">all of them are among this hub's numbers</a>.
both-unlisted = This practice is not in the library of this hub: its own server has not shown it to the hub, or does not belong to it, or its author does not let it be listed.

library-title = Library
library-back = Back to the library
library-about = What teachers of many places tried, and what came of it wherever it was tried. <bdi>{ $instance }</bdi> gathers it, and counts only what its own server has shown.
library-what-counts = One setting counts once, however many of its teachers report. Those who report chose to.
library-unsuccessful = Of these no success
library-share-counts = { $part } of { $whole }
library-share-percent = { $percent } % ({ $part } of { $whole })
library-counted = { $practices ->
    [one] { $practices } practice
   *[other] { $practices } practices
}; { $outcomes ->
    [0] nobody has reported
    [one] { $outcomes } setting reported, { $unsuccessful } no success
   *[other] { $outcomes } settings reported, { $unsuccessful } no success
}
library-find = Find something
library-gaps-about = where nobody has tried anything, and where nothing worked
library-all = All practices
library-like-mine = On the page of each practice you can choose what your own setting is like, and see only what came of it in such settings. For instance:
library-languages = By language
library-countries = By country
library-on-hub = What teachers of many places tried, and what came of it: <a href="/library">the library</a>.

gaps-title = Gap map
gaps-about = Which problems were met with which technology, how many known settings reported, and how many of those had no success: no effect, harm, given up, or nobody can tell.
gaps-problem = Problem
gaps-technology = Technology
gaps-technology-hint = One of them shows what belongs to it.
gaps-every-problem = every problem
gaps-every-technology = every technology
gaps-show = Show
gaps-map = The map
gaps-how-to-read = The number says how many practices there are. The bar below it is the longer the more settings reported; its filled part is those without success. A dash: nobody has tried.
gaps-longest = { $number ->
    [one] The longest bar is { $number } setting.
   *[other] The longest bar is { $number } settings.
}
gaps-drawing = A drawing of the numbers in the table below: problems in lines, technologies in columns
gaps-table = The same as a table
gaps-tried = What was tried
gaps-untried = Nobody has tried
gaps-nothing-tried = nothing
gaps-no-gap = nothing is left
gaps-all-untried = any of the technologies in the map
gaps-before = Problems before these
gaps-next = More problems

members-title = Members
members-about = The servers that belong to this hub: each said yes when it was asked, and can leave at any time.
members-none = No server belongs to this hub yet.
members-no-more = There are no more.
members-counted = { $practices ->
    [one] { $practices } practice
   *[other] { $practices } practices
}, { $outcomes ->
    [one] { $outcomes } outcome
   *[other] { $outcomes } outcomes
}, { $events ->
    [one] { $events } event
   *[other] { $events } events
}
members-first = The first members
members-next = More members

hub-title = Hub
hub-ask-title = Ask a server to belong to this hub
hub-ask-about = It says yes or no. What it has that is public, and that its authors let others list, is then read and counted here.
hub-domain = Domain
hub-domain-hint = As it stands in the handles of its people, such as school.example.
hub-ask = Ask it
hub-members = Servers that were asked
hub-none-asked = No server was asked yet.
hub-state-asked = has not answered
hub-state-member = member
hub-state-refused = said no
hub-state-left = has left
hub-state-removed = taken out
hub-organisation = Speaks for it
hub-reading = Reading what it has
hub-reading-none = not begun
hub-reading-running = goes on
hub-reading-done = done
hub-reading-failed = it cannot be read
hub-pages = ({ $number ->
    [one] { $number } page
   *[other] { $number } pages
})
hub-counts = Counts here
hub-ask-again = Ask <bdi>{ $host }</bdi> again
hub-read-again = Read <bdi>{ $host }</bdi> again
hub-remove = Take <bdi>{ $host }</bdi> out
hub-hubs = Hubs that want what is found out here
hub-hubs-about = A hub is told what is public here and may be listed. Whoever leaves it is taken out of its counts.
hub-no-hubs = No hub asks.
hub-gets-it = gets it
hub-asks = asks
hub-accept = Let <bdi>{ $host }</bdi> have it
hub-leave = Leave <bdi>{ $host }</bdi>
hub-refuse = Refuse <bdi>{ $host }</bdi>
problem-hub-nobody = No organisation speaks for that server. It needs one before it can be asked.
problem-hub-unreachable = That server cannot be asked now. See whether the domain is right and whether anything is exchanged with it, and try again.
problem-hub-member-gone = { $host } cannot be asked again: nobody speaks for it any more, as far as this hub knows. Ask it anew by its domain.
problem-hub-no-organisation = Nobody speaks for this hub. Make an organisation first: staffroom actor create NAME --kind organization.
log-member-asked = Asked { $subject } to belong to this hub
log-member-removed = Took { $subject } out of this hub
log-hub-accepted = Let { $subject } have what may be listed here
log-hub-left = Refused or left the hub { $subject }
flash-member-asked = It is asked.
flash-member-removed = It belongs to this hub no more. What it has is taken out of every count now.
flash-hub-accepted = It is told what is public here and may be listed.
flash-hub-left = It is told nothing any more.
