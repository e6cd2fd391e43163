/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* An agreement, signed or a draft, against the shipped catalogue; and its check. */

#include "fuzz.h"

#include "trust/agreement.h"
#include "trust/statement.h"

static const struct catalogue *shipped(void)
{
	static struct catalogue *c;
	struct error e;
	if (!c)
		MUST(catalogue_load(catalogue_shipped(), "catalogue", &c, &e));
	return c;
}

static const struct grounds *shipped_grounds(void)
{
	static struct grounds *g;
	struct error e;
	if (!g)
		MUST(grounds_parse(grounds_shipped(), "grounds", &g, &e));
	return g;
}

/* What of the check is an error: nothing but what can't be read as YAML. */
static bool check(struct bytes raw)
{
	struct agreement_finding *findings = NULL;
	size_t count = 0;
	struct error e = { 0 };
	const struct agreement_against with = { .catalogue = shipped(),
		                                .grounds = shipped_grounds(),
		                                .today = 1795521600 };
	bool read = agreement_check(raw, "agreement", &with, &findings, &count, &e) || fuzz_refused(&e);
	for (size_t i = 0; read && i < count; i++)
		MUST(findings[i].rule < RULE_COUNT &&
		     memchr(findings[i].subject, 0, sizeof findings[i].subject));
	free(findings);
	return read;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	struct bytes raw = bytes_of(data, size);
	struct error e = { 0 };
	bool checked = check(raw);
	fuzz_accepted = agreement_parse(raw, "agreement.note", shipped(), &a, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(checked && a->id && a->purpose_count > 0 && a->party_count > 0);
	for (size_t i = 0; i < a->purpose_count; i++) {
		MUST(agreement_purpose(a, a->purposes[i].code) == &a->purposes[i]);
		for (size_t j = 0; j < a->purposes[i].field_count; j++)
			MUST(a->purposes[i].fields[j].field);
	}
	if (!agreement_valid_at(a, a->valid_from, &e))
		fuzz_refused(&e);
	return 0;
}
