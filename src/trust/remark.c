/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/remark.h"

#include "base/code.h"
#include "base/moment.h"

#include <stdio.h>
#include <string.h>

static const struct code remarks[REMARK_COUNT] = {
#define X(remark, code, words) [remark] = { code, words },
	REMARKS(X)
#undef X
}, follow_ups[FOLLOW_UP_COUNT] = {
#define X(follow_up, code, words) [follow_up] = { code, words },
	FOLLOW_UPS(X)
#undef X
};

const char *remark_name(enum remark r)
{
	return code_name(remarks, REMARK_COUNT, r);
}

const char *remark_words(enum remark r)
{
	return code_words(remarks, REMARK_COUNT, r);
}

bool remark_parse(struct bytes code, enum remark *ret)
{
	int found = code_find(remarks, REMARK_COUNT, code);
	if (found >= 0)
		*ret = (enum remark)found;
	return found >= 0;
}

const char *follow_up_name(enum follow_up f)
{
	return code_name(follow_ups, FOLLOW_UP_COUNT, f);
}

const char *follow_up_words(enum follow_up f)
{
	return code_words(follow_ups, FOLLOW_UP_COUNT, f);
}

bool follow_up_parse(struct bytes code, enum follow_up *ret)
{
	int found = code_find(follow_ups, FOLLOW_UP_COUNT, code);
	if (found >= 0)
		*ret = (enum follow_up)found;
	return found >= 0;
}

bool month_is_valid(struct bytes month)
{
	char day[DAY_SIZE + 1];
	moment first;
	if (month.size != MONTH_SIZE)
		return false;
	memcpy(day, month.data, MONTH_SIZE);
	memcpy(day + MONTH_SIZE, "-01", sizeof "-01");
	return day_parse(bytes_of_string(day), &first);
}

void remark_format(const char *month, enum remark r, char out[REMARK_NAMED_SIZE])
{
	snprintf(out, REMARK_NAMED_SIZE, "%.7s %s", month, remark_name(r));
}

bool remark_named(struct bytes text, enum remark *ret)
{
	return text.size > MONTH_SIZE && month_is_valid(bytes_of(text.data, MONTH_SIZE)) &&
	       text.data[MONTH_SIZE] == ' ' &&
	       remark_parse(bytes_of(text.data + MONTH_SIZE + 1, text.size - MONTH_SIZE - 1), ret);
}
