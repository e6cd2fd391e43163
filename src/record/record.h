/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A case record: one JSON object whose members are fields of the catalogue, with
 * the dotted names as they stand there ({"burgerservicenummer":"…",
 * "naam.geslachtsnaam":"…"}), written in the catalogue's order, so that equal
 * records are equal bytes. Values are held as text, whatever their JSON type. */

#include "base/moment.h"
#include "record/catalogue.h"

#include <jansson.h>

struct record {
	const struct catalogue *catalogue; /* borrowed */
	struct bytes *values;              /* by field index; data NULL when absent; owned */
	bool *unfit; /* by field index, of a record that is recalled: the value doesn't fit its field; NULL:
	                all fit */
};

bool record_start(struct record *r, const struct catalogue *c, struct error *e)
	_must_check_;                /* empty record */
void record_clear(struct record *r); /* wipes what it frees */
/* Checked against the catalogue; an empty value removes the field. */
bool record_set(struct record *r, const struct field *f, struct bytes value, struct error *e) _must_check_;
struct bytes record_get(const struct record *r, const struct field *f);
/* Empty when absent, or when the value doesn't fit. */
struct bytes record_role(const struct record *r, enum role role);
bool record_is_unfit(const struct record *r, const struct field *f);

/* Every member checked: ERR_FIELD_UNKNOWN, ERR_FIELD_VALUE, ERR_BSN, ERR_DUPLICATE,
 * ERR_SYNTAX, ERR_TOO_LARGE above LIMIT_JSON_LINE_SIZE; names the field, never the value. ERR_MISSING without
 * `wet`. Null and empty values are refused: an absent field is left out. */
bool record_parse(const struct catalogue *c, struct bytes json, const char *subject, struct record *ret,
                  struct error *e) _must_check_;
/* The same for a record that a store kept, under the catalogue of that day: a value that its field no longer
 * takes (a code outside a list that came later, a text where a number is asked now), or a birth date that
 * can't be
 * (`record_check_birth`), is marked and kept, so
 * that it can be read, and goes nowhere. */
bool record_recall(const struct catalogue *c, struct bytes json, const char *subject, struct record *ret,
                   struct error *e) _must_check_;
/* Puts what an object holds that is parsed already, and that people or their programs wrote, into a record
 * that was started: its texts are made plain (base/written.h). A member that doesn't fit is told, and the
 * others go in; false, with the error, when `fault` says so. */
struct record_faults {
	bool (*fault)(void *context, const struct field *f, const struct error *why, struct error *e);
	void *context;
};
bool record_fill(struct record *r, const json_t *object, const struct record_faults *told, struct error *e)
	_must_check_;
/* Append the JSON object, without LF. `keep` (by field index) may be NULL for all. */
bool record_format(const struct record *r, const bool *keep, struct buffer *out, struct error *e)
	_must_check_;
/* The same, with what `put` appends as the value of a field of attachments. */
bool record_format_with(const struct record *r, const bool *keep,
                        void (*put)(void *context, const struct field *f, struct buffer *out), void *context,
                        struct buffer *out, struct error *e) _must_check_;

/* What identifies somebody whose BSN isn't known: all of these together (Wmo 5.2.9(6)). In this order
 * wherever they stand side by side. */
#define IDENTIFYING_COUNT 5u
extern const enum role record_identifying[IDENTIFYING_COUNT];

/* An identifying set: a BSN, or all of `record_identifying` (of a birth date any part will do, where a record
 * is kept). ERR_NO_IDENTITY otherwise, ERR_MISSING without `wet`. */
bool record_check_identity(const struct record *r, struct error *e) _must_check_;
/* ERR_FIELD_VALUE for a birth date that can't be: after the day `on` (and the one that follows, for who lives
 * east of the clock), or more than 130 years before it. */
bool record_check_birth(const struct record *r, moment on, struct error *e) _must_check_;
/* What tells one source row from another: source + law + case number, else source +
 * law + BSN, else source + law + the identifying set; parts joined by U+001F, an
 * absent part left empty in its place, so that no two kinds of key are ever equal. ERR_NO_IDENTITY,
 * ERR_MISSING. */
bool record_key(const struct record *r, const char *source, struct buffer *ret, struct error *e) _must_check_;
/* The same of what `keep` leaves of a record (NULL: all), without a source: what its receiver tells it from
 * the sender's others by. */
bool record_key_kept(const struct record *r, const bool *keep, struct buffer *ret, struct error *e)
	_must_check_;
bool record_law(const struct record *r, enum law *ret) _must_check_;
