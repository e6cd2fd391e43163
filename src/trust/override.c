/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/override.h"

#include "base/text.h"
#include "codec/yaml.h"
#include "trust/manifest.h"
#include "trust/quorum.h"
#include "trust/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ADVICE_MAX 60000u

struct override_text {
	char *type, *id, *version, *controller, *grounds, *ground, *agreement, *purpose, *reasons, *fg,
		*advised, *advice, *document, *valid_from, *valid_until;
};

#define NEEDED(key, most) CYAML_FIELD_STRING_PTR(#key, CYAML_FLAG_POINTER, struct override_text, key, 1, most)

static const cyaml_schema_field_t keys[] = {
	NEEDED(type, 40),
	NEEDED(id, 64),
	NEEDED(version, 20),
	NEEDED(controller, 120),
	NEEDED(grounds, 64),
	NEEDED(ground, 64),
	NEEDED(agreement, 64),
	NEEDED(purpose, 64),
	NEEDED(reasons, ADVICE_MAX),
	NEEDED(fg, 128),
	NEEDED(advised, 10),
	NEEDED(advice, ADVICE_MAX),
	CYAML_FIELD_STRING_PTR("document", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct override_text,
	                       document, 1, 64),
	NEEDED(valid_from, 10),
	NEEDED(valid_until, 10),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct override_text,
	                                                         keys) };

void override_freep(struct override **o)
{
	struct override *old = *o;
	*o = NULL;
	if (!old)
		return;
	char *const texts[] = { old->id,      old->controller, old->ground, old->agreement,
		                old->purpose, old->reasons,    old->fg,     old->advice };
	for (size_t i = 0; i < ELEMENTS(texts); i++)
		free(texts[i]);
	buffer_clear(&old->note);
	free(old);
}

static void override_text_freep(struct override_text **t)
{
	if (*t)
		yaml_unload(&schema, *t, 0);
	*t = NULL;
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \n")] == 0;
}

static bool is_controller(const char *text)
{
	char name[NAME_MAX_SIZE + 1];
	int size = snprintf(name, sizeof name, "%s/x", text);
	return size > 0 && (size_t)size < sizeof name && name_is_valid(bytes_of_string(name));
}

/* The key whose value isn't what it must be; NULL when all are. */
static const char *read_values(const struct override_text *t, struct override *o)
{
	const struct {
		const char *key;
		bool good;
	} checks[] = {
		{ "id", identifier_is_valid(bytes_of_string(t->id)) },
		{ "version",
		  number_parse(bytes_of_string(t->version), UINT32_MAX, &o->version) && o->version > 0 },
		{ "controller", is_controller(t->controller) },
		{ "grounds", sha256_parse(bytes_of_string(t->grounds), &o->grounds) },
		{ "ground", identifier_is_valid(bytes_of_string(t->ground)) },
		{ "agreement", identifier_is_valid(bytes_of_string(t->agreement)) },
		{ "purpose", identifier_is_valid(bytes_of_string(t->purpose)) },
		{ "reasons", !is_blank(t->reasons) },
		{ "fg", !is_blank(t->fg) && !strchr(t->fg, '\n') },
		{ "advised", day_parse(bytes_of_string(t->advised), &o->advised) },
		{ "advice", !is_blank(t->advice) },
		{ "document", !t->document || sha256_parse(bytes_of_string(t->document), &o->document) },
		{ "valid_from", day_parse(bytes_of_string(t->valid_from), &o->valid_from) },
		{ "valid_until", day_parse(bytes_of_string(t->valid_until), &o->valid_until) &&
		                         o->valid_until >= o->valid_from },
	};
	for (size_t i = 0; i < ELEMENTS(checks); i++)
		if (!checks[i].good)
			return checks[i].key;
	o->has_document = t->document != NULL;
	return NULL;
}

static bool take_texts(const struct override_text *t, struct override *o)
{
	o->id = string_copy(t->id);
	o->controller = string_copy(t->controller);
	o->ground = string_copy(t->ground);
	o->agreement = string_copy(t->agreement);
	o->purpose = string_copy(t->purpose);
	o->reasons = string_copy(t->reasons);
	o->fg = string_copy(t->fg);
	o->advice = string_copy(t->advice);
	return o->id && o->controller && o->ground && o->agreement && o->purpose && o->reasons && o->fg &&
	       o->advice;
}

bool override_parse(struct bytes raw, const char *subject, struct override **ret, struct error *e)
{
	_cleanup_(override_text_freep) struct override_text *t = NULL;
	_cleanup_(override_freep) struct override *o = NULL;
	struct note note;
	void *loaded;
	if (!statement_open_draft(raw, OVERRIDE_TYPE, subject, &note, e) ||
	    !yaml_load(note.text, subject, &schema, &loaded, NULL, e))
		return false;
	t = loaded;
	o = calloc(1, sizeof *o);
	if (!o || !take_texts(t, o))
		return error_memory(e);
	const char *path[] = { read_values(t, o), NULL };
	if (path[0])
		return error_line(e, ERR_VALUE, subject, yaml_line_of(note.text, path), "%s", path[0]);
	buffer_append(&o->note, raw);
	if (!buffer_ok(&o->note, e))
		return false;
	sha256_of(note.text, &o->hash);
	*ret = o;
	o = NULL;
	return true;
}

bool override_verify(const struct override *o, const struct roster *r, struct error *e)
{
	struct note note;
	bool *signed_by = NULL;
	if (!statement_open(buffer_bytes(&o->note), OVERRIDE_TYPE, o->id, &note, e) ||
	    !quorum_signers(&note, r, &signed_by, e))
		return false;
	bool ok = quorum_of(r, o->controller, signed_by, o->fg, e);
	free(signed_by);
	return ok;
}

bool override_valid_at(const struct override *o, moment when)
{
	return when >= o->valid_from && when < o->valid_until + SECONDS_A_DAY;
}
