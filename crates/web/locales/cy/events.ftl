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
