/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The notice of refusal at both ends: written by who found more in a package than the
 * agreement allows, and taken in by who sent it, as an incident. */

#include "exchange/opened.h"

/* After the act was rolled back: logs the refusal, with its notice in the outbox (`*ret_path`, the caller
 * frees it; NULL when the file couldn't be named). False when that didn't work: the refusal is still to be
 * logged, without the notice. */
bool overshare_notice_tell(struct desk *d, struct refusal *r, const struct error *why, char **ret_path)
	_must_check_;
/* On which authority each reason stands, by the agreement as it is known here; NULL when it isn't, or on want
 * of memory: the reasons are told all the same. The caller frees it. */
struct screening_why *overshare_notice_explain(struct desk *d, const struct refusal *r);
/* `sluis open` of a notice. ERR_REFUSAL when it isn't about a package from here; ERR_PACKAGE_REPLAYED when
 * there is one already. */
bool overshare_notice_take(struct desk *d, struct bytes note, const char *path, struct open_result *ret,
                           struct error *e) _must_check_;
