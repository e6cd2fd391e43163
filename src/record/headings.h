/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What columns are called, and which field that is: the catalogue's names, labels and BRP elements, and the
 * words that source systems use (share/sluis/headings.yaml, built in). It knows words, and looks at no
 * values. */

#include "record/catalogue.h"

enum heading_match {
	HEADING_UNKNOWN,
	HEADING_RESEMBLES, /* once words such as `client` and `van de` are left out */
	HEADING_SYNONYM,
	HEADING_LABEL, /* or a BRP element */
	HEADING_NAME,  /* the field's own name, as it is spelled */
};

struct headings;

/* The catalogue is borrowed. Words for fields that it doesn't have are passed over. */
bool headings_load(const struct catalogue *c, struct headings **ret, struct error *e) _must_check_;
void headings_freep(struct headings **h);

/* The field of a heading; NULL with HEADING_UNKNOWN. False for want of memory. */
bool headings_find(const struct headings *h, struct bytes heading, const struct field **ret,
                   enum heading_match *ret_match, struct error *e) _must_check_;
/* The code that a value of a source is, spelled otherwise ("Algemene bijstand") or by another word ("man");
 * NULL when it is none. */
const char *headings_code(const struct headings *h, const struct field *f, struct bytes value);
/* Does the source write it in euros, as far as its kind of field goes? */
bool headings_is_amount(const struct headings *h, const struct field *f);

struct bytes headings_shipped(void); /* the YAML text built in */
