# What those do who look after the instance: reports, accounts, other servers, failed work, the log.

overview-title = Looking after the instance
overview-short = Overview
overview-reports = Open reports
overview-failed = Work that failed
overview-received = Received and not yet applied
overview-version = Version
overview-number = { $number }
overview-or-more = { $number } or more
overview-queues = Work that waits
overview-queue-default = On this machine
overview-queue-mail = Mail
overview-queue-federation = For other servers
overview-queue-fetch = To be fetched
overview-queue-archives = Archives of people
overview-silent = Servers that do not answer
overview-silent-none = All servers that were called have answered.
overview-silent-since = Since { $time }, { $number ->
    [one] { $number } try
   *[other] { $number } tries
}
overview-newest = Who came last
overview-doctor = Whoever runs the server learns more with <code>staffroom doctor</code>.

reports-title = Reports
reports-only-open = Only those that are open
reports-also-decided = Also those that were decided
reports-none = There is nothing to deal with.
reports-none-further = There are none further back.
reports-nobody = an account that is gone
reports-spam = Advertising
reports-legal = Against the law, or somebody in danger
reports-violation = Against the rules
reports-other = Something else
reports-open = open
reports-made = Reported
reports-by = By
reports-taken-by = Taken on by
reports-decided = Decided
reports-decided-nothing = Nothing was done
reports-decided-delete = The posts were deleted
reports-decided-limit = The account was limited
reports-decided-suspend = The account was shut out
reports-all = All reports
report-one-title = Report { $id }
report-rules = Rules that it names
report-says = What was written
report-says-nothing = Nothing.
report-posts = Posts that it names
report-posts-gone = { $number ->
    [one] { $number } post is gone.
   *[other] { $number } posts are gone.
}
report-decision = Decision
report-take-title = Who deals with it
report-take = I take it on
report-release = I give it back
report-decide-title = Decide
report-decide-what = What is to be done?
report-decide = Decide
report-do-nothing = Nothing
report-do-nothing-about = It was not so, or it is settled in another way.
report-do-delete = Delete the posts
report-do-delete-about = Those that the report names, here and, where they are ours, on other servers. It cannot be undone.
report-do-limit = Limit the account
report-do-suspend = Shut the account out
staff-note = Note (optional)
staff-note-hint = For those who look after the instance. At most { $most } characters.

accounts-title = Accounts
accounts-wanted = Name, handle or e-mail address
accounts-wanted-hint = The beginning is enough. Accounts of other servers are found by @name@server.example.
accounts-find = Find
accounts-newest = Who came last
accounts-found = Found
accounts-none = Nobody was found.
accounts-counts = { $posts ->
    [one] { $posts } post
   *[other] { $posts } posts
}, { $followers ->
    [one] { $followers } follower
   *[other] { $followers } followers
}
accounts-suspended = Shut out
accounts-limited = Limited
accounts-server-suspended = Shut out with its server
accounts-server-limited = Limited with its server
account-title = Account { $handle }
account-page = Page
account-since = Since
account-reach = Reach
account-login = roles and password
account-do = What can be done
account-do-what = Step
account-do-nothing = Nothing by you: this is your own account, or somebody whose roles you could not give. An owner can.
account-limit = Limit
account-limit-about = Who follows it sees it as before; it stands in no list for everybody, and its follow requests wait for an answer.
account-unlimit = Limit no longer
account-unlimit-about = It is seen as before.
account-suspend = Shut out
account-suspend-about = Nobody sees it or its posts, and its owner cannot sign in here. It can be taken back.
account-unsuspend = Let in again
account-unsuspend-about = It is seen as before, and its owner can sign in.
account-delete = Delete for good
account-delete-about = The account goes with everything that it posted, here and on other servers. It cannot be undone.
account-sure = Yes, delete it for good (needed only for deleting)
account-act = Do it
account-reports = Reports about it
account-reports-none = There are none.
account-log = What was done

