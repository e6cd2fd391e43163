/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Asking for what a plan lacks, as `agreement new` asks: one question at a time, on the terminal or from
 * standard input; `?` explains, `<` goes back, `-` leaves out, `.` stops. The plan is written to its file
 * after each answer. */

#include "tools/common/folder.h"
#include "tools/officer/setup_plan.h"

/* `*ret_done` false: stopped before the end. In a script: ERR_USAGE that names all that is missing, ERR_VALUE
 * with the line of an answer that isn't right. */
bool setup_ask(struct setup_plan *p, const struct folder *f, const char *path, bool *ret_done,
               struct error *e) _must_check_;
/* Every answer of a plan that somebody wrote; ERR_VALUE says which isn't right. */
bool setup_check(const struct setup_plan *p, const char *subject, struct error *e) _must_check_;
bool setup_save(const struct setup_plan *p, const char *path, struct error *e) _must_check_;
/* The plan of that file, whose every answer is right. */
bool setup_read(const char *path, struct setup_plan *ret, struct error *e) _must_check_;
/* What was answered before, or stands in the file `from` (NULL: none); the rest is asked. `*ret_ready`: there
 * is enough. ERR_FILE_EXISTS when there are answers already, and `from` too. */
bool setup_make_plan(const char *path, const char *from, const struct folder *f, struct setup_plan *ret,
                     bool *ret_ready, struct error *e) _must_check_;
