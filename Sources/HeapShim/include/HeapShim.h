#ifndef HEAP_SHIM_H
#define HEAP_SHIM_H

/// Makes glibc serve all threads from one heap (mallopt, M_ARENA_MAX); to be called before a second thread starts.
void heap_use_one_arena(void);

#endif
