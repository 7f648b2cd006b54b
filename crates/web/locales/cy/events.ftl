# Events that people go to, and their list.

events-title = Digwyddiadau { $instance }
events-concept-title = Digwyddiadau: { $concept }
events-none = Nid oes dim ar y gweill eto.
events-online = Ar-lein
events-calendar = <a href="{ $href }">Yr un peth ar gyfer eich calendr</a>: rhowch y cyfeiriad hwn iddo, a bydd yn cadw'n gyfredol.

event-when = Pryd
event-where = Ble
event-online = Ar-lein
event-organiser = Trefnydd
event-series = Cyfres
event-calendar = Calendr
event-calendar-link = Rhowch ef yn eich calendr

event-tentative = Ddim yn sicr eto
event-cancelled = Wedi'i ganslo
event-postponed = Wedi'i ohirio
event-rescheduled = Wedi'i symud i amser arall
event-moved-online = Wedi symud ar-lein

event-places = Lleoedd
event-places-taken = { $taken } o { $most } wedi'u cymryd
event-places-so-far = { $taken } hyd yn hyn
event-places-waiting = { $places }, { $waiting } yn aros

event-join = Ymuno
event-join-elsewhere = Mae modd ymuno mewn man arall: <a href="{ $href }" rel="nofollow noopener external">{ $href }</a>
event-join-over = Nid oes modd ymuno mwyach.
event-join-sign-in = <a href="{ $href }">Mewngofnodwch</a> i ymuno; neu atebwch ef gyda <q>gwrando</q> neu <q>siarad nano: teitl</q> o unrhyw gyfrif yn y ffedysawd.
event-how = Sut hoffech gymryd rhan?
event-as-speaker = Byddaf yn siarad
event-as-attendee = Byddaf yn dod i wrando
event-as-remote = Byddaf yno ar-lein
event-as-anybody = Byddaf yn dod
event-talk-title = Os byddwch yn siarad: am beth?
event-talk-length = Am faint o amser?
event-choose-nano = nano, dwy funud
event-choose-micro = micro, saith munud
event-choose-soapbox = bocs sebon, chwarter awr
event-choose-round-table = bwrdd crwn
event-leave = Ildio fy lle

event-mine-going = Mae gennych le.
event-mine-listed = Rydych ar y rhestr aros.
event-mine-waiting = Rydych yn rhif { $number } ar y rhestr aros.
event-mine-asked = Rydych wedi gofyn am le; nid yw ei weinydd wedi ateb eto.
event-mine-declined = Ni chawsoch le.
event-mine-ignored = Nid yw ei weinydd yn derbyn atebion oddi yma: gweler ei dudalen ei hun.

event-talks = Sgyrsiau
event-talk-nano = nano
event-talk-micro = micro
event-talk-soapbox = bocs sebon
event-talk-round-table = bwrdd crwn
event-talk-other = sgwrs
event-talk-kind = { $kind }, { $minutes } mun.
event-talk-offered = cynigiwyd
event-talk-declined = gwrthodwyd
event-talk-withdrawn = tynnwyd yn ôl

event-organise = I drefnwyr
event-people = Pwy sy'n cymryd rhan
event-people-seen = Dim ond chi a'r trefnwyr eraill sy'n gweld hyn.
# How somebody takes part, and how they stand: "speaker, going".
event-person-speaker = siaradwr
event-person-attendee = mynychwr
event-person-remote = o bell
event-person-asked = wedi gofyn
event-person-going = yn mynd
event-person-waiting = yn aros
event-person-declined = gwrthodwyd
event-person-ignored = heb ateb
event-person-left = wedi gadael

# What sort of event, and where one takes part.
event-kind-teachmeet = TeachMeet
event-kind-fail-faire = Ffair fethu: beth na weithiodd
event-kind-course-week = Wythnos o gwrs
event-kind-other = Rhywbeth arall
event-mode-in-person = Mewn lle
event-mode-online = Ar-lein
event-mode-hybrid = Mewn lle, ac ar-lein

