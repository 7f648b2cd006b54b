# Yr hyn a wna'r rhai sy'n gofalu am y gweinydd: adroddiadau, cyfrifon, gweinyddion eraill, gwaith a fethodd, y cofnod.

overview-title = Gofalu am y gweinydd
overview-short = Trosolwg
overview-reports = Adroddiadau agored
overview-failed = Gwaith a fethodd
overview-received = Wedi'i dderbyn ond heb ei drin eto
overview-version = Fersiwn
overview-number = { $number }
overview-or-more = { $number } neu ragor
overview-queues = Gwaith sy'n aros
overview-queue-default = Ar y peiriant hwn
overview-queue-mail = E-bost
overview-queue-federation = I weinyddion eraill
overview-queue-fetch = I'w nôl
overview-queue-archives = Archifau pobl
overview-silent = Gweinyddion nad ydynt yn ateb
overview-silent-none = Mae pob gweinydd y galwyd arno wedi ateb.
overview-silent-since = Ers { $time }, { $number ->
    [two] { $number } gynnig
    [few] { $number } chynnig
    [many] { $number } chynnig
   *[other] { $number } cynnig
}
overview-newest = Pwy ddaeth ddiwethaf
overview-doctor = Gall pwy bynnag sy'n rhedeg y gweinydd ddysgu rhagor gyda <code>staffroom doctor</code>.

reports-title = Adroddiadau
reports-only-open = Dim ond y rhai agored
reports-also-decided = Y rhai y penderfynwyd arnynt hefyd
reports-none = Nid oes dim i ymdrin ag ef.
reports-none-further = Nid oes rhagor ymhellach yn ôl.
reports-nobody = cyfrif sydd wedi mynd
reports-spam = Hysbysebu
reports-legal = Yn erbyn y gyfraith, neu rywun mewn perygl
reports-violation = Yn erbyn y rheolau
reports-other = Rhywbeth arall
reports-open = agored
reports-made = Adroddwyd
reports-by = Gan
reports-taken-by = Yn nwylo
reports-decided = Penderfynwyd
reports-decided-nothing = Ni wnaed dim
reports-decided-delete = Dilëwyd y postiadau
reports-decided-limit = Cyfyngwyd y cyfrif
reports-decided-suspend = Caewyd y cyfrif allan
reports-all = Pob adroddiad
report-one-title = Adroddiad { $id }
report-rules = Rheolau y mae'n eu henwi
report-says = Yr hyn a ysgrifennwyd
report-says-nothing = Dim.
report-posts = Postiadau y mae'n eu henwi
report-posts-gone = { $number ->
    [two] Mae { $number } bostiad wedi mynd.
    [few] Mae { $number } phostiad wedi mynd.
    [many] Mae { $number } phostiad wedi mynd.
   *[other] Mae { $number } postiad wedi mynd.
}
report-decision = Penderfyniad
report-take-title = Pwy sy'n ymdrin ag ef
report-take = Cymeraf ef
report-release = Rhoddaf ef yn ôl
report-decide-title = Penderfynu
report-decide-what = Beth sydd i'w wneud?
report-decide = Penderfynu
report-do-nothing = Dim
report-do-nothing-about = Nid felly yr oedd, neu fe'i setlwyd mewn ffordd arall.
report-do-delete = Dileu'r postiadau
report-do-delete-about = Y rhai y mae'r adroddiad yn eu henwi, yma ac, os ein rhai ni ydynt, ar weinyddion eraill. Ni ellir dadwneud hyn.
report-do-limit = Cyfyngu'r cyfrif
report-do-suspend = Cau'r cyfrif allan
staff-note = Nodyn (dewisol)
staff-note-hint = I'r rhai sy'n gofalu am y gweinydd. { $most } nod ar y mwyaf.

