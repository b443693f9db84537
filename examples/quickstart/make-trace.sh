#!/bin/sh
# Writes the quickstart's trace: a week of requests a minute from Monday 2026-01-05, UTC. A daily curve with an evening
# peak, quieter weekends, noise, a flash crowd on Wednesday at 14:00 and a release on Friday evening.
# The same bytes every time: the noise is a small linear congruential generator with a fixed seed, exact in every awk.
awk 'BEGIN {
  print "timestamp,requests"
  seed = 20260105
  pi = 3.14159265358979
  for (m = 0; m < 7 * 1440; m++) {
    day = int(m / 1440); minute = m % 1440; hour = minute / 60
    daily = 0.55 - 0.45 * cos(2 * pi * (hour - 3.5) / 24) + 0.35 * exp(-((hour - 20) ^ 2) / 3.5)
    weekend = (day >= 5) ? 0.6 : 1
    crowd = 0
    since = m - (2 * 1440 + 14 * 60)
    if (since >= 0 && since < 240) crowd += 1.6 * (1 - exp(-since / 3)) * exp(-since / 45)
    since = m - (4 * 1440 + 19 * 60)
    if (since >= 0 && since < 120) crowd += 0.9 * (1 - exp(-since / 8))
    seed = (seed * 16807) % 2147483647
    noise = 1 + 0.06 * (2 * seed / 2147483647 - 1)
    printf "2026-01-%02dT%02d:%02d:00Z,%d\n", 5 + day, int(hour), minute % 60, 60 * 1500 * (daily * weekend + crowd) * noise
  }
}'
