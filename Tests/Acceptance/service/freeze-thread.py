"""Freezes threads of a process until it ends: freeze-thread.py PROCESS transfers|workers

transfers: the thread that waits in poll, which is libcurl's. workers: every thread but the first.
SIGSTOP to a thread stops its whole process. A debugger's stop does not: the other threads go on.
"""

import ctypes
import os
import platform
import sys

PTRACE_ATTACH = 16
ALL_CHILDREN = 0x40000000
POLL = {"x86_64": "7", "aarch64": "73"}[platform.machine()]

process, which = int(sys.argv[1]), sys.argv[2]


def call(thread):
    with open(f"/proc/{process}/task/{thread}/syscall") as file:
        return file.read().split()[0]


threads = [int(thread) for thread in os.listdir(f"/proc/{process}/task")]
chosen = [t for t in threads if t != process and (which == "workers" or call(t) == POLL)]
if not chosen:
    sys.exit(f"no such thread; they are in the calls {[call(t) for t in threads]}")
libc = ctypes.CDLL(None, use_errno=True)
for thread in chosen:
    if libc.ptrace(PTRACE_ATTACH, thread, None, None) != 0:
        sys.exit(os.strerror(ctypes.get_errno()))
    os.waitpid(thread, ALL_CHILDREN)
print(f"frozen: {len(chosen)} of {len(threads)}", flush=True)
# The end of the traced threads.
try:
    while True:
        os.waitpid(-1, ALL_CHILDREN)
except ChildProcessError:
    pass
