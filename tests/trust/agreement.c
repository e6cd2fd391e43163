/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement.h"

#include "base/limits.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TODAY INT64_C(1790856000) /* 2026-10-01: more than sixty days before the table's review */

static struct catalogue *catalogue(void)
{
	struct catalogue *c = NULL;
	struct error e = { 0 };
	cr_assert(catalogue_load(catalogue_shipped(), "catalogue", &c, &e), "%s", e.detail);
	return c;
}

static struct grounds *grounds(void)
{
	struct grounds *g = NULL;
	struct error e = { 0 };
	cr_assert(grounds_parse(grounds_shipped(), "grounds", &g, &e), "%s:%lu %s", error_name(e.code),
	          (unsigned long)e.line, e.detail);
	return g;
}

/* The text with the first `from` replaced by `to`; the caller frees. */
static char *replaced(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	cr_assert_not_null(at, "%s", from);
	char *new = string_printf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	cr_assert_not_null(new);
	return new;
}

/* The shipped template as it stands. */
static char *template_raw(void)
{
	_cleanup_(string_freep) char *path =
		string_printf("%s/share/sluis/agreements/wmo-wi.yaml",
	                      getenv("SLUIS_SOURCE") ? getenv("SLUIS_SOURCE") : ".");
	FILE *f = fopen(path, "re");
	cr_assert_not_null(f, "%s", path);
	char *text = calloc(1, 1 << 16);
	cr_assert_gt(fread(text, 1, (1 << 16) - 1, f), 0);
	fclose(f);
	return text;
}

/* With the catalogue's hash filled in, as `agreement new` does. */
static char *template(void)
{
	_cleanup_(string_freep) char *raw = template_raw();
	struct sha256 hash;
	char hex[SHA256_HEX_SIZE + 1];
	sha256_of(catalogue_shipped(), &hash);
	sha256_hex(&hash, hex);
	_cleanup_(string_freep) char *half = replaced(raw, "@catalogue@", hex);
	sha256_of(grounds_shipped(), &hash);
	sha256_hex(&hash, hex);
	return replaced(half, "@grounds@", hex);
}

/* One controller with three officers of whom two must sign, and both units. */
struct office {
	struct roster roster;
	struct note_signer signers[3];
};

static char names[][20] = { "oss.nl/p-0001", "oss.nl/p-0002", "oss.nl/p-0003", "oss.nl",
	                    "oss.nl/wi",     "oss.nl/wmo",    "den-bosch.nl" };

static void office_start(struct office *o)
{
	static struct roster_controller controllers[] = { { names[3], 2 }, { names[6], 2 } };
	static struct roster_unit units[] = { { .name = names[4], .controller = names[3] },
		                              { .name = names[5], .controller = names[3] } };
	static struct roster_person persons[3];
	static struct roster_officer officers[3];
	static char id[] = "m-1", role[] = "consulent";
	static struct roster_mandate mandates[] = {
		{ .id = id, .person = names[0], .unit = names[4], .role = role, .powers = POWER_DECIDE },
		{ .id = id, .person = names[0], .unit = names[5], .role = role, .powers = POWER_DECIDE },
	};
	struct error e = { 0 };
	*o = (struct office){ 0 };
	for (size_t i = 0; i < 3; i++) {
		cr_assert(note_signer_generate(names[i], NOTE_ED25519, &o->signers[i], &e), "%s", e.detail);
		persons[i] = (struct roster_person){ .name = names[i], .key = o->signers[i].public };
		officers[i] = (struct roster_officer){ names[i], names[3] };
	}
	o->roster = (struct roster){ .version = 1,
		                     .issued = TODAY,
		                     .controllers = controllers,
		                     .persons = persons,
		                     .officers = officers,
		                     .units = units,
		                     .mandates = mandates,
		                     .mandate_count = 2,
		                     .controller_count = 2,
		                     .person_count = 3,
		                     .officer_count = 3,
		                     .unit_count = 2 };
}

static void office_clear(struct office *o)
{
	for (size_t i = 0; i < 3; i++)
		note_signer_clear(&o->signers[i]);
}

struct findings {
	struct agreement_finding *list;
	size_t count;
};

static void findings_clear(struct findings *f)
{
	free(f->list);
	*f = (struct findings){ 0 };
}

static struct findings check_with(const char *text, const struct roster *r, moment today)
{
	struct findings f = { 0 };
	struct error e = { 0 };
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	_cleanup_(grounds_freep) struct grounds *g = grounds();
	struct sha256 hash;
	sha256_of(catalogue_shipped(), &hash);
	const struct agreement_against with = {
		.catalogue = c, .catalogue_hash = &hash, .grounds = g, .roster = r, .today = today
	};
	cr_assert(agreement_check(bytes_of_string(text), "a.yaml", &with, &f.list, &f.count, &e), "%s:%lu %s",
	          error_name(e.code), (unsigned long)e.line, e.detail);
	return f;
}

static struct findings check(const char *text)
{
	return check_with(text, NULL, TODAY);
}

static const struct agreement_finding *find(const struct findings *f, const char *rule, const char *subject)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(rule_name(f->list[i].rule), rule) == 0 &&
		    (!subject || strcmp(f->list[i].subject, subject) == 0))
			return &f->list[i];
	return NULL;
}

static uint64_t line_of(const char *text, const char *mark)
{
	const char *at = strstr(text, mark);
	uint64_t line = 1;
	cr_assert_not_null(at, "%s", mark);
	for (const char *c = text; c < at; c++)
		line += *c == '\n';
	return line;
}

static void parse(const char *text, const struct catalogue *c, struct agreement **ret)
{
	struct error e = { 0 };
	cr_assert(agreement_parse(bytes_of_string(text), "a.yaml", c, ret, &e), "%s:%lu %s",
	          error_name(e.code), (unsigned long)e.line, e.detail);
}

Test(agreement, the_template_has_nothing_to_remark_on)
{
	_cleanup_(office_clear) struct office o;
	_cleanup_(string_freep) char *text = template();
	office_start(&o);
	_cleanup_(findings_clear) struct findings f = check_with(text, &o.roster, TODAY);
	for (size_t i = 0; i < f.count; i++)
		cr_expect_fail("%lu %s %s", (unsigned long)f.list[i].line, rule_name(f.list[i].rule),
		               f.list[i].subject);
	_cleanup_(string_freep) char *raw = template_raw();
	_cleanup_(findings_clear) struct findings unfilled = check(raw);
	cr_expect_eq(unfilled.count, 2);
	cr_expect_not_null(find(&unfilled, "catalogue-not-pinned", "catalogue"));
	cr_expect_not_null(find(&unfilled, "grounds-not-pinned", "grounds"));
}

