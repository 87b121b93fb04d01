"""Runs posyncd and the script against worlds of their own, in turn, and prints medians and ratios; see run.sh."""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CONFIGURATION = """
policy: assign-missing
feeds:
  - name: coupa-main
    kind: coupa
    url: {url}
    clientID: posyncd
    clientSecret: {{env: COUPA_SECRET}}
    select: {{supplierNames: [Amazon Web Services]}}
mapping:
  - {{name: agreement-in-part, from: line.auxiliaryPart, pattern: 'agmt-[a-z0-9]+', to: agreement}}
marketplace:
  management: {{account: "111111111111"}}
  accounts: {{discover: organization, role: PurchaseOrderSync}}
limits: {{changes: 1000000, fraction: 1.0}}
"""


class World:
    """Endpoints of their own for one side: served by a command, or given by the environment."""

    def __init__(self, command):
        self.environment = dict(os.environ, AWS_EC2_METADATA_DISABLED="true")
        self.process = None
        if not command:
            return
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            name, _, value = line.strip().partition("=")
            if name == "ready":
                return
            self.environment[name] = value
        sys.exit(f"{command[0]} ended before it served anything")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process:
            self.process.kill()
            self.process.wait()


def run(command, environment):
    """A command's output and what it cost: seconds of wall clock and of processor, MiB resident, MiB written."""
    begin = time.monotonic()
    with tempfile.TemporaryFile() as output, open(os.devnull, "wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - begin
        output.seek(0)
        text = output.read().decode()
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}: {text[-500:]}")
    cost = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "rss": usage.ru_maxrss / 1024,
            "written": usage.ru_oublock / 2048}
    return text, cost


def median(costs, name):
    return statistics.median(cost[name] for cost in costs)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--posyncd", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-script", action="store_true")
    parser.add_argument("world", nargs="*", help="the command that serves a world; none where the environment names one")
    options = parser.parse_args()
    whole, quiet, script = [], [], []
    calls = 0
    for number in range(options.rounds):
        work = tempfile.mkdtemp()
        try:
            with World(options.world) as world:
                configuration = os.path.join(work, "posyncd.yaml")
                with open(configuration, "w") as file:
                    file.write(CONFIGURATION.format(url=world.environment["COUPA_URL"]))
                sync = [options.posyncd, "sync", "--format", "json", "--config", configuration, "--state", work + "/state"]
                text, cost = run(sync, world.environment)
                whole.append(cost)
                changes = json.loads(text)["changes"]
                text, cost = run(sync, world.environment)
                quiet.append(cost)
                calls = sum(json.loads(text)["calls"].values())
            said = f"round {number + 1}: posyncd verified {changes['verified']} charges"
            if not options.without_script:
                with World(options.world) as world:
                    text, cost = run([sys.executable, os.path.join(HERE, "script.py")], world.environment)
                script.append(cost)
                said += ", the script: " + text.strip()
            print(said, flush=True)
        finally:
            shutil.rmtree(work)
    print(f"\nmedians of {options.rounds} rounds, in turn   wall s   CPU s   resident MiB   written MiB")

    def row(name, costs):
        print(f"{name:<34} {median(costs, 'wall'):>8.2f} {median(costs, 'cpu'):>7.2f} {median(costs, 'rss'):>14.0f}"
              f" {median(costs, 'written'):>13.1f}")

    row("posyncd, first sync", whole)
    if script:
        row("boto3 and requests", script)
        ratios = [median(whole, name) / median(script, name) for name in ("wall", "cpu", "rss")]
        print("%-34s %8.2f %7.2f %14.2f" % ("ratio", *ratios))
    row(f"posyncd, nothing changed ({calls} calls)", quiet)
    print("\nposyncd keeps to AWS's quotas and reads back what it wrote; the script does neither.")


main()
