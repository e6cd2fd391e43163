/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/correction.h"

#include "base/code.h"
#include "base/limits.h"
#include "codec/json.h"

#include <string.h>

#define X(code, name, words) [code] = { name, words },
static const struct code reasons[] = { CORRECTION_REASONS(X) }, finders[] = { CORRECTION_FINDERS(X) },
			 outcomes[] = { CORRECTION_OUTCOMES(X) }, keeps[] = { CORRECTION_KEEPS(X) };
#undef X

const char *correction_reason_name(enum correction_reason r)
{
	return code_name(reasons, ELEMENTS(reasons), r);
}

const char *correction_reason_words(enum correction_reason r)
{
	return code_words(reasons, ELEMENTS(reasons), r);
}

bool correction_reason_parse(struct bytes code, enum correction_reason *ret)
{
	int found = code_find(reasons, ELEMENTS(reasons), code);
	if (found >= 0)
		*ret = (enum correction_reason)found;
	return found >= 0;
}

const char *correction_finder_name(enum correction_finder f)
{
	return code_name(finders, ELEMENTS(finders), f);
}

const char *correction_finder_words(enum correction_finder f)
{
	return code_words(finders, ELEMENTS(finders), f);
}

bool correction_finder_parse(struct bytes code, enum correction_finder *ret)
{
	int found = code_find(finders, ELEMENTS(finders), code);
	if (found >= 0)
		*ret = (enum correction_finder)found;
	return found >= 0;
}

const char *correction_outcome_name(enum correction_outcome o)
{
	return code_name(outcomes, ELEMENTS(outcomes), o);
}

const char *correction_outcome_words(enum correction_outcome o)
{
	return code_words(outcomes, ELEMENTS(outcomes), o);
}

bool correction_outcome_parse(struct bytes code, enum correction_outcome *ret)
{
	int found = code_find(outcomes, ELEMENTS(outcomes), code);
	if (found >= 0)
		*ret = (enum correction_outcome)found;
	return found >= 0;
}

const char *correction_keep_name(enum correction_keep k)
{
	return code_name(keeps, ELEMENTS(keeps), k);
}

const char *correction_keep_words(enum correction_keep k)
{
	return code_words(keeps, ELEMENTS(keeps), k);
}

bool correction_keep_parse(struct bytes code, enum correction_keep *ret)
{
	int found = code_find(keeps, ELEMENTS(keeps), code);
	if (found >= 0)
		*ret = (enum correction_keep)found;
	return found >= 0;
}

/* --- a correction, a dispute --- */

/* It corrects something, or keeps what was disputed. */
static bool fits(const struct correction *c)
{
	uint8_t tag[CORRECTION_TAG_SIZE / 2];
	bool corrects = c->fields.size || c->removed.size;
	return hex_decode(bytes_of_string(c->tag), tag, sizeof tag) &&
	       (c->kept == KEEPS_COUNT ? corrects : c->answers && !corrects);
}

static void put_names(struct json_writer *w, struct bytes names)
{
	json_array_of(w, "removed");
	for (struct cursor c = cursor_of(names); !cursor_done(&c);)
		json_bytes(w, NULL, cursor_until(&c, ' '));
	json_end_array(w);
}

bool correction_format(const struct correction *c, struct buffer *out, struct error *e)
{
	struct json_writer w;
	if (!fits(c))
		return error_set(e, ERR_VALUE, "correction", "%s", N_("nothing is corrected"));
	json_begin(&w, out);
	json_object_of(&w, NULL);
	json_text(&w, "@record", c->tag);
	json_hex(&w, "package", bytes_of(c->package, sizeof c->package));
	json_text(&w, "reason", correction_reason_name(c->reason));
	json_text(&w, "found", correction_finder_name(c->found));
	if (c->answers)
		json_hex(&w, "dispute", bytes_of(c->dispute, sizeof c->dispute));
	if (c->kept != KEEPS_COUNT)
		json_text(&w, "kept", correction_keep_name(c->kept));
	if (c->removed.size)
		put_names(&w, c->removed);
	if (c->fields.size)
		json_raw(&w, "fields", c->fields);
	json_end_object(&w);
	return buffer_ok(out, e);
}

static struct bytes text_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	return json_is_string(value) ? bytes_of(json_string_value(value), json_string_length(value))
	                             : bytes_of(NULL, 0);
}

static bool read_tag(const json_t *object, char tag[CORRECTION_TAG_SIZE + 1])
{
	struct bytes text = text_of(object, "@record");
	uint8_t raw[CORRECTION_TAG_SIZE / 2];
	if (!hex_decode(text, raw, sizeof raw))
		return false;
	hex_encode(bytes_of(raw, sizeof raw), tag);
	return true;
}

