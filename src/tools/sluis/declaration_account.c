/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/declaration_account.h"

#include "cli/label.h"
#include "cli/language.h"
#include "cli/words.h"

#include <string.h>

void declaration_cell_kind(struct account *a, const struct consent *c)
{
	account_cell_words(a, consent_kind_name(c->kind), consent_kind_words(c->kind));
}

void declaration_cell_set(struct account *a, const char *tie)
{
	_cleanup_(buffer_wipe) struct buffer text = { 0 };
	struct bytes values[IDENTIFYING_COUNT];
	tie_values(tie, values);
	for (size_t i = 0; !tie_is_number(tie) && i < IDENTIFYING_COUNT; i++) {
		buffer_append_string(&text, i ? ", " : "");
		buffer_append(&text, values[i]);
	}
	account_cell_buffer(a, &text);
}

/* As a person says it: the codes are for programs. */
static void append_givers(struct buffer *out, unsigned by)
{
	for (unsigned i = 0; i < GIVER_COUNT; i++)
		if (by & 1u << i)
			buffer_printf(out, "%s%s", out->size ? "; " : "",
			              gettext(consent_giver_words((enum consent_giver)i)));
}

void declaration_cells(struct account *a, const struct catalogue *catalogue, const struct consent *c,
                       const char *all)
{
	_cleanup_(buffer_clear) struct buffer by = { 0 }, givers = { 0 }, labels = { 0 };
	consent_by_format(c->by, &by);
	append_givers(&givers, c->by);
	labels_append(&labels, catalogue, c->fields);
	a->text.failed = a->text.failed || labels.failed || by.failed || givers.failed;
	account_cell_words(a, buffer_string(&by) ? buffer_string(&by) : "",
	                   buffer_string(&givers) ? buffer_string(&givers) : "");
	account_cell(a, consent_age_name(c->age));
	account_cell_words(a, c->unable ? "yes" : "", c->unable ? N_("yes") : "");
	account_cell_words(a, consent_assurance_name(c->assured), consent_assurance_sentence(c->assured));
	account_cell_words(a, c->fields,
	                   all && strcmp(all, c->fields) == 0 ? N_("all of the purpose")
	                                                      : buffer_string(&labels));
}
