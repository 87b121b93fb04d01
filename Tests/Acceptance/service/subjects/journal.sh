# What stands in the journal.

world integration off > /dev/null
mark
inside systemctl kill --kill-who=main --signal=SIGUSR1 posyncd
cycle_ends
world integration on > /dev/null
journal --unit=posyncd --output=json > "$work/lines.json"
judged=$(python3 - "$work/lines.json" << 'PYTHON'
import json, sys
priorities = {"debug": 7, "info": 6, "notice": 5, "warning": 4, "error": 3, "critical": 2}
lines = wrong = other = 0
levels = set()
for text in open(sys.argv[1]):
    entry = json.loads(text)
    if entry.get("_SYSTEMD_UNIT") != "posyncd.service" or entry["_TRANSPORT"] != "stdout": continue
    lines += 1
    try:
        line = json.loads(entry["MESSAGE"])
    except ValueError:
        other += 1
        continue
    levels.add(line["level"])
    if int(entry["PRIORITY"]) != priorities[line["level"]] or list(line)[:4] != ["ts", "level", "event", "message"]:
        wrong += 1
    if entry["SYSLOG_IDENTIFIER"] != "posyncd": wrong += 1
print("lines" if lines > 3 else "no lines", wrong, other, " ".join(sorted(levels)))
PYTHON
)
holds "every line is JSON with its level as the journal's priority" "lines 0 0 error info" "$judged"
holds "an error is found by its priority" 1 "$(journal --unit=posyncd --priority=err --output=cat | grep -c billing-integration-missing)"
mark
inside systemctl kill --kill-who=main --signal=SIGUSR1 posyncd
cycle_ends
holds "and its end is said once" 1 "$(events finding.resolved)"
