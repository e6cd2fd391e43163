/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* How a consulent names what is in her store, and how it is named to her: an id by its beginning
 * (store/ids.h), a record also by the case number, a client by name and case number. No name is ever read
 * from the command line; a case number tells nobody outside the unit who it is about. */

#include "cli/command.h"
#include "record/record.h"
#include "report/account.h"
#include "store/ids.h"

/* The whole id of what was typed. A record may be named by its case number. ERR_NOT_FOUND, ERR_AMBIGUOUS. */
bool named_find(struct session *s, enum id_kind kind, const char *typed, char ret[ID_DIGITS + 1],
                struct error *e) _must_check_;
/* An id in a table, or behind a label: whole for programs, its beginning for people, who get it whole as well
 * when the store can't tell: what was done is told in any case. */
void named_cell(struct session *s, enum id_kind kind, const char *id);
void named_pair(struct session *s, const char *key, const char *label, enum id_kind kind, const char *id);
/* How many digits that are, for a sentence. */
unsigned named_digits(struct session *s, enum id_kind kind, const char *id);
/* "Bakker, Daan", "Berg, Eva van den"; empty when the record has no name. */
void name_append(struct buffer *out, const struct record *r);
/* "Bakker, Daan (PW-2026-00103)", or what there is of the two. */
void client_append(struct buffer *out, const struct record *r);
/* The same of the client whom a declaration names (trust/tie.h), as a current record has it; nothing when
 * none does. Logged as a look. */
bool named_client_of(struct session *s, const char *tie, struct buffer *out, struct error *e) _must_check_;
