/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A public card, self-signed: what a person or a unit hands to the officers. Type
 * sluis.card/v1. Its fingerprint (SHA-256 of the text) is read aloud. */

#include "crypto/age.h"
#include "crypto/note.h"
#include "trust/fingerprint.h"

#define CARD_TYPE "sluis.card/v1"

struct card {
	bool is_unit;
	char name[128 + 1];
	struct age_recipient recipient;
	struct note_verifier key;     /* person: signs texts; unit: the log's key */
	bool has_witness;             /* a unit always; of persons, officers who cosign logs */
	struct note_verifier witness; /* cosigns (type 0x04) */
	struct sha256 fingerprint;
};

/* `note` receives the signed note. `witness` NULL for a person who cosigns no logs. */
bool card_make(const char *name, const struct age_recipient *recipient, const struct note_signer *signer,
               const struct note_signer *witness, struct buffer *note, struct error *e) _must_check_;
bool card_parse(struct bytes note, const char *subject, struct card *ret, struct error *e)
	_must_check_; /* verifies its own signatures */
