/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/exposed_keys.h"
#include "exchange/stick.h"
#include "tools/sluis/breach_account.h"
#include "tools/sluis/breach_texts.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/named.h"

#include <stdlib.h>
#include <string.h>

/* When something went wrong with data: `sluis incident` (AVG 33, 34). */

#define CLIENTS_OPTION \
	{ \
		"clients", 0, OPTION_FLAG, NULL, \
			N_("show who the clients are, which the log tells; for who may read records") \
	}
const struct option incident_report_options[] = {
	{ "package", 0, OPTION_VALUE, "ID", N_("about a letter that was sent or received") },
	{ "stick", 0, OPTION_FLAG, NULL, N_("about files on a stick: FILE… is looked at, and not opened") },
	{ "key-of", 0, OPTION_VALUE, "NAME",
	  N_("about a key: its holder (a person, a unit, `recovery`), its id, or an age recipient") },
	{ "store", 0, OPTION_FLAG, NULL, N_("about this unit's store, or a copy of it") },
	{ "learned", 0, OPTION_VALUE, "MOMENT",
	  N_("when the unit learned of it, as 2026-11-27T09:30; from then the 72 hours count") },
	CLIENTS_OPTION,
	{ "output", 'o', OPTION_OUTPUT, "FILE",
	  N_("also write the text for the AP's form as FILE.txt and FILE.html, and the letter to clients as "
	     "FILE-client.txt and FILE-client.html") },
	{ 0 },
};
const struct option incident_show_options[] = {
	CLIENTS_OPTION,
	{ "client", 0, OPTION_VALUE, "ID",
	  N_("the letter to one client alone, of whom ID is a record; with --output") },
	{ "output", 'o', OPTION_OUTPUT, "FILE",
	  N_("write the texts, as `sluis incident report` does; of one client FILE.txt and FILE.html") },
	{ 0 },
};
const struct option incident_note_options[] = {
	{ "reported", 0, OPTION_VALUE, "MOMENT", N_("it was reported to the AP") },
	{ "not-reported", 0, OPTION_VALUE, "CAUSE", N_("it isn't: no-breach or no-risk") },
	{ "told", 0, OPTION_VALUE, "MOMENT", N_("the clients were told") },
	{ "not-told", 0, OPTION_VALUE, "CAUSE",
	  N_("they aren't: no-breach, no-high-risk, unintelligible, measures or public-notice") },
	{ "reason", 0, OPTION_VALUE, "TEXT",
	  N_("why, in one line; it goes into the log, in private, so name no client") },
	{ 0 },
};

/* --- about what --- */

static const struct {
	const char *option;
	enum breach_source source;
} abouts[] = { { "package", BREACH_PACKAGE },
	       { "stick", BREACH_STICK },
	       { "key-of", BREACH_KEY },
	       { "store", BREACH_STORE } };

static bool choose_source(const struct session *s, enum breach_source *ret, struct error *e)
{
	unsigned given = 0;
	for (size_t i = 0; i < ELEMENTS(abouts); i++)
		if (invocation_given(s->in, abouts[i].option)) {
			given++;
			*ret = abouts[i].source;
		}
	if (given != 1)
		return error_set(e, ERR_USAGE, "--package, --stick, --key-of, --store", "%s",
		                 _("one of these says what it is about"));
	bool files = invocation_count(s->in) > 0;
	return files == (*ret == BREACH_STICK) ||
	       error_set(e, ERR_USAGE, "FILE…", "%s", _("files are named with --stick, and only then"));
}

static bool add_letter(struct breach *b, const uint8_t id[PACKAGE_ID_SIZE], struct error *e)
{
	for (size_t i = 0; i < b->letter_count; i++)
		if (memcmp(b->letters[i], id, PACKAGE_ID_SIZE) == 0)
			return true;
	void *more = reallocarray(b->letters, b->letter_count + 1, sizeof *b->letters);
	if (!more)
		return error_memory(e);
	b->letters = more;
	memcpy(b->letters[b->letter_count++], id, PACKAGE_ID_SIZE);
	return true;
}

