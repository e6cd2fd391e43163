/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A field as people see it. Its name, which agreements, mappings and --json use, is for programs. */

#include "record/catalogue.h"

const char *label_of(const struct field *f); /* in the language of messages; its name when it has none */
