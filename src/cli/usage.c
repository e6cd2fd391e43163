/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/usage.h"

#include "cli/value_kind.h"
#include "cli/words.h"
#include "io/terminal.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

static const struct option options_common[] = {
	{ "json", 0, OPTION_FLAG, NULL, N_("print one JSON object for programs instead of text for people") },
	{ "plain", 0, OPTION_FLAG, NULL,
	  N_("a label and its value on each line, no tables, colours or pages: to be listened to") },
	{ "quiet", 0, OPTION_FLAG, NULL, N_("no remarks and warnings; errors only") },
	{ "no-pager", 0, OPTION_FLAG, NULL, N_("don't show what is longer than the screen page by page") },
	{ "lang", 0, OPTION_VALUE, "LANGUAGE", N_("language of the messages: nl or en") },
	{ "help", 'h', OPTION_FLAG, NULL, N_("show this help") },
	{ 0 },
};
static const struct option options_key[] = {
	{ "key", 0, OPTION_VALUE, "KEY", N_("your personal key file; without it SLUIS_KEY is used") },
	{ "passphrase-fd", 0, OPTION_VALUE, "N",
	  N_("read passphrases from the open file of this number, one a line, instead of asking") },
	{ 0 },
};
static const struct option options_home[] = {
	{ "home", 0, OPTION_VALUE, "FOLDER",
	  N_("the folder of the unit's store; without it SLUIS_HOME is used") },
	{ 0 },
};
static const struct option no_options[] = { { 0 } };

const struct option *command_option(const struct command *c, size_t i)
{
	const struct option *const lists[] = {
		c->options ? c->options : no_options,
		c->needs >= NEEDS_HOME ? options_home : no_options,
		c->needs >= NEEDS_KEY ? options_key : no_options,
		options_common,
	};
	for (size_t l = 0; l < ELEMENTS(lists); l++)
		for (const struct option *o = lists[l]; o->name; o++)
			if (i-- == 0)
				return o;
	return NULL;
}

const struct option *command_find_option(const struct command *c, const char *name, size_t size, char letter)
{
	const struct option *o;
	for (size_t i = 0; (o = command_option(c, i)); i++)
		if (letter ? o->letter == letter
		           : strlen(o->name) == size && memcmp(o->name, name, size) == 0)
			return o;
	return NULL;
}

