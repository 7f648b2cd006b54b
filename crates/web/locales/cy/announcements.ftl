# Yr hyn a ddywedir wrth bawb yma, i'r rhai sy'n ei ddweud ac i'r rhai sy'n ei ddarllen.

announcements-title = Cyhoeddiadau
announcements-made = Cyhoeddwyd { $time }
announcements-changed = newidiwyd { $time }
announcements-on = Ar { $day }
announcements-from-to = O { $from } hyd { $to }
announcements-from = O { $from }
announcements-to = Hyd { $to }
announcements-dismiss = Diystyru<span class="unseen">'r cyhoeddiad o { $time }</span>

announcements-new = Dweud rhywbeth wrth bawb
announcements-about = Bydd pawb sydd wedi mewngofnodi yn ei weld uwchben eu llinell amser hafan, ac yn eu hapiau, nes iddynt ei ddiystyru neu nes y bydd drosodd.
announcements-text = Yr hyn y mae'n ei ddweud
announcements-text-hint = { $most } nod ar y mwyaf. Daw cyfeiriadau yn ddolenni, ac erys toriadau llinell.
announcements-when = Am ba amser y mae (dewisol)
announcements-when-hint = Fe'i dangosir o hyn ymlaen, a hyd y diwedd a roddwch yma. Gadewch y ddau amser yn wag am ddiwrnodau cyfan: yna fe'i dangosir ar y diwrnod olaf hefyd.
announcements-starts = Y diwrnod y mae hynny'n dechrau
announcements-starts-time = Yr amser y mae hynny'n dechrau
announcements-ends = Y diwrnod y mae hynny'n gorffen
announcements-ends-time = Yr amser y mae hynny'n gorffen
announcements-make = Dweud wrth bawb
announcements-there = Yr hyn a gyhoeddwyd
announcements-none = Ni chyhoeddwyd dim eto.
announcements-none-further = Nid oes dim ymhellach yn ôl.
announcements-over = Drosodd
announcements-shown = I'w weld
announcements-edit = Newid<span class="unseen"> y cyhoeddiad o { $time }</span>
announcements-edit-title = Newid cyhoeddiad
announcements-edit-about = Ni ddywedir eto wrth y rhai sydd wedi'i ddiystyru.
announcements-edit-over = Mae drosodd. Gyda diwedd hwyrach, neu heb yr un, fe'i dangosir eto, ond nid i'r rhai sydd wedi'i ddiystyru.
announcements-now = Beth mae'n ei ddweud nawr
announcements-keep = Cadw
announcements-remove = Tynnu<span class="unseen"> y cyhoeddiad o { $time }</span>
announcements-remove-about = Ni fydd neb yn ei weld mwyach, a bydd yr hyn yr atebodd pobl ag ef yn mynd hefyd. Ni ellir dadwneud hyn.
announcements-remove-now = Ei dynnu am byth

flash-announcement-made = Dywedwyd wrth bawb yma.
flash-announcement-changed = Mae'r cyhoeddiad wedi'i newid.
flash-announcement-removed = Mae'r cyhoeddiad wedi'i dynnu.
flash-announcement-dismissed = Ni ddangosir y cyhoeddiad hwn i chi mwyach.

problem-announcement-text = Ysgrifennwch yr hyn sydd i'w ddweud wrth bawb.
problem-announcement-long = Byrhewch hyn i { $most } nod.
problem-announcement-day = Dywedwch ar ba ddiwrnod, neu gadewch yr amser yn wag hefyd.
problem-announcement-time = Dywedwch am faint o'r gloch, neu gadewch y ddau amser yn wag am ddiwrnodau cyfan.
problem-announcement-clock = Nid oes diwrnod o'r fath, neu amser o'r fath. Ysgrifennwch nhw fel 2027-01-28 a 18:00.
problem-announcement-order = Mae'n gorffen cyn iddo ddechrau: rhowch ddiwedd hwyrach, neu ddim.
problem-announcement-over = Mae drosodd yn barod: rhowch ddiwedd sydd i ddod, neu ddim.
problem-announcement-changed = Newidiodd rhywun y cyhoeddiad hwn tra oeddech yn ysgrifennu. Edrychwch ar yr hyn mae'n ei ddweud nawr, a chadwch eich un chi os yw'n dal yn iawn.
