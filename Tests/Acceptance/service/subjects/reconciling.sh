# The timer reconciles, whether the daemon runs or not.

drop_in posyncd-reconcile.timer soon << 'UNIT'
[Timer]
OnCalendar=
OnActiveSec=1s
AccuracySec=100ms
RandomizedDelaySec=0
UNIT
timer_fires() {
    inside systemctl stop posyncd-reconcile.timer
    mark
    inside systemctl start posyncd-reconcile.timer
    until_it 10 eval "journal --output=cat _PID=1 | grep -q posyncd-reconcile.service"
    until_it 30 eval '[ "$(shown ActiveState posyncd-reconcile.service)" = inactive ]'
}
holds "with the daemon running" active "$(shown ActiveState)"
process=$(shown MainPID)
timer_fires
is "it begins a cycle of the daemon" cycle_ends
holds "which goes on in the same process" "$process" "$(shown MainPID)"
holds "no second posyncd runs" 0 "$(events cycle.started posyncd-reconcile.service)"

inside systemctl stop posyncd
world buy 20 > /dev/null
timer_fires
holds "with the daemon stopped, it does the work itself" 1 "$(events cycle.finished posyncd-reconcile.service)"
holds "the charges carry their order" 3 "$(world carried | grep -o 'ch-20-[0-9]=PO-20-0' | wc -l)"
holds "it ends well" "success 0" "$(shown Result posyncd-reconcile.service) $(shown ExecMainStatus posyncd-reconcile.service)"
writes=$(world calls UpdatePurchaseOrders)
mark
inside systemctl start posyncd
cycle_ends
holds "the daemon goes on from that state and writes nothing again" "$writes" "$(world calls UpdatePurchaseOrders)"

# A cycle that cannot be made is told.
inside systemctl stop posyncd
inside rm -f /var/lib/told/told
inside cp /etc/posyncd/posyncd.yaml /etc/posyncd/good.yaml
inside sed -i 's#url: .*#url: http://127.0.0.1:9#' /etc/posyncd/posyncd.yaml
is_not "a cycle that is not complete fails the unit" inside systemctl start posyncd-reconcile
is "and that is told" until_it 10 inside grep -q '^--- posyncd-reconcile.service exit-code' /var/lib/told/told
inside mv /etc/posyncd/good.yaml /etc/posyncd/posyncd.yaml
drop_in_end posyncd-reconcile.timer
inside systemctl reset-failed
inside systemctl start posyncd
