# Pages for everybody: the first page, about, profiles and posts.

landing-title = Croeso
landing-nobody-title = Ni all neb fewngofnodi eto
landing-nobody-how = Y sawl sy'n rhedeg y gweinydd hwn sy'n creu'r cyfrif cyntaf. Ar y gweinydd, teipiwch hyn, gyda'r enw yr ydych am ei gael yn lle <code>NAME</code>:
landing-nobody-then = Yna <a href="/sign-in">mewngofnodwch</a> a gwahoddwch eich cydweithwyr.
landing-signed-in = Rydych wedi mewngofnodi. Edrychwch o gwmpas yn yr <a href="/vocab/">eirfa</a>, neu ewch i'ch <a href="/settings">gosodiadau</a>.
landing-everybody-joins = Gall pawb ymuno, gydag ap sydd wedi'i wneud ar gyfer Mastodon: lle mae'n gofyn am weinydd, ysgrifennwch <strong>{ $address }</strong>. Neu bydd rhywun sydd yma eisoes yn eich gwahodd, gyda dolen neu god i'w sganio.
landing-by-invitation = Rydych yn ymuno drwy wahoddiad: dolen, neu god i'w sganio, gan rywun sydd yma eisoes.
landing-what-title = Beth yw hwn
landing-what = Mae Staffroom yn lle i athrawon ddweud wrth ei gilydd beth y gwnaethant roi cynnig arno, beth ddaeth ohono, a pha mor siŵr ydynt. Rydych yn disgrifio arfer ac yn dweud pa dystiolaeth sydd, a gall eraill ei fabwysiadu a dweud sut aeth hi. Mae'r hyn na weithiodd yn cyfrif cymaint â'r hyn a weithiodd.
landing-instances = Nid un wefan fawr mohoni: mae pob ysgol, ymddiriedolaeth neu grŵp yn rhedeg ei weinydd ei hun, ac mae'r gweinyddion wedi'u gwneud i siarad â'i gilydd. Nid oes hysbysebion, ac nid oes neb yn eich dilyn o gwmpas y we.
landing-vocabulary = Er mwyn i bobl olygu'r un peth wrth yr un gair, disgrifir arferion gyda <a href="/vocab/">geirfa</a> agored ar gyfer tystiolaeth, technoleg a mwy.
landing-who-title = Pwy sy'n ei redeg
landing-who = Darperir y gweinydd hwn gan { $provider ->
    [school] ysgol
    [trust] ymddiriedolaeth neu grŵp o ysgolion
    [university] brifysgol neu goleg
    [charity] elusen neu gymdeithas bwnc
    [volunteers] wirfoddolwyr
   *[company] gwmni
}. Oes gennych gwestiwn? Dyma pwy i'w holi: { $contact }. Mae rhagor o ffeithiau ar y dudalen <a href="/about">Ynghylch</a>.

contact-nobody = y bobl a roddodd gyfeiriad y gweinydd hwn i chi

about-title = Ynghylch
about-heading = Ynghylch { $instance }
about-instance = Y gweinydd hwn
about-provided = Darperir gan
about-provider = { $provider ->
    [school] ysgol
    [trust] ymddiriedolaeth neu grŵp o ysgolion
    [university] brifysgol neu goleg
    [charity] elusen neu gymdeithas bwnc
    [volunteers] wirfoddolwyr
   *[company] gwmni
}
about-contact = Cyswllt
about-address = Cyfeiriad
about-handles = Enwau defnyddwyr yma
about-federation = Yn siarad â gweinyddion eraill
about-federation-trial = Dim un gweinydd arall: gweinydd prawf yw hwn.
about-federation-open = Pob gweinydd yn y ffedysawd nad yw wedi'i rwystro yma.
about-federation-listed = Dim ond gweinyddion y mae gweinyddwr wedi'u caniatáu.
about-federation-off = Dim un gweinydd arall.
about-mail = Yn anfon e-bost
about-mail-yes = Ydy: gwahoddiadau, a dolenni i bobl sydd wedi anghofio eu cyfrinair.
about-mail-no = Nac ydy. Rhoddir gwahoddiadau, a dolenni i bobl sydd wedi anghofio eu cyfrinair, o law i law.
about-rules = Rheolau
about-text-description = Beth yw hwn
about-text-privacy = Beth sy'n digwydd i'ch data
about-text-terms = Beth yr ydych yn cytuno iddo
about-software = Y feddalwedd
about-program = Rhaglen
about-licence = Trwydded
about-licence-name = GNU Affero General Public License, fersiwn 3 neu ddiweddarach
about-source = Cod ffynhonnell
about-source-ask = Bydd pwy bynnag sy'n darparu'r gweinydd hwn yn ei roi i chi ar gais, yn rhad ac am ddim. Dyma pwy i'w holi: { $contact }.
about-vocabulary = Geirfa
about-vocabulary-version = Fersiwn { $version }
about-privacy = Eich preifatrwydd ar y tudalennau hyn
about-privacy-text = Nid yw'r tudalennau'n llwytho dim gan neb arall nac yn cyfrif neb, a dim ond er mwyn i ffurflenni weithio, i chi aros wedi mewngofnodi, ac i'r tudalennau ddod yn yr iaith a ddewisoch y maent yn gosod cwcis.

