# A process, or one of its loops, stands still: systemd kills it, starts it again, and somebody is told.

drop_in posyncd.service watchdog << 'UNIT'
[Service]
WatchdogSec=4s
RestartSec=1s
UNIT
inside install -d -o daemon /var/lib/told
put 0755 /etc/posyncd/on-failure << 'HOOK'
#!/bin/sh
{ echo "--- $UNIT $RESULT"; cat; } >> /var/lib/told/told
HOOK

# The host's number of a process, or thread, of the container.
host_number() { awk -v inner="$1" '/^NSpid:/ && $NF == inner { print $2 }' /proc/[0-9]*/status 2> /dev/null | head -n 1; }

# stands_still process|transfers|workers WHAT
stands_still() {
    restart
    until_it 10 has daemon.started
    cycle_ends
    sleep 2
    local inner begun
    inner=$(shown MainPID)
    local process freezer
    process=$(host_number "$inner")
    mark
    begun=$(now_ms)
    if [ "$1" = process ]; then
        kill -STOP "$process"
    else
        python3 "$here/freeze-thread.py" "$process" "$1" > "$work/freeze.log" 2>&1 &
        freezer=$!
    fi
    until_it 30 eval '[ "$(shown MainPID)" != '"$inner"' ] && [ "$(shown ActiveState)" = active ]' || true
    # WatchdogSec, RestartSec, and two seconds.
    within "$2 is killed and started again after" 7000 $(($(now_ms) - begun))
    [ "$1" = process ] || wait "$freezer" 2> /dev/null || true
    is "it was the watchdog" eval "journal --output=cat | grep -q \"posyncd.service: Failed with result 'watchdog'\""
    is "it is said in the journal, as critical" until_it 10 eval \
        "journal --priority=crit --output=cat | grep -q 'posyncd.service has failed: it made no progress'"
    is "a cycle ends after it" cycle_ends
}

inside rm -f /var/lib/told/told
stands_still process "a frozen process"
holds "the administrator's program was told once" 1 "$(inside cat /var/lib/told/told | grep -c '^--- posyncd.service watchdog')"
stands_still transfers "a loop that stands still (the thread of the transfers)"
stands_still workers "every loop at a standstill, the first thread alive"
drop_in_end posyncd.service
