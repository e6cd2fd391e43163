/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An invented partnership for the tests of this layer: two controllers with three
 * officers each (two must sign), three units, a clerk at each controller, and a
 * guest whose name no controller bears. Keys are made when a test starts. */

#include "trust/roster.h"
#include "trust/statement.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum {
	OSS_1,
	OSS_2,
	OSS_3,
	UDEN_1,
	UDEN_2,
	UDEN_3,
	OSS_CLERK,
	UDEN_CLERK,
	GUEST,
	SPARE_1,
	SPARE_2,
	NEW_1,
	NEW_2,
	NEW_3,
	MEMBERS
};
enum { OSS_WMO, OSS_WI, UDEN_WMO, UNITS };
#define NOBODY (-1)

static const char *const member_names[MEMBERS] = {
	"oss.nl/p-0001",  "oss.nl/p-0002",    "oss.nl/p-0003",    "uden.nl/p-0001",   "uden.nl/p-0002",
	"uden.nl/p-0003", "oss.nl/p-k001",    "uden.nl/p-k001",   "ggd.nl/p-0001",    "oss.nl/p-0004",
	"oss.nl/p-0005",  "boxtel.nl/p-0001", "boxtel.nl/p-0002", "boxtel.nl/p-0003",
};
static const char *const unit_names[UNITS] = { "oss.nl/wmo", "oss.nl/wi", "uden.nl/wmo" };

struct partnership {
	struct note_signer signers[MEMBERS];
	struct age_recipient recipients[MEMBERS];
	struct note_signer logs[UNITS], witnesses[UNITS];
	struct age_recipient unit_recipients[UNITS];
};

_unused_ static moment a_day(const char *text)
{
	moment m = 0;
	cr_assert(day_parse(bytes_of_string(text), &m), "%s", text);
	return m;
}

_unused_ static void partnership_start(struct partnership *p)
{
	struct error e;
	*p = (struct partnership){ 0 };
	cr_assert(crypto_start(&e));
	for (size_t i = 0; i < MEMBERS; i++) {
		cr_assert(note_signer_generate(member_names[i], NOTE_ED25519, &p->signers[i], &e));
		random_bytes(p->recipients[i].key, 32);
	}
	for (size_t i = 0; i < UNITS; i++) {
		cr_assert(note_signer_generate(unit_names[i], NOTE_ED25519, &p->logs[i], &e));
		cr_assert(note_signer_generate(unit_names[i], NOTE_COSIGNATURE, &p->witnesses[i], &e));
		random_bytes(p->unit_recipients[i].key, 32);
	}
}

_unused_ static void partnership_clear(struct partnership *p)
{
	for (size_t i = 0; i < MEMBERS; i++)
		note_signer_clear(&p->signers[i]);
	for (size_t i = 0; i < UNITS; i++) {
		note_signer_clear(&p->logs[i]);
		note_signer_clear(&p->witnesses[i]);
	}
}

/* --- drafts: rows put in by hand --- */

#define GROW(rows, count) ((rows) = reallocarray((rows), (count) + 1, sizeof *(rows)), &(rows)[(count)++])

_unused_ static void put_controller(struct roster *r, const char *name, uint64_t threshold)
{
	*GROW(r->controllers, r->controller_count) =
		(struct roster_controller){ string_copy(name), threshold };
}

_unused_ static void put_person(struct roster *r, const struct partnership *p, int who)
{
	*GROW(r->persons, r->person_count) = (struct roster_person){ .name = string_copy(member_names[who]),
		                                                     .label = string_printf("person %d", who),
		                                                     .key = p->signers[who].public,
		                                                     .recipient = p->recipients[who],
		                                                     .from = a_day("2026-01-01") };
}

_unused_ static void put_officer(struct roster *r, const struct partnership *p, int who,
                                 const char *controller)
{
	if (!roster_person(r, member_names[who]))
		put_person(r, p, who);
	*GROW(r->officers, r->officer_count) =
		(struct roster_officer){ string_copy(member_names[who]), string_copy(controller) };
}