#define WIDTH_MOST 80u
/* The last column of a table of help: wrapped words under `indent`. */
static void append_wrapped(struct buffer *out, const char *text, size_t indent, size_t column)
{
	size_t width = terminal_width(STDOUT_FILENO);
	width = width && width < WIDTH_MOST ? width : WIDTH_MOST;
	while (*text) {
		size_t size = strcspn(text, " \n"), shown = 0;
		for (size_t i = 0; i < size; i++)
			shown += ((unsigned char)text[i] & 0xc0) != 0x80;
		if (column > indent && column + 1 + shown > width) {
			buffer_printf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (column > indent) {
			buffer_append_byte(out, ' ');
			column++;
		}
		buffer_append(out, bytes_of(text, size));
		column += shown;
		text += size;
		if (*text == '\n') {
			buffer_printf(out, "\n%*s", text[1] && text[1] != '\n' ? (int)indent : 0, "");
			column = indent;
		}
		text += *text != 0;
	}
	buffer_append_byte(out, '\n');
}

static void append_row(struct buffer *out, const char *left, const char *right)
{
	size_t width = 0, indent = 28;
	for (const char *c = left; *c; c++)
		width += ((unsigned char)*c & 0xc0) != 0x80;
	buffer_printf(out, "  %s", left);
	if (width + 4 > indent)
		buffer_printf(out, "\n%*s", (int)indent, "");
	else
		buffer_printf(out, "%*s", (int)(indent - 2 - width), "");
	append_wrapped(out, right, indent, indent);
}

static bool is_in_group(const struct command *c, const char *word)
{
	size_t size = strlen(word);
	return strncmp(c->name, word, size) == 0 && c->name[size] == ' ';
}

bool usage_is_group(const struct program *p, const char *word)
{
	for (const struct command *c = p->commands; c->name; c++)
		if (is_in_group(c, word))
			return true;
	return false;
}

/* All of them for a `word` of NULL. */
static void append_commands(struct buffer *out, const struct program *p, const char *word)
{
	buffer_printf(out, "\n\n%s\n", _("Commands:"));
	for (const struct command *c = p->commands; c->name; c++)
		if (!word || is_in_group(c, word))
			append_row(out, c->name, gettext(c->summary));
}

void usage_group(struct buffer *out, const struct program *p, const char *word)
{
	buffer_printf(out, _("usage: %s %s COMMAND [OPTION…] [ARGUMENT…]"), p->name, word);
	append_commands(out, p, word);
	buffer_append_byte(out, '\n');
	buffer_printf(out, _("`%s help %s COMMAND` tells more about one of them."), p->name, word);
	buffer_append_byte(out, '\n');
}

void usage_program(struct buffer *out, const struct program *p)
{
	buffer_printf(out, "%s: %s\n\n", p->name, gettext(p->summary));
	buffer_printf(out, _("usage: %s COMMAND [OPTION…] [ARGUMENT…]"), p->name);
	append_commands(out, p, NULL);
	buffer_append_byte(out, '\n');
	buffer_printf(out, _("`%s help COMMAND` tells more about one of them; the manual is `man %s`."),
	              p->name, p->name);
	buffer_append_byte(out, '\n');
}

const struct command *command_find(const struct program *p, const char *first, const char *second,
                                   int *ret_words)
{
	size_t size = strlen(first);
	for (const struct command *c = p->commands; second && c->name; c++)
		if (strncmp(c->name, first, size) == 0 && c->name[size] == ' ' &&
		    strcmp(c->name + size + 1, second) == 0) {
			*ret_words = 2;
			return c;
		}
	for (const struct command *c = p->commands; c->name; c++)
		if (strcmp(c->name, first) == 0) {
			*ret_words = 1;
			return c;
		}
	return NULL;
}

static const struct command *command_named(const struct program *p, const char *name)
{
	for (const struct command *c = p->commands; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

void usage_tasks(struct buffer *out, const struct program *p)
{
	buffer_printf(out, "%s: %s\n", p->name, gettext(p->summary));
	for (const struct task *t = p->tasks; t->heading; t++) {
		buffer_printf(out, "\n%s\n", gettext(t->heading));
		for (const char *const *name = t->commands; *name; name++) {
			const struct command *c = command_named(p, *name);
			assert(c);
			append_row(out, c->name, gettext(c->summary));
		}
	}
	buffer_append_byte(out, '\n');
	buffer_printf(out,
	              _("`%s help` shows every command, and `%s help COMMAND` tells more about one of them."),
	              p->name, p->name);
	buffer_append_byte(out, '\n');
}

static void append_values(struct buffer *out, const struct option *o)
{
	buffer_append_byte(out, ' ');
	value_kind_append(out, o->metavar);
	if (o->kind == OPTION_VALUES && !strstr(o->metavar, "…"))
		buffer_append_string(out, "…");
}

static void append_option_name(struct buffer *out, const struct option *o)
{
	if (o->letter)
		buffer_printf(out, "-%c, ", o->letter);
	buffer_printf(out, "--%s", o->name);
	if (o->kind != OPTION_FLAG)
		append_values(out, o);
}

void usage_command(struct buffer *out, const struct program *p, const struct command *c)
{
	const struct option *o;
	buffer_printf(out, _("usage: %s %s"), p->name, c->name);
	buffer_printf(out, " %s%s", _("[OPTION…]"), c->arguments ? " " : "");
	value_kind_append(out, c->arguments ? c->arguments : "");
	buffer_append_string(out, "\n\n");
	append_wrapped(out, gettext(c->summary), 0, 0);
	if (c->details) {
		buffer_append_byte(out, '\n');
		append_wrapped(out, gettext(c->details), 0, 0);
	}
	buffer_printf(out, "\n%s\n", _("Options:"));
	for (size_t i = 0; (o = command_option(c, i)); i++) {
		_cleanup_(buffer_clear) struct buffer left = { 0 };
		append_option_name(&left, o);
		const char *name = buffer_string(&left);
		append_row(out, name ? name : o->name, gettext(o->help));
	}
}

bool option_takes_one(const struct option *o)
{
	return o->kind == OPTION_VALUE || o->kind == OPTION_OUTPUT;
}

bool option_names_path(const struct option *o)
{
	const struct value_kind *kind = o->metavar ? value_kind_of(o->metavar, strlen(o->metavar)) : NULL;
	return o->kind == OPTION_OUTPUT ||
	       (kind && (kind->source == VALUE_FILES || kind->source == VALUE_FOLDERS));
}

static void dump_option(struct buffer *out, const struct command *c, const struct option *o)
{
	buffer_printf(out, "option\t%s\t--%s\t%s%.*s\t", c->name, o->name, o->letter ? "-" : "",
	              o->letter != 0, &o->letter);
	value_kind_append(out, o->metavar ? o->metavar : "");
	buffer_printf(out, "\t%s%s\n", gettext(o->help), o->kind == OPTION_OUTPUT ? "\toutput" : "");
}

void usage_dump(struct buffer *out, const struct program *p)
{
	const struct option *o;
	for (const struct command *c = p->commands; c->name; c++) {
		buffer_printf(out, "command\t%s\t", c->name);
		value_kind_append(out, c->arguments ? c->arguments : "");
		buffer_printf(out, "\t%s\t", gettext(c->summary));
		for (const char *at = c->details ? gettext(c->details) : ""; *at; at++)
			buffer_append_byte(out, (uint8_t)(*at == '\n' ? ' ' : *at));
		buffer_append_string(out, c->writes ? "\toutput\n" : "\n");
		for (size_t i = 0; (o = command_option(c, i)); i++)
			dump_option(out, c, o);
	}
}

/* Levenshtein's distance, of names at most this long. */
#define NAME_LIMIT 40u
static size_t distance(const char *a, const char *b)
{
	size_t rows = strlen(a), columns = strlen(b), line[NAME_LIMIT + 1];
	if (rows > NAME_LIMIT || columns > NAME_LIMIT)
		return SIZE_MAX;
	for (size_t j = 0; j <= columns; j++)
		line[j] = j;
	for (size_t i = 1; i <= rows; i++) {
		size_t corner = line[0];
		line[0] = i;
		for (size_t j = 1; j <= columns; j++) {
			size_t swap = corner + (a[i - 1] != b[j - 1]),
			       least = line[j] < line[j - 1] ? line[j] : line[j - 1];
			corner = line[j];
			line[j] = swap < least + 1 ? swap : least + 1;
		}
	}
	return line[columns];
}

/* Near enough to be meant: at most a third of the letters differ. */
static void take_nearer(const char *name, const char *typed, const char **best, size_t *least)
{
	size_t d = distance(name, typed);
	if (d < *least && d <= 1 + strlen(name) / 4) {
		*best = name;
		*least = d;
	}
}

const char *usage_near_command(const struct program *p, const char *typed)
{
	const char *best = NULL;
	size_t least = SIZE_MAX;
	for (const struct command *c = p->commands; c->name; c++)
		take_nearer(c->name, typed, &best, &least);
	/* What every program understands besides. */
	take_nearer("help", typed, &best, &least);
	take_nearer("version", typed, &best, &least);
	return best;
}

const char *usage_near_option(const struct command *c, const char *typed)
{
	const struct option *o;
	const char *best = NULL;
	size_t least = SIZE_MAX;
	for (size_t i = 0; (o = command_option(c, i)); i++)
		take_nearer(o->name, typed, &best, &least);
	return best;
}
