/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/completion.h"

#include "cli/usage.h"
#include "cli/value_kind.h"
#include "cli/words.h"

#include <stdlib.h>
#include <string.h>

/* --- what a shell is given --- */

/* @P is the program's name, @F that as the name of a function. */
static const struct {
	const char *shell, *script;
} scripts[] = {
	{ "bash", "# bash completion for @P, made by `@P --completion bash`\n"
	          "@F()\n{\n"
	          "\tlocal word=${COMP_WORDS[COMP_CWORD]} line ending\n"
	          "\tCOMPREPLY=()\n"
	          "\twhile IFS=$'\\t' read -r line _; do\n"
	          "\t\tcase $line in\n"
	          "\t\t:files*)\n"
	          "\t\t\tcompopt -o filenames 2>/dev/null\n"
	          "\t\t\tfor ending in ${line#:files}; do\n"
	          "\t\t\t\tmapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -X \"!*.$ending\" -- "
	          "\"$word\")\n"
	          "\t\t\tdone\n"
	          "\t\t\tif ((${#COMPREPLY[@]})); then\n"
	          "\t\t\t\tmapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -d -- \"$word\")\n"
	          "\t\t\telse\n"
	          "\t\t\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
	          "\t\t\tfi ;;\n"
	          "\t\t:folders)\n"
	          "\t\t\tcompopt -o filenames 2>/dev/null\n"
	          "\t\t\tmapfile -t COMPREPLY < <(compgen -d -- \"$word\") ;;\n"
	          "\t\t?*) COMPREPLY+=(\"$line\") ;;\n"
	          "\t\tesac\n"
	          "\tdone < <(@P --complete \"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null)\n"
	          "}\n"
	          "complete -F @F @P\n" },
	{ "zsh", "#compdef @P\n"
	         "# zsh completion for @P, made by `@P --completion zsh`\n"
	         "@F()\n{\n"
	         "\tlocal line ending\n"
	         "\tlocal -a found endings\n"
	         "\tfor line in \"${(@f)$(@P --complete \"${(@Q)words[2,CURRENT]}\" 2>/dev/null)}\"; do\n"
	         "\t\tcase $line in\n"
	         "\t\t:files*)\n"
	         "\t\t\tendings=(${=line#:files})\n"
	         "\t\t\tif (($#endings)); then\n"
	         "\t\t\t\t_files -g \"*.(${(j:|:)endings})(-.)\" || _files\n"
	         "\t\t\telse\n"
	         "\t\t\t\t_files\n"
	         "\t\t\tfi ;;\n"
	         "\t\t:folders) _files -/ ;;\n"
	         "\t\t?*) found+=(\"${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}\") ;;\n"
	         "\t\tesac\n"
	         "\tdone\n"
	         "\t(($#found)) && _describe '@P' found\n"
	         "}\n"
	         "compdef @F @P\n" },
	{ "fish", "# fish completion for @P, made by `@P --completion fish`\n"
	          "function _@F\n"
	          "\tset -l before (commandline -opc)\n"
	          "\tset -e before[1]\n"
	          "\tset -l word (commandline -ct)\n"
	          "\tfor line in (@P --complete $before \"$word\" 2>/dev/null)\n"
	          "\t\tswitch $line\n"
	          "\t\t\tcase ':files*'\n"
	          "\t\t\t\t__fish_complete_path \"$word\"\n"
	          "\t\t\tcase ':folders'\n"
	          "\t\t\t\t__fish_complete_directories \"$word\"\n"
	          "\t\t\tcase '*'\n"
	          "\t\t\t\techo -- $line\n"
	          "\t\tend\n"
	          "\tend\n"
	          "end\n"
	          "complete -c @P -f -a '(_@F)'\n" },
};

static void append_script(struct buffer *out, const char *script, const char *name)
{
	for (; *script; script++) {
		if (*script != '@' || (script[1] != 'P' && script[1] != 'F')) {
			buffer_append_byte(out, (uint8_t)*script);
			continue;
		}
		bool function = *++script == 'F';
		buffer_append_string(out, function ? "_" : "");
		for (const char *c = name; *c; c++)
			buffer_append_byte(out, (uint8_t)(function && *c == '-' ? '_' : *c));
	}
}

