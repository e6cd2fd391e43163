/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Whose declarations are whose, at a desk. A declaration names its client by the BSN or by the set that
 * stands in its place (trust/tie.h), and a record may have both: so one client's declarations needn't name
 * the same. Which of them counts isn't asked here. */

#include "exchange/act.h"
#include "store/consents.h"
#include "store/records.h"

/* All that tie to the record; in the order of consents_of, and to be given to consents_free, as the next two.
 */
bool declarations_of_record(struct desk *d, const struct record *r, struct consent **ret, size_t *ret_count,
                            struct error *e) _must_check_;
/* All of the client of a record that is stored: those that tie to it, and behind them those that tie to what
 * it was before, while it was about the same person (an address that was left), or to another case of the
 * same client. Each once. Fit to be asked of each record of a selection. */
bool declarations_of_stored(struct desk *d, const char *id, struct consent **ret, size_t *ret_count,
                            struct error *e) _must_check_;
/* All of the client whom `tie` names or named: those that name the same, and those of the records to which it
 * ties or once tied while they were about the same person. Each once. It reads whatever records were before,
 * so for what is done seldom. */
bool declarations_of_client(struct desk *d, const char *tie, struct consent **ret, size_t *ret_count,
                            struct error *e) _must_check_;

/* Are both about one person? By BSN, where both have one. Another version of a record may be about somebody
 * else: a case number moves, a row is corrected. */
bool declarations_same_client(const struct record *a, const struct record *b);

/* For an act that is about declarations (`ids`, with a blank between) and no record in particular: the entry
 * of the client whom they name. One without BSN is known by record, so there is one for each that it ties to;
 * and where none is here any more, one that names the declarations alone. */
bool declarations_log_client(struct act *a, const char *tie, const char *ids, struct error *e) _must_check_;
