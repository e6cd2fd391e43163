/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A client's receipt of what the client said, in words that the client reads: who asked, what for, which
 * data, to whom, from when until when, and how to withdraw. For programs that of trust/consent_receipt.h. */

#include "tools/common/session.h"
#include "trust/consent.h"

/* In the session's account. */
bool receipt_tell(struct session *s, const struct consent *c, struct error *e) _must_check_;
/* As BASE.html, in the language of messages, and BASE.json where it is of a consent: new files, which are
 * told. */
bool receipt_write(struct session *s, const char *base, const struct consent *c, struct error *e)
	_must_check_;