# The form of an event.
event-form-new = Cyhoeddi digwyddiad
event-form-next = Cyhoeddi'r un nesaf
event-form-edit = Newid y digwyddiad
event-form-what = Beth ydyw
event-form-title = Beth yw ei enw?
event-form-text = Beth hoffech ei ddweud amdano?
event-form-text-hint = Gellir defnyddio Markdown. Dywedir pryd, ble a sut i ymuno yn awtomatig.
event-form-kind = Pa fath o ddigwyddiad ydyw?
event-form-series-hint = Enw'r gyfres y mae'n perthyn iddi, wedi'i ysgrifennu yr un fath bob tro: TeachMeet Leeds.
event-form-when = Pryd y mae
event-form-zone = Cylchfa amser
event-form-zone-hint = Mae pob amser fel y mae'r clociau yno yn ei ddangos: yn { $zone } mae hi'n { $time } nawr.
event-form-starts = Y diwrnod y mae'n dechrau
event-form-starts-time = Yr amser y mae'n dechrau
event-form-ends = Y diwrnod y mae'n gorffen
event-form-ends-hint = Gadewch ef yn wag os yr un diwrnod ydyw. Gadewch yr amser yn wag hefyd os nad oes diwedd pendant.
event-form-ends-time = Yr amser y mae'n gorffen
event-form-state = A yw'n digwydd fel y cyhoeddwyd?
event-form-as-planned = Fel y mae yma
event-form-where = Ble y mae
event-form-mode = Ble mae pobl yn cymryd rhan?
event-form-place = Beth yw enw'r lle?
event-form-place-hint = Gyda'r ystafell, os yw'n adeilad mawr.
event-form-address = Ei gyfeiriad
event-form-access = Sut mae mynd i mewn a symud o gwmpas?
event-form-access-hint = Grisiau, lifft, dolen glyw, parcio, ystafell dawel.
event-form-online-url = Cyfeiriad y cyfarfod
event-form-online-url-hint = Mae pawb sy'n gweld y digwyddiad yn ei weld. Rhowch un sy'n gadael i bobl aros y tu allan.
event-form-online-note = Beth ddylai pobl sy'n cymryd rhan ar-lein ei wybod?
event-form-join-url = A oes rhaid ymuno mewn man arall?
event-form-join-url-hint = Cyfeiriad tudalen archebu. Wedyn ni fydd neb yn ymuno yma.
event-form-room = Faint sy'n gallu dod
event-form-speakers = Lleoedd i siarad
event-form-number-hint = Gadewch rif yn wag lle gall faint bynnag a fynnont ddod; mae 0 yn golygu dim un.
event-form-attendees = Lleoedd i wrando
event-form-remote = Lleoedd ar-lein
event-form-full = Pan fydd pob lle wedi'i gymryd
event-form-waits = Gall eraill aros am un
event-form-offer-nano = Munudau sgwrs nano (gwag: ni chynigir rhai)
event-form-offer-micro = Munudau sgwrs micro
event-form-offer-soapbox = Munudau ar y bocs sebon
event-form-offer-round-table = Munudau bwrdd crwn
event-form-offer-other = Munudau sgwrs arall
event-form-who = Pwy sy'n ei gynnal, a phwy sy'n ei weld
event-form-holder = Pwy sy'n ei gynnal?
event-form-holder-me = Fi
event-form-holder-hint = Mae cymuned yr ydych yn gofalu amdani yn dweud wrth ei haelodau amdano, a gall pawb sy'n gofalu amdani ei newid.
event-form-rules = Beth y mae'r rhai sy'n dod yn cytuno iddo?
event-form-rules-hint = Un frawddeg i bob llinell, er enghraifft: dim lluniau o ddisgyblion.
event-form-about = Beth yw'r pwnc
event-form-technology = Technoleg
event-form-licence = Beth gaiff eraill ei wneud â'r testun a'r nodiadau?
event-form-talks = Sgyrsiau sy'n sicr yn barod
event-form-talks-about = Daw'r hyn y mae eraill yn ei gynnig wrth ymuno atoch chi, a chi sy'n ei dderbyn. Hepgorir rhes wag.
event-form-talk = Sgwrs { $number }
event-form-talk-title = Beth yw enw'r sgwrs?
event-form-talk-kind = Sut y caiff ei chynnal?
event-form-talk-minutes = Munudau (gwag: fel arfer)
event-form-talk-speaker = Pwy sy'n siarad, fel yr hoffent gael eu galw
event-form-talk-practice = Cyfeiriad yr arfer y mae'n sôn amdano
event-form-add-talk = Ychwanegu sgwrs
event-form-announce = Ei gyhoeddi
event-form-keep = Cadw'r newidiadau
event-form-preview = Dangos yr hyn a wêl eraill
event-preview = Yr hyn a wêl eraill
event-preview-about = Nid oes dim wedi'i gadw eto. Dyma sut y bydd mewn rhaglenni eraill, gyda dolen i'w dudalen:
event-form-twice = Mae'r clociau yn troi'n ôl bryd hynny yn { $zone }, ac mae'r amser yn dod ddwywaith: y cyntaf a olygir.

