# Posts in lists, their buttons, and timelines.

timelines-title = Llinellau amser
timeline-home = Hafan
timeline-home-about = Yr hyn y mae'r bobl a'r hashnodau yr ydych yn eu dilyn yn ei bostio, y diweddaraf yn gyntaf.
timeline-home-empty = Nid oes dim yma eto. <a href="/search">Dewch o hyd i bobl</a> a'u dilyn, edrychwch ar yr hyn sydd wedi'i <a href="/local">bostio yma</a>, neu <a href="/compose">ysgrifennwch rywbeth</a>.
timeline-local = Postiwyd yma
timeline-local-about = Yr hyn y mae pobl y gweinydd hwn yn ei bostio i bawb, y diweddaraf yn gyntaf.
timeline-local-empty = Nid oes neb yma wedi postio dim i bawb eto. <a href="/compose">Ysgrifennwch y postiad cyntaf</a>.
timeline-public = Popeth sy'n hysbys yma
timeline-public-about = Yr hyn y mae pobl y gweinydd hwn, a phobl gweinyddion eraill y mae rhywun yma yn eu dilyn, yn ei bostio i bawb.
timeline-public-empty = Nid oes dim yn hysbys yma eto. <a href="/search">Dewch o hyd i rywun i'w ddilyn</a>, hefyd ar weinyddion eraill.
timeline-no-more = Nid oes dim rhagor i'r cyfeiriad hwn.

paging-title = Rhannau eraill o'r rhestr
paging-newest = Diweddaraf
paging-newer = Mwy diweddar
paging-older = Hŷn
paging-more = Rhagor

tag-concept = Mae'r hashnod hwn yn air o'r eirfa: <a href="{ $href }" lang="{ $language }">{ $name }</a>.
tag-also = Mae postiadau gyda'i enwau eraill yma hefyd:
tag-follow = Dilyn yr hashnod
tag-follow-hint = Yna daw postiadau sy'n ei gynnwys i'ch hafan.
tag-unfollow = Peidio â'i ddilyn
tag-followed = Rydych yn dilyn yr hashnod hwn.
tag-empty = Nid oes neb wedi postio dim gyda'r hashnod hwn i bawb, hyd y gwyddys yma.

status-covered = Wedi'i guddio gan eich hidlydd "{ $filter }"
status-answers-to = Yn ateb <bdi>{ $name }</bdi>
status-answers-somebody = Yn ateb postiad nad yw'n hysbys yma
status-files-hidden = Dangos y ffeiliau
status-card = Tudalen y mae'r postiad yn cysylltu â hi
status-not-described = { $kind } heb ddisgrifiad

poll-choose = Dewiswch un
poll-choose-several = Dewiswch un neu ragor
poll-vote = Pleidleisio
poll-own = Eich pleidlais

post-reply = Ateb
post-boost = Hybu
post-unboost = Tynnu'r hwb yn ôl
post-like = Hoffi
post-unlike = Peidio â hoffi
post-keep = Rhoi nod tudalen
post-unkeep = Tynnu'r nod tudalen
post-more = Rhagor
post-edit = Golygu
post-delete = Dileu
post-pin = Pinio i'ch proffil
post-unpin = Dad-binio
post-mute = Peidio â chlywed am yr edefyn hwn
post-unmute = Clywed am yr edefyn hwn eto
post-mute-author = Tewi <bdi>{ $handle }</bdi>
post-block-author = Rhwystro <bdi>{ $handle }</bdi>
post-report = Adrodd am hwn

carried-event = Digwyddiad: { $when }.
carried-event-link = Edrychwch arno ac ymunwch
carried-practice = Arfer.
carried-practice-evidence = Arfer. Pa mor siŵr: { $evidence }.
carried-practice-result = Arfer. Pa mor siŵr: { $evidence }. Canlyniad: { $result }.
carried-practice-link = Edrychwch ar yr arfer
carried-adoption = Mae rhywun yn rhoi cynnig ar arfer.
carried-adoption-planned = Yn mynd i roi cynnig ar arfer.
carried-adoption-running = Yn rhoi cynnig ar arfer.
carried-adoption-completed = Wedi rhoi cynnig ar arfer hyd y diwedd.
carried-adoption-abandoned = Wedi rhoi'r gorau i roi cynnig ar arfer.
carried-outcome = Beth ddaeth o arfer: { $result }.
carried-outcome-other = Beth ddaeth o arfer.
