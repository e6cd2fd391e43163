/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/roster_check.h"

#include "base/limits.h"
#include "codec/yaml.h"
#include "trust/statement.h"

#include <stdio.h>
#include <stdlib.h>

/* The roster as YAML. libcyaml reads the document into rows of plain text; each row
 * is then read strictly into its struct, and the whole is checked. */

/* --- what libcyaml fills --- */

struct controller_text {
	char *name, *threshold;
};
struct person_text {
	char *name, *label, *key, *recipient, *witness, *from, *until;
};
struct officer_text {
	char *person, *controller;
};
struct unit_text {
	char *name, *controller, *recipient, *recovery, *log, *witness;
};
struct mandate_text {
	char *id, *person, *unit, *role, *from, *until;
	char **laws, **actions;
	unsigned laws_count, actions_count;
};
struct revocation_text {
	char *person, *reason, *effective;
};
struct roster_document {
	char *type, *id, *version, *previous, *issued, *review_by, *log_months, *disclosure_by_two;
	struct controller_text *controllers;
	struct person_text *persons;
	struct officer_text *officers;
	struct unit_text *units;
	struct mandate_text *mandates;
	struct revocation_text *revocations;
	unsigned controllers_count, persons_count, officers_count, units_count, mandates_count,
		revocations_count;
};

#define TEXT(type, member) \
	CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_POINTER, type, member, 0, CYAML_UNLIMITED)
#define TEXT_OR_NONE(type, member) \
	CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member, 0, \
	                       CYAML_UNLIMITED)
#define LIST(type, member, entry, least, most) \
	CYAML_FIELD_SEQUENCE(#member, CYAML_FLAG_POINTER, type, member, entry, least, most)
#define LIST_OR_NONE(type, member, entry, most) \
	CYAML_FIELD_SEQUENCE(#member, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member, entry, 0, most)

static const cyaml_schema_field_t controller_fields[] = { TEXT(struct controller_text, name),
	                                                  TEXT(struct controller_text, threshold),
	                                                  CYAML_FIELD_END };
static const cyaml_schema_field_t person_fields[] = { TEXT(struct person_text, name),
	                                              TEXT(struct person_text, label),
	                                              TEXT(struct person_text, key),
	                                              TEXT(struct person_text, recipient),
	                                              TEXT_OR_NONE(struct person_text, witness),
	                                              TEXT(struct person_text, from),
	                                              TEXT_OR_NONE(struct person_text, until),
	                                              CYAML_FIELD_END };
static const cyaml_schema_field_t officer_fields[] = { TEXT(struct officer_text, person),
	                                               TEXT(struct officer_text, controller),
	                                               CYAML_FIELD_END };
static const cyaml_schema_field_t unit_fields[] = { TEXT(struct unit_text, name),
	                                            TEXT(struct unit_text, controller),
	                                            TEXT_OR_NONE(struct unit_text, recipient),
	                                            TEXT_OR_NONE(struct unit_text, recovery),
	                                            TEXT_OR_NONE(struct unit_text, log),
	                                            TEXT_OR_NONE(struct unit_text, witness),
	                                            CYAML_FIELD_END };
static const cyaml_schema_value_t word = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED) };
static const cyaml_schema_field_t mandate_fields[] = { TEXT(struct mandate_text, id),
	                                               TEXT(struct mandate_text, person),
	                                               TEXT(struct mandate_text, unit),
	                                               TEXT(struct mandate_text, role),
	                                               LIST_OR_NONE(struct mandate_text, laws, &word, 16),
	                                               LIST(struct mandate_text, actions, &word, 1, 16),
	                                               TEXT(struct mandate_text, from),
	                                               TEXT_OR_NONE(struct mandate_text, until),
	                                               CYAML_FIELD_END };
static const cyaml_schema_field_t revocation_fields[] = { TEXT(struct revocation_text, person),
	                                                  TEXT(struct revocation_text, reason),
	                                                  TEXT(struct revocation_text, effective),
	                                                  CYAML_FIELD_END };
static const cyaml_schema_value_t controller_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct controller_text, controller_fields)
};
static const cyaml_schema_value_t person_row = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct person_text,
	                                                             person_fields) };
static const cyaml_schema_value_t officer_row = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct officer_text,
	                                                              officer_fields) };
static const cyaml_schema_value_t unit_row = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct unit_text,
	                                                           unit_fields) };
static const cyaml_schema_value_t mandate_row = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct mandate_text,
	                                                              mandate_fields) };
static const cyaml_schema_value_t revocation_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct revocation_text, revocation_fields)
};