static bool about_package(struct session *s, struct breach *b, struct error *e)
{
	char hex[ID_DIGITS + 1];
	uint8_t id[PACKAGE_ID_SIZE];
	if (!named_find(s, ID_PACKAGE, invocation_value(s->in, "package"), hex, e))
		return false;
	if (!hex_decode(bytes_of_string(hex), id, sizeof id))
		return error_set(e, ERR_NOT_FOUND, hex, "%s", "");
	return add_letter(b, id, e);
}

static void tell_file(struct session *s, const struct stick_file *f)
{
	struct account *o = s->out;
	char id[2 * PACKAGE_ID_SIZE + 1] = "";
	account_cell(o, f->path);
	account_cell_words(o, stick_find_name(f->find), stick_find_words(f->find));
	account_cell_number(o, f->recipients);
	if (f->find == STICK_LETTER)
		hex_encode(bytes_of(f->id, PACKAGE_ID_SIZE), id);
	named_cell(s, ID_PACKAGE, id);
}

static bool about_stick(struct session *s, struct breach *b, struct error *e)
{
	static const struct column columns[] = {
		{ "file", N_("file"), COLUMN_NAME },
		{ "is", N_("what it is"), COLUMN_TEXT },
		{ "recipients", N_("keys"), COLUMN_NUMBER },
		{ "package", N_("package"), COLUMN_ID },
	};
	account_table(s->out, "files", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < invocation_count(s->in); i++) {
		struct stick_file f;
		if (!stick_look(s->desk, invocation_argument(s->in, i), &f, e) ||
		    (f.find == STICK_LETTER && !add_letter(b, f.id, e)))
			return false;
		b->files++;
		b->clear += f.find == STICK_CLEAR;
		b->sealed += f.find == STICK_TO_US || f.find == STICK_SEALED || f.find == STICK_PASSPHRASE ||
		             f.find == STICK_KEY;
		tell_file(s, &f);
	}
	account_table_end(s->out, NULL);
	account_blank(s->out);
	return true;
}

static bool find_about(struct session *s, struct breach *b, moment *ret_since, struct error *e)
{
	if (b->source == BREACH_PACKAGE)
		return about_package(s, b, e);
	if (b->source == BREACH_STICK)
		return about_stick(s, b, e);
	if (b->source == BREACH_KEY)
		return exposed_key_named(s->desk, invocation_value(s->in, "key-of"), b, ret_since, e);
	return exposed_store_made(s->desk, ret_since, e);
}

static bool tell_all(struct session *s, const struct breach *b, const struct exposure *x, struct error *e)
{
	const char *base = invocation_value(s->in, "output");
	if (!breach_tell(s, b, x, invocation_flag(s->in, "clients"), e))
		return false;
	if (base) {
		account_blank(s->out);
		account_pair(s->out, "output", _("written"), base);
		if (!breach_write_texts(s, base, b, x, e))
			return false;
	}
	return true;
}

bool incident_report(struct session *s, struct error *e)
{
	_cleanup_(breach_clear) struct breach b = { 0 };
	_cleanup_(exposure_clear) struct exposure x = { 0 };
	bool named = invocation_flag(s->in, "clients") && breach_may_name(s->desk);
	moment since = 0;
	if (!choose_source(s, &b.source, e) || !invocation_wants(s->in, e, "learned") ||
	    !invocation_moment(s->in, "learned", 0, &b.learned, e) || !find_about(s, &b, &since, e) ||
	    !breach_put_down(s->desk, &b, since, named, &x, e))
		return false;
	return tell_all(s, &b, &x, e) || session_tell_cut_off(s, true);
}

/* --- one that was put down --- */

static bool read_number(struct session *s, uint64_t *ret, struct error *e)
{
	return number_parse(bytes_of_string(invocation_argument(s->in, 0)), INT64_MAX, ret) ||
	       error_set(e, ERR_USAGE, "N", "%s", _("the number of a breach is expected"));
}

