/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/overshare_notice.h"

#include "store/refusals.h"
#include "team.h"

#define CONSENTS_1 \
	SAID("00000000000000000000000000000001", "consent", BSN_1) \
	SAID("00000000000000000000000000000002", "no-objection", BSN_1)
#define CONSENTS_2 \
	SAID("00000000000000000000000000000003", "consent", BSN_2) \
	SAID("00000000000000000000000000000004", "no-objection", BSN_2)
#define WITH(bsn, number, more) \
	"{\"burgerservicenummer\":\"" bsn \
	"\",\"naam.geslachtsnaam\":\"Jansen\",\"zaak.identificatie\":\"" number \
	"\",\"wet\":\"pw\",\"gegevensbron\":\"pw\"," more "}\n"

/* Two records with a field too many, one of them with two; and one whose client never consented. */
static const struct forgery too_much = {
	.consents = CONSENTS_1 CONSENTS_2,
	.records = WITH(BSN_1, "Z1", "\"geslacht\":\"1\"")
		WITH(BSN_2, "Z2", "\"geslacht\":\"2\",\"verslag\":\"Kwetsbaar.\"") CASE(BSN_3, "Z3") "\n",
	.count = 3,
};

/* Opened at the Wmo, which refuses: the path of its notice. */
static char *refuse(struct team *t, const char *package, struct open_result *ret)
{
	struct error why = { 0 };
	uint64_t records, length = log_length(&t->wmo);
	*ret = (struct open_result){ 0 };
	cr_assert_not(open_file(&t->wmo, package, ret, &why));
	cr_assert_eq(why.code, ERR_FIELD_NOT_AGREED, "%s %s", error_name(why.code), why.detail);
	cr_expect(strstr(why.detail, "verslag") && strstr(why.detail, "geslacht"), "%s", why.detail);
	OK(records_count(t->wmo.store, &records, &e));
	cr_assert_eq(records, 0);
	cr_assert_eq(log_length(&t->wmo), length + 1);
	cr_assert(last_act_says(&t->wmo, "\"action\":\"refuse\"") &&
	          last_act_says(&t->wmo, "sluis.refusal/v1"));
	cr_assert(ret->excess.notice, "a notice was written");
	return string_copy(ret->excess.notice);
}

static bool counts(const struct refusal *r, const char *what, const char *rule, uint64_t records)
{
	for (size_t i = 0; i < r->reason_count; i++)
		if (strcmp(r->reasons[i].what, what) == 0)
			return strcmp(r->reasons[i].rule, rule) == 0 && r->reasons[i].records == records;
	return false;
}

static bool count_one(void *context, struct bytes note, struct error *e)
{
	size_t *count = context;
	(void)note;
	(void)e;
	++*count;
	return true;
}

static bool note_state(void *context, const struct exchange_row *row, struct error *e)
{
	(void)e;
	*(enum sent_state *)context = row->state;
	return true;
}

Test(refusing, tells_the_sender_of_everything_that_was_too_much)
{
	struct team t;
	team_start(&t);
	_cleanup_(string_freep) char *path = forge(&t, &too_much);
	_cleanup_(open_result_clear) struct open_result there = { 0 }, here = { 0 }, again = { 0 };
	_cleanup_(string_freep) char *notice = refuse(&t, path, &there);
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	cr_assert_eq(there.excess.refusal.reason_count, 3);
	cr_assert(counts(&there.excess.refusal, "geslacht", "not-agreed", 2) &&
	          counts(&there.excess.refusal, "verslag", "not-agreed", 1) &&
	          counts(&there.excess.refusal, REFUSAL_WHOLE, "no-consent", 1));
	OK(file_read(notice, 1u << 16, &text, &e));
	cr_assert_not(strstr(buffer_string(&text), "99999"), "no client is in the notice");
	cr_assert_not(strstr(buffer_string(&text), "Kwetsbaar"));
	cr_assert_not(strstr(buffer_string(&text), "Jansen"));
	/* refused again: the same notice */
	_cleanup_(open_result_clear) struct open_result twice = { 0 };
	_cleanup_(string_freep) char *same = refuse(&t, path, &twice);
	cr_assert_str_eq(same, notice);

	OK(open_file(&t.wi, notice, &here, &e));
	cr_assert(here.what == OPENED_REFUSAL && here.answered.sequence == 1 &&
	          here.excess.refusal.reason_count == 3);
	cr_assert_str_eq(here.sender, WMO);
	cr_assert(last_act_says(&t.wi, "\"action\":\"refusal\"") &&
	          last_act_says(&t.wi, "\"finding\":\"field-not-agreed\"") &&
	          last_act_says(&t.wi, "\"status\":\"Error\""));
	cr_assert_not(file_exists(path), "its ciphertext isn't kept");
	enum sent_state state = SENT_OUT;
	size_t kept = 0;
	OK(exchanges_find(t.wi.store, here.excess.refusal.package, true, note_state, &state, &e));
	OK(refusals_each(t.wi.store, count_one, &kept, &e));
	cr_assert(state == SENT_REFUSED && kept == 1);
	FAILS(ERR_PACKAGE_REPLAYED, open_file(&t.wi, notice, &again, &e));
	team_end(&t);
}

