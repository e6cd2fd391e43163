/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/status_row.h"

#include "base/text.h"
#include "report/account.h"

void status_row(struct session *s, uint64_t *count, const char *task, const char *peer, const char *id,
                const char *file, const char *sentence)
{
	struct account *a = s->out;
	account_cell(a, task);
	account_cell(a, peer);
	account_cell(a, id);
	account_cell(a, file);
	account_cell(a, sentence ? sentence : "");
	++*count;
}

bool status_row_own(struct session *s, uint64_t *count, const char *task, const char *id, char *sentence,
                    struct error *e)
{
	_cleanup_(string_freep) char *what = sentence;
	if (!what)
		return error_memory(e);
	status_row(s, count, task, NULL, id, NULL, what);
	return true;
}
