# Practices: one of them, its versions, and finding them.

practice-withdrawn-trail = Arfer a dynnwyd yn ôl
practice-withdrawn = Nid yw ei awdur yn sefyll y tu ôl i'r arfer hwn mwyach. Mae'r hyn a ddaeth ohono mewn mannau eraill yn aros.
practice-withdrawn-text = Yr hyn yr oedd yn ei ddweud cyn ei dynnu'n ôl
practice-elsewhere = Mae'r arfer hwn ar <bdi>{ $host }</bdi>: <a href="{ $href }" rel="nofollow noopener external">gweler ef yno</a>. Cyfrifir yma yr hyn a ddaeth ohono, o'r hyn y mae'r gweinydd hwn wedi'i weld.
practice-try = Rydym yn rhoi cynnig arno
practice-report-outcome = Adrodd beth ddigwyddodd
practice-author = Gan
practice-organisation = Ble
practice-version = Fersiwn
practice-version-number = Fersiwn { $version }
practice-written = Ysgrifennwyd
practice-language = Iaith
practice-region = Rhanbarth
practice-licence = Trwydded

practice-facts = Yn gryno
practice-learners = Dysgwyr a gymerodd ran
practice-comparison-learners = Dysgwyr i gymharu â nhw
practice-ages = Oedrannau
practice-ages-between = { $from } i { $to }
practice-ages-from = o { $from } ymlaen
practice-ages-to = hyd at { $to }
practice-who-delivers = Pwy sy'n ei wneud

practice-ledger = Beth ddaeth ohono lle y rhoddodd eraill gynnig arno
practice-ledger-about = Cyfrifir lleoliadau, nid postiadau: mae ysgol yn cyfrif unwaith, faint bynnag o'i hathrawon sy'n adrodd. Dewisodd y rhai sy'n adrodd wneud hynny, felly nid oes cyfartaledd na chanran.
practice-theirs = Beth mae gweinydd yr awdur yn ei ddweud
practice-theirs-at = Fel yr oedd ar { $time }

practice-description = Beth a wnaed
practice-steps = Gam wrth gam
practice-materials = Deunyddiau
practice-material-licence = Trwydded:
practice-material-same-licence = yr un â'r arfer
practice-rationale = Pam y dylai weithio
practice-did-not-work = Beth na weithiodd
practice-warning = Yr hyn y byddem yn rhybuddio yn ei gylch
practice-products = Cynhyrchion
practice-interest = Budd y mae'r awdur yn ei ddatgan:
practice-no-interest = Nid yw'r awdur yn datgan unrhyw fudd mewn cynnyrch.
practice-works = Gweithiau a ddyfynnir
practice-work-study = astudiaeth
practice-work-comparison = cymhariaeth annibynnol
practice-work-wide = tystiolaeth o lawer o leoedd
practice-approach = Dull o'r Pecyn Cymorth Addysgu a Dysgu:
practice-approach-figures = Misoedd o gynnydd ychwanegol ar gyfartaledd: { $months }; cadernid y dystiolaeth: { $padlocks } o 5. Mae hyn yn ymwneud â'r dull, nid â'r arfer hwn

practice-reports = Adroddiadau, yn ôl canlyniad
practice-reports-none = Nid oes neb wedi adrodd eto beth ddaeth ohono.
practice-reports-none-older = Nid oes adroddiadau hŷn.
practice-reports-older = Adroddiadau hŷn
practice-rejected = Heb eu derbyn i'r cyfrif
practice-rejected-entry = Gweler y cofnod

practice-family = O beth y'i gwnaed, a beth a wnaed ohono
practice-family-about = Nid yw'r hyn a weithiodd ar ffurf wahanol yn ganlyniad i'r ffurf a newidiwyd: mae gan bob un ei gyfrif ei hun.
practice-family-drawing = Llun o'r arferion yn y tabl isod: ar y chwith yr hyn y gwnaed yr arfer hwn ohono, ar y dde yr hyn a wnaed ohono
practice-family-table = Yr un peth fel tabl
practice-family-practice = Arfer
practice-family-relation = Y berthynas
practice-family-ledger = Beth ddaeth ohono
practice-family-not-here = Nid yw'r gweinydd hwn wedi'i weld.

