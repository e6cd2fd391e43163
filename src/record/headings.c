/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/headings.h"

#include "base/text.h"
#include "base/written.h"
#include "codec/keyed.h"

#include <stdlib.h>
#include <string.h>

/* --- the words of source systems --- */

struct word_value {
	char *from, *to;
};
struct words {
	char *field;
	char **headings;
	struct word_value *values;
	enum { WRITTEN_PLAIN, WRITTEN_AMOUNT } as;
	bool has_as;
	size_t heading_count, value_count;
};
struct words_file {
	struct words *fields;
	size_t field_count;
};

static const char *const forms[] = { [WRITTEN_PLAIN] = "plain", [WRITTEN_AMOUNT] = "amount" };
static const struct keyed heading_item = KEYED_TEXT_ITEM(.least = 1, .most = 100);
static const struct keyed value_keys[] = {
	KEYED_TEXT("from", struct word_value, from, .least = 1, .most = 100),
	KEYED_TEXT("to", struct word_value, to, .least = 1, .most = 100),
	{ 0 },
};
static const struct keyed words_keys[] = {
	KEYED_TEXT("field", struct words, field, .least = 1, .most = 80),
	KEYED_VALUES("headings", struct words, headings, heading_count, heading_item, 100, .least = 1),
	KEYED_WORD("as", struct words, as, forms, KEYED_HAS(struct words, has_as),
	           .rule = N_("amount expected")),
	KEYED_LIST("values", struct words, values, value_count, value_keys, 100, KEYED_OPTIONAL, .least = 1),
	{ 0 },
};
static const struct keyed file_keys[] = {
	KEYED_CONSTANT("version", "1", .code = ERR_VERSION),
	KEYED_LIST("fields", struct words_file, fields, field_count, words_keys, 1000, .least = 1),
	{ 0 },
};

/* --- what is looked up --- */

struct known {
	char *folded;
	const struct field *field;
	enum heading_match match;
};
struct headings {
	const struct catalogue *catalogue;
	struct words_file file;
	struct known *known;
	size_t count, room;
};

extern const unsigned char headings_text[];
extern const size_t headings_text_size;

struct bytes headings_shipped(void)
{
	return bytes_of(headings_text, headings_text_size);
}

void headings_freep(struct headings **h)
{
	if (!h || !*h)
		return;
	for (size_t i = 0; i < (*h)->count; i++)
		free((*h)->known[i].folded);
	free((*h)->known);
	keyed_clear(&(*h)->file, file_keys);
	free(*h);
	*h = NULL;
}

/* `nr` is short for `nummer`, wherever a word ends in it. */
static bool fold(struct bytes text, struct buffer *out, struct error *e)
{
	buffer_reset(out);
	text_append_folded(out, text);
	if (!buffer_ok(out, e))
		return false;
	if (out->size > 2 && memcmp(out->data + out->size - 2, "nr", 2) == 0) {
		out->size--;
		out->data[out->size - 1] = 'n';
		buffer_append_string(out, "ummer");
	}
	return buffer_ok(out, e);
}

static bool add(struct headings *h, struct bytes text, const struct field *f, enum heading_match match,
                struct error *e)
{
	_cleanup_(buffer_clear) struct buffer folded = { 0 };
	if (!text.size)
		return true;
	if (!fold(text, &folded, e))
		return false;
	if (h->count == h->room) {
		size_t room = h->room ? 2 * h->room : 256;
		struct known *more = reallocarray(h->known, room, sizeof *more);
		if (!more)
			return error_memory(e);
		h->known = more;
		h->room = room;
	}
	char *kept = string_of_bytes(buffer_bytes(&folded));
	if (!kept)
		return error_memory(e);
	h->known[h->count++] = (struct known){ kept, f, match };
	return true;
}

/* "BRP 08.11.60", at the end of a source. */
static struct bytes brp_element(const struct field *f)
{
	const char *at = f->source ? strstr(f->source, "BRP ") : NULL;
	size_t size = at ? strspn(at + 4, "0123456789.") : 0;
	return size == sizeof "08.11.60" - 1 ? bytes_of(at + 4, size) : bytes_of(NULL, 0);
}

static bool add_field(struct headings *h, const struct field *f, struct error *e)
{
	return add(h, bytes_of_string(f->name), f, HEADING_LABEL, e) &&
	       add(h, bytes_of_string(f->label), f, HEADING_LABEL, e) &&
	       add(h, bytes_of_string(f->label_nl), f, HEADING_LABEL, e) &&
	       add(h, brp_element(f), f, HEADING_LABEL, e);
}

static const struct words *words_of(const struct headings *h, const struct field *f)
{
	for (size_t i = 0; i < h->file.field_count; i++)
		if (strcmp(h->file.fields[i].field, f->name) == 0)
			return &h->file.fields[i];
	return NULL;
}

