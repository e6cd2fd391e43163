/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Puts cases to the decision and tells what it says, so that tests/law/test_program.py can hold it against
 * the second reading (tests/law/model.py). One fact a line, "KEY", a tab and its values with tabs between;
 * the line "ask" puts the case, prints the rule of the client and of each field that the record has, or by
 * which a part of it stays, and begins the next. It judges nothing itself. */
#include "base/text.h"
#include "io/file.h"
#include "trust/decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 16u
#define FIELDS_MAX 256u
#define SOME_MAX 8u

static char agreement_id[] = "oss-1", code[] = "doel-1", other[] = "andere", sender[] = "oss.nl/sender",
	    receiver[] = "oss.nl/receiver",
	    form[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

struct put {
	struct catalogue *catalogue;
	struct grounds *grounds;
	struct agreement agreement;
	struct agreement_party parties[2];
	struct agreement_purpose purpose;
	struct agreement_field fields[FIELDS_MAX];
	struct override overrides[SOME_MAX], *pinned[SOME_MAX];
	struct consent consents[SOME_MAX];
	struct record record;
	struct question question;
	moment told, objected; /* days; 0: not */
	char *texts[512];      /* of the case, to be freed with it */
	size_t text_count;
};

static void stop(const char *what, const char *of)
{
	fprintf(stderr, "answer: %s: %s\n", what, of);
	exit(2);
}

static char *keep(struct put *p, const char *text)
{
	if (p->text_count == ELEMENTS(p->texts))
		stop("too many texts", text);
	return p->texts[p->text_count++] = string_copy(text);
}

static moment day_of(const char *text)
{
	moment day = 0;
	if (*text && !day_parse(bytes_of_string(text), &day))
		stop("no day", text);
	return day;
}

static const struct field *field_of(const struct put *p, const char *name)
{
	return catalogue_find(p->catalogue, bytes_of_string(name));
}

/* --- a case, fact by fact --- */

static void begin(struct put *p)
{
	struct error e = { 0 };
	record_clear(&p->record);
	for (size_t i = 0; i < p->text_count; i++)
		string_freep(&p->texts[i]);
	p->text_count = 0;
	if (!record_start(&p->record, p->catalogue, &e))
		stop("no record", e.detail);
	p->parties[0] = (struct agreement_party){ .unit = sender };
	p->parties[1] = (struct agreement_party){ .unit = receiver };
	p->purpose = (struct agreement_purpose){
		.code = code, .from = sender, .to = receiver, .fields = p->fields
	};
	p->agreement = (struct agreement){ .id = agreement_id,
		                           .parties = p->parties,
		                           .party_count = 2,
		                           .purposes = &p->purpose,
		                           .purpose_count = 1,
		                           .valid_until = INT64_MAX / 2 };
	for (size_t i = 0; i < SOME_MAX; i++)
		p->pinned[i] = &p->overrides[i];
	p->agreement.pinned = (struct pinned){ .grounds = p->grounds, .overrides = p->pinned };
	p->told = p->objected = 0;
	p->question = (struct question){ .laws = ~0u, .consents = p->consents, .record = &p->record };
}

static void take_table(struct put *p, char **w)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error e = { 0 };
	grounds_freep(&p->grounds);
	if (!file_read(w[0], 1u << 20, &text, &e) ||
	    !grounds_parse(buffer_bytes(&text), w[0], &p->grounds, &e))
		stop(w[0], e.detail);
	p->agreement.pinned.grounds = p->grounds;
}

static void take_parties(struct put *p, char **w)
{
	for (size_t i = 0; i < 2; i++)
		if (!party_kind_parse(bytes_of_string(w[i]), &p->parties[i].kind))
			stop("no kind of party", w[i]);
	p->parties[0].controller = keep(p, "oss.nl");
	p->parties[1].controller = keep(p, strcmp(w[2], "same") == 0 ? "oss.nl" : "uden.nl");
}

static void take_term(struct put *p, char **w)
{
	p->agreement.valid_from = day_of(w[0]);
	p->agreement.valid_until = *w[1] ? day_of(w[1]) : INT64_MAX / 2;
}

static void take_purpose(struct put *p, char **w)
{
	p->purpose.ground = keep(p, w[0]);
	p->purpose.task = keep(p, w[1]);
	if (*w[2] && !phase_parse(bytes_of_string(w[2]), &p->purpose.phase))
		stop("no phase", w[2]);
	p->purpose.exception = *w[3] ? keep(p, w[3]) : NULL;
}

