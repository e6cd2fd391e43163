/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How long the decision takes on 100 000 records of the full catalogue, which is asked to be under
 * one CPU second: the flow that asks most (consent, no-objection, a row that bars by source),
 * once with consents for all that the purpose lists and once for a field fewer, which must be
 * looked up name by name. Records are read already; CPU time, since the machine may be shared. */
#include "trust/decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BSN "999990019"
#define NOON INT64_C(1795521600) /* 2026-11-24T12:00:00Z */
#define FIELDS_MAX 256u
#define DISTINCT 64u /* records: enough that each isn't in the processor's nearest cache only */

struct bench {
	struct catalogue *catalogue;
	struct agreement agreement;
	struct agreement_party parties[2];
	struct agreement_purpose purpose;
	struct agreement_field fields[FIELDS_MAX];
	struct record records[DISTINCT];
	struct consent consents[2];
	char all[4096], fewer[4096];
};

static char id[] = "oss-1", code[] = "doel-1", from[] = "oss.nl/wi", to[] = "oss.nl/wmo",
	    task[] = "wmo-2.3.2", ground[] = "wmo-5.1.1-4", exception[] = "A9-2-a";

/* Some value that the field takes; NULL: attachments, which none of these records have. */
static const char *a_value(const struct field *f, char *room, size_t size)
{
	switch (f->kind) {
	case FIELD_BSN:
		return BSN;
	case FIELD_DAY:
	case FIELD_PARTIAL_DAY:
		return "1985-03-01";
	case FIELD_CODE:
	case FIELD_CODES:
		return f->codes[0];
	case FIELD_REFERENCE:
		return "A1";
	case FIELD_UNIT:
		return "oss.nl/wmo";
	case FIELD_TELEPHONE:
		return "0612345678";
	case FIELD_EMAIL:
		return "a@example.nl";
	case FIELD_NUMBER:
		snprintf(room, size, "%ld", (long)f->least);
		return room;
	case FIELD_TRUTH:
		return "true";
	case FIELD_POSTCODE:
		return "5341AB";
	case FIELD_DIGITS:
		snprintf(room, size, "%0*d", (int)f->least, 1);
		return room;
	case FIELD_TEXT:
	case FIELD_FREE_TEXT:
		return f->least > 1 ? "xx" : "x";
	case FIELD_ATTACHMENTS:
		break;
	}
	return NULL;
}

/* Every field of the catalogue but attachments, which the purpose lists and the record has; the client isn't
 * another one's relation. */
static bool fill_record(struct bench *b, struct record *r, struct error *e)
{
	char room[64];
	size_t count = 0;
	if (!record_start(r, b->catalogue, e))
		return false;
	for (size_t i = 0; i < catalogue_size(b->catalogue); i++) {
		const struct field *f = catalogue_field(b->catalogue, i);
		const char *value = strcmp(f->name, "wet") == 0 || strcmp(f->name, "gegevensbron") == 0
		                            ? "pw"
		                            : a_value(f, room, sizeof room);
		if (!value || strcmp(f->name, "relatie.soort") == 0)
			continue;
		if (!record_set(r, f, bytes_of_string(value), e))
			return false;
		b->fields[count++].field = f;
	}
	b->purpose.field_count = count;
	return true;
}

