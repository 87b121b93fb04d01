# posyncd, as its unit runs it: the log by way of syslog, the numbers in a folder that goes with the daemon.

daemon=

daemon_begin() {
    sed "s/^interval: .*/interval: ${interval}s/; s/{credential: secret_coupa}/{file: coupa}/" \
        "$work/upstreams/posyncd.yaml" > "$work/posyncd.yaml"
    cp "$work/upstreams/coupa" "$work/coupa"
    [ -p "$work/pipe" ] || mkfifo "$work/pipe"
    logger --socket "$work/syslog" --tag posyncd --size 16384 < "$work/pipe" &
    env $(cat "$work/upstreams/environment") AWS_SHARED_CREDENTIALS_FILE="$work/upstreams/aws" HOME="$work" \
        RUNTIME_DIRECTORY="$work/run" \
        "$posyncd" run --config "$work/posyncd.yaml" --state "$work/state" 2> "$work/pipe" &
    daemon=$!
}

# daemon_end [SIGNAL]
daemon_end() {
    [ -n "$daemon" ] || return 0
    kill "${1:--TERM}" "$daemon" 2> /dev/null
    kill -CONT "$daemon" 2> /dev/null
    wait "$daemon" 2> /dev/null
    daemon=
    # What RuntimeDirectory= does.
    rm -f "$work/run/"*
}

# Cycles that have ended so far.
cycles() { grep -c -e '"event":"cycle.finished"' -e '"event":"cycle.incomplete"' "$log"; }
