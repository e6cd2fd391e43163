/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An agreement as answers to the Rijksmodel DPIA 3.0, in the output format of MinBZK's form
 * (github.com/MinBZK/par-dpia-form, schemas/assessment-output.v2.schema.json), which reads it as a DPIA that
 * was begun: what the agreement says stands in it, and what people must weigh is null. Written for that
 * program, never read here; docs/format/dpia.md says which part answers which question. */

#include "trust/agreement.h"

/* One line of JSON with its LF, in Dutch, as the model is; answered at `now`. `g` and `r` as of dpv_append.
 */
bool dpia_form_append(struct buffer *out, const struct agreement *a, const struct grounds *g,
                      const struct roster *r, moment now, struct error *e) _must_check_;
