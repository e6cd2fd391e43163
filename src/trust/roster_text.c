/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/roster_check.h"

#include "base/limits.h"
#include "trust/key_types.h"
#include "trust/statement.h"

#include <assert.h>
#include <stdlib.h>

/* The roster as a text, both ways, and the words in it. */

/* In the order of their bits. */
static const char *const powers[] = { "read",    "import", "export", "consent", "pack",
	                              "approve", "open",   "log",    "access",  "decide" };
static const char *const reasons[] = {
	[REVOKED_LEFT] = "left",
	[REVOKED_SUPERSEDED] = "superseded",
	[REVOKED_LOST] = "lost",
	[REVOKED_COMPROMISED] = "compromised",
};

const char *power_name(enum power p)
{
	for (size_t i = 0; i < ELEMENTS(powers); i++)
		if ((unsigned)p == 1u << i)
			return powers[i];
	return "unknown";
}

bool power_parse(struct bytes text, enum power *ret)
{
	for (size_t i = 0; i < ELEMENTS(powers); i++)
		if (bytes_equal_string(text, powers[i])) {
			*ret = (enum power)(1u << i);
			return true;
		}
	return false;
}

const char *revocation_reason_name(enum revocation_reason reason)
{
	assert(reason < ELEMENTS(reasons));
	return reasons[reason];
}

bool revocation_reason_parse(struct bytes text, enum revocation_reason *ret)
{
	for (size_t i = 0; i < ELEMENTS(reasons); i++)
		if (bytes_equal_string(text, reasons[i])) {
			*ret = (enum revocation_reason)i;
			return true;
		}
	return false;
}

/* --- the tables --- */

static bool check_unit(void *row, struct keyed_at at, struct error *e)
{
	const struct roster_unit *u = row;
	return u->ready == (keyed_has(at, "recipient") && keyed_has(at, "log") && keyed_has(at, "witness")) ||
	       keyed_fault(at, e, ERR_VALUE, "name",
	                   N_("a unit has recipient, log and witness, or none of them yet"));
}

