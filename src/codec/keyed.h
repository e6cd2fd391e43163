/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Texts made of keys: a table says once which keys a text has, what each may say and in
 * which member of a struct it is kept. The text is read, written and freed by that table.
 *
 *     static const struct keyed member_keys[] = {
 *         KEYED_TEXT("name", struct member, name),
 *         KEYED_NUMBER("size", struct member, size, UINT64_MAX),
 *         { 0 },
 *     };
 *
 * The texts are YAML, of which a strict, small part is read, in one pass over libyaml's
 * events (docs/adr/0006 and 0036): UTF-8 and LF only, one document, no anchors, aliases,
 * tags, directives, merge keys or empty keys, no key twice, none that the table lacks, and
 * none missing that it needs. Every value is text until its row says what it is, so that
 * `country: no` is the text "no" and `0x10` never a number. What is nested deeper than the
 * tables say is refused where it begins. Each fault has its line.
 *
 * What must hold between the values of a text is for whoever reads it to check: the lines
 * of all values are kept for that. Nothing here knows what a text is about. */

#include "base/moment.h"

enum keyed_kind {
	KEYED_IS_TEXT = 1,
	KEYED_IS_ARRAY,
	KEYED_IS_NUMBER,
	KEYED_IS_FIXED,
	KEYED_IS_TRUTH,
	KEYED_IS_WORD,
	KEYED_IS_BITS,
	KEYED_IS_HEX,
	KEYED_IS_MOMENT,
	KEYED_IS_DAY,
	KEYED_IS_OTHER,
	KEYED_IS_BLOCK,
	KEYED_IS_CONSTANT,
	KEYED_IS_PART,
	KEYED_IS_LIST,
};

/* A kind of value that isn't known here, such as a key: both ways, and what is said of one that
 * isn't well formed. `rule` NULL: what `parse` says, with the line. */
struct keyed_type {
	bool (*parse)(struct bytes text, void *ret, struct error *e);
	void (*format)(const void *value, struct buffer *out);
	const char *rule;
};

/* Which places of a text a check is about: the whole, or an item of a list. */
struct keyed_at {
	const struct keyed_lines *lines;
	size_t mark;
};

/* A row: made by the macros below, to which any of these may be added, as in `.least = 1`. */
struct keyed {
	const char *name; /* NULL ends the table */
	enum keyed_kind kind;
	size_t offset, size; /* of the member; of a list: of one item */
	/* May be missing. Then the member stays zero, and one that is zero isn't written. */
	bool optional;
	bool bare;          /* a text that is written without quotes when it is a number or a truth */
	bool empty_is_none; /* of a list: `key:` and nothing behind it is a list without items */
	size_t has;         /* 1 + offset of a bool: whether it is there; 0: see `optional` */
	size_t with;        /* 1 + offset of a char *: it is there when, and only when, that text is */
	/* Of a text in bytes, of a list in items, of a number its value; `most` 0: any. A truth of at
	 * least 1 is true. */
	uint64_t least, most;
	bool (*fits)(struct bytes text); /* a text must; NULL: any does */
	const char *rule;                /* what is said of a value that isn't right; NULL: the kind's own */
	/* What its fault is, if not ERR_VALUE (or ERR_DUPLICATE of a word twice); of a list: an item too
	 * many. */
	enum error_code code;
	const char *const *words;
	size_t word_count;
	const struct keyed_type *type;
	const struct keyed *keys;  /* of a part, and of the items of a list */
	const struct keyed *value; /* of the items of a list that have no keys: `name` NULL */
	size_t count;              /* of a list: offset of the number of items, a size_t */
	/* Asked of a part or an item when all of it was read. */
	bool (*check)(void *holder, struct keyed_at at, struct error *e);
};

#define KEYED_SAME(type_, member_, is_) __builtin_types_compatible_p(__typeof__(((type_ *)0)->member_), is_)
#define KEYED_IS_POINTER(type_, member_) \
	(KEYED_SAME(type_, member_, char *) || KEYED_SAME(type_, member_, const char *))
/* The member's offset; doesn't compile when the member is of another type. */
#define KEYED_OFFSET(type_, member_, condition_) \
	(offsetof(type_, member_) + 0 * sizeof(char[(condition_) ? 1 : -1]))
#define KEYED_ROW(name_, kind_, type_, member_, condition_, ...) \
	{ \
		.name = (name_), .kind = (kind_), .offset = KEYED_OFFSET(type_, member_, condition_), \
		.size = sizeof(((type_ *)0)->member_), __VA_ARGS__ \
	}

