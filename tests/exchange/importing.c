/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/importing.h"

#include "team.h"

#define THREE CASE(BSN_1, "Z1") "\n" CASE(BSN_2, "Z2") "\n" CASE(BSN_3, "Z3") "\n"

Test(intake, taken_back_is_logged_for_each_client)
{
	struct team t;
	uint64_t rows, length;
	team_start(&t);
	team_import(&t, THREE);
	length = log_length(&t.wi);
	OK(importing_undo(&t.wi, 1, &rows, &e));
	cr_expect_eq(rows, 3);
	cr_expect_eq(log_length(&t.wi), length + 4, "the act and its three clients");
	cr_expect(last_act_says(&t.wi, "\"action\":\"undo\"") && last_act_says(&t.wi, "\"records\":3"));
	FAILS(ERR_NOT_FOUND, importing_undo(&t.wi, 1, &rows, &e));
	cr_expect_eq(log_length(&t.wi), length + 4);
	team_end(&t);
}

Test(intake, what_was_packed_stays_and_the_refusal_is_logged)
{
	struct team t;
	uint64_t rows, count;
	_cleanup_(pack_result_clear) struct pack_result packed = { 0 };
	team_start(&t);
	team_import(&t, THREE);
	team_consent(&t, &everyone);
	team_pack(&t, &packed);
	FAILS(ERR_IMPORT_PACKED, importing_undo(&t.wi, 1, &rows, &e));
	cr_expect(last_act_says(&t.wi, "import-packed"));
	OK(records_count(t.wi.store, &count, &e));
	cr_expect_eq(count, 3);
	team_end(&t);
}

static void no_words(_unused_ void *context, _unused_ uint64_t line, _unused_ const struct row_fault *faults,
                     _unused_ size_t count, struct buffer *out)
{
	buffer_append_string(out, "line 4: nonsense.");
}

Test(intake, does_nothing_when_the_rejects_have_no_place)
{
	struct team t;
	uint64_t count;
	char source[160], rejects[160];
	_cleanup_(importing_result_clear) struct importing_result r = { 0 };
	team_start(&t);
	team_path(&t, "in.ndjson", source);
	team_path(&t, "rejects.csv", rejects);
	OK(file_replace(source, BYTES(THREE "nonsense\n"), false, &e));
	OK(file_replace(rejects, BYTES("mine"), false, &e));
	const struct importing_request q = {
		.path = source, .rejects = rejects, .reason_column = "reason", .reason = no_words
	};
	FAILS(ERR_FILE_EXISTS, importing_file(&t.wi, &q, &r, &e));
	OK(records_count(t.wi.store, &count, &e));
	cr_expect_eq(count, 0);
	OK(file_remove(rejects, &e));
	OK(importing_file(&t.wi, &q, &r, &e));
	cr_expect(r.counts.added == 3 && r.counts.rejected == 1 && !r.rejects_lost && file_exists(rejects));
	cr_expect(last_act_says(&t.wi, "\"rejected\":1"));
	team_end(&t);
}

Test(intake, a_mapping_that_does_not_fit_is_refused_and_logged)
{
	struct team t;
	char source[160], mapping[160];
	_cleanup_(importing_result_clear) struct importing_result r = { 0 };
	team_start(&t);
	team_path(&t, "in.csv", source);
	team_path(&t, "map.yaml", mapping);
	OK(file_replace(source, BYTES("a;b\n1;2\n"), false, &e));
	OK(file_replace(mapping, BYTES("nonsense: true\n"), false, &e));
	const struct importing_request q = { .path = source, .mapping = mapping };
	struct error why = { 0 };
	cr_assert_not(importing_file(&t.wi, &q, &r, &why));
	cr_expect(last_act_says(&t.wi, "\"action\":\"refuse\"") &&
	          last_act_says(&t.wi, error_name(why.code)));
	team_end(&t);
}

/* Nothing is logged as exported that isn't. */
Test(intake, an_export_replaces_nothing_unless_told)
{
	struct team t;
	char path[160];
	uint64_t count, restricted, arrived, length;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	team_start(&t);
	team_import(&t, THREE);
	team_path(&t, "out.ndjson", path);
	OK(file_replace(path, BYTES("mine"), false, &e));
	length = log_length(&t.wi);
	FAILS(ERR_FILE_EXISTS,
	      reading_export(&t.wi, &everyone, path, false, &count, &restricted, &arrived, &e));
	cr_expect_eq(log_length(&t.wi), length);
	OK(reading_export(&t.wi, &everyone, path, true, &count, &restricted, &arrived, &e));
	cr_expect_eq(log_length(&t.wi), length + 4);
	OK(file_read(path, 1u << 20, &text, &e));
	cr_expect(strstr(buffer_string(&text), BSN_3));
	team_end(&t);
}
