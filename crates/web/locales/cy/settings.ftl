# Yr hyn y mae rhywun yn ei osod ar gyfer ei gyfrif.

sign-in-code-title = Eich cod mewngofnodi
sign-in-code-hint = Y chwe digid y mae'r ap ar eich ffôn yn eu dangos nawr; neu un o'ch codau adfer.
sign-in-code-lost = Dim ffôn a dim codau adfer? Gofynnwch i'r bobl sy'n rhedeg y gweinydd hwn: gallant adael i chi fewngofnodi â chyfrinair yn unig.

settings-two-factor = Mewngofnodi dau gam
two-factor-needed = Rydych yn helpu i ofalu am y gweinydd hwn. Gosodwch fewngofnodi dau gam yn gyntaf; tan hynny gallwch wneud yr hyn y gall athrawon ei wneud.
two-factor-about = Gydag ef, mae angen eich cyfrinair a chod y mae ap ar eich ffôn yn ei ddangos i fewngofnodi: nid yw cyfrinair sydd wedi'i ddyfalu neu ei ddwyn yn ddigon. Bydd unrhyw ap ar gyfer codau untro (TOTP) yn gwneud y tro.
two-factor-begin = Ei osod
two-factor-scan = Sganiwch y llun hwn gyda'r ap. Bydd wedyn yn dangos cod chwe digid, ac un arall bob 30 eiliad.
two-factor-picture = Cod QR ar gyfer yr ap
two-factor-secret = Neu teipiwch yr allwedd hon i'r ap
two-factor-secret-hint = Math: seiliedig ar amser. Peidiwch â'i dangos i neb.
two-factor-open = Ei agor mewn ap ar y ddyfais hon
two-factor-code = Cod
two-factor-code-hint = Y chwe digid y mae'r ap yn eu dangos nawr. Nid oes dim yn newid nes eu bod yn gywir.
two-factor-confirm = Ei droi ymlaen
two-factor-cancel = Peidio â'i osod
two-factor-codes-about = Mae ymlaen. Dyma eich codau adfer: mae pob un yn cymryd lle cod yr ap unwaith, rhag ofn i chi golli eich ffôn. Ysgrifennwch hwy neu argraffwch y dudalen hon nawr, a'u cadw mewn lle diogel; ni chânt eu dangos eto.
two-factor-written-down = Rwyf wedi'u hysgrifennu
two-factor-on = Ymlaen ers { $time }.
two-factor-left = { $number ->
    [0] Nid oes cod adfer ar ôl.
   *[other] Codau adfer ar ôl: { $number }.
}
two-factor-renew = Creu codau adfer newydd
two-factor-turn-off = Ei droi i ffwrdd

settings-save = Cadw

settings-profile = Proffil
profile-name = Enw
profile-name-hint = Yr enw y mae cydweithwyr yn eich adnabod wrtho. Hebddo, bydd eich enw defnyddiwr yno.
profile-summary = Amdanoch chi
profile-summary-hint = Dim mwy na { $most } nod. Mae cyfeiriadau, hashnodau ac @enwau yn troi'n ddolenni.
profile-lines = Llinellau oddi tano
profile-lines-hint = Ychydig eiriau cyn, ychydig eiriau ar ôl: Ysgol, Bro Derw. Ni ddangosir y rhai gwag.
profile-line-name = Llinell { $number }: beth ydyw
profile-line-value = Llinell { $number }: beth rydych yn ei ddweud
profile-avatar = Eich llun
profile-avatar-hint = Sgwâr sydd orau. Caiff ei dorri'n sgwâr a'i wneud yn llai.
profile-header = Y llun uwchben eich proffil
profile-header-hint = Tair gwaith mor llydan ag uchel sydd orau.
profile-picture-choose = Dewis llun arall
profile-picture-remove = Tynnu'r llun hwn
profile-picture-about = Beth mae'n ei ddangos
profile-picture-about-hint = I'r rhai nad ydynt yn ei weld; dim mwy na { $most } nod.

settings-privacy = Preifatrwydd
privacy-locked = Gadael i mi benderfynu pwy sy'n fy nilyn
privacy-locked-about = Mae pwy bynnag sydd am eich dilyn yn gofyn yn gyntaf, a byddant o dan geisiadau dilyn.
privacy-discoverable = Fy awgrymu i eraill
privacy-discoverable-about = Gallwch fod yn y cyfeiriadur ac ymhlith awgrymiadau.
privacy-indexable = Gadael i bawb ddod o hyd i'm postiadau cyhoeddus
privacy-indexable-about = Maent yn dod i chwiliadau, yma ac mewn mannau eraill, ac i beiriannau chwilio. Heb hynny, dim ond y rhai sydd wedi ymwneud â nhw sy'n dod o hyd iddynt.
privacy-hides-network = Cadw i mi fy hun pwy rwy'n eu dilyn a phwy sy'n fy nilyn
privacy-hides-network-about = Mae eich proffil yn dangos y niferoedd, a dim enwau.

