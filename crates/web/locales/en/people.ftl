# People beside profiles: following, lists of people, groups.

profile-tab-replies = With replies
profile-tab-media = Files
profile-tab-practices = Practices
profile-tabs = Which posts
profile-members-count = { $number ->
    [one] { $number } member
   *[other] { $number } members
}
profile-moderators = Looked after by
profile-group-how = To join, follow the group. To write to all its members, name it in a post: <code class="whole">{ $handle }</code>.
profile-elsewhere = This is what is known here. <a href="{ $href }" rel="nofollow noopener external">All of it is on their own server</a>.

standing-follows = Follows you
standing-wants = Wants to follow you
standing-muting = Muted by you
standing-blocking = Blocked by you
standing-blocked = Blocks you

people-follow = Follow
people-ask = Ask to follow
people-unfollow = Follow no more
people-take-back = Take back what you asked
people-accept = Let them follow
people-refuse = Do not let them
people-write = Write to them
people-remove = Let them follow no more
people-list = Put on a list
people-mute = Mute
people-unmute = Read them again
people-block = Block
people-unblock = Unblock

network-followers = Who follows { $name }
network-following = Whom { $name } follows
network-hidden = They keep this to themselves.
network-nobody = Nobody is to be shown here.
network-elsewhere = Only those who are known here. The whole list is on their own server.
