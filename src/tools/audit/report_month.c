/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/report_month.h"

#include "cli/words.h"
#include "tools/audit/audit_account.h"

#include <string.h>

static void put_roles(struct account *r, const struct activity *a)
{
	static const struct column columns[] = {
		{ "unit", N_("unit"), COLUMN_NAME },
		{ "role", N_("role"), COLUMN_NAME },
		{ "looks", N_("looks"), COLUMN_NUMBER },
		{ "outside", N_("outside office hours"), COLUMN_NUMBER },
		{ "without_case", N_("without a case number"), COLUMN_NUMBER },
		{ "many", N_("hours with 50 or more by one person"), COLUMN_NUMBER },
		{ "refused", N_("refusals"), COLUMN_NUMBER },
	};
	account_table(r, "roles", _("Looks by role"), columns, ELEMENTS(columns));
	for (size_t i = 0; i < a->roles.count; i++) {
		const struct tally *t = &a->roles.items[i];
		const char *blank = strchr(t->key, ' ');
		_cleanup_(string_freep) char *unit =
			string_of_bytes(bytes_of(t->key, blank ? (size_t)(blank - t->key) : strlen(t->key)));
		account_cell(r, unit);
		account_cell(r, blank ? blank + 1 : "");
		account_cell_few(r, t->looks);
		account_cell_few(r, t->looks_outside);
		account_cell_few(r, t->without_case);
		account_cell_number(r, t->many);
		account_cell_number(r, t->refused);
	}
	account_table_end(r, _("Nothing was done."));
}

/* How often that was seen, in all roles together. */
static uint64_t seen(const struct activity *a, enum remark remark)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < a->roles.count; i++) {
		const struct tally *t = &a->roles.items[i];
		const uint64_t counts[REMARK_COUNT] = { [REMARK_HOURS] = t->looks_outside,
			                                [REMARK_CASE] = t->without_case,
			                                [REMARK_MANY] = t->many,
			                                [REMARK_REFUSED] = t->refused };
		sum += counts[remark];
	}
	return sum;
}

/* What the logs tell that came of it: "there was a good reason; …". */
static void append_followed(struct buffer *out, const struct activity *a, enum remark remark)
{
	size_t length = strlen(remark_name(remark));
	for (size_t i = 0; i < a->followed.count; i++) {
		const char *key = a->followed.items[i].key;
		enum follow_up came;
		if (strncmp(key, remark_name(remark), length) != 0 || key[length] != ' ' ||
		    !follow_up_parse(bytes_of_string(key + length + 1), &came))
			continue;
		buffer_printf(out, "%s%s", out->size ? "; " : "", _(follow_up_words(came)));
	}
}

static void put_remarks(struct account *r, const struct activity *a)
{
	static const struct column columns[] = {
		{ "remark", N_("remark"), COLUMN_TEXT },
		{ "count", N_("how often"), COLUMN_NUMBER },
		{ "followed", N_("what came of it, as the log tells"), COLUMN_TEXT },
		{ "code", N_("code"), COLUMN_ID, .english = true },
	};
	account_table(r, "remarks", _("Remarks"), columns, ELEMENTS(columns));
	for (unsigned i = 0; i < REMARK_COUNT; i++) {
		struct buffer followed = { 0 };
		uint64_t count = seen(a, (enum remark)i);
		append_followed(&followed, a, (enum remark)i);
		if (count || followed.size) {
			account_cell_words(r, remark_name((enum remark)i), remark_words((enum remark)i));
			if (i == REMARK_HOURS || i == REMARK_CASE)
				account_cell_few(r, count);
			else
				account_cell_number(r, count);
			account_cell_buffer(r, &followed);
			account_cell(r, remark_name((enum remark)i));
		}
		buffer_clear(&followed);
	}
	account_table_end(r, _("There is nothing to remark."));
}

void report_month_put(struct account *r, const struct activity *a)
{
	account_section(r, "activity", _("The month"));
	account_pair(r, "month", _("month"), a->month);
	account_line(
		r, "%s",
		_("A look is one client in one act that shows or gives out records. None of this is wrong "
	          "by itself: a remark is where somebody who knows the work should look, and no verdict. "
	          "What came of it the unit puts down with `sluis log follow-up`."));
	put_roles(r, a);
	put_remarks(r, a);
	account_section_end(r);
}

void report_month_limits(struct account *r)
{
	account_section(r, "limits", _("What this report can't tell"));
	account_line(r, "%s",
	             _("Who it was, and about whom. That takes an order by the officers of the unit's "
	               "controller, about one person or one client (`sluis-officer order new`). Where one "
	               "person has a role, a role tells who."));
	account_line(r, "%s",
	             _("Numbers of records from one to four are left out. Office hours are Monday to "
	               "Friday from 7 to 19 o'clock; public holidays aren't known."));
	account_section_end(r);
}
