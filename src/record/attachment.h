/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a record says of its attachments: a JSON array of objects {name, mediaType, size, sha256}, and behind
 * them `category` where one has another category of data than its field. The bytes of an attachment are no
 * part of the record. A name is what a person typed; where it may not leave, another is made
 * (docs/adr/0051). */

#include "base/bytes.h"

#include <jansson.h>

#define ATTACHMENT_NAME_MAX 255u /* bytes; no '/', no control character, not "." or ".." */

/* What a field takes: at most so many, each of one of these categories. One that states none has the
 * field's, which is never written. */
struct attachments_of {
	const char *field; /* the subject of errors */
	size_t most;
	const char *const *categories;
	size_t category_count, category; /* the field's, by its place among them */
};

/* Append the array in its one form: no white space, members in the order above. ERR_FIELD_VALUE when it isn't
 * such an array, is empty, or has more than `most` entries. */
bool attachments_append(struct buffer *out, const json_t *array, const struct attachments_of *of,
                        struct error *e) _must_check_;
/* Is `text` such an array in exactly that form? ERR_FIELD_VALUE. */
bool attachments_check(struct bytes text, const struct attachments_of *of, struct error *e) _must_check_;

/* One of an array in its one form. */
struct attachment {
	struct bytes name;     /* as JSON writes it, without quotes */
	struct bytes rest;     /* behind the name's quote, to the brace */
	struct bytes category; /* a word; empty: that of its field */
};
/* The next of `*text`, which moves on; false: no more. `*text` begins as an array that was checked. */
bool attachments_next(struct bytes *text, struct attachment *ret);
/* Has it the name that is made for the one at this place, from 1 on ("attachment-1")? */
bool attachment_is_unnamed(const struct attachment *a, size_t place);
/* Begins an array, or goes on with it, by this one, as it stands or under the name that is made. The caller
 * appends the bracket at its end. */
void attachment_put(struct buffer *out, const struct attachment *a, size_t place, bool unnamed);
