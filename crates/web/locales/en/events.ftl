# Events that people go to, and their list.

events-title = Events of { $instance }
events-concept-title = Events: { $concept }
events-none = Nothing is coming up yet.
events-online = Online
events-calendar = <a href="{ $href }">The same for your calendar</a>: give this address to it, and it stays up to date.

event-when = When
event-where = Where
event-online = Online
event-organiser = Organiser
event-series = Series
event-calendar = Calendar
event-calendar-link = Put it into your calendar

event-tentative = Not certain yet
event-cancelled = Cancelled
event-postponed = Postponed
event-rescheduled = Moved to another time
event-moved-online = Moved online

event-places = Places
event-places-taken = { $taken } of { $most } taken
event-places-so-far = { $taken } so far
event-places-waiting = { $places }, { $waiting } waiting

event-join = Join
event-join-elsewhere = One joins elsewhere: <a href="{ $href }" rel="nofollow noopener external">{ $href }</a>
event-join-over = One cannot join it any more.
event-join-sign-in = <a href="{ $href }">Sign in</a> to join; or reply <q>lurk</q> or <q>speak nano: title</q> to it from any account of the fediverse.
event-how = How would you take part?
event-as-speaker = I'll speak
event-as-attendee = I'll come to listen
event-as-remote = I'll be there online
event-as-anybody = I'll come
event-talk-title = If you speak: what about?
event-talk-length = For how long?
event-choose-nano = nano, two minutes
event-choose-micro = micro, seven minutes
event-choose-soapbox = soapbox, a quarter of an hour
event-choose-round-table = round table
event-leave = Give up my place

event-mine-going = You have a place.
event-mine-listed = You are on the waiting list.
event-mine-waiting = You are number { $number } on the waiting list.
event-mine-asked = You have asked for a place; its server has not answered yet.
event-mine-declined = You did not get a place.
event-mine-ignored = Its server takes no answers from here: see its own page.

event-talks = Talks
event-talk-nano = nano
event-talk-micro = micro
event-talk-soapbox = soapbox
event-talk-round-table = round table
event-talk-other = talk
# In brackets behind the title of a talk: nano, 2 min
event-talk-kind = { $kind }, { $minutes } min
event-talk-offered = offered
event-talk-declined = declined
event-talk-withdrawn = withdrawn

event-people = Who takes part
event-people-seen = Only you and the other organisers see this.
# How somebody takes part, and how they stand: "speaker, going".
event-person-speaker = speaker
event-person-attendee = attendee
event-person-remote = remote
event-person-asked = asked
event-person-going = going
event-person-waiting = waiting
event-person-declined = declined
event-person-ignored = not answered
event-person-left = left
