/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/invocation.h"

#include "base/text.h"
#include "cli/usage.h"
#include "cli/value_kind.h"
#include "cli/words.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A command line, taken apart by the tables of the program. */

static const char *values_shown(struct buffer *out, const char *values)
{
	value_kind_append(out, values);
	const char *shown = buffer_string(out);
	return shown ? shown : "";
}

/* What may stand before the command: its own options aren't known yet. */
static const struct option program_options[] = {
	{ "version", 'V', OPTION_FLAG, NULL, N_("show the version") },
	{ "completion", 0, OPTION_VALUE, "SHELL", N_("print a completion script: bash, zsh or fish") },
	{ "dump-commands", 0, OPTION_FLAG, NULL, N_("print the table of commands") },
	{ 0 },
};
static const struct command before = { .name = "", .options = program_options, .needs = NEEDS_HOME };

struct parser {
	struct invocation *in;
	char **argv;
	int argc, at;
};

static bool take_value(struct invocation *in, const struct option *o, const char *value, struct error *e)
{
	struct given *g = NULL;
	for (size_t i = 0; i < in->given_count && !g; i++)
		if (strcmp(in->given[i].option->name, o->name) == 0)
			g = &in->given[i];
	if (!g) {
		const char **values = calloc(in->room, sizeof *values);
		if (!values)
			return error_memory(e);
		g = &in->given[in->given_count++];
		*g = (struct given){ o, values, 0 };
	} else if (option_takes_one(o)) {
		return error_set(e, ERR_USAGE, o->name, _("this option is given twice"));
	}
	if (value)
		g->values[g->count++] = value;
	return true;
}

/* Everything after OPTION_VALUES that isn't an option belongs to it. "-" is a value. */
static bool take_values(struct parser *p, const struct option *o, const char *first, struct error *e)
{
	bool any = first != NULL;
	if (first && !take_value(p->in, o, first, e))
		return false;
	for (; p->at < p->argc && (p->argv[p->at][0] != '-' || !p->argv[p->at][1]); any = true)
		if (!take_value(p->in, o, p->argv[p->at++], e))
			return false;
	return any || error_set(e, ERR_USAGE, o->name, _("this option wants at least one value"));
}

static bool unknown_option(const struct command *c, const char *typed, struct error *e)
{
	_cleanup_(string_freep) char *name = string_copy(typed + strspn(typed, "-"));
	if (!name)
		return error_memory(e);
	name[strcspn(name, "=")] = 0;
	const char *near = usage_near_option(c, name);
	typed = typed[1] == '-' ? typed : name; /* "-x": the letter may have a value attached; names only */
	_cleanup_(string_freep) char *shown =
		string_printf("%s%.*s", typed[0] == '-' ? "" : "-", (int)strcspn(typed, "="), typed);
	if (near)
		return error_set(e, ERR_USAGE, shown, _("no such option; did you mean --%s?"), near);
	return error_set(e, ERR_USAGE, shown, _("no such option"));
}

/* One option at argv[at], with its values. */
static bool parse_option(struct parser *p, const struct command *c, struct error *e)
{
	const char *typed = p->argv[p->at++], *value = NULL;
	const struct option *o;
	if (typed[1] == '-') {
		size_t size = strcspn(typed + 2, "=");
		o = command_find_option(c, typed + 2, size, 0);
		value = typed[2 + size] ? typed + 3 + size : NULL;
	} else {
		o = command_find_option(c, NULL, 0, typed[1]);
		value = typed[2] ? typed + 2 : NULL;
	}
	if (!o)
		return unknown_option(c, typed, e);
	if (o->kind == OPTION_FLAG && value)
		return error_set(e, ERR_USAGE, o->name, _("this option takes no value"));
	if (o->kind == OPTION_VALUES)
		return take_values(p, o, value, e);
	if (option_takes_one(o) && !value) {
		_cleanup_(buffer_clear) struct buffer shown = { 0 };
		if (p->at == p->argc)
			return error_set(e, ERR_USAGE, o->name, _("this option wants a value: %s"),
			                 values_shown(&shown, o->metavar));
		value = p->argv[p->at++];
	}
	return take_value(p->in, o, value, e);
}

static bool unknown_command(const struct program *p, const char *first, const char *second, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer group = { 0 };
	_cleanup_(string_freep) char *both = string_printf("%s %s", first, second ? second : "");
	size_t size = strlen(first);
	for (const struct command *c = p->commands; c->name; c++)
		if (strncmp(c->name, first, size) == 0 && c->name[size] == ' ')
			buffer_printf(&group, "%s%s", group.size ? ", " : "", c->name);
	const char *near = both && second ? usage_near_command(p, both) : NULL;
	if (!near && !group.size)
		near = usage_near_command(p, first);
	if (near)
		return error_set(e, ERR_USAGE, first, _("no such command; did you mean `%s`?"), near);
	if (group.size)
		return error_set(e, ERR_USAGE, first, _("this goes with a second word: %s"),
		                 buffer_string(&group));
	return error_set(e, ERR_USAGE, first, _("no such command"));
}

