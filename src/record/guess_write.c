/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/guess.h"

#include <string.h>

/* A guess as a mapping: docs/mapping.md. */

/* In double quotes, as YAML 1.2 has it (7.3.1): a heading may hold anything. */
static void append_quoted(struct buffer *out, const char *text)
{
	buffer_append_byte(out, '"');
	for (const char *at = text; *at; at++) {
		if (*at == '"' || *at == '\\')
			buffer_append_byte(out, '\\');
		if ((unsigned char)*at < 0x20)
			buffer_printf(out, "\\x%02x", (unsigned)*at);
		else
			buffer_append_byte(out, (uint8_t)*at);
	}
	buffer_append_byte(out, '"');
}

static void append_head(const struct guess *g, const char *source, struct buffer *out)
{
	static const char *const empties[] = {
#define X(text) text,
		GUESS_EMPTIES(X)
#undef X
	};
	const char *separator = g->options.separator == '\t' ? "tab" : NULL;
	buffer_printf(out, "version: \"1\"\nsource: %s\nformat: csv\n", source);
	if (separator)
		buffer_printf(out, "separator: %s\n", separator);
	else
		buffer_printf(out, "separator: \"%c\"\n", g->options.separator);
	buffer_printf(out, "encoding: %s\n", g->options.encoding == CSV_UTF8 ? "utf-8" : "windows-1252");
	if (g->empties)
		buffer_append_string(out, "empty: [");
	for (unsigned i = 0, n = 0; i < ELEMENTS(empties); i++) {
		if (!(g->empties & 1u << i))
			continue;
		buffer_append_string(out, n++ ? ", " : "");
		append_quoted(out, empties[i]);
	}
	if (g->empties)
		buffer_append_string(out, "]\n");
}

static void append_value(struct buffer *out, const char *from, const char *to)
{
	buffer_append_string(out, "      - from: ");
	append_quoted(out, from);
	buffer_append_string(out, "\n        to: ");
	append_quoted(out, to);
	buffer_append_string(out, "\n");
}

/* Those that were seen, and each code as the catalogue spells it: a later row may have another. */
static void append_values(const struct guess_column *c, struct buffer *out)
{
	buffer_append_string(out, "    values:\n");
	for (size_t i = 0; i < c->value_count; i++)
		append_value(out, c->values[i].from, c->values[i].to);
	for (size_t k = 0; k < c->field->code_count; k++) {
		bool there = false;
		for (size_t i = 0; i < c->value_count; i++)
			there = there || strcmp(c->values[i].from, c->field->codes[k]) == 0;
		if (!there)
			append_value(out, c->field->codes[k], c->field->codes[k]);
	}
}

static void append_column(const struct guess_column *c, struct buffer *out)
{
	const char *as = mapping_form(c->field, c->amount);
	buffer_printf(out, "  - field: %s\n    from: ", c->field->name);
	append_quoted(out, c->heading);
	buffer_append_string(out, "\n");
	if (as)
		buffer_printf(out, "    as: %s\n", as);
	if (c->value_count)
		append_values(c, out);
}

void guess_append_mapping(const struct guess *g, const char *source, const char *law,
                          const struct guess_remarks *remarks, struct buffer *out)
{
	append_head(g, source, out);
	if (remarks)
		remarks->head(remarks->context, g, out);
	if (!guess_has(g, ROLE_LAW))
		buffer_printf(out, "constants:\n  - field: %s\n    value: %s\n", role_name(ROLE_LAW), law);
	buffer_append_string(out, "fields:\n");
	for (size_t i = 0; i < g->count; i++) {
		if (remarks)
			remarks->column(remarks->context, &g->columns[i], out);
		if (guess_is_mapped(g->columns[i].how))
			append_column(&g->columns[i], out);
	}
}
