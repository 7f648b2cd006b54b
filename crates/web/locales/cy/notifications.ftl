# What people were told of, who asks to follow them, their messages, and what they keep.

notifications-which = Pa hysbysiadau
notifications-all = Pob un
notifications-mentions = Crybwylliadau
notifications-practices = Arferion
notifications-marks = Hoffiadau a hybiau
notifications-follows = Dilyn
notifications-posts = Postiadau
notifications-read = Nodi bod popeth wedi'i ddarllen
notifications-new = Newydd
# Names follow.
notifications-others = Hefyd:
notifications-post = Y postiad
notifications-requests = Ateb y cais
notifications-none = Dim byd eto. Cewch wybod yma pan fydd rhywun yn eich enwi, yn eich dilyn neu'n rhoi cynnig ar arfer o'ch eiddo. <a href="/search">Dewch o hyd i bobl</a> i'w dilyn, neu <a href="/compose">ysgrifennwch rywbeth</a>.
notifications-none-such = Dim byd o'r math hwn.
notifications-clear = Clirio
notifications-clear-about = Bydd yr hysbysiadau i gyd yn mynd, ar bob tudalen o'r rhestr hon. Mae'r postiadau y maent yn sôn amdanynt yn aros.
notifications-clear-all = Clirio'r hysbysiadau i gyd

notification-who = <a href="{ $href }"><bdi>{ $name }</bdi></a>
notification-mention = Mae { $who } yn eich enwi
notification-status = Mae { $who } wedi postio
notification-follow = { $others ->
    [0] Mae { $who } yn eich dilyn
    [one] Mae { $who } ac { $others } arall yn eich dilyn
   *[other] Mae { $who } a { $others } arall yn eich dilyn
}
notification-follow-request = Mae { $who } am eich dilyn
notification-favourite = { $others ->
    [0] Mae { $who } yn hoffi eich postiad
    [one] Mae { $who } ac { $others } arall yn hoffi eich postiad
   *[other] Mae { $who } a { $others } arall yn hoffi eich postiad
}
notification-reblog = { $others ->
    [0] Mae { $who } yn hybu eich postiad
    [one] Mae { $who } ac { $others } arall yn hybu eich postiad
   *[other] Mae { $who } a { $others } arall yn hybu eich postiad
}
notification-poll = Mae pôl gan { $who } y gwnaethoch bleidleisio ynddo wedi dod i ben
notification-poll-own = Mae eich pôl wedi dod i ben
notification-update = Mae { $who } wedi newid postiad a hybwyd gennych
notification-event = Mae newyddion am eich lle mewn digwyddiad gan { $who }
notification-adoption = Mae { $who } yn rhoi cynnig ar arfer o'ch eiddo
notification-outcome = Mae { $who } yn dweud beth ddaeth o arfer o'ch eiddo
notification-adoption-due = Erbyn heddiw roeddech am wybod beth ddaeth o arfer
notification-report = Mae { $who } wedi adrodd am { $target }

follow-requests-about = Byddant yn gweld yr hyn yr ydych yn ei bostio i ddilynwyr wedi i chi adael iddynt.
follow-requests-none = Nid oes neb yn aros am ateb.
follow-requests-open = Nid oes neb yn aros am ateb: nid oes rhaid i neb ofyn am gael eich dilyn.

conversations-about = Dim ond y rhai a enwir mewn neges sy'n ei gweld, a gallai'r bobl sy'n rhedeg eu gweinyddion ei darllen. Peidiwch ag ysgrifennu dim yma y mae'n rhaid iddo aros yn gyfrinachol.
conversations-write = Ysgrifennu neges
conversations-none = Nid oes neb wedi ysgrifennu atoch chi yn unig eto, na chithau at neb.
conversations-off = Nid oes gan y gweinydd hwn negeseuon y mae dim ond y rhai a enwir ynddynt yn eu gweld.
conversations-gone = Rhywun sydd wedi mynd
conversations-unread = Heb ei darllen
conversations-open = Agor
conversations-mark-read = Nodi ei bod wedi'i darllen
conversations-mark-unread = Nodi nad yw wedi'i darllen
conversations-remove = Tynnu oddi ar y rhestr

bookmarks-about = Yr hyn yr ydych yn ei gadw, y diweddaraf a gadwyd yn gyntaf. Chi yn unig sy'n gweld y rhestr hon.
bookmarks-none = Nid ydych yn cadw dim eto. Mae gan bob postiad fotwm "Rhoi nod tudalen".
favourites-about = Yr hyn yr ydych yn ei hoffi, y diweddaraf a hoffwyd yn gyntaf. Mae eu hawduron yn gwybod eich bod yn ei hoffi.
favourites-none = Nid ydych yn hoffi dim eto. Mae gan bob postiad fotwm "Hoffi": caiff ei awdur wybod.