Test(agreement, reads_the_template)
{
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	_cleanup_(string_freep) char *text = template();
	struct sha256 hash;
	parse(text, c, &a);
	cr_assert_str_eq(a->id, "oss-wmo-wi");
	cr_assert_eq(a->version, 1);
	cr_assert_str_eq(a->kind, "convenant");
	cr_assert_eq(a->party_count, 2);
	cr_assert_str_eq(a->parties[1].unit, "oss.nl/wmo");
	cr_assert_str_eq(a->parties[1].controller, "oss.nl");
	cr_assert_eq(a->use_by_days, 14);
	cr_assert_eq(a->largest_package_mib, 256);
	cr_assert_not(a->approval_by_two);
	cr_assert_not_null(a->excluded);
	sha256_of(catalogue_shipped(), &hash);
	cr_assert(sha256_equal(&a->catalogue, &hash));
	sha256_of(bytes_of_string(text), &hash);
	cr_assert(sha256_equal(&a->hash, &hash));
	cr_assert(bytes_equal_string(buffer_bytes(&a->note), text));
	const struct agreement_purpose *p = agreement_purpose(a, "onderzoek-2.3.2");
	cr_assert_not_null(p);
	cr_assert_null(agreement_purpose(a, "onderzoek"));
	cr_assert_str_eq(p->from, "oss.nl/wi");
	cr_assert_str_eq(p->to, "oss.nl/wmo");
	cr_assert_str_eq(p->ground, "wmo-5.1.1-4");
	cr_assert_str_eq(p->exception, "A9-2-a");
	cr_assert_str_eq(p->task, "wmo-2.3.2");
	cr_assert_eq(p->phase, PHASE_ONDERZOEK);
	cr_assert_eq(a->parties[0].kind, PARTY_PW);
	cr_assert_eq(a->parties[1].kind, PARTY_WMO);
	cr_assert(!p->household && !a->has_additions && a->override_count == 0 && !a->supersedes &&
	          a->witness_days == 0);
	sha256_of(grounds_shipped(), &hash);
	cr_assert(sha256_equal(&a->grounds, &hash));
	cr_assert(p->consent && p->no_objection && !p->free_text && !p->secret_address);
	cr_assert_eq(p->retention_months, 180);
	cr_assert_eq(p->field_count, 29);
	cr_assert_str_eq(p->fields[3].field->name, "naam.geslachtsnaam");
	cr_assert_gt(strlen(p->fields[3].why), 10);
}

Test(agreement, is_valid_from_its_first_day_to_its_last)
{
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	_cleanup_(string_freep) char *text = template();
	struct error e = { 0 };
	moment first, last;
	cr_assert(day_parse(BYTES("2026-01-01"), &first) && day_parse(BYTES("2030-12-31"), &last));
	parse(text, c, &a);
	cr_assert(agreement_valid_at(a, first, &e));
	cr_assert(agreement_valid_at(a, last + SECONDS_A_DAY - 1, &e));
	cr_assert_not(agreement_valid_at(a, first - 1, &e));
	cr_assert_eq(e.code, ERR_AGREEMENT_EXPIRED);
	e = (struct error){ 0 };
	cr_assert_not(agreement_valid_at(a, last + SECONDS_A_DAY, &e));
	cr_assert_eq(e.code, ERR_AGREEMENT_EXPIRED);
}

/* Every part, left out and left empty: one finding that names it, and no other rule
 * than those that the part itself has. */
Test(agreement, each_missing_part_is_found)
{
	static const struct {
		const char *key, *rule, *subject;
	} cases[] = {
		{ "\nid: ", "part-missing", "id" },
		{ "\nversion: ", "part-missing", "version" },
		{ "\ntitle: ", "part-missing", "title" },
		{ "\nkind: ", "part-missing", "kind" },
		{ "\ngoal: ", "part-missing", "goal" },
		{ "\ntarget_group: ", "part-missing", "target_group" },
		{ "\n    role: ", "part-missing", "oss.nl/wi: role" },
		{ "\n    tasks: ", "part-missing", "oss.nl/wi: tasks" },
		{ "\n    controller: ", "part-missing", "oss.nl/wi: controller" },
		{ "\n    description: ", "part-missing", "onderzoek-2.3.2: description" },
		{ "\n    necessity: ", "part-missing", "onderzoek-2.3.2: necessity" },
		{ "\n    from: ", "part-missing", "onderzoek-2.3.2: from" },
		{ "\n    to: ", "part-missing", "onderzoek-2.3.2: to" },
		{ "\n    kind: ", "part-missing", "oss.nl/wi: kind" },
		{ "\n    task: ", "part-missing", "onderzoek-2.3.2: task" },
		{ "\n    phase: ", "part-missing", "onderzoek-2.3.2: phase" },
		{ "\n    consent: ", "part-missing", "onderzoek-2.3.2: consent" },
		{ "\n    no_objection: ", "part-missing", "onderzoek-2.3.2: no_objection" },
		{ "\n    retention_months: ", "part-missing", "onderzoek-2.3.2: retention_months" },
		{ "\n    ground: ", "purpose-without-ground", "onderzoek-2.3.2: ground" },
		{ "\n    article: ", "purpose-without-ground", "onderzoek-2.3.2: article" },
		{ "\n    basis: ", "purpose-without-ground", "onderzoek-2.3.2: basis" },
		{ "\n        why: ", "field-without-reason", "onderzoek-2.3.2: burgerservicenummer" },
		{ "\napproval_by_two: ", "part-missing", "approval_by_two" },
		{ "\nuse_by_days: ", "part-missing", "use_by_days" },
		{ "\nlargest_package_mib: ", "part-missing", "largest_package_mib" },
		{ "\nrights: ", "part-missing", "rights" },
		{ "\nincidents: ", "part-missing", "incidents" },
		{ "\ncontact: ", "part-missing", "contact" },
		{ "\nbudget: ", "part-missing", "budget" },
		{ "\nresults: ", "part-missing", "results" },
		{ "\nevaluation: ", "part-missing", "evaluation" },
		{ "\nvalid_from: ", "part-missing", "valid_from" },
		{ "\nvalid_until: ", "part-missing", "valid_until" },
		{ "\ncatalogue: ", "catalogue-not-pinned", "catalogue" },
		{ "\ngrounds: ", "grounds-not-pinned", "grounds" },
	};
	_cleanup_(string_freep) char *whole = template();
	for (size_t i = 0; i < 2 * ELEMENTS(cases); i++) {
		const char *key = cases[i / 2].key;
		const char *at = strstr(whole, key);
		cr_assert_not_null(at, "%s", key);
		const char *end = strchr(at + 1, '\n');
		_cleanup_(string_freep) char *text =
			i % 2 ? string_printf("%.*s%s", (int)(at - whole), whole, end)
			      : string_printf("%.*s%s\"\"%s", (int)(at - whole), whole, key, end);
		_cleanup_(findings_clear) struct findings f = check(text);
		const struct agreement_finding *found = find(&f, cases[i / 2].rule, cases[i / 2].subject);
		cr_expect_not_null(found, "%s", key);
		if (!found)
			continue;
		if (i % 2 == 0) /* the key is there: its line */
			cr_expect_eq(found->line, line_of(text, key + 1), "%s: %lu", key,
			             (unsigned long)found->line);
		else /* the line of what should hold it; none at the top */
			cr_expect_eq(found->line == 0, key[1] != ' ', "%s: %lu", key,
			             (unsigned long)found->line);
	}
}

