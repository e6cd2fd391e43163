/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/keyed.h"

#include "base/limits.h"
#include "base/text.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct error e;

/* --- a text with a row of every kind --- */

enum colour { RED, GREEN, BLUE };
static const char *const colours[] = { "red", "green", "blue" };
static const char *const laws[] = { "wmo", "pw" };

struct point {
	uint64_t x, y;
};

static bool parse_point(struct bytes text, void *ret, struct error *error)
{
	struct point *p = ret;
	struct cursor c = cursor_of(text);
	(void)error;
	return number_parse(cursor_until(&c, ','), 99, &p->x) && number_parse(c.left, 99, &p->y);
}

static void format_point(const void *value, struct buffer *out)
{
	const struct point *p = value;
	buffer_printf(out, "%u,%u", (unsigned)p->x, (unsigned)p->y);
}

static const struct keyed_type point_type = { parse_point, format_point, "two numbers" };

static bool parse_sums(struct bytes text, void *ret, struct error *error);
static void format_sums(const void *value, struct buffer *out);
static const struct keyed_type sums_type = { parse_sums, format_sums, NULL };

struct item {
	char *name;
	char **words;
	size_t word_count;
	uint64_t size;
};
struct every {
	char *title, *note, *loose;
	char sums[40], short_name[5];
	uint64_t version, fixed;
	bool open, must, has_point, has_part;
	enum colour colour;
	bool blue;
	unsigned laws;
	uint8_t id[4];
	moment made, day;
	struct point point;
	uint64_t depth, beside;
	char *inner;
	struct item *items;
	size_t item_count;
	uint8_t (*ids)[2];
	size_t id_count;
};

/* Of the whole, with what came before. */
static bool parse_sums(struct bytes text, void *ret, struct error *error)
{
	struct every *v = ret;
	if (text.size >= sizeof v->sums || v->version != 3)
		return error_set(error, ERR_MEMBER_HASH, NULL, "%s", "a rule of its own");
	memcpy(v->sums, text.data, text.size);
	return true;
}

static void format_sums(const void *value, struct buffer *out)
{
	const struct every *v = value;
	buffer_append_string(out, v->sums);
}

static bool starts_small(struct bytes text)
{
	return text.size > 0 && text.data[0] >= 'a' && text.data[0] <= 'z';
}

/* An item that says how large it is must say of which words. */
static bool check_item(void *holder, struct keyed_at at, struct error *error)
{
	const struct item *i = holder;
	return !keyed_has(at, "size") || i->word_count ||
	       keyed_fault(at, error, ERR_MAPPING, "size", "not without words");
}

static const struct keyed word = KEYED_TEXT_ITEM(.most = 5);
static const struct keyed short_id = { .kind = KEYED_IS_HEX, .size = 2 };
static const struct keyed item_keys[] = {
	KEYED_TEXT("name", struct item, name, .least = 1, .most = 10, .fits = starts_small,
	           .rule = "a small letter first"),
	KEYED_VALUES("words", struct item, words, word_count, word, 3, KEYED_OPTIONAL, .least = 1),
	KEYED_NUMBER("size", struct item, size, 0, KEYED_OPTIONAL),
	{ 0 },
};
static const struct keyed part_keys[] = {
	KEYED_NUMBER("depth", struct every, depth, 0),
	KEYED_TEXT("inner", struct every, inner, KEYED_OPTIONAL),
	KEYED_NUMBER("beside", struct every, beside, 0, KEYED_WITH(struct every, inner)),
	{ 0 },
};
static const struct keyed every_keys[] = {
	KEYED_CONSTANT("type", "sluis.every/v1"),
	KEYED_TEXT("title", struct every, title),
	KEYED_TEXT("note", struct every, note, KEYED_OPTIONAL),
	KEYED_TEXT("loose", struct every, loose, KEYED_OPTIONAL, .bare = true),
	KEYED_NUMBER("version", struct every, version, 100, .least = 1),
	KEYED_FIXED("fixed", struct every, fixed),
	KEYED_TRUTH("open", struct every, open),
	KEYED_TRUTH("must", struct every, must, KEYED_OPTIONAL, .least = 1),
	KEYED_WORD("colour", struct every, colour, colours),
	KEYED_WORD("blue", struct every, blue, colours, KEYED_OPTIONAL),
	KEYED_BITS("laws", struct every, laws, laws, KEYED_OPTIONAL, .least = 1),
	KEYED_HEX("id", struct every, id),
	KEYED_MOMENT("made", struct every, made),
	KEYED_DAY("day", struct every, day, KEYED_OPTIONAL),
	KEYED_OTHER("point", struct every, point, point_type, KEYED_HAS(struct every, has_point)),
	KEYED_PART("part", struct every, has_part, part_keys),
	KEYED_LIST("items", struct every, items, item_count, item_keys, 3, KEYED_OPTIONAL,
	           .code = ERR_MEMBER_COUNT, .check = check_item),
	KEYED_VALUES("ids", struct every, ids, id_count, short_id, 9, KEYED_OPTIONAL, .empty_is_none = true),
	KEYED_ARRAY("short", struct every, short_name, KEYED_OPTIONAL, .least = 1),
	KEYED_BLOCK("sums", struct every, sums, sums_type),
	{ 0 },
};

