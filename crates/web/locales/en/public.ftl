# Pages for everybody: the first page, about, profiles and posts.

landing-title = Welcome
landing-nobody-title = Nobody can sign in yet
landing-nobody-how = The person who runs this server makes the first login. On the server, type this, with the name you want in place of <code>NAME</code>:
landing-nobody-then = Then <a href="/sign-in">sign in</a> and invite your colleagues.
landing-signed-in = You are signed in. Look around in the <a href="/vocab/">vocabulary</a>, or see your <a href="/settings">settings</a>.
landing-everybody-joins = Everybody can join, with an app that is made for Mastodon: where it asks for a server, write <strong>{ $address }</strong>. Or somebody who is here already invites you, with a link or a code to scan.
landing-by-invitation = You join with an invitation: a link, or a code to scan, from somebody who is here already.
landing-what-title = What this is
landing-what = Staffroom is a place where teachers tell each other what they tried, what came of it, and how sure they are. You write down a practice, say what evidence there is, and others can take it up and report back. What did not work counts as much as what did.
landing-instances = It is not one big website: each school, trust or group runs an instance of its own, and instances are made to talk to each other. There are no advertisements, and nobody follows you around.
landing-vocabulary = So that people mean the same by the same word, practices are described with an open <a href="/vocab/">vocabulary</a> for evidence, technology and more.
landing-who-title = Who runs it
landing-who = This instance is provided by { $provider ->
    [school] a school
    [trust] a trust or group of schools
    [university] a university or college
    [charity] a charity or subject association
    [volunteers] volunteers
   *[company] a company
}. Questions? Ask { $contact }. More facts are on the page <a href="/about">About</a>.

# Stands where a person's name would, if the settings name one.
contact-nobody = the people who gave you the address of this instance

about-title = About
about-heading = About { $instance }
about-instance = This instance
about-provided = Provided by
about-provider = { $provider ->
    [school] a school
    [trust] a trust or group of schools
    [university] a university or college
    [charity] a charity or subject association
    [volunteers] volunteers
   *[company] a company
}
about-contact = Contact
about-address = Address
about-handles = People's handles
about-federation = Talks with other servers
about-federation-trial = With no other server: this is a trial instance.
about-federation-open = With every server of the fediverse that is not blocked here.
about-federation-listed = Only with servers that an administrator has allowed.
about-federation-off = With no other server.
about-mail = Sends mail
about-mail-yes = Yes: invitations and links for forgotten passwords.
about-mail-no = No. Invitations and links for forgotten passwords are handed over in person.
about-rules = Rules
about-text-description = What this is
about-text-privacy = What happens with your data
about-text-terms = What you agree to
about-software = The software
about-program = Program
about-licence = Licence
about-licence-name = GNU Affero General Public License, version 3 or later
about-source = Source code
about-source-ask = Whoever provides this instance gives it to you on request, at no charge. Ask { $contact }.
about-vocabulary = Vocabulary
about-vocabulary-version = Version { $version }
about-privacy = Your privacy on these pages
about-privacy-text = The pages load nothing from anybody else, count nobody, and set cookies only so that forms work, you stay signed in, and the pages come in the language that you chose.

profile-moved = Moved to <a href="{ $href }" rel="external"><bdi>{ $name }</bdi> { $handle }</a>. Follow them there.
profile-group = A group: what is sent to it goes to all who follow it
profile-organisation = An organisation
profile-program = A program
profile-since = Here since
profile-so-far = So far
profile-posts-count = { $number ->
    [one] { $number } post
   *[other] { $number } posts
}
profile-followers-count = { $number ->
    [one] { $number } follower
   *[other] { $number } followers
}
profile-following-count = follows { $number }
profile-follow = To follow from another server, search there for <code class="whole">{ $handle }</code>.
profile-pinned = Pinned
profile-posts = Posts
profile-none = Nothing that you may see yet.

status-title = { $name } on { $time }
status-before = What came before
status-answers = Answers
status-boosted-by = Boosted by <a href="{ $href }"><bdi>{ $name }</bdi></a>
status-changed = changed { $time }
status-for-followers = For followers only
status-for-named = For those who are named only
status-answers-count = { $number ->
    [one] { $number } answer
   *[other] { $number } answers
}
status-boosts-count = { $number ->
    [one] { $number } boost
   *[other] { $number } boosts
}
status-likes-count = { $number ->
    [one] { $number } like
   *[other] { $number } likes
}
status-picture = Picture
status-moving-picture = Moving picture
status-video = Video
status-sound = Sound
status-file = File

poll-votes = { $number ->
    [one] { $number } vote
   *[other] { $number } votes
}
poll-share = { $votes }, { $percent } %
poll-over = { $number ->
    [one] The poll is over: { $number } person voted.
   *[other] The poll is over: { $number } people voted.
}
poll-open = { $number ->
    [one] { $number } person has voted so far.
   *[other] { $number } people have voted so far.
}
poll-ends = It ends on { $time }.

landing-practices = <a href="/practices">All practices</a>, or <a href="/browse">browse by concept</a>.
landing-events = Coming up
landing-all-events = All events
