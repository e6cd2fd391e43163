/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Every text that is read by keys, as committed samples in tests/data/texts, but for the catalogue's,
 * which is the fuzzer's own. What the programs write is held against the sample byte by byte. What they
 * refuse stands in faults.txt: for each line of each sample what becomes of it when the line is gone, is
 * there twice, has an unknown key before it, has no value, another value or a list for one. A change of it is
 * a change of behaviour, to be looked at line by line: SLUIS_GOLDEN=write writes the file anew. */

#include "record/mapping.h"
#include "trust/agreement.h"
#include "trust/agreement_draft.h"
#include "trust/articles.h"
#include "trust/card.h"
#include "trust/refusal.h"
#include "trust/roster.h"
#include "trust/statement.h"

#include "crypto/secret.h"
#include "io/file.h"

#include <criterion/criterion.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reads a text; writes it again where the programs write that kind. */
typedef bool (*text_reader)(struct bytes text, struct buffer *again, struct error *e);

static bool read_manifest(struct bytes text, struct buffer *again, struct error *e)
{
	_cleanup_(manifest_clear) struct manifest m = { 0 };
	struct note n = { .text = text };
	return manifest_parse(&n, &m, e) && manifest_format(&m, again, e);
}

static bool read_refusal(struct bytes text, struct buffer *again, struct error *e)
{
	_cleanup_(refusal_clear) struct refusal r = { 0 };
	struct note n = { .text = text };
	return refusal_parse(&n, &r, e) && refusal_format(&r, again, e);
}

static bool read_roster(struct bytes text, struct buffer *again, struct error *e)
{
	_cleanup_(roster_freep) struct roster *r = NULL;
	return roster_parse(text, "text", &r, e) && roster_format(r, again, e);
}

static bool read_draft(struct bytes text, struct buffer *again, struct error *e)
{
	struct agreement_text *t = NULL;
	bool ok = agreement_draft_load(text, "text", &t, e) && agreement_draft_format(t, again, e);
	agreement_draft_freep(&t);
	return ok;
}

static bool read_agreement(struct bytes text, struct buffer *again, struct error *e)
{
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	(void)again;
	return catalogue_load(catalogue_shipped(), "catalogue", &c, e) &&
	       agreement_parse(text, "text", c, &a, e);
}

static bool read_override(struct bytes text, struct buffer *again, struct error *e)
{
	_cleanup_(override_freep) struct override *o = NULL;
	(void)again;
	return override_parse(text, "text", &o, e);
}

static bool read_grounds(struct bytes text, struct buffer *again, struct error *e)
{
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	(void)again;
	return grounds_parse(text, "text", &g, e);
}

static bool read_articles(struct bytes text, struct buffer *again, struct error *e)
{
	_cleanup_(articles_freep) struct articles *a = NULL;
	(void)again;
	return articles_parse(text, "text", &a, e);
}

static bool read_card(struct bytes text, struct buffer *again, struct error *e)
{
	struct card c;
	(void)again;
	return card_parse(text, "text", &c, e);
}

static bool read_catalogue(struct bytes text, struct buffer *again, struct error *e)
{
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	(void)again;
	return catalogue_load(text, "text", &c, e);
}

static bool read_additions(struct bytes text, struct buffer *again, struct error *e)
{
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	const struct catalogue_addition addition = { text, "text" };
	(void)again;
	return catalogue_load_with(catalogue_shipped(), "catalogue", &addition, 1, &c, e);
}

static bool read_mapping(struct bytes text, struct buffer *again, struct error *e)
{
	_cleanup_(mapping_freep) struct mapping *m = NULL;
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	(void)again;
	return catalogue_load(catalogue_shipped(), "catalogue", &c, e) &&
	       mapping_load(text, "text", c, &m, e);
}

