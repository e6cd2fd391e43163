/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/card.h"

#include "base/moment.h"
#include "base/text.h"
#include "codec/yaml.h"
#include "trust/statement.h"

#include <stdio.h>
#include <string.h>

struct card_document {
	char *type, *name, *recipient, *key, *witness;
};

static const cyaml_schema_field_t card_fields[] = {
	CYAML_FIELD_STRING_PTR("type", CYAML_FLAG_POINTER, struct card_document, type, 0, CYAML_UNLIMITED),
	CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, struct card_document, name, 0, CYAML_UNLIMITED),
	CYAML_FIELD_STRING_PTR("recipient", CYAML_FLAG_POINTER, struct card_document, recipient, 0,
	                       CYAML_UNLIMITED),
	CYAML_FIELD_STRING_PTR("key", CYAML_FLAG_POINTER, struct card_document, key, 0, CYAML_UNLIMITED),
	CYAML_FIELD_STRING_PTR("witness", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct card_document,
	                       witness, 0, CYAML_UNLIMITED),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t card_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER,
	                                                              struct card_document, card_fields) };

static void document_freep(struct card_document **d)
{
	if (*d)
		yaml_unload(&card_schema, *d, 0);
	*d = NULL;
}

/* A person has a signing key and, as an officer, a witness key; a unit has a log key
 * and a witness key; all bear the name on the card, and no key serves twice. */
static bool check_keys(const char *name, const struct note_verifier *key, const struct note_verifier *witness,
                       struct error *e)
{
	struct bytes n = bytes_of_string(name);
	if (!name_is_valid(n))
		return error_set(e, ERR_NAME, name, "municipality/unit or municipality/p-xxxx is expected");
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

static void write_verifier(struct yaml_writer *w, const char *key, const struct note_verifier *v)
{
	char text[NOTE_VERIFIER_TEXT_MAX + 1];
	note_verifier_format(v, text);
	yaml_text(w, key, text);
}

bool card_make(const char *name, const struct age_recipient *recipient, const struct note_signer *signer,
               const struct note_signer *witness, struct buffer *note, struct error *e)
{
	char shown[AGE_RECIPIENT_SIZE + 1];
	if (!check_keys(name, &signer->public, witness ? &witness->public : NULL, e))
		return false;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct yaml_writer w;
	buffer_append_string(&text, "type: sluis.card/v1\n");
	yaml_begin(&w, &text);
	yaml_text(&w, "name", name);
	age_recipient_format(recipient, shown);
	yaml_text(&w, "recipient", shown);
	write_verifier(&w, "key", &signer->public);
	if (witness)
		write_verifier(&w, "witness", &witness->public);
	/* A unit's log key signs this as well as checkpoints: neither can be taken for the other, since a
	 * checkpoint's second line is a number. */
	return buffer_ok(&text, e) && note_sign(note, buffer_bytes(&text), signer, 0, e);
}

static bool bad_line(struct bytes text, const char *subject, const char *key, const char *rule,
                     struct error *e)
{
	const char *const path[] = { key, NULL };
	return error_line(e, ERR_VALUE, subject, yaml_line_of(text, path), "%s: %s", key, rule);
}

static bool read_card(struct bytes text, const char *subject, struct card *c, struct error *e)
{
	_cleanup_(document_freep) struct card_document *d = NULL;
	struct error ignored;
	void *loaded = NULL;
	if (!yaml_load(text, subject, &card_schema, &loaded, NULL, e))
		return false;
	d = loaded;
	if (!name_is_valid(bytes_of_string(d->name)))
		return bad_line(text, subject, "name", "municipality/unit or municipality/p-xxxx is expected",
		                e);
	snprintf(c->name, sizeof c->name, "%s", d->name);
	c->is_unit = !name_is_person(bytes_of_string(d->name));
	if (!age_recipient_parse(bytes_of_string(d->recipient), &c->recipient, &ignored))
		return bad_line(text, subject, "recipient", "an age recipient is expected", e);
	if (!note_verifier_parse(bytes_of_string(d->key), &c->key, &ignored))
		return bad_line(text, subject, "key", "a note verifier key is expected", e);
	if (d->witness && !note_verifier_parse(bytes_of_string(d->witness), &c->witness, &ignored))
		return bad_line(text, subject, "witness", "a note verifier key is expected", e);
	c->has_witness = d->witness != NULL;
	return check_keys(c->name, &c->key, d->witness ? &c->witness : NULL, e);
}

bool card_parse(struct bytes raw, const char *subject, struct card *ret, struct error *e)
{
	struct card c = { 0 };
	struct note note;
	if (!statement_open(raw, "sluis.card/v1", subject, &note, e) || !read_card(note.text, subject, &c, e))
		return false;
	if (!note_verify_one(&note, &c.key, e))
		return false;
	c.fingerprint = note.hash;
	*ret = c;
	return true;
}

void fingerprint_show(const struct sha256 *h, char out[FINGERPRINT_SHOWN_SIZE + 1])
{
	char hex[SHA256_HEX_SIZE + 1];
	sha256_hex(h, hex);
	for (size_t i = 0; i < SHA256_HEX_SIZE; i++) {
		if (i && i % 4 == 0)
			*out++ = ' ';
		*out++ = hex[i];
	}
	*out = 0;
}

bool fingerprint_parse(struct bytes typed, struct sha256 *ret)
{
	char hex[SHA256_HEX_SIZE];
	size_t count = 0;
	for (size_t i = 0; i < typed.size; i++) {
		uint8_t c = typed.data[i];
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
			continue;
		if (count == sizeof hex)
			return false;
		hex[count++] = (char)(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
	}
	return count == sizeof hex && sha256_parse(bytes_of(hex, sizeof hex), ret);
}