settings-posting = Postio
posting-about = Caiff hyn ei ddewis pan fyddwch yn dechrau postiad; gallwch ddewis fel arall bob tro.
posting-page-language = Dewis arall yw ym mha iaith y mae'r tudalennau i chi:

settings-notifications = Hysbysiadau
policy-about = Beth sy'n digwydd i hysbysiadau gan bobl nad ydych efallai'n eu hadnabod. Mae'r hyn a gedwir ar wahân yn aros nes i chi ddilyn ei awdur, neu ei adael i mewn gydag ap.
policy-not-following = Pobl nad ydych yn eu dilyn
policy-not-following-about = Nes i chi eu dilyn, neu eu gadael i mewn.
policy-not-followers = Pobl nad ydynt yn eich dilyn
policy-not-followers-about = A'r rhai sydd wedi eich dilyn ers llai na thridiau.
policy-new-accounts = Cyfrifon newydd
policy-new-accounts-about = Wedi'u creu o fewn y 30 diwrnod diwethaf.
policy-private-mentions = Negeseuon na ofynnoch amdanynt
policy-private-mentions-about = Oni bai eu bod yn ateb un o'ch rhai chi, neu eich bod yn dilyn pwy sy'n ysgrifennu.
policy-limited-accounts = Cyfrifon a gyfyngwyd
policy-limited-accounts-about = Gan y rhai sy'n gofalu am y gweinydd hwn.
policy-accept = Dweud wrthyf
policy-filter = Eu cadw ar wahân
policy-drop = Dweud dim wrthyf

settings-filters = Hidlyddion
filters-about = Geiriau nad ydych am eu gweld, neu ddim ar y dechrau. Nid oes neb arall yn sylwi.
filters-new = Hidlydd newydd
filters-none = Nid oes gennych hidlyddion.
filters-posts = a phostiadau: { $number }
filter-edit = Newid hidlydd
filter-title = Beth rydych yn ei alw
filter-title-hint = Mae'n sefyll lle caiff postiad ei orchuddio.
filter-words = Geiriau
filter-words-hint = Geiriau neu ymadroddion, mewn priflythrennau neu beidio. Gwagiwch un i'w dynnu; am fwy nag y mae lle iddynt, cadwch a dewch yn ôl.
filter-word = Gair { $number }
filter-whole = Gair { $number } fel gair cyfan yn unig
filter-where = Lle mae'n cyfrif
filter-in-home = Hafan a rhestrau
filter-in-notifications = Hysbysiadau
filter-in-public = Llinellau amser cyhoeddus, hashnodau a chwiliadau
filter-in-thread = Edefynnau
filter-in-account = Proffiliau
filter-how = Beth sy'n digwydd i bostiadau o'r fath
filter-warn = Eu gorchuddio ag enw'r hidlydd
filter-hide = Eu cuddio
filter-for = Am faint
filter-for-until = Tan { $time }, fel y mae
filter-for-ever = Nes i chi ei ddileu
filter-for-hours = Oriau o nawr ymlaen: { $number }
filter-for-days = Dyddiau o nawr ymlaen: { $number }
filter-delete = Dileu'r hidlydd hwn

settings-blocks = Tewi a rhwystro
blocks-title = Pwy sydd wedi'u tewi a'u rhwystro
blocks-people = Pobl wedi'u rhwystro
blocks-muted = Pobl wedi'u tewi
blocks-servers = Gweinyddion wedi'u rhwystro
blocks-about = Nid ydynt yn gweld dim gennych chi, ac nid ydych yn gweld dim ganddynt hwy. Rhwystrwch rywun ar ei broffil.
blocks-muted-about = Nid ydych yn gweld dim ganddynt, ac ni ddywedir wrthynt. Tewch rywun ar ei broffil.
blocks-none = Neb.
blocks-until = tan { $time }
blocks-servers-about = Nid ydych yn gweld neb o'r gweinyddion hyn ac ni ddywedir dim wrthych ganddynt. Os byddwch yn rhwystro un, ni fydd neb yno'n eich dilyn mwyach, ac ni fyddwch chi'n dilyn neb yno.
blocks-servers-none = Dim un.
blocks-server = Gweinydd i'w rwystro
blocks-server-hint = Y rhan o gyfeiriad ar ôl yr ail @, fel social.example.
blocks-server-add = Rhwystro'r gweinydd hwn