static void take_truths(struct put *p, char **w)
{
	p->purpose.household = *w[0] == '1';
	p->purpose.free_text = *w[1] == '1';
	p->purpose.secret_address = *w[2] == '1';
	p->question.restricted = *w[3] == '1';
	p->question.received = *w[4] == '1';
}

static void take_days(struct put *p, char **w)
{
	p->question.when = day_of(w[0]) + SECONDS_A_DAY / 2;
	p->question.since = day_of(w[1]);
	p->told = day_of(w[2]);
	p->objected = day_of(w[3]);
}

static void take_listed(struct put *p, char **w)
{
	const struct field *f = field_of(p, w[0]);
	if (f && p->purpose.field_count < FIELDS_MAX)
		p->fields[p->purpose.field_count++] = (struct agreement_field){ .field = f };
}

/* Some value that the field takes: the decision doesn't look at it. */
static bool take_some(struct put *p, const struct field *f)
{
	static const char *const some[] = { "1",    "01",     "001",        "A1",         "2026-01-01",
		                            "true", "5341AB", "oss.nl/wmo", "0612345678", "a@example.nl" };
	char least[32], digits[32];
	struct error e = { 0 };
	snprintf(least, sizeof least, "%ld", (long)f->least);
	snprintf(digits, sizeof digits, "%0*d", f->least > 0 && f->least < 30 ? (int)f->least : 1, 1);
	if (record_set(&p->record, f, bytes_of_string(f->codes ? f->codes[0] : least), &e))
		return true;
	if (record_set(&p->record, f, bytes_of_string(digits), &e))
		return true;
	for (size_t i = 0; i < ELEMENTS(some); i++)
		if (record_set(&p->record, f, bytes_of_string(some[i]), &e))
			return true;
	return false;
}

/* Of what the decision looks at, the value itself; of the rest that there is one. */
static void take_value(struct put *p, char **w)
{
	struct error e = { 0 };
	const struct field *f = field_of(p, w[0]);
	if (f && !record_set(&p->record, f, bytes_of_string(w[1]), &e) &&
	    (f->role != ROLE_NONE || !take_some(p, f)))
		stop(w[0], e.detail);
}

static void take_override(struct put *p, char **w)
{
	size_t i = p->agreement.pinned.override_count++;
	if (i >= SOME_MAX)
		stop("too many overrides", w[0]);
	p->overrides[i] = (struct override){ .ground = keep(p, w[0]),
		                             .purpose = strcmp(w[1], "same") == 0 ? code : other,
		                             .valid_from = day_of(w[2]),
		                             .valid_until = day_of(w[3]),
		                             .reasons = keep(p, w[4]) };
}

static void take_givers(struct consent *c, char *by)
{
	for (char *one; (one = strsep(&by, " "));) {
		enum consent_giver giver;
		if (*one && !consent_giver_parse(bytes_of_string(one), &giver))
			stop("no giver", one);
		if (*one)
			c->by |= CONSENT_BY(giver);
	}
}

static void take_declaration(struct put *p, char **w)
{
	if (p->question.consent_count >= SOME_MAX)
		stop("too many declarations", w[0]);
	struct consent *c = &p->consents[p->question.consent_count++];
	*c = (struct consent){ .kind = strcmp(w[0], "consent") == 0 ? CONSENT_EXPLICIT : CONSENT_NO_OBJECTION,
		               .agreement = agreement_id,
		               .given = day_of(w[1]),
		               .until = day_of(w[2]),
		               .unable = *w[5] == '1',
		               .fields = keep(p, w[6]),
		               .withdrawn = day_of(w[7]),
		               .purpose = strcmp(w[8], "same") == 0 ? code : other,
		               .to = strcmp(w[9], "same") == 0 ? receiver : other,
		               .evidence = *w[11] == '1' ? form : NULL,
		               .tie = keep(p, w[10]) };
	take_givers(c, w[3]);
	if (*w[4] && !consent_age_parse(bytes_of_string(w[4]), &c->age))
		stop("no age band", w[4]);
}

/* --- the answer --- */

/* Rule 2 is asked where an agreement is looked up. */
static const char *rule_of_client(const struct put *p, struct decision client)
{
	struct error e = { 0 };
	if (client.rule != RULE_TABLE_PAST && !agreement_valid_at(&p->agreement, p->question.when, &e))
		return "agreement-not-in-force";
	return client.allowed ? "-" : rule_name(client.rule);
}

