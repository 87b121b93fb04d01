# The service fails: what no restart mends is not restarted, and somebody is told.

inside systemctl stop posyncd
inside rm -f /var/lib/told/told
inside cp /etc/posyncd/posyncd.yaml /etc/posyncd/good.yaml
echo 'polcy: upsert' | inside sh -c 'cat >> /etc/posyncd/posyncd.yaml'
mark
is_not "it does not start with a mistake in its configuration" inside systemctl start posyncd
sleep 6
holds "its exit status is 78, and it is not started again" "exit-code 78 0" \
    "$(shown Result) $(shown ExecMainStatus) $(shown NRestarts)"
holds "the reason is said, as critical" 1 "$(journal --unit=posyncd --priority=crit --output=cat | grep -c 'command.failed.*polcy')"
is "OnFailure has run" until_it 10 inside test -s /var/lib/told/told
holds "the administrator's program was told once" 1 "$(inside grep -c '^--- posyncd.service exit-code' /var/lib/told/told)"
holds "with the reason, and the last lines" 2 \
    "$(inside grep -c -e 'its configuration is invalid; run posyncd-as-service check' -e 'command.failed.*polcy' /var/lib/told/told)"
inside mv /etc/posyncd/good.yaml /etc/posyncd/posyncd.yaml

inside mv /etc/posyncd/credentials/coupa /etc/posyncd/coupa
inside systemctl reset-failed posyncd
is_not "nor without a secret that the configuration names" inside systemctl start posyncd
holds "its exit status is 77" 77 "$(shown ExecMainStatus)"
inside chmod 0644 /etc/posyncd/on-failure
mark
inside systemctl reset-failed posyncd
forget_failures
is_not "once more, with a program that is not executable" inside systemctl start posyncd
is "that is said too" until_it 10 eval "journal --priority=err --output=cat | grep -q 'on-failure is not executable'"
inside chmod 0755 /etc/posyncd/on-failure
inside mv /etc/posyncd/coupa /etc/posyncd/credentials/coupa

# A damaged store: one bit of a record, with further ones behind it.
state=$work/layer/root/var/lib/private/posyncd
cp -a "$state" "$work/state"
journal_file=$(ls "$state"/journal-*.log | tail -n 1)
python3 - "$journal_file" << 'PYTHON'
import sys
with open(sys.argv[1], "r+b") as file:
    file.seek(200)
    byte = file.read(1)[0]
    file.seek(200)
    file.write(bytes([byte ^ 1]))
PYTHON
inside rm -f /var/lib/told/told
inside systemctl reset-failed posyncd
is_not "nor on a damaged store" inside systemctl start posyncd
holds "its exit status is 65" 65 "$(shown ExecMainStatus)"
is "and that is told" until_it 10 inside grep -q 'its store is damaged' /var/lib/told/told
cp -a "$work/state/." "$state/"
sleep 6
holds "none of these was started again" "failed 0" "$(shown ActiveState) $(shown NRestarts)"

# One that fails in a loop.
drop_in posyncd.service loop << 'UNIT'
[Unit]
StartLimitBurst=5
[Service]
Type=exec
ExecStart=
ExecStart=/bin/sh -c 'exit 70'
RestartSec=500ms
UNIT
inside rm -f /var/lib/told/told
inside systemctl reset-failed posyncd
inside systemctl start posyncd
is "a unit that fails in a loop is given up" until_it 20 eval '[ "$(shown ActiveState)" = failed ]'
is "that it was given up is told" until_it 10 inside grep -q 'posyncd.service on .* it is not started again' /var/lib/told/told
holds "and that it failed at first, nothing in between" 2 "$(inside grep -c '^--- posyncd.service' /var/lib/told/told)"
drop_in_end posyncd.service

# What a restart may mend is restarted.
drop_in posyncd.service soon << 'UNIT'
[Service]
RestartSec=1s
UNIT
restart
mark
inside systemctl kill --kill-who=main --signal=SIGKILL posyncd
is "a process that is killed is started again" until_it 10 eval '[ "$(shown NRestarts)" = 1 ] && [ "$(shown ActiveState)" = active ]'
is "and that is told" until_it 10 inside grep -q '^--- posyncd.service signal' /var/lib/told/told
drop_in_end posyncd.service
cycle_ends
