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

event-organise = For organisers
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

# What sort of event, and where one takes part.
event-kind-teachmeet = TeachMeet
event-kind-fail-faire = Fail faire: what did not work
event-kind-course-week = A week of a course
event-kind-other = Something else
event-mode-in-person = At a place
event-mode-online = Online
event-mode-hybrid = At a place, and online

# The form of an event.
event-form-new = Announce an event
event-form-next = Announce the next one
event-form-edit = Change the event
event-form-what = What it is
event-form-title = What is it called?
event-form-text = What do you want to say about it?
event-form-text-hint = Markdown can be used. When, where and how to join is said by itself.
event-form-kind = What sort of event is it?
event-form-series-hint = The name of the series that it belongs to, always written the same: TeachMeet Leeds.
event-form-when = When it is
event-form-zone = Time zone
event-form-zone-hint = All times are as the clocks there show them: in { $zone } it is { $time } now.
event-form-starts = The day on which it begins
event-form-starts-time = The time at which it begins
event-form-ends = The day on which it ends
event-form-ends-hint = Leave it empty if it is the same day. Leave the time empty too if the end is open.
event-form-ends-time = The time at which it ends
event-form-state = Does it take place as it was announced?
event-form-as-planned = As it stands here
event-form-where = Where it is
event-form-mode = Where does one take part?
event-form-place = What is the place called?
event-form-place-hint = With the room, if it is a large house.
event-form-address = Its address
event-form-access = How does one get in and around?
event-form-access-hint = Steps, lift, hearing loop, parking, a quiet room.
event-form-online-url = Address of the meeting
event-form-online-url-hint = Everybody who sees the event sees it. Give one that lets people wait outside.
event-form-online-note = What should people know who take part online?
event-form-join-url = Does one join somewhere else?
event-form-join-url-hint = The address of a page for bookings. Then nobody joins here.
event-form-room = How many can come
event-form-speakers = Places to speak
event-form-number-hint = Leave a number empty where as many can come as like; 0 means none.
event-form-attendees = Places to listen
event-form-remote = Places online
event-form-full = When all places are taken
event-form-waits = Others can wait for one
event-form-offer-nano = Minutes of a nano talk (empty: none are offered)
event-form-offer-micro = Minutes of a micro talk
event-form-offer-soapbox = Minutes on the soapbox
event-form-offer-round-table = Minutes of a round table
event-form-offer-other = Minutes of another talk
event-form-who = Who holds it, and who sees it
event-form-holder = Who holds it?
event-form-holder-me = I do
event-form-holder-hint = A community that you look after tells its members of it, and all who look after it can change it.
event-form-rules = What do those agree to who come?
event-form-rules-hint = One sentence a line, such as: no photographs of pupils.
event-form-about = What it is about
event-form-technology = Technology
event-form-licence = What may others do with the text and the notes?
event-form-talks = Talks that are certain already
event-form-talks-about = What others offer when they join comes to you, and you accept it. A row that is empty is left out.
event-form-talk = Talk { $number }
event-form-talk-title = What is the talk called?
event-form-talk-kind = How is it held?
event-form-talk-minutes = Minutes (empty: as usual)
event-form-talk-speaker = Who speaks, as they want to be called
event-form-talk-practice = Address of the practice that it is about
event-form-add-talk = Add a talk
event-form-announce = Announce it
event-form-keep = Keep the changes
event-form-preview = Show what others will see
event-preview = What others will see
event-preview-about = Nothing is kept yet. This is how it will stand in other programs, with a link to its page:
event-form-twice = Clocks go back then in { $zone }, and the time comes twice: the first is meant.

event-form-problem-number = Give a whole number of places, at most 100,000; or leave it empty.
event-form-problem-minutes = A talk takes 1 to 240 minutes. Leave it empty where there are none.
event-form-problem-talk-minutes = Talk { $number }: give 1 to 240 minutes.
event-form-problem-talk-title = Talk { $number }: say what it is called.
event-form-problem-talk-practice = Talk { $number }: the address of a practice begins with https://.
event-form-problem-talk-nano = Talk { $number }: a nano talk is short. Choose another sort.
event-form-problem-talk-long = Talk { $number }: the title or the name is too long.
event-form-problem-talks = There are too many talks: 200 at most.
event-form-problem-zone = There is no such time zone. Choose one of the list.
event-form-problem-skipped = In { $zone } there is no { $time } on that day: clocks go forward. The next time is { $next }.
event-form-problem-order = It ends before it begins: give a later end, or none.
event-form-problem-year = It lasts for more than a year: make a series of events.
event-form-problem-past = It is over already: give a time that lies ahead.
event-form-problem-start = Say on which day and at what time it begins.
event-form-problem-end = Say at what time it ends, or leave day and time empty.
event-form-problem-not-online = Nobody can be there online: choose “at a place, and online”, or leave this empty.
event-form-problem-only-online = Nobody can go there: choose “at a place, and online”, or leave this empty.
event-form-problem-no-places = There are no places at all: give at least one.
event-form-problem-title = Say what it is called.
event-form-problem-was = Its state was changed while this page was open. Look at it again, and publish once more if you mean it.
event-form-problem-place = Say where it is, or that it is online.
event-form-problem-online = Give the address of the meeting.
event-form-problem-again = This form was sent before. Look among your events whether it is there.
event-form-problem-many = These are too many. Choose fewer.

# What people do on the page of an event.
event-join-own-server = Have you an account on another server? <a href="{ $href }" rel="nofollow">Open the event there</a>, and join or answer it.
event-join-other = Take part in another way
event-talks-none = There are no talks yet.
event-talk-accept = Accept
event-talk-decline = Decline
event-talk-withdraw = Withdraw
event-talk-draft = Make a draft practice of it
event-talk-problem-title = Say what the talk is called, in at most 300 characters.
event-talk-problem-many = An event has at most 500 talks.
event-clashes = Some talks are about the same. That is no mistake; perhaps their speakers want to know of each other.
event-cancel = Call it off
event-cancel-title = Call the event off?
event-cancel-about = { $number ->
    [0] Everybody will see that it does not take place. Nobody has a place yet.
    [one] Everybody will see that it does not take place, and { $number } person who has a place is told.
   *[other] Everybody will see that it does not take place, and { $number } people who have a place are told.
}
event-cancel-not = Let it take place

# The page for organisers.
event-people-title = People and programme
event-people-none = Nobody has asked for a place yet.
event-people-sheet = Everybody as a table (CSV)
event-person-accept = Give a place
event-person-decline = Decline
event-person-up = First of those who wait
event-sheet-name = Name
event-sheet-account = Account
event-sheet-as = As
event-sheet-state = State
event-sheet-asked = Asked (UTC)
event-sheet-talks = Talks

# Notes.
event-notes = Notes
event-notes-about = What was said and shown, by those who were there. Each note is an answer to the event.
event-notes-none = There are no notes yet.
event-notes-all = All notes
event-notes-page = The page of notes
event-note-about = About the talk: { $talk }
event-note-write = Write a note
event-note-of = What is it about?
event-note-of-event = The whole event
event-note-text = What was said?
event-note-links = Links to what was shown
event-note-links-hint = One address a line.
event-note-licence = What may others do with the note?
event-note-keep = Publish the note
event-note-sign-in = <a href="{ $href }">Sign in</a> to write a note.
event-note-problem-text = Say what was said, or give a link.
event-note-problem-closed = This event takes no answers from you any more. Copy what you wrote before you leave the page.

# One's own.
events-mine-title = Your events
events-mine-none = You take part in nothing that is coming, and organise nothing.
events-mine-organised = You organise it.
events-all = All events
