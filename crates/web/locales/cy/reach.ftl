# Reporting something, and going on with it on one's own server.

report-title = Adrodd rhywbeth
report-about = Rydych yn adrodd <a href="{ $href }">{ $name }</a> i'r bobl sy'n gofalu am y gweinydd hwn. Ni ddywedir wrth neb arall pwy ydych.
report-unsigned = Nid oes angen cyfrif arnoch i wneud hyn. Ni all neb eich ateb wedyn: os hoffech gael ateb, ysgrifennwch sut y gellir cysylltu â chi.
report-what = Beth sydd o'i le?
report-violation = Mae yn erbyn rheolau'r gweinydd hwn
report-legal = Mae yn erbyn y gyfraith, neu mae rhywun mewn perygl
report-spam = Mae'n hysbysebu rhywbeth
report-other = Rhywbeth arall
report-why = Beth y dylent ei wybod?
report-why-hint = Hyd at { $most } nod. Peidiwch ag enwi unrhyw blentyn.
report-send = Anfon yr adroddiad
report-no-category = Dewiswch beth sydd o'i le.
report-no-comment = Ysgrifennwch beth sydd o'i le, mewn brawddeg.
report-long = Byrhewch hyn i { $most } nod.

object-remote = O'ch gweinydd eich hun
object-report = Adrodd

remote-title = O'ch gweinydd eich hun
remote-about = Oes gennych gyfrif ar weinydd arall (Staffroom, Mastodon neu un arall)? Yna gallwch ateb, rhannu neu ddilyn <a href="{ $href }">{ $name }</a> oddi yno.
remote-handle = Eich cyfeiriad yno
remote-handle-hint = Er enghraifft @name@server.example. Gofynnir unwaith i'ch gweinydd ble i fynd ymlaen; ni chedwir eich cyfeiriad.
remote-follow = Dilyn oddi yno
remote-go = Ei agor yno
remote-onward = Ewch ymlaen ar { $host }
remote-by-hand = Neu chwiliwch yno am <code class="copy">{ $uri }</code>.
remote-no-handle = Ysgrifennwch eich cyfeiriad fel @name@server.example.
remote-no-door = Nid yw { $host } yn dweud ble i fynd ymlaen. Chwiliwch yno am y cyfeiriad isod.
remote-unreachable = Ni ellid holi { $host }. Chwiliwch yno am y cyfeiriad isod.
