/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/bsn.h"

#include <string.h>

/* Spreadsheets drop the zeros in front; a number of fewer digits is no BSN. */
#define BSN_LEAST_DIGITS 7u

static bool all_digits(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
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

bool bsn_complete(struct bytes text, char ret[BSN_SIZE + 1])
{
	if (text.size < BSN_LEAST_DIGITS || text.size > BSN_SIZE || !all_digits(text))
		return false;
	char whole[BSN_SIZE + 1] = "000000000";
	memcpy(whole + BSN_SIZE - text.size, text.data, text.size);
	if (!bsn_is_valid(bytes_of(whole, BSN_SIZE)))
		return false;
	memcpy(ret, whole, sizeof whole);
	return true;
}