#define CATALOGUE_SEED "../../fuzz/corpus/catalogue/valid-all-types"
static const struct {
	const char *file;
	text_reader read;
	bool written; /* the programs write this kind, and the sample is spelled as they do */
} texts[] = {
	{ "manifest.yaml", read_manifest, true },  { "manifest-receipt.yaml", read_manifest, true },
	{ "refusal.yaml", read_refusal, true },    { "roster.yaml", read_roster, true },
	{ "agreement.yaml", read_draft, true },    { "agreement.yaml", read_agreement, false },
	{ "override.yaml", read_override, false }, { "grounds.yaml", read_grounds, false },
	{ "card-person.note", read_card, false },  { "card-unit.note", read_card, false },
	{ CATALOGUE_SEED, read_catalogue, false }, { "additions.yaml", read_additions, false },
	{ "mapping.yaml", read_mapping, false },   { "articles.yaml", read_articles, false },
};

static void load(const char *name, struct buffer *ret)
{
	struct error e = { 0 };
	_cleanup_(string_freep) char *path =
		string_printf("%s/tests/data/texts/%s", getenv("SLUIS_SOURCE"), name);
	cr_assert(file_read(path, 1u << 20, ret, &e), "%s: %s", path, error_name(e.code));
}

Test(texts, are_read_and_written_byte_by_byte)
{
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		_cleanup_(buffer_clear) struct buffer text = { 0 }, again = { 0 };
		struct error e = { 0 };
		load(texts[i].file, &text);
		cr_assert(texts[i].read(buffer_bytes(&text), &again, &e), "%s: %s@%" PRIu64 " %s",
		          texts[i].file, error_name(e.code), e.line, e.detail);
		if (texts[i].written)
			cr_assert(bytes_equal(buffer_bytes(&text), buffer_bytes(&again)), "%s: %s",
			          texts[i].file, buffer_string(&again));
	}
}

/* --- what becomes of a line --- */

static void append(struct buffer *out, struct bytes before, const char *indent, const char *line)
{
	buffer_append(out, before);
	buffer_append_string(out, indent);
	buffer_append_string(out, line);
	buffer_append_byte(out, '\n');
}

/* "    - key: value": how far the key is in, and where its value starts; SIZE_MAX when there is none. */
static size_t key_column(struct bytes line)
{
	size_t at = 0;
	while (at < line.size && (line.data[at] == ' ' || line.data[at] == '-'))
		at++;
	return at;
}

static size_t value_column(struct bytes line)
{
	const uint8_t *colon = memmem(line.data, line.size, ": ", 2);
	if (colon)
		return (size_t)(colon - line.data) + 2;
	return line.size && line.data[line.size - 1] == ':' ? line.size + 1 : key_column(line);
}

enum damage { GONE, TWICE, UNKNOWN, EMPTY, OTHER, LIST, DAMAGES };
static const char *const damage_names[DAMAGES] = { "gone", "twice", "unknown", "empty", "other", "list" };

static void damage(struct bytes text, struct bytes line, enum damage what, struct buffer *out)
{
	static const char *const instead[DAMAGES] = { [EMPTY] = "", [OTHER] = "\"?! \"", [LIST] = "[a]" };
	struct bytes before = bytes_of(text.data, (size_t)(line.data - text.data));
	struct bytes behind = bytes_of(line.data + line.size + 1, text.size - before.size - line.size - 1);
	_cleanup_(string_freep) char *whole = string_of_bytes(line);
	if (what == UNKNOWN) {
		_cleanup_(string_freep) char *indent = string_printf("%*s", (int)key_column(line), "");
		bool item = memchr(whole, '-', key_column(line)) != NULL;
		if (item)
			append(out, before, "", whole);
		append(out, item ? (struct bytes){ 0 } : before, indent, "zz_unknown: 1");
		if (!item)
			append(out, (struct bytes){ 0 }, "", whole);
	} else if (what == GONE) {
		buffer_append(out, before);
	} else if (what == TWICE) {
		append(out, before, "", whole);
		append(out, (struct bytes){ 0 }, "", whole);
	} else {
		size_t column = value_column(line);
		_cleanup_(string_freep) char *head =
			string_of_bytes(bytes_of(line.data, column < line.size ? column : line.size));
		append(out, before, head,
		       column > line.size ? (what == EMPTY ? "" : " \"?! \"") : instead[what]);
	}
	buffer_append(out, behind);
}