/* By the number where it is listed, else by the set; what names nobody ties to nobody. */
static const char *named_by(const struct put *p, const struct ties *ties)
{
	for (size_t i = 0; ties->number && i < p->purpose.field_count; i++)
		if (p->fields[i].field->role == ROLE_BSN)
			return ties->number;
	return ties->set ? ties->set : "";
}

/* As a declaration: whoever could speak for the client was told, of all that the purpose lists. */
static void put_told(struct put *p)
{
	_cleanup_(buffer_clear) struct buffer listed = { 0 };
	struct ties ties;
	struct error e = { 0 };
	if (!p->told)
		return;
	if (!ties_of_record(&p->record, &ties, &e))
		stop("no ties", e.detail);
	if (p->question.consent_count >= SOME_MAX)
		stop("too many declarations", "told");
	agreement_purpose_fields(&p->purpose, &listed);
	struct consent *c = &p->consents[p->question.consent_count++];
	*c = (struct consent){ .kind = CONSENT_TOLD,
		               .agreement = agreement_id,
		               .given = p->told,
		               .until = moment_add_months(p->told, 24),
		               .by = CONSENT_BY(GIVER_CLIENT) | CONSENT_BY(GIVER_PARENT),
		               .age = AGE_16,
		               .fields = keep(p, buffer_string(&listed)),
		               .withdrawn = p->objected,
		               .purpose = code,
		               .to = receiver };
	c->tie = keep(p, named_by(p, &ties));
	ties_clear(&ties);
}

static void ask(struct put *p, char **w)
{
	bool kept[FIELDS_MAX];
	enum rule rules[FIELDS_MAX];
	struct error e = { 0 };
	struct terms *t = NULL;
	(void)w;
	put_told(p);
	if (catalogue_size(p->catalogue) > FIELDS_MAX ||
	    !terms_prepare(&p->agreement, &p->purpose, p->catalogue, &t, &e))
		stop("no terms", e.detail);
	p->question.terms = t;
	printf("%s", rule_of_client(p, decide_record(&p->question, kept, rules)));
	for (size_t i = 0; i < catalogue_size(p->catalogue); i++)
		if (p->record.values[i].size)
			printf("\t%s=%s", catalogue_field(p->catalogue, i)->name,
			       kept[i] && !decision_is_of_part(kept[i], rules[i]) ? "-"
			                                                          : rule_name(rules[i]));
	printf("\n");
	terms_freep(&t);
	begin(p);
}

static const struct {
	const char *key;
	void (*take)(struct put *p, char **w);
	size_t words;
} facts[] = {
	{ "table", take_table, 1 },
	{ "parties", take_parties, 3 },
	{ "term", take_term, 2 },
	{ "purpose", take_purpose, 4 },
	{ "truths", take_truths, 5 },
	{ "days", take_days, 4 },
	{ "list", take_listed, 1 },
	{ "value", take_value, 2 },
	{ "override", take_override, 5 },
	{ "declaration", take_declaration, 12 },
	{ "ask", ask, 0 },
};

static void take_line(struct put *p, char *line)
{
	char *words[WORDS_MAX] = { NULL }, *key = strsep(&line, "\t");
	size_t count = 0, i = 0;
	while (count < WORDS_MAX && line)
		words[count++] = strsep(&line, "\t");
	while (i < ELEMENTS(facts) && strcmp(facts[i].key, key) != 0)
		i++;
	if (i == ELEMENTS(facts) || count != facts[i].words)
		stop("no such line", key);
	facts[i].take(p, words);
}

int main(void)
{
	struct put p = { 0 };
	struct error e = { 0 };
	char *line = NULL;
	size_t room = 0;
	if (!catalogue_load(catalogue_shipped(), "catalogue", &p.catalogue, &e))
		stop("catalogue", e.detail);
	begin(&p);
	while (getline(&line, &room, stdin) > 0) {
		line[strcspn(line, "\n")] = 0;
		take_line(&p, line);
	}
	free(line);
	begin(&p);
	record_clear(&p.record);
	grounds_freep(&p.grounds);
	catalogue_freep(&p.catalogue);
	return ferror(stdout) || fflush(stdout) ? 2 : 0;
}
