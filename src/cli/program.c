/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/program.h"

#include "cli/build.h"
#include "cli/language.h"
#include "cli/output.h"
#include "cli/usage.h"
#include "cli/words.h"
#include "crypto/passphrase.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct given {
	const struct option *option;
	const char **values; /* room for as many as there are arguments */
	size_t count;
};

struct invocation {
	const struct program *program;
	const struct command *command; /* NULL until it is known */
	bool json, help;
	size_t room; /* for each array */
	const char **arguments;
	size_t count;
	struct given *given;
	size_t given_count;
};

/* What may stand before the command: its own options aren't known yet. */
static const struct option program_options[] = {
	{ "version", 0, OPTION_FLAG, NULL, N_("show the version") },
	{ "completion", 0, OPTION_VALUE, "SHELL", N_("print a completion script for bash") },
	{ "dump-commands", 0, OPTION_FLAG, NULL, N_("print the table of commands") },
	{ 0 },
};
static const struct command before = { .name = "", .options = program_options, .needs = NEEDS_HOME };

static void invocation_clear(struct invocation *in)
{
	for (size_t i = 0; i < in->given_count; i++)
		free(in->given[i].values);
	free(in->given);
	free(in->arguments);
}

/* --- parsing --- */

struct parser {
	struct invocation *in;
	char **argv;
	int argc, at;
};

static const struct option *find_option(const struct command *c, const char *name, size_t size, char letter)
{
	const struct option *o;
	for (size_t i = 0; (o = command_option(c, i)); i++)
		if (letter ? o->letter == letter
		           : strlen(o->name) == size && memcmp(o->name, name, size) == 0)
			return o;
	return NULL;
}

static const struct given *find_given(const struct invocation *in, const char *name)
{
	for (size_t i = 0; i < in->given_count; i++)
		if (strcmp(in->given[i].option->name, name) == 0)
			return &in->given[i];
	return NULL;
}

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
	} else if (o->kind == OPTION_VALUE) {
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
		o = find_option(c, typed + 2, size, 0);
		value = typed[2 + size] ? typed + 3 + size : NULL;
	} else {
		o = find_option(c, NULL, 0, typed[1]);
		value = typed[2] ? typed + 2 : NULL;
	}
	if (!o)
		return unknown_option(c, typed, e);
	if (o->kind == OPTION_FLAG && value)
		return error_set(e, ERR_USAGE, o->name, _("this option takes no value"));
	if (o->kind == OPTION_VALUES)
		return take_values(p, o, value, e);
	if (o->kind == OPTION_VALUE && !value) {
		if (p->at == p->argc)
			return error_set(e, ERR_USAGE, o->name, _("this option wants a value: %s"),
			                 o->metavar);
		value = p->argv[p->at++];
	}
	return take_value(p->in, o, value, e);
}

/* "roster add" before "roster": two words if they are a command, else one. */
static const struct command *find_command(const struct program *p, const char *first, const char *second,
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

static bool parse_command(struct parser *p, struct error *e)
{
	struct invocation *in = p->in;
	while (p->at < p->argc && p->argv[p->at][0] == '-')
		if (!parse_option(p, &before, e))
			return false;
	if (p->at < p->argc && strcmp(p->argv[p->at], "help") == 0) {
		in->help = true;
		p->at++;
	}
	in->help = in->help || find_given(in, "help");
	if (p->at == p->argc)
		return true;
	const char *first = p->argv[p->at], *second = p->at + 1 < p->argc ? p->argv[p->at + 1] : NULL;
	int words = 0;
	in->command = find_command(in->program, first, second, &words);
	p->at += words;
	/* `sluis roster --help` and `sluis help roster` show the list, not an error */
	if (!in->command &&
	    (in->help || (second && (strcmp(second, "--help") == 0 || strcmp(second, "-h") == 0)))) {
		in->help = true;
		return true;
	}
	return in->command || unknown_command(in->program, first, second, e);
}

static bool check_counts(const struct invocation *in, struct error *e)
{
	const struct command *c = in->command;
	for (size_t i = 0; i < in->given_count; i++)
		if (!find_option(c, in->given[i].option->name, strlen(in->given[i].option->name), 0))
			return error_set(e, ERR_USAGE, in->given[i].option->name,
			                 _("`%s` doesn't have this option"), c->name);
	if (in->count < c->least)
		return error_set(e, ERR_USAGE, c->name, _("something is missing: %s"),
		                 c->arguments ? c->arguments : "");
	if (in->count > c->most)
		return error_set(e, ERR_USAGE, in->arguments[c->most], _("this is one argument too many"));
	return true;
}

static bool parse(struct parser *p, struct error *e)
{
	struct invocation *in = p->in;
	in->room = (size_t)p->argc + 1;
	in->arguments = calloc(in->room, sizeof *in->arguments);
	in->given = calloc(in->room, sizeof *in->given);
	if (!in->arguments || !in->given)
		return error_memory(e);
	if (!parse_command(p, e))
		return false;
	if (!in->command)
		return in->help || in->given_count || error_set(e, ERR_USAGE, "", _("which command?"));
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
	in->help = in->help || find_given(in, "help");
	return in->help || check_counts(in, e);
}

/* --- start and end --- */

/* What errors need before parsing may fail: the last --lang, and --json anywhere. */
static void look_ahead(int argc, char **argv, const char **ret_language, bool *ret_json)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--json") == 0)
			*ret_json = true;
		else if (strncmp(argv[i], "--lang=", 7) == 0)
			*ret_language = argv[i] + 7;
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			*ret_language = argv[i + 1];
	}
}

