/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/field_words.h"
#include "cli/label.h"
#include "cli/language.h"
#include "tools/officer/commands.h"
#include "trust/statement.h"

#include <string.h>

/* `sluis-officer catalogue show`: the fields that there are, for whoever writes an agreement. */

/* The shipped one, with the additions in the file given; and the hash of that text, for agreements to pin. */
static bool read_catalogue(struct invocation *in, struct catalogue **ret, struct sha256 *ret_hash,
                           struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct note note;
	sha256_of(catalogue_shipped(), ret_hash);
	if (invocation_count(in) == 0)
		return catalogue_load(catalogue_shipped(), "catalogue.yaml", ret, e);
	const char *path = invocation_argument(in, 0);
	if (!officer_read(path, &raw, e) ||
	    !statement_open_draft(buffer_bytes(&raw), CATALOGUE_TYPE, path, &note, e))
		return false;
	*ret_hash = note.hash;
	const struct catalogue_addition addition = { note.text, path };
	return catalogue_load_with(catalogue_shipped(), "catalogue.yaml", &addition, 1, ret, e);
}

/* For programs the codes alone, with a blank between; for people what the field takes. */
static void tell_right(struct account *o, const struct field *f)
{
	_cleanup_(buffer_clear) struct buffer codes = { 0 }, words = { 0 };
	for (size_t i = 0; i < f->code_count; i++)
		buffer_printf(&codes, "%s%s", i ? " " : "", f->codes[i]);
	words_append_right(&words, f);
	account_cell_words(o, f->code_count ? buffer_string(&codes) : NULL, buffer_string(&words));
}

bool catalogue_show(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	static const struct column columns[] = {
		{ "field", N_("field"), COLUMN_NAME },        { "label", N_("for people"), COLUMN_TEXT },
		{ "category", N_("category"), COLUMN_STATE }, { "domain", N_("domain"), COLUMN_STATE },
		{ "type", N_("type"), COLUMN_STATE },         { "codes", N_("takes"), COLUMN_TEXT },
		{ "gloss", N_("meaning"), COLUMN_TEXT },      { "source", N_("from"), COLUMN_NAME },
	};
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	struct sha256 hash;
	if (!read_catalogue(in, &c, &hash, e))
		return false;
	account_pair(o, "version", _("catalogue"), catalogue_version(c));
	account_pair_hash(o, "sha256", _("SHA-256, for agreements to pin"), &hash);
	account_blank(o);
	account_table(o, "fields", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < catalogue_size(c); i++) {
		const struct field *f = catalogue_field(c, i);
		const char letter[2] = { category_letter(f->category), 0 };
		account_cell(o, f->name);
		account_cell_words(o, f->label, label_of(f));
		account_cell(o, letter);
		account_cell(o, domain_name(f->domain));
		account_cell(o, field_kind_name(f->kind));
		tell_right(o, f);
		account_cell_words(o, f->gloss, gloss_of(f));
		account_cell(o, f->source);
	}
	account_table_end(o, NULL);
	account_line(o, "\n%s",
	             _("I identification, O ordinary, H health and S special (AVG 9), F financial, C "
	               "criminal (AVG 10, "
	               "never exchanged)"));
	return true;
}
