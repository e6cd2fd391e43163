/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement.h"

#include "trust/agreement_rules.h"
#include "trust/agreement_text.h"
#include "trust/agreement_witnesses.h"
#include "trust/quorum.h"
#include "trust/statement.h"

#include "codec/keyed.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void agreement_freep(struct agreement **a)
{
	struct agreement *old = *a;
	*a = NULL;
	if (!old)
		return;
	for (size_t i = 0; i < old->purpose_count; i++)
		free(old->purposes[i].fields);
	free(old->parties);
	free(old->purposes);
	free(old->overrides);
	agreement_text_freep(&old->text);
	pinned_clear(&old->pinned);
	buffer_clear(&old->note);
	free(old);
}

/* --- from reviewed texts to values: only memory can fail, since the review found
 * every part there and well formed --- */

static bool truth(const char *text)
{
	bool value = false;
	return text && keyed_truth(text, &value) && value;
}

static uint64_t number(const char *text)
{
	uint64_t value = 0;
	return number_parse(bytes_of_string(text), UINT64_MAX, &value) ? value : 0;
}

static moment day(const char *text)
{
	moment value = 0;
	return day_parse(bytes_of_string(text), &value) ? value : 0;
}

static struct agreement_party party_of(const struct agreement_party_text *t)
{
	struct agreement_party p = { .unit = t->unit,
		                     .controller = t->controller,
		                     .role = t->role,
		                     .tasks = t->tasks,
		                     .decision = t->decision,
		                     .decided_on = t->decided_on };
	(void)!party_kind_parse(bytes_of_string(t->kind), &p.kind);
	return p;
}

static bool take_fields(const struct agreement_purpose_text *t, const struct catalogue *c,
                        struct agreement_purpose *p)
{
	p->fields = calloc(t->fields_count, sizeof *p->fields);
	if (!p->fields)
		return false;
	for (; p->field_count < t->fields_count; p->field_count++) {
		const struct agreement_field_text *f = &t->fields[p->field_count];
		p->fields[p->field_count] =
			(struct agreement_field){ .field = catalogue_find(c, bytes_of_string(f->field)),
			                          .why = f->why };
	}
	return true;
}

static struct agreement_purpose purpose_of(const struct agreement_purpose_text *t)
{
	struct agreement_purpose p = {
		.code = t->code,
		.description = t->description,
		.necessity = t->necessity,
		.from = t->from,
		.to = t->to,
		.task = t->task,
		.ground = t->ground,
		.article = t->article,
		.basis = t->basis,
		.exception = t->exception,
		.consent = truth(t->consent),
		.no_objection = truth(t->no_objection),
		.free_text = truth(t->free_text),
		.secret_address = truth(t->secret_address),
		.household = truth(t->household),
		.client_supplied = truth(t->client_supplied),
		.consent_months = t->consent_months ? number(t->consent_months) : 0,
		.retention_months = number(t->retention_months),
		.retention_article = t->retention_article,
		.retention_why = t->retention_why,
		.weighed = t->weighed,
		.weighed_on = t->weighed_on,
		.acts_for = t->acts_for,
	};
	(void)!phase_parse(bytes_of_string(t->phase), &p.phase);
	return p;
}

static bool take_lists(const struct agreement_text *t, const struct catalogue *c, struct agreement *a)
{
	a->parties = calloc(t->parties_count, sizeof *a->parties);
	a->purposes = calloc(t->purposes_count, sizeof *a->purposes);
	if (!a->parties || !a->purposes)
		return false;
	for (; a->party_count < t->parties_count; a->party_count++)
		a->parties[a->party_count] = party_of(&t->parties[a->party_count]);
	while (a->purpose_count < t->purposes_count) {
		size_t i = a->purpose_count++;
		a->purposes[i] = purpose_of(&t->purposes[i]);
		if (!take_fields(&t->purposes[i], c, &a->purposes[i]))
			return false;
	}
	return true;
}

static bool take_hash(const char *text, struct sha256 *ret)
{
	return text && sha256_parse(bytes_of_string(text), ret);
}

/* The review found all of them to be hashes. */
static bool take_pins(const struct agreement_text *t, struct agreement *a)
{
	a->overrides = calloc((size_t)t->overrides_count + 1, sizeof *a->overrides);
	if (!a->overrides)
		return false;
	for (; a->override_count < t->overrides_count; a->override_count++)
		if (!take_hash(t->overrides[a->override_count], &a->overrides[a->override_count]))
			return false;
	a->has_additions = take_hash(t->additions, &a->additions);
	return take_hash(t->catalogue, &a->catalogue) && take_hash(t->grounds, &a->grounds);
}

