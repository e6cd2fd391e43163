/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Asking for a passphrase. A module of its own, so that a program which holds secrets but never asks for one
 * links no terminal. */

#include "crypto/secret.h"

/* Where passphrases come from: a descriptor (one a line, in the order asked; CR before the LF and a
 * byte-order mark are no part of it) or the terminal. */
struct passphrase_source {
	int fd;             /* -1: the terminal */
	const char *prompt; /* translated by the caller */
	const char *again;  /* second prompt when a new one is asked; NULL to skip */
};
#define PASSPHRASE_MAX 1024u
/* ERR_NO_TERMINAL, ERR_INTERRUPTED, ERR_PASSPHRASE when empty or the two typed ones differ (detail says). */
bool passphrase_read(const struct passphrase_source *from, struct secret *ret, struct error *e) _must_check_;
