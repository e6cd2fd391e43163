/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/common/recovery_shares.h"

#include "cli/dialogue.h"
#include "cli/words.h"
#include "crypto/age.h"
#include "io/file.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define LINE_MOST 1024u
#define SCRIPT_MOST (SLIP39_SHARES_MOST * LINE_MOST)
#define SHARE_WORDS slip39_word_count(AGE_SCALAR_SIZE)

/* --- from a descriptor --- */

static bool add_lines(struct bytes text, struct slip39_set *set, struct error *e)
{
	struct cursor lines = cursor_of(text);
	if (bytes_starts_with(lines.left, "\xef\xbb\xbf"))
		(void)cursor_take(&lines, 3);
	for (uint64_t number = 1; !cursor_done(&lines); number++) {
		struct bytes line = cursor_until(&lines, '\n');
		if (line.size == 0 || (line.size == 1 && line.data[0] == '\r'))
			continue;
		if (slip39_add(set, line, e))
			continue;
		snprintf(e->subject, sizeof e->subject, "%s", _("shares"));
		e->line = number;
		return false;
	}
	return true;
}

static bool take_script(const char *number, struct slip39_set *set, struct error *e)
{
	_cleanup_(secret_clear) struct secret room = { 0 };
	uint64_t fd;
	size_t size;
	if (!number_parse(bytes_of_string(number), INT_MAX, &fd))
		return error_set(e, ERR_USAGE, "--shares-fd", "%s",
		                 N_("the number of an open file is needed, such as 3"));
	struct fd_stream stream = { (int)fd, "--shares-fd" };
	if (!secret_new(&room, SCRIPT_MOST, e) ||
	    !source_fill(fd_source(&stream), room.data, room.size, &size, e))
		return false;
	if (size == room.size)
		return error_set(e, ERR_TOO_LARGE, "--shares-fd", "%s", "");
	const unsigned missing = add_lines(bytes_of(room.data, size), set, e) ? slip39_missing(set) : 0;
	if (missing)
		return error_set(e, ERR_SHARES_MISSING, NULL, "%u", missing);
	return set->count > 0 && e->code == ERR_NONE;
}

/* --- at a terminal --- */

/* What was typed of a share, in secret memory. */
struct typed {
	size_t count;
	char words[SLIP39_WORDS_MOST][SLIP39_WORD_SIZE + 1];
	char text[SLIP39_TEXT_MOST + 1];
	uint8_t line[LINE_MOST];
};
struct typing {
	struct dialogue talk;
	struct slip39_set *set;
	struct typed *typed;
};

static void explain(struct typing *t)
{
	dialogue_say(&t->talk, "%s",
	             _("Type the words of your page in their order, one or more on a line; the first four "
	               "letters of each are enough. Nothing is shown while you type. `<` begins this share "
	               "anew, `.` stops."));
}

static void tell_unknown(struct typing *t, struct bytes word, size_t number)
{
	const uint16_t near = slip39_word_near(word);
	char meant[SLIP39_WORD_SIZE + 1];
	if (near == SLIP39_NO_WORD) {
		dialogue_say(&t->talk,
		             _("Word %zu isn't in the list. Type it again, and what comes behind it."),
		             number);
		return;
	}
	slip39_word(near, meant);
	dialogue_say(&t->talk,
	             _("Word %zu isn't in the list; `%s` is. Type it again, and what comes behind it."),
	             number, meant);
	memory_wipe(meant, sizeof meant);
}

/* The words of a line behind those that there are, up to the first that is none. */
static void take_words(struct typing *t, struct bytes line)
{
	struct typed *typed = t->typed;
	for (struct cursor c = cursor_of(line); !cursor_done(&c) && typed->count < SLIP39_WORDS_MOST;) {
		struct bytes word = cursor_until(&c, ' ');
		uint16_t place = slip39_word_find(word);
		if (word.size == 0)
			continue;
		if (place == SLIP39_NO_WORD) {
			tell_unknown(t, word, typed->count + 1);
			return;
		}
		slip39_word(place, typed->words[typed->count++]);
	}
}

static bool ask(struct typing *t, size_t number, struct bytes *ret, enum reply *ret_reply, struct error *e)
{
	char question[64];
	size_t size;
	snprintf(question, sizeof question, _("word %zu > "), number);
	if (!dialogue_ask_hidden(&t->talk, question, t->typed->line, LINE_MOST, &size, ret_reply, e))
		return false;
	for (size_t i = 0; i < size; i++)
		if (t->typed->line[i] == '\t')
			t->typed->line[i] = ' ';
	*ret = bytes_of(t->typed->line, size);
	return true;
}

