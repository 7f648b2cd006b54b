# What everybody here is told, for those who tell it and for those who read it.

announcements-title = Announcements
announcements-made = Announced { $time }
announcements-changed = changed { $time }
announcements-on = On { $day }
announcements-from-to = From { $from } to { $to }
announcements-from = From { $from }
announcements-to = Until { $to }
announcements-dismiss = Dismiss<span class="unseen"> the announcement of { $time }</span>

announcements-new = Tell everybody something
announcements-about = Everybody who is signed in sees it above their home timeline, and in their apps, until they dismiss it or it is over.
announcements-text = What it says
announcements-text-hint = At most { $most } characters. Addresses become links, and line breaks stay.
announcements-when = What time it is about (optional)
announcements-when-hint = It is shown from now on, and until the end that you give here. Leave both times empty for whole days: then it is shown on the last day too.
announcements-starts = The day on which that begins
announcements-starts-time = The time at which that begins
announcements-ends = The day on which that ends
announcements-ends-time = The time at which that ends
announcements-make = Tell everybody
announcements-there = What was announced
announcements-none = Nothing has been announced yet.
announcements-none-further = There is nothing further back.
announcements-over = Over
announcements-shown = Shown
announcements-edit = Change<span class="unseen"> the announcement of { $time }</span>
announcements-edit-title = Change an announcement
announcements-edit-about = Whoever has dismissed it is not told again.
announcements-edit-over = It is over. With a later end, or none, it is shown again, but not to those who have dismissed it.
announcements-now = What it says now
announcements-keep = Save
announcements-remove = Take away<span class="unseen"> the announcement of { $time }</span>
announcements-remove-about = Nobody sees it any more, and what people answered with goes too. It cannot be undone.
announcements-remove-now = Take it away for good

flash-announcement-made = Everybody here is told.
flash-announcement-changed = The announcement is changed.
flash-announcement-removed = The announcement is taken away.
flash-announcement-dismissed = You are not shown this announcement any more.

problem-announcement-text = Write what everybody is to be told.
problem-announcement-long = Shorten this to { $most } characters.
problem-announcement-day = Say on which day, or leave the time empty too.
problem-announcement-time = Say at what time, or leave both times empty for whole days.
problem-announcement-clock = There is no such day, or no such time. Write them like 2027-01-28 and 18:00.
problem-announcement-order = It ends before it begins: give a later end, or none.
problem-announcement-over = It is over already: give an end that lies ahead, or none.
problem-announcement-changed = Somebody changed this announcement while you were writing. Look at what it says now, and keep yours if it is still right.
