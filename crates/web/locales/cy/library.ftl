# A hub: both ledgers of a practice, the library, its gap map, its members.

both-title = Dau gyfrif ochr yn ochr
both-about = Gweinydd yr awdur sy'n penderfynu beth y mae'n ei restru. Mae'r hwb hwn yn cyfrif pob canlyniad y mae ei weinydd ei hun wedi'i ddangos iddo, beth bynnag a wna gweinydd yr awdur ag ef.
both-silent = Lleoliadau hysbys a adroddodd: nid yw gweinydd yr awdur wedi dweud dim am ei gyfrif eto; mae'r hwb hwn wedi gwirio <a href="{ $ours }" rel="nofollow">{ $here }</a>.
both-differ = Lleoliadau hysbys a adroddodd: mae gweinydd yr awdur yn rhestru <a href="{ $theirs }" rel="nofollow noopener">{ $author }</a>; mae'r hwb hwn wedi gwirio <a href="{ $ours }" rel="nofollow">{ $here }</a>.
both-differ-within = Lleoliadau hysbys a adroddodd: mae'r ddau yn cyfrif <a href="{ $ours }" rel="nofollow">{ $here }</a>, ond mae rhifau eraill yn wahanol.
both-same = Lleoliadau hysbys a adroddodd: mae gweinydd yr awdur a'r hwb hwn yn cyfrif yr un faint, <a href="{ $ours }" rel="nofollow">{ $here }</a>.
both-table = Yr un rhifau o'r ddau: lleoliadau, nid postiadau
both-counted = Beth a gyfrifir
both-theirs = Gweinydd yr awdur, <bdi>{ $host }</bdi>
both-theirs-short = Gweinydd yr awdur
both-ours = Yr hwb hwn
both-nothing-said = heb ddweud dim
both-row-differs = yn wahanol
both-settings = Lleoliadau hysbys a adroddodd
both-said = Wedi dweud y byddent yn rhoi cynnig arno
both-overdue = Yn hwyr
both-withdrawn = Canlyniadau a dynnwyd yn ôl
both-rejected = Heb eu derbyn
both-list-part = Roedd rhestr gweinydd yr awdur yn hwy nag y mae'r hwb hwn yn ei darllen; darllenodd { $listed } cofnod.
both-list-short = Mae gweinydd yr awdur yn dweud { $said }, ond { $listed } cofnod sydd yn ei restr.
both-recount = Cyfrifwch eich hun
both-recount-ours = Rhifau'r hwb hwn, gyda phob canlyniad a'i gyflwr (JSON)
both-recount-theirs = Y cyfrif fel y mae <bdi>{ $host }</bdi> yn ei gyhoeddi
both-outcomes = Canlyniadau y mae'r hwb hwn yn gwybod amdanynt
both-outcomes-none = Dim eto.
both-outcomes-none-older = Nid oes canlyniadau hŷn.
both-outcomes-older = Canlyniadau hŷn
both-verified = wedi'i wirio
both-replaced = wedi'i wirio, heb ei gyfrif: mae un mwy newydd yn ei le
both-reported = wedi'i adrodd, heb ei gyfrif: nid yw ei weinydd ei hun wedi'i ddangos
both-not-taken-in = Ni dderbyniodd gweinydd yr awdur ef.
both-rejected-title = Yr hyn na dderbyniodd <bdi>{ $host }</bdi>, a pham
both-rejected-more = A { $number } arall: <a href="{ $href }" rel="nofollow">mae pob un ymhlith rhifau'r hwb hwn</a>.
both-unlisted = Nid yw'r arfer hwn yn llyfrgell yr hwb hwn: nid yw ei weinydd ei hun wedi'i ddangos i'r hwb, neu nid yw'n perthyn iddo, neu nid yw ei awdur yn gadael iddo gael ei restru.

