/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/card.h"

#include "base/moment.h"
#include "base/text.h"
#include "codec/keyed.h"
#include "trust/key_types.h"
#include "trust/statement.h"

#include <stdio.h>
#include <string.h>

#define NAME_RULE "municipality/unit or municipality/p-xxxx is expected"

static const struct keyed card_keys[] = {
	KEYED_CONSTANT("type", CARD_TYPE),
	KEYED_ARRAY("name", struct card, name, .fits = name_is_valid, .rule = NAME_RULE),
	KEYED_OTHER("recipient", struct card, recipient, recipient_type),
	KEYED_OTHER("key", struct card, key, verifier_type),
	KEYED_OTHER("witness", struct card, witness, verifier_type, KEYED_HAS(struct card, has_witness)),
	{ 0 },
};

/* A person has a signing key and, as an officer, a witness key; a unit has a log key
 * and a witness key; all bear the name on the card, and no key serves twice. */
static bool card_check(const struct card *c, struct error *e)
{
	const char *name = c->name;
	const struct note_verifier *key = &c->key, *witness = c->has_witness ? &c->witness : NULL;
	struct bytes n = bytes_of_string(name);
	if (!name_is_valid(n))
		return error_set(e, ERR_NAME, name, NAME_RULE);
	if (!name_is_person(n) && !witness)
		return error_set(e, ERR_VALUE, name, "a unit's card has a witness key");
	if (strcmp(key->name, name) != 0 || key->type != NOTE_ED25519)
		return error_set(e, ERR_VALUE, name,
		                 "the key must be an Ed25519 key in the name on the card");
	if (witness && (strcmp(witness->name, name) != 0 || witness->type != NOTE_COSIGNATURE))
		return error_set(e, ERR_VALUE, name,
		                 "the witness key must be a cosigning key in the name on the card");
	if (witness && memcmp(witness->key, key->key, sizeof key->key) == 0) /* public keys */
		return error_set(e, ERR_VALUE, name, "one key for two uses");
	return true;
}

bool card_make(const char *name, const struct age_recipient *recipient, const struct note_signer *signer,
               const struct note_signer *witness, struct buffer *note, struct error *e)
{
	struct card c = { .recipient = *recipient, .key = signer->public, .has_witness = witness != NULL };
	if (witness)
		c.witness = witness->public;
	snprintf(c.name, sizeof c.name, "%s", name);
	if (!card_check(&c, e))
		return false;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	keyed_write(&c, card_keys, KEYED_PLAIN, &text);
	/* A unit's log key signs this as well as checkpoints: neither can be taken for the other, since a
	 * checkpoint's second line is a number. */
	return buffer_ok(&text, e) && note_sign(note, buffer_bytes(&text), signer, 0, e);
}

bool card_parse(struct bytes raw, const char *subject, struct card *ret, struct error *e)
{
	struct card c = { 0 };
	struct note note;
	if (!statement_open(raw, CARD_TYPE, subject, &note, e) ||
	    !keyed_read(note.text, subject, card_keys, &c, NULL, e) || !card_check(&c, e) ||
	    !note_verify_one(&note, &c.key, e))
		return false;
	c.is_unit = !name_is_person(bytes_of_string(c.name));
	c.fingerprint = note.hash;
	*ret = c;
	return true;
}
