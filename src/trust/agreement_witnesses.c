/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement_witnesses.h"

#include "base/text.h"

#include <string.h>

bool agreement_quorum_parse(const char *text, size_t count, size_t *ret)
{
	uint64_t number;
	if (review_is_same(text, "any"))
		number = 1;
	else if (review_is_same(text, "all"))
		number = count;
	else if (!review_count(text, count, &number))
		return false;
	*ret = (size_t)number;
	return count > 0;
}

static bool is_listed(char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (review_is_same(names[i], name))
			return true;
	return false;
}

/* Of all that it names; "all" is all but the unit itself, which witnesses no log of its own. */
static size_t needed(size_t quorum, size_t named, size_t others)
{
	return quorum == named ? others : quorum;
}

size_t agreement_witnesses_needed(const struct agreement *a, const char *unit)
{
	size_t others = a->witness_count - is_listed(a->witnesses, a->witness_count, unit);
	return needed(a->witness_quorum, a->witness_count, others);
}

static bool is_witness(const struct roster *r, const char *name)
{
	const struct roster_person *p = roster_person(r, name);
	return roster_unit(r, name) || (p && p->has_witness && roster_is_an_officer(r, name));
}

static void review_name(struct agreement_review *r, size_t index)
{
	char *const *names = r->text->witnesses;
	struct review_place place = review_at_item("witnesses", index, NULL);
	if (!name_is_valid(bytes_of_string(names[index])) || is_listed(names, index, names[index]))
		review_breach(r, RULE_VALUE, place, "witnesses");
	else if (r->roster && !is_witness(r->roster, names[index]))
		review_breach(r, RULE_WITNESS_UNKNOWN, place, "%s", names[index]);
}

/* For the log of a party: can there be so many, and is somebody among them who is no party? */
static void review_log(struct agreement_review *r, const char *unit, size_t quorum)
{
	const struct agreement_text *t = r->text;
	size_t others = t->witnesses_count - is_listed(t->witnesses, t->witnesses_count, unit), parties = 0;
	for (size_t i = 0; i < t->parties_count; i++)
		parties += !review_is_same(t->parties[i].unit, unit) &&
		           is_listed(t->witnesses, t->witnesses_count, t->parties[i].unit);
	size_t asked = needed(quorum, t->witnesses_count, others);
	if (asked > others || others == 0)
		review_breach(r, RULE_WITNESS_TOO_FEW, review_at_key("witness_quorum"), "%s", unit);
	else if (parties >= asked)
		review_breach(r, RULE_WITNESS_PARTIES, review_at_key("witness_quorum"), "%s", unit);
}

void review_witnesses(struct agreement_review *r)
{
	const struct agreement_text *t = r->text;
	size_t quorum;
	if (t->witnesses_count == 0 && review_is_missing(t->witness_quorum))
		return;
	if (t->witnesses_count == 0)
		review_breach(r, RULE_PART_MISSING, review_at_key("witnesses"), "witnesses");
	else if (review_is_missing(t->witness_quorum))
		review_breach(r, RULE_PART_MISSING, review_at_key("witness_quorum"), "witness_quorum");
	if (review_is_missing(t->witness_days))
		review_breach(r, RULE_PART_MISSING, review_at_key("witness_days"), "witness_days");
	for (size_t i = 0; i < t->witnesses_count && !review_is_stopped(r); i++)
		review_name(r, i);
	if (t->witnesses_count == 0 || review_is_missing(t->witness_quorum))
		return;
	if (!agreement_quorum_parse(t->witness_quorum, t->witnesses_count, &quorum)) {
		review_breach(r, RULE_VALUE, review_at_key("witness_quorum"), "witness_quorum");
		return;
	}
	for (size_t i = 0; i < t->parties_count && !review_is_stopped(r); i++)
		if (!review_is_missing(t->parties[i].unit))
			review_log(r, t->parties[i].unit, quorum);
}