static bool add_words(struct headings *h, const struct field *f, struct error *e)
{
	const struct words *w = words_of(h, f);
	for (size_t i = 0; w && i < w->heading_count; i++)
		if (!add(h, bytes_of_string(w->headings[i]), f, HEADING_SYNONYM, e))
			return false;
	return true;
}

bool headings_load(const struct catalogue *c, struct headings **ret, struct error *e)
{
	_cleanup_(headings_freep) struct headings *h = calloc(1, sizeof *h);
	_cleanup_(keyed_lines_clear) struct keyed_lines lines = { 0 };
	if (!h)
		return error_memory(e);
	h->catalogue = c;
	if (!keyed_read(headings_shipped(), "headings.yaml", file_keys, &h->file, &lines, e))
		return false;
	for (size_t i = 0; i < catalogue_size(c); i++)
		if (!add_field(h, catalogue_field(c, i), e) || !add_words(h, catalogue_field(c, i), e))
			return false;
	*ret = h;
	h = NULL;
	return true;
}

static const struct known *look_up(const struct headings *h, struct bytes folded)
{
	const struct known *best = NULL;
	for (size_t i = 0; i < h->count; i++)
		if (bytes_equal_string(folded, h->known[i].folded) &&
		    (!best || h->known[i].match > best->match))
			best = &h->known[i];
	return best;
}

/* Words that say of whom, or join others: a heading is the same without them. */
static bool is_filler(struct bytes word)
{
	static const char *const fillers[] = { "client",  "clienten", "klant",   "inwoner", "burger",
		                               "persoon", "cliënt",   "van",     "de",      "het",
		                               "een",     "der",      "the",     "of",      "a",
		                               "s",       "customer", "resident" };
	for (size_t i = 0; i < ELEMENTS(fillers); i++)
		if (word.size == strlen(fillers[i]) &&
		    strncasecmp((const char *)word.data, fillers[i], word.size) == 0)
			return true;
	return false;
}

static bool is_word_byte(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

/* True when something was left out, and something is left. */
static bool without_fillers(struct bytes heading, struct buffer *out)
{
	bool left_out = false;
	for (size_t at = 0; at < heading.size;) {
		size_t end = at;
		while (end < heading.size && is_word_byte(heading.data[end]))
			end++;
		struct bytes word = bytes_of(heading.data + at, end - at);
		if (word.size && is_filler(word))
			left_out = true;
		else
			buffer_append(out, word);
		at = end + (end < heading.size);
	}
	return left_out && out->size > 0;
}

bool headings_find(const struct headings *h, struct bytes heading, const struct field **ret,
                   enum heading_match *ret_match, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer folded = { 0 }, less = { 0 };
	const struct field *exact = catalogue_find(h->catalogue, heading);
	*ret = exact;
	*ret_match = exact ? HEADING_NAME : HEADING_UNKNOWN;
	if (exact)
		return true;
	if (!fold(heading, &folded, e))
		return false;
	const struct known *k = folded.size ? look_up(h, buffer_bytes(&folded)) : NULL;
	bool resembles = !k && without_fillers(heading, &less);
	if (resembles) {
		if (!fold(buffer_bytes(&less), &folded, e))
			return false;
		k = folded.size ? look_up(h, buffer_bytes(&folded)) : NULL;
	}
	if (!k)
		return true;
	*ret = k->field;
	*ret_match = resembles ? HEADING_RESEMBLES : k->match;
	return true;
}

static bool same_word(struct bytes folded, const char *word)
{
	_cleanup_(buffer_clear) struct buffer other = { 0 };
	text_append_folded(&other, bytes_of_string(word));
	return !other.failed && bytes_equal(folded, buffer_bytes(&other));
}

const char *headings_code(const struct headings *h, const struct field *f, struct bytes value)
{
	_cleanup_(buffer_wipe) struct buffer folded = { 0 };
	const struct words *w = words_of(h, f);
	text_append_folded(&folded, value);
	if (folded.failed || !folded.size)
		return NULL;
	const char *code = NULL;
	for (size_t i = 0; w && i < w->value_count && !code; i++)
		if (same_word(buffer_bytes(&folded), w->values[i].from))
			code = w->values[i].to;
	for (size_t i = 0; i < f->code_count; i++)
		if (code ? strcmp(f->codes[i], code) == 0 : same_word(buffer_bytes(&folded), f->codes[i]))
			return f->codes[i];
	return NULL;
}

bool headings_is_amount(const struct headings *h, const struct field *f)
{
	const struct words *w = words_of(h, f);
	return f->kind == FIELD_NUMBER && w && w->as == WRITTEN_AMOUNT;
}