Test(agreement, missing_lists_are_found)
{
	_cleanup_(string_freep) char *whole = template();
	const char *parties = strstr(whole, "parties:"), *purposes = strstr(whole, "purposes:"),
		   *rest = strstr(whole, "approval_by_two:");
	const char *fields = strstr(whole, "    fields:");
	_cleanup_(string_freep) char *without_parties =
		string_printf("%.*s%s", (int)(parties - whole), whole, purposes);
	_cleanup_(string_freep) char *without_purposes =
		string_printf("%.*s%s", (int)(purposes - whole), whole, rest);
	_cleanup_(string_freep) char *without_fields =
		string_printf("%.*s%s", (int)(fields - whole), whole, rest);
	_cleanup_(string_freep) char *empty_fields =
		string_printf("%.*s    fields:\n%s", (int)(fields - whole), whole, rest);
	_cleanup_(findings_clear) struct findings f = check(without_parties), g = check(without_purposes),
						  h = check(without_fields), i = check(empty_fields);
	cr_expect_not_null(find(&f, "part-missing", "parties"));
	cr_expect_not_null(find(&f, "unit-not-a-party", "onderzoek-2.3.2: oss.nl/wi"));
	cr_expect_not_null(find(&g, "part-missing", "purposes"));
	cr_expect_not_null(find(&h, "part-missing", "onderzoek-2.3.2: fields"));
	cr_expect_not_null(find(&i, "part-missing", "onderzoek-2.3.2: fields"));
	_cleanup_(findings_clear) struct findings bare = check("type: sluis.agreement/v1\n");
	cr_expect_not_null(find(&bare, "part-missing", "goal"));
	cr_expect_not_null(find(&bare, "part-missing", "parties"));
}

struct change {
	const char *from, *to, *rule, *subject; /* subject NULL: any */
	const char *mark;     /* on the finding's line, in the changed text; NULL: it has none */
	enum error_code code; /* of agreement_parse; ERR_NONE: it takes it */
};

#define FIRST_FIELD "      - field: burgerservicenummer\n"