/* "at-once", or a number of days. */
static uint64_t accept_days(const char *text)
{
	return text && strcmp(text, AGREEMENT_AT_ONCE) != 0 ? number(text) : 0;
}

static bool take_all(const struct agreement_text *t, const struct catalogue *c, struct agreement *a)
{
	a->id = t->id;
	a->version = number(t->version);
	a->title = t->title;
	a->kind = t->kind;
	a->goal = t->goal;
	a->target_group = t->target_group;
	a->excluded = t->excluded;
	a->approval_by_two = truth(t->approval_by_two);
	a->use_by_days = number(t->use_by_days);
	a->largest_package_mib = number(t->largest_package_mib);
	a->dpia = t->dpia;
	a->joint_arrangement = t->joint_arrangement;
	a->processor_agreement = t->processor_agreement;
	a->rights = t->rights;
	a->incidents = t->incidents;
	a->contact = t->contact;
	a->budget = t->budget;
	a->results = t->results;
	a->evaluation = day(t->evaluation);
	a->valid_from = day(t->valid_from);
	a->valid_until = day(t->valid_until);
	a->supersedes = t->supersedes;
	a->witness_days = t->witness_days ? number(t->witness_days) : 0;
	a->accept_days = accept_days(t->accept);
	a->handover = t->handover && truth(t->handover);
	a->witnesses = t->witnesses;
	a->witness_count = t->witnesses_count;
	if (t->witnesses_count &&
	    !agreement_quorum_parse(t->witness_quorum, t->witnesses_count, &a->witness_quorum))
		return false;
	return take_pins(t, a) && take_lists(t, c, a);
}

/* The rules that an agreement can't do without; the first breach is the error. */
static bool check_meaning(const struct agreement_text *t, const struct catalogue *c, const char *subject,
                          struct error *e)
{
	struct agreement_review r = { .text = t, .catalogue = c, .today = -1, .first_error_only = true };
	bool ok = agreement_review(&r, e);
	if (ok && r.code != ERR_NONE)
		ok = error_line(e, r.code, subject, r.list[0].line, "%s: %s", rule_name(r.list[0].rule),
		                r.list[0].subject);
	free(r.list);
	return ok;
}

/* Takes the text over. */
static bool make(struct bytes raw, struct bytes yaml, struct agreement_text **t, const char *subject,
                 const struct catalogue *c, struct agreement **ret, struct error *e)
{
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	if (!check_meaning(*t, c, subject, e))
		return false;
	a = calloc(1, sizeof *a);
	if (!a || !take_all(*t, c, a))
		return error_memory(e);
	a->text = *t;
	*t = NULL;
	keyed_lines_clear(&a->text->lines);
	buffer_append(&a->note, raw);
	if (!buffer_ok(&a->note, e))
		return false;
	sha256_of(yaml, &a->hash);
	*ret = a;
	a = NULL;
	return true;
}

bool agreement_parse(struct bytes raw, const char *subject, const struct catalogue *c, struct agreement **ret,
                     struct error *e)
{
	_cleanup_(agreement_text_freep) struct agreement_text *t = NULL;
	struct bytes yaml;
	bool is_signed;
	return agreement_text_find(raw, subject, &yaml, &is_signed, e) &&
	       agreement_text_load(yaml, subject, &t, e) && make(raw, yaml, &t, subject, c, ret, e);
}

/* --- with what it pins --- */

/* The text with that hash. ERR_PINNED names the key that pins it. */
static bool find_pinned(const struct pinned_source *from, const char *key, const struct sha256 *hash,
                        struct buffer *ret, struct error *e)
{
	char hex[SHA256_HEX_SIZE + 1];
	bool found = false;
	if (!from->find(from->context, hash, ret, &found, e))
		return false;
	sha256_hex(hash, hex);
	return found || error_set(e, ERR_PINNED, key, "%s", hex);
}

