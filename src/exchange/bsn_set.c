/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/bsn_set.h"

#include "crypto/secret.h"
#include "record/bsn.h"

#include <assert.h>
#include <stdlib.h>

#define PIECE_SIZE (100000u / 8) /* a bit for each value of the next five digits */

struct place {
	size_t piece, byte;
	uint8_t bit;
};

static unsigned number_of(struct bytes digits)
{
	unsigned n = 0;
	for (size_t i = 0; i < digits.size; i++)
		n = 10 * n + (unsigned)(digits.data[i] - '0');
	return n;
}

static struct place place_of(struct bytes bsn)
{
	assert(bsn_is_valid(bsn));
	unsigned within = number_of(bytes_of(bsn.data + 3, 5));
	return (struct place){ number_of(bytes_of(bsn.data, 3)), within / 8, (uint8_t)(1u << within % 8) };
}

bool bsn_set_add(struct bsn_set *s, struct bytes bsn, bool *ret_new, struct error *e)
{
	const struct place at = place_of(bsn);
	if (!s->pieces[at.piece] && !(s->pieces[at.piece] = calloc(1, PIECE_SIZE)))
		return error_memory(e);
	uint8_t *byte = &s->pieces[at.piece][at.byte];
	*ret_new = !(*byte & at.bit);
	s->count += *ret_new;
	*byte |= at.bit;
	return true;
}

void bsn_set_remove(struct bsn_set *s, struct bytes bsn)
{
	const struct place at = place_of(bsn);
	if (!s->pieces[at.piece] || !(s->pieces[at.piece][at.byte] & at.bit))
		return;
	s->pieces[at.piece][at.byte] &= (uint8_t)~at.bit;
	s->count--;
}

void bsn_set_clear(struct bsn_set *s)
{
	for (size_t i = 0; i < BSN_SET_PIECES; i++) {
		if (s->pieces[i])
			memory_wipe(s->pieces[i], PIECE_SIZE);
		free(s->pieces[i]);
	}
	*s = (struct bsn_set){ 0 };
}