servers-title = Other servers
servers-decide-title = Decide about a server
servers-domain = Domain
servers-domain-hint = Like other.example. It holds for everything below it too, in place of what was decided before.
servers-level = What is exchanged?
servers-suspend = Nothing
servers-suspend-about = Its accounts are shut out, who follows whom ends, and nothing is sent or taken.
servers-limit = Limited
servers-limit-about = Its accounts are seen by whoever follows them, and stand in no list for everybody.
servers-allow = Everything
servers-allow-about = Also where only chosen servers may exchange with this one.
servers-reject-media = Without pictures, sound and video
servers-reject-reports = Without its reports
servers-reason = Reason, for everybody
servers-private = Note, for those who look after the instance
servers-decide = Decide
servers-decided = Decided
servers-none = Nothing was decided about any server.
servers-allowed = Everything
servers-limited = Limited
servers-suspended = Nothing
servers-without-media = without pictures, sound and video
servers-without-reports = without its reports
servers-also = And
servers-since = Since
servers-until = Until
servers-remove = Take back<span class="unseen"> what was decided about { $domain }</span>
servers-export = The list as a file that other servers can import
servers-import-title = Take over a list
servers-list = List
servers-list-hint = As other servers export it (domain_blocks.csv), or one domain on each line: those are shut out. It is taken as a whole, or not at all.
servers-import = Take it over

jobs-title = Failed work
jobs-about = What was tried often enough, and is not tried again by itself.
jobs-none = Nothing has failed.
jobs-failed = After { $number ->
    [one] { $number } try
   *[other] { $number } tries
}, { $time }
jobs-retry = Try again<span class="unseen">: { $id }</span>
jobs-drop = Throw away<span class="unseen">: { $id }</span>

log-title = Log
log-about = What those did who look after the instance, on these pages and on the command line. Nothing is ever removed from it.
log-none = Nothing was done yet.
log-command-line = on the command line
log-other = { $subject }: something of a newer version
log-account-limited = { $subject } was limited
log-account-unlimited = { $subject } is limited no longer
log-account-suspended = { $subject } was shut out
log-account-unsuspended = { $subject } was let in again
log-account-deleted = { $subject } was deleted
log-login-closed = The login { $subject } was closed
log-login-opened = The login { $subject } was opened again
log-roles-changed = Roles of { $subject }
log-password-link-made = A link was made to set the password of { $subject }
log-two-factor-reset = { $subject } signs in without a second factor again
log-posts-deleted = Posts of { $subject } were deleted
log-report-assigned = The report about { $subject } was taken on
log-report-unassigned = The report about { $subject } was given back
log-report-decided = The report about { $subject } was decided
log-server-decided = Decided about { $subject }
log-server-released = Taken back what was decided about { $subject }
log-job-retried = Tried again: { $subject }
log-job-dropped = Thrown away: { $subject }
log-announcement-made = Told everybody: announcement { $subject }
log-announcement-removed = Taken away: announcement { $subject }
log-announcement-changed = Changed: announcement { $subject }
log-emoji-added = An emoji was added: { $subject }
log-emoji-changed = An emoji has another picture: { $subject }
log-emoji-removed = An emoji was taken away: { $subject }
log-invitation-made = An invitation was made: { $subject }
log-invitations-mailed = Invitations were mailed, so many: { $subject }
log-invitation-withdrawn = An invitation was withdrawn: { $subject }
log-actor-made = An account was made that nobody signs in to: { $subject }
log-moderator-added = Somebody looks after the community { $subject } now
log-moderator-removed = Somebody looks after the community { $subject } no more
log-rule-added = A rule was added: { $subject }
log-rule-removed = A rule was taken away: { $subject }

flash-report-taken = You have taken the report on.
flash-report-released = You have given the report back.
flash-report-decided = The report is decided.
flash-account-changed = It is done.
flash-account-deleted = The account is deleted; what it posted is being cleared away.
flash-decision-removed = It is taken back.
flash-decisions-saved = { $number ->
    [one] { $number } decision is saved. It holds within half a minute.
   *[other] { $number } decisions are saved. They hold within half a minute.
}
flash-job-retried = It is tried again.
flash-job-dropped = It is thrown away.

problem-no-decision = Choose what is to be done.
problem-no-step = Choose a step.
problem-not-sure = Tick that you are sure; it cannot be undone.
problem-not-yours-to-judge = This person has roles that you could not give; ask an owner.
problem-yourself = That is your own account.
problem-note-long = Shorten this to { $most } characters.
problem-report-decided = Somebody has decided this report meanwhile, as it says above. Your note was not kept: copy it from here if it is still needed.
problem-no-domain = Write the domain of a server, like other.example.
problem-no-level = Choose what is exchanged.
problem-list-empty = There is no domain in the list.
problem-list = The list cannot be read.
problem-list-domain = Line { $line }: "{ $text }" is not a domain.
problem-list-severity = Line { $line }: "{ $text }" is not a severity (silence, suspend, noop).
