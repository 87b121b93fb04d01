#ifndef HEAP_SHIM_H
#define HEAP_SHIM_H

/// Makes glibc serve all threads from one heap (mallopt, M_ARENA_MAX); to be called before a second thread starts.
void heap_use_one_arena(void);

/// Makes glibc serve large blocks from mappings of their own, which go back to the system when they are freed (mallopt,
/// M_MMAP_THRESHOLD). By itself it would raise what counts as large whenever such a block is freed, up to 32 MiB.
void heap_return_large_blocks(void);

#endif
