/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* How far a letter is, as its unit knows it today. */

#include "report/account.h"
#include "store/exchanges.h"

/* clang-format off */
#define LETTER_STATES(X) \
	X(LETTER_OPENED, "opened", N_("opened")) \
	X(LETTER_PREPARED, "prepared", N_("not written yet")) \
	X(LETTER_SENT, "sent", N_("sent")) \
	X(LETTER_WAITING, "waiting", N_("waiting for its receipt")) \
	X(LETTER_OVERDUE, "overdue", N_("no receipt, past its use-by")) \
	X(LETTER_ARRIVED, "arrived", N_("arrived")) \
	X(LETTER_LOST, "lost", N_("lost in a crash: send it again")) \
	X(LETTER_REFUSED, "refused", N_("refused by the receiver")) \
	X(LETTER_PENDING, "pending", N_("waiting for approval")) \
	X(LETTER_LAPSED, "lapsed", N_("not approved in time")) \
	X(LETTER_DECLINED, "declined", N_("declined, never sent")) \
	X(LETTER_VOIDED, "voided", N_("voided"))
/* clang-format on */
enum letter_state {
#define X(state, name, words) state,
	LETTER_STATES(X)
#undef X
};
enum letter_state letter_state_of(const struct exchange_row *row, moment now);
void letter_state_pair(struct account *a, enum letter_state state);
void letter_state_cell(struct account *a, enum letter_state state);
