# An app asks to use somebody's account.

oauth-title = Gadael i { $application } ddefnyddio eich cyfrif?
oauth-heading = Gadael i <bdi>{ $application }</bdi> ddefnyddio eich cyfrif?
oauth-about = Mae'r ap <strong><bdi>{ $application }</bdi></strong> yn gofyn am gael defnyddio'r cyfrif <strong><bdi>{ $handle }</bdi></strong> ar { $instance }. Nid ydych yn rhoi eich cyfrinair iddo. Os ydych yn cytuno, caiff:
oauth-about-website = Mae'r ap <strong><bdi>{ $application }</bdi></strong> (<bdi>{ $website }</bdi>) yn gofyn am gael defnyddio'r cyfrif <strong><bdi>{ $handle }</bdi></strong> ar { $instance }. Nid ydych yn rhoi eich cyfrinair iddo. Os ydych yn cytuno, caiff:
oauth-end = Gallwch ddod â hyn i ben unrhyw bryd o dan Gosodiadau, Apiau. Cytunwch dim ond os ydych newydd ddechrau hyn mewn ap yr ydych yn ymddiried ynddo.
oauth-agree = Cytuno
oauth-refuse = Gwrthod
oauth-other-login = Defnyddio cyfrif arall

oauth-code-title = Eich cod
oauth-code-about = Copïwch y cod hwn i'r ap y dechreuoch ynddo. Mae'n gweithio unwaith, o fewn deng munud. Peidiwch â'i roi i neb.
oauth-denied-title = Ni adawyd yr ap i mewn
oauth-denied = Gwrthodasoch, felly ni roddwyd dim i'r ap. Gallwch gau'r dudalen hon.

oauth-refused-title = Ni ellir gadael yr ap i mewn
oauth-refused-unknown = Nid yw'r gweinydd hwn yn adnabod yr ap a'ch anfonodd yma; dechreuwch eto yn yr ap.
oauth-refused-address = Mae'r ap am i chi gael eich anfon i gyfeiriad nad yw wedi'i enwi o'r blaen; dechreuwch eto yn yr ap.
oauth-refused-about = Ni roddwyd dim i'r ap. Os bydd hyn yn digwydd eto, dywedwch wrth y bobl sy'n gwneud yr ap.

# What an app may do, each after "It may:".
scope-read = Darllen popeth y gallwch ei weld yma: postiadau, gan gynnwys rhai nad ydynt yn gyhoeddus, hysbysiadau, rhestrau a nodau tudalen
scope-read-accounts = Gweld eich proffil chi a phroffiliau pobl eraill
scope-read-blocks = Gweld pwy yr ydych wedi'u rhwystro
scope-read-bookmarks = Gweld eich nodau tudalen
scope-read-collections = Gweld eich casgliadau
scope-read-events = Gweld TeachMeets a digwyddiadau eraill, gan gynnwys rhai nad ydynt yn gyhoeddus, ac a ydych yn cymryd rhan
scope-read-favourites = Gweld eich ffefrynnau
scope-read-filters = Gweld eich hidlyddion
scope-read-follows = Gweld pwy yr ydych yn eu dilyn a phwy sy'n eich dilyn chi
scope-read-lists = Gweld eich rhestrau
scope-read-mutes = Gweld pwy yr ydych wedi'u tewi
scope-read-notifications = Gweld eich hysbysiadau
scope-read-practices = Darllen arferion a'r hyn a ddaeth ohonynt, gan gynnwys rhai nad ydynt yn gyhoeddus, a'r hyn sydd gennych i'w adrodd o hyd
scope-read-search = Chwilio yn eich enw chi
scope-read-statuses = Darllen pob postiad y gallwch ei weld, gan gynnwys rhai nad ydynt yn gyhoeddus
scope-write = Gwneud popeth y gallwch chi ei wneud: postio, golygu a dileu postiadau, dilyn a rhwystro pobl, newid eich proffil
scope-write-accounts = Newid eich proffil
scope-write-blocks = Rhwystro pobl a gweinyddion
scope-write-bookmarks = Ychwanegu a thynnu nodau tudalen
scope-write-collections = Newid eich casgliadau
scope-write-conversations = Nodi bod sgyrsiau wedi'u darllen, a'u dileu
scope-write-events = Cyhoeddi TeachMeets a digwyddiadau eraill yn eich enw chi, a chymryd rhan yn rhai pobl eraill
scope-write-favourites = Ychwanegu a thynnu ffefrynnau
scope-write-filters = Newid eich hidlyddion
scope-write-follows = Dilyn pobl a rhoi'r gorau i'w dilyn
scope-write-lists = Newid eich rhestrau
scope-write-media = Uwchlwytho lluniau a ffeiliau eraill
scope-write-mutes = Tewi pobl a sgyrsiau
scope-write-notifications = Clirio eich hysbysiadau
scope-write-practices = Cyhoeddi arferion yn eich enw chi, dweud beth yr ydych yn rhoi cynnig arno ac adrodd beth ddaeth ohono, newid y rhain a'u tynnu'n ôl
scope-write-reports = Adrodd am bobl a phostiadau i'r cymedrolwyr
scope-write-statuses = Postio yn eich enw chi, golygu a dileu postiadau
scope-follow = Gweld a newid pwy yr ydych yn eu dilyn, eu tewi a'u rhwystro
scope-push = Anfon hysbysiadau atoch
scope-profile = Gweld pwy ydych chi: eich enw, eich llun a'ch proffil
scope-admin = Gofalu am y gweinydd hwn yn eich enw chi, i'r graddau y cewch chi wneud hynny eich hun
