# A second organization on the same host.

configure /etc/posyncd/acme
mark
is "posyncd@acme starts beside posyncd" inside systemctl start posyncd@acme
is "a cycle of it ends" until_it 20 has cycle.finished 1 posyncd@acme.service
holds "it has a state directory of its own" "700" "$(inside stat -c %a /var/lib/private/posyncd-acme)"
holds "its lines have its name" posyncd-acme \
    "$(journal --unit=posyncd@acme --output=json _TRANSPORT=stdout | sed -n 's/.*"SYSLOG_IDENTIFIER":"\([^"]*\)".*/\1/p' | grep posyncd | sort -u)"
holds "it is a user of its own" differs \
    "$([ "$(inside stat -c %u /proc/"$(shown MainPID)")" = "$(inside stat -c %u /proc/"$(shown MainPID posyncd@acme)")" ] || echo differs)"
is "posyncd-as-service -i acme sees its state" inside posyncd-as-service -i acme status
holds "both run" "active active" "$(shown ActiveState) $(shown ActiveState posyncd@acme)"
inside rm -f /var/lib/told/told
echo 'polcy: upsert' | inside sh -c 'cat >> /etc/posyncd/acme/posyncd.yaml'
is_not "with a mistake in its configuration it does not start" inside systemctl restart posyncd@acme
is "and that is told with its name" until_it 10 inside grep -q 'run posyncd-as-service -i acme check' /var/lib/told/told
inside systemctl reset-failed posyncd@acme
inside rm -rf /etc/posyncd/acme