static const struct keyed controller_keys[] = {
	KEYED_TEXT("name", struct roster_controller, name),
	KEYED_NUMBER("threshold", struct roster_controller, threshold, INT64_MAX),
	{ 0 },
};
static const struct keyed person_keys[] = {
	KEYED_TEXT("name", struct roster_person, name),
	KEYED_TEXT("label", struct roster_person, label),
	KEYED_OTHER("key", struct roster_person, key, verifier_type),
	KEYED_OTHER("recipient", struct roster_person, recipient, recipient_type),
	KEYED_OTHER("witness", struct roster_person, witness, verifier_type,
	            KEYED_HAS(struct roster_person, has_witness)),
	KEYED_DAY("from", struct roster_person, from),
	KEYED_DAY("until", struct roster_person, until, KEYED_OPTIONAL),
	{ 0 },
};
static const struct keyed officer_keys[] = {
	KEYED_TEXT("person", struct roster_officer, person),
	KEYED_TEXT("controller", struct roster_officer, controller),
	{ 0 },
};
static const struct keyed adviser_keys[] = {
	KEYED_TEXT("person", struct roster_adviser, person),
	KEYED_TEXT("controller", struct roster_adviser, controller),
	KEYED_CONSTANT("role", "fg"),
	{ 0 },
};
static const struct keyed unit_keys[] = {
	KEYED_TEXT("name", struct roster_unit, name),
	KEYED_TEXT("controller", struct roster_unit, controller),
	KEYED_TEXT("label", struct roster_unit, label, KEYED_OPTIONAL),
	KEYED_OTHER("recipient", struct roster_unit, recipient, recipient_type,
	            KEYED_HAS(struct roster_unit, ready)),
	KEYED_OTHER("recovery", struct roster_unit, recovery, recipient_type,
	            KEYED_HAS(struct roster_unit, has_recovery)),
	KEYED_OTHER("log", struct roster_unit, log, verifier_type, KEYED_HAS(struct roster_unit, ready)),
	KEYED_OTHER("witness", struct roster_unit, witness, verifier_type,
	            KEYED_HAS(struct roster_unit, ready)),
	{ 0 },
};
static const struct keyed mandate_keys[] = {
	KEYED_TEXT("id", struct roster_mandate, id),
	KEYED_TEXT("person", struct roster_mandate, person),
	KEYED_TEXT("unit", struct roster_mandate, unit),
	KEYED_TEXT("role", struct roster_mandate, role),
	KEYED_BITS("laws", struct roster_mandate, laws, law_names, KEYED_OPTIONAL, .code = ERR_VALUE,
	           .rule = N_("each law once, by a name that this version of the program knows")),
	KEYED_BITS("actions", struct roster_mandate, powers, powers, .least = 1, .code = ERR_VALUE,
	           .rule = N_("each action once; docs/format/roster.md lists them")),
	KEYED_DAY("from", struct roster_mandate, from),
	KEYED_DAY("until", struct roster_mandate, until, KEYED_OPTIONAL),
	{ 0 },
};
static const struct keyed revocation_keys[] = {
	KEYED_TEXT("person", struct roster_revocation, person, KEYED_OPTIONAL),
	KEYED_OTHER("key", struct roster_revocation, key, verifier_type,
	            KEYED_HAS(struct roster_revocation, has_key)),
	KEYED_WORD("reason", struct roster_revocation, reason, reasons,
	           .rule = N_("left, superseded, lost or compromised")),
	KEYED_DAY("effective", struct roster_revocation, effective),
	KEYED_NUMBER("valid_to_size", struct roster_revocation, size, INT64_MAX,
	             KEYED_HAS(struct roster_revocation, has_size)),
	{ 0 },
};
static const struct keyed succession_keys[] = {
	KEYED_TEXT("controller", struct roster_succession, controller),
	KEYED_TEXT("successor", struct roster_succession, successor),
	KEYED_DAY("from", struct roster_succession, from),
	{ 0 },
};
static const struct keyed merged_keys[] = {
	KEYED_TEXT("id", struct roster_merged, id),
	KEYED_NUMBER("version", struct roster_merged, version, INT64_MAX),
	KEYED_HEX("hash", struct roster_merged, hash),
	KEYED_HEX("root", struct roster_merged, root),
	{ 0 },
};
const struct keyed roster_keys[] = {
	KEYED_CONSTANT("type", ROSTER_TYPE),
	KEYED_TEXT("id", struct roster, id),
	KEYED_NUMBER("version", struct roster, version, INT64_MAX),
	KEYED_HEX("previous", struct roster, previous),
	KEYED_MOMENT("issued", struct roster, issued),
	KEYED_DAY("review_by", struct roster, review_by),
	KEYED_NUMBER("log_months", struct roster, log_months, ROSTER_LOG_MONTHS_MOST, KEYED_OPTIONAL,
	             .least = 1, .rule = N_("a number of months, from 1 to 240")),
	KEYED_TRUTH("disclosure_by_two", struct roster, disclosure_by_two, KEYED_OPTIONAL, .least = 1,
	            .rule = N_("true, or left out")),
	KEYED_TRUTH("access_by_two", struct roster, access_by_two, KEYED_OPTIONAL, .least = 1,
	            .rule = N_("true, or left out")),
	KEYED_LIST("controllers", struct roster, controllers, controller_count, controller_keys,
	           LIMIT_ROSTER_CONTROLLERS, .least = 1),
	KEYED_LIST("persons", struct roster, persons, person_count, person_keys, LIMIT_ROSTER_ROWS,
	           .least = 1),
	KEYED_LIST("officers", struct roster, officers, officer_count, officer_keys, LIMIT_ROSTER_OFFICERS,
	           .least = 1),
	KEYED_LIST("advisers", struct roster, advisers, adviser_count, adviser_keys, LIMIT_ROSTER_OFFICERS,
	           KEYED_OPTIONAL),
	KEYED_LIST("units", struct roster, units, unit_count, unit_keys, LIMIT_ROSTER_UNITS, KEYED_OPTIONAL,
	           .check = check_unit),
	KEYED_LIST("mandates", struct roster, mandates, mandate_count, mandate_keys, LIMIT_ROSTER_ROWS,
	           KEYED_OPTIONAL),
	KEYED_LIST("revocations", struct roster, revocations, revocation_count, revocation_keys,
	           LIMIT_ROSTER_ROWS, KEYED_OPTIONAL),
	KEYED_LIST("successions", struct roster, successions, succession_count, succession_keys,
	           LIMIT_ROSTER_CONTROLLERS, KEYED_OPTIONAL),
	KEYED_LIST("merged", struct roster, merged, merged_count, merged_keys, LIMIT_ROSTER_CONTROLLERS,
	           KEYED_OPTIONAL),
	{ 0 },
};

void roster_freep(struct roster **r)
{
	if (!*r)
		return;
	keyed_clear(*r, roster_keys);
	buffer_clear(&(*r)->note);
	free(*r);
	*r = NULL;
}

static bool read_text(struct bytes text, const char *subject, struct roster *r, struct error *e)
{
	_cleanup_(keyed_lines_clear) struct keyed_lines lines = { 0 };
	struct roster_place place;
	if (!keyed_read(text, subject, roster_keys, r, &lines, e))
		return false;
	if (roster_check(r, &place, e))
		return true;
	if (place.list && e->code == ERR_ROSTER_INVALID)
		e->line = keyed_line(keyed_in(keyed_whole(&lines), "%s/%zu", place.list, place.row));
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
	if (!buffer_ok(&r->note, e) || !read_text(note.text, subject, r, e))
		return false;
	*ret = r;
	r = NULL;
	return true;
}

bool roster_format(struct roster *r, struct buffer *text, struct error *e)
{
	struct roster_place place;
	if (!roster_check(r, &place, e))
		return false;
	_cleanup_(buffer_clear) struct buffer fresh = { .limit = LIMIT_NOTE_SIZE };
	keyed_write(r, roster_keys, KEYED_PLAIN, &fresh);
	if (!buffer_ok(&fresh, e))
		return false;
	buffer_append(text, buffer_bytes(&fresh));
	if (!buffer_ok(text, e))
		return false;
	sha256_of(buffer_bytes(&fresh), &r->hash);
	return true;
}
