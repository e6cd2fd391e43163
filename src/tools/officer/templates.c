/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/templates.h"

#include "base/moment.h"
#include "cli/words.h"
#include "crypto/hash.h"
#include "record/catalogue.h"
#include "trust/grounds.h"

#include <string.h>

/* Built in by scripts/embed. */
#define EMBEDDED(symbol) \
	extern const unsigned char symbol[]; \
	extern const size_t symbol##_size;
EMBEDDED(agreements_wmo_wi)
EMBEDDED(agreements_zorg_naar_werk)
EMBEDDED(agreements_pilot)
EMBEDDED(agreements_wmo_zorg)
EMBEDDED(agreements_wi_traject)
EMBEDDED(agreements_schulden)
EMBEDDED(overrides_zorg_naar_werk)

const struct template templates_of_agreements[] = {
	{ "wmo-wi", N_("Work and Income to the Wmo team, in one municipality"), agreements_wmo_wi,
	  &agreements_wmo_wi_size },
	{ "zorg-naar-werk",
	  N_("from care to work: the same, and the Wmo team to Work and Income under an override"),
	  agreements_zorg_naar_werk, &agreements_zorg_naar_werk_size },
	{ "pilot", N_("a pilot of five municipalities with a re-integration company and two care providers"),
	  agreements_pilot, &agreements_pilot_size },
	{ "wmo-zorg", N_("the Wmo team and a care provider, both ways"), agreements_wmo_zorg,
	  &agreements_wmo_zorg_size },
	{ "wi-traject", N_("Work and Income and a re-integration company, both ways"), agreements_wi_traject,
	  &agreements_wi_traject_size },
	{ "schulden", N_("Work and Income and the Wmo team to debt counselling"), agreements_schulden,
	  &agreements_schulden_size },
	{ 0 },
};
const struct template templates_of_overrides[] = {
	{ "zorg-naar-werk", "", overrides_zorg_naar_werk, &overrides_zorg_naar_werk_size },
	{ 0 },
};

static void append_hash(struct buffer *out, struct bytes text)
{
	struct sha256 hash;
	char hex[SHA256_HEX_SIZE + 1];
	sha256_of(text, &hash);
	sha256_hex(&hash, hex);
	buffer_append_string(out, hex);
}

static void append_day(struct buffer *out, moment when)
{
	char day[DAY_SIZE + 1];
	day_format(when, day);
	buffer_append_string(out, day);
}

/* How long the mark is with which `left` begins, its meaning being appended; 0: it begins with none. */
static size_t append_meant(struct bytes left, struct buffer *out)
{
	static const char *const marks[] = { "@catalogue@", "@grounds@", "@today@", "@in-a-year@" };
	size_t i = 0;
	while (i < ELEMENTS(marks) && !bytes_starts_with(left, marks[i]))
		i++;
	switch (i) {
	case 0:
		append_hash(out, catalogue_shipped());
		break;
	case 1:
		append_hash(out, grounds_shipped());
		break;
	case 2:
		append_day(out, moment_now());
		break;
	case 3:
		append_day(out, moment_add_months(moment_now(), 12));
		break;
	default:
		return 0;
	}
	return strlen(marks[i]);
}

bool template_fill(const struct template *list, const char *name, const char *hint, struct buffer *out,
                   struct error *e)
{
	while (list->name && strcmp(list->name, name) != 0)
		list++;
	if (!list->name)
		return error_set(e, ERR_NOT_FOUND, name, "%s", hint);
	struct bytes text = bytes_of(list->text, *list->size);
	for (size_t at = 0; at < text.size;) {
		size_t mark = append_meant(bytes_of(text.data + at, text.size - at), out);
		if (!mark)
			buffer_append_byte(out, text.data[at]);
		at += mark ? mark : 1;
	}
	return buffer_ok(out, e);
}
