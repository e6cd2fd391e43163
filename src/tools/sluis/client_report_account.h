/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a client is told, in words for people who have no other: short sentences, fields by their labels,
 * days and hours as the clock on the wall has them, roles and never a colleague's name (CJEU C-579/21), and
 * each article in the last column. Once, as text and as a page. */

#include "cli/command.h"
#include "exchange/client_report.h"
#include "report/account.h"

struct report_telling {
	struct session *session;
	struct account *a;
	const struct client_report *report;
	json_t **fields; /* of each part: name to its line */
	bool dutch;
};

/* Writes FOLDER/report.txt and report.html, and each part as FOLDER/UNIT.jsonl; the folder is there whole or
 * not at all. ERR_FILE_EXISTS. */
bool client_report_write(struct session *s, const struct client_report *r, const char *folder,
                         struct error *e) _must_check_;

/* --- parts of it, for client_report_account_acts.c --- */

/* What a unit is called now, and a field in a part; borrowed. */
const char *report_unit_name(const struct report_telling *t, const char *unit);
const char *report_field_label(const struct report_telling *t, size_t part, const char *name);
/* Labels of an array of names. */
void report_append_fields(const struct report_telling *t, size_t part, const json_t *names,
                          struct buffer *out);
/* What a purpose is for; `version` as report_part_terms has it. */
const char *report_purpose_words(const struct report_part *p, const char *agreement, const char *purpose,
                                 uint64_t version);
const char *report_law_words(const char *law);

/* Who received and sent, who looked, and what else was done. */
void report_tell_acts(const struct report_telling *t);
