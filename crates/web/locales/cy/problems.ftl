# What is wrong with what somebody filled in, and what to do about it.

problem-prefix = Problem:
problem-summary = Gwiriwch yr hyn a lenwoch

problem-name-missing = Rhowch eich enw defnyddiwr neu eich cyfeiriad e-bost.
problem-wrong = Nid yw'r enw neu'r cyfrinair yn gywir.
problem-closed = Mae'r cyfrif hwn wedi'i gau; gofynnwch i'r bobl sy'n rhedeg y gweinydd hwn.
problem-wrong-password = Nid yw'r cyfrinair presennol yn gywir.
problem-code = Nid yw'r cod hwnnw'n gywir, neu cafodd ei ddefnyddio o'r blaen. Edrychwch ar yr ap eto; rhaid i gloc eich ffôn fod yn gywir.
problem-passkey = Ni dderbyniwyd y gyfrinallwedd honno: efallai iddi gael ei thynnu yma, neu gymryd gormod o amser. Rhowch gynnig arall arni, neu mewngofnodwch â'ch cyfrinair.
problem-passkey-code = Ni dderbyniwyd y gyfrinallwedd honno: efallai mai rhywun arall biau hi, neu gymryd gormod o amser. Rhowch gynnig arall arni, neu dangoswch god.
problem-passkey-name = Rhowch enw i'r gyfrinallwedd.
problem-passkey-full = Mae gennych { $most } o gyfrinallweddi, cymaint ag y gallwch eu cael. Tynnwch un yn gyntaf.
problem-passkey-known = Mae'r gyfrinallwedd honno yma eisoes: mae un yn ddigon ar gyfer eich holl borwyr ar y ddyfais honno.
problem-passkey-new = Ni chafodd y gyfrinallwedd ei hychwanegu: cymerodd ormod o amser, neu mae o fath nad yw'r gweinydd hwn yn ei dderbyn. Rhowch gynnig arall arni, a thynnwch yr hyn y gall eich dyfais fod wedi'i gadw.

problem-username-empty = Mae angen enw defnyddiwr.
problem-username-long = Mae gan enw defnyddiwr { $most } nod ar y mwyaf.
problem-username-characters = Mewn enw defnyddiwr dim ond y llythrennau a i z, digidau, a thanlinellau unigol rhyngddynt a geir, fel "amira_k".
problem-handle-characters = Mewn enw o'r fath dim ond y llythrennau a i z, digidau a, rhyngddynt, dotiau, cysylltnodau a thanlinellau unigol a geir, fel "year8-science".
problem-username-reserved = Mae'r enw defnyddiwr "{ $name }" wedi'i gadw; dewiswch un arall.
problem-username-taken = Mae'r enw defnyddiwr "{ $name }" wedi'i gymryd; dewiswch un arall.
problem-email = Nid yw "{ $text }" yn gyfeiriad e-bost; dylai edrych fel name@school.example.
problem-email-taken = Mae'r cyfeiriad e-bost { $email } yn perthyn i ddefnyddiwr arall.
problem-password-short = Mae gan gyfrinair { $least } nod o leiaf; mae ychydig eiriau mewn rhes yn hawdd eu cofio.
problem-password-long = Mae gan gyfrinair { $most } beit ar y mwyaf.
problem-password-common = Mae'r cyfrinair hwn ymhlith y rhai cyntaf y byddai unrhyw un yn rhoi cynnig arnynt; dewiswch un arall.

problem-invite-role = Ni chewch wahodd pobl i'r rôl { $role }.
problem-invite-no-role = Mae gwahoddiad yn rhoi o leiaf un rôl.
problem-invite-uses = Mae gwahoddiad ar gyfer rhwng 1 a { $most } o bobl.
problem-invite-many = Gellir gwahodd { $most } o gyfeiriadau ar y mwyaf ar unwaith.
problem-invite-no-mail = Nid yw'r gweinydd hwn yn anfon e-bost; crëwch ddolen a'i rhoi i bobl eich hun.
problem-invite-nobody = Ysgrifennwch o leiaf un cyfeiriad e-bost.

problem-role = Ni chewch roi na chymryd y rôl "{ $role }".
problem-last-owner = { $name } yw'r unig berchennog; gwnewch rywun arall yn berchennog yn gyntaf.
problem-reset-role = Ni chewch osod cyfrinair y person hwn; gofynnwch i berchennog.
problem-profile-name = Mae gan enw { $most } nod ar y mwyaf.
problem-profile-summary = Mae gan y testun amdanoch chi { $most } nod ar y mwyaf.
problem-profile-line = Mae gan linell { $number } { $most } nod ar y mwyaf ar y naill ochr a'r llall.
problem-profile-line-name = Mae llinell { $number } yn dweud rhywbeth, ond nid beth ydyw.
problem-profile-about = Dywedir beth mae llun yn ei ddangos mewn { $most } nod ar y mwyaf.
problem-picture = Nid yw'r ffeil hon yn llun y gellir ei ddangos yma.
problem-filter-untitled = Rhowch enw i'r hidlydd.
problem-filter-title = Mae gan enw { $most } nod ar y mwyaf.
problem-filter-nowhere = Dewiswch o leiaf un lle y mae'n cyfrif.
problem-filter-word = Mae gan air neu ymadrodd { $most } nod ar y mwyaf.
problem-filter-many = Mae gennych gymaint o hidlyddion neu eiriau ynddynt ag y caiff fod, neu mae rhywbeth o'r un hwn wedi newid yn y cyfamser.
problem-domain = Nid yw hwn yn enw gweinydd.
problem-move-nobody = Ni chafwyd neb yno. Rhowch gyfeiriad fel @enw@social.example.
problem-move-no-exchange = Nid yw'r gweinydd hwn yn cyfnewid dim ag eraill, felly ni all neb fod mewn man arall.
problem-move-itself = Dyna'r cyfrif hwn ei hun.
problem-move-many = Mae gan gyfrif { $most } o rai eraill ar y mwyaf; tynnwch un yn gyntaf.
problem-move-soon = Symudodd y cyfrif hwn lai na saith diwrnod yn ôl. Arhoswch ychydig.
problem-move-gone = Mae'r cyfrif hwnnw wedi mynd, wedi'i gau allan neu wedi symud ymlaen ei hun.
problem-move-not-mutual = Nid yw'r cyfrif hwnnw'n enwi'r un hwn eto. Ychwanegwch yr un hwn yno yn gyntaf, fel arallenw, ac yna rhowch gynnig arall arni.
problem-move-unreachable = Nid yw'r gweinydd arall yn ateb. Rhowch gynnig arall arni yn nes ymlaen.
problem-delete-sure = Dywedwch eich bod yn ei wybod.
problem-delete-owner = Chi yw unig berchennog y gweinydd hwn. Gwnewch rywun arall yn berchennog yn gyntaf.
problem-data-no-file = Dewiswch ffeil.
problem-data-kind = Dywedwch beth sydd yn y ffeil.
problem-data-large = Mae'r ffeil yn rhy fawr: { $most } KB ar y mwyaf.
problem-data-many = Mae gan y ffeil fwy na { $most } llinell. Torrwch hi'n sawl un.
problem-data-empty = Nid oes dim y gellir ei ddarllen yn y ffeil hon. Rhaid iddi fod yn ffeil CSV mewn UTF-8.
problem-data-other = Mae rhywbeth arall yn y ffeil hon: edrychwch ar yr hyn a ddywedoch sydd ynddi.
problem-data-running = Mae ffeil arall yn cael ei derbyn. Arhoswch nes bod hynny wedi gorffen.
