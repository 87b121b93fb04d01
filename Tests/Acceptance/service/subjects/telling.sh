# The shipped notifier for a chat: a unit that fails, and digests of findings.

nsenter --target "$leader" --net python3 - "$work/chat" << 'PYTHON' &
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Chat(BaseHTTPRequestHandler):
    def do_POST(self):
        with open(sys.argv[1], "ab") as file:
            file.write(self.rfile.read(int(self.headers["Content-Length"])) + b"\n")
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass

open(sys.argv[1], "w").close()
HTTPServer(("127.0.0.1", 9097), Chat).serve_forever()
PYTHON
chat=$!
forget_failures
until_it 10 test -e "$work/chat"

inside cp /etc/posyncd/on-failure /etc/posyncd/on-failure.test
inside cp /usr/share/posyncd/alerting/notify/chat /etc/posyncd/on-failure
printf 'http://127.0.0.1:9097/hook' | put 0600 /etc/posyncd/credentials/chat
inside sh -c 'echo "alerts: {command: [/usr/share/posyncd/alerting/notify/chat]}" >> /etc/posyncd/posyncd.yaml'
restart
cycle_ends
world integration off > /dev/null
mark
inside systemctl kill --kill-who=main --signal=SIGUSR1 posyncd
is "a digest arrives, by a command behind the daemon's walls" until_it 20 grep -q 'billing-integration-missing' "$work/chat"
world integration on > /dev/null
inside systemctl kill --kill-who=main --signal=SIGUSR1 posyncd
is "and one that it is over" until_it 20 grep -qi 'resolved' "$work/chat"
inside systemctl kill --kill-who=main --signal=SIGKILL posyncd
is "a failure of the unit arrives" until_it 20 grep -q 'posyncd.service on .* has failed' "$work/chat"
holds "each is a JSON object" "$(wc -l < "$work/chat")" "$(python3 -c '
import json, sys
print(sum(1 for line in open(sys.argv[1]) if list(json.loads(line)) == ["text"]))' "$work/chat")"

kill "$chat"
inside mv /etc/posyncd/on-failure.test /etc/posyncd/on-failure
inside rm /etc/posyncd/credentials/chat
inside sed -i '/^alerts:/d' /etc/posyncd/posyncd.yaml
until_it 20 eval '[ "$(shown ActiveState)" = active ]'
restart
cycle_ends
