#include "DumpShim.h"
#include <sys/prctl.h>

void dump_forbid(void) { prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