static const char all[] =
	"type: sluis.every/v1\ntitle: a b\nnote: \"no\"\nloose: 12\nversion: 3\n"
	"fixed: \"00000000000000000041\"\nopen: false\nmust: true\ncolour: green\nblue: green\n"
	"laws:\n  - wmo\n  - pw\nid: \"01020304\"\nmade: \"2026-11-23T10:00:00Z\"\n"
	"day: \"2026-11-23\"\npoint: \"3,4\"\npart:\n  depth: 7\n  inner: in\n  beside: 0\nitems:\n"
	"  - name: one\n    words:\n      - bsn\n      - \"123\"\n    size: 5\n  - name: two\n"
	"ids:\n  - abcd\n  - \"0001\"\nshort: abcd\nsums: |\n  ab  c\n\n  de  f\n";

static void every_clear(struct every *v)
{
	keyed_clear(v, every_keys);
}

static bool read_every(const char *text, struct every *ret, struct keyed_lines *lines)
{
	e = (struct error){ 0 };
	*ret = (struct every){ 0 };
	return keyed_read(bytes_of_string(text), "file", every_keys, ret, lines, &e);
}

Test(keyed, reads_every_kind_of_row)
{
	_cleanup_(every_clear) struct every v = { 0 };
	cr_assert(read_every(all, &v, NULL), "%s@%lu %s", error_name(e.code), (unsigned long)e.line,
	          e.detail);
	cr_expect_str_eq(v.title, "a b");
	cr_expect_str_eq(v.note, "no");
	cr_expect_str_eq(v.loose, "12");
	cr_expect(v.version == 3 && v.fixed == 41 && !v.open && v.must && v.colour == GREEN && v.blue);
	cr_expect(v.laws == 3 && v.id[0] == 1 && v.id[3] == 4 && v.made == 1795428000);
	cr_expect(v.day == 1795392000 && v.has_point && v.point.x == 3 && v.point.y == 4);
	cr_expect(v.has_part && v.depth == 7);
	cr_expect_str_eq(v.inner, "in");
	cr_assert(v.item_count == 2 && v.items[0].word_count == 2 && v.items[1].word_count == 0);
	cr_expect_str_eq(v.items[0].words[1], "123");
	cr_expect_null(v.items[0].words[2], "a list has an end");
	cr_expect_str_eq(v.items[1].name, "two");
	cr_assert(v.id_count == 2 && v.ids[0][0] == 0xab && v.ids[1][1] == 1);
	cr_expect_str_eq(v.short_name, "abcd");
	cr_expect_str_eq(v.sums, "ab  c\n\nde  f\n");
}

Test(keyed, writes_what_it_read)
{
	_cleanup_(every_clear) struct every v = { 0 }, least = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 }, quoted = { 0 };
	cr_assert(read_every(all, &v, NULL));
	keyed_write(&v, every_keys, KEYED_PLAIN, &text);
	cr_expect_str_eq(buffer_string(&text), all);
	static const char few[] =
		"type: sluis.every/v1\ntitle: \"a\"\nversion: 3\nfixed: \"00000000000000000000\"\n"
		"open: true\ncolour: \"red\"\nid: \"00000000\"\nmade: \"2026-11-23T10:00:00Z\"\n";
	cr_assert(read_every(few, &least, NULL), "%s", e.detail);
	keyed_write(&least, every_keys, KEYED_QUOTED, &quoted);
	cr_expect_str_eq(buffer_string(&quoted), few);
}

