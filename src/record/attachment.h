/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a record says of its attachments: a JSON array of objects {name, mediaType,
 * size, sha256}. The bytes of an attachment are no part of the record. */

#include "base/bytes.h"

#include <jansson.h>

#define ATTACHMENT_NAME_MAX 255u /* bytes; no '/', no control character, not "." or ".." */
#define ATTACHMENT_TYPE_MAX 127u /* bytes; type/subtype (RFC 6838) */

/* Append the array in its one form: no white space, members in the order above.
 * ERR_FIELD_VALUE with `field` as subject when it isn't such an array, is empty, or
 * has more than `most` entries. */
bool attachments_append(struct buffer *out, const json_t *array, size_t most, const char *field,
                        struct error *e) _must_check_;
/* Is `text` such an array in exactly that form? ERR_FIELD_VALUE. */
bool attachments_check(struct bytes text, size_t most, const char *field, struct error *e) _must_check_;