static bool load_catalogue(const struct agreement_text *t, const struct pinned_source *from, struct pinned *p,
                           struct error *e)
{
	_cleanup_(buffer_clear) struct buffer base = { 0 }, additions = { 0 };
	struct sha256 hash;
	struct note note;
	if (!take_hash(t->catalogue, &hash))
		return error_set(e, ERR_AGREEMENT_INVALID, "catalogue", "%s", N_("not a hash"));
	if (!find_pinned(from, "catalogue", &hash, &base, e)) {
		if (e->code == ERR_PINNED)
			e->code = ERR_CATALOGUE;
		return false;
	}
	if (!t->additions)
		return catalogue_load(buffer_bytes(&base), "catalogue", &p->catalogue, e);
	if (!take_hash(t->additions, &hash))
		return error_set(e, ERR_AGREEMENT_INVALID, "additions", "%s", N_("not a hash"));
	if (!find_pinned(from, "additions", &hash, &additions, e) ||
	    !statement_open_draft(buffer_bytes(&additions), CATALOGUE_TYPE, "additions", &note, e))
		return false;
	const struct catalogue_addition addition = { note.text, "additions" };
	return catalogue_load_with(buffer_bytes(&base), "catalogue", &addition, 1, &p->catalogue, e);
}

static bool load_overrides(const struct agreement *a, const struct pinned_source *from, struct pinned *p,
                           struct error *e)
{
	p->overrides = calloc(a->override_count + 1, sizeof(struct override *));
	if (!p->overrides)
		return error_memory(e);
	for (; p->override_count < a->override_count; p->override_count++) {
		_cleanup_(buffer_clear) struct buffer text = { 0 };
		if (!find_pinned(from, "overrides", &a->overrides[p->override_count], &text, e) ||
		    !override_parse(buffer_bytes(&text), "override", &p->overrides[p->override_count], e))
			return false;
	}
	return true;
}

/* An override is for this agreement, a purpose of it, its table, and by the controller of the sender. */
static bool check_override(const struct agreement *a, const struct override *o, struct error *e)
{
	const struct agreement_purpose *p = agreement_purpose(a, o->purpose);
	if (strcmp(o->agreement, a->id) != 0 || !p)
		return error_set(e, ERR_AGREEMENT_INVALID, a->id, "the override %s is for another purpose",
		                 o->id);
	if (!sha256_equal(&o->grounds, &a->grounds) || !grounds_find(a->pinned.grounds, o->ground))
		return error_set(e, ERR_AGREEMENT_INVALID, a->id,
		                 "the override %s is of another table of grounds", o->id);
	for (size_t i = 0; i < a->party_count; i++)
		if (strcmp(a->parties[i].unit, p->from) == 0 &&
		    strcmp(a->parties[i].controller, o->controller) == 0)
			return true;
	return error_set(e, ERR_AGREEMENT_INVALID, a->id, "the override %s isn't by the sender's controller",
	                 o->id);
}

/* Why an agreement of before can't be read: of its catalogue nothing needs to be known where its table of
 * grounds holds what was withdrawn. */
static bool tell_of_withdrawn(const struct agreement_text *t, const struct pinned_source *from,
                              struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	struct error other = { 0 };
	struct sha256 hash;
	if (e->code == ERR_CATALOGUE && t->grounds && take_hash(t->grounds, &hash) &&
	    find_pinned(from, "grounds", &hash, &text, &other) &&
	    grounds_parse(buffer_bytes(&text), "grounds", &g, &other) && !grounds_check_floors(g, &other))
		*e = other;
	return false;
}

/* What a purpose calls its article is shown nowhere: its row in the table that was signed has the article. */
static void take_articles(struct agreement *a)
{
	for (size_t i = 0; i < a->purpose_count; i++) {
		const struct ground *g = grounds_find(a->pinned.grounds, a->purposes[i].ground);
		if (g)
			a->purposes[i].article = g->article;
	}
}

bool agreement_load(struct bytes raw, const char *subject, const struct pinned_source *from,
                    struct agreement **ret, struct error *e)
{
	_cleanup_(agreement_text_freep) struct agreement_text *t = NULL;
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	_cleanup_(pinned_clear) struct pinned pinned = { 0 };
	_cleanup_(buffer_clear) struct buffer grounds = { 0 };
	struct bytes yaml;
	bool is_signed;
	if (!agreement_text_find(raw, subject, &yaml, &is_signed, e) ||
	    !agreement_text_load(yaml, subject, &t, e))
		return false;
	if (!load_catalogue(t, from, &pinned, e))
		return tell_of_withdrawn(t, from, e);
	if (!make(raw, yaml, &t, subject, pinned.catalogue, &a, e) ||
	    !find_pinned(from, "grounds", &a->grounds, &grounds, e) ||
	    !grounds_parse(buffer_bytes(&grounds), "grounds", &pinned.grounds, e) ||
	    !load_overrides(a, from, &pinned, e))
		return false;
	a->pinned = pinned;
	pinned = (struct pinned){ 0 };
	take_articles(a);
	for (size_t i = 0; i < a->pinned.override_count; i++)
		if (!check_override(a, a->pinned.overrides[i], e))
			return false;
	*ret = a;
	a = NULL;
	return true;
}

