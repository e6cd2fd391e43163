/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/amending.h"

#include "codec/json.h"
#include "store/corrections.h"

#include <string.h>

void amendment_clear(struct amendment *c)
{
	record_clear(&c->before);
	record_clear(&c->after);
	buffer_clear(&c->names);
	buffer_wipe(&c->disputed);
}

static bool fault(_unused_ void *context, const struct field *f, const struct error *why, struct error *e)
{
	*e = *why;
	if (f && !*e->subject)
		return error_set(e, why->code, f->name, "%s", why->detail);
	return false;
}

/* An empty value, or null, takes a field away; the rest goes the way of what people import. */
static bool take_changes(json_t *changes, struct record *r, struct error *e)
{
	static const struct record_faults told = { fault, NULL };
	_cleanup_(json_freep) json_t *filled = json_object();
	const char *name;
	json_t *value;
	if (!filled)
		return error_memory(e);
	json_object_foreach(changes, name, value)
	{
		const struct field *f = catalogue_find(r->catalogue, bytes_of_string(name));
		if (!f)
			return error_set(e, ERR_FIELD_UNKNOWN, name, "%s", "");
		if (f->kind == FIELD_ATTACHMENTS)
			return error_set(e, ERR_NO_CORRECTION, name, "%s",
			                 N_("attachments are corrected at their source, and imported anew"));
		bool empty = json_is_null(value) || (json_is_string(value) && !json_string_length(value));
		if (empty ? !record_set(r, f, bytes_of(NULL, 0), e)
		          : json_object_set(filled, name, value) != 0 && error_memory(e))
			return false;
	}
	return record_fill(r, filled, &told, e);
}

bool amendment_keeps(const struct amendment *c, enum role role)
{
	return bytes_equal(record_role(&c->before, role), record_role(&c->after, role));
}

/* The record stays the one that it is, of whom it is. */
bool amendment_check_same(const struct amendment *c, const char *source, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer before = { 0 }, after = { 0 };
	if (!record_key(&c->before, source, &before, e) || !record_key(&c->after, source, &after, e))
		return false;
	if (!amendment_keeps(c, ROLE_BSN) || !amendment_keeps(c, ROLE_LAW) ||
	    !bytes_equal(buffer_bytes(&before), buffer_bytes(&after)))
		return error_set(e, ERR_NO_CORRECTION, c->record, "%s",
		                 N_("it would be about another client, or another case"));
	return true;
}

bool amendment_check_law(const struct amendment *c, struct error *e)
{
	enum law law;
	return !record_law(&c->after, &law) || (c->act->laws & (unsigned)law) ||
	       error_set(e, ERR_MANDATE, law_name(law), "%s",
	                 N_("records under this law are not in the mandate"));
}

/* A unit that the roster doesn't have could be anybody. */
static bool check_units(const struct amendment *c, struct error *e)
{
	const struct record *r = &c->after;
	for (size_t i = 0; i < catalogue_size(r->catalogue); i++) {
		const struct field *f = catalogue_field(r->catalogue, i);
		if (f->kind == FIELD_UNIT && r->values[i].size &&
		    !roster_has_unit(desk_roster(c->act->desk), r->values[i]))
			return error_set(e, ERR_FIELD_VALUE, f->name, "%s",
			                 N_("the roster has no such unit"));
	}
	return true;
}

static bool find_changed(struct amendment *c, struct error *e)
{
	for (size_t i = 0; i < catalogue_size(c->after.catalogue); i++)
		if (!bytes_equal(c->before.values[i], c->after.values[i]))
			buffer_printf(&c->names, "%s%s", c->names.size ? " " : "",
			              catalogue_field(c->after.catalogue, i)->name);
	if (!buffer_ok(&c->names, e))
		return false;
	return c->names.size || error_set(e, ERR_NO_CORRECTION, c->record, "%s", N_("it says so already"));
}

/* The last dispute of the record that nobody answered, as an object of changes. */
static bool note_dispute(void *context, const struct correction_row *row, struct error *e)
{
	struct amendment *c = context;
	if (row->outcome)
		return true;
	buffer_reset(&c->disputed);
	buffer_append(&c->disputed, row->line);
	return buffer_ok(&c->disputed, e);
}

static bool read_changes(struct amendment *c, struct record *r, struct error *e)
{
	_cleanup_(json_freep) json_t *changes = NULL;
	if (!json_parse(c->changes, "changes", &changes, e))
		return false;
	if (!json_is_object(changes) || !json_object_size(changes))
		return error_set(e, ERR_SYNTAX, "changes", "%s",
		                 N_("not an object of fields, each with what it should say"));
	return take_changes(changes, r, e);
}

