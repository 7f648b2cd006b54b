# Emojis y gweinydd hwn ei hun.

emojis-title = Emojis
emojis-new = Ychwanegu emoji
emojis-about = Mae pwy bynnag sy'n ysgrifennu ei enw rhwng colonau yn dangos ei lun, mewn apiau yma ac ar weinyddion eraill. Ychwanegwch yr hyn y cewch ei roi i bawb.
emojis-shortcode = Enw
emojis-shortcode-hint = Yr hyn y mae pobl yn ei ysgrifennu rhwng colonau: llythrennau, digidau ac _, dau o leiaf. Megis owl am :owl:
emojis-picture = Llun
emojis-picture-hint = PNG, GIF, JPEG neu WebP, { $most } MB ar y mwyaf, a sgwâr sydd orau. Os oedd rhywbeth arall o'i le, dewiswch ef eto.
emojis-category = Categori
emojis-category-optional = Categori (dewisol)
emojis-category-hint = Y gair y'i ceir oddi tano pan fydd pobl yn dewis un.
emojis-replaces = Ei roi yn lle'r emoji o'r enw hwnnw, os oes un
emojis-add = Ei ychwanegu
emojis-there = Emojis y gweinydd hwn
emojis-none = Nid oes yr un eto.
emojis-none-further = Nid oes rhagor ymhellach ymlaen.
emojis-remove = Tynnu<span class="unseen"> :{ $code }:</span>
emojis-remove-about = Lle'i hysgrifennwyd, dangosir ei enw rhwng colonau o hyn ymlaen. Ni ellir dadwneud hyn.
emojis-remove-now = Ei dynnu am byth

flash-emoji-added = Gall pobl ysgrifennu'r emoji hwn nawr.
flash-emoji-removed = Mae'r emoji wedi'i dynnu.

problem-emoji-shortcode = Ysgrifennwch enw o lythrennau heb acenion, digidau ac _, o 2 i 128 nod.
problem-emoji-taken = Mae emoji { $code } eisoes. Dewiswch enw arall, neu dywedwch fod hwn yn cymryd ei le.
problem-emoji-full = Mae { $most } emoji, ac ni all fod rhagor. Tynnwch un yn gyntaf.
problem-emoji-category = Byrhewch hyn i { $most } nod.
problem-emoji-large = Mae'r llun yn rhy fawr: { $most } MB ar y mwyaf.
problem-emoji-no-picture = Dewiswch lun.