static const struct change changes[] = {
	{ "kind: convenant", "kind: contract", "bad-value", "kind", "kind: contract", ERR_VALUE },
	{ "version: 1\n", "version: 0x1\n", "bad-value", "version", "version: 0x1", ERR_VALUE },
	{ "version: 1\n", "version: 0\n", "bad-value", "version", "version: 0", ERR_VALUE },
	{ "id: oss-wmo-wi", "id: Oss WMO", "bad-value", "id", "id: Oss", ERR_VALUE },
	{ "  - unit: oss.nl/wi\n", "  - unit: wi\n", "bad-value", "wi: unit", "  - unit: wi\n", ERR_VALUE },
	{ "basis: A6-1-e", "basis: A6-1-g", "bad-value", NULL, "basis: A6-1-g", ERR_VALUE },
	{ "exception: A9-2-a", "exception: A9-2-z", "bad-value", NULL, "exception: A9-2-z", ERR_VALUE },
	{ "    consent: true", "    consent: yes", "bad-value", NULL, "    consent: yes", ERR_VALUE },
	{ "free_text: false", "free_text: False", "bad-value", NULL, "free_text: False", ERR_VALUE },
	{ "retention_months: 180", "retention_months: 0", "bad-value", NULL, "retention_months: 0",
	  ERR_VALUE },
	{ "retention_months: 180", "retention_months: 2 years", "bad-value", NULL, "retention_months: 2",
	  ERR_VALUE },
	{ "use_by_days: 14", "use_by_days: 1000", "bad-value", NULL, "use_by_days: 1000", ERR_VALUE },
	{ "evaluation: 2027-12-31", "evaluation: 31-12-2027", "bad-value", "evaluation", "evaluation: 31",
	  ERR_VALUE },
	{ "valid_until: 2030-12-31", "valid_until: 2030-02-30", "bad-value", "valid_until",
	  "valid_until: 2030-02", ERR_VALUE },
	{ "- field: regisseur", "- field: regiseur", "field-unknown", "onderzoek-2.3.2: regiseur", "regiseur",
	  ERR_FIELD_UNKNOWN },
	{ "- field: plan.id", "- field: regisseur", "duplicate-field", "onderzoek-2.3.2: regisseur",
	  "regisseur\n        why: \"Eén", ERR_AGREEMENT_INVALID },
	{ "- field: plan.id", "- field: zelfredzaamheid.justitie.score", "criminal-field",
	  "onderzoek-2.3.2: zelfredzaamheid.justitie.score", "justitie", ERR_NONE },
	{ "    exception: A9-2-a\n", "", "special-without-exception", "onderzoek-2.3.2: codeArbeidsvermogen",
	  "- field: codeArbeidsvermogen", ERR_NONE },
	{ "- field: plan.id", "- field: ikWil", "free-text-not-named", "onderzoek-2.3.2: ikWil",
	  "- field: ikWil", ERR_NONE },
	{ "ground: wmo-5.1.1-4", "ground: wmo-5.2.1-1-a", "consent-without-statute",
	  "onderzoek-2.3.2: wmo-5.2.1-1-a", "    consent: true", ERR_NONE },
	{ "    household: false", "    client_supplied: true", "ground-withdrawn",
	  "onderzoek-2.3.2: client_supplied", "    client_supplied: true", ERR_NONE },
	{ "ground: wmo-5.1.1-4", "ground: wmo-2.3.2-7", "ground-unknown", "onderzoek-2.3.2: wmo-2.3.2-7",
	  "ground: wmo", ERR_NONE },
	{ "task: wmo-2.3.2", "task: wmo-2.1.4b", "own-contribution", "onderzoek-2.3.2: wmo-2.1.4b",
	  "task: wmo", ERR_NONE },
	{ "- field: plan.id", "- field: inkomensvoorziening.bedrag", "income-amount",
	  "onderzoek-2.3.2: inkomensvoorziening.bedrag", "- field: inkomensvoorziening.bedrag", ERR_NONE },
	{ "    no_objection: true", "    no_objection: false", "consent-not-asked",
	  "onderzoek-2.3.2: wmo-5.1.1-4", "no_objection: false", ERR_NONE },
	{ "ground: wmo-5.1.1-4", "ground: wmo-5.1.1-5", "ground-unknown", "onderzoek-2.3.2: wmo-5.1.1-5",
	  "ground: wmo", ERR_NONE },
	{ "ground: wmo-5.1.1-4", "ground: wams-pw-wmo", "ground-disabled", "onderzoek-2.3.2: wams-pw-wmo",
	  "ground: wams", ERR_NONE },
	{ "ground: wmo-5.1.1-4", "ground: avg-10", "ground-denied", "onderzoek-2.3.2: avg-10", "ground: avg",
	  ERR_NONE },
	{ "ground: wmo-5.1.1-4", "ground: wmo-5.3.3-3", "ground-denied", "onderzoek-2.3.2: wmo-5.3.3-3",
	  "ground: wmo", ERR_NONE },
	{ "ground: wmo-5.1.1-4", "ground: wmo-5.3.3-1", "override-missing", "onderzoek-2.3.2: wmo-5.3.3-1",
	  "ground: wmo", ERR_NONE },
	{ "ground: wmo-5.1.1-4", "ground: wmo-5.3.3-1", "ground-other-flow", "onderzoek-2.3.2: wmo-5.3.3-1",
	  "ground: wmo", ERR_NONE },
	{ "kind: pw\n", "kind: wmo\n", "ground-other-flow", "onderzoek-2.3.2: wmo-5.1.1-4", "ground: wmo",
	  ERR_NONE },
	{ "kind: pw\n", "kind: gemeente\n", "bad-value", "oss.nl/wi: kind", "kind: gemeente", ERR_VALUE },
	{ "task: wmo-2.3.2", "task: wmo-2.1.4", "barred", "onderzoek-2.3.2: wmo-5.1.1-4-eigen-bijdrage",
	  "task: wmo", ERR_NONE },
	{ "task: wmo-2.3.2", "task: wmo-2.1.5", "task-not-carried", "onderzoek-2.3.2: wmo-2.1.5", "task: wmo",
	  ERR_NONE },
	{ "task: wmo-2.3.2", "task: wmo-2.3.4", "task-not-carried", "onderzoek-2.3.2: wmo-2.3.4", "task: wmo",
	  ERR_NONE },
	{ "task: wmo-2.3.2", "task: Wmo 2.3.2", "bad-value", "onderzoek-2.3.2: task", "task: Wmo",
	  ERR_VALUE },
	{ "phase: onderzoek", "phase: intake", "bad-value", "onderzoek-2.3.2: phase", "phase: intake",
	  ERR_VALUE },
	{ "phase: onderzoek", "phase: melding", "field-beyond-melding", "onderzoek-2.3.2: huishouden.soort",
	  "huishouden.soort", ERR_NONE },
	{ "ground: wmo-5.1.1-4", "ground: wmo-5.2.1-1-a", "phase-not-carried", "onderzoek-2.3.2: onderzoek",
	  "phase: onderzoek", ERR_NONE },
	{ "ground: wmo-5.1.1-4", "ground: wmo-5.2.1-1-a", "field-not-carried",
	  "onderzoek-2.3.2: inkomensvoorziening.ingangsdatum", "inkomensvoorziening.ingangsdatum", ERR_NONE },
	{ "basis: A6-1-e", "basis: A6-1-a", "basis-not-carried", "onderzoek-2.3.2: A6-1-a", "basis: A6-1-a",
	  ERR_NONE },
	{ "exception: A9-2-a", "exception: A9-2-j", "exception-not-carried", "onderzoek-2.3.2: A9-2-j",
	  "exception: A9", ERR_NONE },
	{ "household: false", "household: perhaps", "bad-value", "onderzoek-2.3.2: household",
	  "household: perhaps", ERR_VALUE },
	{ "- field: geheimhouding", "- field: gemeentecode", "secrecy-not-listed",
	  "onderzoek-2.3.2: geheimhouding", "    fields:", ERR_NONE },
	{ "grounds: \"", "grounds: \"0", "grounds-not-pinned", "grounds", "grounds: \"0",
	  ERR_AGREEMENT_INVALID },
	{ "grounds: \"", "additions: none\ngrounds: \"", "pin-malformed", "additions", "additions: none",
	  ERR_AGREEMENT_INVALID },
	{ "grounds: \"", "overrides:\n  - none\ngrounds: \"", "pin-malformed", "overrides", "  - none",
	  ERR_AGREEMENT_INVALID },
	{ "grounds: \"", "supersedes: oss-wmo-wi\ngrounds: \"", "bad-value", "supersedes", "supersedes: oss",
	  ERR_VALUE },
	{ "grounds: \"", "witness_days: 0\ngrounds: \"", "bad-value", "witness_days", "witness_days: 0",
	  ERR_VALUE },
	{ "grounds: \"",
	  "witness_days: 30\nwitness_quorum: any\nwitnesses:\n  - oss.nl/wmo\n  - oss.nl/wi\ngrounds: \"",
	  "witnesses-parties-alone", "oss.nl/wi", "witness_quorum: any", ERR_NONE },
	{ "grounds: \"", "witness_days: 30\nwitness_quorum: all\nwitnesses:\n  - oss.nl/wmo\ngrounds: \"",
	  "witnesses-too-few", "oss.nl/wmo", "witness_quorum: all", ERR_AGREEMENT_INVALID },
	{ "grounds: \"",
	  "witness_days: 30\nwitness_quorum: 3\nwitnesses:\n  - oss.nl/wmo\n  - oss.nl/wi\ngrounds: \"",
	  "bad-value", "witness_quorum", "witness_quorum: 3", ERR_VALUE },
	{ "grounds: \"", "witness_days: 30\nwitness_quorum: some\nwitnesses:\n  - oss.nl/wmo\ngrounds: \"",
	  "bad-value", "witness_quorum", "witness_quorum: some", ERR_VALUE },
	{ "grounds: \"",
	  "witness_days: 30\nwitness_quorum: any\nwitnesses:\n  - oss.nl/wmo\n  - oss.nl/wmo\ngrounds: \"",
	  "bad-value", "witnesses", "oss.nl/wmo\ngrounds", ERR_VALUE },
	{ "grounds: \"", "witness_quorum: any\nwitnesses:\n  - oss.nl/wmo\ngrounds: \"", "part-missing",
	  "witness_days", NULL, ERR_MISSING },
	{ "grounds: \"", "witness_days: 30\nwitness_quorum: any\ngrounds: \"", "part-missing", "witnesses",
	  NULL, ERR_MISSING },
	{ "grounds: \"", "witness_days: 30\nwitnesses:\n  - oss.nl/wmo\ngrounds: \"", "part-missing",
	  "witness_quorum", NULL, ERR_MISSING },
	{ "    consent: true", "    consent: false", "consent-not-asked", "onderzoek-2.3.2: wmo-5.1.1-4",
	  "    consent: false", ERR_NONE },
	{ "valid_until: 2030-12-31", "valid_until: 2026-09-30", "term-past", "valid_until",
	  "valid_until: 2026", ERR_NONE },
	{ "valid_until: 2030-12-31", "valid_until: 2025-12-31", "term-order", "valid_until",
	  "valid_until: 2025", ERR_AGREEMENT_INVALID },
	{ "evaluation: 2027-12-31", "evaluation: 2031-01-01", "evaluation-outside-term", NULL,
	  "evaluation: 2031", ERR_NONE },
	{ "evaluation: 2027-12-31", "evaluation: 2025-12-31", "evaluation-outside-term", NULL,
	  "evaluation: 2025", ERR_NONE },
	{ "    from: oss.nl/wi", "    from: oss.nl/jeugd", "unit-not-a-party",
	  "onderzoek-2.3.2: oss.nl/jeugd", "from: oss.nl/jeugd", ERR_AGREEMENT_INVALID },
	{ "    to: oss.nl/wmo", "    to: oss.nl/jeugd", "unit-not-a-party", "onderzoek-2.3.2: oss.nl/jeugd",
	  "to: oss.nl/jeugd", ERR_AGREEMENT_INVALID },
	{ "    to: oss.nl/wmo", "    to: oss.nl/wi", "own-direction", "onderzoek-2.3.2: oss.nl/wi",
	  "    to: oss.nl/wi", ERR_AGREEMENT_INVALID },
	{ "  - unit: oss.nl/wmo", "  - unit: oss.nl/wi", "duplicate-party", "oss.nl/wi",
	  "unit: oss.nl/wi\n    controller: oss.nl\n    kind: wmo", ERR_AGREEMENT_INVALID },
	{ "catalogue: \"", "catalogue: \"0", "catalogue-not-pinned", "catalogue", "catalogue: \"0",
	  ERR_AGREEMENT_INVALID },
	{ FIRST_FIELD, "      - field: \"\"\n", "part-missing", "onderzoek-2.3.2: field",
	  "      - field: \"\"\n", ERR_MISSING },
	{ "lid 4; Participatiewet art. 65 lid 2 onder b\"", "lid 4\"", "article-differs",
	  "onderzoek-2.3.2: wmo-5.1.1-4", "    article:", ERR_NONE },
	{ "        why: \"Hoort bij de achternaam.\"", "        why: \"Is \n nodig.\"", "reason-too-short",
	  "onderzoek-2.3.2: naam.voorvoegsel", "        why: \"Is", ERR_NONE },
	{ "    decided_on: 2025-12-09", "    decided_on: december", "bad-value", "oss.nl/wi: decided_on",
	  "    decided_on:", ERR_VALUE },
	{ "    household: false", "    consent_months: 0", "bad-value", "onderzoek-2.3.2: consent_months",
	  "    consent_months:", ERR_VALUE },
	{ "    household: false", "    weighed_on: once", "bad-value", "onderzoek-2.3.2: weighed_on",
	  "    weighed_on:", ERR_VALUE },
	{ "role: \"verstrekker\"", "role: \"verwerker, verstrekker\"", "not-stated", "processor_agreement",
	  NULL, ERR_NONE },
	{ "role: \"ontvanger\"", "role: \"gezamenlijk verwerkingsverantwoordelijke\"", "not-stated",
	  "joint_arrangement", NULL, ERR_NONE },
	{ "    household: false", "    consent_months: 13", "consent-beyond-a-year",
	  "onderzoek-2.3.2: consent_months", "    consent_months:", ERR_NONE },
	{ "retention_months: 180", "retention_months: 179", "retention-under-wmo",
	  "onderzoek-2.3.2: retention_months", "    retention_months:", ERR_NONE },
	{ "valid_until: 2030-12-31", "valid_until: 2031-10-02", "term-beyond-five-years", "valid_until",
	  "valid_until:", ERR_NONE },
};

