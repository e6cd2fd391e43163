/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a process gives up before it reads anything of anybody, so that whoever gets hold of it has no more
 * than the account that it runs as. It isn't what keeps secrets out of dumps (crypto/secret.h). */

#include "base/error.h"

/* Once at the start of every program, before there are threads; twice does no harm. From then on, for this
 * process and what it might start, for good:
 * - no program that it starts has more rights than it (PR_SET_NO_NEW_PRIVS, prctl(2));
 * - no capabilities(7), whoever it runs as: root is then an account as any other, that may read and write
 *   what is its own and what its mode allows others.
 * ERR_LIBRARY where the kernel refuses. */
bool confinement_start(struct error *e) _must_check_;
