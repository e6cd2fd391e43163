/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Letters that tell other units what an act did with clients' records: one for each unit and each package on
 * whose terms it goes, all in the transaction of that act. */

#include "exchange/following.h"

struct told_draft {
	uint8_t package[PACKAGE_ID_SIZE]; /* whose terms they are; zeros: of none */
	struct following letter;
	char **records; /* ids */
};
struct told_letters {
	enum package_kind kind;
	const char *member; /* how its members' names begin: "acceptances" */
	struct told_draft **list;
	size_t count;
};
void told_letters_clear(struct told_letters *t);

/* For `body`: the letter to `to` on the terms of a package that was received, or sent. */
bool told_letters_on_package(struct told_letters *t, struct act *a, const char *to,
                             const uint8_t package[PACKAGE_ID_SIZE], bool sent, struct told_draft **ret,
                             struct error *e) _must_check_;
/* The same on terms that are at hand, which are copied. */
bool told_letters_on_terms(struct told_letters *t, struct act *a, const char *to,
                           const struct terms_named *terms, struct told_draft **ret, struct error *e)
	_must_check_;
/* A line of it, about a record; NULL: of none that is here. */
bool told_letters_add(struct told_draft *l, struct bytes line, const char *record, struct error *e)
	_must_check_;
/* For `logged`, `done` and `failed`. */
bool told_letters_send(struct told_letters *t, struct act *a, struct error *e) _must_check_;
void told_letters_publish(struct told_letters *t, struct act *a);
void told_letters_failed(struct told_letters *t, const struct error *why);
/* What was sent, to be given to told_letters_free. */
bool told_letters_give(struct told_letters *t, struct told_letter **ret, size_t *ret_count, struct error *e)
	_must_check_;