Test(agreement, each_contradiction_is_found_with_its_line)
{
	_cleanup_(string_freep) char *whole = template();
	for (size_t i = 0; i < ELEMENTS(changes); i++) {
		const struct change *c = &changes[i];
		_cleanup_(string_freep) char *text = replaced(whole, c->from, c->to);
		_cleanup_(findings_clear) struct findings f = check(text);
		const struct agreement_finding *found = find(&f, c->rule, c->subject);
		cr_expect_not_null(found, "%zu: %s", i, c->rule);
		if (found)
			cr_expect_eq(found->line, c->mark ? line_of(text, c->mark) : 0, "%zu: %s on %lu", i,
			             c->rule, (unsigned long)found->line);
	}
}

Test(agreement, what_leaves_it_without_meaning_is_not_read)
{
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	_cleanup_(string_freep) char *whole = template();
	for (size_t i = 0; i < ELEMENTS(changes); i++) {
		_cleanup_(agreement_freep) struct agreement *a = NULL;
		_cleanup_(string_freep) char *text = replaced(whole, changes[i].from, changes[i].to);
		struct error e = { 0 };
		bool ok = agreement_parse(bytes_of_string(text), "a.yaml", c, &a, &e);
		cr_expect_eq(ok, changes[i].code == ERR_NONE, "%zu: %s", i, changes[i].rule);
		cr_expect_eq(e.code, changes[i].code, "%zu: %s: %s %s", i, changes[i].rule,
		             error_name(e.code), e.detail);
		if (!ok)
			cr_expect_eq(e.line, changes[i].mark ? line_of(text, changes[i].mark) : 0, "%zu: %lu",
			             i, (unsigned long)e.line);
	}
}

/* Text without its line that begins with `key`; the caller frees. */
static char *without(const char *text, const char *key)
{
	const char *at = strstr(text, key);
	cr_assert_not_null(at, "%s", key);
	const char *end = strchr(at + 1, '\n');
	char *new = string_printf("%.*s%s", (int)(at - text), text, end);
	cr_assert_not_null(new);
	return new;
}

/* It was signed before the programs asked: read, and the check says what a next version has to state. */
Test(agreement, of_an_older_version_is_read_and_told_what_it_lacks)
{
	static const struct {
		const char *key, *subject, *article;
	} cases[] = {
		{ "\n    decision: ", "oss.nl/wi: decision", "Awb art. 10:3" },
		{ "\n    decided_on: ", "oss.nl/wi: decided_on", "Awb art. 10:3" },
		{ "\ndpia: ", "dpia", "AVG art. 35" },
		{ "\n    retention_article: ", "onderzoek-2.3.2: retention_article", "AVG art. 5 lid 1 e" },
	};
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	_cleanup_(string_freep) char *old = template();
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(string_freep) char *whole = template(), *text = without(whole, cases[i].key);
		_cleanup_(findings_clear) struct findings f = check(text);
		const struct agreement_finding *found = find(&f, "not-stated", cases[i].subject);
		cr_assert_not_null(found, "%s", cases[i].subject);
		cr_expect_str_eq(found->article, cases[i].article);
		cr_expect_eq(agreement_gravest(f.list, f.count, false), found);
		cr_expect_null(agreement_gravest(f.list, f.count, true));
		char *less = without(old, cases[i].key);
		free(old);
		old = less;
	}
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	parse(old, c, &a);
	cr_expect_null(a->dpia);
	cr_expect_null(a->parties[0].decision);
	cr_expect_null(a->purposes[0].retention_article);
}

/* Remarks are no faults; each has its bound, on both sides of it. */
Test(agreement, a_remark_is_no_fault)
{
	static const struct {
		const char *from, *to, *rule;
		bool told;
	} cases[] = {
		{ "retention_months: 180", "retention_months: 179", "retention-under-wmo", true },
		{ "retention_months: 180", "retention_months: 179\n    retention_why: Zo is het",
		  "retention-under-wmo", false },
		{ "retention_months: 180", "retention_months: 240", "retention-under-wmo", false },
		{ "    household: false", "    consent_months: 13", "consent-beyond-a-year", true },
		{ "    household: false", "    consent_months: 12", "consent-beyond-a-year", false },
		{ "valid_until: 2030-12-31", "valid_until: 2031-10-02", "term-beyond-five-years", true },
		{ "valid_until: 2030-12-31", "valid_until: 2031-10-01", "term-beyond-five-years", false },
	};
	_cleanup_(string_freep) char *whole = template();
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(string_freep) char *text = replaced(whole, cases[i].from, cases[i].to);
		_cleanup_(findings_clear) struct findings f = check(text);
		cr_expect_eq(find(&f, cases[i].rule, NULL) != NULL, cases[i].told, "%zu", i);
		cr_expect_eq(agreement_faults(f.list, f.count), 0, "%zu", i);
		cr_expect_null(agreement_gravest(f.list, f.count, false), "%zu", i);
	}
}

