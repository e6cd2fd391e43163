/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the fuzz targets share. A target gives foreign bytes to one parser and checks
 * what must hold whatever the bytes are. libFuzzer drives it (-Dfuzz=true), or
 * replay.c over the files of corpus/NAME. Nothing here is random: keys are derived from
 * their names, so that seeds which were signed or encrypted once stay good. */

#include "base/bytes.h"
#include "base/stream.h"
#include "crypto/age.h"
#include "crypto/note.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Set by a target when the parser took the bytes: what replay.c asks of corpus/NAME/valid-*. */
extern bool fuzz_accepted;

/* Not `assert`, so that no build leaves it out. */
#define MUST(condition) ((condition) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #condition))
_Noreturn void fuzz_broken(const char *file, int line, const char *condition);

/* A refusal must say why, in characters that can be shown; false, for `return`s. Want of memory is no
 * refusal: what a file says may not decide how much is asked for. */
bool fuzz_refused(const struct error *e);

/* Made at the first call, kept for good. */
const struct age_identity *fuzz_identity(void);
const struct note_signer *fuzz_person(void);  /* oss.nl/p-7f3k */
const struct note_signer *fuzz_log(void);     /* oss.nl/wmo */
const struct note_signer *fuzz_witness(void); /* oss.nl/wmo, cosigns */

/* The text of what may be a note, signed again by `signer`; false when it can't be signed. */
bool fuzz_sign_again(struct bytes raw, const struct note_signer *signer, struct buffer *note);

/* Bytes in pieces of at most `piece`, since sources may give few at a time. */
struct fuzz_drip {
	struct bytes left;
	size_t piece;
};
struct source fuzz_drip_source(struct fuzz_drip *drip);
