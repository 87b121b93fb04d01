"""Runs a command and prints, in a last line of its own, its wall clock and CPU time in milliseconds and the most memory
that it had in KiB.
"""
import os
import sys
import time

started = time.monotonic()
process = os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(process, 0)
took = time.monotonic() - started
print()
print(round(took * 1000), round((usage.ru_utime + usage.ru_stime) * 1000), usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
