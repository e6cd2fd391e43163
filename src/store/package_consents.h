/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* On which declarations of clients a sent package rests. When one is withdrawn, this
 * tells which packages went on it. */

#include "trust/manifest.h"

struct store;

/* `consent` is a declaration's id, 32 hexadecimal digits. Twice is once. */
bool package_consents_add(struct store *s, const char *consent, const uint8_t package[PACKAGE_ID_SIZE],
                          struct error *e) _must_check_;
bool package_consents_has(struct store *s, const char *consent, const uint8_t package[PACKAGE_ID_SIZE],
                          bool *ret, struct error *e) _must_check_;
/* The packages that rest on it, in the order of their ids. */
bool package_consents_each(struct store *s, const char *consent,
                           bool (*each)(void *context, const uint8_t package[PACKAGE_ID_SIZE],
                                        struct error *e),
                           void *context, struct error *e) _must_check_;
/* A package that never left rests on nothing. */
bool package_consents_forget(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], struct error *e)
	_must_check_;
