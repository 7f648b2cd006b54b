# Pages that say why a page could not be shown.

error-perhaps = Perhaps:
error-number = Error number: <code>{ $number }</code>
error-home = To the first page

error-bad-request-title = This request cannot be read
error-bad-request = Your browser sent something that this server does not understand. Go back and try again.
error-forged-title = This form is out of date
error-forged = Nothing was changed. Forms work once you have opened the page in this browser: go back, reload the page and send the form again. If this comes again, allow cookies for this site.
error-sign-in-title = Sign in first
error-sign-in = Sign in to see this page.
error-forbidden-title = You may not open this page
error-forbidden = It is for people with other roles here. If you need it for your work, ask an administrator of this instance.
error-not-found-title = There is no such page
error-not-found = The address may be mistyped, or the page may be gone.
error-dead-link-title = This link does not work
error-dead-invitation = This invitation was used up, has ended or was withdrawn, or its address is not complete. Ask whoever invited you for a new one.
error-dead-reset = It was used, has ended, or its address is not complete. Ask for a new one: see "Forgotten your password?" on the sign-in page.
error-dead-code = The address holds no code. Go back to the app and start again there.
error-method-title = This page cannot do that
error-method = The page is there, but it cannot be used in this way. Open it from a link instead.
error-format-title = Not in that format
error-format = What you asked for does not exist in the format that your program wants. It can be had as:
error-too-large-title = That was too much at once
error-too-large = The form holds more than this server reads. Go back and shorten it.
error-too-many-title = Please wait a little
error-too-many = There were too many attempts from your network or for this name. Try again in { $wait }.
error-busy-title = The server is busy
error-busy = It has too much to do at the moment. Try again in some seconds.
error-internal-title = Something went wrong here
error-internal = It is not your fault. Try again; if it happens again, tell the people who run this instance and give them the number below.

error-onward = Or go on here:
