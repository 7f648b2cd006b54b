# What a hub offers beside its library: accounts that one follows, and open data.

follow-title = Dilyn y llyfrgell
follow-about = Rhaglenni yw'r cyfrifon hyn. Mae pob un yn hybu arferion sy'n newydd yn y llyfrgell, ugain y dydd ar y mwyaf, ac yn dweud y gweddill mewn un post fore trannoeth. Dilynwch nhw yma, neu o Mastodon neu unrhyw weinydd arall.
follow-none = Nid oes cyfrif i'w ddilyn eto.
follow-library = Popeth sy'n newydd yn y llyfrgell
follow-concept = Yr hyn sy'n newydd am:
follow-followers = { $number ->
    [two] { $number } ddilynwr
   *[other] { $number } dilynwr
}
follow-here = Mae botwm ar eu tudalennau i'w dilyn.
follow-elsewhere = O'ch gweinydd eich hun
follow-elsewhere-about = Oes gennych gyfrif ar weinydd arall? Dywedwch bwy hoffech ei ddilyn, ac ewch ymlaen yno.
follow-which = Pwy
follow-by-hand = Neu chwiliwch yno am y cyfeiriad fel y mae uchod.
follow-from-library = cyfrifon sy'n dweud wrthych beth sy'n newydd, hefyd ar Mastodon

topics-title = Cyfrifon y llyfrgell
topics-about = Mae pobl yn dilyn y rhain i glywed beth sy'n newydd. Mae cyfrif cysyniad yn hybu pob arfer sydd â'r cysyniad hwnnw, neu un culach.
topics-new = Gwneud cyfrif cysyniad
topics-concept = Cysyniad
topics-choose = Dewiswch un
topics-digest = Sut mae'n dweud beth sy'n newydd
topics-digest-of = Sut mae { $handle } yn dweud beth sy'n newydd
topics-auto = pob arfer ar ei ben ei hun, a gweddill dyddiau prysur mewn un post
topics-daily = popeth mewn un post y dydd
topics-on = Ei droi ymlaen
topics-there = Cyfrifon sydd yno
topics-none = Nid oes un: mae cychwyn cyntaf hwb yn gwneud cyfrif ei lyfrgell.
topics-is-on = ymlaen
topics-is-off = i ffwrdd
topics-of = Yn cyhoeddi
topics-all = popeth yn y llyfrgell
topics-followers = Dilynwyr
topics-last = Cyhoeddwyd ddiwethaf
topics-never = dim eto
topics-announced = Faint
topics-counts = { $announced } wedi'u dweud, { $waiting } yn aros tan y bore nesaf
topics-save = Newid <bdi>{ $handle }</bdi>
topics-off = Troi <bdi>{ $handle }</bdi> i ffwrdd
topics-on-again = Troi <bdi>{ $handle }</bdi> ymlaen eto
topics-from-hub = Pa gyfrifon sy'n cyhoeddi beth sy'n newydd, a sut
problem-topic-none = Dewiswch gysyniad.
problem-topic-name = Mae gan gyfrif arall yr enw y byddai hwn yn ei gael. Gall pwy bynnag sy'n rhedeg y gweinydd roi un arall iddo: staffroom hub topic on { $concept } --name NAME.
log-topic-on = Trowyd { $subject } ymlaen
log-topic-off = Trowyd { $subject } i ffwrdd
log-topic-changed = Newidiwyd sut mae { $subject } yn dweud beth sy'n newydd
flash-topic-on = Mae ymlaen, ac yn cyhoeddi beth sy'n newydd.
flash-topic-off = Nid yw'n cyhoeddi dim newydd mwyach, ac mae'n dweud hynny.
flash-topic-changed = Mae wedi'i newid.