/* Whatever law the data came from: the receiver's kind decides. */
Test(agreement, fifteen_years_are_the_wmos)
{
	_cleanup_(string_freep) char *whole = template(),
				     *less = replaced(whole, "retention_months: 180", "retention_months: 24");
	static const char kind[] = "kind: wmo\n";
	static const struct {
		const char *kind;
		bool told;
	} cases[] = { { "kind: zorgaanbieder\n", true },
		      { "kind: pw\n", false },
		      { "kind: uwv\n", false },
		      { "kind: pgb-derde\n", true } };
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(string_freep) char *text = replaced(less, kind, cases[i].kind);
		_cleanup_(findings_clear) struct findings f = check(text);
		cr_expect_eq(find(&f, "retention-under-wmo", NULL) != NULL, cases[i].told, "%zu", i);
	}
}

Test(agreement, that_outlasts_its_table_is_told_from_sixty_days_before)
{
	static const struct {
		const char *day, *until;
		bool told;
	} cases[] = {
		{ "2026-11-01", "2030-12-31", false }, { "2026-11-02", "2030-12-31", true },
		{ "2026-11-02", "2027-01-01", false }, { "2026-11-02", "2027-01-02", true },
		{ "2027-03-01", "2030-12-31", true },
	};
	_cleanup_(string_freep) char *whole = template();
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(string_freep) char *term = string_printf("valid_until: %s", cases[i].until);
		_cleanup_(string_freep) char *text = replaced(whole, "valid_until: 2030-12-31", term);
		moment today;
		cr_assert(day_parse(bytes_of_string(cases[i].day), &today));
		_cleanup_(findings_clear) struct findings f = check_with(text, NULL, today);
		cr_expect_eq(find(&f, "beyond-review-by", "valid_until") != NULL, cases[i].told, "%zu", i);
	}
}

/* PW 67(3), of that row alone. */
Test(agreement, a_reintegration_company_asks_that_privacy_was_weighed)
{
	_cleanup_(string_freep) char *whole = template(), *ground = replaced(whole, "ground: wmo-5.1.1-4",
	                                                                     "ground: pw-67-1-reintegratie");
	_cleanup_(string_freep) char *said =
		replaced(ground, "    fields:\n", "    weighed: Niet onevenredig\n    fields:\n");
	_cleanup_(string_freep) char *dated =
		replaced(said, "    fields:\n", "    weighed_on: 2026-01-01\n    fields:\n");
	_cleanup_(findings_clear) struct findings f = check(ground), g = check(said), h = check(dated);
	cr_expect_not_null(find(&f, "not-weighed", "onderzoek-2.3.2: weighed"));
	cr_expect_not_null(find(&f, "not-weighed", "onderzoek-2.3.2: weighed_on"));
	cr_expect_null(find(&g, "not-weighed", "onderzoek-2.3.2: weighed"));
	cr_expect_not_null(find(&g, "not-weighed", "onderzoek-2.3.2: weighed_on"));
	cr_expect_null(find(&h, "not-weighed", NULL));
}

/* One field that stays holds back all when nothing else tells who it is about. */
Test(agreement, a_purpose_under_which_nothing_can_go_is_found)
{
	_cleanup_(string_freep) char *whole = template();
	const char *fields = strstr(whole, FIRST_FIELD), *rest = strstr(whole, "approval_by_two:");
	static const struct {
		const char *list;
		bool told;
	} cases[] = {
		{ "codeArbeidsvermogen", true },
		{ "naam.geslachtsnaam naam.voornamen geboorte.datum postcode", true },
		{ "naam.geslachtsnaam naam.voornamen geboorte.datum postcode huisnummer", false },
		{ "burgerservicenummer", false },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(buffer_clear) struct buffer text = { 0 };
		buffer_append(&text, bytes_of(whole, (size_t)(fields - whole)));
		for (struct cursor c = cursor_of(bytes_of_string(cases[i].list)); !cursor_done(&c);) {
			struct bytes name = cursor_until(&c, ' ');
			buffer_printf(&text, "      - field: %.*s\n        why: Nodig voor dit doel\n",
			              (int)name.size, (const char *)name.data);
		}
		buffer_append_string(&text, rest);
		_cleanup_(findings_clear) struct findings f = check(buffer_string(&text));
		cr_expect_eq(find(&f, "nothing-goes", "onderzoek-2.3.2") != NULL, cases[i].told, "%zu", i);
	}
}

Test(agreement, what_ties_a_consent_is_the_number_or_the_whole_set)
{
	static const struct {
		const char *number, *birth;
		bool fault;
	} cases[] = { { "- field: gemeentecode", "- field: geboorte.datum", false },
		      { "- field: burgerservicenummer", "- field: gemeentecode", false },
		      { "- field: gemeentecode", "- field: geslacht", true } };
	_cleanup_(string_freep) char *whole = template();
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(string_freep) char *number =
			replaced(whole, "- field: burgerservicenummer", cases[i].number);
		_cleanup_(string_freep) char *both =
			replaced(number, "- field: geboorte.datum", cases[i].birth);
		_cleanup_(findings_clear) struct findings f = check(both);
		const struct agreement_finding *found =
			find(&f, "consent-without-bsn", "onderzoek-2.3.2: burgerservicenummer");
		cr_expect_eq(found != NULL, cases[i].fault, "case %zu", i);
	}
}

Test(agreement, the_household_comes_along_only_where_the_ground_says_so)
{
	_cleanup_(string_freep) char *whole = template(),
				     *with = replaced(whole, "household: false", "household: true");
	_cleanup_(string_freep) char *without = replaced(with, "ground: wmo-5.1.1-4", "ground: wmo-5.3.3-1");
	_cleanup_(findings_clear) struct findings f = check(with), g = check(without);
	cr_expect_eq(f.count, 0);
	cr_expect_not_null(find(&g, "household-not-carried", "onderzoek-2.3.2: wmo-5.3.3-1"));
}

Test(agreement, another_table_of_grounds_is_found)
{
	static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";
	_cleanup_(string_freep) char *whole = template();
	_cleanup_(string_freep) char *hash = string_printf("%.64s", strstr(whole, "\ngrounds: \"") + 11);
	_cleanup_(string_freep) char *text = replaced(whole, hash, zeros);
	_cleanup_(findings_clear) struct findings f = check(text);
	cr_assert_eq(f.count, 1);
	cr_assert_str_eq(rule_name(f.list[0].rule), "grounds-mismatch");
	cr_assert_eq(f.list[0].line, line_of(text, "grounds: \"00"));
}

Test(agreement, another_catalogue_is_found)
{
	static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";
	_cleanup_(string_freep) char *whole = template();
	_cleanup_(string_freep) char *hash = string_printf("%.64s", strstr(whole, "\ncatalogue: \"") + 13);
	_cleanup_(string_freep) char *text = replaced(whole, hash, zeros);
	_cleanup_(findings_clear) struct findings f = check(text);
	cr_assert_eq(f.count, 1);
	cr_assert_str_eq(rule_name(f.list[0].rule), "catalogue-mismatch");
	cr_assert_eq(f.list[0].line, line_of(text, "catalogue: \"00"));
}

Test(agreement, a_purpose_listed_twice_is_found)
{
	_cleanup_(string_freep) char *whole = template();
	const char *start = strstr(whole, "  - code:"), *end = strstr(whole, "approval_by_two:");
	_cleanup_(string_freep) char *text =
		string_printf("%.*s%.*s%s", (int)(end - whole), whole, (int)(end - start), start, end);
	_cleanup_(findings_clear) struct findings f = check(text);
	cr_assert_eq(f.count, 1);
	cr_assert_str_eq(rule_name(f.list[0].rule), "duplicate-purpose");
	cr_assert_str_eq(f.list[0].subject, "onderzoek-2.3.2");
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	struct error e = { 0 };
	cr_assert_not(agreement_parse(bytes_of_string(text), "a.yaml", c, &a, &e));
	cr_assert_eq(e.code, ERR_AGREEMENT_INVALID);
}

