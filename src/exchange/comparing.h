/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a record says now, against what it said when it went to a unit: which of the fields that had gone
 * there are otherwise, and may go again. Decided as of the day on which it went, on the declarations as they
 * stood then, and whoever's mandate it was: what was withdrawn since doesn't keep a wrong record wrong. */

#include "exchange/deliveries.h"
#include "store/consents.h"
#include "store/records.h"
#include "trust/agreement.h"

struct terms;
enum rule;
struct comparing {
	/* the caller's */
	struct act *act;
	const struct stored_record *stored;
	const struct record *now; /* the same, read */
	const struct delivery *to;

	const struct agreement *agreement;
	const struct agreement_purpose *purpose;
	struct terms *terms;
	struct consent *consents;
	size_t consent_count;
	struct record went;
	bool *gone;      /* these fields of it had gone */
	bool *told;      /* these were told since to be otherwise */
	int64_t version; /* place in the history of what went last */
	bool *keep;
	enum rule *rules;
	bool any;                     /* keep has a field */
	bool gone_there;              /* its receiver keeps nothing of it */
	struct buffer fields;         /* an object of what goes now; empty: none */
	struct buffer removed, names; /* of fields, a blank between: that say nothing any more; and all */
};
void comparing_clear(struct comparing *c);
/* `*ret_differs`: something that had gone is otherwise. `*ret_stayed`: nothing of the client may go. Neither
 * when what went isn't known any more, or was about somebody else. */
bool comparing(struct comparing *c, bool *ret_differs, bool *ret_stayed, struct error *e) _must_check_;
