# Reload, and a cycle that is asked for.

process=$(shown MainPID)
mark
inside sed -i 's/^interval: .*/interval: 30m/' /etc/posyncd/posyncd.yaml
is "a good file is reloaded" inside systemctl reload posyncd
is "config.reloaded is said" until_it 5 has config.reloaded
cycle_ends
holds "its interval is in force" "posyncd_cycle_interval_seconds 1800.000" \
    "$(inside grep '^posyncd_cycle_interval_seconds' /run/posyncd/metrics.prom)"

mark
inside cp /etc/posyncd/posyncd.yaml /etc/posyncd/good.yaml
echo 'polcy: upsert' | inside sh -c 'cat >> /etc/posyncd/posyncd.yaml'
inside systemctl reload posyncd || true
is "a bad file is refused" until_it 5 has config.rejected
is "the line says which key" eval "journal --unit=posyncd --output=cat | grep config.rejected | grep -q polcy"
until_it 5 eval '[ "$(shown ActiveState)" = active ]' || true
holds "the service goes on" "active $process" "$(shown ActiveState) $(shown MainPID)"
inside mv /etc/posyncd/good.yaml /etc/posyncd/posyncd.yaml

mark
begun=$(now_ms)
inside systemctl kill --kill-who=main --signal=SIGUSR1 posyncd
until_it 5 has cycle.started
within "SIGUSR1 begins a cycle after" 2000 $(($(now_ms) - begun))
cycle_ends
