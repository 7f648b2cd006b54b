# What stands around every page, and what pages say once after a form was sent.

# A name, as it is.
verbatim = { $text }

layout-skip = Neidio i'r cynnwys
layout-main = Prif ddewislen
layout-vocabulary = Geirfa
layout-about = Ynghylch
layout-invitations = Gwahoddiadau
layout-users = Defnyddwyr
layout-settings = Gosodiadau
layout-sign-in = Mewngofnodi
layout-signed-in-as = Wedi mewngofnodi fel <bdi>{ $name }</bdi>
layout-sign-out = Allgofnodi
layout-trial = <strong>Gweinydd prawf yw hwn:</strong> nid yw'n ffedereiddio. Nid yw gweinyddion eraill yn ei weld, ac ni all ddod yn weinydd go iawn yn nes ymlaen.
layout-beta = Mae'r cyfieithiad Cymraeg hwn yn fersiwn beta: nid oes siaradwr Cymraeg wedi ei adolygu eto.
layout-about-instance = Ynghylch { $instance }
layout-software = Yn rhedeg ar Staffroom, meddalwedd rydd i athrawon.
layout-language = Iaith

language-title = Iaith y tudalennau
language-about = Ym mha iaith yr hoffech gael y tudalennau? Mae'r hyn y mae pobl yn ei ysgrifennu yn aros yn yr iaith y maent yn ysgrifennu ynddi.

flash-signed-in = Rydych wedi mewngofnodi.
flash-signed-out = Rydych wedi allgofnodi.
flash-welcome = Croeso! Mae eich cyfrif yn barod ac rydych wedi mewngofnodi.
flash-password-changed = Newidiwyd eich cyfrinair. Cafodd eich porwyr eraill eu hallgofnodi.
flash-password-set = Gosodwyd eich cyfrinair. Mewngofnodwch gyda'r un newydd.
flash-account-moved = Rydych wedi symud. Dywedir wrth eich dilynwyr.
flash-own-account-deleted = Mae eich cyfrif wedi'i ddileu. Hwyl fawr.
flash-import-begun = Mae'r ffeil yma ac yn cael ei derbyn.
flash-archive-asked = Caiff eich archif ei gwneud.
flash-archive-lost = Nid yw'r archif honno yma mwyach: mae'r gweinydd hwn wedi ei cholli. Gallwch ofyn am un arall nawr.
flash-settings-saved = Mae wedi'i gadw.
flash-filter-deleted = Mae'r hidlydd wedi'i ddileu.
flash-two-factor-off = Mae mewngofnodi dau gam i ffwrdd: mae eich cyfrinair yn ddigon nawr.
flash-passkey-added = Mae'r gyfrinallwedd wedi'i hychwanegu. O hyn ymlaen gallwch fewngofnodi â hi.
flash-passkey-removed = Mae'r gyfrinallwedd wedi'i thynnu: ni all neb fewngofnodi â hi mwyach.
flash-reset-requested = Os oes cyfrif o'r fath a'n bod yn gwybod beth yw ei gyfeiriad e-bost, mae dolen ar ei ffordd yno.
flash-session-revoked = Mae'r porwr hwnnw wedi'i allgofnodi.
flash-application-revoked = Ni chaiff yr ap hwnnw ddefnyddio eich cyfrif mwyach.
flash-others-revoked = { $number ->
    [0] Nid oedd unrhyw borwr arall wedi mewngofnodi.
    [one] Mae { $number } porwr arall wedi'i allgofnodi.
    [two] Mae { $number } borwr arall wedi'u hallgofnodi.
    [few] Mae { $number } phorwr arall wedi'u hallgofnodi.
    [many] Mae { $number } phorwr arall wedi'u hallgofnodi.
   *[other] Mae { $number } porwr arall wedi'u hallgofnodi.
}
flash-invitation-revoked = Nid yw'r gwahoddiad hwnnw'n gweithio mwyach.
flash-invitations-sent = { $number ->
    [one] Mae { $number } gwahoddiad ar ei ffordd.
    [two] Mae { $number } wahoddiad ar eu ffordd.
   *[other] Mae { $number } gwahoddiad ar eu ffordd.
}
flash-roles-changed = Newidiwyd y rolau.
flash-event-joined = Mae gennych le.
flash-event-waiting = Rydych wedi gofyn am le. Mae'r dudalen hon yn dangos beth yw'r sefyllfa.
flash-event-full = Nid oes lle i chi: edrychwch beth sydd ar ôl.
flash-event-left = Rydych wedi ildio eich lle.
flash-event-made = Mae wedi'i gyhoeddi.
flash-event-changed = Mae'r digwyddiad wedi'i newid. Dywedir wrth bawb sy'n cymryd rhan os yw'r amser neu'r lle yn wahanol.
flash-event-twice = Fel hyn y mae nawr. Mae'r clociau yn troi'n ôl bryd hynny, ac mae'r amser yn dod ddwywaith: y cyntaf a olygir.
flash-event-cancelled = Mae wedi'i ganslo. Dywedir wrth bawb sy'n cymryd rhan.
flash-event-declined = Ni all y trefnwyr roi lle i chi.
flash-person-told = Mae hynny wedi'i benderfynu, a dywedir wrthynt.
flash-talk-added = Mae'r sgwrs yn y rhaglen.
flash-talk-changed = Mae hynny wedi'i nodi, ac mae'r rhaglen wedi'i newid.
flash-draft-of-talk = Gwnaed drafft o'r sgwrs. Nid oes dim wedi'i gyhoeddi: llenwch yr hyn sydd ar goll.
flash-note-added = Mae'r nodyn wedi'i gyhoeddi.
flash-not-possible = Ni ellir gwneud hynny mwyach: mae rhywbeth wedi newid yn y cyfamser.
flash-follow-asked = Gofynnir iddynt a gewch eu dilyn.
flash-person-muted = Ni fyddwch yn eu darllen mwyach. Gallwch ddadwneud hynny ar eu tudalen.
flash-person-blocked = Maent wedi'u rhwystro: ni fydd y naill na'r llall ohonoch yn darllen ei gilydd. Gallwch ddadwneud hynny ar eu tudalen.
flash-posted = Mae wedi'i bostio.
flash-posted-later = Caiff ei bostio ar yr adeg a ddewisoch.
flash-post-changed = Mae wedi'i newid. Gall pwy bynnag sy'n ei agor weld pryd.
flash-post-deleted = Mae wedi'i ddileu.
flash-notifications-cleared = Mae'r hysbysiadau i gyd wedi'u clirio.
flash-list-deleted = Mae'r rhestr wedi'i dileu. Nid yw'r bobl yr ydych yn eu dilyn wedi newid.
flash-list-changed = Mae'r rhestr wedi'i newid.

layout-home = Hafan
layout-practices = Arferion
layout-events = Digwyddiadau
layout-notifications = Hysbysiadau
layout-notifications-unread = Hysbysiadau ({ $number })
layout-notifications-many = Hysbysiadau (mwy na { $number })
layout-write = Ysgrifennu
layout-more = Rhagor
layout-profile = Eich proffil
layout-search = Chwilio
layout-lists = Rhestrau
layout-conversations = Negeseuon
layout-bookmarks = Nodau tudalen
layout-favourites = Hoffiadau
layout-drafts = Drafftiau
layout-follow-requests = Ceisiadau dilyn
flash-reported = Diolch. Dywedwyd wrth y bobl sy'n gofalu am y gweinydd hwn.
