"""How often the threads of a process go to sleep and are woken in a time: wakes.py PROCESS SECONDS

The kernel keeps the count for each thread and drops it with the thread; so they are looked at every half second.
"""

import os
import sys
import time

process, seconds = sys.argv[1], float(sys.argv[2])


def counts():
    found = {}
    for thread in os.listdir(f"/proc/{process}/task"):
        try:
            with open(f"/proc/{process}/task/{thread}/status") as file:
                found[thread] = next(int(line.split()[1]) for line in file if line.startswith("voluntary_ctxt"))
        except FileNotFoundError:
            pass
    return found


end = time.monotonic() + seconds
last = counts()
total = 0
while time.monotonic() < end:
    time.sleep(0.5)
    now = counts()
    total += sum(count - last.get(thread, 0) for thread, count in now.items())
    last = now
print(total)
