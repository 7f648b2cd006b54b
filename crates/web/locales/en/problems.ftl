# What is wrong with what somebody filled in, and what to do about it.

problem-prefix = Problem:
problem-summary = Please check what you filled in

problem-name-missing = Enter your username or e-mail address.
problem-wrong = The name or the password is not right.
problem-closed = This login has been closed; ask the people who run this server.
problem-wrong-password = The current password is not right.
problem-code = That code is not right, or was used before. Look at the app again; the clock of your phone has to be right.
problem-passkey = That passkey was not taken: it may have been removed here, or it took too long. Try again, or sign in with your password.
problem-passkey-code = That passkey was not taken: it may be somebody else's, or it took too long. Try again, or show a code.
problem-passkey-name = Give the passkey a name.
problem-passkey-full = You have { $most } passkeys, as many as you can. Remove one first.
problem-passkey-known = That passkey is here already: one is enough for all your browsers on that device.
problem-passkey-new = The passkey was not added: it took too long, or is of a kind that this server does not take. Try again, and remove what your device may have kept.

problem-username-empty = A username is needed.
problem-username-long = A username has at most { $most } characters.
problem-username-characters = A username has only letters a to z, digits and single underscores between them, like "amira_k".
problem-handle-characters = A handle has only letters a to z, digits and, between them, single dots, hyphens and underscores, like "year8-science".
problem-username-reserved = The username "{ $name }" is reserved; choose another.
problem-username-taken = The username "{ $name }" is taken; choose another.
problem-email = "{ $text }" is not an e-mail address; it should look like name@school.example.
problem-email-taken = The e-mail address { $email } belongs to another user.
problem-password-short = { $least ->
    [one] A password has at least { $least } character; a few words in a row are easy to remember.
   *[other] A password has at least { $least } characters; a few words in a row are easy to remember.
}
problem-password-long = A password has at most { $most } bytes.
problem-password-common = This password is among the first that anybody would try; choose another.

problem-invite-role = You may not invite people as { $role }.
problem-invite-no-role = An invitation gives at least one role.
problem-invite-uses = An invitation is for 1 to { $most } people.
problem-invite-many = At most { $most } addresses can be invited at once.
problem-invite-no-mail = This server sends no mail; make a link and hand it over yourself.
problem-invite-nobody = Write at least one e-mail address.

problem-role = You may not give or take away the role "{ $role }".
problem-last-owner = { $name } is the only owner; make somebody else an owner first.
problem-reset-role = You may not set the password of this person; ask an owner.
problem-profile-name = A name has { $most } characters at most.
problem-profile-summary = The text about you has { $most } characters at most.
problem-profile-line = Line { $number } has { $most } characters at most on either side.
problem-profile-line-name = Line { $number } says something, and not what it is.
problem-profile-about = What a picture shows is said in { $most } characters at most.
problem-picture = This file is no picture that can be shown here.
problem-filter-untitled = Give the filter a name.
problem-filter-title = A name has { $most } characters at most.
problem-filter-nowhere = Choose at least one place where it counts.
problem-filter-word = A word or phrase has { $most } characters at most.
problem-filter-many = You have as many filters or words in them as there may be, or something of this one has changed meanwhile.
problem-domain = This is no name of a server.
problem-move-nobody = Nobody was found there. Give an address like @name@social.example.
problem-move-no-exchange = This instance exchanges nothing with others, so nobody can be elsewhere.
problem-move-itself = That is this account itself.
problem-move-many = An account has { $most } others at most; remove one first.
problem-move-soon = This account moved less than seven days ago. Wait a little.
problem-move-gone = That account is gone, shut out or has moved on itself.
problem-move-not-mutual = That account does not name this one yet. Add this one there first, as an alias, then try again.
problem-move-unreachable = The other server does not answer. Try again later.
problem-delete-sure = Say that you know it.
problem-delete-owner = You are the only owner of this instance. Make somebody else an owner first.
problem-data-no-file = Choose a file.
problem-data-kind = Say what is in the file.
problem-data-large = The file is too large: { $most } KB at most.
problem-data-many = The file has more than { $most } lines. Cut it into several.
problem-data-empty = Nothing that can be read is in this file. It has to be a CSV file in UTF-8.
problem-data-other = There is something else in this file: look at what you said is in it.
problem-data-running = Another file is being taken in. Wait until that is done.
