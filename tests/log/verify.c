/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "sluis/verify.h" /* first: it must compile alone */

#include "fixture.h"

Test(verify, through_the_public_header)
{
	_cleanup_(story_clear) struct story s;
	struct sluis_verification *v = NULL;
	char fingerprint[SHA256_HEX_SIZE + 1];
	struct error e;
	story_start(&s, OSS_WI);
	s.entries[AT_IMPORT].mandate = "m-wi-read";
	story_write(&s);
	sha256_hex(&s.rosters[0]->hash, fingerprint);
	_cleanup_(string_freep) char *roster = path_join(s.directory, "roster.note");
	CHECK(file_replace(roster, buffer_bytes(&s.rosters[0]->note), false, &e));
	cr_assert_eq(sluis_bundle_verify(s.bundle, fingerprint, (const char *const[]){ roster }, 1, &v),
	             SLUIS_FINDINGS);
	cr_assert_str_eq(sluis_verification_origin(v), "oss.nl/wi");
	cr_assert_eq(sluis_verification_size(v), 11);
	cr_assert_eq(sluis_verification_count(v), 1);
	cr_assert_str_eq(sluis_verification_code(v, 0), "log-act-without-mandate");
	cr_assert_str_eq(sluis_verification_subject(v, 0), "m-wi-read");
	cr_assert_eq(sluis_verification_entry(v, 0), AT_IMPORT);
	cr_assert_neq(sluis_verification_detail(v, 0)[0], 0);
	sluis_verification_free(v);
	s.entries[AT_IMPORT].mandate = "m-wi";
	story_write(&s);
	cr_assert_eq(sluis_bundle_verify(s.bundle, fingerprint, NULL, 0, &v), SLUIS_VERIFIED);
	cr_assert_eq(sluis_verification_count(v), 0);
	sluis_verification_free(v);
}

Test(verify, trouble_is_no_verdict)
{
	_cleanup_(story_clear) struct story s;
	struct sluis_verification *v = NULL;
	char fingerprint[SHA256_HEX_SIZE + 1];
	story_start(&s, OSS_WI);
	story_write(&s);
	sha256_hex(&s.rosters[0]->hash, fingerprint);
	cr_assert_eq(sluis_bundle_verify("/nonexistent", fingerprint, NULL, 0, &v), SLUIS_TROUBLE);
	cr_assert_eq(sluis_bundle_verify(s.bundle, "abc", NULL, 0, &v), SLUIS_TROUBLE);
	cr_assert_eq(sluis_bundle_verify(s.bundle, fingerprint, (const char *const[]){ "/nonexistent" }, 1,
	                                 &v),
	             SLUIS_TROUBLE);
	cr_assert_null(v);
	sluis_verification_free(NULL);
}