static const cyaml_schema_field_t document_fields[] = {
	TEXT(struct roster_document, type),
	TEXT(struct roster_document, id),
	TEXT(struct roster_document, version),
	TEXT(struct roster_document, previous),
	TEXT(struct roster_document, issued),
	TEXT(struct roster_document, review_by),
	TEXT_OR_NONE(struct roster_document, log_months),
	TEXT_OR_NONE(struct roster_document, disclosure_by_two),
	LIST(struct roster_document, controllers, &controller_row, 1, LIMIT_ROSTER_CONTROLLERS),
	LIST(struct roster_document, persons, &person_row, 1, LIMIT_ROSTER_ROWS),
	LIST(struct roster_document, officers, &officer_row, 1, LIMIT_ROSTER_OFFICERS),
	LIST_OR_NONE(struct roster_document, units, &unit_row, LIMIT_ROSTER_UNITS),
	LIST_OR_NONE(struct roster_document, mandates, &mandate_row, LIMIT_ROSTER_ROWS),
	LIST_OR_NONE(struct roster_document, revocations, &revocation_row, LIMIT_ROSTER_ROWS),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t document_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct roster_document, document_fields)
};

/* --- reading --- */

/* One text being read: what the helpers need to say where a fault is. The first
 * fault stays; later reads do nothing that matters. */
struct reading {
	struct bytes text;
	const char *subject, *list;
	size_t row;
	struct error *e;
};

static uint64_t line_of_row(struct bytes text, const char *list, size_t row, const char *key)
{
	char number[24];
	snprintf(number, sizeof number, "%zu", row);
	const char *const in_row[] = { list, number, key, NULL }, *const top[] = { key, NULL };
	return yaml_line_of(text, list ? in_row : top);
}

static bool bad_value(const struct reading *in, const char *key, const char *rule)
{
	return error_line(in->e, ERR_VALUE, in->subject, line_of_row(in->text, in->list, in->row, key),
	                  "%s: %s", key, rule);
}

static bool read_text(const struct reading *in, const char *from, char **ret)
{
	*ret = string_copy(from);
	return *ret || error_memory(in->e);
}

static bool read_number(const struct reading *in, const char *key, const char *from, uint64_t *ret)
{
	return number_parse(bytes_of_string(from), INT64_MAX, ret) ||
	       bad_value(in, key, "a whole number is expected");
}

static bool read_day(const struct reading *in, const char *key, const char *from, moment *ret)
{
	if (!from) {
		*ret = 0;
		return true;
	}
	return (day_parse(bytes_of_string(from), ret) && *ret > 0) ||
	       bad_value(in, key, "a day, YYYY-MM-DD, is expected");
}

static bool read_verifier(const struct reading *in, const char *key, const char *from,
                          struct note_verifier *ret)
{
	struct error ignored;
	return note_verifier_parse(bytes_of_string(from), ret, &ignored) ||
	       bad_value(in, key, "a note verifier key is expected");
}

static bool read_recipient(const struct reading *in, const char *key, const char *from,
                           struct age_recipient *ret)
{
	struct error ignored;
	return age_recipient_parse(bytes_of_string(from), ret, &ignored) ||
	       bad_value(in, key, "an age recipient is expected");
}

static bool read_controller(const struct reading *in, const struct controller_text *from,
                            struct roster_controller *ret)
{
	return read_text(in, from->name, &ret->name) &&
	       read_number(in, "threshold", from->threshold, &ret->threshold);
}

static bool read_person(const struct reading *in, const struct person_text *from, struct roster_person *ret)
{
	ret->has_witness = from->witness != NULL;
	return read_text(in, from->name, &ret->name) && read_text(in, from->label, &ret->label) &&
	       read_verifier(in, "key", from->key, &ret->key) &&
	       (!from->witness || read_verifier(in, "witness", from->witness, &ret->witness)) &&
	       read_recipient(in, "recipient", from->recipient, &ret->recipient) &&
	       read_day(in, "from", from->from, &ret->from) &&
	       read_day(in, "until", from->until, &ret->until);
}

static bool read_officer(const struct reading *in, const struct officer_text *from,
                         struct roster_officer *ret)
{
	return read_text(in, from->person, &ret->person) && read_text(in, from->controller, &ret->controller);
}

