# An app asks to use somebody's account.

oauth-title = Let { $application } use your account?
oauth-heading = Let <bdi>{ $application }</bdi> use your account?
oauth-about = The app <strong><bdi>{ $application }</bdi></strong> asks to use the account <strong><bdi>{ $handle }</bdi></strong> on { $instance }. You do not give it your password. If you agree, it may:
# The same where the app names its website.
oauth-about-website = The app <strong><bdi>{ $application }</bdi></strong> (<bdi>{ $website }</bdi>) asks to use the account <strong><bdi>{ $handle }</bdi></strong> on { $instance }. You do not give it your password. If you agree, it may:
oauth-end = You can end this at any time under Settings, Applications. Agree only if you have just started this in an app that you trust.
oauth-agree = Agree
oauth-refuse = Refuse
oauth-other-login = Use another login

oauth-code-title = Your code
oauth-code-about = Copy this code into the app in which you started. It works once, within ten minutes. Give it to nobody.
oauth-denied-title = The app was not let in
oauth-denied = You refused, so the app was given nothing. You can close this page.

oauth-refused-title = The app cannot be let in
oauth-refused-unknown = This server does not know the app that sent you here; start again in the app.
oauth-refused-address = The app wants you to be sent to an address that it has not named before; start again in the app.
oauth-refused-about = Nothing was given to the app. If this comes again, tell the people who make the app.

# What an app may do, each after "It may:".
scope-read = Read everything that you can see here: posts, also those that are not public, notifications, lists and bookmarks
scope-read-accounts = See your profile and those of others
scope-read-blocks = See whom you have blocked
scope-read-bookmarks = See your bookmarks
scope-read-collections = See your collections
scope-read-events = See TeachMeets and other events, also those that are not public, and whether you take part
scope-read-favourites = See your favourites
scope-read-filters = See your filters
scope-read-follows = See whom you follow and who follows you
scope-read-lists = See your lists
scope-read-mutes = See whom you have muted
scope-read-notifications = See your notifications
scope-read-practices = Read practices and what came of them, also those that are not public, and what you have still to report
scope-read-search = Search in your name
scope-read-statuses = Read all posts that you can see, also those that are not public
scope-write = Do everything that you can do: post, edit and delete posts, follow and block people, change your profile
scope-write-accounts = Change your profile
scope-write-blocks = Block people and servers
scope-write-bookmarks = Add and remove bookmarks
scope-write-collections = Change your collections
scope-write-conversations = Mark conversations as read, and delete them
scope-write-events = Announce TeachMeets and other events in your name, and take part in those of others
scope-write-favourites = Add and remove favourites
scope-write-filters = Change your filters
scope-write-follows = Follow and unfollow people
scope-write-lists = Change your lists
scope-write-media = Upload pictures and other files
scope-write-mutes = Mute people and conversations
scope-write-notifications = Clear your notifications
scope-write-practices = Publish practices in your name, say what you try and report what came of it, change and withdraw these
scope-write-reports = Report people and posts to the moderators
scope-write-statuses = Post in your name, edit and delete posts
scope-follow = See and change whom you follow, mute and block
scope-push = Send you notifications
scope-profile = See who you are: your name, your picture and your profile
scope-admin = Look after this server in your name, as far as you may yourself
