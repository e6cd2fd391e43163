/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Signed notes (c2sp.org/signed-note): a text, an empty line, and signature lines
 * `— name base64(key id ‖ signature)`. Ed25519 (type 0x01) for texts, and the
 * timestamped cosignature (type 0x04, c2sp.org/tlog-cosignature) for checkpoints.
 * A note is split at its last empty line. Signatures of unknown keys are ignored; a
 * bad signature of a known key refuses the note. Parsing is strict: at most
 * LIMIT_NOTE_SIGNATURES lines, canonical base64, valid names, text that passes
 * `text_check_signed`, ends in LF. */

#include "crypto/hash.h"
#include "crypto/secret.h"

enum note_key_type { NOTE_ED25519 = 0x01, NOTE_COSIGNATURE = 0x04 };

/* Public: "name+keyid+base64(type ‖ public key)". */
struct note_verifier {
	char name[128 + 1];
	uint8_t id[4]; /* SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4] */
	enum note_key_type type;
	uint8_t key[32];
};
#define NOTE_VERIFIER_TEXT_MAX (128u + 1 + 8 + 1 + 44)
bool note_verifier_parse(struct bytes text, struct note_verifier *ret, struct error *e)
	_must_check_; /* ERR_VALUE */
void note_verifier_format(const struct note_verifier *v, char out[NOTE_VERIFIER_TEXT_MAX + 1]);
bool note_verifier_equal(const struct note_verifier *a, const struct note_verifier *b);

/* Secret: "PRIVATE+KEY+name+keyid+base64(type ‖ seed)". */
struct note_signer {
	struct note_verifier public;
	struct secret seed; /* 32 bytes */
};
#define NOTE_SIGNER_TEXT_MAX (NOTE_VERIFIER_TEXT_MAX + 12)
bool note_signer_generate(const char *name, enum note_key_type type, struct note_signer *ret, struct error *e)
	_must_check_;
bool note_signer_parse(struct bytes text, struct note_signer *ret, struct error *e)
	_must_check_; /* ERR_KEYFILE */
size_t note_signer_format(const struct note_signer *s,
                          char *out); /* into secret memory of NOTE_SIGNER_TEXT_MAX + 1 */
void note_signer_clear(struct note_signer *s);

/* Append `text`'s signature line to `note`. When `note` is empty, the text (which
 * must end in LF) and the empty line are written first; when it holds a note already, its text must
 * be `text`, and a line by the same key is refused (ERR_FILE_EXISTS). For NOTE_COSIGNATURE, `when` is the
 * time signed (seconds); 0 otherwise. */
bool note_sign(struct buffer *note, struct bytes text, const struct note_signer *signer, int64_t when,
               struct error *e) _must_check_;

struct note {
	struct bytes text;       /* up to and with its last LF */
	struct bytes signatures; /* the lines behind the empty line */
	struct sha256 hash;      /* of `text` */
};
/* Splits and checks form, no signature yet. ERR_NOTE, ERR_UTF8, ERR_CONTROL_CHARACTER, ERR_TOO_LARGE. */
bool note_parse(struct bytes raw, const char *subject, struct note *ret, struct error *e) _must_check_;

/* Which of `verifiers` signed: `signed_by[i]` is set for each, and `*ret_count`
 * distinct keys. ERR_SIGNATURE with the key's name when a known key's signature is
 * bad. No signature by a known key is not an error here: the caller decides how
 * many it wants. `ret_times` (may be NULL) gets a cosignature's timestamp. */
bool note_verify(const struct note *n, const struct note_verifier *verifiers, size_t count, bool *signed_by,
                 int64_t *ret_times, size_t *ret_count, struct error *e) _must_check_;
/* The common case: signed by this key; ERR_UNSIGNED with its name otherwise. */
bool note_verify_one(const struct note *n, const struct note_verifier *v, struct error *e) _must_check_;

/* Iterate the signature lines, for showing who signed. */
struct note_signature {
	struct bytes name;
	uint8_t id[4];
	struct bytes base64;
};
bool note_next_signature(struct cursor *lines, struct note_signature *ret);
size_t note_signature_count(const struct note *n);
/* The first line of that key, with its LF; empty when there is none. It isn't verified. */
struct bytes note_line_of(const struct note *n, const struct note_verifier *key);

/* Appends the note with those of its lines alone that are by `keys`, each key once and in their order: what
 * anybody can write below a note, and a key's second line, stays behind. ERR_SIGNATURE as in note_verify. */
bool note_keep(const struct note *n, const struct note_verifier *keys, size_t count, struct buffer *out,
               struct error *e) _must_check_;
