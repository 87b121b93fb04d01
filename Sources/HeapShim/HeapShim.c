#include "HeapShim.h"
#include <malloc.h>

void heap_use_one_arena(void) { mallopt(M_ARENA_MAX, 1); }

void heap_return_large_blocks(void) {
    mallopt(M_MMAP_THRESHOLD, 2 << 20);
    mallopt(M_TRIM_THRESHOLD, 2 << 20);
}

void heap_return_free_pages(void) { malloc_trim(0); }