#define KEYED_OPTIONAL .optional = true
#define KEYED_HAS(type_, member_) \
	.optional = true, .has = 1 + KEYED_OFFSET(type_, member_, KEYED_SAME(type_, member_, bool))

#define KEYED_WITH(type_, member_) \
	.optional = true, .with = 1 + KEYED_OFFSET(type_, member_, KEYED_IS_POINTER(type_, member_))

/* char *, owned. */
#define KEYED_TEXT(name_, type_, member_, ...) \
	KEYED_ROW(name_, KEYED_IS_TEXT, type_, member_, KEYED_IS_POINTER(type_, member_), __VA_ARGS__)
/* char[]: a text that fits in it. */
#define KEYED_ARRAY(name_, type_, member_, ...) \
	KEYED_ROW(name_, KEYED_IS_ARRAY, type_, member_, sizeof(((type_ *)0)->member_[0]) == 1, __VA_ARGS__)
/* uint64_t: in decimal; or in twenty digits and quotes, so that a text's size doesn't depend on it. */
#define KEYED_NUMBER(name_, type_, member_, most_, ...) \
	KEYED_ROW(name_, KEYED_IS_NUMBER, type_, member_, KEYED_SAME(type_, member_, uint64_t), \
	          .most = (most_), __VA_ARGS__)
#define KEYED_FIXED(name_, type_, member_, ...) \
	KEYED_ROW(name_, KEYED_IS_FIXED, type_, member_, KEYED_SAME(type_, member_, uint64_t), __VA_ARGS__)
/* bool */
#define KEYED_TRUTH(name_, type_, member_, ...) \
	KEYED_ROW(name_, KEYED_IS_TRUTH, type_, member_, KEYED_SAME(type_, member_, bool), __VA_ARGS__)
/* An enum, or a bool: the word's place in an array of them. */
#define KEYED_WORD(name_, type_, member_, words_, ...) \
	KEYED_ROW(name_, KEYED_IS_WORD, type_, member_, \
	          sizeof(((type_ *)0)->member_) == sizeof(unsigned) || KEYED_SAME(type_, member_, bool), \
	          .words = (words_), .word_count = ELEMENTS(words_), __VA_ARGS__)
/* unsigned: a list of words, each once, as bits; `least` of them. */
#define KEYED_BITS(name_, type_, member_, words_, ...) \
	KEYED_ROW(name_, KEYED_IS_BITS, type_, member_, KEYED_SAME(type_, member_, unsigned), \
	          .words = (words_), .word_count = ELEMENTS(words_), __VA_ARGS__)
/* An id or a hash: all bytes of the member, in lower-case hexadecimal. */
#define KEYED_HEX(name_, type_, member_, ...) \
	KEYED_ROW(name_, KEYED_IS_HEX, type_, member_, sizeof(((type_ *)0)->member_) <= KEYED_HEX_MAX, \
	          __VA_ARGS__)
#define KEYED_HEX_MAX 64u
/* Each after 1970-01-01T00:00:00Z. */
#define KEYED_MOMENT(name_, type_, member_, ...) \
	KEYED_ROW(name_, KEYED_IS_MOMENT, type_, member_, KEYED_SAME(type_, member_, moment), __VA_ARGS__)
#define KEYED_DAY(name_, type_, member_, ...) \
	KEYED_ROW(name_, KEYED_IS_DAY, type_, member_, KEYED_SAME(type_, member_, moment), __VA_ARGS__)
/* A value of a `struct keyed_type`. */
#define KEYED_OTHER(name_, type_, member_, kind_, ...) \
	KEYED_ROW(name_, KEYED_IS_OTHER, type_, member_, true, .type = &(kind_), __VA_ARGS__)
/* Lines that are made of the whole struct, which is what the type reads into and formats; there when
 * the member isn't zero. Written as a literal block: each line ends, none begins with a blank. */
#define KEYED_BLOCK(name_, type_, member_, kind_, ...) \
	KEYED_ROW(name_, KEYED_IS_BLOCK, type_, member_, true, .type = &(kind_), KEYED_OPTIONAL, __VA_ARGS__)
/* Nothing is kept: the key says this and nothing else. Written without quotes. */
#define KEYED_CONSTANT(name_, text_, ...) \
	{ \
		.name = (name_), .kind = KEYED_IS_CONSTANT, .rule = (text_), __VA_ARGS__ \
	}
