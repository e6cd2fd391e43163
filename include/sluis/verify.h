/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SLUIS_VERIFY_H
#define SLUIS_VERIFY_H

/* Verifying an exported log (`sluis log export DIR`) with public keys alone, for
 * programs other than ours. It reads files and nothing else. What it finds it says
 * in stable names ("log-root-mismatch"); what it cannot find is in
 * docs/format/log.md. */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct sluis_verification;

enum sluis_outcome {
	SLUIS_VERIFIED = 0, /* nothing was found wrong */
	SLUIS_FINDINGS = 1, /* something was: ask below */
	SLUIS_TROUBLE = -1, /* it could not be done: no such folder, no memory, a bad argument */
};

/* Verify the bundle in `directory` against the roster's root fingerprint, 64 hexadecimal digits (blanks
 * allowed). `rosters` are paths of roster notes that the caller has from elsewhere; there may be none.
 * `*ret` is set but for SLUIS_TROUBLE, and freed by `sluis_verification_free`. */
enum sluis_outcome sluis_bundle_verify(const char *directory, const char *fingerprint,
                                       const char *const *rosters, size_t roster_count,
                                       struct sluis_verification **ret);
void sluis_verification_free(struct sluis_verification *v); /* NULL is fine */

/* Texts stay valid as long as `v`. */
const char *sluis_verification_origin(const struct sluis_verification *v); /* the unit whose log it is */
uint64_t sluis_verification_size(const struct sluis_verification *v);      /* entries */
size_t sluis_verification_count(const struct sluis_verification *v);       /* findings, at most 1000 */
const char *sluis_verification_code(const struct sluis_verification *v, size_t i);
const char *sluis_verification_subject(const struct sluis_verification *v, size_t i);
const char *sluis_verification_detail(const struct sluis_verification *v, size_t i);
uint64_t sluis_verification_entry(const struct sluis_verification *v,
                                  size_t i); /* UINT64_MAX: about no entry */

#ifdef __cplusplus
}
#endif
#endif
