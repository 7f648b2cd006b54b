# Days, times and how long something takes.

date-day = { $day } { $month ->
    [1] Ionawr
    [2] Chwefror
    [3] Mawrth
    [4] Ebrill
    [5] Mai
    [6] Mehefin
    [7] Gorffennaf
    [8] Awst
    [9] Medi
    [10] Hydref
    [11] Tachwedd
   *[12] Rhagfyr
} { $year }
date-minute = { $day }, { $time } UTC
date-local = { $day }, { $time } ({ $zone })

wait-seconds = { $number } eiliad
wait-minutes = { $number ->
    [two] { $number } funud
   *[other] { $number } munud
}