library-title = Llyfrgell
library-back = Yn ôl i'r llyfrgell
library-about = Yr hyn y rhoddodd athrawon mewn llawer o leoedd gynnig arno, a'r hyn a ddaeth ohono lle bynnag y rhoddwyd cynnig arno. Mae <bdi>{ $instance }</bdi> yn ei gasglu, ac yn cyfrif dim ond yr hyn y mae ei weinydd ei hun wedi'i ddangos.
library-what-counts = Mae un lleoliad yn cyfrif unwaith, faint bynnag o'i athrawon sy'n adrodd. Dewisodd y rhai sy'n adrodd wneud hynny.
library-unsuccessful = O'r rhain heb lwyddiant
library-share-counts = { $part } o { $whole }
library-share-percent = { $percent } % ({ $part } o { $whole })
library-counted = { $practices } arfer; { $outcomes ->
    [0] nid oes neb wedi adrodd
    [two] { $outcomes } leoliad wedi adrodd, { $unsuccessful } heb lwyddiant
   *[other] { $outcomes } lleoliad wedi adrodd, { $unsuccessful } heb lwyddiant
}
library-find = Dod o hyd i rywbeth
library-gaps-about = lle nad oes neb wedi rhoi cynnig ar ddim, a lle na weithiodd dim
library-all = Pob arfer
library-like-mine = Ar dudalen pob arfer gallwch ddewis sut leoliad yw eich un chi, a gweld dim ond yr hyn a ddaeth ohono mewn lleoliadau felly. Er enghraifft:
library-languages = Yn ôl iaith
library-countries = Yn ôl gwlad
library-on-hub = Yr hyn y rhoddodd athrawon mewn llawer o leoedd gynnig arno, a'r hyn a ddaeth ohono: <a href="/library">y llyfrgell</a>.

gaps-title = Map o'r bylchau
gaps-about = Pa broblemau a wynebwyd â pha dechnoleg, faint o leoliadau hysbys a adroddodd, a faint ohonynt na chafodd lwyddiant: dim effaith, niwed, rhoi'r gorau iddi, neu ni all neb ddweud.
gaps-problem = Problem
gaps-technology = Technoleg
gaps-technology-hint = Mae un ohonynt yn dangos yr hyn sy'n perthyn iddi.
gaps-every-problem = pob problem
gaps-every-technology = pob technoleg
gaps-show = Dangos
gaps-map = Y map
gaps-how-to-read = Mae'r rhif yn dweud faint o arferion sydd. Po fwyaf o leoliadau a adroddodd, hiraf yw'r bar oddi tano; ei ran lawn yw'r rhai heb lwyddiant. Llinell: nid oes neb wedi rhoi cynnig arni.
gaps-longest = { $number ->
    [two] Mae'r bar hiraf yn { $number } leoliad.
   *[other] Mae'r bar hiraf yn { $number } lleoliad.
}
gaps-drawing = Llun o'r rhifau yn y tabl isod: problemau mewn llinellau, technolegau mewn colofnau
gaps-table = Yr un peth fel tabl
gaps-tried = Rhoddwyd cynnig ar
gaps-untried = Nid oes neb wedi rhoi cynnig ar
gaps-nothing-tried = dim
gaps-no-gap = dim ar ôl
gaps-all-untried = yr un o'r technolegau yn y map
gaps-before = Problemau cyn y rhain
gaps-next = Rhagor o broblemau

members-title = Aelodau
members-about = Y gweinyddion sy'n perthyn i'r hwb hwn: cytunodd pob un pan ofynnwyd iddo, a gall adael unrhyw bryd.
members-none = Nid oes unrhyw weinydd yn perthyn i'r hwb hwn eto.
members-no-more = Nid oes rhagor.
members-counted = { $practices } arfer, { $outcomes ->
    [two] { $outcomes } ganlyniad
    [few] { $outcomes } chanlyniad
    [many] { $outcomes } chanlyniad
   *[other] { $outcomes } canlyniad
}, { $events ->
    [two] { $events } ddigwyddiad
   *[other] { $events } digwyddiad
}
members-first = Yr aelodau cyntaf
members-next = Rhagor o aelodau