settings-account = Cyfrif
account-coming = Dod o weinydd arall
account-coming-about = Enwch eich cyfrif ar y gweinydd arall yma. Wedyn gallwch symud oddi yno i <bdi>{ $handle }</bdi>, a bydd eich dilynwyr yn dod gyda chi.
account-alias = Eich cyfrif arall
account-address-hint = Fel @enw@social.example.
account-alias-add = Ei ychwanegu
account-alias-remove = Ei dynnu
account-going = Mynd i weinydd arall
account-going-about = Yn gyntaf enwch <bdi>{ $handle }</bdi> ar y gweinydd arall, fel arallenw i'ch cyfrif yno. Wedyn bydd eich dilynwyr yma ac mewn mannau eraill yn eich dilyn yno, bydd y cyfrif hwn yn dweud ble rydych, ac ni all neb ei ddilyn mwyach. Mae eich postiadau'n aros yma. Gallwch symud unwaith mewn saith diwrnod.
account-target = Eich cyfrif yno
account-move = Symud yno
account-moved = Rydych wedi symud i <bdi>{ $address }</bdi>. Os dewch yn ôl, gallwch bostio yma eto; bydd dilynwyr sydd wedi gadael yn aros draw.
account-come-back = Defnyddio'r cyfrif hwn eto
own-delete = Dileu eich cyfrif
own-delete-link = Beth sy'n digwydd pan fyddwch yn ei ddileu, a'r ffurflen ar ei gyfer
own-delete-about = { $posts ->
    [0] Bydd eich cyfrif yn mynd, gyda'ch proffil, ffeiliau, drafftiau, rhestrau a phopeth arall sy'n eiddo i chi yma.
   *[other] Bydd eich cyfrif yn mynd, gyda'ch postiadau ({ $posts }), eich proffil, ffeiliau, drafftiau, rhestrau a phopeth arall sy'n eiddo i chi yma.
}
own-delete-elsewhere = Dywedir wrth weinyddion eraill am ddileu'r hyn sydd ganddynt ohono; mater iddynt hwy yw a fyddant yn gwneud hynny. Mae'r hyn a adroddodd eraill am eich arferion yn aros yn eiddo iddynt hwy.
own-delete-handle = Mae'r enw <bdi>@{ $username }</bdi> yn aros wedi'i gymryd, fel na all neb esgus bod yn chi.
own-delete-for-good = Ni all neb ei ddadwneud, na'r rhai sy'n rhedeg y gweinydd hwn chwaith.
own-delete-move = Os mai dim ond bod yn rhywle arall sydd arnoch ei eisiau: symud
own-delete-sure = Rwy'n gwybod na ellir dadwneud hyn
own-delete-now = Dileu fy nghyfrif nawr

settings-data = Mynd â data a dod â data
data-take = Mynd â data
data-take-about = Ffeiliau y mae gweinyddion eraill yn eu deall, a rhaglenni tablau hefyd. Ynddynt mae'r hyn sy'n eiddo i chi; cadwch hwy i chi'ch hun.
data-follows = Pwy rydych yn eu dilyn
data-blocks = Pwy rydych yn eu rhwystro
data-mutes = Pwy rydych yn eu tewi
data-domains = Gweinyddion rydych yn eu rhwystro
data-bookmarks = Eich nodau tudalen
data-lists = Eich rhestrau
data-bring = Dod â data
data-bring-about = Ffeiliau o'r gweinydd hwn neu o un arall, fel y mae Mastodon yn eu gwneud hefyd. Dewch â phwy rydych yn eu dilyn cyn eich rhestrau. Mae'n cymryd amser: gallwch gau'r dudalen.
data-kind = Beth sydd yn y ffeil
data-file = Y ffeil
data-file-hint = CSV, gyda { $lines } llinell a { $size } KB ar y mwyaf.
data-mode = Beth sy'n digwydd i'r hyn sydd gennych yma
data-merge = Mae'n aros
data-overwrite = Mae'r hyn nad yw yn y ffeil yn mynd
data-overwrite-about = Cyn gynted ag yr edrychwyd ar bob llinell. O restrau, dim ond y rhai sydd yn y ffeil sy'n newid.
data-bring-now = Dod ag ef
data-brought = Yr hyn a ddaethoch
data-overwriting = aeth yr hyn nad oedd yn y ffeil
data-finished = Wedi gorffen: derbyniwyd { $taken } o { $total } llinell.
data-running = Edrychwyd ar { $done } o { $total } llinell.
data-look-again = Edrych eto
data-bad-lines = Llinellau na chawsant eu derbyn: { $number } (dangosir y cant cyntaf)
data-bad-line = Llinell { $number }:
data-line-unreadable = Nid yw'n gyfeiriad.
data-line-nothing = Nid oes dim yno.
data-line-unreachable = Nid yw'r gweinydd arall yn ateb, neu nid oes gan hwn ddim i'w wneud ag ef.
data-line-not-possible = Nid yw'n bosibl: chi ydyw, maent wedi symud, neu mae un ohonoch yn rhwystro'r llall.
data-line-not-followed = Nid ydych yn eu dilyn.
data-line-no-list = Nid oes lle i'r rhestr hon, neu nid oes enw iddi.
