# A stop with a request in flight.

for operation in list UpdatePurchaseOrders; do
    if [ $operation = list ]; then number=2; else number=3; fi
    world buy $number > /dev/null
    world hang $operation > /dev/null
    before=$(world calls $operation)
    mark
    inside systemctl kill --kill-who=main --signal=SIGUSR1 posyncd
    is "a call of $operation is out and unanswered" until_it 10 eval '[ "$(world calls $operation)" -gt "$before" ]'
    begun=$(now_ms)
    inside systemctl stop posyncd
    within "a stop with a call of $operation in flight takes" 10000 $(($(now_ms) - begun))
    holds "and is a clean one" "success 0" "$(shown Result) $(shown ExecMainStatus)"
    world heal > /dev/null
    mark
    inside systemctl start posyncd
    cycle_ends
    carried() { world carried | grep -o "ch-$number-[0-9]=PO-$number-0" | wc -l; }
    until_it 60 eval '[ "$(carried)" = 3 ]'
    holds "the next start makes good for it, all charges carry their order" 3 "$(carried)"
done
mark
inside systemctl stop posyncd
holds "a stop says so once" 1 "$(events daemon.stopping)"
holds "and tells nobody of a failure" 0 "$(journal --output=cat | grep -c 'has failed' )"
inside systemctl start posyncd