practice-like-mine = Lleoliadau fel f'un i
practice-like-mine-about = Dewiswch sut leoliad yw eich un chi, a gweld dim ond yr hyn a ddaeth ohono mewn lleoedd felly.
practice-like-mine-few = Mae llai na thri lleoliad o'r fath wedi adrodd: rhy ychydig i'w cyfrif. Mae'r hyn a ysgrifennwyd ganddynt yno i'w ddarllen.
practice-like-mine-report = Adroddiad:
practice-like-mine-any = unrhyw un
practice-like-mine-region = Gwlad
practice-like-mine-region-hint = Dwy lythyren, er enghraifft GB.
practice-like-mine-show = Dangos lleoliadau fel f'un i

practice-answers = Beth arall a ddywedodd pobl
practice-cite = Dyfynnu hwn
practice-citation = { $author } ({ $year }). { $title }. Fersiwn { $version }. { $instance }. { $url }
practice-bibtex = Fel BibTeX
practice-onward = Rhannu, dilyn, adrodd
practice-share = I'w rannu, rhowch y cyfeiriad hwn i bobl: <code class="copy">{ $url }</code>
practice-remote = Ei ateb neu ei rannu o'ch gweinydd eich hun
practice-edit = Newid yr arfer hwn
practice-print = I'w argraffu, defnyddiwch orchymyn argraffu eich porwr: mae wedi'i wneud i ffitio ar ddwy dudalen.
practice-report = Adrodd yr arfer hwn i'r bobl sy'n gofalu am y gweinydd hwn

practice-gone = Dilëwyd yr arfer hwn
practice-gone-about = Ei awdur a'i dileodd; { $time }. Mae ei destun wedi mynd.
practice-gone-none = Nid oedd neb arall wedi adrodd dim amdano.
practice-gone-reports = Yr hyn a adroddodd eraill amdano
practice-gone-reports-about = Mae'r hyn a ddarganfu eraill yn parhau'n eiddo iddynt hwy.

versions-title = Fersiynau: { $title }
versions-back = Yn ôl i'r arfer
versions-about = Mae fersiwn arall yn dechrau lle mae'r camau, y dechnoleg neu faint y grŵp yn newid. Mae adroddiadau'n ymwneud â'r fersiwn y rhoddwyd cynnig arni.
versions-current = cyfredol

practices-title = Arferion
practices-about = Yr hyn y rhoddodd athrawon gynnig arno, sut y maent yn gwybod, a beth ddaeth ohono mewn mannau eraill. Chwiliwch yn ôl geiriau, neu yn ôl yr hyn y mae arferion yn ymwneud ag ef, neu <a href="/browse">porwch yn ôl cysyniad</a>.
practices-search = Chwilio am arferion
practices-words = Geiriau
practices-chosen = Wedi'u dewis
practices-remove = Tynnu
practices-narrow = Cyfyngu'r chwiliad
practices-counted = Cyfrifwyd y 2,000 diweddaraf; mae rhagor.
practices-find = Chwilio am arferion
practices-latest = Arferion diweddaraf
practices-found = Canlyniadau'r chwiliad
practices-older-found = Arferion hŷn
practices-older = Arferion hŷn
practices-none = Nid oes arferion yma eto.
practices-none-found = Ni chafwyd hyd i ddim. Rhowch gynnig ar lai o eiriau, tynnwch rywbeth a ddewisoch, neu gweler <a href="/practices">pob arfer</a>.
practices-none-here = Dim byd i chi ymhlith y rhain; mae rhai hŷn.
practices-feed = <a href="{ $href }">Yr un peth fel ffrwd</a>, ar gyfer darllenydd ffrydiau.
practices-level = Pa mor siŵr:
practices-result = Canlyniad:

browse-title = Pori yn ôl cysyniad
browse-about = Yr hyn y mae arferion yn ymwneud ag ef, a faint sydd o bob un. Daw'r enwau o'r <a href="/vocab/">eirfa</a>, sy'n dweud beth yw eu hystyr.

# What feed readers show.
feed-practices = Arferion: { $instance }