static bool read_disputed(struct amendment *c, const struct stored_record *stored, struct record *r,
                          struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer text = { 0 };
	struct correction said;
	struct store *s = c->act->desk->store;
	if (!corrections_each(s, c->record, WAY_DISPUTE_CAME, note_dispute, c, e))
		return false;
	if (!c->disputed.size)
		return error_set(e, ERR_NOT_DISPUTED, c->record, "%s", "");
	record_clear(r);
	return correction_parse(buffer_bytes(&c->disputed), "disputes", &said, &text, e) &&
	       amendment_merge(c->act->desk->catalogue, stored->json, &said, bytes_of(NULL, 0), r, e);
}

/* `before` and `after` of the record that is stored. */
bool amendment_read(struct amendment *c, const struct stored_record *stored, struct error *e)
{
	const struct catalogue *catalogue = c->act->desk->catalogue;
	if (!record_recall(catalogue, stored->json, stored->id, &c->before, e) ||
	    !record_recall(catalogue, stored->json, stored->id, &c->after, e))
		return false;
	return (c->as_disputed ? read_disputed(c, stored, &c->after, e) : read_changes(c, &c->after, e)) &&
	       record_check_identity(&c->after, e) && record_check_birth(&c->after, c->act->desk->now, e) &&
	       check_units(c, e) && find_changed(c, e);
}

bool amendment_names(struct bytes list, const char *name)
{
	for (struct cursor c = cursor_of(list); !cursor_done(&c);)
		if (bytes_equal_string(cursor_until(&c, ' '), name))
			return true;
	return false;
}

bool amendment_overtaken(struct store *s, const char *record, uint64_t sequence,
                         const struct correction *said, struct buffer *ret_but, bool *ret_all,
                         struct error *e)
{
	_cleanup_(json_freep) json_t *fields = NULL;
	const char *name;
	json_t *value;
	if (!corrections_brought_since(s, record, sequence, ret_all, ret_but, e) ||
	    (said->fields.size && !json_parse(said->fields, "corrections", &fields, e)))
		return false;
	if (*ret_all)
		return true;
	struct bytes but = buffer_bytes(ret_but);
	bool left = false;
	json_object_foreach(fields, name, value) left = left || !amendment_names(but, name);
	for (struct cursor n = cursor_of(said->removed); !left && !cursor_done(&n);) {
		_cleanup_(string_freep) char *removed = string_of_bytes(cursor_until(&n, ' '));
		if (!removed)
			return error_memory(e);
		left = !amendment_names(but, removed);
	}
	*ret_all = !left;
	return true;
}

/* Out of an object, those of the names. */
static bool drop(json_t *object, struct bytes list, struct bytes but, struct error *e)
{
	for (struct cursor n = cursor_of(list); !cursor_done(&n);) {
		_cleanup_(string_freep) char *name = string_of_bytes(cursor_until(&n, ' '));
		if (!name)
			return error_memory(e);
		if (!amendment_names(but, name))
			(void)json_object_del(object, name);
	}
	return true;
}

bool amendment_merge(const struct catalogue *c, struct bytes json, const struct correction *said,
                     struct bytes but, struct record *ret, struct error *e)
{
	_cleanup_(json_freep) json_t *object = NULL, *fields = NULL;
	_cleanup_(buffer_wipe) struct buffer merged = { 0 };
	_cleanup_(record_clear) struct record before = { 0 }, after = { 0 };
	if (!json_parse(json, "record", &object, e) ||
	    (said->fields.size && !json_parse(said->fields, "corrections", &fields, e)))
		return false;
	if (!drop(object, said->removed, but, e) || (fields && !drop(fields, but, bytes_of(NULL, 0), e)))
		return false;
	if (fields && json_object_update(object, fields) != 0)
		return error_memory(e);
	if (!json_append(&merged, object, e) || !record_recall(c, json, "record", &before, e) ||
	    !record_parse(c, buffer_bytes(&merged), "corrections", &after, e) ||
	    !record_check_identity(&after, e))
		return false;
	if (!bytes_equal(record_role(&before, ROLE_BSN), record_role(&after, ROLE_BSN)) ||
	    !bytes_equal(record_role(&before, ROLE_LAW), record_role(&after, ROLE_LAW)) ||
	    !bytes_equal(record_role(&before, ROLE_CASE), record_role(&after, ROLE_CASE)))
		return error_set(e, ERR_PACKAGE, "corrections", "%s",
		                 N_("it would be about another client, or another case"));
	*ret = after;
	after = (struct record){ 0 };
	return true;
}
