/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/guess_account.h"

#include "base/text.h"
#include "cli/field_words.h"
#include "cli/label.h"
#include "cli/words.h"

#include <string.h>

static void remark(struct buffer *out, const char *words)
{
	buffer_printf(out, "# %s\n", words);
}

/* One line, whatever a heading holds. */
static void append_heading(const struct guess_column *c, struct buffer *out)
{
	text_append_shown(out, bytes_of_string(c->heading));
}

/* --- before the fields --- */

struct draft {
	bool law_is_sure;
	const char *law;
};

static bool has_identifying_set(const struct guess *g)
{
	bool all = true;
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		all = all && guess_has(g, record_identifying[i]);
	return all || guess_has(g, ROLE_BSN);
}

static void append_head(void *context, const struct guess *g, struct buffer *out)
{
	const struct draft *d = context;
	remark(out,
	       _("A draft that `sluis import --guess` made of the headings. Look it through: whether each "
	         "column is the field that stands there, and leave out what no purpose needs."));
	remark(out,
	       _("Name the system that the file comes from behind `source`, before the first import: it is a "
	         "part of each record's key, and is never changed afterwards."));
	if (!has_identifying_set(g))
		remark(out, _("UNSURE: no column tells whom a row is about: a BSN is needed, or surname, "
		              "first names, "
		              "birth date, postcode and house number."));
	if (!guess_has(g, ROLE_SOURCE)) {
		remark(out,
		       _("Where the data came from (gegevensbron) isn't in the file: without it nothing of a "
		         "record leaves. Put it among the constants where it is the same for all; what was "
		         "read from Suwinet is `suwinet`."));
		buffer_append_string(out, "#   - field: gegevensbron\n#     value: \n");
	}
	if (!guess_has(g, ROLE_LAW) && !d->law_is_sure)
		remark(out, _("UNSURE: under which law the records were made."));
}

/* --- before a column --- */

static void append_unmapped(const struct guess_column *c, const char *format, struct buffer *out)
{
	buffer_append_string(out, "# ");
	buffer_append_string(out, format);
	append_heading(c, out);
	if (c->how == GUESS_TAKEN && c->field)
		buffer_printf(out, " (%s)", c->field->name);
	buffer_append_string(out, "\n");
}

static void append_unsure(const struct guess_column *c, struct buffer *out)
{
	if (c->how == GUESS_BY_PART)
		remark(out, _("UNSURE: the heading resembles this field"));
	if (c->how == GUESS_BY_VALUES)
		remark(out, _("UNSURE: by the form of the values alone"));
	if (!c->misfits)
		return;
	buffer_append_string(out, "# ");
	buffer_printf(out, _("UNSURE: %zu of %zu values don't fit; right is: "), c->misfits, c->filled);
	words_append_right(out, c->field);
	buffer_append_string(out, "\n");
	if (c->field->code_count)
		remark(out, _("translate what the source writes with `values`: docs/mapping.md"));
}

static void append_column(_unused_ void *context, const struct guess_column *c, struct buffer *out)
{
	switch (c->how) {
	case GUESS_NONE:
		append_unmapped(c, _("left out, since nothing knows the heading: "), out);
		return;
	case GUESS_NAMELESS:
		remark(out, _("left out: a column without a heading"));
		return;
	case GUESS_TWICE:
		append_unmapped(c, _("left out, since the heading is there twice: "), out);
		return;
	case GUESS_TAKEN:
		append_unmapped(c, _("left out, since another column is this field already: "), out);
		return;
	case GUESS_BY_VALUES:
	case GUESS_BY_PART:
	case GUESS_BY_WORD:
	case GUESS_BY_NAME:
		append_unsure(c, out);
		return;
	}
}

void guess_count(const struct guess *g, size_t *ret_mapped, size_t *ret_unsure)
{
	*ret_mapped = *ret_unsure = 0;
	for (size_t i = 0; i < g->count; i++) {
		const struct guess_column *c = &g->columns[i];
		bool mapped = guess_is_mapped(c->how);
		*ret_mapped += mapped;
		*ret_unsure += mapped && (c->misfits || c->how == GUESS_BY_VALUES || c->how == GUESS_BY_PART);
	}
}

/* What a person may import under one law only, is under that. */
static void choose_law(const struct guess *g, unsigned laws, struct draft *d)
{
	unsigned by_fields = guess_law(g), law = laws && !(laws & (laws - 1)) ? laws : by_fields & laws;
	d->law_is_sure = law != 0;
	if (!law)
		law = laws ? laws & ~(laws - 1) : LAW_PW;
	d->law = law_name((enum law)law);
}

void guess_append_draft(const struct guess *g, const char *unit, unsigned laws, struct buffer *out)
{
	struct draft d;
	_cleanup_(buffer_clear) struct buffer source = { 0 };
	const char *slash = strrchr(unit, '/');
	choose_law(g, laws, &d);
	const struct guess_remarks remarks = { append_head, append_column, &d };
	buffer_printf(&source, "%s-export", slash ? slash + 1 : unit);
	guess_append_mapping(g, buffer_string(&source), d.law, &remarks, out);
}
