#ifndef HEAP_SHIM_H
#define HEAP_SHIM_H

/// Makes glibc serve all threads from one heap (mallopt, M_ARENA_MAX); to be called before a second thread starts.
void heap_use_one_arena(void);

/// Makes glibc serve blocks of 2 MiB and more from mappings of their own, which go back to the system when they are freed,
/// and give back the end of the heap when so much of it is free (mallopt, M_MMAP_THRESHOLD and M_TRIM_THRESHOLD). By itself
/// it would raise both bounds whenever a large block is freed, up to 32 and 64 MiB.
void heap_return_large_blocks(void);

/// Gives back every page on which nothing lies, also in the middle of the heap (malloc_trim); takes some milliseconds for
/// each hundred MiB.
void heap_return_free_pages(void);

#endif
