# An incident is told once, and once when it is over, however often posyncd is started again meanwhile.

scenario=billing-integration-missing
forget
begun=$(now_ms)
world integration off > /dev/null
for way in log metrics; do
    # A cycle, and thirty seconds.
    within "the incident is told, by way of the $way" $((interval + 30)) \
        "$(told $((interval + 30)) firing PosyncdFinding $way $scenario)" s
done

for round in $(seq "$restarts"); do
    before=$(cycles)
    # Killed as often as asked.
    daemon_end "$([ $((round % 2)) = 0 ] && echo -TERM || echo -KILL)"
    sleep 1.2
    daemon_begin
    until_it 30 eval '[ "$(cycles)" -gt '"$before"' ]'
    # Prometheus has to see it, and before, that it was away.
    sleep 1.2
    [ "$round" != $((restarts / 2)) ] || { end mtail; start_mtail; }
done
holds "the daemon was started again so often" "$((restarts + 1))" "$(grep -c '"event":"daemon.started"' "$log")"
sleep $((interval + 5))
for way in log metrics; do
    holds "after that many restarts, one notice by way of the $way" "1 0" \
        "$(notices operators firing PosyncdFinding $way $scenario) $(notices operators resolved PosyncdFinding $way $scenario)"
done

begun=$(now_ms)
world integration on > /dev/null
for way in log metrics; do
    within "its end is told, by way of the $way" $((interval + 30)) \
        "$(told $((interval + 30)) resolved PosyncdFinding $way $scenario)" s
done
sleep $((interval + 5))
for way in log metrics; do
    holds "one that it began, one that it is over, by way of the $way" "1 1" \
        "$(notices operators firing PosyncdFinding $way $scenario) $(notices operators resolved PosyncdFinding $way $scenario)"
    holds "that it was started again and again is told once" 1 "$(notices operators firing PosyncdRestarting $way)"
done
holds "nothing else was told" "" "$(awk '$2 == "operators" && $4 != "PosyncdFinding" && $4 != "PosyncdRestarting"' "$work/notices")"
