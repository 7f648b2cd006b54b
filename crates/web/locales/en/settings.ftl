# What somebody settles for their own account.

sign-in-code-title = Your sign-in code
sign-in-code-hint = Six digits that the app on your phone shows now; or one of your recovery codes.
sign-in-code-lost = No phone and no recovery codes? Ask the people who run this server: they can let you sign in by password alone.

settings-two-factor = Two-factor sign-in
two-factor-needed = You help to look after this instance. Set up two-factor sign-in first; until then you can do what teachers can.
two-factor-about = With it, whoever signs in needs your password and a code that an app on your phone shows: a password that was guessed or stolen is not enough. Any app for one-time codes (TOTP) will do.
two-factor-begin = Set it up
two-factor-scan = Scan this picture with the app. It then shows a code of six digits, and another one every 30 seconds.
two-factor-picture = QR code for the app
two-factor-secret = Or type this key into the app
two-factor-secret-hint = Type: time-based. Show it to nobody.
two-factor-open = Open it in an app on this device
two-factor-code = Code
two-factor-code-hint = The six digits that the app shows now. Nothing changes before they are right.
two-factor-confirm = Turn it on
two-factor-cancel = Do not set it up
two-factor-codes-about = It is on. These are your recovery codes: each stands in for a code of the app once, for when you have lost your phone. Write them down or print this page now, and keep them in a safe place; they are not shown again.
two-factor-written-down = I have written them down
two-factor-on = On since { $time }.
two-factor-left = { $number ->
    [0] No recovery code is left.
    [one] { $number } recovery code is left.
   *[other] { $number } recovery codes are left.
}
two-factor-renew = Make new recovery codes
two-factor-turn-off = Turn it off

settings-passkeys = Passkeys
passkeys-about = With a passkey you sign in by your fingerprint, your face or the code that opens your device: without your password, and on no other site than this one. It also does instead of a code in two-factor sign-in. Your password goes on working.
passkeys-none = You have no passkeys.
passkeys-added = Added
passkeys-used = Last used
passkeys-never = Not yet
passkeys-add = Add a passkey
passkeys-without = This needs a browser that knows passkeys, with JavaScript on.
passkeys-not-here = There are no passkeys here: the address of this instance is a number, and passkeys need a name.
passkeys-name = What you call it
passkeys-name-hint = By which you know it again: My phone, or Laptop at school.
passkeys-add-now = Add it
passkeys-remove = Remove it
passkeys-remove-about = Nobody signs in with it any more, here or elsewhere where it is kept. Remove it from your device too, in its settings for passwords: that is not done from here.
passkeys-remove-now = Remove this passkey
passkeys-all = All passkeys
# Said by the page while and after the browser asks for one.
passkey-waiting = Do what your browser and your device ask of you.
passkey-stopped = Nothing was done. It was stopped, or took too long, or there is no passkey for this site. You can try again.
passkey-failed = That did not work. Reload the page and try again.
passkey-too-many = That was tried too often. Wait a few minutes.

settings-save = Save

settings-profile = Profile
profile-name = Name
profile-name-hint = How colleagues know you. Without it, your username stands there.
profile-summary = About you
profile-summary-hint = At most { $most } characters. Addresses, hashtags and @names become links.
profile-lines = Lines below it
profile-lines-hint = A few words before, a few words after: School, Oakfield. Empty ones are left out.
profile-line-name = Line { $number }: what it is
profile-line-value = Line { $number }: what you say
profile-avatar = Your picture
profile-avatar-hint = Square works best. It is cut to a square and made smaller.
profile-header = The picture above your profile
profile-header-hint = Three times as wide as high works best.
profile-picture-choose = Choose another picture
profile-picture-remove = Take this picture away
profile-picture-about = What it shows
profile-picture-about-hint = For those who do not see it; at most { $most } characters.