/* Options, and nothing else. */
static bool parse_end(struct parser *p, struct error *e)
{
	while (p->at < p->argc && p->argv[p->at][0] == '-')
		if (!parse_option(p, &before, e))
			return false;
	return p->at == p->argc ||
	       error_set(e, ERR_USAGE, p->argv[p->at], _("this is one argument too many"));
}

static bool parse_program_options(struct parser *p, struct error *e)
{
	while (p->at < p->argc && p->argv[p->at][0] == '-')
		if (!parse_option(p, &before, e))
			return false;
	return true;
}

static bool parse_command(struct parser *p, struct error *e)
{
	struct invocation *in = p->in;
	if (!parse_program_options(p, e))
		return false;
	if (p->at < p->argc && strcmp(p->argv[p->at], "help") == 0) {
		in->help = true;
		p->at++;
		if (!parse_program_options(p, e))
			return false;
	} else if (p->at < p->argc && strcmp(p->argv[p->at], "version") == 0) {
		in->version = true;
		p->at++;
		return parse_end(p, e);
	}
	in->version = in->version || invocation_given(in, "version");
	in->help = in->help || invocation_given(in, "help");
	if (p->at == p->argc)
		return true;
	const char *first = p->argv[p->at], *second = p->at + 1 < p->argc ? p->argv[p->at + 1] : NULL;
	int words = 0;
	in->command = command_find(in->program, first, second, &words);
	p->at += words;
	/* `sluis roster --help` and `sluis help roster` show what goes with that word. */
	bool asks = second && (strcmp(second, "--help") == 0 || strcmp(second, "-h") == 0);
	if (!in->command && (asks || (in->help && (!second || second[0] == '-'))) &&
	    usage_is_group(in->program, first)) {
		in->help = true;
		in->group = first;
		return true;
	}
	return in->command || unknown_command(in->program, first, second, e);
}

static bool check_counts(const struct invocation *in, struct error *e)
{
	const struct command *c = in->command;
	_cleanup_(buffer_clear) struct buffer shown = { 0 };
	for (size_t i = 0; i < in->given_count; i++)
		if (!command_find_option(c, in->given[i].option->name, strlen(in->given[i].option->name), 0))
			return error_set(e, ERR_USAGE, in->given[i].option->name,
			                 _("`%s` doesn't have this option"), c->name);
	if (in->count < c->least)
		return error_set(e, ERR_USAGE, c->name, _("something is missing: %s"),
		                 values_shown(&shown, c->arguments ? c->arguments : ""));
	if (in->count > c->most)
		return error_set(e, ERR_USAGE, in->arguments[c->most], _("this is one argument too many"));
	return true;
}

/* A path too: names of files are shown, logged and kept as text. */
static bool check_utf8(int argc, char **argv, struct error *e)
{
	for (int i = 1; i < argc; i++)
		if (!text_is_utf8(bytes_of_string(argv[i])))
			return error_set(e, ERR_UTF8, NULL, "%s %d", _("argument"), i);
	return true;
}

bool invocation_parse(struct invocation *in, int argc, char **argv, struct error *e)
{
	struct parser parser = { in, argv, argc, argc > 0 ? 1 : 0 }, *p = &parser;
	assert(in->given_count == 0 && in->count == 0);
	in->room = (size_t)argc + 1;
	in->arguments = calloc(in->room, sizeof *in->arguments);
	in->given = calloc(in->room, sizeof *in->given);
	if (!in->arguments || !in->given)
		return error_memory(e);
	if (!check_utf8(argc, argv, e) || !parse_command(p, e))
		return false;
	if (!in->command)
		return in->help || in->version || in->given_count || argc <= 1 ||
		       error_set(e, ERR_USAGE, "", _("which command?"));
	for (bool options = true; p->at < p->argc;) {
		const char *arg = p->argv[p->at];
		if (options && strcmp(arg, "--") == 0) {
			options = false;
			p->at++;
		} else if (options && arg[0] == '-' && arg[1]) {
			if (!parse_option(p, in->command, e))
				return false;
		} else {
			in->arguments[in->count++] = arg;
			p->at++;
		}
	}
	in->help = in->help || invocation_given(in, "help");
	return in->help || check_counts(in, e);
}
