/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Who has access and who may, in words: for `access list`, and wherever the two differ and somebody is to
 * know. The word for people is access; what it is made of are slots (store/slots.h). */

#include "exchange/access.h"
#include "tools/common/session.h"

/* The recovery key, which is given access as persons are, by this name. */
bool access_is_recovery(const char *person);
/* What to do about a row that doesn't fit, as a sentence with the command; empty of one that does. NULL: out
 * of memory. The caller frees. */
char *access_sentence(const struct access_row *row);
/* The same of a change that was cut off, or of slots that aren't those of the list. */
char *access_unfinished_sentence(const struct access_overview *o);
/* After a roster came: those who have access and no mandate any more, a line each, and whoever has a mandate
 * and no access yet. */
bool access_tell_differing(struct session *s, struct error *e) _must_check_;