Test(agreement, somebody_at_the_receiver_decides_on_copies)
{
	_cleanup_(office_clear) struct office o;
	_cleanup_(string_freep) char *text = template();
	office_start(&o);
	o.roster.mandate_count = 0;
	_cleanup_(findings_clear) struct findings f = check_with(text, &o.roster, TODAY);
	cr_assert_eq(f.count, 1);
	cr_expect_str_eq(rule_name(f.list[0].rule), "nobody-decides");
	cr_expect_eq(rule_kind(f.list[0].rule), RULE_REMARK);
}

Test(agreement, witnesses_are_held_against_the_roster)
{
	_cleanup_(office_clear) struct office o;
	_cleanup_(string_freep) char *whole = template();
	office_start(&o);
	_cleanup_(string_freep) char *named =
		replaced(whole, "grounds: \"",
	                 "witness_days: 30\nwitness_quorum: 2\nwitnesses:\n  - oss.nl/wi\n  - oss.nl/wmo\n"
	                 "  - oss.nl/p-0001\n  - oss.nl/p-0002\n  - oss.nl/jeugd\ngrounds: \"");
	o.roster.persons[1].has_witness = true;
	o.roster.officer_count = 2;
	_cleanup_(findings_clear) struct findings f = check_with(named, &o.roster, TODAY);
	cr_expect_eq(f.count, 2);
	cr_expect_not_null(find(&f, "witness-not-in-roster", "oss.nl/p-0001"), "an officer without a key");
	cr_expect_not_null(find(&f, "witness-not-in-roster", "oss.nl/jeugd"));
	o.roster.officer_count = 1;
	_cleanup_(findings_clear) struct findings g = check_with(named, &o.roster, TODAY);
	cr_expect_not_null(find(&g, "witness-not-in-roster", "oss.nl/p-0002"), "who is no officer any more");
}

/* "all" is all but the unit itself; of those it names two are two, whichever. */
Test(agreement, how_many_witnesses_a_log_needs)
{
	char *names_of[] = { names[4], names[5], names[0] };
	struct agreement a = { .witnesses = names_of, .witness_count = 3, .witness_quorum = 3 };
	cr_expect_eq(agreement_witnesses_needed(&a, names[4]), 2);
	cr_expect_eq(agreement_witnesses_needed(&a, "oss.nl/jeugd"), 3);
	a.witness_quorum = 2;
	cr_expect_eq(agreement_witnesses_needed(&a, names[4]), 2);
	a.witness_quorum = 1;
	cr_expect_eq(agreement_witnesses_needed(&a, names[4]), 1);
	a = (struct agreement){ 0 };
	cr_expect_eq(agreement_witnesses_needed(&a, names[4]), 0);
}

Test(agreement, units_are_held_against_the_roster)
{
	_cleanup_(office_clear) struct office o;
	_cleanup_(string_freep) char *whole = template();
	office_start(&o);
	_cleanup_(string_freep) char *stranger =
		replaced(whole, "  - unit: oss.nl/wi\n", "  - unit: oss.nl/jeugd\n");
	_cleanup_(findings_clear) struct findings f = check_with(stranger, &o.roster, TODAY),
						  silent = check(stranger);
	const struct agreement_finding *unknown = find(&f, "unit-not-in-roster", "oss.nl/jeugd");
	cr_expect(unknown && unknown->line == line_of(stranger, "  - unit: oss.nl/jeugd"));
	cr_expect_null(find(&silent, "unit-not-in-roster", NULL));
	_cleanup_(string_freep) char *taken =
		replaced(whole, "    controller: oss.nl\n", "    controller: den-bosch.nl\n");
	_cleanup_(findings_clear) struct findings g = check_with(taken, &o.roster, TODAY);
	cr_expect_eq(g.count, 3);
	cr_expect_not_null(find(&g, "not-stated", "oss.nl/wmo: decision"));
	cr_expect_not_null(find(&g, "controller-not-of-unit", "oss.nl/wi: den-bosch.nl"));
	cr_expect_not_null(find(&g, "officers-not-in-roster", "oss.nl/wi: den-bosch.nl"));
}

Test(agreement, findings_are_appended_and_have_an_end)
{
	_cleanup_(string_freep) char *raw = template_raw();
	_cleanup_(findings_clear) struct findings f = check(raw);
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	struct error e = { 0 };
	const struct agreement_against with = { .catalogue = c, .today = TODAY };
	cr_assert(agreement_check(bytes_of_string(raw), "a.yaml", &with, &f.list, &f.count, &e));
	cr_assert_eq(f.count, 4);
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	const char *fields = strstr(raw, FIRST_FIELD), *rest = strstr(raw, "approval_by_two:");
	buffer_append(&text, bytes_of(raw, (size_t)(fields - raw)));
	for (unsigned i = 0; i < 1000; i++)
		buffer_printf(&text, "      - field: f%u\n        why: x\n", i);
	buffer_append_string(&text, rest);
	_cleanup_(findings_clear) struct findings many = check(buffer_string(&text));
	cr_assert_eq(many.count, 257);
	cr_assert_str_eq(rule_name(many.list[256].rule), "more-findings");
}

Test(agreement, is_strict)
{
	static const struct {
		const char *from, *to;
		enum error_code code;
	} cases[] = {
		{ "type: sluis.agreement/v1", "type: sluis.agreement/v2", ERR_VERSION },
		{ "type: sluis.agreement/v1", "type: sluis.roster/v1", ERR_NOTE },
		{ "type: sluis.agreement/v1\n", "\ntype: sluis.agreement/v1\n", ERR_NOTE },
		{ "goal: ", "colour: blue\ngoal: ", ERR_UNKNOWN_KEY },
		{ "    phase: ", "    fase: ", ERR_UNKNOWN_KEY },
		{ "        why: ", "        because: ", ERR_UNKNOWN_KEY },
		{ "goal: ", "goal: a\ngoal: ", ERR_DUPLICATE },
		{ "budget: ", "budget: &a ", ERR_SYNTAX },
		{ "goal: ", "goal: @", ERR_SYNTAX },
		{ "goal: ", "goal: [", ERR_VALUE },
		{ "goal: \"", "goal: \"\xff", ERR_UTF8 },
		{ "goal: \"", "goal: \"\x1b", ERR_CONTROL_CHARACTER },
	};
	_cleanup_(string_freep) char *whole = template();
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(string_freep) char *text = replaced(whole, cases[i].from, cases[i].to);
		_cleanup_(agreement_freep) struct agreement *a = NULL;
		_cleanup_(findings_clear) struct findings f = { 0 };
		struct error e = { 0 }, g = { 0 };
		cr_expect_not(agreement_parse(bytes_of_string(text), "a.yaml", c, &a, &e), "case %zu", i);
		cr_expect_eq(e.code, cases[i].code, "case %zu: %s %s", i, error_name(e.code), e.detail);
		cr_expect_gt(e.line, 0, "case %zu", i);
		const struct agreement_against with = { .catalogue = c, .today = TODAY };
		cr_expect_not(agreement_check(bytes_of_string(text), "a.yaml", &with, &f.list, &f.count, &g),
		              "case %zu", i);
		cr_expect_eq(g.code, cases[i].code, "case %zu: %s", i, error_name(g.code));
	}
}

