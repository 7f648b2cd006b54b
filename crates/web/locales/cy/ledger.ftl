# Ledgers: what came of practices, in words.

ledger-nobody-said = Nid oes neb wedi dweud eto y byddent yn rhoi cynnig arno.
ledger-of-those-that-said = O'r { $number } a ddywedodd y byddent yn rhoi cynnig arno: { $parts }.
ledger-part-reported = { $number ->
    [0] nid oes yr un wedi adrodd
   *[other] mae { $number } wedi adrodd
}
ledger-part-overdue = mae { $number } yn hwyr
ledger-part-gave-up = mae { $number } wedi rhoi'r gorau iddi
ledger-part-waiting = mae gan { $number } amser o hyd
ledger-nobody-reported = Nid oes neb arall wedi adrodd eto.
ledger-unannounced = Mae { $number } wedi adrodd heb ddweud hynny ymlaen llaw.
ledger-too-few = { $number ->
    [0] Rhy ychydig i ddweud: nid oes yr un lleoliad annibynnol wedi adrodd.
    [two] Rhy ychydig i ddweud: dim ond { $number } leoliad annibynnol sydd wedi adrodd.
   *[other] Rhy ychydig i ddweud: dim ond { $number } lleoliad annibynnol sydd wedi adrodd.
}
ledger-results = { $settings ->
    [two] Canlyniadau { $settings } leoliad: { $results }.
   *[other] Canlyniadau { $settings } lleoliad: { $results }.
}
ledger-confirmed = { $number ->
    [two] Cadarnhawyd mewn { $number } leoliad arall.
   *[other] Cadarnhawyd mewn { $number } lleoliad arall.
}
ledger-spread = { $settings ->
    [two] { $reports } adroddiad o { $settings } leoliad.
   *[other] { $reports } adroddiad o { $settings } lleoliad.
}
ledger-spread-differing = { $settings ->
    [one] { $reports } adroddiad o { $settings } lleoliad, ac maent yn wahanol i'w gilydd.
    [two] { $reports } adroddiad o { $settings } leoliad; mewn { $differing } ohonynt maent yn wahanol i'w gilydd.
   *[other] { $reports } adroddiad o { $settings } lleoliad; mewn { $differing } ohonynt maent yn wahanol i'w gilydd.
}
ledger-older-version = Mae { $settings } ohonynt yn ymwneud â fersiwn { $version }; fersiwn { $current } yw'r un gyfredol.
ledger-own = Canlyniadau'r awdur ei hun, nad ydynt yn gadarnhad: { $results }.
ledger-vendor = { $settings ->
    [two] Wedi'u cyfrif ar wahân, { $settings } leoliad â budd mewn cynnyrch: { $results }.
   *[other] Wedi'u cyfrif ar wahân, { $settings } lleoliad â budd mewn cynnyrch: { $results }.
}
ledger-unverified = { $settings ->
    [two] Wedi'u cyfrif ar wahân, { $settings } leoliad heb eu gwirio: { $results }.
   *[other] Wedi'u cyfrif ar wahân, { $settings } lleoliad heb eu gwirio: { $results }.
}
ledger-withdrawn-outcomes = { $number ->
    [two] Tynnwyd { $number } ganlyniad yn ôl.
    [few] Tynnwyd { $number } chanlyniad yn ôl.
    [many] Tynnwyd { $number } chanlyniad yn ôl.
   *[other] Tynnwyd { $number } canlyniad yn ôl.
}
ledger-rejected = { $number ->
    [one] Ni dderbyniwyd { $number } cofnod; rhestrir y rheswm.
    [two] Ni dderbyniwyd { $number } gofnod; rhestrir y rhesymau.
    [few] Ni dderbyniwyd { $number } chofnod; rhestrir y rhesymau.
    [many] Ni dderbyniwyd { $number } chofnod; rhestrir y rhesymau.
   *[other] Ni dderbyniwyd { $number } cofnod; rhestrir y rhesymau.
}
ledger-adapted-by = Addaswyd gan { $number } arfer arall: eu canlyniadau hwy.
ledger-servers-differ = Mae gweinydd yr awdur yn rhestru { $author }; mae'r gweinydd hwn wedi gwirio { $here }.

ledger-flag-withdrawn = Mae'r awdur wedi tynnu'r arfer hwn yn ôl.
ledger-flag-harm = Adroddwyd am niwed.
ledger-flag-contested = Mae anghytuno: ni welodd sawl lleoliad annibynnol unrhyw effaith, neu gwelsant niwed.
ledger-flag-stale = Mae'r adroddiad diweddaraf dros bum mlwydd oed.

ledger-n-worked = { $number } wedi gweithio
ledger-n-partly = { $number } wedi gweithio'n rhannol
ledger-n-no-effect = { $number } heb effaith
ledger-n-noticed = { $number } heb sylwi ar wahaniaeth
ledger-n-harmful = { $number } yn niweidiol
ledger-n-inconclusive = { $number } yn amhendant
ledger-n-abandoned = { $number } wedi rhoi'r gorau iddi
ledger-n-unknown = { $number } na ŵyr y gweinydd hwn beth ydyw

ledger-table = Lleoliadau yn ôl yr hyn yr adroddwyd ganddynt
ledger-column-result = Canlyniad
ledger-column-known = Lleoliadau hysbys
ledger-column-unverified = Lleoliadau heb eu gwirio
ledger-column-own = Yr awdur ei hun
ledger-column-vendor = Â budd mewn cynnyrch
ledger-unknown-result = Canlyniad na ŵyr y gweinydd hwn amdano
ledger-result = Canlyniad:

ledger-note-own = yr awdur ei hun
ledger-note-interest = yn datgan budd
ledger-note-unverified = lleoliad heb ei wirio
ledger-note-version = ynghylch fersiwn { $version }
ledger-note-warning = yn rhybuddio
ledger-note-next-time = beth fydden nhw'n ei wneud y tro nesaf

ledger-reason-spam = Mae'n hysbysebu rhywbeth.
ledger-reason-abuse = Mae'n ymosod ar rywun.
ledger-reason-out-of-scope = Nid yw'n ymwneud â'r arfer hwn.
ledger-reason-duplicate = Roedd yr un peth wedi'i gyfrif eisoes.
ledger-reason-unknown-version = Mae'n enwi fersiwn o'r arfer na fu erioed.
ledger-reason-deleted = Roedd yr arfer wedi'i ddileu cyn hynny.
ledger-reason-not-independent = Mae'n dweud ei fod yn annibynnol, ond gwaith yr awdur ei hun ydyw.
ledger-reason-forged = Nid yw'n dod o'r gweinydd y mae'n dweud ei fod yn dod ohono.
ledger-reason-other = Am reswm na ŵyr y gweinydd hwn.

family-made-from = Gwnaed yr arfer hwn ohono
family-made-of-it = Fe'i gwnaed o'r arfer hwn
