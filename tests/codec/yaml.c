/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/yaml.h"

#include "base/limits.h"
#include "base/text.h"

#include <criterion/criterion.h>
#include <string.h>

static struct error e;

struct item {
	char *name;
	char **fields;
	unsigned fields_count;
};

struct top {
	char *title, *note;
	struct item *items;
	unsigned items_count;
};

static const cyaml_schema_value_t text_schema = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0,
	                                                             CYAML_UNLIMITED) };
static const cyaml_schema_field_t item_fields[] = {
	CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, struct item, name, 1, 10),
	CYAML_FIELD_SEQUENCE("fields", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct item, fields,
	                     &text_schema, 1, 3),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t item_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct item,
	                                                              item_fields) };
static const cyaml_schema_field_t top_fields[] = {
	CYAML_FIELD_STRING_PTR("title", CYAML_FLAG_POINTER, struct top, title, 0, CYAML_UNLIMITED),
	CYAML_FIELD_STRING_PTR("note", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct top, note, 0,
	                       CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE("items", CYAML_FLAG_POINTER, struct top, items, &item_schema, 0,
	                     CYAML_UNLIMITED),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t top_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct top,
	                                                             top_fields) };

static struct top *load(const char *text)
{
	void *data = NULL;
	e = (struct error){ 0 };
	if (!yaml_load(bytes_of_string(text), "file", &top_schema, &data, NULL, &e)) {
		cr_assert_null(data);
		return NULL;
	}
	return data;
}

Test(yaml, reads_scalars_as_text)
{
	struct top *t = load("---\n# remark\ntitle: 0x10\nnote: no\nitems:\n  - name: 1e3\n    fields: [yes, "
	                     "~, 2026-11-23]\n"
	                     "  - {name: \"é\"}\n");
	cr_assert_not_null(t, "%s", e.detail);
	cr_assert_str_eq(t->title, "0x10");
	cr_assert_str_eq(t->note, "no");
	cr_assert_eq(t->items_count, 2);
	cr_assert_str_eq(t->items[0].name, "1e3");
	cr_assert_eq(t->items[0].fields_count, 3);
	cr_assert_str_eq(t->items[0].fields[1], "~");
	cr_assert_str_eq(t->items[0].fields[2], "2026-11-23");
	cr_assert_str_eq(t->items[1].name, "é");
	yaml_unload(&top_schema, t, 0);
	yaml_unload(&top_schema, NULL, 0);
}