bool completion_script(struct buffer *out, const struct program *p, const char *shell)
{
	for (size_t i = 0; i < ELEMENTS(scripts); i++) {
		if (strcmp(scripts[i].shell, shell) != 0)
			continue;
		append_script(out, scripts[i].script, p->name);
		return true;
	}
	return false;
}

/* --- what may stand there --- */

struct line {
	struct buffer *out;
	const struct program *program;
	const struct command *command;
	char **words;
	size_t count;
	const char *last;   /* the one that is being typed */
	const char *before; /* what of it stands before the value: "--to=" */
	size_t before_size;
};

/* Names of units, purposes, fields, agreements and options consist of these; anything else a shell might make
 * something of, and some of it comes from files of others. */
static bool is_harmless(const char *word)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./+@";
	return *word && strspn(word, allowed) == strlen(word);
}

/* What was typed so far must be its beginning. `what` is one line, for people. */
static void offer(struct line *l, const char *word, const char *what)
{
	const char *typed = l->last + l->before_size;
	if (!is_harmless(word) || strncmp(word, typed, strlen(typed)) != 0)
		return;
	buffer_printf(l->out, "%.*s%s\t", (int)l->before_size, l->before ? l->before : "", word);
	for (const char *c = what ? what : ""; *c && *c != '\n'; c++)
		buffer_append_byte(l->out, (uint8_t)*c);
	buffer_append_byte(l->out, '\n');
}

static void offer_each(struct line *l, struct bytes words, uint8_t separator)
{
	for (struct cursor c = cursor_of(words); !cursor_done(&c);) {
		struct bytes word = cursor_until(&c, separator);
		_cleanup_(buffer_clear) struct buffer copy = { 0 };
		buffer_append(&copy, word);
		const char *text = buffer_string(&copy);
		offer(l, text ? text : "", NULL);
	}
}

/* Values of the kind that `word` names. False when nobody can tell. */
static bool offer_values(struct line *l, const char *word, size_t size)
{
	_cleanup_(buffer_clear) struct buffer list = { 0 };
	const struct value_kind *kind = value_kind_of(word, size);
	if (!kind && memchr(word, '|', size)) {
		offer_each(l, bytes_of(word, size), '|');
		return true;
	}
	switch (kind ? kind->source : VALUE_FREE) {
	case VALUE_FILES:
		buffer_printf(l->out, ":files%s%s\n", *kind->endings ? " " : "", kind->endings);
		return true;
	case VALUE_FOLDERS:
		buffer_append_string(l->out, ":folders\n");
		return true;
	case VALUE_TABLE:
		kind->list(&list);
		break;
	case VALUE_ASKED:
		if (l->program->complete)
			l->program->complete(kind->name, &list);
		break;
	case VALUE_FREE:
		return false;
	}
	offer_each(l, buffer_bytes(&list), '\n');
	return true;
}

static void offer_commands(struct line *l, const char *group)
{
	size_t size = group ? strlen(group) : 0;
	const char *last = "";
	for (const struct command *c = l->program->commands; c->name; c++) {
		const char *blank = strchr(c->name, ' ');
		if (group) {
			if (strncmp(c->name, group, size) == 0 && c->name[size] == ' ')
				offer(l, c->name + size + 1, gettext(c->summary));
		} else if (!blank) {
			offer(l, c->name, gettext(c->summary));
		} else if (strncmp(c->name, last, (size_t)(blank - c->name) + 1) != 0) {
			char word[64] = "";
			memcpy(word, c->name, (size_t)(blank - c->name) % sizeof word);
			offer(l, word, NULL);
		}
		last = c->name;
	}
	if (!group)
		offer(l, "help", _("show this help"));
}

static bool was_given(const struct line *l, const struct option *o)
{
	for (size_t i = 0; i + 1 < l->count; i++)
		if (strncmp(l->words[i], "--", 2) == 0 && strcmp(l->words[i] + 2, o->name) == 0)
			return o->kind != OPTION_VALUES;
	return false;
}