event-form-problem-number = Rhowch rif cyfan o leoedd, 100,000 ar y mwyaf; neu gadewch ef yn wag.
event-form-problem-minutes = Mae sgwrs yn para 1 i 240 munud. Gadewch ef yn wag lle nad oes rhai.
event-form-problem-talk-minutes = Sgwrs { $number }: rhowch 1 i 240 munud.
event-form-problem-talk-title = Sgwrs { $number }: dywedwch beth yw ei henw.
event-form-problem-talk-practice = Sgwrs { $number }: mae cyfeiriad arfer yn dechrau gyda https://.
event-form-problem-talk-nano = Sgwrs { $number }: mae sgwrs nano yn fyr. Dewiswch fath arall.
event-form-problem-talk-long = Sgwrs { $number }: mae'r teitl neu'r enw yn rhy hir.
event-form-problem-talks = Mae gormod o sgyrsiau: 200 ar y mwyaf.
event-form-problem-zone = Nid oes cylchfa amser o'r fath. Dewiswch un o'r rhestr.
event-form-problem-skipped = Yn { $zone } nid oes { $time } ar y diwrnod hwnnw: mae'r clociau yn troi ymlaen. Yr amser nesaf yw { $next }.
event-form-problem-order = Mae'n gorffen cyn iddo ddechrau: rhowch ddiwedd hwyrach, neu ddim.
event-form-problem-year = Mae'n para am fwy na blwyddyn: gwnewch gyfres o ddigwyddiadau.
event-form-problem-past = Mae drosodd yn barod: rhowch amser sydd i ddod.
event-form-problem-start = Dywedwch ar ba ddiwrnod ac am faint o'r gloch y mae'n dechrau.
event-form-problem-end = Dywedwch am faint o'r gloch y mae'n gorffen, neu gadewch y diwrnod a'r amser yn wag.
event-form-problem-not-online = Ni all neb fod yno ar-lein: dewiswch “mewn lle, ac ar-lein”, neu gadewch hwn yn wag.
event-form-problem-only-online = Ni all neb fynd yno: dewiswch “mewn lle, ac ar-lein”, neu gadewch hwn yn wag.
event-form-problem-no-places = Nid oes lleoedd o gwbl: rhowch o leiaf un.
event-form-problem-title = Dywedwch beth yw ei enw.
event-form-problem-was = Newidiwyd ei gyflwr tra oedd y dudalen hon ar agor. Edrychwch eto, a chyhoeddwch unwaith eto os dyna'ch bwriad.
event-form-problem-place = Dywedwch ble y mae, neu ei fod ar-lein.
event-form-problem-online = Rhowch gyfeiriad y cyfarfod.
event-form-problem-again = Anfonwyd y ffurflen hon o'r blaen. Edrychwch ymhlith eich digwyddiadau a yw yno.
event-form-problem-many = Mae gormod o'r rhain. Dewiswch lai.

