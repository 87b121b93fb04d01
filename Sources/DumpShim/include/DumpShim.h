#ifndef DUMP_SHIM_H
#define DUMP_SHIM_H

/// Keeps the memory of this process to itself (prctl, PR_SET_DUMPABLE): it leaves no core whatever the limits and the host's
/// pattern for cores are, and no other process of its user may read it. Root still may.
void dump_forbid(void);

#endif
