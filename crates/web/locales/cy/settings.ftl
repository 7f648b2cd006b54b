# Yr hyn y mae rhywun yn ei osod ar gyfer ei gyfrif.

sign-in-code-title = Eich cod mewngofnodi
sign-in-code-hint = Y chwe digid y mae'r ap ar eich ffôn yn eu dangos nawr; neu un o'ch codau adfer.
sign-in-code-lost = Dim ffôn a dim codau adfer? Gofynnwch i'r bobl sy'n rhedeg y gweinydd hwn: gallant adael i chi fewngofnodi â chyfrinair yn unig.

settings-two-factor = Mewngofnodi dau gam
two-factor-needed = Rydych yn helpu i ofalu am y gweinydd hwn. Gosodwch fewngofnodi dau gam yn gyntaf; tan hynny gallwch wneud yr hyn y gall athrawon ei wneud.
two-factor-about = Gydag ef, mae angen eich cyfrinair a chod y mae ap ar eich ffôn yn ei ddangos i fewngofnodi: nid yw cyfrinair sydd wedi'i ddyfalu neu ei ddwyn yn ddigon. Bydd unrhyw ap ar gyfer codau untro (TOTP) yn gwneud y tro.
two-factor-begin = Ei osod
two-factor-scan = Sganiwch y llun hwn gyda'r ap. Bydd wedyn yn dangos cod chwe digid, ac un arall bob 30 eiliad.
two-factor-picture = Cod QR ar gyfer yr ap
two-factor-secret = Neu teipiwch yr allwedd hon i'r ap
two-factor-secret-hint = Math: seiliedig ar amser. Peidiwch â'i dangos i neb.
two-factor-open = Ei agor mewn ap ar y ddyfais hon
two-factor-code = Cod
two-factor-code-hint = Y chwe digid y mae'r ap yn eu dangos nawr. Nid oes dim yn newid nes eu bod yn gywir.
two-factor-confirm = Ei droi ymlaen
two-factor-cancel = Peidio â'i osod
two-factor-codes-about = Mae ymlaen. Dyma eich codau adfer: mae pob un yn cymryd lle cod yr ap unwaith, rhag ofn i chi golli eich ffôn. Ysgrifennwch hwy neu argraffwch y dudalen hon nawr, a'u cadw mewn lle diogel; ni chânt eu dangos eto.
two-factor-written-down = Rwyf wedi'u hysgrifennu
two-factor-on = Ymlaen ers { $time }.
two-factor-left = { $number ->
    [0] Nid oes cod adfer ar ôl.
   *[other] Codau adfer ar ôl: { $number }.
}
two-factor-renew = Creu codau adfer newydd
two-factor-turn-off = Ei droi i ffwrdd
