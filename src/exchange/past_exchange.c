/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/past_exchange.h"

#include "exchange/amending.h"
#include "exchange/declarations.h"
#include "log/act_kinds.h"
#include "trust/letter_kinds.h"
#include "trust/manifest.h"

#include <string.h>

bool past_exchange_is(const struct entry *entry, const struct agreement *agreement)
{
	enum act_kind kind = act_kind_of(entry->action);
	enum package_kind package = package_kind_of(entry->package_kind);
	if (package == PACKAGE_CORRECTION)
		return kind == ACT_OPEN || kind == ACT_PACK;
	if (!package_kind_is(package, LETTER_DECIDED))
		return false;
	return kind == ACT_OPEN || kind == ACT_APPROVE || (kind == ACT_PACK && !agreement->approval_by_two);
}

bool past_exchange_lists(const struct agreement_purpose *p, const struct field *field)
{
	for (size_t i = 0; i < p->field_count; i++)
		if (strcmp(p->fields[i].field->name, field->name) == 0)
			return true;
	return false;
}

void past_exchange_clear(struct past_exchange *x)
{
	record_clear(&x->then);
	x->known = false;
}

struct seeking {
	struct desk *desk;
	struct past_exchange *exchange;
	moment found; /* the newest so far */
};

static bool look_at_version(void *context, const struct stored_record *stored, struct error *e)
{
	struct seeking *v = context;
	struct past_exchange *x = v->exchange;
	_cleanup_(record_clear) struct record r = { 0 };
	bool came = act_kind_of(x->entry->action) == ACT_OPEN;
	bool fits =
		came ? stored->package && x->entry->package && strcmp(stored->package, x->entry->package) == 0
		     : stored->taken_in <= x->entry->start;
	if (!fits || (x->known && stored->taken_in <= v->found))
		return true;
	if (!record_recall(v->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	if (!declarations_same_client(x->now, &r))
		return true;
	past_exchange_clear(x);
	x->known = true;
	x->then = r;
	r = (struct record){ 0 };
	v->found = stored->taken_in;
	return true;
}

bool past_exchange_version(struct desk *d, struct past_exchange *x, struct error *e)
{
	struct seeking v = { .desk = d, .exchange = x };
	return records_history(d->store, x->record, look_at_version, &v, e);
}

struct correcting {
	const struct catalogue *catalogue;
	const uint8_t *letter;
	bool *fields;
};

static bool look_at_correction(void *context, const struct correction_row *row, struct error *e)
{
	struct correcting *c = context;
	(void)e;
	if (memcmp(row->letter, c->letter, PACKAGE_ID_SIZE) != 0)
		return true;
	for (size_t i = 0; i < catalogue_size(c->catalogue); i++)
		c->fields[i] = c->fields[i] || amendment_names(bytes_of_string(row->fields),
		                                               catalogue_field(c->catalogue, i)->name);
	return true;
}

bool past_exchange_told(struct desk *d, const uint8_t letter[PACKAGE_ID_SIZE], enum correction_way way,
                        const char *record, bool *fields, struct error *e)
{
	struct correcting c = { .catalogue = d->catalogue, .letter = letter, .fields = fields };
	return corrections_each(d->store, record, way, look_at_correction, &c, e);
}

bool past_exchange_corrected(struct desk *d, const struct entry *entry, const char *record, bool *fields,
                             struct error *e)
{
	uint8_t letter[PACKAGE_ID_SIZE];
	enum correction_way way =
		act_kind_of(entry->action) == ACT_OPEN ? WAY_CORRECTION_CAME : WAY_CORRECTED;
	if (!entry->package || !hex_decode(bytes_of_string(entry->package), letter, sizeof letter))
		return true;
	return past_exchange_told(d, letter, way, record, fields, e);
}
