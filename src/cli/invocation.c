/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/invocation.h"

#include "base/text.h"
#include "cli/standard_output.h"
#include "cli/usage.h"
#include "cli/words.h"
#include "codec/json.h"
#include "crypto/passphrase.h"
#include "io/terminal.h"
#include "report/colour.h"
#include "report/plain.h"
#include "report/when.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void invocation_clear(struct invocation *in)
{
	for (size_t i = 0; i < in->given_count; i++)
		free(in->given[i].values);
	free(in->given);
	free(in->arguments);
}

const struct given *invocation_given(const struct invocation *in, const char *name)
{
	for (size_t i = 0; i < in->given_count; i++)
		if (strcmp(in->given[i].option->name, name) == 0)
			return &in->given[i];
	return NULL;
}

const char *invocation_program(const struct invocation *in)
{
	return in->program->name;
}

const char *invocation_command(const struct invocation *in)
{
	return in->command ? in->command->name : NULL;
}

size_t invocation_count(const struct invocation *in)
{
	return in->count;
}

const char *invocation_argument(const struct invocation *in, size_t i)
{
	return i < in->count ? in->arguments[i] : NULL;
}

/* Asking for an option that the command doesn't have is a programmer's mistake. */
static const struct given *asked(const struct invocation *in, const char *option)
{
	assert(in->command && command_find_option(in->command, option, strlen(option), 0));
	return invocation_given(in, option);
}

bool invocation_flag(const struct invocation *in, const char *option)
{
	return asked(in, option) != NULL;
}

const char *invocation_value(const struct invocation *in, const char *option)
{
	const struct given *g = asked(in, option);
	return g && g->count ? g->values[0] : NULL;
}

bool invocation_needs(const struct invocation *in, const char *const *options, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer missing = { 0 };
	for (; *options; options++)
		if (!asked(in, *options))
			buffer_printf(&missing, "%s--%s", missing.size ? ", " : "", *options);
	return buffer_ok(&missing, e) &&
	       (!missing.size || error_set(e, ERR_USAGE, buffer_string(&missing), "%s", N_("missing")));
}

const char *const *invocation_values(const struct invocation *in, const char *option, size_t *ret_count)
{
	const struct given *g = asked(in, option);
	*ret_count = g ? g->count : 0;
	return g ? g->values : NULL;
}

bool invocation_json(const struct invocation *in)
{
	return in->json;
}

static bool value_or_environment(const struct invocation *in, const char *option, const char *variable,
                                 const char **ret)
{
	const char *value = invocation_value(in, option);
	if (!value)
		value = getenv(variable);
	if (!value || !*value)
		return false;
	*ret = value;
	return true;
}

static bool bad_option(const char *option, const char *wanted, struct error *e)
{
	char name[64];
	snprintf(name, sizeof name, "--%s", option);
	return error_set(e, ERR_USAGE, name, "%s", wanted);
}

bool invocation_day(const struct invocation *in, const char *option, moment otherwise, moment *ret,
                    struct error *e)
{
	const char *text = invocation_value(in, option);
	*ret = otherwise;
	return !text || day_parse(bytes_of_string(text), ret) ||
	       bad_option(option, _("a day as YYYY-MM-DD"), e);
}

bool invocation_moment(const struct invocation *in, const char *option, moment otherwise, moment *ret,
                       struct error *e)
{
	const char *text = invocation_value(in, option);
	*ret = otherwise;
	return !text || moment_parse(bytes_of_string(text), ret) || civil_parse(bytes_of_string(text), ret) ||
	       bad_option(option, _("a moment as YYYY-MM-DDTHH:MM"), e);
}

