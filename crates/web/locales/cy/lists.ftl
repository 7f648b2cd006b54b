# Lists: timelines of some of those whom somebody follows.

lists-about = Llinell amser o rai o'r bobl yr ydych yn eu dilyn yw rhestr. Nid oes neb ond chi yn gwybod amdani.
lists-put = Ar ba restr yr hoffech roi <a href="{ $href }"><bdi>{ $name }</bdi> { $handle }</a>?
lists-none = Nid oes gennych restrau eto.
lists-on-it = Ar y rhestr
lists-put-on = Rhoi ar y rhestr
lists-take-off = Tynnu oddi ar y rhestr
lists-new = Rhestr newydd
lists-make = Creu'r rhestr
lists-full = Mae gennych { $most } o restrau. Dilëwch un cyn creu un arall.

list-title = Enw'r rhestr
list-parts = Y rhestr hon
list-members = Pwy sydd arni
list-edit = Newid y rhestr
list-empty = Nid oes dim yma eto: daw'r hyn y mae'r rhai ar y rhestr yn ei bostio o hyn ymlaen yma.
list-edit-title = Newid y rhestr "{ $title }"
list-replies = Pa atebion y mae'n eu dangos
list-replies-list = I eraill ar y rhestr
list-replies-followed = I bawb yr ydych yn eu dilyn
list-replies-none = Dim un
list-exclusive = Dangos eu postiadau yma yn unig, ac nid ar eich hafan
list-save = Cadw
list-delete = Dileu'r rhestr
list-delete-about = Byddwch yn dal i ddilyn y rhai sydd arni.
list-delete-now = Dileu'r rhestr am byth
list-members-title = Pwy sydd ar y rhestr "{ $title }"
list-nobody = Nid oes neb arni eto.
list-add = Rhoi rhywun arni
list-handle = Enw defnyddiwr
list-handle-hint = Er enghraifft @name@server.example; i bobl yma @name. Rhaid i chi eu dilyn.

problem-list-untitled = Ysgrifennwch enw'r rhestr.
problem-list-title-long = Cwtogwch hwn i { $most } nod.
problem-lists-many = Nid oes gan neb fwy na { $most } o restrau. Dilëwch un yn gyntaf.
problem-list-replies = Dewiswch pa atebion y mae'n eu dangos.
problem-list-nobody = Nid oes neb gyda'r enw hwnnw yn hysbys yma. Chwiliwch amdanynt gyda "Chwilio" yn gyntaf.
problem-list-not-followed = Nid ydych yn eu dilyn. Dilynwch hwy yn gyntaf, ar eu tudalen.