static bool prepare(struct bench *b, struct error *e)
{
	if (!catalogue_load(catalogue_shipped(), "catalogue", &b->catalogue, e) ||
	    !grounds_parse(grounds_shipped(), "grounds", &b->agreement.pinned.grounds, e))
		return false;
	for (size_t i = 0; i < DISTINCT; i++)
		if (!fill_record(b, &b->records[i], e))
			return false;
	size_t end = 0, last = 0;
	for (size_t i = 0; i < b->purpose.field_count; i++) {
		last = end;
		end += (size_t)snprintf(b->all + end, sizeof b->all - end, "%s%s", i ? " " : "",
		                        b->fields[i].field->name);
	}
	memcpy(b->fewer, b->all, last);
	b->parties[0] = (struct agreement_party){ .unit = from, .kind = PARTY_PW };
	b->parties[1] = (struct agreement_party){ .unit = to, .kind = PARTY_WMO };
	static char number[] = BSN,
		    form[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
	b->purpose.code = code;
	b->purpose.from = from;
	b->purpose.to = to;
	b->purpose.task = task;
	b->purpose.ground = ground;
	b->purpose.exception = exception;
	b->purpose.phase = PHASE_ONDERZOEK;
	b->purpose.free_text = b->purpose.secret_address = true;
	b->purpose.fields = b->fields;
	b->agreement.id = id;
	b->agreement.parties = b->parties;
	b->agreement.party_count = 2;
	for (size_t i = 0; i < 2; i++)
		b->consents[i] = (struct consent){ .kind = i ? CONSENT_NO_OBJECTION : CONSENT_EXPLICIT,
			                           .tie = number,
			                           .agreement = id,
			                           .purpose = code,
			                           .to = to,
			                           .by = CONSENT_BY(GIVER_CLIENT),
			                           .age = AGE_16,
			                           .evidence = form,
			                           .given = NOON - 30 * SECONDS_A_DAY,
			                           .until = NOON + 30 * SECONDS_A_DAY };
	return true;
}

static void bench_clear(struct bench *b)
{
	for (size_t i = 0; i < DISTINCT; i++)
		record_clear(&b->records[i]);
	grounds_freep(&b->agreement.pinned.grounds);
	catalogue_freep(&b->catalogue);
}

static double cpu_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* All of `count` records, as pack and open do it: the seconds, and how many fields of the last one went. */
static bool decide_all(struct bench *b, char *told, size_t count, double *ret_seconds, size_t *ret_kept,
                       struct error *e)
{
	_cleanup_(terms_freep) struct terms *t = NULL;
	enum rule rules[FIELDS_MAX];
	bool keep[FIELDS_MAX] = { false };
	b->consents[0].fields = b->consents[1].fields = told;
	double start = cpu_seconds();
	if (!terms_prepare(&b->agreement, &b->purpose, b->catalogue, &t, e))
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct question q = { .terms = t,
			                    .laws = LAW_PW,
			                    .when = NOON,
			                    .consents = b->consents,
			                    .consent_count = 2,
			                    .record = &b->records[i % DISTINCT] };
		if (!decide_record(&q, keep, rules).allowed)
			return error_set(e, ERR_VALUE, "bench", "%s", "a client stays");
	}
	*ret_seconds = cpu_seconds() - start;
	*ret_kept = 0;
	for (size_t i = 0; i < catalogue_size(b->catalogue); i++)
		*ret_kept += keep[i];
	return true;
}

int main(int argc, char **argv)
{
	static struct bench b;
	struct error e = { 0 };
	size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000, kept[2] = { 0, 0 };
	double seconds[2] = { 0, 0 };
	bool ok = prepare(&b, &e) && catalogue_size(b.catalogue) <= FIELDS_MAX &&
	          decide_all(&b, b.all, count, &seconds[0], &kept[0], &e) &&
	          decide_all(&b, b.fewer, count, &seconds[1], &kept[1], &e);
	size_t fields = b.purpose.field_count;
	bench_clear(&b);
	if (!ok) {
		fprintf(stderr, "decide: %s %s %s\n", error_name(e.code), e.subject, e.detail);
		return EXIT_FAILURE;
	}
	for (size_t i = 0; i < 2; i++)
		printf("# %zu records of %zu fields, %zu go, consent for %s: %.3f s CPU\n", count, fields,
		       kept[i], i ? "a field fewer" : "all", seconds[i]);
	printf("1..1\n%s 1 - under 1 s of CPU for each 100 000 records\n",
	       seconds[0] < (double)count / 1e5 && seconds[1] < (double)count / 1e5 ? "ok" : "not ok");
	return EXIT_SUCCESS;
}
