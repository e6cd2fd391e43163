/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Corrections that came while a record was restricted: once it is unlocked they are applied, whoever got it
 * from here is told, and so is where they came from. */

#include "exchange/correction_answers.h"
#include "exchange/correction_letter.h"

struct waiting_correction {
	struct correction_answers answers;
	struct correction_letters onward;
};
void waiting_correction_clear(struct waiting_correction *w);
/* For `body`, once the record isn't restricted any more: the last one that came, which holds all that was
 * otherwise then. Nothing waits: nothing is done. */
bool waiting_correction_apply(struct waiting_correction *w, struct act *a, const char *record,
                              struct error *e) _must_check_;
/* For `logged`, `done` and `failed`. `publish` gives the path of the answer, or NULL. */
bool waiting_correction_send(struct waiting_correction *w, struct act *a, struct error *e) _must_check_;
char *waiting_correction_publish(struct waiting_correction *w, struct act *a);
void waiting_correction_failed(struct waiting_correction *w, const struct error *why);
