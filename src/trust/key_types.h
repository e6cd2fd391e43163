/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Public keys as values of a text that is read by its keys. */

#include "codec/keyed.h"

extern const struct keyed_type recipient_type; /* struct age_recipient */
extern const struct keyed_type verifier_type;  /* struct note_verifier */
