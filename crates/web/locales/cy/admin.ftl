# Inviting people and looking after users.

role-owner = Perchennog
role-admin = Gweinyddwr
role-moderator = Cymedrolwr
role-safeguarding-lead = Arweinydd diogelu
role-curator = Curadur
role-teacher = Athro
role-none = Dim rôl
role-owner-about = Yn atebol am y gweinydd hwn ac yn cael gwneud popeth.
role-admin-about = Yn rhedeg y gweinydd hwn: defnyddwyr, gwahoddiadau, gosodiadau.
role-moderator-about = Yn ymdrin ag adroddiadau ac yn gwahodd athrawon.
role-safeguarding-lead-about = Yn gweld baneri diogelu.
role-curator-about = Yn adolygu tystiolaeth ac yn golygu casgliadau.
role-teacher-about = Yn postio ac yn dilyn.
roles-title = Yr hyn y cânt ei wneud
roles-not-yours = Ni chewch roi na chymryd y rôl hon.

invitations-title = Gwahoddiadau
invitations-link-title = Creu dolen
invitations-link-about = Rhowch hi i bobl eich hun: dangoswch y cod yn y cyfarfod staff, neu anfonwch hi mewn neges.
invitations-uses = Ar gyfer faint o bobl
invitations-note = Nodyn (dewisol)
invitations-note-hint = Byddant yn ei weld ar y dudalen y mae'r ddolen yn ei hagor.
invitations-link-make = Creu dolen
invitations-mail-title = Gwahodd drwy e-bost
invitations-mail-about = Bydd pob cyfeiriad yn cael ei ddolen ei hun, ar gyfer un person.
invitations-addresses = Cyfeiriadau e-bost
invitations-addresses-hint = Un ar bob llinell, { $most } ar y mwyaf.
invitations-mail-note-hint = Bydd yn y neges e-bost.
invitations-mail-send = Anfon gwahoddiadau
invitations-no-mail = Nid yw'r gweinydd hwn yn anfon e-bost. Crëwch ddolen a'i rhoi i bobl eich hun. Er mwyn anfon e-bost, rhaid i bwy bynnag sy'n rhedeg y gweinydd osod <code>mail.smtp_host</code>.
invitations-all = Pob gwahoddiad
invitations-yours = Eich gwahoddiadau
invitations-none = Nid oes yr un.
invitations-none-further = Nid oes yr un ymhellach yn ôl.
invitations-no-note = Heb nodyn
invitations-withdrawn = Wedi'i dynnu'n ôl
invitations-used-up = Wedi'i ddefnyddio
invitations-ended = Wedi dod i ben
invitations-open = Agored
invitations-mailed-to = E-bostiwyd at
invitations-used = Defnyddiwyd
invitations-used-of = { $uses } o { $most }
invitations-roles = Rolau
invitations-made = Crëwyd
invitations-until = Yn gweithio tan
invitations-withdraw = Tynnu'n ôl<span class="unseen"> y gwahoddiad a grëwyd { $time }</span>
invitations-pages = Tudalennau
invitations-newest = Diweddaraf
invitations-older = Hŷn

invitation-made-title = Mae'r gwahoddiad yn barod
invitation-made-about = <strong>Dim ond nawr y dangosir y ddolen hon.</strong> Copïwch hi, neu gadewch i bobl sganio'r cod. Gall { $number ->
    [two] { $number } berson
    [few] { $number } pherson
    [many] { $number } pherson
   *[other] { $number } person
} ymuno â hi, gyda'r rôl: { $roles }, tan { $time }.
invitation-made-note = Nodyn: <bdi>{ $note }</bdi>
invitation-made-link = Dolen
invitation-made-code = Cod QR y ddolen

users-title = Defnyddwyr
users-none = Nid oes neb yma.
users-none-further = Nid oes neb arall yma.
users-closed = Ar gau
users-roles = Rolau
users-last-sign-in = Mewngofnodi diwethaf
users-never = Erioed
users-pages = Tudalennau
users-first = O'r dechrau
users-next = Nesaf

user-title = Defnyddiwr { $username }
user-email = Cyfeiriad e-bost
user-no-email = Dim
user-since = Yma ers
user-state = Cyflwr
user-closed = Ar gau: ni all fewngofnodi
user-link-title = Y ddolen i osod cyfrinair newydd
user-link-about = Rhowch hi i <bdi>{ $name }</bdi> ac i neb arall: gall pwy bynnag sydd â hi fewngofnodi yn ei le. Dim ond nawr y dangosir hi, ac mae'n gweithio unwaith, tan { $time }.
user-link = Dolen
user-roles = Rolau
user-roles-save = Cadw'r rolau
user-password = Cyfrinair
user-password-self = Os na allwch fewngofnodi mwyach, crëwch ddolen i osod cyfrinair newydd, a chadwch hi.
user-password-other = Os na all y person hwn fewngofnodi mwyach, crëwch ddolen i osod cyfrinair newydd, a rhowch hi iddynt.
user-password-make = Creu dolen
user-password-not-yours = Ni chewch osod cyfrinair y person hwn, oherwydd bod ganddynt rolau na allech chi eu rhoi. Gall perchennog wneud hynny.
user-all = Pob defnyddiwr
