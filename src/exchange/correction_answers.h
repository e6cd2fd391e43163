/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A letter of the kind `outcome`: what came of corrections, told to the unit that sent them. */

#include "exchange/following.h"
#include "store/records.h"
#include "trust/correction.h"

struct correction_answers {
	char (*records)[RECORD_ID_SIZE + 1]; /* here; empty: unknown */
	struct following letter;
};
void correction_answers_clear(struct correction_answers *a);

/* For `body`. `terms` are those of the correction. */
bool correction_answers_start(struct correction_answers *a, struct act *act, const char *to,
                              const struct terms_named *terms, struct error *e) _must_check_;
/* `record`: its id here, NULL when there is none. */
bool correction_answers_add(struct correction_answers *a, struct act *act, const char *tag,
                            const char *record, const uint8_t letter[PACKAGE_ID_SIZE],
                            enum correction_outcome outcome, enum correction_keep kept, struct error *e)
	_must_check_;
/* For `logged`: an act of its own, unless there is nothing to tell, or the roster has no keys of the unit. */
bool correction_answers_send(struct correction_answers *a, struct act *act, struct error *e) _must_check_;
/* For `done` and `failed`. Gives the path, for the caller to free; NULL: no letter was made. */
char *correction_answers_publish(struct correction_answers *a, struct act *act);
void correction_answers_failed(struct correction_answers *a, const struct error *why);
