# Writing, changing and deleting posts.

compose-title = Write
compose-reply-title = Reply
compose-parent = What you answer
compose-text = Text
compose-text-hint = Up to { $most } characters. Name people with @, hashtags with #.
# A number follows.
compose-left = Characters left:
compose-warning = Content warning (optional)
compose-warning-hint = Says what the post is about. It is then opened with a click.
compose-visibility = Who sees it
visibility-public = Everybody
visibility-public-about = It also comes into lists of everybody, hashtags and searches.
visibility-unlisted = Everybody, quietly
visibility-unlisted-about = Whoever comes to your page or follows you sees it. It is in no list of everybody.
visibility-private = Your followers
visibility-private-about = Those who follow you, and those whom you name.
visibility-direct = Those whom you name
visibility-direct-about = Nobody else. The people who run the servers could read it: write nothing here that has to stay secret.
compose-language = Language
compose-language-found = Find it out from the text
compose-files = Pictures, sound and video
compose-files-hint = Show no pupils without their parents' agreement.
compose-files-described = Describe each file for those who do not see or hear it.
compose-file-choose = Add a file
compose-file-describe = What the file shows or says
compose-file-about = { $kind } { $number }: what it shows or says
compose-file-remove = Remove file { $number }
compose-attach = Upload, and go on writing
compose-sensitive = Hide files until somebody asks for them
compose-poll = Add a poll
compose-poll-choices = Choices of the poll
compose-poll-hint = Fill in two or more. Each has up to { $most } characters. A post has a poll or files, not both.
compose-poll-choice = Choice { $number }
compose-poll-multiple = People may choose several
compose-poll-hides = Show nobody the votes before the end
compose-poll-lasts = The poll is open for
compose-poll-hours = { $number ->
    [one] { $number } hour
   *[other] { $number } hours
}
compose-poll-days = { $number ->
    [one] { $number } day
   *[other] { $number } days
}
compose-later = Post it later
compose-later-at = Day and time, UTC
compose-later-hint = At least five minutes from now. Leave it empty to post now.
compose-post = Post

post-edit-title = Edit your post
post-edit-about = Those who saw it can see that it was changed, and when. Who sees it stays as it is.
post-edit-poll = Its poll stays as it is too.
post-edit-save = Save
post-leave = Leave it as it is
post-delete-title = Delete this post?
post-delete-about = It goes for good, with its files. Other servers are asked to delete it too.

problem-post-empty = Write something, or add a file or a poll.
problem-post-long = { $most ->
    [one] The text may have { $most } character, and it has { $length }. Shorten it.
   *[other] The text may have { $most } characters, and it has { $length }. Shorten it.
}
problem-post-refused = It cannot be posted like this: { $reason }.
problem-post-moved = You have moved to another account: post from there.
problem-post-parent = What you answer is gone, or its author takes no answers from you.
problem-visibility = Choose who sees it.
problem-poll-few = A poll has two choices or more.
problem-poll-twice = Two choices are the same.
problem-poll-long = A choice has at most { $most } characters.
problem-poll-files = A post has a poll or files, not both. Remove one of them.
problem-files-often = You have uploaded many files. Wait a while, and choose this one again.
problem-time = Write a day and a time like 2026-09-01T16:30.
problem-time-past = That time is past. Choose a later one, or leave it empty to post now.
problem-file-large = The file is too large.
problem-file-refused = The file cannot be used: { $reason }.
problem-file-gone = A file is not here any more: add it again.
problem-files-many = A post has at most { $most } files.
problem-file-not-described = Describe file { $number }: what does it show or say?
problem-file-described-long = The description of file { $number } is too long: it has at most { $most } characters.

scheduled-title = What waits for its time
scheduled-about = Each is posted at its time, as long as you do not stop it.
scheduled-none = Nothing waits. When you <a href="/compose">write</a>, you can choose a time to post it at.
scheduled-at = To be posted on { $time }
scheduled-files = { $number ->
    [one] With { $number } file
   *[other] With { $number } files
}
scheduled-drop = Do not post it
