/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/dialogue.h"

#include "base/written.h"
#include "cli/words.h"
#include "io/terminal.h"
#include "report/plain.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ANSWER_MAX_SIZE 8192u

void dialogue_begin(struct dialogue *d)
{
	*d = (struct dialogue){ .is_terminal = isatty(STDIN_FILENO) == 1 };
}

void dialogue_clear(struct dialogue *d)
{
	buffer_wipe(&d->shown);
}

void dialogue_say(struct dialogue *d, const char *format, ...)
{
	va_list args;
	if (!d->is_terminal)
		return;
	va_start(args, format);
	_cleanup_(string_freep) char *owned = string_vprintf(format, args);
	va_end(args);
	if (!owned) {
		d->shown.failed = true;
		return;
	}
	struct cursor c = cursor_of(bytes_of_string(owned));
	do
		plain_wrapped(&d->shown, cursor_until(&c, '\n'), terminal_width(STDIN_FILENO));
	while (!cursor_done(&c));
}

void dialogue_item(struct dialogue *d, size_t number, const struct buffer *text)
{
	static const char widest[] = "  99  ";
	if (!d->is_terminal)
		return;
	buffer_printf(&d->shown, "  %2zu  ", number);
	plain_hanging(&d->shown, buffer_bytes(text), sizeof widest - 1, terminal_width(STDIN_FILENO));
	buffer_append_byte(&d->shown, '\n');
}

static bool read_script(struct buffer *ret, bool *ret_end, struct error *e)
{
	int c = 0;
	buffer_reset(ret);
	while ((c = getchar()) != EOF && c != '\n') {
		if (ret->size == ANSWER_MAX_SIZE)
			return error_set(e, ERR_TOO_LARGE, NULL, "more than %u bytes", ANSWER_MAX_SIZE);
		buffer_append_byte(ret, (uint8_t)c);
	}
	if (ferror(stdin))
		return error_errno(e, errno ? errno : EIO, _("standard input"), "%s", "");
	*ret_end = c == EOF && ret->size == 0;
	return buffer_ok(ret, e);
}

static enum reply reply_of(struct bytes line)
{
	static const struct {
		const char *sign;
		enum reply reply;
	} signs[] = { { "", REPLY_ENTER },
		      { "-", REPLY_CLEAR },
		      { "<", REPLY_BACK },
		      { ".", REPLY_STOP },
		      { "?", REPLY_HELP } };
	for (size_t i = 0; i < ELEMENTS(signs); i++)
		if (bytes_equal_string(line, signs[i].sign))
			return signs[i].reply;
	return REPLY_TEXT;
}

/* A key that isn't text, such as an arrow: the question stands, and can be answered again. */
static bool is_slip(enum error_code code)
{
	return code == ERR_CONTROL_CHARACTER || code == ERR_UTF8 || code == ERR_NUL_BYTE ||
	       code == ERR_SYNTAX;
}

/* What stands before the sign behind which one types may take several lines. */
static void append_question(struct buffer *out, const char *question)
{
	static const char sign[] = " > ";
	size_t size = strlen(question), width = terminal_width(STDIN_FILENO);
	if (size >= sizeof sign && strcmp(question + size - (sizeof sign - 1), sign) == 0) {
		plain_hanging(out, bytes_of(question, size - (sizeof sign - 1)), 0,
		              width > sizeof sign ? width - sizeof sign : 0);
		question = sign;
	}
	buffer_append_string(out, question);
}

static bool ask_terminal(struct dialogue *d, const char *question, struct buffer *ret, struct error *e)
{
	append_question(&d->shown, question);
	const char *prompt = buffer_string(&d->shown);
	if (!prompt)
		return error_memory(e);
	bool ok = terminal_read_line(prompt, ret, e);
	buffer_reset(&d->shown);
	return ok;
}

static bool ask_script(const struct dialogue *d, struct buffer *ret, bool *ret_end, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer line = { 0 };
	if (!read_script(&line, ret_end, e))
		return false;
	if (*ret_end || text_read_words(buffer_bytes(&line), NULL, ret, e))
		return true;
	return is_slip(e->code) ? error_line(e, e->code, _("standard input"), d->line + 1, "%s", "") : false;
}

bool dialogue_ask(struct dialogue *d, const char *question, struct buffer *ret, enum reply *ret_reply,
                  struct error *e)
{
	for (;;) {
		bool end = false;
		if (d->is_terminal ? ask_terminal(d, question, ret, e) : ask_script(d, ret, &end, e)) {
			d->line += !end;
			*ret_reply = end ? REPLY_END : reply_of(buffer_bytes(ret));
			return true;
		}
		if (!d->is_terminal || !is_slip(e->code))
			return false;
		d->line++;
		dialogue_say(d, "%s",
		             _("That line held a key that isn't text, such as an arrow. Type it again."));
	}
}

static struct bytes trimmed(struct bytes text)
{
	while (text.size && text.data[0] <= ' ')
		text = bytes_of(text.data + 1, text.size - 1);
	while (text.size && text.data[text.size - 1] <= ' ')
		text.size--;
	return text;
}

bool dialogue_ask_hidden(struct dialogue *d, const char *question, uint8_t *out, size_t size,
                         size_t *ret_size, enum reply *ret_reply, struct error *e)
{
	append_question(&d->shown, question);
	const char *prompt = buffer_string(&d->shown);
	if (!prompt)
		return error_memory(e);
	bool ok = terminal_read_hidden(prompt, out, size, ret_size, e);
	buffer_reset(&d->shown);
	if (!ok)
		return false;
	d->line++;
	*ret_reply = reply_of(trimmed(bytes_of(out, *ret_size)));
	return true;
}