accounts-title = Cyfrifon
accounts-wanted = Enw, dolen neu gyfeiriad e-bost
accounts-wanted-hint = Mae'r dechrau'n ddigon. Ceir cyfrifon gweinyddion eraill drwy @enw@gweinydd.example.
accounts-find = Canfod
accounts-newest = Pwy ddaeth ddiwethaf
accounts-found = Canfuwyd
accounts-none = Ni chanfuwyd neb.
accounts-counts = { $posts ->
    [two] { $posts } bostiad
    [few] { $posts } phostiad
    [many] { $posts } phostiad
   *[other] { $posts } postiad
}, { $followers ->
    [two] { $followers } ddilynwr
   *[other] { $followers } dilynwr
}
accounts-suspended = Wedi'i gau allan
accounts-limited = Cyfyngedig
accounts-server-suspended = Wedi'i gau allan gyda'i weinydd
accounts-server-limited = Cyfyngedig gyda'i weinydd
account-title = Cyfrif { $handle }
account-page = Tudalen
account-since = Ers
account-reach = Cyrhaeddiad
account-login = rolau a chyfrinair
account-do = Yr hyn y gellir ei wneud
account-do-what = Cam
account-do-nothing = Dim gennych chi: eich cyfrif chi yw hwn, neu un rhywun â rolau na allech eu rhoi. Gall perchennog.
account-limit = Cyfyngu
account-limit-about = Bydd y rhai sy'n ei ddilyn yn ei weld fel o'r blaen; ni fydd mewn unrhyw restr i bawb, a bydd ei geisiadau i ddilyn yn aros am ateb.
account-unlimit = Peidio â chyfyngu
account-unlimit-about = Bydd i'w weld fel o'r blaen.
account-suspend = Cau allan
account-suspend-about = Ni fydd neb yn ei weld nac yn gweld ei bostiadau, ac ni all ei berchennog fewngofnodi yma. Gellir ei dynnu'n ôl.
account-unsuspend = Gadael i mewn eto
account-unsuspend-about = Bydd i'w weld fel o'r blaen, a gall ei berchennog fewngofnodi.
account-delete = Dileu am byth
account-delete-about = Bydd y cyfrif yn mynd gyda phopeth a bostiodd, yma ac ar weinyddion eraill. Ni ellir dadwneud hyn.
account-sure = Ie, dilëwch ef am byth (dim ond wrth ddileu y mae angen hyn)
account-act = Ei wneud
account-reports = Adroddiadau amdano
account-reports-none = Nid oes yr un.
account-log = Yr hyn a wnaed

servers-title = Gweinyddion eraill
servers-decide-title = Penderfynu am weinydd
servers-domain = Parth
servers-domain-hint = Megis arall.example. Mae'n dal am bopeth oddi tano hefyd, yn lle'r hyn a benderfynwyd o'r blaen.
servers-level = Beth a gyfnewidir?
servers-suspend = Dim
servers-suspend-about = Caeir ei gyfrifon allan, daw dilyn i ben, ac ni anfonir na derbyn dim.
servers-limit = Cyfyngedig
servers-limit-about = Gwelir ei gyfrifon gan y rhai sy'n eu dilyn, ac nid ydynt mewn unrhyw restr i bawb.
servers-allow = Popeth
servers-allow-about = Hefyd lle na chaiff ond gweinyddion dethol gyfnewid â hwn.
servers-reject-media = Heb luniau, sain a fideo
servers-reject-reports = Heb ei adroddiadau
servers-reason = Rheswm, i bawb
servers-private = Nodyn, i'r rhai sy'n gofalu am y gweinydd
servers-decide = Penderfynu
servers-decided = Penderfynwyd
servers-none = Ni phenderfynwyd dim am unrhyw weinydd.
servers-allowed = Popeth
servers-limited = Cyfyngedig
servers-suspended = Dim
servers-without-media = heb luniau, sain a fideo
servers-without-reports = heb ei adroddiadau
servers-also = A hefyd
servers-since = Ers
servers-until = Tan
servers-remove = Tynnu'n ôl<span class="unseen"> yr hyn a benderfynwyd am { $domain }</span>
servers-export = Y rhestr fel ffeil y gall gweinyddion eraill ei mewnforio
servers-import-title = Mabwysiadu rhestr
servers-list = Rhestr
servers-list-hint = Fel y mae gweinyddion eraill yn ei hallforio (domain_blocks.csv), neu un parth ar bob llinell: caeir y rheini allan. Cymerir hi'n gyfan, neu ddim o gwbl.
servers-import = Ei mabwysiadu

jobs-title = Gwaith a fethodd
jobs-about = Yr hyn y rhoddwyd cynnig arno'n ddigon aml, ac na roddir cynnig arno eto ohono'i hun.
jobs-none = Nid oes dim wedi methu.
jobs-failed = Ar ôl { $number ->
    [two] { $number } gynnig
    [few] { $number } chynnig
    [many] { $number } chynnig
   *[other] { $number } cynnig
}, { $time }
jobs-retry = Rhoi cynnig arall<span class="unseen">: { $id }</span>
jobs-drop = Taflu<span class="unseen">: { $id }</span>

