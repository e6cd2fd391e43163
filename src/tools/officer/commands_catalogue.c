/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/language.h"
#include "tools/officer/commands.h"
#include "trust/statement.h"

#include <string.h>

static const char *domain_name(enum domain d)
{
	return d == DOMAIN_WMO ? "wmo" : d == DOMAIN_PW ? "pw" : "shared";
}

/* The catalogue has its own words for each field, in both languages. */
static const char *gloss_of(const struct field *f)
{
	return strcmp(language_code(), "nl") == 0 ? f->gloss_nl : f->gloss;
}

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

bool catalogue_show(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	const struct table_column columns[] = {
		{ "field", _("field"), false },   { "category", _("category"), false },
		{ "domain", _("domain"), false }, { "gloss", _("meaning"), false },
		{ "source", _("from"), false },
	};
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	_cleanup_(table_freep) struct table *t = NULL;
	struct sha256 hash;
	char hex[SHA256_HEX_SIZE + 1];
	if (!read_catalogue(in, &c, &hash, e) || !table_start(&t, columns, ELEMENTS(columns), e))
		return false;
	for (size_t i = 0; i < catalogue_size(c); i++) {
		const struct field *f = catalogue_field(c, i);
		const char letter[2] = { category_letter(f->category), 0 };
		table_cell(t, f->name);
		table_cell(t, letter);
		table_cell_token(t, domain_name(f->domain));
		table_cell(t, o->json ? f->gloss : gloss_of(f));
		table_cell(t, f->source);
	}
	output_pair(o, "version", _("catalogue"), catalogue_version(c));
	sha256_hex(&hash, hex);
	output_pair(o, "sha256", _("SHA-256, for agreements to pin"), hex);
	output_line(o, "%s", "");
	if (!table_print(t, o, "fields", e))
		return false;
	output_line(o, "\n%s",
	            _("I identification, O ordinary, S special (AVG 9), F financial, C criminal (AVG 10, "
	              "never exchanged)"));
	return true;
}