bool agreement_overrides(const struct agreement *a, const struct agreement_purpose *p, struct buffer *out,
                         struct error *e)
{
	for (size_t i = 0; i < a->pinned.override_count; i++) {
		char hex[SHA256_HEX_SIZE + 1];
		if (strcmp(a->pinned.overrides[i]->purpose, p->code) != 0)
			continue;
		sha256_hex(&a->pinned.overrides[i]->hash, hex);
		buffer_printf(out, "%s%s", out->size ? " " : "", hex);
	}
	return buffer_ok(out, e);
}

const struct agreement_party *agreement_party_of(const struct agreement *a, const char *unit)
{
	for (size_t i = 0; i < a->party_count; i++)
		if (strcmp(a->parties[i].unit, unit) == 0)
			return &a->parties[i];
	return NULL;
}

bool agreement_needs(const struct agreement *a, const struct agreement_purpose *p, enum consent_kind kind)
{
	const struct ground *g = a->pinned.grounds ? grounds_find(a->pinned.grounds, p->ground) : NULL;
	const struct agreement_party *from = agreement_party_of(a, p->from);
	if (kind == CONSENT_EXPLICIT)
		return p->consent || (g && g->consent);
	if (kind == CONSENT_TOLD)
		return g && g->opt_out;
	return p->no_objection ||
	       (g && ground_asks_no_objection(g, ground_laws(g, from ? (unsigned)from->kind : 0)));
}

bool agreement_check(struct bytes yaml, const char *subject, const struct agreement_against *with,
                     struct agreement_finding **ret, size_t *ret_count, struct error *e)
{
	_cleanup_(agreement_text_freep) struct agreement_text *t = NULL;
	struct bytes text;
	bool is_signed;
	if (!agreement_text_find(yaml, subject, &text, &is_signed, e) ||
	    !agreement_text_load(text, subject, &t, e))
		return false;
	struct agreement_review review = { .text = t,
		                           .catalogue = with->catalogue,
		                           .grounds = with->grounds,
		                           .roster = with->roster,
		                           .pin = with->catalogue_hash,
		                           .pinned = with->pinned,
		                           .today = with->today };
	if (!agreement_review(&review, e)) {
		free(review.list);
		return false;
	}
	struct agreement_finding *all = reallocarray(*ret, *ret_count + review.count + 1, sizeof *all);
	if (all && review.count)
		memcpy(all + *ret_count, review.list, review.count * sizeof *all);
	free(review.list);
	if (!all)
		return error_memory(e);
	*ret = all;
	*ret_count += review.count;
	return true;
}

size_t agreement_faults(const struct agreement_finding *list, size_t count)
{
	size_t faults = 0;
	for (size_t i = 0; i < count; i++)
		faults += rule_kind(list[i].rule) != RULE_REMARK;
	return faults;
}

const struct agreement_finding *agreement_gravest(const struct agreement_finding *list, size_t count,
                                                  bool is_signed)
{
	const struct agreement_finding *first = NULL;
	for (size_t i = 0; i < count; i++) {
		enum rule_kind kind = rule_kind(list[i].rule);
		if (kind == RULE_REMARK || (is_signed && kind == RULE_OF_DRAFT))
			continue;
		if (list[i].rule == RULE_WITHDRAWN)
			return &list[i];
		if (!first)
			first = &list[i];
	}
	return first;
}

enum error_code agreement_refusal(const struct agreement_finding *f)
{
	return f->rule == RULE_WITHDRAWN ? ERR_GROUNDS_FLOOR : ERR_AGREEMENT_INVALID;
}

/* --- parties --- */

/* As a whole word. */
static bool begins(const char *text, const char *nl, const char *en)
{
	const char *const words[] = { nl, en };
	for (size_t i = 0; text && i < ELEMENTS(words); i++) {
		size_t size = strlen(words[i]);
		if (strncasecmp(text, words[i], size) == 0 && !isalpha((unsigned char)text[size]))
			return true;
	}
	return false;
}

bool agreement_role_is_processor(const char *role)
{
	return begins(role, "verwerker", "processor");
}

bool agreement_role_is_joint(const char *role)
{
	return begins(role, "gezamenlijk verwerkingsverantwoordelijke", "joint controller");
}