hub-title = Hwb
hub-ask-title = Gofyn i weinydd berthyn i'r hwb hwn
hub-ask-about = Mae'n dweud ie neu na. Yna darllenir a chyfrifir yma yr hyn sydd ganddo sy'n gyhoeddus, ac y mae ei awduron yn gadael i eraill ei restru.
hub-domain = Parth
hub-domain-hint = Fel y mae yng nghyfeiriadau ei bobl, er enghraifft school.example.
hub-ask = Gofyn iddo
hub-members = Gweinyddion y gofynnwyd iddynt
hub-none-asked = Ni ofynnwyd i unrhyw weinydd eto.
hub-state-asked = heb ateb
hub-state-member = aelod
hub-state-refused = dywedodd na
hub-state-left = wedi gadael
hub-state-removed = wedi'i dynnu allan
hub-organisation = Yn siarad drosto
hub-reading = Darllen yr hyn sydd ganddo
hub-reading-none = heb ddechrau
hub-reading-running = yn parhau
hub-reading-done = wedi gorffen
hub-reading-failed = ni ellir ei ddarllen
hub-pages = ({ $number ->
    [two] { $number } dudalen
    [few] { $number } thudalen
    [many] { $number } thudalen
   *[other] { $number } tudalen
})
hub-counts = Yn cyfrif yma
hub-ask-again = Gofyn i <bdi>{ $host }</bdi> eto
hub-read-again = Darllen <bdi>{ $host }</bdi> eto
hub-remove = Tynnu <bdi>{ $host }</bdi> allan
hub-hubs = Hybiau sydd am gael yr hyn a ddarganfyddir yma
hub-hubs-about = Dywedir wrth hwb beth sy'n gyhoeddus yma ac y gellir ei restru. Tynnir pwy bynnag sy'n ei adael o'i gyfrifon.
hub-no-hubs = Nid oes hwb yn gofyn.
hub-gets-it = yn ei gael
hub-asks = yn gofyn
hub-accept = Gadael i <bdi>{ $host }</bdi> ei gael
hub-leave = Gadael <bdi>{ $host }</bdi>
hub-refuse = Gwrthod <bdi>{ $host }</bdi>
problem-hub-nobody = Nid oes sefydliad yn siarad dros y gweinydd hwnnw. Mae arno angen un cyn y gellir gofyn iddo.
problem-hub-unreachable = Ni ellir gofyn i'r gweinydd hwnnw nawr. Gwiriwch a yw'r parth yn gywir ac a gyfnewidir unrhyw beth ag ef, a rhowch gynnig arall arni.
problem-hub-member-gone = Ni ellir gofyn i { $host } eto: nid oes neb yn siarad drosto mwyach, hyd y gŵyr yr hwb hwn. Gofynnwch iddo o'r newydd yn ôl ei barth.
problem-hub-no-organisation = Nid oes neb yn siarad dros yr hwb hwn. Gwnewch sefydliad yn gyntaf: staffroom actor create NAME --kind organization.
log-member-asked = Gofynnwyd i { $subject } berthyn i'r hwb hwn
log-member-removed = Tynnwyd { $subject } allan o'r hwb hwn
log-hub-accepted = Gadawyd i { $subject } gael yr hyn y gellir ei restru yma
log-hub-left = Gwrthodwyd neu gadawyd yr hwb { $subject }
flash-member-asked = Gofynnwyd iddo.
flash-member-removed = Nid yw'n perthyn i'r hwb hwn mwyach. Tynnir yr hyn sydd ganddo o bob cyfrif nawr.
flash-hub-accepted = Dywedir wrtho beth sy'n gyhoeddus yma ac y gellir ei restru.
flash-hub-left = Ni ddywedir dim wrtho mwyach.
