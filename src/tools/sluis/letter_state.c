/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/letter_state.h"

#include "cli/words.h"

static const struct {
	const char *name, *words;
} states[] = {
#define X(state, name, words) [state] = { name, words },
	LETTER_STATES(X)
#undef X
};

enum letter_state letter_state_of(const struct exchange_row *row, moment now)
{
	if (!row->sent)
		return LETTER_OPENED;
	switch (row->state) {
	case SENT_PREPARED:
		return LETTER_PREPARED;
	case SENT_OUT:
		if (package_kind_is(row->kind, LETTER_ANSWERS))
			return LETTER_SENT;
		return now > row->use_by ? LETTER_OVERDUE : LETTER_WAITING;
	case SENT_RECEIPTED:
		return LETTER_ARRIVED;
	case SENT_REFUSED:
		return LETTER_REFUSED;
	case SENT_PENDING:
		return now > row->use_by ? LETTER_LAPSED : LETTER_PENDING;
	case SENT_DECLINED:
		return LETTER_DECLINED;
	case SENT_VOIDED:
		return LETTER_VOIDED;
	case SENT_FAILED:
		break;
	}
	return LETTER_LOST;
}

void letter_state_pair(struct account *a, enum letter_state state)
{
	account_pair_words(a, "state", _("state"), states[state].name, states[state].words);
}

void letter_state_cell(struct account *a, enum letter_state state)
{
	account_cell_words(a, states[state].name, states[state].words);
}
