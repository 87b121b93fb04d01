#ifndef CHECKSUM_SHIM_H
#define CHECKSUM_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Whether this processor has an instruction for CRC-32C (x86-64 with SSE 4.2).
bool crc32c_is_instruction(void);

/// Goes on with a CRC-32C over `count` bytes by that instruction; only where there is one. `sum` is the register, which is
/// the complement of the checksum.
uint32_t crc32c_by_instruction(uint32_t sum, const void *_Nullable bytes, size_t count);

#endif
