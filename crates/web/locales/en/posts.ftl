# Posts in lists, their buttons, and timelines.

timelines-title = Timelines
timeline-home = Home
timeline-home-about = What the people and hashtags that you follow post, the newest first.
timeline-home-empty = Nothing is here yet. <a href="/search">Find people</a> and follow them, look at what is <a href="/local">posted here</a>, or <a href="/compose">write something</a>.
timeline-local = Posted here
timeline-local-about = What people of this instance post for everybody, the newest first.
timeline-local-empty = Nobody here has posted anything for everybody yet. <a href="/compose">Write the first post</a>.
timeline-public = All that is known here
timeline-public-about = What people of this instance, and those of others whom somebody here follows, post for everybody.
timeline-public-empty = Nothing is known here yet. <a href="/search">Find somebody to follow</a>, also on other servers.
timeline-no-more = Nothing more is in this direction.

paging-title = Other parts of the list
paging-newest = Newest
paging-newer = Newer
paging-older = Older
paging-more = More

tag-concept = This hashtag is a word of the vocabulary: <a href="{ $href }" lang="{ $language }">{ $name }</a>.
tag-also = Posts with its other names are here too:
tag-follow = Follow the hashtag
tag-follow-hint = Posts with it then come into your home timeline.
tag-unfollow = Follow no more
tag-followed = You follow this hashtag.
tag-empty = Nobody has posted anything with this hashtag for everybody, as far as is known here.

status-covered = Covered by your filter "{ $filter }"
status-answers-to = In answer to <bdi>{ $name }</bdi>
status-answers-somebody = In answer to a post that is not known here
status-files-hidden = Show the files
status-card = A page that the post links to
# $kind is a picture, a video and so on
status-not-described = { $kind } without a description

poll-choose = Choose one
poll-choose-several = Choose one or several
poll-vote = Vote
poll-own = Your vote

post-reply = Reply
post-boost = Boost
post-unboost = Take the boost back
post-like = Like
post-unlike = Like no more
post-keep = Bookmark
post-unkeep = Remove the bookmark
post-more = More
post-edit = Edit
post-delete = Delete
post-pin = Pin to your profile
post-unpin = Unpin
post-mute = Hear no more of this thread
post-unmute = Hear of this thread again
post-mute-author = Mute <bdi>{ $handle }</bdi>
post-block-author = Block <bdi>{ $handle }</bdi>
post-report = Report

carried-event = An event: { $when }.
carried-event-link = Look at it and join
carried-practice = A practice.
carried-practice-evidence = A practice. How sure: { $evidence }.
carried-practice-result = A practice. How sure: { $evidence }. Result: { $result }.
carried-practice-link = Look at the practice
carried-adoption = Somebody tries a practice.
carried-adoption-planned = Is going to try a practice.
carried-adoption-running = Is trying a practice.
carried-adoption-completed = Has tried a practice to the end.
carried-adoption-abandoned = Has stopped trying a practice.
carried-outcome = What came of a practice: { $result }.
carried-outcome-other = What came of a practice.
