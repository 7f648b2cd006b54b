# The custom emojis of this instance.

emojis-title = Emojis
emojis-new = Add an emoji
emojis-about = Whoever writes its name between colons shows its picture, in apps here and on other servers. Add what you may give to everybody.
emojis-shortcode = Name
emojis-shortcode-hint = What people write between colons: letters, digits and _, two at least. Like owl for :owl:
emojis-picture = Picture
emojis-picture-hint = PNG, GIF, JPEG or WebP, at most { $most } MB, and best square. Where something else was wrong, choose it again.
emojis-category = Category
emojis-category-optional = Category (optional)
emojis-category-hint = The word under which it is found when people choose one.
emojis-replaces = Put it in the place of the emoji that is called so, if there is one
emojis-add = Add it
emojis-there = Emojis of this instance
emojis-none = There are none yet.
emojis-none-further = There are none further on.
emojis-remove = Take away<span class="unseen"> :{ $code }:</span>
emojis-remove-about = Where it was written, its name between colons is shown from now on. It cannot be undone.
emojis-remove-now = Take it away for good

flash-emoji-added = People can write this emoji now.
flash-emoji-removed = The emoji is taken away.

problem-emoji-shortcode = Write a name of letters without accents, digits and _, of 2 to 128 characters.
problem-emoji-taken = There is an emoji { $code } already. Choose another name, or say that this one takes its place.
problem-emoji-full = There are { $most } emojis, and there can be no more. Take one away first.
problem-emoji-category = Shorten this to { $most } characters.
problem-emoji-large = The picture is too large: at most { $most } MB.
problem-emoji-no-picture = Choose a picture.
