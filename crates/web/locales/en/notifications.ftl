# What people were told of, who asks to follow them, their messages, and what they keep.

notifications-which = Which notifications
notifications-all = All
notifications-mentions = Mentions
notifications-practices = Practices
notifications-marks = Likes and boosts
notifications-follows = Follows
notifications-posts = Posts
notifications-read = Mark all as read
notifications-new = New
# Names follow.
notifications-others = Also:
notifications-post = The post
notifications-requests = Answer the request
notifications-none = Nothing yet. You are told here when somebody names you, follows you or takes up a practice of yours. <a href="/search">Find people</a> to follow, or <a href="/compose">write something</a>.
notifications-none-such = Nothing of this kind.
notifications-clear = Clear
notifications-clear-about = All notifications go, on all pages of this list. The posts that they are about stay.
notifications-clear-all = Clear all notifications

notification-who = <a href="{ $href }"><bdi>{ $name }</bdi></a>
notification-mention = { $who } names you
notification-status = { $who } has posted
notification-follow = { $others ->
    [0] { $who } follows you
    [one] { $who } and { $others } other follow you
   *[other] { $who } and { $others } others follow you
}
notification-follow-request = { $who } wants to follow you
notification-favourite = { $others ->
    [0] { $who } likes your post
    [one] { $who } and { $others } other like your post
   *[other] { $who } and { $others } others like your post
}
notification-reblog = { $others ->
    [0] { $who } boosts your post
    [one] { $who } and { $others } other boost your post
   *[other] { $who } and { $others } others boost your post
}
notification-poll = A poll of { $who } that you voted in is over
notification-poll-own = Your poll is over
notification-update = { $who } has changed a post that you boosted
notification-event = There is news of your place at an event of { $who }
notification-adoption = { $who } takes up a practice of yours
notification-outcome = { $who } tells what came of a practice of yours
notification-adoption-due = By today you wanted to know what came of a practice
notification-report = { $who } has reported { $target }

follow-requests-about = They see what you post for followers once you let them.
follow-requests-none = Nobody is waiting for an answer.
follow-requests-open = Nobody is waiting for an answer: whoever wants to follow you does not have to ask.

conversations-about = Only those who are named in a message see it, and the people who run their servers could read it. Write nothing here that has to stay secret.
conversations-write = Write a message
conversations-none = Nobody has written to you alone yet, nor you to anybody.
conversations-off = This instance has no messages that only those see who are named in them.
conversations-gone = Somebody who is gone
conversations-unread = Unread
conversations-open = Open
conversations-mark-read = Mark as read
conversations-mark-unread = Mark as unread
conversations-remove = Take out of the list

bookmarks-about = What you keep, the last kept first. Only you see this list.
bookmarks-none = You keep nothing yet. Each post has a button "Bookmark".
favourites-about = What you like, the last liked first. Their authors know that you like it.
favourites-none = You like nothing yet. Each post has a button "Like": its author hears of it.