static bool read_unit(const struct reading *in, const struct unit_text *from, struct roster_unit *ret)
{
	if (!read_text(in, from->name, &ret->name) || !read_text(in, from->controller, &ret->controller))
		return false;
	if (!!from->recipient != !!from->log || !!from->log != !!from->witness)
		return bad_value(in, "name", "a unit has recipient, log and witness, or none of them yet");
	ret->ready = from->recipient != NULL;
	ret->has_recovery = from->recovery != NULL;
	return (!ret->ready || (read_recipient(in, "recipient", from->recipient, &ret->recipient) &&
	                        read_verifier(in, "log", from->log, &ret->log) &&
	                        read_verifier(in, "witness", from->witness, &ret->witness))) &&
	       (!ret->has_recovery || read_recipient(in, "recovery", from->recovery, &ret->recovery));
}

static bool read_laws(const struct reading *in, const struct mandate_text *from, unsigned *ret)
{
	for (unsigned i = 0; i < from->laws_count; i++) {
		enum law law;
		if (!law_parse(bytes_of_string(from->laws[i]), &law) || (*ret & law))
			return bad_value(in, "laws", "each law once, by the names of the catalogue");
		*ret |= law;
	}
	return true;
}

static bool read_actions(const struct reading *in, const struct mandate_text *from, unsigned *ret)
{
	for (unsigned i = 0; i < from->actions_count; i++) {
		enum power power;
		if (!power_parse(bytes_of_string(from->actions[i]), &power) || (*ret & power))
			return bad_value(in, "actions", "each action once; docs/format/roster.md lists them");
		*ret |= power;
	}
	return true;
}

static bool read_mandate(const struct reading *in, const struct mandate_text *from,
                         struct roster_mandate *ret)
{
	return read_text(in, from->id, &ret->id) && read_text(in, from->person, &ret->person) &&
	       read_text(in, from->unit, &ret->unit) && read_text(in, from->role, &ret->role) &&
	       read_laws(in, from, &ret->laws) && read_actions(in, from, &ret->powers) &&
	       read_day(in, "from", from->from, &ret->from) &&
	       read_day(in, "until", from->until, &ret->until);
}

static bool read_revocation(const struct reading *in, const struct revocation_text *from,
                            struct roster_revocation *ret)
{
	return read_text(in, from->person, &ret->person) &&
	       (revocation_reason_parse(bytes_of_string(from->reason), &ret->reason) ||
	        bad_value(in, "reason", "left, superseded, lost or compromised")) &&
	       read_day(in, "effective", from->effective, &ret->effective);
}

/* What the officers set for every unit's log. */
static bool read_log_rules(const struct reading *in, const struct roster_document *d, struct roster *r)
{
	if (d->log_months &&
	    (!number_parse(bytes_of_string(d->log_months), ROSTER_LOG_MONTHS_MOST, &r->log_months) ||
	     r->log_months == 0))
		return bad_value(in, "log_months", "a number of months, from 1 to 240");
	return !d->disclosure_by_two ||
	       (yaml_truth(d->disclosure_by_two, &r->disclosure_by_two) && r->disclosure_by_two) ||
	       bad_value(in, "disclosure_by_two", "true, or left out");
}

static bool read_head(const struct reading *in, const struct roster_document *d, struct roster *r)
{
	return read_text(in, d->id, &r->id) && read_number(in, "version", d->version, &r->version) &&
	       (sha256_parse(bytes_of_string(d->previous), &r->previous) ||
	        bad_value(in, "previous", "64 hexadecimal digits are expected")) &&
	       ((moment_parse(bytes_of_string(d->issued), &r->issued) && r->issued > 0) ||
	        bad_value(in, "issued", "a moment, YYYY-MM-DDThh:mm:ssZ, is expected")) &&
	       read_day(in, "review_by", d->review_by, &r->review_by) && read_log_rules(in, d, r);
}

/* Room for every row. The counts were limited by the schema. */
static bool make_rows(const struct roster_document *d, struct roster *r, struct error *e)
{
	r->controllers = calloc(d->controllers_count + 1u, sizeof *r->controllers);
	r->persons = calloc(d->persons_count + 1u, sizeof *r->persons);
	r->officers = calloc(d->officers_count + 1u, sizeof *r->officers);
	r->units = calloc(d->units_count + 1u, sizeof *r->units);
	r->mandates = calloc(d->mandates_count + 1u, sizeof *r->mandates);
	r->revocations = calloc(d->revocations_count + 1u, sizeof *r->revocations);
	if (!r->controllers || !r->persons || !r->officers || !r->units || !r->mandates || !r->revocations)
		return error_memory(e);
	return true;
}

