/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The questions of `agreement new`: one by one, in the language of the messages, each
 * answer checked at once by the rules of `agreement check`. What was answered stands in
 * the draft on disk after every answer, so that nothing is lost when it stops, and
 * another time goes on with what the draft lacks. */

#include "trust/agreement.h"
#include "trust/agreement_draft.h"

/* Asks what `draft` lacks, and writes it to `path` after each answer (the file is replaced). `with` has a
 * catalogue and a table of grounds; its roster may be NULL. `*ret_done` is false when it was stopped before
 * the last question. In a script a refused answer is ERR_AGREEMENT_INVALID, and an end too early ERR_MISSING,
 * both with the line of standard input. */
bool agreement_interview(struct agreement_text *draft, const struct agreement_against *with, const char *path,
                         bool *ret_done, struct error *e) _must_check_;