static bool tell_letter(struct session *s, const struct breach_written *w, struct error *e)
{
	const char *base = invocation_value(s->in, "output");
	breach_tell_state(s, &w->breach);
	account_pair(s->out, "output", _("written"), base);
	return breach_write_letter(s, base, w, e);
}

bool incident_show(struct session *s, struct error *e)
{
	_cleanup_(breach_written_clear) struct breach_written w = { 0 };
	const char *client = invocation_value(s->in, "client");
	bool named = invocation_flag(s->in, "clients") && breach_may_name(s->desk);
	char id[ID_DIGITS + 1];
	uint64_t number;
	if (client && !invocation_wants(s->in, e, "output"))
		return false;
	if (client && !breach_may_name(s->desk))
		return error_set(e, ERR_MANDATE, power_name(POWER_READ), "%s", "");
	if (!read_number(s, &number, e) || (client && !named_find(s, ID_RECORD, client, id, e)) ||
	    !breach_write_out(s->desk, number, client ? id : NULL, named, &w, e))
		return false;
	return client ? tell_letter(s, &w, e) : tell_all(s, &w.breach, &w.exposure, e);
}

/* --- what became of it --- */

/* Each of these that was typed is an act of its own, in this order. */
static const struct {
	const char *option;
	enum breach_step step;
	bool timed;
} notes[] = {
	{ "reported", BREACH_REPORTED, true },
	{ "not-reported", BREACH_NOT_REPORTED, false },
	{ "told", BREACH_TOLD, true },
	{ "not-told", BREACH_NOT_TOLD, false },
};

static bool read_note(struct session *s, size_t i, struct breach_change *ret, struct error *e)
{
	const char *typed = invocation_value(s->in, notes[i].option);
	*ret = (struct breach_change){ .step = notes[i].step, .why = invocation_value(s->in, "reason") };
	if (notes[i].timed)
		return invocation_moment(s->in, notes[i].option, 0, &ret->at, e);
	return (breach_reason_parse(bytes_of_string(typed), &ret->reason) &&
	        breach_reason_fits(ret->reason, ret->step)) ||
	       error_set(e, ERR_USAGE, notes[i].option, "%s", _("not a reason that the law has for this"));
}

bool incident_note(struct session *s, struct error *e)
{
	struct breach_change change = { .step = BREACH_STEP_COUNT };
	_cleanup_(breach_clear) struct breach b = { 0 };
	uint64_t number;
	size_t given = 0;
	for (size_t i = 0; i < ELEMENTS(notes); i++) {
		if (!invocation_given(s->in, notes[i].option))
			continue;
		given++;
		if (!read_note(s, i, &change, e))
			return false;
	}
	if (given != 1)
		return error_set(e, ERR_USAGE, "--reported, --not-reported, --told, --not-told", "%s",
		                 _("one of these says what became of it"));
	if (!read_number(s, &number, e) || !breach_note(s->desk, number, &change, &b, e))
		return false;
	breach_tell_state(s, &b);
	return true;
}

bool incident_close(struct session *s, struct error *e)
{
	const struct breach_change change = { .step = BREACH_CLOSED };
	_cleanup_(breach_clear) struct breach b = { 0 };
	uint64_t number;
	if (!read_number(s, &number, e) || !breach_note(s->desk, number, &change, &b, e))
		return false;
	breach_tell_state(s, &b);
	return true;
}

static bool list_one(void *context, const struct breach *b, struct error *e)
{
	struct session *s = context;
	(void)e;
	breach_tell_row(s, b);
	return true;
}

bool incident_list(struct session *s, struct error *e)
{
	breach_tell_rows_start(s->out);
	if (!breaches_each(s->desk->store, list_one, s, e))
		return false;
	account_table_end(s->out, _("No breach was put down."));
	return true;
}
