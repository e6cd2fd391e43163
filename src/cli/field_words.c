/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/field_words.h"

#include "base/text.h"
#include "cli/label.h"
#include "cli/words.h"

#include <string.h>

/* --- what is right --- */

static void append_listed(struct buffer *out, size_t index, const char *text)
{
	buffer_append_string(out, index ? ", " : "");
	text_append_shown(out, bytes_of_string(text));
}

/* Codes that are words say themselves what they mean. */
static bool are_numbers(const struct field *f)
{
	return f->code_count && strspn(f->codes[0], "0123456789") == strlen(f->codes[0]);
}

static void append_codes(struct buffer *out, const struct field *f)
{
	for (size_t i = 0; i < f->code_count; i++)
		append_listed(out, i, f->codes[i]);
	if (are_numbers(f))
		buffer_printf(out, " (%s)", gloss_of(f));
}

/* Of those that have a least and a most. */
static void append_ranged(struct buffer *out, const struct field *f)
{
	long long least = (long long)f->least, most = (long long)f->most;
	if (f->kind == FIELD_NUMBER)
		buffer_printf(out, _("a whole number from %lld to %lld"), least, most);
	else if (f->kind == FIELD_FREE_TEXT)
		buffer_printf(out, _("%lld to %lld characters"), least, most);
	else if (f->kind == FIELD_TEXT)
		buffer_printf(out, _("%lld to %lld characters on one line"), least, most);
	else if (f->kind == FIELD_REFERENCE)
		buffer_printf(out, _("a number of at most %lld characters, without blanks and with a digit"),
		              most);
	else if (f->kind == FIELD_ATTACHMENTS)
		buffer_printf(out, _("a list of at most %lld attachments, from NDJSON"), most);
	else if (least == most)
		buffer_printf(out, _("%lld digits"), most);
	else
		buffer_printf(out, _("%lld to %lld digits"), least, most);
}

void words_append_right(struct buffer *out, const struct field *f)
{
	static const char *const words[] = {
		[FIELD_BSN] = N_("nine digits that pass the eleven test"),
		[FIELD_DAY] = N_("a day, as 31-12-1990, 1990-12-31 or 19901231"),
		[FIELD_PARTIAL_DAY] =
			N_("a date, as 31-12-1990, 1990-12-31 or 19901231, and where the rest is "
		           "unknown 1990-12 or 1990; not to come"),
		[FIELD_CODE] = N_("one of "),
		[FIELD_CODES] = N_("in this order, with one blank between, some of "),
		[FIELD_TRUTH] = N_("yes or no, as ja, nee, true, false, 1 or 0"),
		[FIELD_POSTCODE] = N_("four digits and two letters, as 1234AB"),
		[FIELD_UNIT] = N_("a unit as the roster names it, such as oss.nl/wmo"),
		[FIELD_TELEPHONE] = N_("8 to 15 digits, with a + before them at will"),
		[FIELD_EMAIL] = N_("an e-mail address"),
	};
	if (f->kind < ELEMENTS(words) && words[f->kind])
		buffer_append_string(out, gettext(words[f->kind]));
	else
		append_ranged(out, f);
	if (f->code_count)
		append_codes(out, f);
}

static void append_amount(struct buffer *out, const struct field *f)
{
	buffer_printf(out, _("an amount in euros from %lld to %lld, as 1234,56, 1.234,56 or 1234.5"),
	              (long long)f->least / 100, (long long)f->most / 100);
}

/* As the source writes it: what the mapping knows comes before what the catalogue does. */
static void append_right(struct buffer *out, const struct row_fault *f)
{
	const char *value = row_fault_value(f, 0);
	if (value) {
		buffer_append_string(out, _("one of "));
		for (size_t i = 0; (value = row_fault_value(f, i)); i++)
			append_listed(out, i, value);
		buffer_append_string(out, _(", which the mapping translates"));
	} else if (row_fault_is_amount(f)) {
		append_amount(out, f->field);
	} else {
		words_append_right(out, f->field);
	}
}

/* --- what is wrong --- */

/* A detail that ends so says what the field itself says, and in English alone. */
static bool says_what_is_expected(const char *detail)
{
	static const char end[] = "expected";
	size_t size = strlen(detail);
	return size >= sizeof end - 1 && strcmp(detail + size - (sizeof end - 1), end) == 0;
}

static bool is_of_value(enum error_code code)
{
	return code == ERR_FIELD_VALUE || code == ERR_BSN || code == ERR_MISSING;
}

/* The column's heading, where it isn't the label: that is what stands in the file. */
static void append_heading(struct buffer *out, const struct row_fault *f)
{
	const char *heading = row_fault_heading(f);
	if (!heading || strcmp(heading, label_of(f->field)) == 0)
		return;
	buffer_append_string(out, " (");
	text_append_shown(out, bytes_of_string(heading));
	buffer_append_string(out, ")");
}

void words_append_fault(struct buffer *out, const struct row_fault *f)
{
	if (!f->field) {
		words_append_error(out, &f->why);
		return;
	}
	text_append_shown(out, bytes_of_string(label_of(f->field)));
	append_heading(out, f);
	buffer_printf(out, ": %s", words_sentence(f->why.code));
	if (f->why.detail[0] && !says_what_is_expected(f->why.detail)) {
		buffer_append_string(out, " (");
		text_append_shown(out, bytes_of_string(f->why.told));
		buffer_append_string(out, ")");
	}
	if (!is_of_value(f->why.code))
		return;
	buffer_append_string(out, _("; right is: "));
	append_right(out, f);
}

void words_append_faults(struct buffer *out, uint64_t line, const struct row_fault *faults, size_t count)
{
	buffer_printf(out, _("line %llu"), (unsigned long long)line);
	for (size_t i = 0; i < count; i++) {
		struct row_fault fault = faults[i];
		fault.why.line = 0; /* said once */
		buffer_append_string(out, i ? " " : ": ");
		words_append_fault(out, &fault);
		buffer_append_string(out, ".");
	}
}
