# Signing in, invitations as guests see them, passwords and settings.

sign-in-title = Sign in
sign-in-name = Username or e-mail address
sign-in-password = Password
sign-in-passkey = Sign in with a passkey
sign-in-forgotten = Forgotten your password?
sign-in-everybody-joins = No login yet? Everybody can join, with an app that is made for Mastodon: where it asks for a server, write <strong>{ $address }</strong>. Or somebody who is here already invites you.
sign-in-by-invitation = No login yet? Somebody who is here already can invite you.

invitation-title = Your invitation
invitation-heading = You are invited to { $instance }
invitation-says = The invitation says:
invitation-signed-in = You are signed in already. This form makes another login and signs you in with it.
invitation-roles = You will be: { $roles }. The invitation can be used until { $time }.
invitation-username = Username
invitation-username-hint = Letters a to z, digits and single underscores, like <code>amira_k</code>. Others see it in your address, <code>@amira_k@{ $domain }</code>.
invitation-name = Name (optional)
invitation-name-hint = How colleagues know you, like Amira Khan. Without it, your username stands there.
invitation-email = E-mail address (optional)
invitation-email-hint = Only for you: to sign in, and for a link if you forget your password. Others do not see it.
invitation-password = Password
invitation-join = Join

password-hint = { $least ->
    [one] At least { $least } character. A few words in a row are easy to remember. There are no rules about capitals or signs.
   *[other] At least { $least } characters. A few words in a row are easy to remember. There are no rules about capitals or signs.
}
password-new = New password

reset-request-title = Forgotten password
reset-request-heading = Forgotten your password?
reset-request-about = Tell us your username or your e-mail address. If we know your e-mail address, a link to set a new password goes there.
reset-request-send = Send the link
reset-request-no-email = No e-mail address here? Ask { $contact } for a link.
reset-request-no-mail = This instance sends no mail, so it cannot send you a link. Ask { $contact }: an administrator can make a link for you with which you set a new password.
reset-request-back = Back to signing in
reset-title = Set a new password
reset-for = For <bdi>{ $name }</bdi>, username <code>{ $username }</code>. All browsers that are signed in with this login will be signed out.
reset-set = Set the password

settings-title = Settings
settings-sessions = Browsers signed in
settings-applications = Applications
settings-password = Password

settings-password-about = Your other browsers will be signed out.
settings-password-current = Current password
settings-password-change = Change the password

settings-sessions-about = If you do not recognise one of them, sign it out and <a href="/settings/password">change your password</a>.
settings-sessions-this = This browser
settings-sessions-seen = Last seen
settings-sessions-since = Signed in since
settings-sessions-address = Network address
settings-sessions-end = Sign out<span class="unseen"> { $browser }, signed in since { $time }</span>
settings-sessions-end-others = Sign out all other browsers
# "Firefox on Android"
browser-on = { $browser } on { $system }
browser-some-on = A browser on { $system }
browser-unknown = Unknown browser

settings-applications-heading = Applications that may use your account
settings-applications-none = None. When you sign in to an app with this account, it stands here.
settings-applications-about = If you do not recognise one of them, or use it no more, shut it out. It can ask you again later.
settings-applications-website = Website
settings-applications-since = Let in on
settings-applications-used = Last used
settings-applications-may = It may:
settings-applications-end = Shut out<span class="unseen"> { $name }</span>