# What people do on the page of an event.
event-join-own-server = A oes gennych gyfrif ar weinydd arall? <a href="{ $href }" rel="nofollow">Agorwch y digwyddiad yno</a>, ac ymunwch neu atebwch.
event-join-other = Cymryd rhan mewn ffordd arall
event-talks-none = Nid oes sgyrsiau eto.
event-talk-accept = Derbyn
event-talk-decline = Gwrthod
event-talk-withdraw = Tynnu'n ôl
event-talk-draft = Gwneud arfer drafft ohoni
event-talk-problem-title = Dywedwch beth yw enw'r sgwrs, mewn 300 nod ar y mwyaf.
event-talk-problem-many = Mae gan ddigwyddiad 500 sgwrs ar y mwyaf.
event-clashes = Mae rhai sgyrsiau'n sôn am yr un peth. Nid camgymeriad yw hynny; efallai yr hoffai'r siaradwyr wybod am ei gilydd.
event-cancel = Ei ganslo
event-cancel-title = Canslo'r digwyddiad?
event-cancel-about = { $number ->
    [0] Bydd pawb yn gweld nad yw'n digwydd. Nid oes gan neb le eto.
    [one] Bydd pawb yn gweld nad yw'n digwydd, a dywedir wrth { $number } person sydd â lle.
    [two] Bydd pawb yn gweld nad yw'n digwydd, a dywedir wrth { $number } berson sydd â lle.
   *[other] Bydd pawb yn gweld nad yw'n digwydd, a dywedir wrth { $number } o bobl sydd â lle.
}
event-cancel-not = Gadael iddo ddigwydd

# The page for organisers.
event-people-title = Pobl a rhaglen
event-people-none = Nid oes neb wedi gofyn am le eto.
event-people-sheet = Pawb mewn tabl (CSV)
event-person-accept = Rhoi lle
event-person-decline = Gwrthod
event-person-up = Cyntaf o'r rhai sy'n aros
event-sheet-name = Enw
event-sheet-account = Cyfrif
event-sheet-as = Fel
event-sheet-state = Statws
event-sheet-asked = Gofynnwyd (UTC)
event-sheet-talks = Sgyrsiau

# Notes.
event-notes = Nodiadau
event-notes-about = Yr hyn a ddywedwyd ac a ddangoswyd, gan y rhai a oedd yno. Mae pob nodyn yn ateb i'r digwyddiad.
event-notes-none = Nid oes nodiadau eto.
event-notes-all = Pob nodyn
event-notes-page = Tudalen y nodiadau
event-note-about = Am y sgwrs: { $talk }
event-note-write = Ysgrifennu nodyn
event-note-of = Beth yw'r pwnc?
event-note-of-event = Y digwyddiad cyfan
event-note-text = Beth a ddywedwyd?
event-note-links = Dolenni i'r hyn a ddangoswyd
event-note-links-hint = Un cyfeiriad i bob llinell.
event-note-licence = Beth gaiff eraill ei wneud â'r nodyn?
event-note-keep = Cyhoeddi'r nodyn
event-note-sign-in = <a href="{ $href }">Mewngofnodwch</a> i ysgrifennu nodyn.
event-note-problem-text = Dywedwch beth a ddywedwyd, neu rhowch ddolen.
event-note-problem-closed = Nid yw'r digwyddiad hwn yn derbyn atebion gennych mwyach. Copïwch yr hyn a ysgrifennoch cyn gadael y dudalen.

# One's own.
events-mine-title = Eich digwyddiadau
events-mine-none = Nid ydych yn cymryd rhan mewn dim sydd i ddod, nac yn trefnu dim.
events-mine-organised = Chi sy'n ei drefnu.
events-all = Pob digwyddiad
