/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/amount.h"

#include "base/written.h"

#include <string.h>

#define DIGITS_MOST 15u /* of euros: far beyond any amount, and within a number */
#define GROUPS_MOST 6u

static bool is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(struct bytes text, const char *word)
{
	return text.size == strlen(word) && strncasecmp((const char *)text.data, word, text.size) == 0;
}

/* Without the currency, which stands on either side, blanks between or not. */
static struct bytes bare(struct bytes text)
{
	static const char *const currencies[] = { "\xe2\x82\xac", "EUR", "euro" };
	for (size_t i = 0; i < ELEMENTS(currencies); i++) {
		size_t size = strlen(currencies[i]);
		if (text.size < size)
			continue;
		if (is_word(bytes_of(text.data, size), currencies[i]))
			return text_trimmed(bytes_of(text.data + size, text.size - size));
		if (is_word(bytes_of(text.data + text.size - size, size), currencies[i]))
			return text_trimmed(bytes_of(text.data, text.size - size));
	}
	return text;
}

/* The dash that stands for no cents: 12,- and 12,--. */
static bool has_dash(struct bytes *text)
{
	static const char *const dashes[] = { ",-", ",--", ".-", ".--" };
	for (size_t i = 0; i < ELEMENTS(dashes); i++) {
		size_t size = strlen(dashes[i]);
		if (text->size <= size || memcmp(text->data + text->size - size, dashes[i], size) != 0)
			continue;
		*text = bytes_of(text->data, text->size - size);
		return true;
	}
	return false;
}

/* Digits in groups, and what separates them. */
struct groups {
	size_t size[GROUPS_MOST], count;
	uint8_t separator[GROUPS_MOST]; /* before the group */
	char digits[DIGITS_MOST + 3];
	size_t total;
};

static bool find_groups(struct bytes text, struct groups *g)
{
	*g = (struct groups){ .count = 1 };
	for (size_t i = 0; i < text.size; i++) {
		uint8_t c = text.data[i];
		if (is_digit(c)) {
			if (g->total == DIGITS_MOST)
				return false;
			g->digits[g->total++] = (char)c;
			g->size[g->count - 1]++;
			continue;
		}
		if (!c || !strchr(" .,'", c) || !g->size[g->count - 1] || g->count == GROUPS_MOST)
			return false;
		g->separator[g->count++] = c;
	}
	return g->size[g->count - 1] > 0;
}

/* Three digits behind the first group, one to three in that, and one separator throughout. */
static bool are_thousands(const struct groups *g, size_t count)
{
	bool ok = g->size[0] <= 3;
	for (size_t i = 1; i < count; i++)
		ok = ok && g->size[i] == 3 && g->separator[i] == g->separator[1];
	return count == 1 || ok;
}

/* The last group is of cents: one or two digits behind a dot or a comma, which stands nowhere else. */
static bool has_cents(const struct groups *g)
{
	uint8_t last = g->count > 1 ? g->separator[g->count - 1] : 0;
	bool alone = g->count < 3 || g->separator[1] != last;
	return (last == '.' || last == ',') && alone && g->size[g->count - 1] <= 2;
}

static bool is_ambiguous(const struct groups *g)
{
	return g->count == 2 && g->size[1] == 3 && g->size[0] <= 3 &&
	       (g->separator[1] == '.' || g->separator[1] == ',');
}

static void append_cents(const struct groups *g, size_t cents, bool negative, struct buffer *out)
{
	size_t first = 0, end = g->total;
	while (first + 1 < end && g->digits[first] == '0')
		first++;
	struct bytes digits = bytes_of(g->digits + first, end - first);
	bool zero = digits.size == 1 && digits.data[0] == '0';
	buffer_append_string(out, negative && !zero ? "-" : "");
	buffer_append(out, digits);
	for (size_t i = cents; i < 2 && !zero; i++)
		buffer_append_byte(out, '0');
}

bool amount_read(struct bytes written, const char *subject, struct buffer *out, struct error *e)
{
	struct groups g;
	struct bytes text = text_trimmed(written);
	bool negative = text.size && text.data[0] == '-';
	text = bare(negative ? text_trimmed(bytes_of(text.data + 1, text.size - 1)) : text);
	if (!negative && text.size && text.data[0] == '-') {
		negative = true; /* behind the currency */
		text = text_trimmed(bytes_of(text.data + 1, text.size - 1));
	}
	bool whole = has_dash(&text);
	if (!find_groups(text, &g))
		return error_set(e, ERR_FIELD_VALUE, subject, "an amount expected");
	if (!whole && is_ambiguous(&g))
		return error_set(e, ERR_FIELD_VALUE, subject, "%s",
		                 N_("this amount can be read in two ways, with thousands or with a "
		                    "fraction: write the cents, too, as in 1234,00"));
	bool cents = !whole && has_cents(&g);
	if (!are_thousands(&g, g.count - cents))
		return error_set(e, ERR_FIELD_VALUE, subject, "an amount expected");
	append_cents(&g, cents ? g.size[g.count - 1] : 0, negative, out);
	memory_wipe(&g, sizeof g);
	return buffer_ok(out, e);
}
