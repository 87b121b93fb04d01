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
    "$(inside grep -c -e 'its configuration is invalid; run posyncd check' -e 'command.failed.*polcy' /var/lib/told/told)"
inside mv /etc/posyncd/good.yaml /etc/posyncd/posyncd.yaml

inside mv /etc/posyncd/credentials/coupa /etc/posyncd/coupa
inside systemctl reset-failed posyncd
is_not "nor without a secret that the configuration names" inside systemctl start posyncd
holds "its exit status is 77" 77 "$(shown ExecMainStatus)"
inside mv /etc/posyncd/coupa /etc/posyncd/credentials/coupa

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
