/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/bsn.h"

#include "base/written.h"

#include <string.h>

/* Spreadsheets drop the zeros in front; a number of fewer digits is no BSN. */
#define BSN_LEAST_DIGITS 7u
#define GROUPS_MOST 5u

static bool is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static bool all_digits(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (!is_digit(text.data[i]))
			return false;
	return text.size > 0;
}

bool bsn_is_valid(struct bytes text)
{
	if (text.size != BSN_SIZE || !all_digits(text))
		return false;
	int sum = 0, any = 0;
	for (size_t i = 0; i < BSN_SIZE; i++) {
		int digit = text.data[i] - '0';
		int weight = i + 1 == BSN_SIZE ? -1 : (int)(BSN_SIZE - i);
		sum += weight * digit;
		any |= digit;
	}
	return any != 0 && sum % 11 == 0;
}

bool bsn_check(struct bytes text, const char *subject, uint64_t line, struct error *e)
{
	if (text.size != BSN_SIZE || !all_digits(text))
		return error_line(e, ERR_FIELD_VALUE, subject, line, "%s", N_("nine digits expected"));
	return bsn_is_valid(text) ||
	       error_line(e, ERR_BSN, subject, line, "%s", N_("nine digits that pass the 11-test expected"));
}

/* --- as it is written --- */

static struct bytes without(struct bytes text, const char *before, const char *behind)
{
	size_t first = strlen(before), last = strlen(behind);
	if (text.size < first + last || memcmp(text.data, before, first) != 0 ||
	    (last && memcmp(text.data + text.size - last, behind, last) != 0))
		return text;
	return text_trimmed(bytes_of(text.data + first, text.size - first - last));
}

/* 1,0E+09: what was behind the first digits isn't there any more. */
static bool is_rounded(struct bytes text)
{
	size_t digits = 0, exponents = 0;
	for (size_t i = 0; i < text.size; i++) {
		uint8_t c = text.data[i];
		digits += is_digit(c);
		if (c == 'e' || c == 'E')
			exponents++;
		else if (!is_digit(c) && !strchr(".,+", c))
			return false;
	}
	return exponents == 1 && digits >= 2 && is_digit(text.data[0]);
}

/* How many digits each group has; 0 when it isn't groups of digits with one kind of separator between them.
 */
static size_t find_groups(struct bytes text, size_t groups[GROUPS_MOST], uint8_t *ret_separator)
{
	size_t count = 1;
	*ret_separator = 0;
	memset(groups, 0, GROUPS_MOST * sizeof *groups);
	for (size_t i = 0; i < text.size; i++) {
		uint8_t c = text.data[i];
		if (is_digit(c)) {
			groups[count - 1]++;
			continue;
		}
		bool separates = c && strchr(" .,-", c) && (!*ret_separator || *ret_separator == c);
		if (!separates || !groups[count - 1] || count == GROUPS_MOST)
			return 0;
		*ret_separator = c;
		count++;
	}
	return groups[count - 1] ? count : 0;
}

/* A dot or a comma may also stand before a fraction, so that only two forms are taken: thousands, and 4-2-3.
 */
static bool are_groups_of_bsn(const size_t *groups, size_t count, uint8_t separator)
{
	size_t digits = 0;
	bool thousands = count == 3 && groups[0] <= 3;
	for (size_t i = 0; i < count; i++) {
		digits += groups[i];
		thousands = thousands && (i == 0 || groups[i] == 3);
	}
	if (count == 1)
		return true;
	if (separator == ' ')
		return digits == BSN_SIZE;
	return thousands || (count == 3 && groups[0] == 4 && groups[1] == 2 && groups[2] == 3);
}

static bool complete(struct bytes digits, const char *subject, uint64_t line, char ret[BSN_SIZE + 1],
                     struct error *e)
{
	char whole[BSN_SIZE + 1] = "000000000";
	bool enough = digits.size >= BSN_LEAST_DIGITS && digits.size <= BSN_SIZE;
	if (enough)
		memcpy(whole + BSN_SIZE - digits.size, digits.data, digits.size);
	bool ok = bsn_check(enough ? bytes_of(whole, BSN_SIZE) : digits, subject, line, e);
	if (ok)
		memcpy(ret, whole, sizeof whole);
	memory_wipe(whole, sizeof whole);
	return ok;
}

bool bsn_read(struct bytes written, const char *subject, uint64_t line, char ret[BSN_SIZE + 1],
              struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer text = { 0 };
	size_t groups[GROUPS_MOST];
	uint8_t separator;
	text_append_plain(&text, text_trimmed(written), true);
	if (!buffer_ok(&text, e))
		return false;
	struct bytes bare = without(without(without(buffer_bytes(&text), "=", ""), "\"", "\""), "'", "");
	if (is_rounded(bare))
		return error_line(e, ERR_FIELD_VALUE, subject, line, "%s",
		                  N_("a spreadsheet rounded it: its last digits are gone"));
	size_t count = find_groups(bare, groups, &separator), size = 0;
	if (count == 0 || !are_groups_of_bsn(groups, count, separator))
		return error_line(e, ERR_FIELD_VALUE, subject, line, "%s", N_("nine digits expected"));
	uint8_t *to = text.data;
	for (size_t i = 0; i < bare.size; i++)
		if (is_digit(bare.data[i]))
			to[size++] = bare.data[i];
	return complete(bytes_of(to, size), subject, line, ret, e);
}
