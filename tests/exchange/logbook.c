/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/logbook.h"

#include "team.h"

struct seen {
	uint64_t rows, named;
};

static bool see(void *context, const struct logbook_row *row, struct error *e)
{
	struct seen *seen = context;
	_cleanup_(string_freep) char *values = string_of_bytes(row->private_json);
	(void)e;
	seen->rows++;
	seen->named += strstr(values, BSN_1) != NULL;
	return true;
}

Test(logbook, showing_clients_in_it_is_logged_for_each)
{
	struct team t;
	struct seen seen = { 0 };
	team_start(&t);
	team_import(&t, CASE(BSN_1, "Z1") "\n" CASE(BSN_2, "Z2") "\n");
	uint64_t length = log_length(&t.wi);
	OK(logbook_show(&t.wi, 0, UINT64_MAX, false, see, &seen, &e));
	cr_expect(seen.rows == length && seen.named == 0);
	cr_expect_eq(log_length(&t.wi), length + 1);
	OK(logbook_show(&t.wi, length - 2, length, true, see, &seen, &e));
	cr_expect_eq(seen.named, 1);
	cr_expect_eq(log_length(&t.wi), length + 4, "the act and two clients");
	cr_expect(last_act_says(&t.wi, "\"records\":2"));
	seen = (struct seen){ 0 };
	OK(logbook_show(&t.wi, length + 2, length + 4, true, see, &seen, &e));
	cr_expect_eq(seen.named, 1, "the entry about the showing names the client too");
	team_end(&t);
}

Test(logbook, export_replaces_nothing_and_then_logs_nothing)
{
	struct team t;
	char folder[160];
	uint64_t size;
	team_start(&t);
	team_path(&t, "logs", folder);
	OK(logbook_export(&t.wi, folder, &size, &e));
	cr_expect_eq(size, log_length(&t.wi), "the export is the newest entry in it");
	FAILS(ERR_FILE_EXISTS, logbook_export(&t.wi, folder, &size, &e));
	cr_expect_eq(size, log_length(&t.wi));
	team_end(&t);
}