/* A notice that the clerk of the Wmo wrote by hand. */
static enum error_code forged_notice(struct team *t, const struct refusal *honest,
                                     void (*change)(struct refusal *r), struct keyfile *signer)
{
	_cleanup_(refusal_clear) struct refusal r = *honest;
	_cleanup_(open_result_clear) struct open_result result = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 }, note = { 0 };
	struct error why = { 0 };
	r.sender = string_copy(honest->sender);
	r.receiver = string_copy(honest->receiver);
	OK(terms_named_copy(&honest->terms, &r.terms, &e));
	r.signer = string_copy(honest->signer);
	r.reasons = calloc(honest->reason_count, sizeof *r.reasons);
	memcpy(r.reasons, honest->reasons, honest->reason_count * sizeof *r.reasons);
	change(&r);
	OK(refusal_format(&r, &text, &e));
	OK(note_sign(&note, buffer_bytes(&text), &signer->signer, 0, &e));
	return overshare_notice_take(&t->wi, buffer_bytes(&note), "notice", &result, &why) ? ERR_NONE
	                                                                                   : why.code;
}

static void nothing(struct refusal *r)
{
	(void)r;
}
static void another_number(struct refusal *r)
{
	r->sequence++;
}
static void another_text(struct refusal *r)
{
	r->manifest.bytes[0] ^= 1;
}
static void another_package(struct refusal *r)
{
	r->package[0] ^= 1;
}
static void more_records(struct refusal *r)
{
	r->records++;
}
static void before_the_mandate(struct refusal *r)
{
	r->refused = a_day("2026-10-01");
}

Test(refusing, takes_a_notice_only_about_what_was_sent_and_by_who_may_open_there)
{
	static const struct {
		void (*change)(struct refusal *r);
		enum error_code code;
	} cases[] = {
		{ another_number, ERR_REFUSAL },     { another_text, ERR_REFUSAL },
		{ another_package, ERR_REFUSAL },    { more_records, ERR_REFUSAL },
		{ before_the_mandate, ERR_NOT_YET },
	};
	struct team t;
	team_start(&t);
	_cleanup_(string_freep) char *path = forge(&t, &too_much);
	_cleanup_(open_result_clear) struct open_result there = { 0 };
	_cleanup_(string_freep) char *notice = refuse(&t, path, &there);
	for (size_t i = 0; i < ELEMENTS(cases); i++)
		cr_expect_eq(forged_notice(&t, &there.excess.refusal, cases[i].change, &t.wmo.key),
		             cases[i].code, "case %zu", i);
	cr_expect_eq(forged_notice(&t, &there.excess.refusal, nothing, &t.wi.key), ERR_SIGNATURE,
	             "signed by another than it names");
	cr_expect(file_exists(path), "nothing came of them");
	cr_expect_eq(forged_notice(&t, &there.excess.refusal, nothing, &t.wmo.key), ERR_NONE);
	team_end(&t);
}

Test(refusing, reads_a_notice_in_its_one_spelling_only)
{
	static const char *const changes[][2] = {
		{ "\"not-agreed\"", "not-agreed" },
		{ "records: 2\n", "records: 02\n" },
		{ "records: 2\n", "records: 9\n" },
		{ "sender: \"oss.nl/wi\"", "sender: \"oss.nl/wmo\"" },
		{ "signer:", "signor:" },
		{ "\"geslacht\"", "\"gesl acht\"" },
		{ "reasons:", "extra: \"x\"\nreasons:" },
		{ "sequence: 1\n", "sequence: 0\n" },
	};
	_cleanup_(refusal_clear) struct refusal r = { .sender = string_copy(WI),
		                                      .receiver = string_copy(WMO),
		                                      .sequence = 1,
		                                      .terms.version = 1,
		                                      .terms.agreement = string_copy(AGREEMENT),
		                                      .terms.purpose = string_copy(PURPOSE),
		                                      .signer = string_copy("oss.nl/p-4c8x"),
		                                      .refused = 1795000000,
		                                      .records = 3 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	OK(refusal_count(&r, "geslacht", "not-agreed", &e));
	OK(refusal_count(&r, "geslacht", "not-agreed", &e));
	OK(refusal_format(&r, &text, &e));
	for (size_t i = 0; i <= ELEMENTS(changes); i++) {
		_cleanup_(buffer_clear) struct buffer changed = { 0 };
		_cleanup_(refusal_clear) struct refusal back = { 0 };
		struct error why = { 0 };
		buffer_append(&changed, buffer_bytes(&text));
		if (i < ELEMENTS(changes))
			change_text(&changed, changes[i][0], changes[i][1]);
		const struct note n = { .text = buffer_bytes(&changed) };
		cr_expect_eq(refusal_parse(&n, &back, &why), i == ELEMENTS(changes), "change %zu: %s", i,
		             why.detail);
		cr_expect(i < ELEMENTS(changes) ||
		          (back.reasons[0].records == 2 && sha256_equal(&back.hash, &r.hash)));
	}
}
