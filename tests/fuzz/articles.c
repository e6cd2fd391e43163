/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The words of the law, as data. */

#include "fuzz.h"

#include "trust/articles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(articles_freep) struct articles *a = NULL;
	struct error e = { 0 };
	struct sha256 hash;
	struct article_name name = { 0 };
	fuzz_accepted = articles_parse(bytes_of(data, size), "articles", &a, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	const struct article *item = articles_find(a, "BWBR0035362", BYTES("5.2.1"));
	for (size_t at = 0, before = 0; item && article_named_next(item->text, &at, &name); before = at)
		MUST(at > before && name.number.size + name.law.size < strlen(item->text));
	if (item) {
		sha256_of(bytes_of_string(item->text), &hash);
		MUST(sha256_equal(&hash, &item->hash) && !item->celex && articles_read_on(a) > 0);
	}
	return 0;
}