settings-privacy = Privacy
privacy-locked = Let me decide who follows me
privacy-locked-about = Whoever wants to follow you asks first, and you find them under follow requests.
privacy-discoverable = Suggest me to others
privacy-discoverable-about = You can stand in the directory and among suggestions.
privacy-indexable = Let everybody find my public posts
privacy-indexable-about = They come into searches, here and elsewhere, and into search engines. Without it, only those find them who have had to do with them.
privacy-hides-network = Keep to myself whom I follow and who follows me
privacy-hides-network-about = Your profile shows the numbers, and no names.

settings-posting = Posting
posting-about = This is chosen when you begin a post; you can always choose otherwise.
posting-page-language = In which language pages are for you is another choice:

settings-notifications = Notifications
policy-about = What becomes of notifications from people whom you may not know. What is kept apart waits until you follow its author, or let them in with an app.
policy-not-following = People whom you do not follow
policy-not-following-about = Until you follow them, or let them in.
policy-not-followers = People who do not follow you
policy-not-followers-about = And those who have followed you for less than three days.
policy-new-accounts = New accounts
policy-new-accounts-about = Made within the last 30 days.
policy-private-mentions = Messages that you did not ask for
policy-private-mentions-about = Unless they answer one of yours, or you follow who writes.
policy-limited-accounts = Accounts that were limited
policy-limited-accounts-about = By those who look after this instance.
policy-accept = Tell me
policy-filter = Keep them apart
policy-drop = Tell me nothing

settings-filters = Filters
filters-about = Words that you do not want to see, or not at first. Nobody else notices.
filters-new = New filter
filters-none = You have no filters.
filters-posts = { $number ->
    [one] and { $number } post
   *[other] and { $number } posts
}
filter-edit = Change a filter
filter-title = What you call it
filter-title-hint = It stands where a post is covered.
filter-words = Words
filter-words-hint = Words or phrases, in capitals or not. Empty one to take it away; for more than there is room for, save and come back.
filter-word = Word { $number }
filter-whole = Word { $number } only as a whole word
filter-where = Where it counts
filter-in-home = Home and lists
filter-in-notifications = Notifications
filter-in-public = Public timelines, hashtags and searches
filter-in-thread = Threads
filter-in-account = Profiles
filter-how = What becomes of such posts
filter-warn = Cover them with the filter's name
filter-hide = Hide them
filter-for = For how long
filter-for-until = Until { $time }, as it is
filter-for-ever = Until you delete it
filter-for-hours = { $number ->
    [one] { $number } hour from now on
   *[other] { $number } hours from now on
}
filter-for-days = { $number ->
    [one] { $number } day from now on
   *[other] { $number } days from now on
}
filter-delete = Delete this filter

settings-blocks = Muted and blocked
blocks-title = Who is muted and blocked
blocks-people = Blocked people
blocks-muted = Muted people
blocks-servers = Blocked servers
blocks-about = They see nothing of yours and you see nothing of theirs. Block somebody on their profile.
blocks-muted-about = You see nothing of theirs, and they are not told. Mute somebody on their profile.
blocks-none = Nobody.
blocks-until = until { $time }
blocks-servers-about = You see nobody of these servers and are told nothing by them. If you block one, nobody there follows you any more, nor do you follow anybody there.
blocks-servers-none = None.
blocks-server = Server to block
blocks-server-hint = The part of an address after the second @, like social.example.
blocks-server-add = Block this server