static void tell_line(size_t which, struct bytes text, struct bytes line, size_t number, struct buffer *out)
{
	size_t from = key_column(line), end = from;
	while (end < line.size && line.data[end] != ':' && line.data[end] != ' ')
		end++;
	const char *name = strrchr(texts[which].file, '/');
	buffer_printf(out, "%zu %s:%zu %.*s", which, name ? name + 1 : texts[which].file, number,
	              (int)(end - from), (const char *)line.data + from);
	for (enum damage what = GONE; what < DAMAGES; what++) {
		_cleanup_(buffer_clear) struct buffer bad = { 0 }, again = { 0 };
		struct error e = { 0 };
		damage(text, line, what, &bad);
		if (texts[which].read(buffer_bytes(&bad), &again, &e))
			buffer_printf(out, " | %s ok", damage_names[what]);
		else
			buffer_printf(out, " | %s %s@%" PRIu64, damage_names[what], error_name(e.code),
			              e.line);
	}
	buffer_append_byte(out, '\n');
}

static void tell_faults(size_t which, struct buffer *out)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	load(texts[which].file, &text);
	struct cursor lines = cursor_of(buffer_bytes(&text));
	for (size_t number = 1; !cursor_done(&lines); number++)
		tell_line(which, buffer_bytes(&text), cursor_line(&lines), number, out);
}

static void write_golden(struct bytes content)
{
	_cleanup_(string_freep) char *path =
		string_printf("%s/tests/data/texts/faults.txt", getenv("SLUIS_SOURCE"));
	FILE *f = fopen(path, "w");
	cr_assert(f && fwrite(content.data, 1, content.size, f) == content.size && fclose(f) == 0);
}

Test(texts, that_are_damaged_are_refused_with_the_same_error_and_line)
{
	_cleanup_(buffer_clear) struct buffer now = { 0 }, golden = { 0 };
	for (size_t i = 0; i < ELEMENTS(texts); i++)
		tell_faults(i, &now);
	if (getenv("SLUIS_GOLDEN"))
		write_golden(buffer_bytes(&now));
	load("faults.txt", &golden);
	struct cursor a = cursor_of(buffer_bytes(&golden)), b = cursor_of(buffer_bytes(&now));
	while (!cursor_done(&a) || !cursor_done(&b)) {
		struct bytes x = cursor_line(&a), y = cursor_line(&b);
		cr_expect(bytes_equal(x, y), "\n was %.*s\n  is %.*s", (int)x.size, (const char *)x.data,
		          (int)y.size, (const char *)y.data);
	}
}

/* A card is signed with what is made here, so its sample can't be committed. */
Test(texts, a_card_is_written_byte_by_byte)
{
	_cleanup_(note_signer_clear) struct note_signer log = { 0 }, witness = { 0 };
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	char key[NOTE_VERIFIER_TEXT_MAX + 1], cosigns[NOTE_VERIFIER_TEXT_MAX + 1],
		recipient[AGE_RECIPIENT_SIZE + 1];
	struct age_recipient r = { { 9 } };
	struct error e = { 0 };
	cr_assert(crypto_start(&e));
	cr_assert(note_signer_generate("oss.nl/wmo", NOTE_ED25519, &log, &e) &&
	          note_signer_generate("oss.nl/wmo", NOTE_COSIGNATURE, &witness, &e) &&
	          card_make("oss.nl/wmo", &r, &log, &witness, &note, &e));
	note_verifier_format(&log.public, key);
	note_verifier_format(&witness.public, cosigns);
	age_recipient_format(&r, recipient);
	_cleanup_(string_freep) char *expected = string_printf(
		"type: sluis.card/v1\nname: oss.nl/wmo\nrecipient: %s\nkey: %s\nwitness: %s\n\n", recipient,
		key, cosigns);
	cr_assert(bytes_starts_with(buffer_bytes(&note), expected), "%s", buffer_string(&note));
}