Test(agreement, survives_every_cut_at_a_line)
{
	_cleanup_(string_freep) char *whole = template();
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	size_t size = strlen(whole);
	for (size_t i = 0; i < size; i++) {
		if (whole[i] != '\n' && i % 97)
			continue;
		_cleanup_(agreement_freep) struct agreement *a = NULL;
		struct error e = { 0 };
		bool ok = agreement_parse(bytes_of(whole, i), "a.yaml", c, &a, &e);
		cr_assert(!ok || i + 2 >= size, "%zu", i);
		cr_assert_eq(ok, a != NULL);
	}
}

/* The note that these officers signed, parsed. */
static void sign(const struct office *o, const char *text, const bool who[3], const struct catalogue *c,
                 struct agreement **ret)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error e = { 0 };
	for (size_t i = 0; i < 3; i++)
		if (who[i])
			cr_assert(note_sign(&note, bytes_of_string(text), &o->signers[i], 0, &e), "%s",
			          e.detail);
	cr_assert(agreement_parse(buffer_bytes(&note), "a.note", c, ret, &e), "%s %s", error_name(e.code),
	          e.detail);
}

Test(agreement, is_signed_by_the_quorum_of_each_controller)
{
	static const bool one[] = { true, false, false }, two[] = { true, false, true },
			  three[] = { true, true, true };
	_cleanup_(office_clear) struct office o;
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	_cleanup_(string_freep) char *text = template();
	_cleanup_(agreement_freep) struct agreement *draft = NULL, *by_one = NULL, *by_two = NULL,
						    *by_three = NULL;
	struct error e = { 0 };
	office_start(&o);
	parse(text, c, &draft);
	sign(&o, text, one, c, &by_one);
	sign(&o, text, two, c, &by_two);
	sign(&o, text, three, c, &by_three);
	cr_assert(sha256_equal(&draft->hash, &by_two->hash));
	cr_assert_not(agreement_verify(draft, &o.roster, TODAY, &e));
	cr_assert_eq(e.code, ERR_QUORUM);
	cr_assert_not(agreement_verify(by_one, &o.roster, TODAY, &e));
	cr_assert_eq(e.code, ERR_QUORUM);
	cr_assert_str_eq(e.subject, "oss.nl");
	cr_assert(agreement_verify(by_two, &o.roster, TODAY, &e), "%s %s", error_name(e.code), e.detail);
	cr_assert(agreement_verify(by_three, &o.roster, TODAY, &e));
}

Test(agreement, is_signed_for_whom_somebody_acts_as_well)
{
	static const bool three[] = { true, true, true };
	_cleanup_(office_clear) struct office o;
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	_cleanup_(string_freep) char *text = template();
	_cleanup_(string_freep) char *own =
		replaced(text, "    fields:\n", "    acts_for: oss.nl\n    fields:\n");
	_cleanup_(string_freep) char *others =
		replaced(text, "    fields:\n", "    acts_for: uden.nl\n    fields:\n");
	_cleanup_(agreement_freep) struct agreement *a = NULL, *b = NULL;
	struct error e = { 0 };
	office_start(&o);
	sign(&o, own, three, c, &a);
	cr_expect_str_eq(a->purposes[0].acts_for, "oss.nl");
	cr_expect(agreement_verify(a, &o.roster, TODAY, &e), "%s", e.detail);
	sign(&o, others, three, c, &b);
	cr_assert_not(agreement_verify(b, &o.roster, TODAY, &e));
	cr_expect_eq(e.code, ERR_QUORUM);
	cr_expect_str_eq(e.subject, "uden.nl");
}

Test(agreement, who_is_no_officer_or_revoked_does_not_count)
{
	static const bool two[] = { true, false, true };
	_cleanup_(office_clear) struct office o;
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	_cleanup_(string_freep) char *text = template();
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	struct error e = { 0 };
	office_start(&o);
	sign(&o, text, two, c, &a);
	struct roster_revocation revoked = { .person = names[2],
		                             .reason = REVOKED_LEFT,
		                             .effective = TODAY + 1 };
	o.roster.revocations = &revoked;
	o.roster.revocation_count = 1;
	cr_assert(agreement_verify(a, &o.roster, TODAY, &e));
	revoked.effective = TODAY;
	cr_assert_not(agreement_verify(a, &o.roster, TODAY, &e));
	cr_assert_eq(e.code, ERR_QUORUM);
	o.roster.revocation_count = 0;
	o.roster.officer_count = 2; /* the third is a person still, no longer an officer */
	cr_assert_not(agreement_verify(a, &o.roster, TODAY, &e));
	cr_assert_eq(e.code, ERR_QUORUM);
}

Test(agreement, a_bad_signature_refuses_it)
{
	static const bool three[] = { true, true, true };
	_cleanup_(office_clear) struct office o;
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	_cleanup_(string_freep) char *text = template();
	_cleanup_(agreement_freep) struct agreement *a = NULL, *b = NULL;
	struct error e = { 0 };
	office_start(&o);
	sign(&o, text, three, c, &a);
	_cleanup_(string_freep) char *note = string_of_bytes(buffer_bytes(&a->note));
	_cleanup_(string_freep) char *forged =
		replaced(note, "retention_months: 180", "retention_months: 99");
	cr_assert(agreement_parse(bytes_of_string(forged), "a.note", c, &b, &e));
	cr_assert_not(agreement_verify(b, &o.roster, TODAY, &e));
	cr_assert_eq(e.code, ERR_SIGNATURE);
}

Test(agreement, of_another_controllers_unit_is_refused)
{
	static const bool two[] = { true, true, false };
	_cleanup_(office_clear) struct office o;
	_cleanup_(catalogue_freep) struct catalogue *c = catalogue();
	_cleanup_(string_freep) char *text = template();
	_cleanup_(string_freep) char *taken =
		replaced(text, "    controller: oss.nl\n", "    controller: den-bosch.nl\n");
	_cleanup_(string_freep) char *stranger =
		replaced(text, "  - unit: oss.nl/wi\n", "  - unit: oss.nl/jeugd\n");
	_cleanup_(string_freep) char *direction =
		replaced(stranger, "    from: oss.nl/wi\n", "    from: oss.nl/jeugd\n");
	_cleanup_(agreement_freep) struct agreement *a = NULL, *b = NULL;
	struct error e = { 0 };
	office_start(&o);
	sign(&o, taken, two, c, &a);
	cr_assert_not(agreement_verify(a, &o.roster, TODAY, &e));
	cr_assert_eq(e.code, ERR_AGREEMENT_INVALID);
	sign(&o, direction, two, c, &b);
	cr_assert_not(agreement_verify(b, &o.roster, TODAY, &e));
	cr_assert_eq(e.code, ERR_UNIT_UNKNOWN);
	cr_assert_str_eq(e.subject, "oss.nl/jeugd");
}
