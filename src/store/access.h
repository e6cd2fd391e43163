/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A change of who has access to a store, in an order in which a crash leaves a store that everybody opens who
 * may. First the list and the act's entry are committed together; then the slot files follow: `signing.slots`
 * first, and `store.slots`, which names the list it was made for. So a store of which the two differ has a
 * change that was cut off: it is told, and whoever asks for the same change again finishes it.
 *
 * Whose slot goes must not open what is made afterwards, so the database gets another key: `store.slots` with
 * the new key and the old one, for those who stay; the database written anew; opened by the new key and
 * looked through; and `store.slots` with the new key alone.
 *
 * Who may change what is exchange/access.h's. */

#include "store/access_list.h"
#include "store/store.h"

/* The lock alone, before anything is looked at. */
bool access_take_turn(struct store *s, int *ret_lock, struct error *e) _must_check_;
/* Two programs that change it take turns, which holds until the descriptor is closed. What both files of
 * slots hold is looked at anew: whoever writes them has this lock. ERR_BUSY after ten seconds. */
bool access_lock(struct store *s, const struct keyfile *key, int *ret_lock, struct error *e) _must_check_;
/* The list in force; verified. */
bool access_load(struct store *s, struct access_list *ret, struct error *e) _must_check_;
/* Are the slots those of this list? */
bool access_is_settled(const struct store *s, const struct access_list *l);
/* Inside a transaction: the list from here on, signed by `by`, and by `second` (NULL: nobody) as whom it
 * names; sets `l->hash`. */
bool access_keep(struct store *s, struct access_list *l, const struct keyfile *by,
                 const struct keyfile *second, struct error *e) _must_check_;
/* Behind the commit: slots for those of the list, under the key that there is. */
bool access_seal(struct store *s, const struct access_list *l, const struct keyfile *key, struct error *e)
	_must_check_;
/* Outside a transaction, before a rekey: nobody else has the store open from here on (ERR_BUSY when somebody
 * goes on having it), and there is room on the disk for the database once more and a tenth (ERR_DISK_FULL).
 */
bool access_alone(struct store *s, const struct keyfile *key, struct error *e) _must_check_;
/* Behind the commit, of a store that was opened alone: slots for those of the list, and another key for the
 * database. Afterwards others may open it again. Copies of the database that an upgrade left beside it are
 * removed: they are under the old key, which nobody is to have. A failure leaves a change that was cut off,
 * and the store closed: it can't be used any more but for store_freep. */
bool access_rekey(struct store *s, const struct access_list *l, const struct keyfile *key, struct error *e)
	_must_check_;