profile-moved = Wedi symud i <a href="{ $href }" rel="external"><bdi>{ $name }</bdi> { $handle }</a>. Dilynwch nhw yno.
profile-group = Grŵp: mae'r hyn a anfonir ato yn mynd at bawb sy'n ei ddilyn
profile-organisation = Sefydliad
profile-program = Rhaglen
profile-since = Yma ers
profile-so-far = Hyd yn hyn
profile-posts-count = { $number ->
    [two] { $number } bostiad
    [few] { $number } phostiad
    [many] { $number } phostiad
   *[other] { $number } postiad
}
profile-followers-count = { $number ->
    [two] { $number } ddilynwr
   *[other] { $number } dilynwr
}
profile-following-count = yn dilyn { $number }
profile-follow = I ddilyn o weinydd arall, chwiliwch yno am <code class="whole">{ $handle }</code>.
profile-pinned = Wedi'u pinio
profile-posts = Postiadau
profile-none = Dim byd y cewch ei weld eto.

status-title = { $name }, { $time }
status-before = Beth ddaeth o'r blaen
status-answers = Atebion
status-boosted-by = Hybwyd gan <a href="{ $href }"><bdi>{ $name }</bdi></a>
status-changed = newidiwyd { $time }
status-for-followers = I ddilynwyr yn unig
status-for-named = I'r rhai a enwir yn unig
status-answers-count = { $number } ateb
status-boosts-count = { $number } hwb
status-likes-count = { $number } hoffiad
status-picture = Llun
status-moving-picture = Llun symudol
status-video = Fideo
status-sound = Sain
status-file = Ffeil

poll-votes = { $number ->
    [two] { $number } bleidlais
    [many] { $number } phleidlais
   *[other] { $number } pleidlais
}
poll-share = { $votes }, { $percent } %
poll-over = { $number ->
    [0] Mae'r bleidlais ar ben: ni phleidleisiodd neb.
    [two] Mae'r bleidlais ar ben: pleidleisiodd { $number } berson.
    [few] Mae'r bleidlais ar ben: pleidleisiodd { $number } pherson.
    [many] Mae'r bleidlais ar ben: pleidleisiodd { $number } pherson.
   *[other] Mae'r bleidlais ar ben: pleidleisiodd { $number } person.
}
poll-open = { $number ->
    [0] Nid oes neb wedi pleidleisio hyd yn hyn.
    [two] Mae { $number } berson wedi pleidleisio hyd yn hyn.
    [few] Mae { $number } pherson wedi pleidleisio hyd yn hyn.
    [many] Mae { $number } pherson wedi pleidleisio hyd yn hyn.
   *[other] Mae { $number } person wedi pleidleisio hyd yn hyn.
}
poll-ends = Daw i ben ar { $time }.

landing-practices = <a href="/practices">Pob arfer</a>, neu <a href="/browse">porwch yn ôl cysyniad</a>.
landing-events = Ar y gweill
landing-all-events = Pob digwyddiad