Test(yaml, names_the_fault_and_its_line)
{
	static const struct {
		const char *text;
		enum error_code code;
		uint64_t line;
	} cases[] = {
		{ "title: a\nitems:\n  - name: x\n\n    geheim: 1\n", ERR_UNKNOWN_KEY, 5 },
		{ "geheim: 1\n", ERR_UNKNOWN_KEY, 1 },
		{ "title: a\nitems: []\nTitle: b\n", ERR_UNKNOWN_KEY, 3 },
		{ "title: a\nitems:\n  - name: x\n\n    name: geheim\n", ERR_DUPLICATE, 5 },
		{ "title: a\n\"title\": b\nitems: []\n", ERR_DUPLICATE, 2 },
		{ "title: a\n\"t\\x69tle\": b\nitems: []\n", ERR_DUPLICATE, 2 },
		{ "title: a\nitems:\n  - name: x\n  - fields: [a]\n", ERR_MISSING, 4 },
		{ "items: []\n", ERR_MISSING, 1 },
		{ "title: a\nitems:\n  - name: ''\n", ERR_VALUE, 3 },
		{ "title: a\nitems:\n  - name: geheimgeheim\n", ERR_VALUE, 3 },
		{ "title: a\nitems:\n  - name: x\n    fields:\n    - 1\n    - 2\n    - 3\n    - geheim\n",
		  ERR_VALUE, 8 },
		{ "title: a\nitems:\n  - name: x\n    fields: []\n", ERR_VALUE, 4 },
		{ "title:\n  - geheim\nitems: []\n", ERR_VALUE, 2 },
		{ "title: a\nitems: geheim\n", ERR_VALUE, 2 },
		{ "title: a\nitems:\n  - geheim\n", ERR_VALUE, 3 },
		{ "- geheim\n", ERR_VALUE, 1 },
		{ "geheim\n", ERR_VALUE, 1 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		cr_assert_null(load(cases[i].text), "%s", cases[i].text);
		cr_assert_eq(e.code, cases[i].code, "%s: %s", cases[i].text, error_name(e.code));
		cr_assert_eq(e.line, cases[i].line, "%s: %lu", cases[i].text, (unsigned long)e.line);
		cr_assert_str_eq(e.subject, "file");
		cr_assert_null(strstr(e.detail, "geheim"), "%s", e.detail);
	}
	cr_assert_null(load("items: []\n"));
	cr_assert(strstr(e.detail, "title"), "the missing key is named: %s", e.detail);
}

Test(yaml, refuses_all_outside_the_subset)
{
	static const struct {
		const char *text;
		enum error_code code;
		uint64_t line;
	} cases[] = {
		{ "", ERR_SYNTAX, 1 },
		{ "# remark only\n", ERR_SYNTAX, 1 },
		{ "a: &x 1\n", ERR_SYNTAX, 1 },
		{ "a: &x [1]\n", ERR_SYNTAX, 1 },
		{ "a: 1\nb: &x {c: 1}\n", ERR_SYNTAX, 2 },
		{ "&x a: 1\n", ERR_SYNTAX, 1 },
		{ "a: 1\nb: *x\n", ERR_SYNTAX, 2 },
		{ "a: &x 1\nb: *x\n", ERR_SYNTAX, 1 },
		{ "a: !!str 1\n", ERR_SYNTAX, 1 },
		{ "a: ! 1\n", ERR_SYNTAX, 1 },
		{ "a: !x {b: 1}\n", ERR_SYNTAX, 1 },
		{ "a: !!seq [b]\n", ERR_SYNTAX, 1 },
		{ "%YAML 1.1\n---\na: 1\n", ERR_SYNTAX, 1 },
		{ "%TAG ! tag:x,2000:\n---\na: 1\n", ERR_SYNTAX, 1 },
		{ "a: 1\n---\nb: 1\n", ERR_SYNTAX, 2 },
		{ "a: 1\n...\n---\n", ERR_SYNTAX, 3 },
		{ "a: {b: 1}\n<<: {c: 1}\n", ERR_SYNTAX, 2 },
		{ "? [a]\n: 1\n", ERR_SYNTAX, 1 },
		{ "? \n\n? \n", ERR_SYNTAX, 1 },
		{ "a: 1\n\"\": 2\n", ERR_SYNTAX, 2 },
		{ "? {a: 1}\n: 1\n", ERR_SYNTAX, 1 },
		{ "a: [1\nb: 2\n", ERR_SYNTAX, 2 },
		{ "a: 1\n b: 2\n", ERR_SYNTAX, 2 },
		{ "a: \"b\n", ERR_SYNTAX, 2 },
		{ "a: @b\n", ERR_SYNTAX, 1 },
		{ "a: \"\\q\"\n", ERR_SYNTAX, 1 },
		{ "a:\n\t- b\n", ERR_CONTROL_CHARACTER, 2 },
		{ "a: b\t# c\n", ERR_CONTROL_CHARACTER, 1 },
		{ "a: b\r\nc: d\r\n", ERR_CONTROL_CHARACTER, 1 },
		{ "a: b\nc: \x1b[31m\n", ERR_CONTROL_CHARACTER, 2 },
		{ "a: b\nc: \xe2\x80\xae\n", ERR_CONTROL_CHARACTER, 2 },
		{ "a: b\xc2\x85\n", ERR_CONTROL_CHARACTER, 1 },
		{ "a: 1\nb: \"x\\0y\"\n", ERR_CONTROL_CHARACTER, 2 },
		{ "a: \"\\t\"\n", ERR_CONTROL_CHARACTER, 1 },
		{ "a: \"\\u202e\"\n", ERR_CONTROL_CHARACTER, 1 },
		{ "\"\\e\": a\n", ERR_CONTROL_CHARACTER, 1 },
		{ "\xef\xbb\xbf"
		  "a: 1\n",
		  ERR_SYNTAX, 1 },
		{ "a: 1\n\xef\xbb\xbf"
		  "b: 1\n",
		  ERR_SYNTAX, 2 },
		{ "a: 1\nb: \xef\xbf\xbf\n", ERR_SYNTAX, 2 },
		{ "a: \xff\n", ERR_UTF8, 1 },
		{ "a: 1\nb: {c: 1, c: 2}\n", ERR_DUPLICATE, 2 },
		{ "a:\n - {b: 1}\n - {b: 1, c: 2,\n   b: 3}\n", ERR_DUPLICATE, 4 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		e = (struct error){ 0 };
		cr_assert_not(yaml_check(bytes_of_string(cases[i].text), "file", &e), "%s", cases[i].text);
		cr_assert_eq(e.code, cases[i].code, "%s: %s %s", cases[i].text, error_name(e.code), e.detail);
		cr_assert_eq(e.line, cases[i].line, "%s: %lu %s", cases[i].text, (unsigned long)e.line,
		             e.detail);
		cr_assert_str_eq(e.subject, "file");
	}
	cr_assert_not(yaml_check(bytes_of("a: \0b\n", 6), "file", &e));
	cr_assert_eq(e.code, ERR_CONTROL_CHARACTER);
	cr_assert(yaml_check(BYTES("a: {b: 1}\nc: {b: 1}\nd: \"<<\"\ne: [{b: 1}, {b: 1}]\n\"<<\": x\n"),
	                     "file", &e),
	          "%s", e.detail);
}

static bool check_repeated(const char *head, const char *text, size_t count, const char *tail)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	buffer_append_string(&b, head);
	for (size_t i = 0; i < count; i++)
		buffer_append_string(&b, text);
	buffer_append_string(&b, tail);
	e = (struct error){ 0 };
	return yaml_check(buffer_bytes(&b), "file", &e);
}

Test(yaml, limits_depth_and_size)
{
	cr_assert(check_repeated("", "- ", LIMIT_YAML_DEPTH, "a\n"), "%s", e.detail);
	cr_assert_not(check_repeated("", "- ", LIMIT_YAML_DEPTH + 1, "a\n"));
	cr_assert_eq(e.code, ERR_SYNTAX);
	cr_assert_not(check_repeated("a: ", "[", 500000, "\n"));
	cr_assert_eq(e.code, ERR_SYNTAX);
	cr_assert_not(check_repeated("", "{a: ", 500000, "\n"));
	cr_assert_eq(e.code, ERR_SYNTAX);
	cr_assert_not(check_repeated("", "- ", 500000, "\n"));
	cr_assert_eq(e.code, ERR_SYNTAX);
	cr_assert_not(check_repeated("a: ", "0123456789", 1 << 20, "\n"));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
	cr_assert(check_repeated("a: ", "0123456789", LIMIT_YAML_SIZE / 10 - 1, "\n"), "%s", e.detail);
}

Test(yaml, compares_many_keys_at_once)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	for (unsigned i = 0; i < 50000; i++)
		buffer_printf(&b, "key%u: %u\n", i, i);
	cr_assert(yaml_check(buffer_bytes(&b), "file", &e), "%s", e.detail);
	buffer_append_string(&b, "key777: x\n");
	cr_assert_not(yaml_check(buffer_bytes(&b), "file", &e));
	cr_assert_eq(e.code, ERR_DUPLICATE);
	cr_assert_eq(e.line, 50001);
}

