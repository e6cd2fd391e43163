/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/language.h"
#include "tools/sluis/commands.h"
#include "trust/agreement.h"

#include <string.h>

static void cells_of(struct table *t, const struct agreement *a, const struct override *w, bool json)
{
	const struct ground *row = grounds_find(a->pinned.grounds, w->ground);
	char hex[SHA256_HEX_SIZE + 1], from[DAY_SIZE + 1], until[DAY_SIZE + 1], advised[DAY_SIZE + 1];
	day_format(w->valid_from, from);
	day_format(w->valid_until, until);
	day_format(w->advised, advised);
	sha256_hex(&w->hash, hex);
	table_cell(t, w->id);
	table_cell(t, w->ground);
	table_cell(t, row ? row->article : "");
	table_cell(t, row ? row->certainty : "");
	table_cell(t, w->fg);
	table_cell(t, from);
	table_cell(t, until);
	if (!json)
		return;
	table_cell(t, w->controller);
	table_cell(t, w->reasons);
	table_cell(t, advised);
	table_cell(t, w->advice);
	table_cell(t, hex);
}

/* On a terminal the reasons stand below the table, where there is room for sentences. */
static void line_of(struct output *o, const struct override *w)
{
	char advised[DAY_SIZE + 1];
	day_format(w->advised, advised);
	output_line(o, _("%s, reasons: %s"), w->id, w->reasons);
	output_line(o, _("%s, advice by %s on %s: %s"), w->id, w->fg, advised, w->advice);
}

bool output_overrides(struct output *o, const struct agreement *a, const struct agreement_purpose *p,
                      struct error *e)
{
	const struct table_column columns[] = {
		{ "override", _("override"), false },
		{ "ground", _("ground"), false },
		{ "article", _("article"), false },
		{ "certainty", _("certainty"), false },
		{ "fg", _("advice by (FG)"), false },
		{ "valid_from", _("valid from"), false },
		{ "valid_until", _("until and with"), false },
		/* for programs alone */
		{ "controller", "", false },
		{ "reasons", "", false },
		{ "advised", "", false },
		{ "advice", "", false },
		{ "sha256", "", false },
	};
	const struct pinned *pinned = &a->pinned;
	_cleanup_(table_freep) struct table *t = NULL;
	size_t found = 0;
	if (!table_start(&t, columns, o->json ? ELEMENTS(columns) : ELEMENTS(columns) - 5, e))
		return false;
	for (size_t i = 0; i < pinned->override_count; i++) {
		if (strcmp(pinned->overrides[i]->purpose, p->code) != 0)
			continue;
		if (found++ == 0)
			output_line(o, "\n%s", _("Rests on an override:"));
		cells_of(t, a, pinned->overrides[i], o->json);
	}
	if (!table_print(t, o, "overrides", e))
		return false;
	for (size_t i = 0; i < pinned->override_count; i++)
		if (strcmp(pinned->overrides[i]->purpose, p->code) == 0)
			line_of(o, pinned->overrides[i]);
	return true;
}
