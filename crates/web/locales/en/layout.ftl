# What stands around every page, and what pages say once after a form was sent.

# A name, as it is.
verbatim = { $text }

layout-skip = Skip to the content
# The name of the navigation, for screen readers.
layout-main = Main
layout-vocabulary = Vocabulary
layout-about = About
layout-invitations = Invitations
layout-users = Users
layout-settings = Settings
layout-sign-in = Sign in
layout-signed-in-as = Signed in as <bdi>{ $name }</bdi>
layout-sign-out = Sign out
layout-trial = <strong>This is a trial instance:</strong> it does not federate. Other servers do not see it, and it cannot become a real instance later.
# Shown where the language is a draft: English never is, so write here what says so in yours.
layout-beta = This translation is a beta version: no speaker has reviewed it yet.
layout-about-instance = About { $instance }
layout-software = Runs on Staffroom, free software for teachers.
layout-language = Language

language-title = Language of the pages
language-about = Which language do you want the pages in? What people write stays in the language that they write in.

flash-signed-in = You are signed in.
flash-signed-out = You are signed out.
flash-welcome = Welcome! Your login is ready and you are signed in.
flash-password-changed = Your password was changed. Your other browsers were signed out.
flash-password-set = Your password was set. Sign in with the new one.
flash-account-moved = You have moved. Your followers are told.
flash-own-account-deleted = Your account is deleted. Goodbye.
flash-import-begun = The file is here and is being taken in.
flash-archive-asked = Your archive will be made.
flash-archive-lost = That archive is not there any more: this server has lost it. You can ask for another one now.
flash-settings-saved = It is saved.
flash-filter-deleted = The filter is deleted.
flash-two-factor-off = Two-factor sign-in is off: your password is enough now.
flash-passkey-added = The passkey is added. From now on you can sign in with it.
flash-passkey-removed = The passkey is removed: nobody can sign in with it any more.
flash-reset-requested = If there is such a login and we know its e-mail address, a link is on its way there.
flash-session-revoked = That browser is signed out.
flash-application-revoked = That app may use your account no more.
flash-others-revoked = { $number ->
    [0] No other browser was signed in.
    [one] { $number } other browser is signed out.
   *[other] { $number } other browsers are signed out.
}
flash-invitation-revoked = That invitation works no more.
flash-invitations-sent = { $number ->
    [one] { $number } invitation is on its way.
   *[other] { $number } invitations are on their way.
}
flash-roles-changed = The roles were changed.
flash-event-joined = You have a place.
flash-event-waiting = You have asked for a place. This page says how you stand.
flash-event-full = There is no place for you: see what is left.
flash-event-left = You have given up your place.
flash-event-made = It is announced.
flash-event-changed = The event is changed. Whoever takes part is told where time or place is another.
flash-event-twice = This is how it stands now. Clocks go back then, and the time comes twice: the first is meant.
flash-event-cancelled = It is called off. Whoever takes part is told.
flash-event-declined = The organisers cannot give you a place.
flash-person-told = That is decided, and they are told.
flash-talk-added = The talk is in the programme.
flash-talk-changed = That is noted, and the programme is changed.
flash-draft-of-talk = A draft is made of the talk. Nothing is published: fill in what it lacks.
flash-note-added = The note is published.
flash-not-possible = That cannot be done any more: something has changed meanwhile.
flash-follow-asked = They are asked whether you may follow them.
flash-person-muted = You will not read them any more. On their page you can take that back.
flash-person-blocked = They are blocked: neither of you reads the other. On their page you can take that back.
flash-posted = It is posted.
flash-posted-later = It will be posted at the time that you chose.
flash-post-changed = It is changed. Whoever opens it sees when.
flash-post-deleted = It is deleted.
flash-notifications-cleared = All notifications are gone.
flash-list-deleted = The list is deleted. Whom you follow has not changed.
flash-list-changed = The list is changed.

layout-home = Home
layout-practices = Practices
layout-events = Events
layout-notifications = Notifications
layout-notifications-unread = Notifications ({ $number })
layout-notifications-many = Notifications (more than { $number })
layout-write = Write
layout-more = More
layout-profile = Your profile
layout-search = Search
layout-lists = Lists
layout-conversations = Messages
layout-bookmarks = Bookmarks
layout-favourites = Likes
layout-drafts = Drafts
layout-follow-requests = Follow requests
flash-reported = Thank you. The people who look after this server have been told.