#define PATH(...) ((const char *const[]){ __VA_ARGS__ __VA_OPT__(, ) NULL })

Test(yaml, finds_the_line_of_a_path)
{
	struct bytes text = BYTES("# x\ntitle: a\npurposes:\n  - name: p\n  - name: q\n    fields:\n      - "
	                          "f\n      - {g: 1,\n         h: 2}\n");
	cr_assert_eq(yaml_line_of(text, PATH("title")), 2);
	cr_assert_eq(yaml_line_of(text, PATH("purposes")), 3);
	cr_assert_eq(yaml_line_of(text, PATH("purposes", "0", "name")), 4);
	cr_assert_eq(yaml_line_of(text, PATH("purposes", "1")), 5);
	cr_assert_eq(yaml_line_of(text, PATH("purposes", "1", "fields")), 6);
	cr_assert_eq(yaml_line_of(text, PATH("purposes", "1", "fields", "1", "h")), 9);
	cr_assert_eq(yaml_line_of(text, PATH("purposes", "2")), 0);
	cr_assert_eq(yaml_line_of(text, PATH("purposes", "x")), 0);
	cr_assert_eq(yaml_line_of(text, PATH("title", "x")), 0);
	cr_assert_eq(yaml_line_of(text, PATH("nothing")), 0);
	cr_assert_eq(yaml_line_of(text, PATH()), 2);
	cr_assert_eq(yaml_line_of(BYTES("a: [\n"), PATH("a")), 0);
}

Test(yaml, reads_truths_strictly)
{
	bool truth = false;
	cr_assert(yaml_truth("true", &truth) && truth);
	cr_assert(yaml_truth("false", &truth) && !truth);
	static const char *const others[] = { "", "True", "yes", "1", "on", "true ", "no" };
	for (size_t i = 0; i < ELEMENTS(others); i++)
		cr_assert_not(yaml_truth(others[i], &truth));
}

