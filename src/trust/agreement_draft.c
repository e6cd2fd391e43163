/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement_draft.h"

#include "codec/yaml.h"
#include "trust/agreement_text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* --- every key that holds a text, and where --- */

struct key {
	const char *name;
	size_t offset;
};
#define KEY(type, key) \
	{ \
#key, offsetof(struct type, key) \
	}
#define TOP(key) KEY(agreement_text, key)
#define PARTY(key) KEY(agreement_party_text, key)
#define PURPOSE(key) KEY(agreement_purpose_text, key)
#define FIELD(key) KEY(agreement_field_text, key)

static const struct key before_lists[] = {
	TOP(type), TOP(id),           TOP(version),  TOP(title), TOP(kind),
	TOP(goal), TOP(target_group), TOP(excluded), { 0 },
};
/* clang-format off */
static const struct key behind_lists[] = {
	TOP(approval_by_two), TOP(use_by_days), TOP(largest_package_mib), TOP(rights),     TOP(incidents),
	  TOP(contact),
	TOP(budget),          TOP(results),     TOP(evaluation),          TOP(valid_from), TOP(valid_until),
	TOP(supersedes),      TOP(witness_days), TOP(catalogue),          TOP(additions),  TOP(grounds),
	    { 0 },
};
/* clang-format on */
static const struct key party_keys[] = { PARTY(unit), PARTY(controller), PARTY(kind),
	                                 PARTY(role), PARTY(tasks),      { 0 } };
/* clang-format off */
static const struct key purpose_keys[] = {
	PURPOSE(code),   PURPOSE(description), PURPOSE(necessity), PURPOSE(from),         PURPOSE(to),
	PURPOSE(task),   PURPOSE(phase),       PURPOSE(ground),    PURPOSE(article),      PURPOSE(basis),
	PURPOSE(exception), PURPOSE(consent),  PURPOSE(no_objection), PURPOSE(free_text),
	  PURPOSE(secret_address),
	PURPOSE(household), PURPOSE(client_supplied), PURPOSE(retention_months), { 0 },
};
/* clang-format on */
static const struct key field_keys[] = { FIELD(field), FIELD(why), { 0 } };

static const struct key *find_key(const struct key *keys, const char *name)
{
	for (; keys->name; keys++)
		if (strcmp(keys->name, name) == 0)
			return keys;
	return NULL;
}

static char **text_in(void *holder, const struct key *k)
{
	return (char **)(void *)((char *)holder + k->offset);
}

static const char *const_text_in(const void *holder, const struct key *k)
{
	const char *text;
	memcpy(&text, (const char *)holder + k->offset, sizeof text);
	return text;
}

/* --- lists --- */

/* A list of items of one size; `grow` and `take_out` work on any. */
struct list {
	void **items;
	unsigned *count;
	size_t size, most;
	const struct key *keys;
};

static struct list parties_of(struct agreement_text *t)
{
	return (struct list){ (void **)&t->parties, &t->parties_count, sizeof *t->parties,
		              AGREEMENT_PARTIES_MAX, party_keys };
}

static struct list purposes_of(struct agreement_text *t)
{
	return (struct list){ (void **)&t->purposes, &t->purposes_count, sizeof *t->purposes,
		              AGREEMENT_PURPOSES_MAX, purpose_keys };
}

static struct list fields_of(struct agreement_purpose_text *p)
{
	return (struct list){ (void **)&p->fields, &p->fields_count, sizeof *p->fields, AGREEMENT_FIELDS_MAX,
		              field_keys };
}

static void *item_of(const struct list *l, size_t index)
{
	return index < *l->count ? (char *)*l->items + index * l->size : NULL;
}

static void *grow(const struct list *l, const char *path, struct error *e)
{
	if (*l->count >= l->most) {
		error_set(e, ERR_TOO_LARGE, path, "more than %zu", l->most);
		return NULL;
	}
	char *more = reallocarray(*l->items, *l->count + 1u, l->size);
	if (!more) {
		error_memory(e);
		return NULL;
	}
	*l->items = more;
	memset(more + *l->count * l->size, 0, l->size);
	return more + (*l->count)++ * l->size;
}

