/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Encrypted scratch space: what a package or an act gathers before its place in
 * the output is known. An unlinked file in HOME, as age, under a throw-away key
 * that lives in locked memory only; so nothing legible ever touches the disk, and
 * memory doesn't grow with the number of clients. Written once, then read once. */

#include "crypto/age.h"

struct spool;

bool spool_start(const char *directory, struct spool **ret, struct error *e) _must_check_;
struct sink spool_sink(struct spool *s);
/* No more writing; back to the start. */
bool spool_rewind(struct spool *s, struct error *e) _must_check_;
struct source spool_source(struct spool *s);
void spool_freep(struct spool **s);
