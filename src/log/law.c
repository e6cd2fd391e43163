/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/law.h"

#include "trust/ceremony.h"
#include "trust/quorum.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void law_clear(struct law_texts *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->count; i++)
		buffer_clear(&l->list[i].raw);
	free(l->list);
	*l = (struct law_texts){ 0 };
}

struct law_text *law_find(const struct law_texts *l, const struct sha256 *hash)
{
	for (size_t i = 0; i < l->count; i++)
		if (sha256_equal(&l->list[i].hash, hash))
			return &l->list[i];
	return NULL;
}

static bool find_used(void *context, const struct sha256 *hash, struct buffer *ret, bool *ret_found,
                      struct error *e)
{
	struct law_text *t = law_find(context, hash);
	*ret_found = t != NULL;
	if (!t)
		return true;
	t->used = true;
	buffer_append(ret, buffer_bytes(&t->raw));
	return buffer_ok(ret, e);
}

struct pinned_source law_source(struct law_texts *l)
{
	return (struct pinned_source){ find_used, l };
}

/* --- taking --- */

static bool is_override(const struct law_text *t)
{
	return strcmp(t->type, OVERRIDE_TYPE) == 0;
}

bool law_is_transcript(const struct law_text *t)
{
	return strcmp(t->type, CEREMONY_TYPE) == 0;
}

static bool is_resumption(const struct law_text *t)
{
	return strcmp(t->type, RESUMPTION_TYPE) == 0;
}

static bool is_termination(const struct law_text *t)
{
	return strcmp(t->type, TERMINATION_TYPE) == 0;
}

static bool is_order(const struct law_text *t)
{
	return strcmp(t->type, ORDER_TYPE) == 0;
}

/* As `sluis open` asks of it: an override and a termination by the officers of its own controller, a
 * resumption and an order by those of its unit's, the others by those of any. */
static bool check_quorum(const struct law_text *t, const struct roster *r, moment when, struct error *e)
{
	_cleanup_(override_freep) struct override *o = NULL;
	_cleanup_(resumption_freep) struct resumption *s = NULL;
	_cleanup_(termination_freep) struct termination *ended = NULL;
	_cleanup_(ceremony_clear) struct ceremony c = { 0 };
	_cleanup_(order_freep) struct order *order = NULL;
	struct note note;
	bool *signed_by = NULL;
	if (is_order(t))
		return order_parse(buffer_bytes(&t->raw), "law", &order, e) &&
		       order_verify(order, r, when, e);
	if (is_resumption(t))
		return resumption_parse(buffer_bytes(&t->raw), "law", &s, e) &&
		       resumption_verify(s, r, when, e);
	if (is_termination(t))
		return termination_parse(buffer_bytes(&t->raw), "law", &ended, e) &&
		       termination_verify(ended, r, when, e);
	if (law_is_transcript(t))
		return ceremony_parse(buffer_bytes(&t->raw), "law", &c, e) && ceremony_verify(&c, r, e);
	if (is_override(t))
		return override_parse(buffer_bytes(&t->raw), "law", &o, e) && override_verify(o, r, when, e);
	if (!statement_open(buffer_bytes(&t->raw), t->type, "law", &note, e) ||
	    !quorum_signers(&note, r, &signed_by, e))
		return false;
	bool ok = quorum_of_any(r, signed_by, when, "law", e);
	free(signed_by);
	return ok;
}

bool law_resumption(const struct law_text *t, struct resumption **ret, struct error *e)
{
	return resumption_parse(buffer_bytes(&t->raw), "law", ret, e);
}

bool law_order(const struct law_text *t, struct order **ret, struct error *e)
{
	return order_parse(buffer_bytes(&t->raw), "law", ret, e);
}

bool law_vouch(struct law_text *t, const struct roster *r, moment when, struct error *e)
{
	if (!*t->type)
		return error_set(e, ERR_QUORUM, "law", "%s", N_("a text that nobody signs"));
	bool ok = check_quorum(t, r, when, e);
	t->vouched = t->vouched || ok;
	return ok;
}