static bool read_codes(const json_t *object, struct correction *c)
{
	struct bytes dispute = text_of(object, "dispute"), kept = text_of(object, "kept");
	c->answers = dispute.size;
	c->kept = KEEPS_COUNT;
	return read_tag(object, c->tag) &&
	       hex_decode(text_of(object, "package"), c->package, sizeof c->package) &&
	       correction_reason_parse(text_of(object, "reason"), &c->reason) &&
	       correction_finder_parse(text_of(object, "found"), &c->found) &&
	       (!dispute.size || hex_decode(dispute, c->dispute, sizeof c->dispute)) &&
	       (!kept.size || correction_keep_parse(kept, &c->kept));
}

/* The object's own text, and behind it the names, into one buffer that doesn't move any more. */
static bool read_parts(const json_t *object, struct correction *c, struct buffer *text, struct error *e)
{
	const json_t *fields = json_object_get(object, "fields"),
		     *removed = json_object_get(object, "removed"), *name;
	size_t i, named = 0;
	if (json_is_object(fields) && json_object_size(fields) && !json_append(text, fields, e))
		return false;
	const size_t size = text->size;
	json_array_foreach(removed, i, name)
	{
		if (!json_is_string(name) || strchr(json_string_value(name), ' '))
			return error_set(e, ERR_VALUE, "corrections", "%s", N_("not a field's name"));
		buffer_printf(text, "%s%s", named++ ? " " : "", json_string_value(name));
	}
	if (!buffer_ok(text, e))
		return false;
	c->fields = bytes_of(text->data, size);
	c->removed = bytes_of(text->data + size, text->size - size);
	return true;
}

bool correction_parse(struct bytes json, const char *subject, struct correction *ret, struct buffer *text,
                      struct error *e)
{
	_cleanup_(json_freep) json_t *object = NULL;
	_cleanup_(buffer_wipe) struct buffer again = { 0 };
	struct correction c = { 0 };
	buffer_reset(text);
	if (json.size > LIMIT_JSON_LINE_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_JSON_LINE_SIZE);
	if (!json_parse(json, subject, &object, e))
		return false;
	if (!json_is_object(object) || !read_codes(object, &c))
		return error_set(e, ERR_VALUE, subject, "%s", N_("a correction's member"));
	if (!read_parts(object, &c, text, e))
		return false;
	if (!fits(&c))
		return error_set(e, ERR_MISSING, subject, "%s", N_("nothing is corrected"));
	if (!correction_format(&c, &again, e))
		return false;
	*ret = c;
	return bytes_equal(buffer_bytes(&again), json) ||
	       error_set(e, ERR_SYNTAX, subject, "%s", N_("not as corrections are written"));
}

/* --- what came of it --- */

static bool answer_fits(const struct correction_answer *a)
{
	uint8_t tag[CORRECTION_TAG_SIZE / 2];
	return hex_decode(bytes_of_string(a->tag), tag, sizeof tag) && a->decided > 0 &&
	       *correction_outcome_name(a->outcome) &&
	       (a->outcome == CORRECTION_KEPT) == (a->kept != KEEPS_COUNT);
}

bool correction_answer_format(const struct correction_answer *a, struct buffer *out, struct error *e)
{
	struct json_writer w;
	char when[MOMENT_SIZE + 1];
	if (!answer_fits(a))
		return error_set(e, ERR_VALUE, "outcome", "%s", N_("an outcome with what belongs to it"));
	moment_format(a->decided, when);
	json_begin(&w, out);
	json_object_of(&w, NULL);
	json_text(&w, "@record", a->tag);
	json_hex(&w, "letter", bytes_of(a->letter, sizeof a->letter));
	json_text(&w, "outcome", correction_outcome_name(a->outcome));
	if (a->kept != KEEPS_COUNT)
		json_text(&w, "kept", correction_keep_name(a->kept));
	json_text(&w, "decided", when);
	json_end_object(&w);
	return buffer_ok(out, e);
}

bool correction_answer_parse(struct bytes json, const char *subject, struct correction_answer *ret,
                             struct error *e)
{
	_cleanup_(json_freep) json_t *object = NULL;
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct correction_answer a = { .kept = KEEPS_COUNT };
	if (json.size > LIMIT_JSON_LINE_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_JSON_LINE_SIZE);
	if (!json_parse(json, subject, &object, e))
		return false;
	struct bytes kept = text_of(object, "kept");
	if (!json_is_object(object) || !read_tag(object, a.tag) ||
	    !hex_decode(text_of(object, "letter"), a.letter, sizeof a.letter) ||
	    !correction_outcome_parse(text_of(object, "outcome"), &a.outcome) ||
	    (kept.size && !correction_keep_parse(kept, &a.kept)) ||
	    !moment_parse(text_of(object, "decided"), &a.decided))
		return error_set(e, ERR_VALUE, subject, "%s", N_("an outcome's member"));
	if (!answer_fits(&a))
		return error_set(e, ERR_MISSING, subject, "%s", N_("an outcome with what belongs to it"));
	if (!correction_answer_format(&a, &again, e))
		return false;
	*ret = a;
	return bytes_equal(buffer_bytes(&again), json) ||
	       error_set(e, ERR_SYNTAX, subject, "%s", N_("not as outcomes are written"));
}
