/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a table shows of a declaration: how it was given, and for which fields. Codes and names for programs,
 * words and labels for people. */

#include "record/catalogue.h"
#include "report/account.h"
#include "trust/consent.h"

/* clang-format off */
#define DECLARATION_COLUMNS \
	{ "by", N_("given by"), COLUMN_NAME }, \
	{ "age", N_("age then"), COLUMN_NAME }, \
	{ "unable", N_("unable"), COLUMN_STATE }, \
	{ "assured", N_("assured by"), COLUMN_TEXT }, \
	{ "fields", N_("fields"), COLUMN_TEXT }
/* clang-format on */
/* The cells of these columns. `all`: the names of all fields of the purpose (agreement_purpose_fields), so
 * that people needn't read them to see that it is for all; NULL: not known. */
void declaration_cells(struct account *a, const struct catalogue *catalogue, const struct consent *c,
                       const char *all);
/* The set that names a client without a BSN, as the record has it, for people to compare with the form. */
void declaration_cell_set(struct account *a, const char *tie);
void declaration_cell_kind(struct account *a, const struct consent *c);
