/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* SLIP-0039's own vectors (tests/vectors/slip39): sets of shares, most of which must be refused. */
#include "crypto/slip39.h"
#include "vector_file.h"

#define VECTORS 45u

/* What went wrong; ERR_NONE: `secret` is what there is. */
static enum error_code combine(const json_t *mnemonics, struct secret *ret)
{
	_cleanup_(slip39_set_clear) struct slip39_set set = { 0 };
	struct error e = { 0 };
	for (size_t i = 0; i < json_array_size(mnemonics); i++)
		if (!slip39_add(&set, bytes_of_string(json_string_value(json_array_get(mnemonics, i))), &e))
			return e.code;
	return slip39_combine(&set, BYTES("TREZOR"), ret, &e) ? ERR_NONE : e.code;
}

/* Why the vectors of this number are refused; the others must succeed. */
static const enum error_code expected[VECTORS + 1] = {
	[2] = ERR_SHARE_CHECKSUM,   [3] = ERR_SHARE,
	[5] = ERR_SHARES_MISSING,   [6] = ERR_SHARE_OTHER_SET,
	[7] = ERR_SHARE_OTHER_SET,  [8] = ERR_SHARE_OTHER_SET,
	[9] = ERR_SHARE_OTHER_SET,  [10] = ERR_SHARE,
	[11] = ERR_SHARE_OTHER_SET, [12] = ERR_SHARE_OTHER_SET,
	[13] = ERR_SHARES_DIGEST,   [14] = ERR_SHARES_MISSING,
	[15] = ERR_SHARES_MISSING,  [16] = ERR_SHARES_MISSING,
	[21] = ERR_SHARE_CHECKSUM,  [22] = ERR_SHARE,
	[24] = ERR_SHARES_MISSING,  [25] = ERR_SHARE_OTHER_SET,
	[26] = ERR_SHARE_OTHER_SET, [27] = ERR_SHARE_OTHER_SET,
	[28] = ERR_SHARE_OTHER_SET, [29] = ERR_SHARE,
	[30] = ERR_SHARE_OTHER_SET, [31] = ERR_SHARE_OTHER_SET,
	[32] = ERR_SHARES_DIGEST,   [33] = ERR_SHARES_MISSING,
	[34] = ERR_SHARES_MISSING,  [35] = ERR_SHARES_MISSING,
	[39] = ERR_SHARE_LENGTH,    [40] = ERR_SHARE_LENGTH,
};

Test(slip39_vectors, all)
{
	json_t *all = vectors_load("slip39/vectors.json", VECTORS);
	for (size_t i = 0; i < VECTORS; i++) {
		_cleanup_(secret_clear) struct secret secret = { 0 };
		const json_t *v = json_array_get(all, i);
		const char *name = json_string_value(json_array_get(v, 0));
		const char *hex = json_string_value(json_array_get(v, 2));
		uint8_t right[SLIP39_SECRET_MOST];
		enum error_code code = combine(json_array_get(v, 1), &secret);
		cr_assert_eq(code != ERR_NONE, *hex == 0, "%s: %s", name, error_name(code));
		cr_assert_eq(code, expected[i + 1], "%s: %s", name, error_name(code));
		if (code != ERR_NONE)
			continue;
		cr_assert_eq(secret.size, strlen(hex) / 2, "%s", name);
		cr_assert(hex_decode(bytes_of_string(hex), right, secret.size));
		cr_assert(bytes_equal(secret_open(&secret), bytes_of(right, secret.size)), "%s", name);
		secret_close(&secret);
	}
	json_decref(all);
}
