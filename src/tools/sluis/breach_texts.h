/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Texts on a breach that people finish: the answers that the form of the Autoriteit Persoonsgegevens asks
 * for, in the order of its parts (AVG 33(3)), and a letter to clients (AVG 34(2)). What a person must know or
 * judge is a blank in both: how it came, whether there is a risk, what may follow, what was done. No value of
 * a record stands in them but the name and address of the one client to whom a letter is. */

#include "tools/sluis/breach_account.h"

/* BASE.txt and BASE.html: the form; and BASE-client.txt and .html, the letter without a name. */
bool breach_write_texts(struct session *s, const char *base, const struct breach *b, const struct exposure *x,
                        struct error *e) _must_check_;
/* BASE.txt and BASE.html: the letter to that one client. */
bool breach_write_letter(struct session *s, const char *base, const struct breach_written *w, struct error *e)
	_must_check_;
