/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/common/doctor.h"

#include "cli/output.h"
#include "cli/words.h"
#include "io/file.h"
#include "tools/common/checks.h"
#include "tools/common/session.h"
#include "trust/statement.h"

const struct option doctor_officer_options[] = {
	{ "roster", 0, OPTION_VALUE, "NOTE", N_("look at the age of this roster, too") },
	{ 0 },
};

static void checkup_clear(struct checkup *c)
{
	roster_freep(&c->roster);
}

static void read_roster(struct checkup *c)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	if (statement_read(c->roster_file, &note, &c->closed))
		(void)!roster_parse(buffer_bytes(&note), c->roster_file, &c->roster, &c->closed);
}

/* What there is to look at. The passphrase is asked for only where there is something that it opens. */
static void prepare(struct checkup *c, struct session *s)
{
	const struct invocation *in = s->in;
	bool home = in->command->needs >= NEEDS_HOME;
	c->session = s;
	if (!invocation_key(in, &c->key, &c->no_key))
		c->key = NULL;
	if (home && !invocation_home(in, &c->home, &c->no_home))
		c->home = NULL;
	if (!home) {
		c->roster_file = invocation_value(in, "roster");
		if (c->roster_file)
			read_roster(c);
		return;
	}
	if (!c->home)
		c->closed = c->no_home;
	else if (directory_check(c->home, &c->closed) && session_sit_down(s, NEEDS_STORE_READ, &c->closed))
		c->desk = s->desk;
}

static bool is_for(const struct check *k, enum check_by by, const struct checkup *c)
{
	if (!(k->by & by))
		return false;
	bool home = c->session->in->command->needs >= NEEDS_HOME;
	if (k->who == CHECK_ROSTER)
		return c->roster_file;
	return home || k->who == CHECK_ALL || k->who == CHECK_KEY;
}

static const struct {
	const char *token, *words;
} healths[] = {
	[HEALTH_FINE] = { "fine", N_("fine") },
	[HEALTH_REMARK] = { "remark", N_("mind this") },
	[HEALTH_WRONG] = { "wrong", N_("wrong") },
	[HEALTH_UNKNOWN] = { "unknown", N_("not looked at") },
};

/* One row. What has no words of its own has those of its error. */
static void tell(struct account *a, const struct check *k, struct found *f)
{
	bool failed = f->health >= HEALTH_WRONG;
	if (!f->what.size)
		words_append_error(&f->what, &f->error);
	account_cell_words(a, k->name, k->title);
	account_cell_words(a, healths[f->health].token, healths[f->health].words);
	account_cell(a, failed ? error_name(f->error.code) : NULL);
	account_cell_buffer(a, &f->what);
	bool silent = f->health == HEALTH_FINE;
	account_cell(a, silent ? NULL : f->todo ? f->todo : words_hint(&f->error));
}

struct tally {
	size_t counts[ELEMENTS(healths)];
	int outcome; /* of the first that is wrong, else of the first that couldn't be looked at */
};

static void count(struct tally *t, const struct found *f)
{
	bool first = t->counts[f->health]++ == 0;
	if (first &&
	    (f->health == HEALTH_WRONG || (f->health == HEALTH_UNKNOWN && t->counts[HEALTH_WRONG] == 0)))
		t->outcome = words_exit_code(f->error.code);
}

static void tell_verdict(struct account *a, const struct tally *t)
{
	account_blank(a);
	if (t->counts[HEALTH_WRONG])
		account_verdict(a, PAGE_BAD, "wrong", _("Something is wrong: see what to do above."));
	else if (t->counts[HEALTH_UNKNOWN])
		account_verdict(a, PAGE_OPEN, "unknown", _("Not everything could be looked at."));
	else if (t->counts[HEALTH_REMARK])
		account_verdict(a, PAGE_OPEN, "remark", _("Nothing is wrong; there is something to mind."));
	else
		account_verdict(a, PAGE_GOOD, "fine", _("Nothing is wrong."));
}

/* One that can't be looked at, and why. */
static void leave_out(struct found *f, const struct error *why, const char *what)
{
	f->health = HEALTH_UNKNOWN;
	f->error = *why;
	buffer_append_string(&f->what, what);
}

static void look(const struct check *k, const struct checkup *c, struct error *ground, struct found *f)
{
	bool rests = k->ground == NEEDS_GROUND || k->ground == IS_GROUND_AND_NEEDS_IT;
	if (k->who == CHECK_STORE && !c->desk)
		leave_out(f, &c->closed, _("the store isn't open"));
	else if (rests && ground->code != ERR_NONE)
		leave_out(f, ground, _("the database is damaged"));
	else
		k->look(c, f);
	if (f->health == HEALTH_WRONG && (k->ground == IS_GROUND || k->ground == IS_GROUND_AND_NEEDS_IT))
		*ground = f->error;
}

static bool look_at_all(struct session *s, enum check_by by)
{
	static const struct column columns[] = {
		{ "check", N_("looked at"), COLUMN_NAME },        { "health", N_("state"), COLUMN_STATE },
		{ "finding", "", COLUMN_ID, .in = ACCOUNT_JSON }, { "message", N_("found"), COLUMN_TEXT },
		{ "hint", N_("what to do"), COLUMN_TEXT },
	};
	_cleanup_(checkup_clear) struct checkup c = { 0 };
	struct tally t = { .outcome = EXIT_DONE };
	struct error ground = { 0 };
	prepare(&c, s);
	account_table(s->out, "checks", NULL, columns, ELEMENTS(columns));
	for (const struct check *k = checks; k->name; k++) {
		_cleanup_(found_clear) struct found f = { 0 };
		if (!is_for(k, by, &c))
			continue;
		look(k, &c, &ground, &f);
		count(&t, &f);
		tell(s->out, k, &f);
	}
	account_table_end(s->out, NULL);
	tell_verdict(s->out, &t);
	s->outcome = t.outcome;
	return true;
}

bool doctor(struct session *s, _unused_ struct error *e)
{
	return look_at_all(s, BY_DOCTOR);
}

bool check_command(struct session *s, _unused_ struct error *e)
{
	return look_at_all(s, BY_CHECK);
}