static void take_out(const struct list *l, size_t index)
{
	char *item = item_of(l, index);
	if (!item)
		return;
	for (const struct key *k = l->keys; k->name; k++)
		free(*text_in(item, k));
	size_t behind = *l->count - index - 1;
	memmove(item, item + l->size, behind * l->size);
	(*l->count)--;
}

/* --- paths --- */

struct place {
	char list[16], key[24];
	bool in_list, in_fields;
	size_t index, field;
};

/* "purposes/1/fields/3/why", the parts before the key in `place`; a list or an item has no key. */
static struct place parse(const char *path)
{
	struct place p = { 0 };
	struct bytes parts[5];
	size_t count = 0;
	uint64_t number;
	for (struct cursor c = cursor_of(bytes_of_string(path)); count < ELEMENTS(parts) && !cursor_done(&c);)
		parts[count++] = cursor_until(&c, '/');
	size_t at = 0;
	if (count > 1 || bytes_equal_string(parts[0], "parties") ||
	    bytes_equal_string(parts[0], "purposes")) {
		assert(parts[0].size < sizeof p.list);
		memcpy(p.list, parts[at].data, parts[at].size);
		p.in_list = true;
		at++;
	}
	if (at < count && at == 1) {
		p.index = number_parse(parts[at++], AGREEMENT_PURPOSES_MAX, &number) ? (size_t)number
		                                                                     : SIZE_MAX;
		p.in_fields = at < count && bytes_equal_string(parts[at], "fields");
		at += p.in_fields;
	}
	if (p.in_fields && at < count)
		p.field =
			number_parse(parts[at++], AGREEMENT_FIELDS_MAX, &number) ? (size_t)number : SIZE_MAX;
	if (at < count) {
		assert(parts[at].size < sizeof p.key);
		memcpy(p.key, parts[at].data, parts[at].size);
	}
	return p;
}

static struct list outer_list(struct agreement_text *t, const struct place *p)
{
	return strcmp(p->list, "parties") == 0 ? parties_of(t) : purposes_of(t);
}

/* The list that the place is in; false when its purpose isn't there. */
static bool list_of(struct agreement_text *t, const struct place *p, struct list *ret)
{
	*ret = outer_list(t, p);
	if (!p->in_fields)
		return true;
	struct agreement_purpose_text *purpose = item_of(ret, p->index);
	if (!purpose)
		return false;
	*ret = fields_of(purpose);
	return true;
}

static const struct key *top_key(const char *name)
{
	const struct key *k = find_key(before_lists, name);
	return k ? k : find_key(behind_lists, name);
}

/* --- what others use --- */

bool agreement_draft_new(struct agreement_text **ret, struct error *e)
{
	_cleanup_(agreement_text_freep) struct agreement_text *t = calloc(1, sizeof *t);
	if (!t)
		return error_memory(e);
	if (!agreement_draft_set(t, "type", AGREEMENT_TYPE, e))
		return false;
	*ret = t;
	t = NULL;
	return true;
}

bool agreement_draft_load(struct bytes raw, const char *subject, struct agreement_text **ret, struct error *e)
{
	struct bytes yaml;
	bool is_signed;
	if (!agreement_text_find(raw, subject, &yaml, &is_signed, e))
		return false;
	if (is_signed)
		return error_set(e, ERR_AGREEMENT_INVALID, subject,
		                 "signed already: it can only be followed by another version");
	return agreement_text_load(yaml, subject, ret, e);
}

void agreement_draft_freep(struct agreement_text **t)
{
	agreement_text_freep(t);
}

const char *agreement_draft_get(const struct agreement_text *t, const char *path)
{
	struct place p = parse(path);
	struct list l;
	if (!p.in_list) {
		const struct key *top = top_key(p.key);
		assert(top);
		return const_text_in(t, top);
	}
	/* Nothing is written through it. */
	if (!list_of((struct agreement_text *)(uintptr_t)t, &p, &l))
		return NULL;
	const struct key *k = find_key(l.keys, p.key);
	const void *item = item_of(&l, p.in_fields ? p.field : p.index);
	assert(k);
	return item ? const_text_in(item, k) : NULL;
}

size_t agreement_draft_count(const struct agreement_text *t, const char *list)
{
	struct place p = parse(list);
	struct list l;
	return list_of((struct agreement_text *)(uintptr_t)t, &p, &l) ? *l.count : 0;
}