bool invocation_number(const struct invocation *in, const char *option, uint64_t otherwise, uint64_t least,
                       uint64_t most, uint64_t *ret, struct error *e)
{
	const char *text = invocation_value(in, option);
	char wanted[96];
	*ret = otherwise;
	if (!text || (number_parse(bytes_of_string(text), most, ret) && *ret >= least))
		return true;
	snprintf(wanted, sizeof wanted, _("a number from %llu to %llu"), (unsigned long long)least,
	         (unsigned long long)most);
	return bad_option(option, wanted, e);
}

bool invocation_home(const struct invocation *in, const char **ret, struct error *e)
{
	return value_or_environment(in, "home", "SLUIS_HOME", ret) ||
	       error_set(
		       e, ERR_USAGE, "--home",
		       _("the folder of the unit's store isn't known; give --home FOLDER or set SLUIS_HOME"));
}

bool invocation_key(const struct invocation *in, const char **ret, struct error *e)
{
	return value_or_environment(in, "key", "SLUIS_KEY", ret) ||
	       error_set(e, ERR_USAGE, "--key",
	                 _("your personal key file isn't known; give --key FILE or set SLUIS_KEY"));
}

/* NULL also of a command that takes passphrases from a terminal alone. */
static const char *passphrase_fd_given(const struct invocation *in)
{
	const struct given *g = invocation_given(in, "passphrase-fd");
	return g && g->count ? g->values[0] : NULL;
}

static bool passphrase_fd(const struct invocation *in, int *ret, struct error *e)
{
	const char *number = passphrase_fd_given(in);
	uint64_t fd = 0;
	if (number && !number_parse(bytes_of_string(number), 1023, &fd))
		return error_set(e, ERR_USAGE, "--passphrase-fd",
		                 _("this is not the number of an open file"));
	*ret = number ? (int)fd : -1;
	return true;
}

bool invocation_passphrase(const struct invocation *in, const char *prompt, struct secret *ret,
                           struct error *e)
{
	int fd;
	return passphrase_fd(in, &fd, e) && passphrase_read(fd, prompt, ret, e);
}

bool invocation_new_passphrase(const struct invocation *in, struct secret *ret, struct error *e)
{
	const struct passphrase_talk talk = {
		.prompt = _("New passphrase (Enter: one is made for you): "),
		.again = _("The same again: "),
		.offer = _("This one is made by chance, and shown here once. Write it down, and keep that\n"
		           "apart from the key file; then type it, blanks and all.\n"),
		.weak = _("That is too easy to guess: take sixteen characters, or four different words.\n"),
		.differ = _("The two differ.\n"),
	};
	int fd;
	return passphrase_fd(in, &fd, e) &&
	       (fd >= 0 ? passphrase_read_new(fd, ret, e) : passphrase_ask_new(&talk, ret, e));
}

unsigned invocation_tries(const struct invocation *in)
{
	return passphrase_fd_given(in) ? 1 : PASSPHRASE_TRIES;
}

/* --- talking back --- */

/* Usage errors point to the help of the command that was tried. */
static void append_hint(struct buffer *out, const struct invocation *in, const struct error *e)
{
	const char *hint = words_hint(e), *command = invocation_command(in);
	if (hint)
		buffer_append_string(out, hint);
	else if (e->code == ERR_USAGE && command)
		buffer_printf(out, _("`%s help %s` shows how it is used"), invocation_program(in), command);
	else if (e->code == ERR_USAGE)
		buffer_printf(out, _("`%s help` lists the commands"), invocation_program(in));
}

/* "WHO: TEXT", broken at the width of the terminal. */
static void append_remark(struct buffer *out, const struct invocation *in, const char *who, const char *text)
{
	_cleanup_(buffer_clear) struct buffer line = { 0 };
	buffer_printf(&line, "%s: %s", who, text);
	plain_wrapped(out, buffer_bytes(&line), in->plain ? 0 : terminal_width(STDERR_FILENO));
	out->failed = out->failed || line.failed;
}

static void print_remark(struct buffer *out)
{
	const char *text = buffer_string(out);
	fputs(text ? text : "", stderr);
}

