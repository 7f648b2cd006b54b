# Writing, changing and deleting posts.

compose-title = Ysgrifennu
compose-reply-title = Ateb
compose-parent = Yr hyn yr ydych yn ei ateb
compose-text = Testun
compose-text-hint = Hyd at { $most } nod. Enwch bobl gyda @, hashnodau gyda #.
compose-left = Nodau ar ôl:
compose-warning = Rhybudd cynnwys (dewisol)
compose-warning-hint = Mae'n dweud am beth mae'r postiad. Yna mae angen clicio i'w agor.
compose-visibility = Pwy sy'n ei weld
visibility-public = Pawb
visibility-public-about = Daw hefyd i restrau pawb, hashnodau a chwiliadau.
visibility-unlisted = Pawb, yn dawel
visibility-unlisted-about = Bydd pwy bynnag sy'n dod i'ch tudalen neu'n eich dilyn yn ei weld. Nid yw mewn unrhyw restr i bawb.
visibility-private = Eich dilynwyr
visibility-private-about = Y rhai sy'n eich dilyn, a'r rhai yr ydych yn eu henwi.
visibility-direct = Y rhai yr ydych yn eu henwi
visibility-direct-about = Neb arall. Gallai'r bobl sy'n rhedeg y gweinyddion ei ddarllen: peidiwch ag ysgrifennu dim yma y mae'n rhaid iddo aros yn gyfrinachol.
compose-language = Iaith
compose-language-found = Canfod yr iaith o'r testun
compose-files = Lluniau, sain a fideo
compose-files-hint = Peidiwch â dangos disgyblion heb gytundeb eu rhieni.
compose-files-described = Disgrifiwch bob ffeil i'r rhai nad ydynt yn ei gweld neu'n ei chlywed.
compose-file-choose = Ychwanegu ffeil
compose-file-describe = Beth mae'r ffeil yn ei ddangos neu'n ei ddweud
compose-file-about = { $kind } { $number }: beth mae'n ei ddangos neu'n ei ddweud
compose-file-remove = Tynnu ffeil { $number }
compose-attach = Uwchlwytho, a pharhau i ysgrifennu
compose-sensitive = Cuddio ffeiliau nes bod rhywun yn gofyn amdanynt
compose-poll = Ychwanegu pleidlais
compose-poll-choices = Dewisiadau'r bleidlais
compose-poll-hint = Llenwch ddau neu ragor. Mae gan bob un hyd at { $most } nod. Mae gan bostiad bleidlais neu ffeiliau, nid y ddau.
compose-poll-choice = Dewis { $number }
compose-poll-multiple = Caiff pobl ddewis sawl un
compose-poll-hides = Peidio â dangos y pleidleisiau i neb cyn y diwedd
compose-poll-lasts = Mae'r bleidlais ar agor am
compose-poll-hours = { $number } awr
compose-poll-days = { $number ->
    [one] { $number } diwrnod
    [two] { $number } ddiwrnod
   *[other] { $number } diwrnod
}
compose-later = Ei bostio yn nes ymlaen
compose-later-at = Diwrnod ac amser, UTC
compose-later-hint = O leiaf bum munud o nawr. Gadewch yn wag i bostio nawr.
compose-post = Postio

post-edit-title = Golygu eich postiad
post-edit-about = Gall y rhai a'i gwelodd weld iddo gael ei newid, a phryd. Nid yw pwy sy'n ei weld yn newid.
post-edit-poll = Nid yw ei bleidlais yn newid ychwaith.
post-edit-save = Cadw
post-leave = Ei adael fel y mae
post-delete-title = Dileu'r postiad hwn?
post-delete-about = Bydd yn mynd am byth, gyda'i ffeiliau. Gofynnir i weinyddion eraill ei ddileu hefyd.

problem-post-empty = Ysgrifennwch rywbeth, neu ychwanegwch ffeil neu bleidlais.
problem-post-long = Caiff y testun gynnwys { $most } nod, ac mae'n cynnwys { $length }. Byrhewch ef.
problem-post-refused = Ni ellir ei bostio fel hyn: { $reason }.
problem-post-moved = Rydych wedi symud i gyfrif arall: postiwch oddi yno.
problem-post-parent = Mae'r hyn yr ydych yn ei ateb wedi mynd, neu nid yw ei awdur yn derbyn atebion gennych.
problem-visibility = Dewiswch pwy sy'n ei weld.
problem-poll-few = Mae gan bleidlais ddau ddewis neu ragor.
problem-poll-twice = Mae dau ddewis yr un fath.
problem-poll-long = Mae gan ddewis { $most } nod ar y mwyaf.
problem-poll-files = Mae gan bostiad bleidlais neu ffeiliau, nid y ddau. Tynnwch un ohonynt.
problem-files-often = Rydych wedi uwchlwytho llawer o ffeiliau. Arhoswch ychydig, a dewiswch hon eto.
problem-time = Ysgrifennwch ddiwrnod ac amser fel 2026-09-01T16:30.
problem-time-past = Mae'r amser hwnnw wedi mynd heibio. Dewiswch un diweddarach, neu gadewch yn wag i bostio nawr.
problem-file-large = Mae'r ffeil yn rhy fawr.
problem-file-refused = Ni ellir defnyddio'r ffeil: { $reason }.
problem-file-gone = Nid yw ffeil yma mwyach: ychwanegwch hi eto.
problem-files-many = Mae gan bostiad { $most } o ffeiliau ar y mwyaf.
problem-file-not-described = Disgrifiwch ffeil { $number }: beth mae'n ei ddangos neu'n ei ddweud?
problem-file-described-long = Mae disgrifiad ffeil { $number } yn rhy hir: mae ganddo { $most } nod ar y mwyaf.

scheduled-title = Beth sy'n aros am ei amser
scheduled-about = Caiff pob un ei bostio ar ei amser, oni bai eich bod yn ei atal.
scheduled-none = Nid oes dim yn aros. Pan fyddwch yn <a href="/compose">ysgrifennu</a>, gallwch ddewis amser i'w bostio.
scheduled-at = I'w bostio ar { $time }
scheduled-files = { $number ->
    [two] Gyda { $number } ffeil
   *[other] Gyda { $number } ffeil
}
scheduled-drop = Peidio â'i bostio
