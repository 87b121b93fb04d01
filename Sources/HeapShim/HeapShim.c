#include "HeapShim.h"
#include <malloc.h>

void heap_use_one_arena(void) { mallopt(M_ARENA_MAX, 1); }
