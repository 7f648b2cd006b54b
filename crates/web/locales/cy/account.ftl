# Signing in, invitations as guests see them, passwords and settings.

sign-in-title = Mewngofnodi
sign-in-name = Enw defnyddiwr neu gyfeiriad e-bost
sign-in-password = Cyfrinair
sign-in-passkey = Mewngofnodi gyda chyfrinallwedd
sign-in-forgotten = Wedi anghofio eich cyfrinair?
sign-in-everybody-joins = Dim cyfrif eto? Gall pawb ymuno, gydag ap sydd wedi'i wneud ar gyfer Mastodon: lle mae'n gofyn am weinydd, ysgrifennwch <strong>{ $address }</strong>. Neu bydd rhywun sydd yma eisoes yn eich gwahodd.
sign-in-by-invitation = Dim cyfrif eto? Gall rhywun sydd yma eisoes eich gwahodd.

invitation-title = Eich gwahoddiad
invitation-heading = Cewch eich gwahodd i { $instance }
invitation-says = Mae'r gwahoddiad yn dweud:
invitation-signed-in = Rydych wedi mewngofnodi eisoes. Mae'r ffurflen hon yn creu cyfrif arall ac yn eich mewngofnodi gydag ef.
invitation-roles = Eich rôl: { $roles }. Gellir defnyddio'r gwahoddiad tan { $time }.
invitation-username = Enw defnyddiwr
invitation-username-hint = Y llythrennau a i z, digidau a thanlinellau unigol, fel <code>amira_k</code>. Bydd eraill yn ei weld yn eich cyfeiriad, <code>@amira_k@{ $domain }</code>.
invitation-name = Enw (dewisol)
invitation-name-hint = Yr enw y mae cydweithwyr yn eich adnabod wrtho, fel Amira Khan. Hebddo, bydd eich enw defnyddiwr yno.
invitation-email = Cyfeiriad e-bost (dewisol)
invitation-email-hint = I chi'n unig: i fewngofnodi, ac i gael dolen os byddwch yn anghofio eich cyfrinair. Nid yw eraill yn ei weld.
invitation-password = Cyfrinair
invitation-join = Ymuno

password-hint = O leiaf { $least } nod. Mae ychydig eiriau mewn rhes yn hawdd eu cofio. Nid oes rheolau am briflythrennau nac arwyddion.
password-new = Cyfrinair newydd

reset-request-title = Cyfrinair wedi'i anghofio
reset-request-heading = Wedi anghofio eich cyfrinair?
reset-request-about = Rhowch eich enw defnyddiwr neu eich cyfeiriad e-bost. Os ydym yn gwybod beth yw eich cyfeiriad e-bost, bydd dolen i osod cyfrinair newydd yn mynd yno.
reset-request-send = Anfon y ddolen
reset-request-no-email = Dim cyfeiriad e-bost yma? Dyma pwy i'w holi am ddolen: { $contact }.
reset-request-no-mail = Nid yw'r gweinydd hwn yn anfon e-bost, felly ni all anfon dolen atoch. Dyma pwy i'w holi: { $contact }. Gall gweinyddwr greu dolen i chi er mwyn i chi osod cyfrinair newydd.
reset-request-back = Yn ôl i fewngofnodi
reset-title = Gosod cyfrinair newydd
reset-for = Ar gyfer <bdi>{ $name }</bdi>, enw defnyddiwr <code>{ $username }</code>. Bydd pob porwr sydd wedi mewngofnodi gyda'r cyfrif hwn yn cael ei allgofnodi.
reset-set = Gosod y cyfrinair

settings-title = Gosodiadau
settings-sessions = Porwyr wedi mewngofnodi
settings-applications = Apiau
settings-password = Cyfrinair

settings-password-about = Bydd eich porwyr eraill yn cael eu hallgofnodi.
settings-password-current = Cyfrinair presennol
settings-password-change = Newid y cyfrinair

settings-sessions-about = Os nad ydych yn adnabod un ohonynt, allgofnodwch ef a <a href="/settings/password">newidiwch eich cyfrinair</a>.
settings-sessions-this = Y porwr hwn
settings-sessions-seen = Gwelwyd ddiwethaf
settings-sessions-since = Wedi mewngofnodi ers
settings-sessions-address = Cyfeiriad rhwydwaith
settings-sessions-end = Allgofnodi<span class="unseen"> { $browser }, wedi mewngofnodi ers { $time }</span>
settings-sessions-end-others = Allgofnodi pob porwr arall
browser-on = { $browser } ar { $system }
browser-some-on = Porwr ar { $system }
browser-unknown = Porwr anhysbys

settings-applications-heading = Apiau a gaiff ddefnyddio eich cyfrif
settings-applications-none = Dim un. Pan fyddwch yn mewngofnodi i ap gyda'r cyfrif hwn, bydd yn ymddangos yma.
settings-applications-about = Os nad ydych yn adnabod un ohonynt, neu os nad ydych yn ei ddefnyddio mwyach, caewch ef allan. Gall ofyn i chi eto yn nes ymlaen.
settings-applications-website = Gwefan
settings-applications-since = Gadawyd i mewn ar
settings-applications-used = Defnyddiwyd ddiwethaf
settings-applications-may = Caiff:
settings-applications-end = Cau allan<span class="unseen"> { $name }</span>
