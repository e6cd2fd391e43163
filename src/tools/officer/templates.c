/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/templates.h"

#include "base/moment.h"
#include "cli/words.h"
#include "crypto/hash.h"
#include "record/catalogue.h"
#include "trust/agreement.h"
#include "trust/agreement_draft.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Built in by scripts/embed. */
#define EMBEDDED(symbol) \
	extern const unsigned char symbol[]; \
	extern const size_t symbol##_size;
EMBEDDED(agreements_wmo_wi)
EMBEDDED(agreements_zorg_naar_werk)
EMBEDDED(agreements_pilot)
EMBEDDED(agreements_wmo_zorg)
EMBEDDED(agreements_wi_traject)
EMBEDDED(agreements_schulden)
EMBEDDED(overrides_zorg_naar_werk)

const struct template templates_of_agreements[] = {
	{ "wmo-wi", N_("Work and Income to the Wmo team, in one municipality"), agreements_wmo_wi,
	  &agreements_wmo_wi_size },
	{ "zorg-naar-werk",
	  N_("from care to work: the same, and the Wmo team to Work and Income under an override"),
	  agreements_zorg_naar_werk, &agreements_zorg_naar_werk_size },
	{ "pilot", N_("a pilot of five municipalities with a re-integration company and two care providers"),
	  agreements_pilot, &agreements_pilot_size },
	{ "wmo-zorg", N_("the Wmo team and a care provider, both ways"), agreements_wmo_zorg,
	  &agreements_wmo_zorg_size },
	{ "wi-traject", N_("Work and Income and a re-integration company, both ways"), agreements_wi_traject,
	  &agreements_wi_traject_size },
	{ "schulden", N_("Work and Income and the Wmo team to debt counselling"), agreements_schulden,
	  &agreements_schulden_size },
	{ 0 },
};
const struct template templates_of_overrides[] = {
	{ "zorg-naar-werk", "", overrides_zorg_naar_werk, &overrides_zorg_naar_werk_size },
	{ 0 },
};

static void append_hash(struct buffer *out, struct bytes text)
{
	struct sha256 hash;
	char hex[SHA256_HEX_SIZE + 1];
	sha256_of(text, &hash);
	sha256_hex(&hash, hex);
	buffer_append_string(out, hex);
}

static void append_day(struct buffer *out, moment when)
{
	char day[DAY_SIZE + 1];
	day_format(when, day);
	buffer_append_string(out, day);
}

/* How long the mark is with which `left` begins, its meaning being appended; 0: it begins with none. */
static size_t append_meant(struct bytes left, struct buffer *out)
{
	static const char *const marks[] = { "@catalogue@", "@grounds@", "@today@", "@in-a-year@" };
	size_t i = 0;
	while (i < ELEMENTS(marks) && !bytes_starts_with(left, marks[i]))
		i++;
	switch (i) {
	case 0:
		append_hash(out, catalogue_shipped());
		break;
	case 1:
		append_hash(out, grounds_shipped());
		break;
	case 2:
		append_day(out, moment_now());
		break;
	case 3:
		append_day(out, moment_add_months(moment_now(), 12));
		break;
	default:
		return 0;
	}
	return strlen(marks[i]);
}

bool template_fill(const struct template *list, const char *name, const char *hint, struct buffer *out,
                   struct error *e)
{
	while (list->name && strcmp(list->name, name) != 0)
		list++;
	if (!list->name)
		return error_set(e, ERR_NOT_FOUND, name, "%s", hint);
	struct bytes text = bytes_of(list->text, *list->size);
	for (size_t at = 0; at < text.size;) {
		size_t mark = append_meant(bytes_of(text.data + at, text.size - at), out);
		if (!mark)
			buffer_append_byte(out, text.data[at]);
		at += mark ? mark : 1;
	}
	return buffer_ok(out, e);
}

/* --- made to fit --- */

#define PATH_SIZE 64u

static bool works_under(const struct roster *r, const char *unit, unsigned law)
{
	for (size_t i = 0; i < r->mandate_count; i++)
		if (strcmp(r->mandates[i].unit, unit) == 0 && (r->mandates[i].laws & law) == law)
			return true;
	return false;
}

