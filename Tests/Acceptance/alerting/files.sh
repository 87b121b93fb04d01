#!/usr/bin/env bash
# Asks each monitoring program whether it accepts its file under Config/alerting, and whether the alerts fire as they
# should. Ends with 0 where all do; a program that is not there is skipped, and said.
#
#   Tests/Acceptance/alerting/files.sh
#
# The Debian packages are prometheus (promtool), prometheus-alertmanager (amtool), mtail, rsyslog, logrotate and jq.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
files=$(cd "$here/../../../Config/alerting" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# accepts PROGRAM WHAT COMMAND...
accepts() {
    local program=$1 what=$2
    shift 2
    if ! command -v "$program" > /dev/null; then
        echo "SKIPPED  $what: there is no $program"
    elif "$@" > "$work/log" 2>&1; then
        echo "holds    $what"
    else
        echo "FAILS    $what: $*"
        cat "$work/log"
        failed=1
    fi
}

for rules in log metrics; do
    accepts promtool "Prometheus accepts posyncd-$rules.rules.yml" \
        promtool check rules "$files/prometheus/posyncd-$rules.rules.yml"
    accepts promtool "its alerts fire when they should, and only then" \
        promtool test rules "$files/prometheus/posyncd-$rules.test.yml"
done
accepts amtool "Alertmanager accepts alertmanager.yml" amtool check-config "$files/alertmanager/alertmanager.yml"
accepts mtail "mtail accepts posyncd.mtail" mtail --compile_only --progs "$files/mtail/posyncd.mtail"
# As /etc/rsyslog.conf includes it.
printf 'global(maxMessageSize="16k" workDirectory="%s")\nmodule(load="imuxsock")\ninclude(file="%s")\n' \
    "$work" "$files/rsyslog/30-posyncd.conf" > "$work/rsyslog.conf"
accepts rsyslogd "rsyslog accepts 30-posyncd.conf" rsyslogd -N1 -f "$work/rsyslog.conf"
accepts logrotate "logrotate accepts posyncd.logrotate" sh -c \
    "install -m 0644 '$files/rsyslog/posyncd.logrotate' '$work/logrotate.conf' && logrotate --debug '$work/logrotate.conf'"
for list in metric-filters alarms; do
    accepts jq "cloudwatch/$list.json is a list of objects" \
        jq --exit-status 'type == "array" and length > 0 and all(type == "object")' "$files/cloudwatch/$list.json"
done
exit $failed
