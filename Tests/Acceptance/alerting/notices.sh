# What the people at the end were told.

# notices RECEIVER firing|resolved ALERT log|metrics [SCENARIO]: how many of them came.
notices() {
    awk -v receiver="$1" -v status="$2" -v alert="$3" -v way="$4" -v scenario="${5:--}" \
        '$2 == receiver && $3 == status && $4 == alert && $5 == way && (scenario == "-" || $6 == scenario) { count++ }
         END { print count + 0 }' "$work/notices" 2> /dev/null || echo 0
}

# told SECONDS firing|resolved ALERT WAY [SCENARIO]: waits for a notice; how many seconds it took since $begun.
told() {
    local limit=$1
    shift
    until_it "$limit" eval '[ "$(notices operators '"$*"')" -ge 1 ]'
    echo $((($(now_ms) - begun) / 1000))
}

forget() { : > "$work/notices"; }

# When the last line was written that mtail has seen.
last_line_seen() {
    curl --silent "http://127.0.0.1:$port/metrics" | awk '/^posyncd_log_last_line_timestamp_seconds/ { printf "%d\n", $NF }'
}
