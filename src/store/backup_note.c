/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/backup_note.h"

#include "base/text.h"
#include "codec/keyed.h"
#include "trust/key_types.h"
#include "trust/statement.h"

#include <string.h>

#define SUBJECT "backup.note"

static const struct keyed note_keys[] = {
	KEYED_CONSTANT("type", BACKUP_TYPE),
	KEYED_HEX("store", struct backup_note, store),
	KEYED_TEXT("unit", struct backup_note, unit),
	KEYED_MOMENT("made", struct backup_note, made),
	KEYED_NUMBER("entries", struct backup_note, entries, INT64_MAX),
	KEYED_HEX("root", struct backup_note, root),
	KEYED_OTHER("log", struct backup_note, log, verifier_type),
	KEYED_OTHER("witness", struct backup_note, witness, verifier_type),
	KEYED_NUMBER("size", struct backup_note, size, INT64_MAX),
	KEYED_HEX("database", struct backup_note, database),
	{ 0 },
};

void backup_note_clear(struct backup_note *n)
{
	keyed_clear(n, note_keys);
	*n = (struct backup_note){ 0 };
}

bool backup_note_sign(const struct backup_note *n, const struct note_signer *by, struct buffer *note,
                      struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	keyed_write(n, note_keys, KEYED_PLAIN, &text);
	return buffer_ok(&text, e) && note_sign(note, buffer_bytes(&text), by, 0, e);
}

bool backup_note_read(struct bytes raw, struct backup_note *ret, struct error *e)
{
	_cleanup_(backup_note_clear) struct backup_note n = { 0 };
	struct note note;
	if (!statement_open(raw, BACKUP_TYPE, SUBJECT, &note, e) ||
	    !keyed_read(note.text, SUBJECT, note_keys, &n, NULL, e))
		return e->code == ERR_MEMORY || e->code == ERR_VERSION
		               ? false
		               : error_set(e, ERR_BACKUP, SUBJECT, "%s", N_("it can't be read"));
	*ret = n;
	n = (struct backup_note){ 0 };
	return true;
}

bool backup_note_signer(struct bytes raw, const char *unit, const struct roster_chain *rosters,
                        const char **ret, struct error *e)
{
	struct note note;
	struct error ignored;
	if (!statement_open(raw, BACKUP_TYPE, SUBJECT, &note, e))
		return false;
	for (size_t v = rosters->count; v > 0; v--) {
		const struct roster *r = rosters->versions[v - 1];
		for (size_t i = 0; i < r->mandate_count; i++) {
			const struct roster_person *p = roster_person(r, r->mandates[i].person);
			if (!p || strcmp(r->mandates[i].unit, unit) != 0 ||
			    !note_verify_one(&note, &p->key, &ignored))
				continue;
			*ret = p->name;
			return true;
		}
	}
	return error_set(e, ERR_BACKUP, SUBJECT, "%s", N_("nobody signed it who has a mandate at this unit"));
}