static bool replace(char **text, const char *value, struct error *e)
{
	char *copy = string_copy(value);
	if (value && !copy)
		return error_memory(e);
	free(*text);
	*text = copy;
	return true;
}

bool agreement_draft_set(struct agreement_text *t, const char *path, const char *value, struct error *e)
{
	struct place p = parse(path);
	struct list l;
	if (!p.in_list) {
		const struct key *top = top_key(p.key);
		assert(top);
		return replace(text_in(t, top), value, e);
	}
	if (!list_of(t, &p, &l))
		return error_set(e, ERR_NOT_FOUND, path, "%s", "");
	const struct key *k = find_key(l.keys, p.key);
	size_t index = p.in_fields ? p.field : p.index;
	assert(k);
	if (index > *l.count)
		return error_set(e, ERR_NOT_FOUND, path, "%s", "");
	void *item = index < *l.count ? item_of(&l, index) : grow(&l, path, e);
	return item && replace(text_in(item, k), value, e);
}

void agreement_draft_remove(struct agreement_text *t, const char *item)
{
	struct place p = parse(item);
	struct list l;
	if (!list_of(t, &p, &l))
		return;
	if (!p.in_fields && strcmp(p.list, "purposes") == 0 && p.index < t->purposes_count) {
		struct list fields = fields_of(&t->purposes[p.index]);
		while (*fields.count)
			take_out(&fields, *fields.count - 1);
		free(t->purposes[p.index].fields);
		t->purposes[p.index].fields = NULL;
	}
	take_out(&l, p.in_fields ? p.field : p.index);
}

/* --- writing --- */

static void write_texts(struct yaml_writer *w, const void *holder, const struct key *keys)
{
	for (; keys->name; keys++) {
		const char *text = const_text_in(holder, keys);
		bool unused;
		uint64_t number;
		if (!text)
			continue;
		/* As a person would write them: a truth, a number and a day go without quotes. */
		if (yaml_truth(text, &unused))
			yaml_truth_value(w, keys->name, strcmp(text, "true") == 0);
		else if (number_parse(bytes_of_string(text), UINT32_MAX, &number))
			yaml_number(w, keys->name, number);
		else
			yaml_text(w, keys->name, text);
	}
}

/* An item that lacks everything still is an item. */
static void write_item(struct yaml_writer *w, const void *holder, const struct key *keys)
{
	bool is_empty = true;
	for (const struct key *k = keys; k->name; k++)
		is_empty = is_empty && !const_text_in(holder, k);
	if (is_empty)
		yaml_text(w, keys->name, "");
	write_texts(w, holder, keys);
}

static void write_fields(struct yaml_writer *w, const struct agreement_purpose_text *p)
{
	if (!p->fields_count)
		return;
	yaml_list(w, "fields");
	for (unsigned i = 0; i < p->fields_count; i++) {
		yaml_item_map(w);
		write_item(w, &p->fields[i], field_keys);
		yaml_end_item_map(w);
	}
	yaml_end_list(w);
}

static void write_lists(struct yaml_writer *w, const struct agreement_text *t)
{
	if (t->parties_count)
		yaml_list(w, "parties");
	for (unsigned i = 0; i < t->parties_count; i++) {
		yaml_item_map(w);
		write_item(w, &t->parties[i], party_keys);
		yaml_end_item_map(w);
	}
	if (t->parties_count)
		yaml_end_list(w);
	if (t->purposes_count)
		yaml_list(w, "purposes");
	for (unsigned i = 0; i < t->purposes_count; i++) {
		yaml_item_map(w);
		write_item(w, &t->purposes[i], purpose_keys);
		write_fields(w, &t->purposes[i]);
		yaml_end_item_map(w);
	}
	if (t->purposes_count)
		yaml_end_list(w);
}

bool agreement_draft_format(const struct agreement_text *t, struct buffer *out, struct error *e)
{
	struct yaml_writer w;
	yaml_begin(&w, out);
	write_texts(&w, t, before_lists);
	write_lists(&w, t);
	write_texts(&w, t, behind_lists);
	if (t->overrides_count) {
		yaml_list(&w, "overrides");
		for (unsigned i = 0; i < t->overrides_count; i++)
			yaml_item_text(&w, t->overrides[i]);
		yaml_end_list(&w);
	}
	return buffer_ok(out, e);
}
