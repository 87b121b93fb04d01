# A newer package over the running service.

cycles() { inside posyncd-as-service status --format json | sed -n 's/.*"cycle": *\([0-9]*\).*/\1/p' | head -n 1; }
dpkg-deb --raw-extract "$POSYNCD_DEB" "$work/newer"
version=$(sed -n 's/^Version: //p' "$work/newer/DEBIAN/control")
sed -i "s/^Version: .*/Version: $version+1/" "$work/newer/DEBIAN/control"
dpkg-deb --root-owner-group -Znone --build "$work/newer" "$work/newer.deb" > /dev/null
put 0644 /tmp/newer.deb < "$work/newer.deb"
rm -rf "$work/newer"

process=$(shown MainPID)
before=$(cycles)
writes=$(world calls UpdatePurchaseOrders)
carried=$(world carried)
inside sh -c 'echo "# mine" >> /etc/default/posyncd'
mark
is "it is installed over the running one" inside dpkg --force-confold --install /tmp/newer.deb
holds "the new version" "$version+1" "$(inside dpkg-query --showformat='${Version}' --show posyncd)"
holds "the service was restarted, once" "active differs 1" \
    "$(shown ActiveState) $([ "$(shown MainPID)" = "$process" ] || echo differs) $(events daemon.started)"
is "a cycle ends" cycle_ends
holds "its state was kept" "$((before + 1))" "$(cycles)"
holds "and nothing was written a second time" "$writes $carried" "$(world calls UpdatePurchaseOrders) $(world carried)"
holds "the administrator's variables were kept" 1 "$(inside grep -c '^# mine' /etc/default/posyncd)"
inside systemctl stop posyncd
is "an upgrade leaves a stopped service stopped" inside dpkg --force-confold --force-downgrade --install /tmp/posyncd.deb
holds "as it was" inactive "$(shown ActiveState)"
inside systemctl start posyncd