/* The controller's FG, who advises. */
_unused_ static void put_fg(struct roster *r, int who, const char *controller)
{
	*GROW(r->advisers, r->adviser_count) =
		(struct roster_adviser){ string_copy(member_names[who]), string_copy(controller) };
}

_unused_ static void put_unit(struct roster *r, const struct partnership *p, int unit, const char *controller)
{
	*GROW(r->units, r->unit_count) = (struct roster_unit){ .name = string_copy(unit_names[unit]),
		                                               .controller = string_copy(controller),
		                                               .ready = true,
		                                               .recipient = p->unit_recipients[unit],
		                                               .log = p->logs[unit].public,
		                                               .witness = p->witnesses[unit].public };
}

_unused_ static void put_mandate(struct roster *r, const char *id, int who, int unit, unsigned laws,
                                 unsigned powers)
{
	*GROW(r->mandates, r->mandate_count) = (struct roster_mandate){ string_copy(id),
		                                                        string_copy(member_names[who]),
		                                                        string_copy(unit_names[unit]),
		                                                        string_copy("consulent"),
		                                                        laws,
		                                                        powers,
		                                                        a_day("2026-01-01"),
		                                                        a_day("2026-12-31") };
}

_unused_ static void put_revocation(struct roster *r, int who, enum revocation_reason reason,
                                    const char *effective)
{
	*GROW(r->revocations, r->revocation_count) = (struct roster_revocation){
		.person = string_copy(member_names[who]), .reason = reason, .effective = a_day(effective)
	};
}

_unused_ static void drop_officer(struct roster *r, int who)
{
	for (size_t i = 0; i < r->officer_count; i++)
		if (strcmp(r->officers[i].person, member_names[who]) == 0) {
			free(r->officers[i].person);
			free(r->officers[i].controller);
			r->officers[i] = r->officers[--r->officer_count];
			return;
		}
	cr_assert_fail("no such officer");
}

_unused_ static struct roster_person *person_of(struct roster *r, int who)
{
	for (size_t i = 0; i < r->person_count; i++)
		if (strcmp(r->persons[i].name, member_names[who]) == 0)
			return &r->persons[i];
	cr_assert_fail("no such person");
	return NULL;
}

_unused_ static struct roster *partnership_draft(const struct partnership *p)
{
	struct roster *r = calloc(1, sizeof *r);
	r->id = string_copy("maashorst");
	r->version = 1;
	r->issued = a_day("2026-02-01") + 36000;
	r->review_by = a_day("2027-02-01");
	put_controller(r, "oss.nl", 2);
	put_controller(r, "uden.nl", 2);
	for (int i = OSS_1; i <= OSS_3; i++)
		put_officer(r, p, i, "oss.nl");
	for (int i = UDEN_1; i <= UDEN_3; i++)
		put_officer(r, p, i, "uden.nl");
	put_person(r, p, OSS_CLERK);
	put_person(r, p, UDEN_CLERK);
	put_person(r, p, GUEST);
	put_unit(r, p, OSS_WMO, "oss.nl");
	put_unit(r, p, OSS_WI, "oss.nl");
	put_unit(r, p, UDEN_WMO, "uden.nl");
	put_mandate(r, "m-1", OSS_CLERK, OSS_WMO, LAW_WMO, POWER_READ | POWER_PACK);
	put_mandate(r, "m-2", OSS_CLERK, OSS_WI, LAW_PW, POWER_READ | POWER_OPEN);
	put_mandate(r, "m-3", UDEN_CLERK, UDEN_WMO, LAW_WMO | LAW_PW, POWER_READ);
	put_mandate(r, "m-4", GUEST, UDEN_WMO, 0, POWER_LOG);
	return r;
}

/* --- signing: `who` ends with NOBODY --- */

