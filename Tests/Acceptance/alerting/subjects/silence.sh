# Silence is noticed within three intervals, and told once.

# silent WHAT WAYS BREAK MEND
silent() {
    local what=$1 ways=$2 way
    forget
    begun=$(now_ms)
    $3
    for way in $ways; do
        within "$what: told by way of the $way" $((3 * interval)) "$(told 60 firing PosyncdSilent "$way")" s
    done
    begun=$(now_ms)
    $4
    for way in $ways; do
        within "its end is told, by way of the $way" $((interval + 30)) "$(told 60 resolved PosyncdSilent "$way")" s
    done
    for way in $ways; do
        holds "one notice each" "1 1" \
            "$(notices operators firing PosyncdSilent "$way") $(notices operators resolved PosyncdSilent "$way")"
    done
    holds "and no other alert" "" "$(awk '$2 == "operators" && $4 != "PosyncdSilent" && $4 != "PosyncdRestarting"' "$work/notices")"
}

silent "posyncd is stopped" "log metrics" daemon_end daemon_begin
silent "posyncd is frozen" "log metrics" "kill -STOP $daemon" "kill -CONT $daemon"
silent "the pipe is cut, mtail is gone" log "end mtail" start_mtail
silent "the pipe is cut, node_exporter is gone" metrics "end node_exporter" start_node_exporter