/* Who stops while shares lack is told how many. */
static bool stop(const struct typing *t, struct error *e)
{
	return t->set->count ? error_set(e, ERR_SHARES_MISSING, NULL, "%u", slip39_missing(t->set))
	                     : error_set(e, ERR_INTERRUPTED, NULL, "%s", "");
}

/* Up to as many words as a share of sluis has; others end with an empty line. */
static bool type_words(struct typing *t, struct error *e)
{
	struct typed *typed = t->typed;
	typed->count = 0;
	for (;;) {
		struct bytes line;
		enum reply reply;
		if (!ask(t, typed->count + 1, &line, &reply, e))
			return false;
		if (reply == REPLY_STOP)
			return stop(t, e);
		if (reply == REPLY_BACK)
			typed->count = 0;
		else if (reply == REPLY_ENTER && typed->count >= SLIP39_WORDS_LEAST)
			return true;
		else if (reply == REPLY_TEXT)
			take_words(t, line);
		else
			explain(t);
		if (typed->count >= SHARE_WORDS)
			return true;
	}
}

static struct bytes first_word(struct bytes line)
{
	struct cursor c = cursor_of(line);
	struct bytes word;
	do
		word = cursor_until(&c, ' ');
	while (word.size == 0 && !cursor_done(&c));
	return word;
}

/* One word alone that doesn't fit the others is typed again, and not all of them. */
static bool retype(struct typing *t, size_t number, struct error *e)
{
	const size_t count = t->typed->count;
	dialogue_say(&t->talk, _("Word %zu is another one on your page: type that word again."), number);
	for (bool done = false; !done;) {
		struct bytes line;
		enum reply reply;
		if (!ask(t, number, &line, &reply, e))
			return false;
		if (reply == REPLY_STOP)
			return stop(t, e);
		if (reply == REPLY_BACK)
			return type_words(t, e);
		t->typed->count = number - 1;
		take_words(t, first_word(line));
		done = t->typed->count >= number;
	}
	t->typed->count = count;
	return true;
}

static struct bytes whole_text(const struct typing *t)
{
	char *at = t->typed->text;
	for (size_t i = 0; i < t->typed->count; i++)
		at = stpcpy(stpcpy(at, t->typed->words[i]), " ");
	return bytes_of(t->typed->text, (size_t)(at - t->typed->text));
}

static void tell_taken(struct typing *t)
{
	const struct slip39_share *s = &t->set->shares[t->set->count - 1];
	const unsigned missing = slip39_missing(t->set);
	dialogue_say(&t->talk, _("Share %u of set %u is right."), s->member + 1u, s->id);
	if (missing)
		dialogue_say(&t->talk,
		             ngettext("%u more is needed: let the next officer sit down.",
		                      "%u more are needed: let the next officer sit down.", missing),
		             missing);
}

/* A share, or a word about why it isn't taken. False when somebody stops, or the machine does. */
static bool type_share(struct typing *t, struct error *e)
{
	struct error why;
	if (!type_words(t, e))
		return false;
	for (size_t wrong; !slip39_add(t->set, whole_text(t), &why);) {
		wrong = why.code == ERR_SHARE_CHECKSUM ? slip39_wrong_word(whole_text(t)) : 0;
		if (wrong && !retype(t, wrong, e))
			return false;
		if (wrong)
			continue;
		if (error_class(why.code) == CLASS_MACHINE) {
			*e = why;
			return false;
		}
		const char *hint = words_hint(&why);
		dialogue_say(&t->talk, _("Not taken: %s."), words_sentence(why.code));
		if (hint)
			dialogue_say(&t->talk, "%s.", hint);
		return true;
	}
	tell_taken(t);
	return true;
}

static bool take_typed(struct slip39_set *set, struct error *e)
{
	_cleanup_(secret_clear) struct secret room = { 0 };
	struct typing t = { .set = set };
	if (!secret_new(&room, sizeof(struct typed), e))
		return false;
	t.typed = (struct typed *)(void *)room.data;
	dialogue_begin(&t.talk);
	t.talk.is_terminal = true; /* what isn't shown is typed at /dev/tty, wherever standard input goes */
	explain(&t);
	bool ok = true;
	while (ok && slip39_missing(set) > 0)
		ok = type_share(&t, e);
	dialogue_clear(&t.talk);
	return ok;
}

bool recovery_shares_take(const struct invocation *in, struct slip39_set *ret, struct error *e)
{
	_cleanup_(slip39_set_clear) struct slip39_set set = { 0 };
	const struct given *fd = invocation_given(in, "shares-fd"); /* a command may not have it */
	*e = (struct error){ 0 };
	if (!(fd ? take_script(fd->values[0], &set, e) : take_typed(&set, e)))
		return false;
	*ret = set;
	set.count = 0;
	return true;
}