/* The roster bears the municipality's name. */
static const struct roster_unit *unit_for(const struct roster *r, enum party_kind kind)
{
	bool college = kind & AGREEMENT_COLLEGES;
	for (size_t i = 0; i < r->unit_count; i++)
		if ((strcmp(r->units[i].controller, r->id) == 0) == college &&
		    works_under(r, r->units[i].name, party_kind_law(kind)))
			return &r->units[i];
	return NULL;
}

static const char *part(const struct agreement_text *t, const char *list, size_t i, const char *key,
                        char path[PATH_SIZE])
{
	snprintf(path, PATH_SIZE, "%s/%zu/%s", list, i, key);
	return agreement_draft_get(t, path);
}

/* Wherever the template names `from` in that place of its purposes, `to` it is. */
static bool redirect(struct agreement_text *t, const char *key, const char *from, const char *to, bool *done,
                     struct error *e)
{
	char path[PATH_SIZE];
	for (size_t i = 0; i < agreement_draft_count(t, "purposes"); i++) {
		const char *unit = part(t, "purposes", i, key, path);
		if (done[i] || !unit || strcmp(unit, from) != 0)
			continue;
		if (!agreement_draft_set(t, path, to, e))
			return false;
		done[i] = true;
	}
	return true;
}

static bool fit_parties(struct agreement_text *t, const struct roster *r, bool *sent, bool *received,
                        struct error *e)
{
	char path[PATH_SIZE];
	for (size_t i = 0; i < agreement_draft_count(t, "parties"); i++) {
		enum party_kind kind;
		const char *word = part(t, "parties", i, "kind", path),
			   *unit = part(t, "parties", i, "unit", path);
		if (!word || !unit || !party_kind_parse(bytes_of_string(word), &kind))
			continue;
		const struct roster_unit *u = unit_for(r, kind);
		if (!u)
			continue;
		if (!redirect(t, "from", unit, u->name, sent, e) ||
		    !redirect(t, "to", unit, u->name, received, e) ||
		    !agreement_draft_set(t, path, u->name, e))
			return false;
		snprintf(path, sizeof path, "parties/%zu/controller", i);
		if (!agreement_draft_set(t, path, u->controller, e))
			return false;
	}
	return true;
}

/* The templates are of Oss: "oss-wmo-wi", "…, gemeente Oss". */
static bool fit_names(struct agreement_text *t, const struct roster *r, struct error *e)
{
	static const char id[] = "oss-", place[] = "Oss";
	_cleanup_(string_freep) char *town = string_printf("%.*s", (int)strcspn(r->id, "."), r->id);
	if (!town)
		return error_memory(e);
	const char *own = agreement_draft_get(t, "id"), *title = agreement_draft_get(t, "title");
	_cleanup_(string_freep) char *named = string_printf("%s-%s", town,
	                                                    own && strncmp(own, id, 4) == 0 ? own + 4
	                                                    : own                           ? own
	                                                                                    : "");
	const char *at = title ? strstr(title, place) : NULL;
	town[0] = (char)toupper((unsigned char)town[0]);
	_cleanup_(string_freep) char *titled =
		at ? string_printf("%.*s%s%s", (int)(at - title), title, town, at + strlen(place))
		   : string_copy(title ? title : town);
	return named && titled
	               ? agreement_draft_set(t, "id", named, e) && agreement_draft_set(t, "title", titled, e)
	               : error_memory(e);
}

bool template_fit(const char *name, const struct roster *r, const struct sha256 *grounds, struct buffer *out,
                  struct error *e)
{
	_cleanup_(agreement_draft_freep) struct agreement_text *t = NULL;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	char hex[SHA256_HEX_SIZE + 1];
	if (!template_fill(templates_of_agreements, name, "", &text, e) ||
	    !agreement_draft_load(buffer_bytes(&text), name, &t, e))
		return false;
	size_t purposes = agreement_draft_count(t, "purposes");
	bool *done = calloc(2 * purposes + 1, sizeof *done);
	if (!done)
		return error_memory(e);
	bool ok = fit_parties(t, r, done, done + purposes, e) && fit_names(t, r, e);
	free(done);
	sha256_hex(grounds, hex);
	return ok && agreement_draft_set(t, "grounds", hex, e) && agreement_draft_format(t, out, e);
}
