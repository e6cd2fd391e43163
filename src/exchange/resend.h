/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A package of cases, or a request, that got lost goes again: the file that is kept, or the same package made
 * again from the records, under its own number and its own signed manifest, in a fresh encryption. Who
 * withdrew since is heard, and what changed since isn't sent as if it were what was signed. The receiver who
 * did open it says so, and answers with the receipt of then. docs/adr/0085-the-same-letter-again.md. */

#include "exchange/pack.h"

/* `id` is the package's, in hex; `ret->path` is where the file stands. One that arrived only goes to who lost
 * it since: for a copy of it that is kept elsewhere (`copied`), since the outbox is for what is waited for.
 * ERR_NOT_FOUND; ERR_NO_RESEND (it never left, arrived, was refused, or is a letter of another kind);
 * ERR_SENT_CHANGED when it would no longer be what was signed; ERR_PACKAGE_EXPIRED; and what keeps any
 * package from leaving.
 */
bool resend(struct desk *d, const char *id, bool copied, struct pack_result *ret, struct error *e)
	_must_check_;
