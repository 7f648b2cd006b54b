# Reporting something, and going on with it on one's own server.

report-title = Report something
report-about = You report <a href="{ $href }">{ $name }</a> to the people who look after this server. Nobody else is told who you are.
report-unsigned = You need no login for this. Nobody can answer you then: if you want an answer, write how you can be reached.
report-what = What is wrong?
report-violation = It is against the rules of this server
report-legal = It is against the law, or somebody is in danger
report-spam = It advertises something
report-other = Something else
report-why = What should they know?
report-why-hint = At most { $most } characters. Name no child.
report-send = Send the report
report-no-category = Choose what is wrong.
report-no-comment = Write what is wrong, in a sentence.
report-long = Shorten this to { $most } characters.

# Links on pages of people, posts and events.
object-remote = From your own server
object-report = Report

remote-title = From your own server
remote-about = You have your account on another server (Staffroom, Mastodon or another)? Then you can answer, share or follow <a href="{ $href }">{ $name }</a> from there.
remote-handle = Your address there
remote-handle-hint = For example @name@server.example. Your server is asked once where to go on; your address is not kept.
remote-follow = Follow from there
remote-go = Open it there
remote-onward = Go on at { $host }
remote-by-hand = Or search there for <code class="copy">{ $uri }</code>.
remote-no-handle = Write your address as @name@server.example.
remote-no-door = { $host } does not say where to go on. Search there for the address below.
remote-unreachable = { $host } could not be asked. Search there for the address below.
