/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A secret text in an age file under a passphrase (scrypt): what key files and recovery keys are. What stands
 * in it is theirs to say. */

#include "crypto/secret.h"

#define SEALED_WORK_FACTOR 18u
#ifndef SEALED_LEAST_WORK_FACTOR /* less in builds for the tests alone: -Dleast_work_factor */
#define SEALED_LEAST_WORK_FACTOR 14u
#endif
#define SEALED_MOST_WORK_FACTOR 20u

/* Written atomically; refuses to replace unless `replace`. ERR_WORK_FACTOR. */
bool sealed_text_write(const char *path, const struct secret *text, const struct secret *passphrase,
                       unsigned work_factor, bool replace, struct error *e) _must_check_;
/* `most`: bytes that the text can have. ERR_PASSPHRASE, ERR_TRUNCATED, ERR_KEYFILE, ERR_WORK_FACTOR,
 * ERR_WORK_MEMORY, told apart as far as the format allows. */
bool sealed_text_read(const char *path, size_t most, const struct secret *passphrase, struct secret *ret,
                      unsigned *ret_work_factor, struct error *e) _must_check_;
/* For who found that the text isn't one of his: the error is about that file. Returns false. */
bool sealed_text_about(const char *path, struct error *e);