/* Descriptors 0 to 2 are open, so that no file we open becomes one of them; what we
 * make is for this user alone; a closed pipe is an error to report. */
static bool start_process(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_RDONLY : O_WRONLY) != fd)
			return false;
	umask(077);
	signal(SIGPIPE, SIG_IGN);
	return true;
}

static bool start_secrets(const struct invocation *in, struct error *e)
{
	if (!in->program->secrets)
		return true;
	if (!crypto_start(e))
		return false;
	if (!crypto_memory_locks())
		invocation_say(in, "%s",
		               _("warning: memory can't be locked here, so keys might be swapped to disk; "
		                 "raise the limit (ulimit -l)"));
	return true;
}

static int finish(const struct invocation *in, int code)
{
	struct error e;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	error_errno(&e, errno ? errno : EIO, _("standard output"), "%s", "");
	struct invocation plain = *in;
	plain.json = false;
	int failed = invocation_fail(&plain, &e);
	return code == EXIT_DONE ? failed : code;
}

/* Help and its kind: true when that was all that was asked. */
static bool answer_program_options(const struct invocation *in, struct error *e, int *ret_code)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	const struct given *completion = find_given(in, "completion");
	const char *shell = completion ? completion->values[0] : NULL;
	*ret_code = EXIT_DONE;
	if (find_given(in, "version"))
		buffer_printf(&out, "%s %s\n", in->program->name, SLUIS_VERSION);
	else if (find_given(in, "dump-commands"))
		usage_dump(&out, in->program);
	else if (shell && strcmp(shell, "bash") == 0)
		usage_completion(&out, in->program);
	else if (shell)
		error_set(e, ERR_USAGE, "--completion",
		          _("bash is the only shell there is a completion for"));
	else if (in->help && in->command)
		usage_command(&out, in->program, in->command);
	else if (in->help)
		usage_program(&out, in->program);
	else if (in->command)
		return false;
	else
		error_set(e, ERR_USAGE, "", _("which command?"));
	if (e->code == ERR_NONE && !buffer_ok(&out, e))
		assert(e->code != ERR_NONE);
	if (e->code != ERR_NONE)
		*ret_code = invocation_fail(in, e);
	else
		fwrite(out.data, 1, out.size, stdout);
	return true;
}

/* The frame around every command: what it needs, its work, and what came of it. */
static int run_command(struct invocation *in)
{
	_cleanup_(account_clear) struct account out = { 0 };
	const struct program *p = in->program;
	const struct command *c = in->command;
	struct session s = { .in = in, .out = &out, .outcome = EXIT_DONE };
	struct error e;
	assert(c->needs < NEEDS_STORE_READ || p->open);
	output_begin(&out, in);
	bool ok = (!c->check || c->check(in, &e)) &&
	          (c->needs < NEEDS_STORE_READ || p->open(&s, c->needs, &e)) && c->run(&s, &e) &&
	          output_end(&out, &e);
	if (s.desk)
		p->close(&s);
	return ok ? s.outcome : invocation_fail(in, &e);
}

int program_main(const struct program *p, int argc, char **argv)
{
	struct error e = { 0 };
	_cleanup_(invocation_clear) struct invocation in = { .program = p };
	struct parser parser = { &in, argv, argc, argc > 0 ? 1 : 0 };
	const char *language = NULL;
	int code;
	if (!start_process())
		return EXIT_FAILED;
	look_ahead(argc, argv, &language, &in.json);
	if (!language_start(language)) {
		language_start(NULL);
		error_set(&e, ERR_USAGE, "--lang", _("nl or en"));
		return finish(&in, invocation_fail(&in, &e));
	}
	if (!parse(&parser, &e))
		return finish(&in, invocation_fail(&in, &e));
	in.json = find_given(&in, "json") != NULL;
	if (answer_program_options(&in, &e, &code))
		return finish(&in, code);
	if (!start_secrets(&in, &e))
		return finish(&in, invocation_fail(&in, &e));
	return finish(&in, run_command(&in));
}

/* --- what was typed --- */

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
	assert(find_option(in->command ? in->command : &before, option, strlen(option), 0));
	return find_given(in, option);
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
