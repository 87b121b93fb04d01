"""Receives Alertmanager's notices: receiver.py PORT FILE

Writes a line for each alert in a notice: time, receiver, status, alert, way (log or metrics), scenario.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

port, path = int(sys.argv[1]), sys.argv[2]


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        notice = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with open(path, "a") as file:
            for alert in notice["alerts"]:
                labels = alert["labels"]
                way = "log" if "log" in labels else "metrics"
                words = [self.path[1:], alert["status"], labels["alertname"], way, labels.get("scenario", "-")]
                print(int(time.time()), *words, file=file)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


open(path, "a").close()
HTTPServer(("127.0.0.1", port), Receiver).serve_forever()
