/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A roster, signed or a draft: what parses can be written, and means the same again. */

#include "fuzz.h"

#include "trust/roster.h"
#include "trust/statement.h"

/* Whoever is in it can be asked about. */
static void ask(const struct roster *r)
{
	const struct roster_mandate *m;
	struct error e = { 0 };
	for (size_t i = 0; i < r->mandate_count; i++) {
		const struct roster_mandate *row = &r->mandates[i];
		MUST(roster_person(r, row->person) && roster_unit(r, row->unit));
		(void)roster_laws_for(r, row->person, row->unit, POWER_ANY, r->issued);
		if (!roster_mandate_for(r, row->person, row->unit, POWER_READ, 0, r->issued, &m, &e))
			fuzz_refused(&e);
	}
	for (size_t i = 0; i < r->officer_count; i++)
		MUST(roster_is_officer(r, r->officers[i].person, r->officers[i].controller));
}

static void signers(const struct roster *r)
{
	bool *by = calloc(r->officer_count + 1, sizeof *by);
	struct error e = { 0 };
	MUST(by);
	if (!roster_signers(r, by, &e))
		fuzz_refused(&e);
	free(by);
	if (!roster_verify_root(r, &r->hash, &e))
		fuzz_refused(&e);
	if (!roster_verify_next(r, r, &e))
		fuzz_refused(&e);
}

static void write_again(struct roster *r)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(buffer_clear) struct buffer twice = { 0 };
	_cleanup_(roster_freep) struct roster *again = NULL;
	struct error e = { 0 };
	MUST(roster_format(r, &text, &e));
	MUST(roster_parse(buffer_bytes(&text), "roster", &again, &e));
	MUST(roster_format(again, &twice, &e) && bytes_equal(buffer_bytes(&text), buffer_bytes(&twice)));
	MUST(again->person_count == r->person_count && again->mandate_count == r->mandate_count &&
	     again->version == r->version);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(roster_freep) struct roster *r = NULL;
	struct bytes raw = bytes_of(data, size);
	char type[STATEMENT_TYPE_MAX + 1];
	struct error e = { 0 };
	bool typed = statement_type(raw, type, sizeof type);
	fuzz_accepted = roster_parse(raw, "roster.note", &r, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(typed && strcmp(type, ROSTER_TYPE) == 0);
	ask(r);
	signers(r);
	write_again(r);
	return 0;
}