/* The one word of it that may have a colour: it begins where it would on one line, also where it was
 * wrapped. */
static void append_kind(struct buffer *out, const struct invocation *in, const char *kind,
                        enum page_tone tone, struct bytes line)
{
	size_t at = strlen(invocation_program(in)) + sizeof ": " - 1, size = strlen(kind);
	bool coloured = !in->plain && terminal_has_colours(STDERR_FILENO) && line.size >= at + size;
	if (!coloured) {
		buffer_append(out, line);
		return;
	}
	buffer_append(out, bytes_of(line.data, at));
	buffer_append_string(out, colour_start(tone));
	buffer_append_string(out, kind);
	buffer_append_string(out, colour_end());
	buffer_append(out, bytes_of(line.data + at + size, line.size - at - size));
}

static void print_error(const struct invocation *in, const char *kind, enum page_tone tone,
                        struct buffer *message, struct buffer *hint)
{
	_cleanup_(buffer_clear) struct buffer line = { 0 }, out = { 0 }, text = { 0 };
	const char *said = buffer_string(message), *next = buffer_string(hint);
	buffer_printf(&text, "%s: %s", kind, said ? said : "");
	append_remark(&line, in, invocation_program(in), text.failed ? kind : buffer_string(&text));
	append_kind(&out, in, kind, tone, buffer_bytes(&line));
	if (next && *next)
		append_remark(&out, in, _("hint"), next);
	print_remark(&out);
}

static bool print_json(const struct invocation *in, const struct error *e, struct buffer *message,
                       struct buffer *hint)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 }, subject = { 0 };
	struct json_writer w;
	text_append_shown(&subject, bytes_of_string(e->subject)); /* a path need not be UTF-8 */
	json_begin(&w, &out);
	json_object_of(&w, NULL);
	json_number(&w, "sluis", 1);
	json_text(&w, "command", invocation_command(in));
	json_object_of(&w, "error");
	json_text(&w, "finding", error_name(e->code));
	json_text(&w, "message", buffer_string(message));
	json_text(&w, "hint", hint->size ? buffer_string(hint) : NULL);
	json_text(&w, "subject", subject.size ? buffer_string(&subject) : NULL);
	if (e->line)
		json_number(&w, "line", (int64_t)e->line);
	else
		json_text(&w, "line", NULL);
	json_number(&w, "exit", words_exit_code(e->code));
	json_end_object(&w);
	json_end_object(&w);
	buffer_append_byte(&out, '\n');
	output_write(buffer_bytes(&out));
	return !out.failed;
}

int invocation_fail(const struct invocation *in, const struct error *e)
{
	_cleanup_(buffer_clear) struct buffer message = { 0 }, hint = { 0 };
	if (e->code == ERR_PIPE) /* nobody listens */
		return words_exit_code(e->code);
	if (e->code == ERR_INTERRUPTED && !invocation_json(in))
		return words_exit_code(e->code);
	words_append_error(&message, e);
	append_hint(&hint, in, e);
	if (!invocation_json(in) || !print_json(in, e, &message, &hint))
		print_error(in, _("error"), PAGE_BAD, &message, &hint);
	return words_exit_code(e->code);
}

void invocation_warn(const struct invocation *in, const struct error *e)
{
	_cleanup_(buffer_clear) struct buffer message = { 0 }, hint = { 0 };
	if (in->quiet)
		return;
	words_append_error(&message, e);
	append_hint(&hint, in, e);
	print_error(in, _("warning"), PAGE_OPEN, &message, &hint);
}

void invocation_say(const struct invocation *in, const char *format, ...)
{
	if (invocation_json(in) || in->quiet)
		return;
	va_list args;
	va_start(args, format);
	_cleanup_(string_freep) char *owned = string_vprintf(format, args);
	va_end(args);
	if (!owned)
		return;
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	append_remark(&out, in, invocation_program(in), owned);
	print_remark(&out);
}
