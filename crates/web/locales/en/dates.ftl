# Days, times and how long something takes.

# 27 November 2026
date-day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
# $day is a whole day: 27 November 2026, 08:05 UTC
date-minute = { $day }, { $time } UTC
# On the clocks of a zone: 27 November 2026, 08:05 (Europe/London)
date-local = { $day }, { $time } ({ $zone })

wait-seconds = { $number ->
    [one] { $number } second
   *[other] { $number } seconds
}
wait-minutes = { $number ->
    [one] { $number } minute
   *[other] { $number } minutes
}
