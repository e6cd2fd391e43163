/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/tie.h"

#include "base/moment.h"
#include "crypto/secret.h"
#include "record/bsn.h"

#include <stdlib.h>
#include <string.h>

bool tie_is_number(const char *tie)
{
	return !strchr(tie, TIE_SEPARATOR);
}

struct bytes tie_number(const char *tie)
{
	return tie_is_number(tie) ? bytes_of_string(tie) : bytes_of(NULL, 0);
}

void tie_values(const char *tie, struct bytes ret[IDENTIFYING_COUNT])
{
	struct cursor c = cursor_of(bytes_of_string(tie));
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		ret[i] = i + 1 < IDENTIFYING_COUNT ? cursor_until(&c, TIE_SEPARATOR) : c.left;
}

static bool join(const struct bytes values[IDENTIFYING_COUNT], char **ret, struct error *e)
{
	size_t size = IDENTIFYING_COUNT; /* what stands between, and the NUL */
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		size += values[i].size;
	char *tie = malloc(size), *at = tie;
	for (size_t i = 0; tie && i < IDENTIFYING_COUNT; i++) {
		if (values[i].size)
			memcpy(at, values[i].data, values[i].size);
		at += values[i].size;
		*at++ = i + 1 < IDENTIFYING_COUNT ? TIE_SEPARATOR : 0;
	}
	*ret = tie;
	return tie || error_memory(e);
}

void tie_freep(char **tie)
{
	if (*tie)
		memory_wipe(*tie, strlen(*tie));
	free(*tie);
	*tie = NULL;
}

/* By the catalogue's own check for that kind of field. How long a name can be differs by catalogue. */
static bool check_value(enum role role, struct bytes value, const char *subject, struct error *e)
{
	const struct field f = {
		.name = role_name(role), .kind = role_kind(role), .least = 1, .most = INT32_MAX
	};
	struct error why;
	if (!value.size)
		return error_set(e, ERR_MISSING, subject, "%s", f.name);
	if (!field_check(&f, value, &why)) {
		error_set(e, ERR_VALUE, subject, "%s: ", f.name);
		error_add_detail(e, &why);
		return false;
	}
	return role != ROLE_BIRTH || value.size == DAY_SIZE ||
	       error_set(e, ERR_VALUE, subject, "%s: YYYY-MM-DD expected", f.name);
}

static bool check_values(const struct bytes values[IDENTIFYING_COUNT], const char *subject, struct error *e)
{
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		if (!check_value(record_identifying[i], values[i], subject, e))
			return false;
	return true;
}

bool tie_of_values(const struct bytes values[IDENTIFYING_COUNT], const char *subject, char **ret,
                   struct error *e)
{
	return check_values(values, subject, e) && join(values, ret, e);
}

bool tie_check(const char *tie, const char *subject, struct error *e)
{
	struct bytes values[IDENTIFYING_COUNT];
	if (tie_is_number(tie))
		return bsn_is_valid(bytes_of_string(tie)) || error_set(e, ERR_BSN, subject, "bsn");
	tie_values(tie, values);
	return check_values(values, subject, e);
}

bool tie_fits(const char *tie, const struct record *r)
{
	struct bytes values[IDENTIFYING_COUNT];
	if (tie_is_number(tie))
		return *tie && bytes_equal_string(record_role(r, ROLE_BSN), tie);
	tie_values(tie, values);
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		if (!values[i].size || !bytes_equal(values[i], record_role(r, record_identifying[i])))
			return false;
	return true;
}

static bool take_set(const struct record *r, char **ret, struct error *e)
{
	struct bytes values[IDENTIFYING_COUNT];
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++) {
		values[i] = record_role(r, record_identifying[i]);
		if (!values[i].size)
			return true;
	}
	if (record_role(r, ROLE_BIRTH).size != DAY_SIZE)
		return true;
	return join(values, ret, e);
}

bool ties_of_record(const struct record *r, struct ties *ret, struct error *e)
{
	struct bytes number = record_role(r, ROLE_BSN);
	*ret = (struct ties){ 0 };
	if (number.size && !(ret->number = string_of_bytes(number)))
		return error_memory(e);
	if (take_set(r, &ret->set, e))
		return true;
	ties_clear(ret);
	return false;
}

void ties_clear(struct ties *t)
{
	tie_freep(&t->number);
	tie_freep(&t->set);
}
