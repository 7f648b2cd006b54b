# People beside profiles: following, lists of people, groups.

profile-tab-replies = Gydag atebion
profile-tab-media = Ffeiliau
profile-tab-practices = Arferion
profile-tabs = Pa bostiadau
profile-members-count = { $number } aelod
profile-moderators = Dan ofal
profile-group-how = I ymuno, dilynwch y grŵp. I ysgrifennu at ei holl aelodau, enwch ef mewn postiad: <code class="whole">{ $handle }</code>.
profile-elsewhere = Dyma'r hyn sy'n hysbys yma. <a href="{ $href }" rel="nofollow noopener external">Mae'r cyfan ar eu gweinydd eu hunain</a>.

standing-follows = Yn eich dilyn
standing-wants = Am eich dilyn
standing-muting = Wedi'i dewi gennych
standing-blocking = Wedi'i rwystro gennych
standing-blocked = Yn eich rhwystro

people-follow = Dilyn
people-ask = Gofyn am gael dilyn
people-unfollow = Peidio â dilyn
people-take-back = Tynnu'r cais yn ôl
people-accept = Gadael iddynt ddilyn
people-refuse = Peidio â gadael iddynt
people-write = Ysgrifennu atynt
people-remove = Peidio â gadael iddynt ddilyn mwyach
people-list = Rhoi ar restr
people-mute = Tewi
people-unmute = Eu darllen eto
people-block = Rhwystro
people-unblock = Dadrwystro

network-followers = Pwy sy'n dilyn { $name }
network-following = Pwy y mae { $name } yn eu dilyn
network-hidden = Maent yn cadw hyn iddynt eu hunain.
network-nobody = Nid oes neb i'w ddangos yma.
network-elsewhere = Dim ond y rhai sy'n hysbys yma. Mae'r rhestr gyfan ar eu gweinydd eu hunain.
