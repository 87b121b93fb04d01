#include "ChecksumShim.h"

#if defined(__x86_64__)
#include <nmmintrin.h>
#include <string.h>

bool crc32c_is_instruction(void) { return __builtin_cpu_supports("sse4.2"); }

__attribute__((target("sse4.2")))
uint32_t crc32c_by_instruction(uint32_t sum, const void *bytes, size_t count) {
    const unsigned char *place = bytes;
    uint64_t wide = sum;
    for (; count >= 8; count -= 8, place += 8) {
        uint64_t word;
        memcpy(&word, place, 8);
        wide = _mm_crc32_u64(wide, word);
    }
    sum = (uint32_t)wide;
    for (; count > 0; count--) sum = _mm_crc32_u8(sum, *place++);
    return sum;
}
#else
bool crc32c_is_instruction(void) { return false; }

uint32_t crc32c_by_instruction(uint32_t sum, const void *bytes, size_t count) {
    (void)bytes;
    (void)count;
    return sum;
}
#endif