/* The counts grow before a row is read, so that a half-read row is freed too. */
static bool read_people(struct reading *in, const struct roster_document *d, struct roster *r)
{
	in->list = "controllers";
	for (in->row = 0; in->row < d->controllers_count; in->row++)
		if (!read_controller(in, &d->controllers[in->row], &r->controllers[r->controller_count++]))
			return false;
	in->list = "persons";
	for (in->row = 0; in->row < d->persons_count; in->row++)
		if (!read_person(in, &d->persons[in->row], &r->persons[r->person_count++]))
			return false;
	in->list = "officers";
	for (in->row = 0; in->row < d->officers_count; in->row++)
		if (!read_officer(in, &d->officers[in->row], &r->officers[r->officer_count++]))
			return false;
	return true;
}

static bool read_powers(struct reading *in, const struct roster_document *d, struct roster *r)
{
	in->list = "units";
	for (in->row = 0; in->row < d->units_count; in->row++)
		if (!read_unit(in, &d->units[in->row], &r->units[r->unit_count++]))
			return false;
	in->list = "mandates";
	for (in->row = 0; in->row < d->mandates_count; in->row++)
		if (!read_mandate(in, &d->mandates[in->row], &r->mandates[r->mandate_count++]))
			return false;
	in->list = "revocations";
	for (in->row = 0; in->row < d->revocations_count; in->row++)
		if (!read_revocation(in, &d->revocations[in->row], &r->revocations[r->revocation_count++]))
			return false;
	return true;
}

static void document_freep(struct roster_document **d)
{
	if (*d)
		yaml_unload(&document_schema, *d, 0);
	*d = NULL;
}

static bool read_document(struct bytes text, const char *subject, struct roster *r, struct error *e)
{
	_cleanup_(document_freep) struct roster_document *d = NULL;
	void *loaded = NULL;
	if (!yaml_load(text, subject, &document_schema, &loaded, NULL, e))
		return false;
	d = loaded;
	struct reading in = { .text = text, .subject = subject, .e = e };
	if (!make_rows(d, r, e) || !read_head(&in, d, r) || !read_people(&in, d, r) ||
	    !read_powers(&in, d, r))
		return false;
	struct roster_place place;
	if (roster_check(r, &place, e))
		return true;
	if (place.list && e->code == ERR_ROSTER_INVALID)
		e->line = line_of_row(text, place.list, place.row, NULL);
	return false;
}

bool roster_parse(struct bytes raw, const char *subject, struct roster **ret, struct error *e)
{
	struct note note;
	if (!statement_open_draft(raw, ROSTER_TYPE, subject, &note, e))
		return false;
	_cleanup_(roster_freep) struct roster *r = calloc(1, sizeof *r);
	if (!r)
		return error_memory(e);
	r->hash = note.hash;
	if (note.signatures.size)
		buffer_append(&r->note, raw);
	if (!buffer_ok(&r->note, e) || !read_document(note.text, subject, r, e))
		return false;
	*ret = r;
	r = NULL;
	return true;
}

/* --- writing --- */

static void write_day(struct yaml_writer *w, const char *key, moment day)
{
	char text[DAY_SIZE + 1];
	if (day == 0)
		return;
	day_format(day, text);
	yaml_text(w, key, text);
}

static void write_verifier(struct yaml_writer *w, const char *key, const struct note_verifier *v)
{
	char text[NOTE_VERIFIER_TEXT_MAX + 1];
	note_verifier_format(v, text);
	yaml_text(w, key, text);
}

static void write_recipient(struct yaml_writer *w, const char *key, const struct age_recipient *recipient)
{
	char text[AGE_RECIPIENT_SIZE + 1];
	age_recipient_format(recipient, text);
	yaml_text(w, key, text);
}

static void write_head(struct yaml_writer *w, const struct roster *r)
{
	char hex[SHA256_HEX_SIZE + 1], issued[MOMENT_SIZE + 1];
	sha256_hex(&r->previous, hex);
	moment_format(r->issued, issued);
	yaml_text(w, "id", r->id);
	yaml_number(w, "version", r->version);
	yaml_text(w, "previous", hex);
	yaml_text(w, "issued", issued);
	write_day(w, "review_by", r->review_by);
	if (r->log_months)
		yaml_number(w, "log_months", r->log_months);
	if (r->disclosure_by_two)
		yaml_truth_value(w, "disclosure_by_two", true);
}

static void write_controllers(struct yaml_writer *w, const struct roster *r)
{
	yaml_list(w, "controllers");
	for (size_t i = 0; i < r->controller_count; i++) {
		yaml_item_map(w);
		yaml_text(w, "name", r->controllers[i].name);
		yaml_number(w, "threshold", r->controllers[i].threshold);
		yaml_end_item_map(w);
	}
	yaml_end_list(w);
}