static void offer_options(struct line *l)
{
	const struct option *o;
	for (size_t i = 0; (o = command_option(l->command, i)); i++) {
		char word[64];
		snprintf(word, sizeof word, "--%s", o->name);
		if (!was_given(l, o))
			offer(l, word, gettext(o->help));
	}
}

static const struct option *option_of(const struct line *l, const char *word)
{
	if (word[0] != '-' || !word[1])
		return NULL;
	return word[1] == '-' ? command_find_option(l->command, word + 2, strlen(word + 2), 0)
	                      : command_find_option(l->command, NULL, 0, word[1]);
}

/* The option that the last word is a value of: NULL when it is none. `*ret_place` of those that are no value:
 * which argument it would be. */
static const struct option *option_before(struct line *l, size_t from, size_t *ret_place)
{
	const struct option *open = NULL;
	*ret_place = 0;
	for (size_t i = from; i + 1 < l->count; i++) {
		const char *word = l->words[i];
		const struct option *o = option_of(l, word);
		if (o || (word[0] == '-' && word[1])) {
			open = o && o->kind != OPTION_FLAG ? o : NULL;
		} else if (!open) {
			(*ret_place)++;
		} else if (option_takes_one(open)) {
			/* Where a store and a key are, what is asked of the program needs to know, too. */
			if (strcmp(open->name, "home") == 0)
				setenv("SLUIS_HOME", word, 1);
			else if (strcmp(open->name, "key") == 0)
				setenv("SLUIS_KEY", word, 1);
			open = NULL;
		}
	}
	return open;
}

/* The word for argument `place`: the last one where it may be repeated, nothing past the end. */
static void offer_argument(struct line *l, size_t place)
{
	const char *word = l->command->arguments;
	if (!word || place >= l->command->most)
		return;
	for (const char *blank; place && (blank = strchr(word, ' ')); place--)
		word = blank + 1;
	offer_values(l, word, strcspn(word, " "));
}

/* "--to=oss": as zsh and fish have it; bash has taken it apart. */
static bool offer_attached(struct line *l)
{
	const char *equals = strchr(l->last, '=');
	if (strncmp(l->last, "--", 2) != 0 || !equals)
		return false;
	const struct option *o =
		command_find_option(l->command, l->last + 2, (size_t)(equals - l->last) - 2, 0);
	l->before = l->last;
	l->before_size = (size_t)(equals - l->last) + 1;
	if (o && o->kind != OPTION_FLAG)
		offer_values(l, o->metavar, strlen(o->metavar));
	return true;
}

static void offer_for_command(struct line *l, size_t from)
{
	size_t place;
	const struct option *o = option_before(l, from, &place);
	if (offer_attached(l))
		return;
	if (o && (option_takes_one(o) || l->last[0] != '-'))
		offer_values(l, o->metavar, strlen(o->metavar));
	else if (l->last[0] == '-')
		offer_options(l);
	else
		offer_argument(l, place);
}

/* bash gives "--to=oss" as three words. */
static void join_equals(struct line *l)
{
	size_t kept = 0;
	for (size_t i = 0; i < l->count; i++)
		if (i + 1 == l->count || strcmp(l->words[i], "=") != 0)
			l->words[kept++] = l->words[i];
	l->count = kept;
	static char empty[] = "";
	if (strcmp(l->words[kept - 1], "=") == 0)
		l->words[kept - 1] = empty;
}

void completion_answer(struct buffer *out, const struct program *p, char **words, size_t count)
{
	struct line l = { .out = out, .program = p, .words = words, .count = count };
	size_t at = 0;
	int taken = 0;
	if (!count)
		return;
	join_equals(&l);
	l.last = l.words[l.count - 1];
	if (strcmp(l.words[0], "help") == 0 && l.count > 1)
		at = 1;
	const char *first = l.words[at], *second = at + 2 < l.count ? l.words[at + 1] : NULL;
	if (at + 1 == l.count)
		offer_commands(&l, NULL);
	else if ((l.command = command_find(p, first, second, &taken)))
		offer_for_command(&l, at + (size_t)taken);
	else if (at + 2 == l.count && usage_is_group(p, first))
		offer_commands(&l, first);
}
