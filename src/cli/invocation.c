/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/invocation.h"

#include "base/text.h"
#include "cli/standard_output.h"
#include "cli/usage.h"
#include "cli/words.h"
#include "codec/json.h"
#include "crypto/passphrase.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

bool invocation_passphrase(const struct invocation *in, const char *prompt, const char *again,
                           struct secret *ret, struct error *e)
{
	const char *number = invocation_value(in, "passphrase-fd");
	uint64_t fd = 0;
	if (number && !number_parse(bytes_of_string(number), 1023, &fd))
		return error_set(e, ERR_USAGE, "--passphrase-fd",
		                 _("this is not the number of a descriptor"));
	struct passphrase_source from = { number ? (int)fd : -1, prompt, again };
	return passphrase_read(&from, ret, e);
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

static void print_error(const struct invocation *in, const char *kind, struct buffer *message,
                        struct buffer *hint)
{
	const char *text = buffer_string(message), *next = buffer_string(hint);
	fprintf(stderr, "%s: %s: %s\n", invocation_program(in), kind, text ? text : "");
	if (next && *next)
		fprintf(stderr, "%s: %s\n", _("hint"), next);
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
	words_append_error(&message, e);
	append_hint(&hint, in, e);
	if (!invocation_json(in) || !print_json(in, e, &message, &hint))
		print_error(in, _("error"), &message, &hint);
	return words_exit_code(e->code);
}

void invocation_warn(const struct invocation *in, const struct error *e)
{
	_cleanup_(buffer_clear) struct buffer message = { 0 }, hint = { 0 };
	words_append_error(&message, e);
	append_hint(&hint, in, e);
	print_error(in, _("warning"), &message, &hint);
}

void invocation_say(const struct invocation *in, const char *format, ...)
{
	if (invocation_json(in))
		return;
	va_list args;
	va_start(args, format);
	char *text = NULL;
	int size = vasprintf(&text, format, args);
	va_end(args);
	if (size < 0)
		return;
	_cleanup_(string_freep) char *owned = text;
	_cleanup_(buffer_clear) struct buffer shown = { 0 };
	text_append_shown(&shown, bytes_of_string(owned));
	const char *line = buffer_string(&shown);
	fprintf(stderr, "%s: %s\n", invocation_program(in), line ? line : "");
}
