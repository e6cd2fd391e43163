/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A letter that follows from an act, in its transaction: to one unit, on terms that were agreed before, with
 * one kind of line, about so many records. What is taken back, corrected, decided or forgotten is told by it,
 * and what ends isn't told of by half. */

#include "exchange/outgoing.h"

struct following {
	enum package_kind kind;
	char *to;
	struct terms_named terms;
	uint64_t records;
	struct member_spool member;
	struct outgoing outgoing;
	bool started;

	/* In `about`: names in the act each client whom it is about. `id` and `sequence` are set. */
	bool (*about)(struct act *a, void *context, struct error *e);
	void *context;

	char id[2 * PACKAGE_ID_SIZE + 1]; /* of the letter; empty: none was made … */
	uint64_t sequence;
	bool unreachable; /* … because the roster has no keys of that unit */
	char *path;       /* NULL: there is none */
	bool named;       /* as in pack_result */
};
/* For `body`. `member`: how its one member's name begins. Overrides aren't taken along with the terms. */
bool following_start(struct following *f, struct act *a, enum package_kind kind, const char *member,
                     const char *to, const struct terms_named *terms, struct error *e) _must_check_;
void following_clear(struct following *f);
/* A line, about a record more. */
bool following_line(struct following *f, struct bytes line, struct error *e) _must_check_;
/* For `logged`: an act of its own. One that wasn't started, or without a line, isn't sent. */
bool following_send(struct following *f, struct act *a,
                    bool (*about)(struct act *a, void *context, struct error *e), void *context,
                    struct error *e) _must_check_;
/* What was sent, for whoever tells of it. */
struct told_letter {
	char *to;
	char id[2 * PACKAGE_ID_SIZE + 1]; /* of the letter; empty: none could be made … */
	uint64_t sequence, records;
	char *path; /* … NULL, because the roster has no keys of that unit */
	bool named; /* as in pack_result */
};
void told_letters_free(struct told_letter *list, size_t count);
/* After `done`. `ret` takes over what it points to. */
void following_give(struct following *f, struct told_letter *ret);

/* For `done` and `failed`. */
void following_publish(struct following *f, struct act *a);
void following_failed(struct following *f, const struct error *why);
