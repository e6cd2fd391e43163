/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/key_types.h"

#include "crypto/age.h"
#include "crypto/note.h"

static bool parse_recipient(struct bytes text, void *ret, struct error *e)
{
	return age_recipient_parse(text, ret, e);
}

static void format_recipient(const void *value, struct buffer *out)
{
	char text[AGE_RECIPIENT_SIZE + 1];
	age_recipient_format(value, text);
	buffer_append_string(out, text);
}

const struct keyed_type recipient_type = { parse_recipient, format_recipient,
	                                   N_("an age recipient is expected") };

static bool parse_verifier(struct bytes text, void *ret, struct error *e)
{
	return note_verifier_parse(text, ret, e);
}

static void format_verifier(const void *value, struct buffer *out)
{
	char text[NOTE_VERIFIER_TEXT_MAX + 1];
	note_verifier_format(value, text);
	buffer_append_string(out, text);
}

const struct keyed_type verifier_type = { parse_verifier, format_verifier,
	                                  N_("a note verifier key is expected") };