static bool read_note(struct bytes raw, const char *name, struct law_text *t, struct error *e)
{
	_cleanup_(grounds_freep) struct grounds *grounds = NULL;
	_cleanup_(override_freep) struct override *override = NULL;
	_cleanup_(ceremony_clear) struct ceremony ceremony = { 0 };
	_cleanup_(resumption_freep) struct resumption *resumption = NULL;
	_cleanup_(termination_freep) struct termination *termination = NULL;
	_cleanup_(order_freep) struct order *order = NULL;
	struct note note;
	if (!statement_type(raw, t->type, sizeof t->type))
		return error_set(e, ERR_NOTE, name, "%s", N_("not a signed text of sluis"));
	bool is_grounds = strcmp(t->type, GROUNDS_TYPE) == 0;
	if (!is_grounds && !is_override(t) && !law_is_transcript(t) && !is_resumption(t) && !is_order(t) &&
	    !is_termination(t) && strcmp(t->type, CATALOGUE_TYPE) != 0)
		return error_set(e, ERR_NOTE, name, "%s isn't a kind of text that an agreement pins",
		                 t->type);
	if (!statement_open(raw, t->type, name, &note, e) ||
	    (is_grounds && !grounds_parse(raw, name, &grounds, e)) ||
	    (is_override(t) && !override_parse(raw, name, &override, e)) ||
	    (law_is_transcript(t) && !ceremony_parse(raw, name, &ceremony, e)) ||
	    (is_resumption(t) && !resumption_parse(raw, name, &resumption, e)) ||
	    (is_termination(t) && !termination_parse(raw, name, &termination, e)) ||
	    (is_order(t) && !order_parse(raw, name, &order, e)))
		return false;
	t->hash = note.hash;
	return true;
}

/* Is it the text of its name? The name's form was checked: "law/", 64 digits, a suffix. */
static bool is_named(const struct law_text *t, const char *name)
{
	char hex[SHA256_HEX_SIZE + 1];
	sha256_hex(&t->hash, hex);
	return strncmp(name + 4, hex, SHA256_HEX_SIZE) == 0;
}

bool law_take(struct law_texts *l, const char *name, struct bytes raw, struct error *e)
{
	struct law_text t = { 0 };
	if (strcmp(name + strlen(name) - 5, ".yaml") == 0)
		sha256_of(raw, &t.hash);
	else if (!read_note(raw, name, &t, e))
		return false;
	if (!is_named(&t, name))
		return error_set(e, ERR_LOG_POLICY, name, "%s", N_("holds another text than its name says"));
	struct law_text *more = reallocarray(l->list, l->count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	l->list = more;
	buffer_append(&t.raw, raw);
	l->list[l->count++] = t;
	return buffer_ok(&t.raw, e);
}

/* --- judging --- */

static bool is_vouched(const struct law_texts *l, const struct sha256 *hash, const struct law_day *d)
{
	struct law_text *t = law_find(l, hash);
	struct error why;
	return t && (t->vouched || (d->roster && law_vouch(t, d->roster, d->when, &why)));
}

static struct law_fault fault(enum error_code code, const char *subject, const char *what)
{
	struct law_fault f = { .code = code, .what = what };
	snprintf(f.subject, sizeof f.subject, "%s", subject);
	return f;
}

struct law_fault law_judge(const struct law_texts *l, const struct agreement *a,
                           const struct agreement_purpose *p, const struct terms *t, moment when,
                           const struct law_day *entered)
{
	const struct pinned *pinned = &a->pinned;
	if (!is_vouched(l, &a->grounds, entered))
		return fault(ERR_LOG_GROUND, p->ground,
		             N_("a table of grounds that the officers hadn't signed"));
	if (a->has_additions && !is_vouched(l, &a->additions, entered))
		return fault(ERR_LOG_AGREEMENT, a->id,
		             N_("additions to the catalogue that the officers hadn't signed"));
	struct decision d = decide_purpose(t, when);
	if (!d.allowed && d.rule == RULE_OVERRIDE_MISSING)
		return fault(ERR_LOG_OVERRIDE, p->ground, N_("no override for it was valid that day"));
	if (!d.allowed)
		return fault(ERR_LOG_GROUND, p->ground, rule_sentence(d.rule));
	for (size_t i = 0; i < pinned->override_count; i++)
		if (strcmp(pinned->overrides[i]->purpose, p->code) == 0 &&
		    !is_vouched(l, &pinned->overrides[i]->hash, entered))
			return fault(ERR_LOG_OVERRIDE, pinned->overrides[i]->id,
			             N_("an override that the officers hadn't signed"));
	return (struct law_fault){ 0 };
}