/* --- signatures --- */

static bool check_quorums(const struct agreement *a, const struct roster *r, const struct note *n,
                          moment when, struct error *e)
{
	bool *signed_by = NULL;
	if (!quorum_signers(n, r, &signed_by, e))
		return false;
	bool ok = true;
	for (size_t i = 0; ok && i < a->party_count; i++)
		ok = quorum_of(r, a->parties[i].controller, signed_by, NULL, when, e);
	for (size_t i = 0; ok && i < a->purpose_count; i++)
		ok = !a->purposes[i].acts_for ||
		     quorum_of(r, a->purposes[i].acts_for, signed_by, NULL, when, e);
	free(signed_by);
	return ok;
}

/* Also that each party's unit is in the roster, under that controller: else any
 * controller's officers could sign for another's unit. ERR_UNIT_UNKNOWN,
 * ERR_AGREEMENT_INVALID, ERR_SIGNATURE. */
bool agreement_verify(const struct agreement *a, const struct roster *r, moment when, struct error *e)
{
	struct bytes text;
	struct note n;
	bool is_signed;
	for (size_t i = 0; i < a->party_count; i++) {
		const struct roster_unit *unit = roster_unit(r, a->parties[i].unit);
		if (!unit)
			return error_set(e, ERR_UNIT_UNKNOWN, a->parties[i].unit, "a party of %s", a->id);
		if (strcmp(unit->controller, a->parties[i].controller) != 0)
			return error_set(e, ERR_AGREEMENT_INVALID, a->id, "%s is not under %s", unit->name,
			                 a->parties[i].controller);
	}
	if (!agreement_text_find(buffer_bytes(&a->note), a->id, &text, &is_signed, e))
		return false;
	if (!is_signed)
		return error_set(e, ERR_QUORUM, a->parties[0].controller, "a draft: nobody signed");
	return statement_open(buffer_bytes(&a->note), AGREEMENT_TYPE, a->id, &n, e) &&
	       check_quorums(a, r, &n, when, e);
}

bool agreement_is_answered_for(const struct agreement *a, const struct roster *r, struct error *e)
{
	for (size_t i = 0; i < a->party_count; i++) {
		const struct roster_unit *unit = roster_unit(r, a->parties[i].unit);
		if (unit && !roster_succeeds(r, unit->controller, a->parties[i].controller))
			return error_set(e, ERR_AGREEMENT_EXPIRED, a->id, "%s is under %s, and %s agreed",
			                 unit->name, unit->controller, a->parties[i].controller);
	}
	return true;
}

bool agreement_takes_over(const struct agreement *next, const struct agreement *a, const char **ret_other)
{
	*ret_other = NULL;
	if (!next->supersedes || strcmp(next->supersedes, a->id) != 0)
		return false;
	for (size_t i = 0; !*ret_other && i < a->party_count; i++) {
		size_t j = 0;
		while (j < next->party_count && strcmp(next->parties[j].unit, a->parties[i].unit) != 0)
			j++;
		if (j == next->party_count)
			*ret_other = a->parties[i].unit;
	}
	return !*ret_other;
}

bool agreement_valid_at(const struct agreement *a, moment when, struct error *e)
{
	if (when < a->valid_from)
		return error_set(e, ERR_AGREEMENT_EXPIRED, a->id, "not valid yet");
	if (when >= a->valid_until + SECONDS_A_DAY)
		return error_set(e, ERR_AGREEMENT_EXPIRED, a->id, "no longer valid");
	return true;
}

void agreement_purpose_fields(const struct agreement_purpose *p, struct buffer *out)
{
	for (size_t i = 0; i < p->field_count; i++)
		buffer_printf(out, "%s%s", i ? " " : "", p->fields[i].field->name);
}

const struct agreement_purpose *agreement_purpose(const struct agreement *a, const char *code)
{
	for (size_t i = 0; i < a->purpose_count; i++)
		if (strcmp(a->purposes[i].code, code) == 0)
			return &a->purposes[i];
	return NULL;
}

struct terms_named agreement_terms(const struct agreement *agreement, const struct agreement_purpose *purpose,
                                   const char *overrides)
{
	return (struct terms_named){
		.agreement = agreement->id,
		.version = agreement->version,
		.hash = agreement->hash,
		.purpose = purpose ? purpose->code : NULL,
		.ground = purpose ? purpose->ground : NULL,
		.overrides = overrides && *overrides ? overrides : NULL,
	};
}