Test(keyed, an_item_without_values_is_written_as_one)
{
	struct item empty[1] = { { 0 } };
	static const struct keyed loose_keys[] = { KEYED_TEXT("name", struct item, name, KEYED_OPTIONAL),
		                                   { 0 } };
	static const struct keyed keys[] = {
		KEYED_LIST("items", struct every, items, item_count, loose_keys, 0), { 0 }
	};
	struct every v = { .items = empty, .item_count = 1 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	keyed_write(&v, keys, KEYED_PLAIN, &text);
	cr_expect_str_eq(buffer_string(&text), "items:\n  - name: \"\"\n");
}

/* Each line of `all` with another in its place. */
Test(keyed, names_the_fault_and_its_line)
{
	static const struct {
		const char *was, *is;
		enum error_code code;
		uint64_t line;
	} cases[] = {
		{ "type: sluis", "type: geheim", ERR_VALUE, 1 },
		{ "title: a b\n", "", ERR_MISSING, 1 },
		{ "title: a b\n", "title:\n  - geheim\n", ERR_VALUE, 3 },
		{ "title: a b\n", "title: {a: geheim}\n", ERR_VALUE, 2 },
		{ "note: \"no\"\n", "title: geheim\n", ERR_DUPLICATE, 3 },
		{ "note: \"no\"\n", "\"title\": geheim\n", ERR_DUPLICATE, 3 },
		{ "note: \"no\"\n", "\"t\\x69tle\": geheim\n", ERR_DUPLICATE, 3 },
		{ "note: \"no\"\n", "geheim: 1\n", ERR_UNKNOWN_KEY, 3 },
		{ "note: \"no\"\n", "Title: geheim\n", ERR_UNKNOWN_KEY, 3 },
		{ "version: 3\n", "version: 101\n", ERR_VALUE, 5 },
		{ "version: 3\n", "version: 0\n", ERR_VALUE, 5 },
		{ "version: 3\n", "version: 03\n", ERR_VALUE, 5 },
		{ "version: 3\n", "version: 0x3\n", ERR_VALUE, 5 },
		{ "version: 3\n", "version: -3\n", ERR_VALUE, 5 },
		{ "version: 3\n", "version: [3]\n", ERR_VALUE, 5 },
		{ "0000000041\"", "000000041\"", ERR_VALUE, 6 },
		{ "0000000041\"", "00000000g1\"", ERR_VALUE, 6 },
		{ "\"00000000000000000041\"", "\"99999999999999999999\"", ERR_VALUE, 6 },
		{ "open: false", "open: no", ERR_VALUE, 7 },
		{ "must: true", "must: false", ERR_VALUE, 8 },
		{ "colour: green", "colour: geheim", ERR_VALUE, 9 },
		{ "  - pw\n", "  - geheim\n", ERR_VALUE, 13 },
		{ "  - pw\n", "  - wmo\n", ERR_DUPLICATE, 13 },
		{ "  - pw\n", "  - [pw]\n", ERR_VALUE, 13 },
		{ "laws:\n  - wmo\n  - pw\n", "laws: []\n", ERR_VALUE, 11 },
		{ "laws:\n  - wmo\n  - pw\n", "laws:\n", ERR_VALUE, 11 },
		{ "id: \"01020304\"", "id: \"0102030\"", ERR_VALUE, 14 },
		{ "id: \"01020304\"", "id: \"0102030A\"", ERR_VALUE, 14 },
		{ "made: \"2026-11-23T10:00:00Z\"", "made: \"2026-11-23T10:00Z\"", ERR_VALUE, 15 },
		{ "made: \"2026-11-23T10:00:00Z\"", "made: \"1970-01-01T00:00:00Z\"", ERR_VALUE, 15 },
		{ "day: \"2026-11-23\"", "day: \"2026-02-30\"", ERR_VALUE, 16 },
		{ "point: \"3,4\"", "point: \"3;4\"", ERR_VALUE, 17 },
		{ "  depth: 7\n", "", ERR_MISSING, 19 },
		{ "  depth: 7\n", "  deep: 7\n", ERR_UNKNOWN_KEY, 19 },
		{ "part:\n  depth: 7\n  inner: in\n  beside: 0\n", "part: geheim\n", ERR_VALUE, 18 },
		{ "  inner: in\n", "", ERR_MISSING, 19 },
		{ "  beside: 0\n", "", ERR_MISSING, 19 },
		{ "name: one", "name: \"\"", ERR_VALUE, 23 },
		{ "name: one", "name: geheimgeheim", ERR_VALUE, 23 },
		{ "name: one", "name: Geheim", ERR_VALUE, 23 },
		{ "- \"123\"\n", "- geheim\n", ERR_VALUE, 26 },
		{ "- \"123\"\n", "- b\n      - c\n      - geheim\n", ERR_VALUE, 28 },
		{ "    words:\n      - bsn\n      - \"123\"\n", "    words: []\n", ERR_VALUE, 24 },
		{ "    words:\n      - bsn\n      - \"123\"\n", "", ERR_MAPPING, 24 },
		{ "  - name: two\n", "  - size: 1\n", ERR_MISSING, 28 },
		{ "  - name: two\n", "  - geheim\n", ERR_VALUE, 28 },
		{ "  - name: two\n", "  - name: a\n  - name: b\n  - name: geheim\n", ERR_MEMBER_COUNT, 30 },
		{ "short: abcd", "short: geheim", ERR_VALUE, 32 },
		{ "short: abcd", "short: \"\"", ERR_VALUE, 32 },
		{ "sums: |\n  ab", "sums: |\n  abbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
		  ERR_MEMBER_HASH, 33 },
		{ "  - name: two\n", "  - name: two\n    name: two\n", ERR_DUPLICATE, 29 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(string_freep) char *text = NULL;
		_cleanup_(every_clear) struct every v = { 0 };
		const char *at = strstr(all, cases[i].was);
		cr_assert_not_null(at, "%s", cases[i].was);
		text = string_printf("%.*s%s%s", (int)(at - all), all, cases[i].is,
		                     at + strlen(cases[i].was));
		cr_assert_not(read_every(text, &v, NULL), "%s", cases[i].is);
		cr_expect_eq(e.code, cases[i].code, "%s: %s", cases[i].is, error_name(e.code));
		cr_expect_eq(e.line, cases[i].line, "%s: %lu", cases[i].is, (unsigned long)e.line);
		cr_expect_str_eq(e.subject, "file");
		cr_expect_null(strcasestr(e.detail, "geheim"), "%s", e.detail);
		cr_expect(!v.title && !v.items && !v.item_count && !v.ids, "nothing is left behind");
	}
}

/* --- the subset --- */

struct small {
	char *a, *b, *title;
	char **list;
	size_t count;
	bool part;
	uint64_t c;
};
static const struct keyed any_word = KEYED_TEXT_ITEM();
static const struct keyed small_part[] = { KEYED_NUMBER("c", struct small, c, 0, KEYED_OPTIONAL), { 0 } };
static const struct keyed small_keys[] = {
	KEYED_TEXT("a", struct small, a, KEYED_OPTIONAL),
	KEYED_TEXT("b", struct small, b, KEYED_OPTIONAL),
	KEYED_TEXT("title", struct small, title, KEYED_OPTIONAL),
	KEYED_VALUES("list", struct small, list, count, any_word, 0, KEYED_OPTIONAL),
	KEYED_PART("part", struct small, part, small_part),
	{ 0 },
};

static void small_clear(struct small *s)
{
	keyed_clear(s, small_keys);
}

static bool read_small(struct bytes text, struct small *ret)
{
	e = (struct error){ 0 };
	*ret = (struct small){ 0 };
	return keyed_read(text, "file", small_keys, ret, NULL, &e);
}

Test(keyed, reads_scalars_as_text)
{
	_cleanup_(small_clear) struct small s = { 0 };
	cr_assert(read_small(BYTES("---\n# remark\na: 0x10\nb: no\nlist: [yes, ~, 2026-11-23, \"\", 'x']\n"
	                           "part: {c: 1}\ntitle:\n"),
	                     &s),
	          "%s", e.detail);
	cr_expect_str_eq(s.a, "0x10");
	cr_expect_str_eq(s.b, "no");
	cr_expect_str_eq(s.title, "");
	cr_assert_eq(s.count, 5);
	cr_expect_str_eq(s.list[1], "~");
	cr_expect_str_eq(s.list[2], "2026-11-23");
}

Test(keyed, refuses_all_outside_the_subset)
{
	static const struct {
		const char *text;
		enum error_code code;
		uint64_t line;
	} cases[] = {
		{ "", ERR_SYNTAX, 1 },
		{ "# remark only\n", ERR_SYNTAX, 1 },
		{ "geheim\n", ERR_VALUE, 1 },
		{ "- geheim\n", ERR_VALUE, 1 },
		{ "a: &x 1\n", ERR_SYNTAX, 1 },
		{ "a: &x [1]\n", ERR_SYNTAX, 1 },
		{ "a: 1\npart: &x {c: 1}\n", ERR_SYNTAX, 2 },
		{ "&x a: 1\n", ERR_SYNTAX, 1 },
		{ "a: 1\nb: *x\n", ERR_SYNTAX, 2 },
		{ "a: &x 1\nb: *x\n", ERR_SYNTAX, 1 },
		{ "*x : 1\n", ERR_SYNTAX, 1 },
		{ "a: !!str 1\n", ERR_SYNTAX, 1 },
		{ "a: ! 1\n", ERR_SYNTAX, 1 },
		{ "!!str a: 1\n", ERR_SYNTAX, 1 },
		{ "!x\na: 1\n", ERR_SYNTAX, 1 },
		{ "part: !x {c: 1}\n", ERR_SYNTAX, 1 },
		{ "list: !!seq [b]\n", ERR_SYNTAX, 1 },
		{ "list: [&x b]\n", ERR_SYNTAX, 1 },
		{ "%YAML 1.1\n---\na: 1\n", ERR_SYNTAX, 1 },
		{ "%TAG ! tag:x,2000:\n---\na: 1\n", ERR_SYNTAX, 1 },
		{ "a: 1\n---\nb: 1\n", ERR_SYNTAX, 2 },
		{ "a: 1\n...\n---\n", ERR_SYNTAX, 3 },
		{ "a: 1\n<<: {c: 1}\n", ERR_SYNTAX, 2 },
		{ "? [a]\n: 1\n", ERR_SYNTAX, 1 },
		{ "? \n\n? \n", ERR_SYNTAX, 1 },
		{ "a: 1\n\"\": 2\n", ERR_SYNTAX, 2 },
		{ "? {a: 1}\n: 1\n", ERR_SYNTAX, 1 },
		{ "list: [1\nb: 2\n", ERR_SYNTAX, 2 },
		{ "a: 1\n b: 2\n", ERR_SYNTAX, 2 },
		{ "a: \"b\n", ERR_SYNTAX, 2 },
		{ "a: @b\n", ERR_SYNTAX, 1 },
		{ "a: \"\\q\"\n", ERR_SYNTAX, 1 },
		{ "list:\n\t- b\n", ERR_CONTROL_CHARACTER, 2 },
		{ "a: b\t# c\n", ERR_CONTROL_CHARACTER, 1 },
		{ "a: b\r\nb: d\r\n", ERR_CONTROL_CHARACTER, 1 },
		{ "a: b\nb: \x1b[31m\n", ERR_CONTROL_CHARACTER, 2 },
		{ "a: b\nb: \xe2\x80\xae\n", ERR_CONTROL_CHARACTER, 2 },
		{ "a: b\xc2\x85\n", ERR_CONTROL_CHARACTER, 1 },
		{ "a: 1\nb: \"x\\0y\"\n", ERR_CONTROL_CHARACTER, 2 },
		{ "a: \"\\t\"\n", ERR_CONTROL_CHARACTER, 1 },
		{ "a: \"\\u202e\"\n", ERR_CONTROL_CHARACTER, 1 },
		{ "list: [\"\\e\"]\n", ERR_CONTROL_CHARACTER, 1 },
		{ "\"\\e\": a\n", ERR_CONTROL_CHARACTER, 1 },
		{ "\xef\xbb\xbf"
		  "a: 1\n",
		  ERR_SYNTAX, 1 },
		{ "a: 1\n\xef\xbb\xbf"
		  "b: 1\n",
		  ERR_SYNTAX, 2 },
		{ "a: 1\nb: \xef\xbf\xbf\n", ERR_SYNTAX, 2 },
		{ "a: \xff\n", ERR_UTF8, 1 },
		{ "a: 1\npart: {c: 1, c: 2}\n", ERR_DUPLICATE, 2 },
		{ "a: 1\n\"<<\": 2\n", ERR_UNKNOWN_KEY, 2 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(small_clear) struct small s = { 0 };
		cr_assert_not(read_small(bytes_of_string(cases[i].text), &s), "%s", cases[i].text);
		cr_expect_eq(e.code, cases[i].code, "%s: %s %s", cases[i].text, error_name(e.code), e.detail);
		cr_expect_eq(e.line, cases[i].line, "%s: %lu %s", cases[i].text, (unsigned long)e.line,
		             e.detail);
		cr_expect_str_eq(e.subject, "file");
		cr_expect_null(strstr(e.detail, "geheim"), "%s", e.detail);
	}
	_cleanup_(small_clear) struct small s = { 0 };
	cr_assert_not(read_small(bytes_of("a: \0b\n", 6), &s));
	cr_assert_eq(e.code, ERR_CONTROL_CHARACTER);
}

static bool read_repeated(const char *head, const char *text, size_t count, const char *tail)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	_cleanup_(small_clear) struct small s = { 0 };
	buffer_append_string(&b, head);
	for (size_t i = 0; i < count; i++)
		buffer_append_string(&b, text);
	buffer_append_string(&b, tail);
	return read_small(buffer_bytes(&b), &s);
}

/* What is nested is refused where it begins, and costs nothing behind that. */
Test(keyed, limits_depth_and_size)
{
	cr_assert_not(read_repeated("list: ", "[", 500000, "\n"));
	cr_assert_eq(e.code, ERR_VALUE);
	cr_assert_not(read_repeated("", "{a: ", 500000, "\n"));
	cr_assert_eq(e.code, ERR_VALUE);
	cr_assert_not(read_repeated("", "- ", 500000, "\n"));
	cr_assert_eq(e.code, ERR_VALUE);
	cr_assert_not(read_repeated("a: ", "0123456789", 1 << 20, "\n"));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
	cr_assert(read_repeated("a: ", "0123456789", LIMIT_YAML_SIZE / 10 - 1, "\n"), "%s", e.detail);
	cr_assert(read_repeated("list:\n", "- 1\n", 100000, ""), "%s", e.detail);
}

Test(keyed, cut_anywhere_leaves_nothing_behind)
{
	for (size_t size = 0; size < sizeof all - 1; size++) {
		_cleanup_(every_clear) struct every v = { 0 };
		_cleanup_(string_freep) char *text = string_of_bytes(bytes_of(all, size));
		if (!read_every(text, &v, NULL))
			cr_assert(e.code != ERR_NONE && !v.title && !v.items && !v.ids);
	}
}

Test(keyed, knows_where_each_value_stands)
{
	_cleanup_(every_clear) struct every v = { 0 };
	_cleanup_(keyed_lines_clear) struct keyed_lines l = { 0 };
	cr_assert(read_every(all, &v, &l));
	struct keyed_at whole = keyed_whole(&l);
	static const struct {
		const char *path;
		bool has;
		uint64_t line;
	} cases[] = {
		{ "", true, 1 },
		{ "title", true, 2 },
		{ "laws/1", true, 13 },
		{ "part/inner", true, 20 },
		{ "items", true, 22 },
		{ "items/0", true, 23 },
		{ "items/0/words/1", true, 26 },
		{ "items/1/name", true, 28 },
		{ "items/1/size", false, 28 },
		{ "items/2", false, 22 },
		{ "items/x/name", false, 22 },
		{ "nothing", false, 1 },
		{ "title/x", false, 2 },
		{ "ids/1", true, 31 },
		{ "sums", true, 33 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		cr_expect_eq(keyed_has(whole, cases[i].path), cases[i].has, "%s", cases[i].path);
		cr_expect_eq(keyed_line(keyed_in(whole, "%s", cases[i].path)), cases[i].line, "%s: %lu",
		             cases[i].path, (unsigned long)keyed_line(keyed_in(whole, "%s", cases[i].path)));
	}
	struct keyed_at item = keyed_in(whole, "items/%zu", (size_t)1);
	cr_expect(keyed_has(item, "name") && !keyed_has(item, "words"));
	cr_expect_not(keyed_fault(item, &e, ERR_MAPPING, "name", "a rule"));
	cr_expect(e.code == ERR_MAPPING && e.line == 28);
	cr_expect_str_eq(e.detail, "name: a rule");
	cr_expect_str_eq(e.subject, "file");
	struct keyed_lines none = { 0 };
	cr_expect_eq(keyed_line(keyed_in(keyed_whole(&none), "title")), 0);
}

Test(keyed, reads_truths_strictly)
{
	bool truth = false;
	cr_assert(keyed_truth("true", &truth) && truth);
	cr_assert(keyed_truth("false", &truth) && !truth);
	static const char *const others[] = { "", "True", "yes", "1", "on", "true ", "no" };
	for (size_t i = 0; i < ELEMENTS(others); i++)
		cr_assert_not(keyed_truth(others[i], &truth));
}

/* What is written comes back as the same text, and plain only where no YAML reader could differ. */
Test(keyed, reads_back_every_text)
{
	static const struct {
		const char *text;
		bool plain, bare;
	} cases[] = {
		{ "abc", true, false },
		{ "a b/c.d_e+f-g", true, false },
		{ "7 apples", true, false },
		{ "Yes please", true, false },
		{ "", false, false },
		{ " ", false, false },
		{ "a ", false, false },
		{ " a", false, false },
		{ "no", false, false },
		{ "No", false, false },
		{ "Y", false, false },
		{ "NULL", false, false },
		{ "true", false, true },
		{ "1", false, true },
		{ "0x1f", false, false },
		{ "1e5", false, false },
		{ "1_000", false, false },
		{ "2026-11-23", false, false },
		{ "0o17", false, false },
		{ "1.5", false, false },
		{ "~", false, false },
		{ "-", false, false },
		{ "- a", false, false },
		{ "a: b", false, false },
		{ "a #b", false, false },
		{ "\"", false, false },
		{ "\\n", false, false },
		{ "a\nb\n", false, false },
		{ "{a}", false, false },
		{ "é", false, false },
		{ "'x'", false, false },
		{ "*a", false, false },
		{ "\xef\xbb\xbf", false, false },
		{ "x\xef\xbf\xbe\xef\xbf\xbfy", false, false },
		{ "\xf0\x9f\x98\x80", false, false },
		{ "---", false, false },
		{ "a\xef\xbf\xbd", false, false },
	};
	static const struct keyed loose[] = { KEYED_TEXT("title", struct small, title, .bare = true), { 0 } };
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct small from = { .title = string_copy(cases[i].text) }, back = { 0 };
		_cleanup_(buffer_clear) struct buffer b = { 0 }, quoted = { 0 }, bare = { 0 };
		keyed_write(&from, small_keys, KEYED_PLAIN, &b);
		keyed_write(&from, small_keys, KEYED_QUOTED, &quoted);
		keyed_write(&from, loose, KEYED_PLAIN, &bare);
		cr_expect_eq(b.data[7] != '"', cases[i].plain, "%s", buffer_string(&b));
		cr_expect_eq(bare.data[7] != '"', cases[i].plain || cases[i].bare, "%s",
		             buffer_string(&bare));
		cr_expect_eq(quoted.data[7], '"');
		const struct buffer *forms[] = { &b, &quoted, &bare };
		for (size_t j = 0; j < ELEMENTS(forms); j++) {
			cr_assert(read_small(buffer_bytes(forms[j]), &back), "%s: %s", cases[i].text,
			          e.detail);
			cr_expect_str_eq(back.title, cases[i].text);
			small_clear(&back);
		}
		small_clear(&from);
	}
}