/* Keys below a key, of the same struct; the bool tells whether they are there. */
#define KEYED_PART(name_, type_, has_, keys_, ...) \
	{ \
		.name = (name_), .kind = KEYED_IS_PART, .keys = (keys_), KEYED_HAS(type_, has_), __VA_ARGS__ \
	}
/* An array of structs, or with KEYED_VALUES of single values, that grows while it is read; owned. What was
 * read has one more that is zero behind its last. */
#define KEYED_LIST(name_, type_, member_, count_, keys_, most_, ...) \
	{ \
		.name = (name_), .kind = KEYED_IS_LIST, .offset = offsetof(type_, member_), \
		.size = sizeof(*((type_ *)0)->member_), .keys = (keys_), .most = (most_), \
		.count = KEYED_OFFSET(type_, count_, KEYED_SAME(type_, count_, size_t)), __VA_ARGS__ \
	}
#define KEYED_VALUES(name_, type_, member_, count_, value_, most_, ...) \
	{ \
		.name = (name_), .kind = KEYED_IS_LIST, .offset = offsetof(type_, member_), \
		.size = sizeof(*((type_ *)0)->member_), .value = &(value_), .most = (most_), \
		.count = KEYED_OFFSET(type_, count_, KEYED_SAME(type_, count_, size_t)), __VA_ARGS__ \
	}

#define KEYED_TEXT_ITEM(...) \
	{ \
		.kind = KEYED_IS_TEXT, .size = sizeof(char *), __VA_ARGS__ \
	}

/* Where each key and item of a text stands. Zero-initialise. */
struct keyed_mark {
	const char *key; /* NULL: an item, or the whole */
	uint32_t line, depth;
};
struct keyed_lines {
	const char *subject;
	struct keyed_mark *marks;
	size_t count;
};
void keyed_lines_clear(struct keyed_lines *l);

/* Read into a struct whose members in the table are zero. When it fails, nothing in them is owned.
 * `subject` names the text in errors. `lines` may be NULL, and is the caller's to clear either way.
 * ERR_TOO_LARGE above LIMIT_YAML_SIZE; with line: ERR_UTF8, ERR_CONTROL_CHARACTER, ERR_SYNTAX,
 * ERR_DUPLICATE, ERR_UNKNOWN_KEY, ERR_MISSING, ERR_VALUE and a row's `code`. The detail names the
 * key and the rule and quotes nothing of the text. */
bool keyed_read(struct bytes text, const char *subject, const struct keyed *keys, void *ret,
                struct keyed_lines *lines, struct error *e) _must_check_;

/* In the order of the table: block style, two spaces. A text stands in double quotes, or, with
 * KEYED_PLAIN, only where another reader of YAML could take it for something else. Texts must have
 * passed `text_check_signed`. An item without any value says of its first key that it is empty. */
enum keyed_style { KEYED_PLAIN, KEYED_QUOTED };
void keyed_write(const void *from, const struct keyed *keys, enum keyed_style style, struct buffer *out);

/* Frees texts and lists, and leaves them empty. */
void keyed_clear(void *holder, const struct keyed *keys);
/* Of a struct, the rows of one of its lists: `k->size` bytes each; NULL when there are none. */
char *keyed_rows(const void *holder, const struct keyed *k);
size_t keyed_count(const void *holder, const struct keyed *k);

/* Places. A path is "purposes/1/why", from where `at` is; items count from 0. */
struct keyed_at keyed_whole(const struct keyed_lines *l);
/* The path's place, or that of the last part of it that is there. */
struct keyed_at keyed_in(struct keyed_at at, const char *path, ...) _printf_(2, 3);
bool keyed_has(struct keyed_at at, const char *path);
uint64_t keyed_line(struct keyed_at at); /* from 1; 0 when nothing was read */
bool keyed_fault_fill(struct keyed_at at, struct error *e, enum error_code code, const char *key,
                      const char *rule);
/* Sets the error "KEY: RULE" with the line of the key, or of what should hold it; false. */
static inline bool keyed_fault(struct keyed_at at, struct error *e, enum error_code code, const char *key,
                               const char *rule)
{
	return error_is_set(keyed_fault_fill(at, e, code, key, rule));
}

bool keyed_truth(const char *text, bool *ret) _must_check_; /* "true" or "false" only */
