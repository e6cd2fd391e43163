/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/value_kind.h"

#include "record/catalogue.h"
#include "trust/breach.h"
#include "trust/consent.h"
#include "trust/correction.h"
#include "trust/outcome.h"
#include "trust/remark.h"
#include "trust/rights.h"
#include "trust/roster.h"
#include "trust/withdrawal.h"

#include <libintl.h>
#include <string.h>

static void append_line(struct buffer *out, const char *word)
{
	if (word && *word)
		buffer_printf(out, "%s\n", word);
}

static void languages(struct buffer *out)
{
	buffer_append_string(out, "nl\nen\n");
}

static void shells(struct buffer *out)
{
	buffer_append_string(out, "bash\nzsh\nfish\n");
}

static void kinds(struct buffer *out)
{
	for (unsigned i = 0; i < CONSENT_KINDS; i++)
		append_line(out, consent_kind_name((enum consent_kind)i));
	append_line(out, "both"); /* of the first two, in one command */
}

static void givers(struct buffer *out)
{
#define X(giver, code, words) append_line(out, code);
	CONSENT_GIVERS(X)
#undef X
}

static void bands(struct buffer *out)
{
	for (unsigned i = 0; i < AGE_COUNT; i++)
		append_line(out, consent_age_name((enum consent_age)i));
}

static void assurances(struct buffer *out)
{
	for (unsigned i = 0; i < ASSURED_IN_WORDS; i++)
		append_line(out, consent_assurance_name((enum consent_assurance)i));
}

static void reasons(struct buffer *out)
{
	for (unsigned i = KEEP_UNSAID + 1; i < KEEP_COUNT; i++)
		append_line(out, keep_reason_name((enum keep_reason)i));
}

static void declines(struct buffer *out)
{
	for (unsigned i = DECLINE_UNSAID + 1; i < DECLINE_COUNT; i++)
		append_line(out, decline_reason_name((enum decline_reason)i));
}

static void breach_reasons(struct buffer *out)
{
	for (unsigned i = BREACH_UNSAID + 1; i < BREACH_REASON_COUNT; i++)
		append_line(out, breach_reason_name((enum breach_reason)i));
}

static void remarks(struct buffer *out)
{
	for (unsigned i = 0; i < REMARK_COUNT; i++)
		append_line(out, remark_name((enum remark)i));
}

static void follow_ups(struct buffer *out)
{
	for (unsigned i = 0; i < FOLLOW_UP_COUNT; i++)
		append_line(out, follow_up_name((enum follow_up)i));
}

static void rights(struct buffer *out)
{
	for (unsigned i = 0; i < RIGHT_COUNT; i++)
		append_line(out, right_name((enum right)i));
}

static void finders(struct buffer *out)
{
#define X(finder, code, words) append_line(out, code);
	CORRECTION_FINDERS(X)
#undef X
}

static void laws(struct buffer *out)
{
	for (unsigned i = 0; i < LAW_COUNT; i++)
		append_line(out, law_names[i]);
}

static void powers(struct buffer *out)
{
	for (unsigned bit = 1; bit < POWER_ANY; bit <<= 1)
		append_line(out, power_name((enum power)bit));
}

static void fields(struct buffer *out)
{
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	struct error ignored;
	if (!catalogue_load(catalogue_shipped(), "catalogue.yaml", &c, &ignored))
		return;
	for (size_t i = 0; i < catalogue_size(c); i++)
		append_line(out, catalogue_field(c, i)->name);
}

const struct value_kind *value_kind_of(const char *word, size_t size)
{
	static const struct value_kind rows[] = {
#define X(name, source, endings, list) { name, source, endings, list },
		VALUE_KINDS(X)
#undef X
	};
	static const char more[] = "…";
	if (size > 2 && word[0] == '[' && word[size - 1] == ']') {
		word++;
		size -= 2;
	}
	if (size >= sizeof more && memcmp(word + size - (sizeof more - 1), more, sizeof more - 1) == 0)
		size -= sizeof more - 1;
	for (size_t i = 0; i < ELEMENTS(rows); i++)
		if (strlen(rows[i].name) == size && memcmp(rows[i].name, word, size) == 0)
			return &rows[i];
	return NULL;
}

void value_kind_append(struct buffer *out, const char *shown)
{
	while (*shown) {
		size_t size = strspn(shown, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
		const struct value_kind *kind = size ? value_kind_of(shown, size) : NULL;
		size += size == 0;
		if (kind)
			buffer_append_string(out, gettext(kind->name));
		else
			buffer_append(out, bytes_of(shown, size));
		shown += size;
	}
}
