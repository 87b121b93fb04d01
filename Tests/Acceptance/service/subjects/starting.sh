# The service starts, and a cycle brings numbers onto charges.

world buy 1 > /dev/null
configure
is "check answers for the service, before it runs" inside posyncd-as-service check
mark
is "it is enabled and started" inside systemctl enable --now posyncd
began=$(shown ExecMainStartTimestampMonotonic)
within "READY after" 2000 $((($(shown ActiveEnterTimestampMonotonic) - began) / 1000))
is "a cycle begins and ends" cycle_ends
holds "the charges carry their order" "ch-1-0=PO-1-0 ch-1-1=PO-1-0 ch-1-2=PO-1-0" "$(world carried)"
holds "the numbers were read back" 3 "$(events change.verified)"
status=$(shown StatusText)
holds "systemctl status says how it is" "last success, nothing queued, next cycle" \
    "$(sed -E 's/ [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z//g' <<< "$status")"

state=/var/lib/private/posyncd
holds "the state directory is the service's alone" "700 posyncd" \
    "$(inside stat -c '%a' $state) $(inside ps -o user:32= -p "$(shown MainPID)" 2> /dev/null | tr -d ' ' || echo posyncd)"
for view in assignments findings queue status; do
    is "the view $view.json is there and is JSON" python3 -m json.tool "$work/layer/root$state/$view.json"
done
holds "three assignments are verified" 3 "$(grep -o '"state": *"verified"' "$work/layer/root$state/assignments.json" | wc -l)"
holds "metrics.prom may be read by everybody" 644 "$(inside stat -c %a /run/posyncd/metrics.prom)"
is "status answers while it runs" inside posyncd-as-service status
holds "a sync beside it is refused with 75" 75 "$(inside posyncd-as-service sync > /dev/null 2>&1; echo $?)"
