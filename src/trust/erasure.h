/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Word that a unit erased a record, to whoever received it (AVG 19): one JSON object a line. It names the
 * record by the tag that the receiver knows it by, and nothing about the client. What comes of the copy the
 * receiver decides, and answers by a decision (trust/withdrawal.h) that names this id. */

#include "base/moment.h"

#define ERASURE_ID_SIZE 16u

struct erasure_notice {
	char id[2 * ERASURE_ID_SIZE + 1]; /* hex, random */
	char tag[32 + 1];                 /* hex: store/record_tag.h */
	moment decided;
};
/* Appends the object, without LF, its members in a fixed order. */
bool erasure_notice_format(const struct erasure_notice *n, struct buffer *out, struct error *e) _must_check_;
/* Strict: what erasure_notice_format writes. ERR_SYNTAX and its kin, ERR_UNKNOWN_KEY, ERR_DUPLICATE,
 * ERR_VALUE. */
bool erasure_notice_parse(struct bytes json, const char *subject, struct erasure_notice *ret, struct error *e)
	_must_check_;
