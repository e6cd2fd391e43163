/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* How much memory there is to be had, for work whose size a file decides: asking first is better than to be
 * killed halfway, and others with us. Not an allocator. */

#include "base/error.h"

/* Bytes that this process can still take without swapping: the least of what the machine has available
 * (MemAvailable, proc_meminfo(5)), what its control group may have (memory.max, cgroups(7), version 2) and
 * what is left of its address space (RLIMIT_AS). What can't be read bounds nothing; UINT64_MAX when none of
 * them does. `root` is "" but for tests: it stands before the paths of /proc and /sys. */
uint64_t memory_available(const char *root);
