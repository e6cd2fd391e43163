/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The words of a recovery share, as people type them. What is taken is written again, and is then the same.
 */

#include "fuzz.h"

#include "crypto/slip39.h"

static void write_again(const struct slip39_set *set)
{
	_cleanup_(slip39_set_clear) struct slip39_set same = { 0 };
	_cleanup_(secret_clear) struct secret text = { 0 }, twice = { 0 };
	struct error e = { 0 };
	MUST(slip39_write(set, 0, &text, &e) && slip39_add(&same, secret_open(&text), &e));
	MUST(slip39_write(&same, 0, &twice, &e));
	MUST(bytes_equal(secret_open(&text), secret_open(&twice)));
	MUST(slip39_wrong_word(secret_open(&twice)) == 0);
	secret_close(&text);
	secret_close(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(slip39_set_clear) struct slip39_set set = { 0 };
	struct error e = { 0 };
	struct bytes words = bytes_of(data, size);
	MUST(slip39_word_find(words) == SLIP39_NO_WORD || slip39_word_near(words) == slip39_word_find(words));
	fuzz_accepted = slip39_add(&set, words, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	const struct slip39_share *s = &set.shares[0];
	MUST(s->value.size >= SLIP39_SECRET_LEAST && s->value.size <= SLIP39_SECRET_MOST);
	MUST(s->group_threshold <= s->group_count && slip39_missing(&set) <= 16 * 16);
	MUST(!slip39_add(&set, words, &e) && e.code == ERR_SHARE_TWICE && set.count == 1);
	write_again(&set);
	return 0;
}