settings-account = Account
account-coming = Coming from another server
account-coming-about = Name your account at the other server here. Then you can move from there to <bdi>{ $handle }</bdi>, and your followers come along.
account-alias = Your other account
account-address-hint = Like @name@social.example.
account-alias-add = Add it
account-alias-remove = Remove it
account-going = Going to another server
account-going-about = First name <bdi>{ $handle }</bdi> at the other server, as an alias of your account there. Then your followers here and elsewhere follow you there, this account says where you are, and nobody can follow it any more. Your posts stay here. You can move once in seven days.
account-target = Your account there
account-move = Move there
account-moved = You have moved to <bdi>{ $address }</bdi>. If you come back, you can post here again; followers who have left stay away.
account-come-back = Use this account again
own-delete = Delete your account
own-delete-link = What happens when you delete it, and the form for it
own-delete-about = { $posts ->
    [0] Your account goes, with your profile, files, drafts, lists and everything else that is yours here.
    [one] Your account goes, with your { $posts } post, and your profile, files, drafts, lists and everything else that is yours here.
   *[other] Your account goes, with your { $posts } posts, and your profile, files, drafts, lists and everything else that is yours here.
}
own-delete-elsewhere = Other servers are told to delete what they have of it; whether they do is up to them. What others reported about your practices stays theirs.
own-delete-handle = The name <bdi>@{ $username }</bdi> stays taken, so that nobody can pose as you.
own-delete-for-good = Nobody can undo it, nor can those who run this server.
own-delete-move = If you only want to be somewhere else: move
own-delete-sure = I know that this cannot be undone
own-delete-now = Delete my account now

settings-data = Take along and bring
data-take = Take along
data-take-about = Files that other servers understand, and programs for tables too. They hold what is yours; keep them to yourself.
data-follows = Whom you follow
data-blocks = Whom you block
data-mutes = Whom you mute
data-domains = Servers that you block
data-bookmarks = Your bookmarks
data-lists = Your lists
archive-title = Everything that you posted
archive-about = An archive (ZIP) of all your posts, whoever they are for, with their pictures and other files, your profile, your likes and the files above. It is made for you, is here for { $days } days, and is for nobody but you. You can ask for one every { $interval } days.
archive-ask = Ask for an archive
archive-waiting = Asked for { $time }. It will be made as soon as there is time: you can close the page.
archive-making = { $total ->
    [one] It is being made: { $done } of { $total } post or file is in it. You can close the page.
   *[other] It is being made: { $done } of { $total } posts and files are in it. You can close the page.
}
archive-download = Download the archive
archive-ready = Made { $made }. It is here until { $until }.
archive-skipped = { $number ->
    [one] { $number } post or file could not be read and is not in it: README.txt in the archive names it.
   *[other] { $number } posts or files could not be read and are not in it: README.txt in the archive names them.
}
archive-earlier = The one made { $made } can still be downloaded.
archive-failed-at = The one that you asked for { $time } could not be made.
archive-failed = Ask for another. If that fails too, tell those who run this server.
archive-failed-room = There is too little room for it on this server. Tell those who run it, and ask for another when they have made room.
archive-again = You can ask for another one from { $time } on.
data-bring = Bring
data-bring-about = Files of this server or of another one, as Mastodon makes them too. Bring whom you follow before your lists. It takes a while: you can close the page.
data-kind = What is in the file
data-file = The file
data-file-hint = CSV, with { $lines } lines and { $size } KB at most.
data-mode = What becomes of what you have here
data-merge = It stays
data-overwrite = What is not in the file goes
data-overwrite-about = As soon as all lines were looked at. Of lists, only those change that are in the file.
data-bring-now = Bring it
data-brought = What you have brought
data-overwriting = what was not in the file went
data-finished = { $total ->
    [one] Done: { $taken } of { $total } line is taken in.
   *[other] Done: { $taken } of { $total } lines are taken in.
}
data-running = { $total ->
    [one] { $done } of { $total } line was looked at.
   *[other] { $done } of { $total } lines were looked at.
}
data-look-again = Look again
data-bad-lines = { $number ->
    [one] { $number } line was not taken
   *[other] { $number } lines were not taken; the first hundred are shown
}
data-bad-line = Line { $number }:
data-line-unreadable = It is no address.
data-line-nothing = There is nothing.
data-line-unreachable = The other server does not answer, or this one has nothing to do with it.
data-line-not-possible = It is not possible: it is you, they have moved, or one of you blocks the other.
data-line-not-followed = You do not follow them.
data-line-no-list = There is no room for this list, or its name is none.
