# Finding people, posts, hashtags and practices.

search-text = What you look for
search-hint = A name, a handle like @name@server.example, words of a post, a hashtag, or an address that you have copied from another server.
search-for = Look for
search-all = Everything
search-people = People
search-posts = Posts
search-tags = Hashtags
search-practices = Look for these words among all practices, and narrow it down
search-more = More
search-nothing = Nothing was found. Posts are found if they are yours, if you have something to do with them, or if their authors let everybody find them. Somebody of another server is found by the whole handle.
