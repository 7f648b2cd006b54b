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
