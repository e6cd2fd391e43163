/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/dpv.h"

#include "trust/dpv_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- who --- */

static bool is_first(const struct agreement *a, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(a->parties[i].controller, a->parties[index].controller) == 0)
			return false;
	return true;
}

static bool has_processors(const struct agreement *a)
{
	for (size_t i = 0; i < a->party_count; i++)
		if (dpv_only_processes(a, a->parties[i].controller))
			return true;
	return false;
}

static void append_organisations(struct json_writer *w, const struct agreement *a, const struct roster *r,
                                 const char *key, bool processors)
{
	json_array_of(w, key);
	for (size_t i = 0; i < a->party_count; i++)
		if (is_first(a, i) && dpv_only_processes(a, a->parties[i].controller) == processors)
			dpv_organisation(w, a, r, a->parties[i].controller);
	json_end_array(w);
}

/* --- the entry --- */

static void append_reference(struct json_writer *w, const struct sha256 *h)
{
	_cleanup_(buffer_clear) struct buffer name = { 0 };
	dpv_hash_name(h, &name);
	const char *text = buffer_string(&name);
	if (!text)
		w->out->failed = true;
	else
		dpv_term(w, NULL, text);
}

/* What it was signed with: catalogue and additions, grounds, overrides. */
static void append_references(struct json_writer *w, const struct agreement *a)
{
	json_array_of(w, "dct:references");
	append_reference(w, &a->catalogue);
	if (a->has_additions)
		append_reference(w, &a->additions);
	append_reference(w, &a->grounds);
	for (size_t i = 0; i < a->override_count; i++)
		append_reference(w, &a->overrides[i]);
	json_end_array(w);
}

static void append_agreement(struct json_writer *w, const struct agreement *a, const char *self)
{
	char from[DAY_SIZE + 1], until[DAY_SIZE + 1], number[24];
	_cleanup_(string_freep) char *period = NULL;
	day_format(a->valid_from, from);
	day_format(a->valid_until, until);
	snprintf(number, sizeof number, "%" PRIu64, a->version);
	period = string_printf("start=%s; end=%s; scheme=W3C-DTF;", from, until);
	json_object_of(w, "dpv:hasLegalMeasure");
	json_text(w, "@id", self);
	json_text(w, "@type", dpv_is_joint(a) ? "dpv:JointDataControllersAgreement" : "dpv:LegalAgreement");
	json_text(w, "dct:identifier", a->id);
	json_text(w, "owl:versionInfo", number);
	json_text(w, "dct:title", a->title);
	dpv_labelled(w, "dct:type", a->kind);
	json_text(w, "dct:description", a->goal);
	dpv_typed(w, "dct:valid", period ? period : "", "dct:Period");
	json_text(w, "skos:note", a->budget);
	append_references(w, a);
	json_end_object(w);
	if (!period)
		w->out->failed = true;
}

bool dpv_append(struct buffer *out, const struct agreement *a, const struct grounds *g,
                const struct roster *r, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer name = { 0 };
	struct json_writer w;
	dpv_hash_name(&a->hash, &name);
	const char *self = buffer_string(&name);
	if (!self)
		return error_memory(e);
	json_begin(&w, out);
	json_object_of(&w, NULL);
	dpv_context(&w, self, false);
	json_text(&w, "@id", "this:register");
	json_text(&w, "@type", "dpv:ROPA");
	json_text(&w, "dct:title", a->title);
	append_agreement(&w, a, self);
	append_organisations(&w, a, r, "dpv:hasDataController", false);
	if (has_processors(a))
		append_organisations(&w, a, r, "dpv:hasDataProcessor", true);
	json_array_of(&w, "dpv:hasProcess");
	/* Of another table than it was signed with, nothing is said. */
	bool pinned = g && sha256_equal(grounds_hash(g), &a->grounds);
	for (size_t i = 0; i < a->purpose_count; i++)
		dpv_process(&w, a, &a->purposes[i], pinned ? grounds_find(g, a->purposes[i].ground) : NULL,
		            NULL, NULL);
	json_end_array(&w);
	json_end_object(&w);
	buffer_append_byte(out, '\n');
	return buffer_ok(out, e);
}
