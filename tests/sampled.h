/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How much of a sweep is played: all of it in a plain build; with the sanitizers, which look for other faults
 * and are some five times as slow, one in so many. */
#pragma once

#ifdef __SANITIZE_ADDRESS__
#define ONE_IN(n) ((size_t)(n))
#else
#define ONE_IN(n) ((size_t)1)
#endif
