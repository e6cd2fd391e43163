/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A field as people see it. Its name, which agreements, mappings and --json use, is for programs. */

#include "record/catalogue.h"

const char *label_of(const struct field *f); /* in the language of messages; its name when it has none */
/* The field of that name, or that people call so; NULL: none. */
const struct field *field_called(const struct catalogue *c, const char *typed);
const char *gloss_of(const struct field *f); /* what it means, likewise */
/* The same of a name; itself, when the catalogue doesn't have it. */
const char *label_of_name(const struct catalogue *c, const char *name);
/* "Postcode, Surname", of "postcode naam.geslachtsnaam". */
void labels_append(struct buffer *out, const struct catalogue *c, const char *names);
