# The vocabulary. Its terms are in the vocabulary itself, not here.

vocab-title = Geirfa
vocab-page-title = { $label } – Geirfa
vocab-about = Y geiriau a ddefnyddir i ddisgrifio arferion yma, yr un fath ar bob gweinydd: beth y rhoddwyd cynnig arno, gyda beth, i bwy, a sut y gwyddom a weithiodd.
vocab-languages = Iaith yr enwau
vocab-names-in = Enwau yn:
vocab-formats = Fformatau eraill
vocab-for-programs = I raglenni:
vocab-address = Cyfeiriad i raglenni: <code>{ $iri }</code>
vocab-drafts = Drafftiau yw'r enwau Cymraeg, heb eu hadolygu eto gan siaradwr.
vocab-count = { $number ->
    [two] { $number } gysyniad
    [few] { $number } chysyniad
    [many] { $number } chysyniad
   *[other] { $number } cysyniad
}
vocab-version = Fersiwn { $version }. Caiff unrhyw un ddefnyddio'r eirfa, o dan drwydded MIT neu drwydded Apache 2.0.
vocab-ordered = O'r lleiaf i'r mwyaf
vocab-all = Pob cysyniad
vocab-step = Cam
vocab-name = Enw
vocab-meaning = Ystyr
vocab-hashtag = Hashnod
vocab-deprecated = Heb ei argymell
vocab-external-about = Mae'r cynllun hwn yn perthyn i eraill. Dyma'r rhannau ohono y cymherir ein cysyniadau ni â nhw; nid yw ei berchennog yn cyhoeddi cyfeiriadau ar eu cyfer, felly mae ganddynt rai yma.

concept-deprecated = <strong>Heb ei argymell:</strong> fe'i cedwir ar gyfer yr hyn a ddywedwyd o'r blaen.
concept-use-instead = Defnyddiwch { $concepts } yn ei le.
concept-english = Saesneg
concept-welsh = Cymraeg
concept-welsh-draft = Drafft Cymraeg, heb ei adolygu eto gan siaradwr
concept-draft = Drafft, heb ei adolygu eto gan siaradwr
concept-also = Hefyd
concept-synonyms = Mae pobl hefyd yn ysgrifennu
concept-broader = Ehangach
concept-narrower = Culach
concept-related = Cysylltiedig
concept-practices = <a href="{ $href }">Arferion gyda'r cysyniad hwn</a>
concept-follow = Dilynwch <a href="{ $href }"><bdi>{ $handle }</bdi></a> i glywed am rai newydd, yma neu o Mastodon: rhaglen sy'n eu cyhoeddi yno.
concept-elsewhere = Yng nghynlluniau eraill
concept-exact = Yr un peth â
concept-close = Bron yr un peth â
concept-wider-than = Ehangach na
concept-narrower-than = Culach na
concept-related-to = Yn gysylltiedig â

format-html = Tudalen i bobl
format-csv = CSV, ar gyfer taenlenni
format-with-type = { $format } ({ $type })

nearest-all-of = Popeth yn: { $scheme }
nearest-everything = Yr eirfa gyfan