static void write_persons(struct yaml_writer *w, const struct roster *r)
{
	yaml_list(w, "persons");
	for (size_t i = 0; i < r->person_count; i++) {
		const struct roster_person *p = &r->persons[i];
		yaml_item_map(w);
		yaml_text(w, "name", p->name);
		yaml_text(w, "label", p->label);
		write_verifier(w, "key", &p->key);
		write_recipient(w, "recipient", &p->recipient);
		if (p->has_witness)
			write_verifier(w, "witness", &p->witness);
		write_day(w, "from", p->from);
		write_day(w, "until", p->until);
		yaml_end_item_map(w);
	}
	yaml_end_list(w);
}

static void write_officers(struct yaml_writer *w, const struct roster *r)
{
	yaml_list(w, "officers");
	for (size_t i = 0; i < r->officer_count; i++) {
		yaml_item_map(w);
		yaml_text(w, "person", r->officers[i].person);
		yaml_text(w, "controller", r->officers[i].controller);
		yaml_end_item_map(w);
	}
	yaml_end_list(w);
}

static void write_units(struct yaml_writer *w, const struct roster *r)
{
	if (r->unit_count == 0)
		return;
	yaml_list(w, "units");
	for (size_t i = 0; i < r->unit_count; i++) {
		const struct roster_unit *u = &r->units[i];
		yaml_item_map(w);
		yaml_text(w, "name", u->name);
		yaml_text(w, "controller", u->controller);
		if (u->ready)
			write_recipient(w, "recipient", &u->recipient);
		if (u->has_recovery)
			write_recipient(w, "recovery", &u->recovery);
		if (u->ready) {
			write_verifier(w, "log", &u->log);
			write_verifier(w, "witness", &u->witness);
		}
		yaml_end_item_map(w);
	}
	yaml_end_list(w);
}

static void write_powers(struct yaml_writer *w, const struct roster_mandate *m)
{
	if (m->laws) {
		yaml_list(w, "laws");
		for (unsigned bit = 1; bit && bit <= m->laws; bit <<= 1)
			if (m->laws & bit)
				yaml_item_text(w, law_name((enum law)bit));
		yaml_end_list(w);
	}
	yaml_list(w, "actions");
	for (unsigned bit = 1; bit && bit <= m->powers; bit <<= 1)
		if (m->powers & bit)
			yaml_item_text(w, power_name((enum power)bit));
	yaml_end_list(w);
}

static void write_mandates(struct yaml_writer *w, const struct roster *r)
{
	if (r->mandate_count == 0)
		return;
	yaml_list(w, "mandates");
	for (size_t i = 0; i < r->mandate_count; i++) {
		const struct roster_mandate *m = &r->mandates[i];
		yaml_item_map(w);
		yaml_text(w, "id", m->id);
		yaml_text(w, "person", m->person);
		yaml_text(w, "unit", m->unit);
		yaml_text(w, "role", m->role);
		write_powers(w, m);
		write_day(w, "from", m->from);
		write_day(w, "until", m->until);
		yaml_end_item_map(w);
	}
	yaml_end_list(w);
}

static void write_revocations(struct yaml_writer *w, const struct roster *r)
{
	if (r->revocation_count == 0)
		return;
	yaml_list(w, "revocations");
	for (size_t i = 0; i < r->revocation_count; i++) {
		yaml_item_map(w);
		yaml_text(w, "person", r->revocations[i].person);
		yaml_text(w, "reason", revocation_reason_name(r->revocations[i].reason));
		write_day(w, "effective", r->revocations[i].effective);
		yaml_end_item_map(w);
	}
	yaml_end_list(w);
}

bool roster_format(struct roster *r, struct buffer *text, struct error *e)
{
	struct roster_place place;
	if (!roster_check(r, &place, e))
		return false;
	_cleanup_(buffer_clear) struct buffer fresh = { .limit = LIMIT_NOTE_SIZE };
	struct yaml_writer w;
	buffer_append_string(&fresh, "type: " ROSTER_TYPE "\n");
	yaml_begin(&w, &fresh);
	write_head(&w, r);
	write_controllers(&w, r);
	write_persons(&w, r);
	write_officers(&w, r);
	write_units(&w, r);
	write_mandates(&w, r);
	write_revocations(&w, r);
	if (!buffer_ok(&fresh, e))
		return false;
	buffer_append(text, buffer_bytes(&fresh));
	if (!buffer_ok(text, e))
		return false;
	sha256_of(buffer_bytes(&fresh), &r->hash);
	return true;
}
