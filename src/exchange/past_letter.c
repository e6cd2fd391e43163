/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/past_letter.h"

#include "store/store.h"
#include "trust/manifest.h"

#include <string.h>

bool past_letter_terms(void *terms, const struct exchange_row *row, struct error *e)
{
	_cleanup_(manifest_clear) struct manifest m = { 0 };
	struct note note;
	if (!note_parse(row->manifest_note, "manifest", &note, e) || !manifest_parse(&note, &m, e))
		return false;
	const struct terms_named plain = terms_named_without_overrides(&m.terms);
	return terms_named_copy(&plain, terms, e);
}

bool past_letter_version(struct store *s, const char *package, uint64_t *ret, struct error *e)
{
	_cleanup_(terms_named_clear) struct terms_named terms = { 0 };
	uint8_t id[PACKAGE_ID_SIZE];
	*ret = 0;
	if (!package || !hex_decode(bytes_of_string(package), id, sizeof id))
		return true;
	if (!exchanges_find(s, id, false, past_letter_terms, &terms, e))
		return e->code == ERR_NOT_FOUND;
	*ret = terms.version;
	return true;
}

void past_client_clear(struct past_client *c)
{
	json_freep(&c->object);
	*c = (struct past_client){ 0 };
}

static const char *value(const struct past_client *c, enum private_field field)
{
	return json_string_value(json_object_get(c->object, private_field_name(field)));
}

bool past_client_read(struct store *s, uint64_t index, struct past_client *ret, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer text = { 0 };
	*ret = (struct past_client){ 0 };
	if (!store_log_private(s, index, &text, e))
		return false;
	ret->forgotten = !text.size;
	if (ret->forgotten)
		return true;
	if (!json_parse(buffer_bytes(&text), "private", &ret->object, e))
		return false;
	const char *type = value(ret, PRIVATE_SUBJECT_TYPE);
	ret->record = value(ret, PRIVATE_RECORD);
	ret->bsn = type && strcmp(type, "bsn") == 0 ? value(ret, PRIVATE_SUBJECT) : NULL;
	ret->consents = value(ret, PRIVATE_CONSENT);
	ret->withheld = value(ret, PRIVATE_WITHHELD);
	ret->stayed = ret->withheld && *ret->withheld == '*';
	return true;
}
