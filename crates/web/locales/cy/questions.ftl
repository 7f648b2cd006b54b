# "Has anyone tried …?" on a hub: what is asked, and asking.

questions-title = Cwestiynau
questions-about = Yr hyn y mae athrawon am ei wybod cyn rhoi cynnig arno. Gall unrhyw un ddarllen yr hyn a ofynnir ac a atebir; gall unrhyw un sydd â chyfrif ateb, yma neu o'i weinydd ei hun.
questions-ask = Gofyn i athrawon yr hwb
questions-which = Pa gwestiynau
questions-open = Heb eu hateb eto
questions-answered = Wedi'u hateb
questions-none-open = Mae ateb i bob cwestiwn.
questions-none-answered = Nid oes cwestiwn wedi'i ateb eto.
questions-all-answered = Pob un a atebwyd
questions-answer-with = Dewiswch y cwestiwn rydych yn ei ateb â'r arfer hwn:
questions-library = yr hyn y mae eraill am ei wybod, a gofyn rhywbeth eich hun
question-from-practice = Ateb cwestiwn ag ef

question-is-about = Yn ymwneud â:
question-new-title = A oes rhywun wedi rhoi cynnig ar …?
question-new-about = Mae eich cwestiwn yn gyhoeddus ac yn dwyn eich enw. Mae pwy bynnag sy'n dilyn yr hyn y mae'n ymwneud ag ef yn clywed amdano, yma neu ar weinydd arall, a lle bo arferion o'r llyfrgell a all fod yn addas, cewch eu gweld ar unwaith. Gallwch ofyn tri mewn diwrnod.
question-text = Beth hoffech chi ei wybod?
question-text-hint = Er enghraifft: a oes rhywun wedi rhoi cynnig ar nodiadau llais yn lle marcio ym Mlwyddyn 8? Peidiwch ag enwi unrhyw blentyn.
question-begun = A oes rhywun wedi rhoi cynnig ar { $text }?
question-concepts = Beth y mae'n ymwneud ag ef
question-concepts-hint = Dewiswch o leiaf un peth, a { $most } ar y mwyaf.
question-ask = Gofyn
question-remote = Ateb o'ch gweinydd eich hun
question-answers = Atebion
question-no-answers = Nid oes neb wedi ateb eto.
question-answer = Ei ateb
question-answer-text = Eich ateb
question-answer-text-hint = Mae'n gyhoeddus. Peidiwch ag enwi unrhyw blentyn.
question-answer-practice = Arfer sy'n ei ateb
question-answer-none = dim un
question-answer-no-practices = Ydych chi wedi rhoi cynnig arno? <a href="/practices/new">Ysgrifennwch ef fel arfer</a>, a dewch yn ôl i'w enwi yma.
question-answer-send = Ateb
question-sign-in = <a href="{ $href }" rel="nofollow">Mewngofnodwch</a> i ateb.
question-suggestions = Arferion a all fod yn addas
question-no-suggestions = Nid oes gan y llyfrgell arfer am hyn eto.

questions-empty-search = A oes rhywun wedi rhoi cynnig ar hyn? <a href="{ $href }" rel="nofollow">Gofynnwch i athrawon yr hwb</a>.

problem-question-empty = Ysgrifennwch yr hyn yr hoffech ei wybod.
problem-question-about = Dewiswch o leiaf un peth y mae'n ymwneud ag ef, a { $most } ar y mwyaf.
problem-question-enough = Rydych wedi gofyn tri chwestiwn mewn diwrnod. Arhoswch ychydig cyn yr un nesaf.
problem-answer-empty = Ysgrifennwch rywbeth, neu dewiswch arfer.
problem-answer-practice = Ni ellir enwi'r arfer hwnnw: mae wedi mynd, neu nid yw i bawb.
flash-question-asked = Mae eich cwestiwn wedi'i ofyn.
flash-question-answered = Mae eich ateb yno.