Test(yaml, writes_block_style)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	struct yaml_writer w;
	yaml_begin(&w, &b);
	yaml_text(&w, "title", "a b");
	yaml_number(&w, "version", 3);
	yaml_truth_value(&w, "open", false);
	yaml_map(&w, "map");
	yaml_text(&w, "x", "no");
	yaml_end_map(&w);
	yaml_list(&w, "units");
	yaml_item_map(&w);
	yaml_text(&w, "name", "leiden/wmo");
	yaml_list(&w, "fields");
	yaml_item_text(&w, "bsn");
	yaml_item_text(&w, "123");
	yaml_end_list(&w);
	yaml_end_item_map(&w);
	yaml_item_map(&w);
	yaml_map(&w, "deep");
	yaml_text(&w, "a", "");
	yaml_end_map(&w);
	yaml_literal(&w, "sums", BYTES("ab  c\n\nde  f\n"));
	yaml_end_item_map(&w);
	yaml_end_list(&w);
	yaml_text(&w, "end", "x");
	cr_assert_str_eq(buffer_string(&b),
	                 "title: a b\nversion: 3\nopen: false\nmap:\n  x: \"no\"\nunits:\n"
	                 "  - name: leiden/wmo\n    fields:\n      - bsn\n      - \"123\"\n"
	                 "  - deep:\n      a: \"\"\n    sums: |\n      ab  c\n\n      de  f\nend: x\n");
	cr_assert(yaml_check(buffer_bytes(&b), "file", &e), "%s %lu", e.detail, (unsigned long)e.line);
}

/* What is written comes back as the same text, and plain only where no YAML reader could differ. */
Test(yaml, reads_back_every_text)
{
	static const struct {
		const char *text;
		bool plain;
	} cases[] = {
		{ "abc", true },
		{ "a b/c.d_e+f-g", true },
		{ "7 apples", true },
		{ "Yes please", true },
		{ "", false },
		{ " ", false },
		{ "a ", false },
		{ " a", false },
		{ "no", false },
		{ "No", false },
		{ "Y", false },
		{ "NULL", false },
		{ "true", false },
		{ "1", false },
		{ "0x1f", false },
		{ "1e5", false },
		{ "1_000", false },
		{ "2026-11-23", false },
		{ "0o17", false },
		{ "1.5", false },
		{ "~", false },
		{ "-", false },
		{ "- a", false },
		{ "a: b", false },
		{ "a #b", false },
		{ "\"", false },
		{ "\\n", false },
		{ "a\nb\n", false },
		{ "{a}", false },
		{ "é", false },
		{ "'x'", false },
		{ "*a", false },
		{ "\xef\xbb\xbf", false },
		{ "x\xef\xbf\xbe\xef\xbf\xbfy", false },
		{ "\xf0\x9f\x98\x80", false },
		{ "---", false },
		{ "a\xef\xbf\xbd", false },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(buffer_clear) struct buffer b = { 0 };
		struct yaml_writer w;
		yaml_begin(&w, &b);
		yaml_text(&w, "title", cases[i].text);
		cr_assert_eq(b.data[7] != '"', cases[i].plain, "%s", buffer_string(&b));
		buffer_append_string(&b, "items: []\n");
		struct top *t = load(buffer_string(&b));
		cr_assert_not_null(t, "%s: %s", buffer_string(&b), e.detail);
		cr_assert_str_eq(t->title, cases[i].text);
		yaml_unload(&top_schema, t, 0);
	}
}

Test(yaml, reads_back_every_literal)
{
	static const char *const texts[] = { "",
		                             "\n",
		                             "\n\n",
		                             "a",
		                             "a\n",
		                             "a\n\n",
		                             "a\n\n\nb",
		                             " a\nb\n",
		                             "\n a\n",
		                             "  a\n b",
		                             "a: b\n- c\n# d\n" };
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		_cleanup_(buffer_clear) struct buffer b = { 0 };
		struct yaml_writer w;
		yaml_begin(&w, &b);
		yaml_literal(&w, "title", bytes_of_string(texts[i]));
		buffer_append_string(&b, "items: []\n");
		struct top *t = load(buffer_string(&b));
		cr_assert_not_null(t, "%s: %s", buffer_string(&b), e.detail);
		cr_assert_str_eq(t->title, texts[i], "%s", buffer_string(&b));
		yaml_unload(&top_schema, t, 0);
	}
}
