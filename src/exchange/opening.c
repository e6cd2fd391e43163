/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/opening.h"

#include "base/limits.h"
#include "codec/json.h"
#include "store/consents.h"
#include "store/statements.h"

#include <string.h>

bool opening_find_agreement(struct opening *o, struct error *e)
{
	const struct manifest *m = &o->letter.manifest;
	struct desk *d = o->act->desk;
	if (!m->terms.agreement || !m->terms.purpose || !m->terms.ground)
		return error_set(e, ERR_PACKAGE, "manifest.note", "%s",
		                 N_("without agreement, purpose or ground"));
	if (!statements_agreement(d->store, m->terms.agreement, m->terms.version, &o->agreement, e))
		return false;
	if (!sha256_equal(&o->agreement->hash, &m->terms.hash))
		return error_set(e, ERR_AGREEMENT_UNKNOWN, m->terms.agreement, "%s",
		                 N_("another text than the one signed here"));
	o->purpose = agreement_purpose(o->agreement, m->terms.purpose);
	if (!o->purpose)
		return error_set(e, ERR_PURPOSE, m->terms.purpose, "%s", m->terms.agreement);
	const bool back =
		package_kind_is(m->kind, LETTER_BACK) ||
		(package_kind_is(m->kind, LETTER_BOTH_WAYS) && strcmp(o->purpose->from, m->sender) != 0);
	if (strcmp(o->purpose->from, back ? m->receiver : m->sender) != 0 ||
	    strcmp(o->purpose->to, back ? m->sender : m->receiver) != 0)
		return error_set(e, ERR_DIRECTION, m->terms.agreement, "%s is agreed from %s to %s",
		                 m->terms.purpose, o->purpose->from, o->purpose->to);
	if (strcmp(o->purpose->ground, m->terms.ground) != 0)
		return error_set(e, ERR_PURPOSE, m->terms.ground, "%s rests on %s", m->terms.purpose,
		                 o->purpose->ground);
	return true;
}

/* A version that a later one replaced by the day the letter was made no longer counts. */
static bool check_superseded(const struct opening *o, struct error *e)
{
	const struct agreement *current;
	const struct manifest *m = &o->letter.manifest;
	const struct desk *d = o->act->desk;
	if (!statements_agreement_at(d->store, m->terms.agreement, o->letter.made, &current, e))
		return false;
	return current->version <= m->terms.version || current->valid_from > o->letter.made ||
	       error_set(e, ERR_AGREEMENT_EXPIRED, m->terms.agreement,
	                 "version %llu took the place of version %llu", (unsigned long long)current->version,
	                 (unsigned long long)m->terms.version);
}

bool opening_in_force(const struct opening *o, struct error *e)
{
	return check_superseded(o, e) && screening_in_force(o->act->desk, o->agreement, o->letter.made, e);
}

static const struct opener_member *member_of(const struct opener *opener, const char *name)
{
	for (size_t i = 0; i < ELEMENTS(opener->members) && opener->members[i].start; i++)
		if (bytes_starts_with(bytes_of_string(name), opener->members[i].start))
			return &opener->members[i];
	return NULL;
}

static bool take_line(struct opening *o, const struct opener_member *of, const char *member,
                      struct bytes line, struct error *e)
{
	if (line.size > LIMIT_JSON_LINE_SIZE)
		return error_set(e, ERR_PACKAGE_CONTENT, member, "a line of more than %u bytes",
		                 LIMIT_JSON_LINE_SIZE);
	if (!of->line(o, line, e))
		return false;
	/* One spelling: blanks and escapes that mean nothing could carry what no preview shows. */
	return json_is_plain(line) || error_set(e, ERR_PACKAGE_CONTENT, member, "%s",
	                                        N_("a line with blanks or escapes that aren't needed"));
}

static bool read_member(void *context, const struct manifest_member *member, struct bytes content,
                        struct error *e)
{
	struct opening *o = context;
	const struct opener_member *of = member_of(o->opener, member->name);
	if (!of)
		return error_set(e, ERR_MEMBER_UNLISTED, member->name, "not a kind of member that a %s has",
		                 o->opener->name);
	struct cursor lines = cursor_of(content);
	while (!cursor_done(&lines)) {
		struct bytes line = cursor_line(&lines);
		if (lines.failed)
			return error_set(e, ERR_TRUNCATED, member->name, "%s",
			                 N_("the last line has no end"));
		if (!take_line(o, of, member->name, line, e))
			return false;
	}
	return true;
}

bool opening_read_members(struct opening *o, struct error *e)
{
	return package_reader_members(o->letter.reader, &o->letter.manifest, read_member, o, e);
}

bool opening_check_count(const struct opening *o, const char *subject, struct error *e)
{
	return o->read == o->letter.manifest.records ||
	       error_set(e, ERR_PACKAGE, subject, "%llu came, the manifest says %llu",
	                 (unsigned long long)o->read, (unsigned long long)o->letter.manifest.records);
}

bool opening_read_consent(struct bytes line, struct consent *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	_cleanup_(consent_clear) struct consent c = { 0 };
	if (!consent_parse(line, "consents", &c, e))
		return false;
	if (c.assured != ASSURED_IN_WORDS && /* version 0.1.0 wrote other keys */
	    (!consent_format(&c, &again, e) || !bytes_equal(buffer_bytes(&again), line)))
		return error_set(e, ERR_PACKAGE_CONTENT, "consents", "%s",
		                 N_("not in the one spelling of a declaration"));
	*ret = c;
	c = (struct consent){ 0 };
	return true;
}

bool opening_add_consent(struct opening *o, const struct consent *c, struct error *e)
{
	struct consent numbered = *c; /* borrowed */
	/* Where it was said, or taken back. A retraction that was made again is numbered behind what was said
	 * since; it is the one that is of another moment than the withdrawal. */
	bool again = c->withdrawn && c->withdrawn != o->letter.manifest.created;
	numbered.place = again ? 0 : o->letter.manifest.sequence;
	if (consents_add(o->act->desk->store, &numbered, o->letter.id, e))
		return true;
	return e->code != ERR_FILE_EXISTS
	               ? false
	               : error_set(e, ERR_PACKAGE, "consents",
	                           "%s is the id of another one that is known here", c->id);
}
