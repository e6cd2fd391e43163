/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The strict subset of YAML: the check, a load into a schema with everything that ours
 * use, the search for a line, and that a text which is written is read back. */

#include "fuzz.h"

#include "base/text.h"
#include "codec/yaml.h"

struct item {
	char *name, *value;
	char **words;
	unsigned words_count;
};
struct document {
	char *type, *text;
	struct item *items;
	unsigned items_count;
};

static const cyaml_schema_value_t word = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED) };
static const cyaml_schema_field_t item_fields[] = {
	CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, struct item, name, 0, CYAML_UNLIMITED),
	CYAML_FIELD_STRING_PTR("value", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct item, value, 0,
	                       CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE("words", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct item, words, &word, 0,
	                     100),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t item = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct item,
	                                                       item_fields) };
static const cyaml_schema_field_t fields[] = {
	CYAML_FIELD_STRING_PTR("type", CYAML_FLAG_POINTER, struct document, type, 0, CYAML_UNLIMITED),
	CYAML_FIELD_STRING_PTR("text", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct document, text, 0,
	                       CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE("items", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct document, items, &item,
	                     0, 100),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct document,
	                                                         fields) };

/* Any text that may be signed survives being written and read. */
static void round_trip(struct bytes raw)
{
	_cleanup_(buffer_clear) struct buffer yaml = { 0 };
	_cleanup_(string_freep) char *value = string_of_bytes(raw);
	struct yaml_writer w;
	struct error e = { 0 };
	void *loaded = NULL;
	if (raw.size > 1u << 16 || !text_check_signed(raw, "text", &e))
		return;
	yaml_begin(&w, &yaml);
	yaml_text(&w, "type", value);
	yaml_list(&w, "items");
	yaml_item_map(&w);
	yaml_text(&w, "name", value);
	yaml_end_item_map(&w);
	yaml_end_list(&w);
	MUST(buffer_ok(&yaml, &e) && yaml_load(buffer_bytes(&yaml), "yaml", &schema, &loaded, NULL, &e));
	const struct document *d = loaded;
	MUST(strcmp(d->type, value) == 0 && d->items_count == 1 && strcmp(d->items[0].name, value) == 0);
	yaml_unload(&schema, loaded, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const path[] = { "items", "1", "name", NULL };
	struct bytes raw = bytes_of(data, size);
	struct error e = { 0 };
	void *loaded = NULL;
	round_trip(raw);
	bool checked = yaml_check(raw, "yaml", &e) || fuzz_refused(&e);
	(void)yaml_line_of(raw, path);
	fuzz_accepted = yaml_load(raw, "yaml", &schema, &loaded, NULL, &e);
	if (!fuzz_accepted)
		return fuzz_refused(&e);
	MUST(checked && ((struct document *)loaded)->type);
	yaml_unload(&schema, loaded, 0);
	return 0;
}