log-title = Cofnod
log-about = Yr hyn a wnaeth y rhai sy'n gofalu am y gweinydd, ar y tudalennau hyn ac ar y llinell orchymyn. Ni thynnir dim byth ohono.
log-none = Ni wnaed dim eto.
log-command-line = ar y llinell orchymyn
log-other = { $subject }: rhywbeth o fersiwn mwy newydd
log-account-limited = Cyfyngwyd { $subject }
log-account-unlimited = Nid yw { $subject } yn gyfyngedig mwyach
log-account-suspended = Caewyd { $subject } allan
log-account-unsuspended = Gadawyd { $subject } i mewn eto
log-account-deleted = Dilëwyd { $subject }
log-login-closed = Caewyd y mewngofnod { $subject }
log-login-opened = Agorwyd y mewngofnod { $subject } eto
log-roles-changed = Rolau { $subject }
log-password-link-made = Crëwyd dolen i osod cyfrinair { $subject }
log-two-factor-reset = Mae { $subject } yn mewngofnodi heb ail ffactor eto
log-posts-deleted = Dilëwyd postiadau { $subject }
log-report-assigned = Cymerwyd yr adroddiad am { $subject }
log-report-unassigned = Rhoddwyd yr adroddiad am { $subject } yn ôl
log-report-decided = Penderfynwyd ar yr adroddiad am { $subject }
log-server-decided = Penderfynwyd am { $subject }
log-server-released = Tynnwyd yn ôl yr hyn a benderfynwyd am { $subject }
log-job-retried = Cynnig arall: { $subject }
log-job-dropped = Taflwyd: { $subject }
log-announcement-made = Dywedwyd wrth bawb: cyhoeddiad { $subject }
log-announcement-removed = Tynnwyd: cyhoeddiad { $subject }
log-announcement-changed = Newidiwyd: cyhoeddiad { $subject }
log-emoji-added = Ychwanegwyd emoji: { $subject }
log-emoji-changed = Mae gan emoji lun arall: { $subject }
log-emoji-removed = Tynnwyd emoji: { $subject }
log-invitation-made = Crëwyd gwahoddiad: { $subject }
log-invitations-mailed = Anfonwyd gwahoddiadau drwy'r post, cynifer â: { $subject }
log-invitation-withdrawn = Tynnwyd gwahoddiad yn ôl: { $subject }
log-actor-made = Crëwyd cyfrif nad oes neb yn mewngofnodi iddo: { $subject }
log-moderator-added = Mae rhywun yn gofalu am y gymuned { $subject } nawr
log-moderator-removed = Nid yw rhywun yn gofalu am y gymuned { $subject } mwyach
log-rule-added = Ychwanegwyd rheol: { $subject }
log-rule-removed = Tynnwyd rheol: { $subject }

flash-report-taken = Yr ydych wedi cymryd yr adroddiad.
flash-report-released = Yr ydych wedi rhoi'r adroddiad yn ôl.
flash-report-decided = Penderfynwyd ar yr adroddiad.
flash-account-changed = Fe'i gwnaed.
flash-account-deleted = Dilëwyd y cyfrif; mae'r hyn a bostiodd yn cael ei glirio.
flash-decision-removed = Fe'i tynnwyd yn ôl.
flash-decisions-saved = { $number ->
    [one] Cadwyd { $number } penderfyniad. Bydd yn dal o fewn hanner munud.
    [two] Cadwyd { $number } benderfyniad. Byddant yn dal o fewn hanner munud.
    [few] Cadwyd { $number } phenderfyniad. Byddant yn dal o fewn hanner munud.
    [many] Cadwyd { $number } phenderfyniad. Byddant yn dal o fewn hanner munud.
   *[other] Cadwyd { $number } penderfyniad. Byddant yn dal o fewn hanner munud.
}
flash-job-retried = Rhoddir cynnig arall arno.
flash-job-dropped = Fe'i taflwyd.

problem-no-decision = Dewiswch beth sydd i'w wneud.
problem-no-step = Dewiswch gam.
problem-not-sure = Ticiwch eich bod yn siŵr; ni ellir dadwneud hyn.
problem-not-yours-to-judge = Mae gan y person hwn rolau na allech eu rhoi; gofynnwch i berchennog.
problem-yourself = Eich cyfrif chi yw hwn.
problem-note-long = Byrhewch hyn i { $most } nod.
problem-report-decided = Mae rhywun wedi penderfynu ar yr adroddiad hwn yn y cyfamser, fel y dywedir uchod. Ni chadwyd eich nodyn: copïwch ef oddi yma os oes ei angen o hyd.
problem-no-domain = Ysgrifennwch barth gweinydd, megis arall.example.
problem-no-level = Dewiswch beth a gyfnewidir.
problem-list-empty = Nid oes parth yn y rhestr.
problem-list = Ni ellir darllen y rhestr.
problem-list-domain = Llinell { $line }: nid yw "{ $text }" yn barth.
problem-list-severity = Llinell { $line }: nid yw "{ $text }" yn ddifrifoldeb (silence, suspend, noop).
