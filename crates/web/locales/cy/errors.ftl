# Pages that say why a page could not be shown.

error-perhaps = Efallai:
error-number = Rhif y gwall: <code>{ $number }</code>
error-home = I'r dudalen gyntaf

error-bad-request-title = Ni ellir darllen y cais hwn
error-bad-request = Anfonodd eich porwr rywbeth nad yw'r gweinydd hwn yn ei ddeall. Ewch yn ôl a rhowch gynnig arall arni.
error-forged-title = Mae'r ffurflen hon wedi dyddio
error-forged = Ni newidiwyd dim. Mae ffurflenni'n gweithio ar ôl i chi agor y dudalen yn y porwr hwn: ewch yn ôl, ail-lwythwch y dudalen ac anfonwch y ffurflen eto. Os bydd hyn yn digwydd eto, caniatewch gwcis ar gyfer y wefan hon.
error-sign-in-title = Mewngofnodwch yn gyntaf
error-sign-in = Mewngofnodwch i weld y dudalen hon.
error-forbidden-title = Ni chewch agor y dudalen hon
error-forbidden = Mae ar gyfer pobl â rolau eraill yma. Os oes ei hangen arnoch ar gyfer eich gwaith, gofynnwch i weinyddwr y gweinydd hwn.
error-not-found-title = Nid oes tudalen o'r fath
error-not-found = Efallai fod y cyfeiriad wedi'i gamdeipio, neu fod y dudalen wedi mynd.
error-dead-link-title = Nid yw'r ddolen hon yn gweithio
error-dead-invitation = Mae'r gwahoddiad hwn wedi'i ddefnyddio, wedi dod i ben neu wedi'i dynnu'n ôl, neu nid yw ei gyfeiriad yn gyflawn. Gofynnwch i'r sawl a'ch gwahoddodd am un newydd.
error-dead-reset = Mae wedi'i defnyddio, wedi dod i ben, neu nid yw ei chyfeiriad yn gyflawn. Gofynnwch am un newydd: gweler "Wedi anghofio eich cyfrinair?" ar y dudalen fewngofnodi.
error-dead-code = Nid oes cod yn y cyfeiriad. Ewch yn ôl i'r ap a dechreuwch eto yno.
error-method-title = Ni all y dudalen hon wneud hynny
error-method = Mae'r dudalen yno, ond ni ellir ei defnyddio fel hyn. Agorwch hi o ddolen yn lle hynny.
error-format-title = Ddim yn y fformat hwnnw
error-format = Nid yw'r hyn y gofynnoch amdano yn bod yn y fformat y mae eich rhaglen ei eisiau. Mae ar gael fel:
error-too-large-title = Roedd hynny'n ormod ar unwaith
error-too-large = Mae'r ffurflen yn cynnwys mwy nag y mae'r gweinydd hwn yn ei ddarllen. Ewch yn ôl a'i byrhau.
error-too-many-title = Arhoswch ychydig
error-too-many = Bu gormod o ymdrechion o'ch rhwydwaith chi neu ar gyfer yr enw hwn. Rhowch gynnig arall arni ymhen { $wait }.
error-busy-title = Mae'r gweinydd yn brysur
error-busy = Mae ganddo ormod i'w wneud ar hyn o bryd. Rhowch gynnig arall arni ymhen ychydig eiliadau.
error-internal-title = Aeth rhywbeth o'i le yma
error-internal = Nid eich bai chi ydyw. Rhowch gynnig arall arni; os bydd yn digwydd eto, dywedwch wrth y bobl sy'n rhedeg y gweinydd hwn a rhowch y rhif isod iddynt.

error-onward = Neu ewch ymlaen yma:
