# The service runs behind the walls of its unit.

exposure=$(inside systemd-analyze security --threshold=12 posyncd.service) && verdict=passed || verdict=failed
holds "systemd-analyze security passes at 1.2 for the loaded unit" passed "$verdict"
echo "       $(tail -n 1 <<< "$exposure")"
process=$(shown MainPID)
status=$(inside cat "/proc/$process/status")
field() { sed -n "s/^$1:[[:space:]]*//p" <<< "$status"; }
holds "the running process is filtered, without privileges or capabilities" "2 1 0000000000000000 0000000000000000" \
    "$(field Seccomp) $(field NoNewPrivs) $(field CapEff) $(field CapBnd)"
holds "it is a user without a name in /etc/passwd" 0 "$(inside grep -c '^posyncd:' /etc/passwd)"

# Another program behind the same walls, to try them.
{
    sed -e '/^ExecStart=/d; /^ExecStopPost=/d; /^ExecReload=/d; /^OnFailure=/d; /^Restart/d; /^Watchdog/d; /^Type=/d; /^Condition/d' \
        -e 's/^StateDirectory=.*/StateDirectory=posyncd-probe/; s/^RuntimeDirectory=.*/RuntimeDirectory=posyncd-probe/' \
        -e 's/^User=.*/User=posyncd-probe/' "$root/systemd/posyncd.service" | sed '/^\[Install\]/,$d'
    echo "Type=oneshot"
    echo "ExecStart=/bin/sh /src/Tests/Acceptance/service/probe"
} | put 0644 /etc/systemd/system/posyncd-probe.service
inside systemctl daemon-reload
mark
is "another program behind the same walls ends as it should" inside systemctl start posyncd-probe
holds "and got nowhere" "" "$(journal --unit=posyncd-probe --output=cat _TRANSPORT=stdout | grep '^could')"
holds "however it tried" 9 "$(journal --unit=posyncd-probe --output=cat _TRANSPORT=stdout | grep -c '^refused')"
holds "no process was ended by a system call" 0 "$(inside journalctl --no-pager | grep -c SIGSYS)"
inside rm /etc/systemd/system/posyncd-probe.service
inside systemctl daemon-reload
