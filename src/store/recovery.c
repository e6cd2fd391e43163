/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/recovery.h"

#include "base/limits.h"
#include "store/store_internal.h"

#define SETTING "recovery.drill"
#define CACHE_KIB 1024u

/* --- does it open --- */

static bool database_opens(const struct store *s, const struct secret *key, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, STORE_DATABASE);
	_cleanup_(database_freep) struct database *db = NULL;
	int64_t entries;
	if (!path)
		return error_memory(e);
	return database_open(path, key, CACHE_KIB, false, &db, e) &&
	       database_number(db, "SELECT count(*) FROM log_entry", &entries, e);
}

bool recovery_opens(struct store *s, const struct age_identity *key, struct error *e)
{
	_cleanup_(store_key_clear) struct store_key k = { 0 };
	_cleanup_(string_freep) char *path = store_path(s, "store.slots");
	if (!path)
		return error_memory(e);
	if (!slots_read_store(path, key, &k, e)) {
		if (e->code == ERR_NO_KEY)
			error_set(e, ERR_NO_KEY, s->home, "%s",
			          N_("the recovery key has no access to this store; a colleague gives it: "
			             "`sluis access add recovery`"));
		return false;
	}
	/* While one key replaces another, the database has the one or the other. */
	return database_opens(s, &k.raw, e) ||
	       (e->code == ERR_STORE_KEY && k.before.data && database_opens(s, &k.before, e));
}

/* --- when it was shown --- */

/* A drill is told of one key: once the roster lists another, none was. */
struct drill {
	uint8_t when[8]; /* big-endian */
	struct age_recipient recipient;
};
_Static_assert(sizeof(struct drill) == 8 + sizeof(struct age_recipient), "as it is kept");

bool recovery_note_drill(struct store *s, const struct age_recipient *recipient, moment when, struct error *e)
{
	struct drill drill = { .recipient = *recipient };
	for (unsigned i = 0; i < 8; i++)
		drill.when[i] = (uint8_t)((uint64_t)when >> (56 - 8 * i));
	return store_set(s, SETTING, bytes_of(&drill, sizeof drill), e);
}

bool recovery_last_drill(struct store *s, const struct age_recipient *recipient, moment *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct drill drill;
	uint64_t when = 0;
	bool there;
	*ret = 0;
	if (!store_find(s, SETTING, &there, &raw, e))
		return false;
	if (!there)
		return true;
	if (raw.size != sizeof drill)
		return error_set(e, ERR_STORE, SETTING, "it has another size");
	memcpy(&drill, raw.data, sizeof drill);
	for (unsigned i = 0; i < 8; i++)
		when = when << 8 | drill.when[i];
	if (age_recipient_equal(&drill.recipient, recipient))
		*ret = (moment)when;
	return true;
}
