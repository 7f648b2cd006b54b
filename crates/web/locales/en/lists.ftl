# Lists: timelines of some of those whom somebody follows.

lists-about = A list is a timeline of some of those whom you follow. Nobody but you knows of it.
lists-put = On which list do you want to put <a href="{ $href }"><bdi>{ $name }</bdi> { $handle }</a>?
lists-none = You have no lists yet.
lists-on-it = Is on it
lists-put-on = Put on the list
lists-take-off = Take off the list
lists-new = A new list
lists-make = Make the list
lists-full = You have { $most } lists. Delete one before you make another.

list-title = What it is called
list-parts = This list
list-members = Who is on it
list-edit = Change the list
list-empty = Nothing is here yet: what those on the list post from now on comes here.
list-edit-title = Change the list "{ $title }"
list-replies = Which answers it shows
list-replies-list = To others on the list
list-replies-followed = To everybody whom you follow
list-replies-none = None
list-exclusive = Show what they post only here, and not in your home timeline
list-save = Save
list-delete = Delete the list
list-delete-about = You go on following those who are on it.
list-delete-now = Delete the list for good
list-members-title = Who is on the list "{ $title }"
list-nobody = Nobody is on it yet.
list-add = Put somebody on it
list-handle = Handle
list-handle-hint = For example @name@server.example; of people here @name. You have to follow them.

problem-list-untitled = Write what the list is called.
problem-list-title-long = Shorten this to { $most } characters.
problem-lists-many = Nobody has more than { $most } lists. Delete one first.
problem-list-replies = Choose which answers it shows.
problem-list-nobody = Nobody with that handle is known here. Look for them with "Search" first.
problem-list-not-followed = You do not follow them. Follow them first, on their page.