_unused_ static void sign_text(const struct partnership *p, struct bytes text, const int *who,
                               struct buffer *note)
{
	struct error e;
	for (; *who != NOBODY; who++)
		cr_assert(note_sign(note, text, &p->signers[*who], 0, &e), "%s %s", error_name(e.code),
		          e.detail);
}

/* The draft as text, signed and parsed again; frees the draft. */
_unused_ static struct roster *partnership_sign(const struct partnership *p, struct roster *draft,
                                                const int *who)
{
	_cleanup_(roster_freep) struct roster *d = draft;
	_cleanup_(buffer_clear) struct buffer text = { 0 }, note = { 0 };
	struct roster *r = NULL;
	struct error e;
	cr_assert(roster_format(d, &text, &e), "%s %s: %s", error_name(e.code), e.subject, e.detail);
	sign_text(p, buffer_bytes(&text), who, &note);
	bool drafted = *who == NOBODY;
	cr_assert(roster_parse(buffer_bytes(drafted ? &text : &note), "roster.note", &r, &e),
	          "%s line %d %s: %s", error_name(e.code), (int)e.line, e.subject, e.detail);
	cr_assert(sha256_equal(&r->hash, &d->hash));
	return r;
}
#define SIGNED(p, draft, ...) partnership_sign((p), (draft), (const int[]){ __VA_ARGS__, NOBODY })

/* A draft of the version after `r`, an hour later. */
_unused_ static struct roster *partnership_next(const struct roster *r)
{
	struct note note;
	struct roster *next = NULL;
	struct error e;
	cr_assert(statement_open(buffer_bytes(&r->note), ROSTER_TYPE, "roster.note", &note, &e));
	cr_assert(roster_parse(note.text, "draft", &next, &e), "%s %s", error_name(e.code), e.detail);
	next->version++;
	next->previous = r->hash;
	next->issued += 3600;
	return next;
}

/* `text` with the first `from` replaced by `to`; `from` must be in it. */
_unused_ static void replaced(struct bytes text, const char *from, const char *to, struct buffer *out)
{
	const uint8_t *at = memmem(text.data, text.size, from, strlen(from));
	cr_assert(at, "\"%s\" isn't in the text", from);
	size_t before = (size_t)(at - text.data);
	buffer_append(out, bytes_of(text.data, before));
	buffer_append_string(out, to);
	buffer_append(out, bytes_of(at + strlen(from), text.size - before - strlen(from)));
}

/* Whose signatures stand under a text (sign_text). */
#define BY(...) \
	(const int[]) \
	{ \
		__VA_ARGS__, NOBODY \
	}

/* A signed text with one thing wrong in it, what reading it says, and of which line. */
struct defect {
	const char *from, *to;
	enum error_code code;
	uint64_t line;
};
typedef enum error_code (*read_text)(struct bytes raw, uint64_t *ret_line);

_unused_ static void expect_defects(const char *text, read_text read, const struct defect *cases,
                                    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		_cleanup_(buffer_clear) struct buffer altered = { 0 };
		uint64_t line;
		replaced(bytes_of_string(text), cases[i].from, cases[i].to, &altered);
		enum error_code code = read(buffer_bytes(&altered), &line);
		cr_expect_eq(code, cases[i].code, "case %zu: %s", i, error_name(code));
		cr_expect_eq(line, cases[i].line, "case %zu: line %lu", i, (unsigned long)line);
	}
}

_unused_ static void expect_needed(const char *text, read_text read, const char *const *keys, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		_cleanup_(buffer_clear) struct buffer altered = { 0 };
		_cleanup_(string_freep) char *from = string_printf("\n%s: ", keys[i]),
					     *to = string_printf("\n#%s: ", keys[i]);
		uint64_t line;
		replaced(bytes_of_string(text), from, to, &altered);
		cr_expect_eq(read(buffer_bytes(&altered), &line), ERR_MISSING, "%s", keys[i]);
	}
}
