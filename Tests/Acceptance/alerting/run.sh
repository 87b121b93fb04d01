#!/usr/bin/env bash
# From posyncd's log and numbers to the notices that people get: the real daemon, rsyslog, mtail, node_exporter, Prometheus
# and Alertmanager, with the files of Config/alerting, all on loopback. Prints what holds, and ends with 0 where all does.
#
#   Tests/Acceptance/alerting/run.sh [PATH-OF-POSYNCD]
#
# Needs python3, curl and the Debian packages mtail, prometheus, prometheus-alertmanager, prometheus-node-exporter and rsyslog.
# Takes some minutes: cycles are ten seconds apart, the shortest that posyncd takes, and silence is waited for.
#
#   ALERTING_RESTARTS=20   how often posyncd is started again while an incident lasts
#   ALERTING_PORT=19400    the first of the five ports that are used
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
config=$root/Config/alerting
work=$(mktemp -d)
posyncd=${1:-$root/.build/debug/posyncd}
restarts=${ALERTING_RESTARTS:-20}
port=${ALERTING_PORT:-19400}
interval=10

for part in ../shell/report ../shell/upstreams peers daemon notices; do . "$here/$part.sh"; done

finish() {
    status=$?
    daemon_end
    peers_end
    upstreams_end
    rm -rf "$work"
    exit $status
}
trap finish EXIT
trap 'exit 130' INT TERM

need python3 curl mtail prometheus prometheus-alertmanager prometheus-node-exporter rsyslogd
upstreams_begin
world buy 1 > /dev/null
peers_begin
daemon_begin
is "a cycle ends" until_it 30 grep -q '"event":"cycle.finished"' "$log"
is "the heartbeat arrives, by the log and by the numbers" until_it 60 eval \
    '[ "$(notices deadman firing PosyncdHeartbeat log)" -ge 1 ] && [ "$(notices deadman firing PosyncdHeartbeat metrics)" -ge 1 ]'

for subject in incident rotation silence; do
    echo "--- $subject"
    . "$here/subjects/$subject.sh"
done

holds "lines that are no JSON went elsewhere" 0 "$(grep -cv '^{' "$log")"
report_end
