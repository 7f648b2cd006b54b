# Inviting people and looking after users.

role-owner = Owner
role-admin = Administrator
role-moderator = Moderator
role-safeguarding-lead = Safeguarding lead
role-curator = Curator
role-teacher = Teacher
role-none = No role
role-owner-about = Answers for this instance and may do everything.
role-admin-about = Runs this instance: users, invitations, settings.
role-moderator-about = Handles reports and invites teachers.
role-safeguarding-lead-about = Sees safeguarding flags.
role-curator-about = Reviews evidence and edits collections.
role-teacher-about = Posts and follows.
roles-title = What they may do
roles-not-yours = You may not give or take away this role.

invitations-title = Invitations
invitations-link-title = Make a link
invitations-link-about = Hand it over yourself: show the code in the staff meeting, or send it in a message.
invitations-uses = For how many people
invitations-note = Note (optional)
invitations-note-hint = They see it on the page that the link opens.
invitations-link-make = Make a link
invitations-mail-title = Invite by mail
invitations-mail-about = Each address gets a link of its own, for one person.
invitations-addresses = E-mail addresses
invitations-addresses-hint = One on each line, at most { $most }.
invitations-mail-note-hint = It stands in the mail.
invitations-mail-send = Send invitations
invitations-no-mail = This instance sends no mail. Make a link and hand it over yourself. To send mail, whoever runs the server sets <code>mail.smtp_host</code>.
invitations-all = All invitations
invitations-yours = Your invitations
invitations-none = There are none.
invitations-none-further = There are none further back.
invitations-no-note = Without a note
invitations-withdrawn = Withdrawn
invitations-used-up = Used
invitations-ended = Ended
invitations-open = Open
invitations-mailed-to = Mailed to
invitations-used = Used
invitations-used-of = { $uses } of { $most }
invitations-roles = Roles
invitations-made = Made
invitations-until = Works until
invitations-withdraw = Withdraw<span class="unseen"> the invitation made { $time }</span>
invitations-pages = Pages
invitations-newest = Newest
invitations-older = Older

invitation-made-title = The invitation is ready
invitation-made-about = <strong>This link is shown only now.</strong> Copy it, or let people scan the code. It lets in { $number ->
    [one] { $number } person
   *[other] { $number } people
} as { $roles }, until { $time }.
invitation-made-note = Note: <bdi>{ $note }</bdi>
invitation-made-link = Link
invitation-made-code = QR code of the link

users-title = Users
users-none = There is nobody here.
users-none-further = There is nobody further here.
users-closed = Closed
users-roles = Roles
users-last-sign-in = Last sign-in
users-never = Never
users-pages = Pages
users-first = From the beginning
users-next = Next

user-title = User { $username }
user-email = E-mail address
user-no-email = None
user-since = Here since
user-state = State
user-closed = Closed: cannot sign in
user-link-title = The link to set a new password
user-link-about = Hand it to <bdi>{ $name }</bdi> and to nobody else: whoever has it can sign in as them. It is shown only now, and works once, until { $time }.
user-link = Link
user-roles = Roles
user-roles-save = Save the roles
user-password = Password
user-password-self = If you cannot sign in any more, make a link with which you set a new password, and hand it over.
user-password-other = If this person cannot sign in any more, make a link with which they set a new password, and hand it over.
user-password-make = Make a link
user-password-not-yours = You may not set the password of this person, because they have roles that you could not give. An owner can.
user-all = All users
