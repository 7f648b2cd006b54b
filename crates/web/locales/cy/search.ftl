# Finding people, posts, hashtags and practices.

search-text = Yr hyn yr ydych yn chwilio amdano
search-hint = Enw, enw defnyddiwr fel @name@server.example, geiriau postiad, hashnod, neu gyfeiriad a gopïwyd gennych o weinydd arall.
search-for = Chwilio am
search-all = Popeth
search-people = Pobl
search-posts = Postiadau
search-tags = Hashnodau
search-practices = Chwilio am y geiriau hyn ymhlith yr holl arferion, a chyfyngu ar y canlyniadau
search-more = Rhagor
search-nothing = Ni chafwyd hyd i ddim. Gellir dod o hyd i bostiadau os chi piau hwy, os oes a wneloch chi â hwy, neu os yw eu hawduron yn gadael i bawb ddod o hyd iddynt. Gellir dod o hyd i rywun o weinydd arall drwy'r enw defnyddiwr cyfan.
