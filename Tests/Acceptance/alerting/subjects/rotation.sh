# The log is rotated: mtail goes on with the new file, and nobody is told.

forget
mv "$log" "$log.1"
kill -HUP "${peer[rsyslog]}"
is "a cycle ends in the new file" until_it $((2 * interval)) grep -q '"event":"cycle.finished"' "$log"
sleep $((3 * interval))
holds "for three intervals no alert is told" "" "$(awk '$2 == "operators" && $4 != "PosyncdRestarting"' "$work/notices")"
within "and the lines of the new file are counted, the last one seen so long ago" $((interval + 2)) \
    $(($(date +%s) - $(last_line_seen))) s
