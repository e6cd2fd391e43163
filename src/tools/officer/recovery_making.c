/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/recovery_making.h"

#include "io/file.h"
#include "tools/officer/recovery_page.h"
#include "trust/recovery_key.h"

#include <stdlib.h>

void recovery_making_clear(struct recovery_making *m)
{
	for (size_t i = 0; i < ELEMENTS(m->paths); i++)
		free(m->paths[i]);
	*m = (struct recovery_making){ 0 };
}

bool recovery_making_begin(struct recovery_making *m, struct error *e)
{
	for (size_t i = 0; i < m->count; i++) {
		free(m->paths[i]);
		m->paths[i] = string_printf("%s/recovery-share-%zu.html", m->folder, i + 1);
		if (!m->paths[i])
			return error_memory(e);
		if (file_exists(m->paths[i]))
			return error_set(e, ERR_FILE_EXISTS, m->paths[i], "%s", "");
	}
	return true;
}

/* Before anybody relies on them: what every share together gives, and so any that are enough, as each of the
 * others is held against the first ones. */
static bool give_the_key(const struct slip39_set *shares, const struct age_identity *key, struct error *e)
{
	_cleanup_(age_identity_clear) struct age_identity again = { 0 };
	if (!recovery_key_combine(shares, &again, e))
		return false;
	return age_recipient_equal(&again.recipient, &key->recipient) ||
	       error_set(e, ERR_LIBRARY, "SLIP-0039", "the shares don't give the key back");
}

bool recovery_making_erase(struct recovery_making *m, struct error *e)
{
	bool all = true;
	while (m->written > 0)
		all = file_remove(m->paths[--m->written], e) && all;
	return all;
}

static bool write_pages(struct recovery_making *m, struct recovery_page *page, struct error *e)
{
	struct error ignored;
	for (; m->written < m->count; m->written++) {
		page->share = m->written;
		if (!recovery_page_write(m->paths[m->written], page, e))
			break;
	}
	if (m->written < m->count)
		(void)!recovery_making_erase(m, &ignored);
	return m->written > 0;
}

bool recovery_making_write(struct recovery_making *m, struct error *e)
{
	_cleanup_(age_identity_clear) struct age_identity key = { 0 };
	_cleanup_(slip39_set_clear) struct slip39_set shares = { 0 };
	if (!directory_make(m->folder, e) || !age_identity_generate(&key, e) ||
	    !recovery_key_split(&key, m->threshold, m->count, &shares, e) || !give_the_key(&shares, &key, e))
		return false;
	struct recovery_page page = { .shares = &shares,
		                      .public = &key.recipient,
		                      .units = m->units,
		                      .unit_count = m->unit_count,
		                      .made = moment_now() - moment_now() % SECONDS_A_DAY };
	m->public = key.recipient;
	m->set = shares.shares[0].id;
	return write_pages(m, &page, e);
}