data-title = Data agored
data-about = Arferion y llyfrgell, yr hyn a ddaeth ohonynt a sut y'u cyfrifir, fel tablau ar gyfer ymchwil ac ar gyfer rhaglenni. Ysgrifennir nhw o'r newydd unwaith y dydd.
data-from-library = y cyfan fel tablau
data-files = Ffeiliau
data-written = Ysgrifennwyd { $time }.
data-none = Nid oes dim wedi'i ysgrifennu eto. Gwneir hynny unwaith y dydd.
data-package = Disgrifir y cyfan, gyda mathau, meintiau a chrynodebau, yn y pecyn data (Frictionless):
data-practices = Un llinell i bob arfer: ei deitl, beth y mae'n ymwneud ag ef, pa mor sicr yw ei awdur, a beth ddaeth ohono iddynt hwy.
data-outcomes-title = Canlyniadau
data-outcomes = Un llinell i bob adroddiad: beth ddaeth ohono, sut y gwyddys hynny, ac am ba arfer y mae.
data-ledgers-title = Cyfrifon
data-ledgers = Un llinell i bob arfer: faint o leoliadau a ddywedodd y byddent yn rhoi cynnig arno, faint a adroddodd, a beth.
data-withdrawn-title = Wedi'u tynnu'n ôl
data-withdrawn = Crynodebau (SHA-256) dynodwyr yr hyn a oedd yn y tablau hyn ac nad yw ynddynt mwyach.
data-vocabulary = Y cysyniadau y mae'r codau yn sefyll drostynt, fel y maent nawr.
data-bytes = { $number ->
    [two] { $number } feit
   *[other] { $number } beit
}
data-kilobytes = { $number } KB
data-megabytes = { $number } MB
data-digests = SHA-256 pob ffeil
data-licence-title = Trwydded
data-licence = Mae codau a chyfrifon o dan <a href="https://creativecommons.org/publicdomain/zero/1.0/" rel="external">CC0</a>: gwnewch â nhw fel y mynnwch. O arfer, y teitl sydd yma; mae ei res yn dweud o dan ba drwydded y mae ei awdur wedi rhoi ei destun. Lle nad yw'n dweud yr un, dyfynnwch ef a dim mwy.
data-left-out-title = Yr hyn nad yw ynddynt
data-left-out-words = Geiriau'r rhai a adroddodd: nid oes trwydded arnynt, a gallant enwi pobl.
data-left-out-few = Cyfnod, pwnc, math o le, rhanbarth a gweinydd adroddiad am lai na deg o ddysgwyr. Mae'r rhes yn aros, ac yn dweud bod rhywbeth wedi'i adael allan.
data-left-out-unlisted = Yr hyn nad yw ei awdur yn gadael i bob mynegai ei gael, neu'n gadael i'r hwb hwn yn unig ei gael.
data-left-out-unverified = Yr hyn sydd o weinydd arall nad yw wedi'i ddangos i'r hwb hwn ei hun.
data-not-anonymous = Nid oes enw neb yn y tablau o ganlyniadau. Nid ydynt yn ddienw: mae gan bob rhes gyfeiriad cyhoeddus ei hadroddiad, a gellir ei rhoi ynghyd â'r hyn sy'n gyhoeddus yno. Rhoddir cyfrifon lleoliadau fel y maent, pa mor fach bynnag, gan y gall unrhyw un eu cyfrif eto o ddogfennau cyhoeddus.
data-use-title = Cyn i chi eu defnyddio
data-use-withdrawn = Tynnwch allan o'ch copi eich hun yr hyn sydd ymhlith yr hyn a dynnwyd yn ôl, bob tro y byddwch yn eu nôl.
data-use-chosen = Dewisodd y rhai sy'n adrodd wneud hynny. Cyfrifwch leoliadau, a pheidiwch â gwneud cyfrannau o ychydig.
data-use-newest = Gall lleoliad adrodd fwy nag unwaith: cyfrifwch ei adroddiad diweddaraf yn unig.
data-cite-title = Sut i'w dyfynnu
data-cite = Rhoddir rhai newydd yn lle ffeiliau'r diwrnod hwnnw; cadwch gopi o'r hyn rydych yn ei ddyfynnu. Dyfynnir un rhif yn ôl ei gofnod dydd, sy'n aros.
data-check-title = Sut i'w gwirio
data-check-recount = Mae gan bob cyfrif gyfeiriad y ddogfen y cyfrifir ef ohoni: cyfrifwch ef eto, fel y mae ein sgript o gan llinell yn ei wneud (tests/recount yn y cod ffynhonnell).
data-check-snapshots = Mae pob rhes o'r cyfrifon yn arwain at yr hyn a gadwyd ohono ddydd ar ôl dydd, wedi'i lofnodi gan yr hwb hwn. Felly gellir dangos yn ddiweddarach yr hyn a ddyfynnwyd gennych, beth bynnag a dynnwyd yn ôl ers hynny.
data-check-files = Mae SHA-256 pob ffeil yn y pecyn data.
