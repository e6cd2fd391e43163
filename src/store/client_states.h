/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Clients who asked that their data be restricted (AVG 18), or objected (AVG 21): until that is lifted
 * nothing of them is used, own records and received ones alike. The client is named as declarations do it, by
 * a tie (trust/tie.h); each record that is there, or comes, is restricted by a row of its own, so that
 * whatever honours a restriction honours this one. */

#include "base/error.h"
#include "base/moment.h"

struct store;

#define CLIENT_RESTRICTED "client-restricted"
#define CLIENT_OBJECTED "client-objected"

/* The same twice: nothing. */
bool client_state_set(struct store *s, const char *tie, const char *cause, moment since, struct error *e)
	_must_check_;
/* Both causes. `*ret_any` false: neither was there. */
bool client_state_lift(struct store *s, const char *tie, bool *ret_any, struct error *e) _must_check_;
/* The records are in the states of their clients: the one with that row, or all of those to whom the tie is
 * tied by BSN or set (which goes through all where it is a set). */
bool client_states_of_row(struct store *s, int64_t row, struct error *e) _must_check_;
bool client_state_apply(struct store *s, const char *record, const char *cause, moment since, struct error *e)
	_must_check_;
bool client_state_free(struct store *s, const char *record, struct error *e) _must_check_;
