/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/verdict.h"

#include "base/code.h"

static const struct code verdicts[] = {
#define X(verdict, name, words) [verdict] = { name, words },
	SIGNATURE_VERDICTS(X)
#undef X
};

const char *signature_verdict_name(enum signature_verdict v)
{
	return code_name(verdicts, ELEMENTS(verdicts), v);
}

const char *signature_verdict_words(enum signature_verdict v)
{
	return code_words(verdicts, ELEMENTS(verdicts), v);
}

/* What one row says of a signature by the key that it is about. */
static enum signature_verdict fate(const struct roster_revocation *v, moment made, moment arrived)
{
	if (made >= v->effective)
		return SIGNATURE_INVALID;
	if (revocation_spares_dates(v->reason) || (arrived && arrived < v->effective))
		return SIGNATURE_SINCE_REVOKED;
	return SIGNATURE_UNPROVEN;
}

static void judge_revocation(const struct signature *s, const struct roster *r,
                             const struct roster_revocation *v, struct signature_judged *j)
{
	enum signature_verdict found = fate(v, s->made, s->arrived);
	if (found <= j->verdict)
		return;
	j->verdict = found;
	j->revoked_in = r;
	j->revoked = v;
	if (found < SIGNATURE_UNPROVEN)
		return;
	roster_revocation_fault(r, v, &j->why);
	if (found == SIGNATURE_UNPROVEN)
		error_add(&j->why, "; nothing shows that it was there before that day");
}

/* What a version says of the key: that it is revoked, or that the days of who holds it were over. */
static bool judge_key(const struct signature *s, const struct roster *r, const struct note_verifier *key,
                      struct signature_judged *j)
{
	for (size_t i = 0; i < r->revocation_count; i++)
		if (roster_revocation_is_of(&r->revocations[i], key))
			judge_revocation(s, r, &r->revocations[i], j);
	return j->verdict != SIGNATURE_INVALID && roster_key_lasts(r, key, s->made, &j->why);
}

static bool judge_version(const struct signature *s, const struct roster *r, const struct note_verifier *key,
                          struct signature_judged *j)
{
	bool of_day = r == s->named || r->issued <= s->made;
	if (of_day && !roster_holds(r, s->person, s->unit, s->power, 0, s->made, &j->mandate, &j->why))
		return false;
	if (of_day)
		j->of_day = r;
	return judge_key(s, r, key, j);
}

struct signature_judged signature_judge(const struct signature *s)
{
	struct signature_judged j = { .verdict = SIGNATURE_VALID };
	const struct roster_person *p = roster_person(s->named, s->person);
	bool stands = p || error_set(&j.why, ERR_PERSON_UNKNOWN, s->person, "not in roster %s version %llu",
	                             s->named->id, (unsigned long long)s->named->version);
	for (size_t i = roster_chain_up_to(s->chain, s->named->version) - 1; stands && i < s->chain->count;
	     i++)
		stands = judge_version(s, s->chain->versions[i], &p->key, &j);
	if (!stands)
		j.verdict = SIGNATURE_INVALID;
	return j;
}

bool signature_stands(const struct signature *s, const struct roster **ret_of_day, struct error *e)
{
	struct signature_judged j = signature_judge(s);
	*ret_of_day = j.of_day;
	if (j.verdict <= SIGNATURE_SINCE_REVOKED)
		return true;
	*e = j.why;
	return false;
}
