#!/usr/bin/env bash
# What the daemon costs while nothing is due: CPU time, wake-ups, memory.
#
#   Tests/Acceptance/idle.sh [PATH-OF-POSYNCD]
#
# Runs a release build as a service manager would, with a watchdog to feed, for IDLE_SECONDS (600) after its first cycle.
# Needs python3, for the service manager's socket and the count.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
seconds=${IDLE_SECONDS:-600}
posyncd=${1:-$root/.build/release/posyncd}
manager=
daemon=

. "$here/shell/report.sh"
. "$here/shell/upstreams.sh"

finish() {
    status=$?
    for process in $daemon $manager; do kill "$process" 2> /dev/null || true; done
    upstreams_end
    rm -rf "$work"
    exit $status
}
trap finish EXIT
trap 'exit 130' INT TERM

need python3
[ -x "$posyncd" ] || (cd "$root" && swift build -c release --static-swift-stdlib --product posyncd)
upstreams_begin
world buy 1 > /dev/null
sed 's/^interval: .*/interval: 1d/; s/{credential: secret_coupa}/{file: coupa}/' "$work/upstreams/posyncd.yaml" > "$work/posyncd.yaml"
cp "$work/upstreams/coupa" "$work/coupa"

python3 - "$work/notify" << 'PYTHON' > "$work/told" &
import socket, sys
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.bind(sys.argv[1])
while True:
    print(listener.recv(8192).decode().splitlines()[0], flush=True)
PYTHON
manager=$!
until_it 10 test -S "$work/notify"

# The watchdog of the unit.
env $(cat "$work/upstreams/environment") AWS_SHARED_CREDENTIALS_FILE="$work/upstreams/aws" HOME="$work" \
    NOTIFY_SOCKET="$work/notify" WATCHDOG_USEC=60000000 \
    "$posyncd" run --config "$work/posyncd.yaml" --state "$work/state" 2> "$work/log" &
daemon=$!
until_it 60 grep -q '"event":"cycle.finished"' "$work/log" || { cat "$work/log"; exit 1; }
sleep 2

# CPU time in milliseconds.
processor() { awk -v hertz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print int(($12 + $13) * 1000 / hertz) }' "/proc/$daemon/stat"; }
memory() { awk -v what="$1:" '$1 == what { print $2 }' "/proc/$daemon/status"; }

threads=$(ls "/proc/$daemon/task" | wc -l)
processor_before=$(processor)
pings_before=$(grep -c WATCHDOG "$work/told" || true)
woken=$(python3 "$here/shell/wakes.py" "$daemon" "$seconds")
pings=$(($(grep -c WATCHDOG "$work/told" || true) - pings_before))

echo "idle for $seconds s: $threads threads, $woken wake-ups ($((woken * 60 / seconds)) a minute), $pings pings of the watchdog"
within "CPU time in an hour, by this rate" 3600 $((($(processor) - processor_before) * 3600 / seconds))
# Sixty of them are those of the runtime, whose thread pool looks at itself once a second.
within "wake-ups a minute" 100 $((woken * 60 / seconds)) wake-ups
within "resident memory" 40960 "$(memory VmRSS)" KiB
echo "       of that anonymous $(memory RssAnon) KiB, the program's file $(memory RssFile) KiB"
within "nothing was logged" 0 "$(sed '1,/cycle.finished/d' "$work/log" | wc -l)" lines
report_end
