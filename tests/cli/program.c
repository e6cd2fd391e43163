/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/program.h"

#include "cli/language.h"
#include "cli/output.h"
#include "cli/words.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the last run saw. */
static struct {
	int runs;
	char *text;
} seen;

static void see(const char *text)
{
	char *all = string_printf("%s%s|", seen.text ? seen.text : "", text ? text : "(none)");
	free(seen.text);
	seen.text = all;
}

static bool run_pack(struct session *s, struct error *e)
{
	const struct invocation *in = s->in;
	(void)e;
	seen.runs++;
	size_t count;
	for (size_t i = 0; i < invocation_count(in); i++)
		see(invocation_argument(in, i));
	cr_assert_null(invocation_argument(in, invocation_count(in)));
	see(invocation_value(in, "to"));
	see(invocation_value(in, "output"));
	see(invocation_flag(in, "all") ? "all" : "some");
	const char *const *records = invocation_values(in, "record", &count);
	for (size_t i = 0; i < count; i++)
		see(records[i]);
	return true;
}

static bool run_home(struct session *s, struct error *e)
{
	const char *home, *key;
	if (!invocation_home(s->in, &home, e) || !invocation_key(s->in, &key, e))
		return false;
	see(home);
	see(key);
	s->outcome = EXIT_SOME_REJECTED;
	return true;
}

static bool run_print(struct session *s, struct error *e)
{
	(void)e;
	account_pair(s->out, "name", "Name", "oss.nl/wmo");
	return true;
}

/* Prints first and fails then: what was printed is dropped. */
static bool run_failing(struct session *s, struct error *e)
{
	account_pair(s->out, "name", "Name", "oss.nl/wmo");
	s->outcome = EXIT_SOME_REJECTED;
	return error_set(e, ERR_NOT_FOUND, "it", "%s", "");
}

/* --- commands that need a store, and the program's functions that open and close it --- */

struct desk {
	enum command_needs opened_for;
};

static bool open_desk(struct session *s, enum command_needs needs, struct error *e)
{
	static struct desk desk;
	const char *home;
	if (!invocation_home(s->in, &home, e))
		return false;
	desk.opened_for = needs;
	s->desk = &desk;
	see("open");
	return true;
}

static void close_desk(struct session *s)
{
	see("close");
	s->desk = NULL;
}

static bool check_both(const struct invocation *in, struct error *e)
{
	return invocation_count(in) == 0 || error_set(e, ERR_USAGE, "work", "%s", "not with FILE");
}

static bool run_work(struct session *s, struct error *e)
{
	see(s->desk && s->desk->opened_for == NEEDS_STORE_WORK ? "work" : "?");
	return !invocation_flag(s->in, "fail") || error_set(e, ERR_BUSY, "store", "%s", "");
}

static const struct option pack_options[] = {
	{ "to", 0, OPTION_VALUE, "UNIT", "the unit it goes to" },
	{ "output", 'o', OPTION_OUTPUT, "FILE", "where to write it" },
	{ "all", 0, OPTION_FLAG, NULL, "all of them" },
	{ "record", 0, OPTION_VALUES, "ID", "these records" },
	{ 0 },
};
static const struct option work_options[] = {
	{ "fail", 0, OPTION_FLAG, NULL, "fail" },
	{ 0 },
};
/* clang-format off */
static const struct command commands[] = {
	{ .name = "pack", .arguments = "[FILE…]", .most = 2, .summary = "pack it",
	  .details = "More\nabout it.", .options = pack_options, .run = run_pack },
	{ .name = "roster add", .arguments = "CARD", .least = 1, .most = 1, .summary = "add a card",
	  .run = run_print },
	{ .name = "roster show", .summary = "show it", .run = run_print },
	{ COMMAND("home", HOME, run_home, NULL), .summary = "where" },
	{ COMMAND("fail", NOTHING, run_failing, NULL), .summary = "fail" },
	{ COMMAND("work", STORE_WORK, run_work, work_options), ARGUMENTS("FILE", 0, 1), .check = check_both,
	  .summary = "work" },
	{ 0 },
};
/* clang-format on */
static const struct program program = { .name = "proof",
	                                .summary = "a program to test with",
	                                .commands = commands,
	                                .open = open_desk,
	                                .close = close_desk };

#define RUN(...) run((char *[]){ (char *)(uintptr_t) "proof", __VA_ARGS__, NULL })
static int run(char **argv)
{
	int argc = 0;
	while (argv[argc])
		argc++;
	free(seen.text);
	seen.text = NULL;
	seen.runs = 0;
	return program_main(&program, argc, argv);
}
#define A(text) ((char *)(uintptr_t)(text))

static void redirect(void)
{
	unsetenv("SLUIS_HOME");
	unsetenv("SLUIS_KEY");
	unsetenv("LANGUAGE");
	setenv("LC_ALL", "C", 1);
	cr_redirect_stdout();
	cr_redirect_stderr();
}

static void assert_stderr(const char *part)
{
	char text[4096];
	fflush(stderr);
	FILE *f = cr_get_redirected_stderr();
	size_t size = fread(text, 1, sizeof text - 1, f);
	text[size] = 0;
	cr_assert(strstr(text, part), "\"%s\" is not in: %s", part, text);
}

static void read_stdout(char *text, size_t size)
{
	fflush(stdout);
	FILE *f = cr_get_redirected_stdout();
	text[fread(text, 1, size - 1, f)] = 0;
}

Test(program, parses_options_in_each_form, .init = redirect)
{
	cr_assert_eq(RUN(A("pack"), A("--to"), A("a/b"), A("one"), A("-o"), A("x"), A("--all")), 0);
	cr_assert_str_eq(seen.text, "one|a/b|x|all|");
	cr_assert_eq(RUN(A("pack"), A("--to=a/b=c"), A("-ox"), A("--record"), A("1"), A("2"), A("--all"),
	                 A("3")),
	             0);
	cr_assert_str_eq(seen.text, "3|a/b=c|x|all|1|2|");
	cr_assert_eq(RUN(A("pack"), A("--record"), A("1"), A("--record"), A("2"), A("--"), A("--all")), 0);
	cr_assert_str_eq(seen.text, "--all|(none)|(none)|some|1|2|");
	cr_assert_eq(RUN(A("pack"), A("-")), 0);
	cr_assert_str_eq(seen.text, "-|(none)|(none)|some|");
	cr_assert_eq(RUN(A("--lang"), A("en"), A("pack")), 0);
}

Test(program, refuses_what_it_does_not_know, .init = redirect)
{
	cr_assert_eq(RUN(A("help"), A("nosuch")), EXIT_USAGE);
	cr_assert_eq(RUN(A("help"), A("roster"), A("nosuch")), EXIT_USAGE);
	cr_assert_eq(RUN(A("nosuch"), A("--help")), EXIT_USAGE);
	cr_assert_eq(RUN(A("pack"), A("--tp"), A("x")), EXIT_USAGE);
	cr_assert_eq(RUN(A("pack"), A("--all=yes")), EXIT_USAGE);
	cr_assert_eq(RUN(A("pack"), A("--to")), EXIT_USAGE);
	cr_assert_eq(RUN(A("pack"), A("--record"), A("--all")), EXIT_USAGE);
	cr_assert_eq(RUN(A("pack"), A("--to"), A("a"), A("--to"), A("b")), EXIT_USAGE);
	cr_assert_eq(RUN(A("pack"), A("a"), A("b"), A("c")), EXIT_USAGE);
	cr_assert_eq(RUN(A("pack"), A("-z")), EXIT_USAGE);
	cr_assert_eq(RUN(A("--home"), A("x"), A("pack")), EXIT_USAGE);
	cr_assert_eq(RUN(A("roster"), A("add")), EXIT_USAGE);
	cr_assert_eq(RUN(A("roster")), EXIT_USAGE);
	cr_assert_eq(RUN(A("pakc")), EXIT_USAGE);
	cr_assert_eq(RUN(A("--lang"), A("fr"), A("pack")), EXIT_USAGE);
	cr_assert_eq(RUN(A("pack"), A("--lang=de")), EXIT_USAGE);
	cr_assert_eq(RUN(A("--completion"), A("tcsh")), EXIT_USAGE);
	cr_assert_eq(run((char *[]){ A("proof"), NULL }), EXIT_DONE, "it shows what there is");
	cr_assert_eq(seen.runs, 0);
}

Test(program, suggests_the_nearest_option, .init = redirect)
{
	RUN(A("pack"), A("--outptu"), A("x"));
	assert_stderr("proof: error: --outptu: no such option; did you mean --output?\nhint: `proof help "
	              "pack` shows");
}

Test(program, suggests_the_nearest_command, .init = redirect)
{
	RUN(A("roster"), A("shwo"));
	assert_stderr("did you mean `roster show`?");
}

Test(program, tells_what_goes_with_a_first_word, .init = redirect)
{
	RUN(A("roster"));
	assert_stderr("roster: this goes with a second word: roster add, roster show");
}

Test(program, runs_commands_of_two_words, .init = redirect)
{
	char text[256];
	cr_assert_eq(RUN(A("roster"), A("add"), A("x"), A("--json")), 0);
	read_stdout(text, sizeof text);
	cr_assert_str_eq(text, "{\"sluis\":1,\"command\":\"roster add\",\"name\":\"oss.nl/wmo\"}\n");
}

Test(program, reports_errors_as_json, .init = redirect)
{
	char text[1024];
	cr_assert_eq(RUN(A("pack"), A("--tx"), A("--json")), EXIT_USAGE);
	read_stdout(text, sizeof text);
	cr_assert(strstr(text, "{\"sluis\":1,\"command\":\"pack\",\"error\":{\"finding\":\"usage\","
	                       "\"message\":\"--tx: no such option"),
	          "%s", text);
	cr_assert(strstr(text, "\"exit\":2}}\n"));
}

Test(program, finds_home_and_key, .init = redirect)
{
	cr_assert_eq(RUN(A("home")), EXIT_USAGE);
	setenv("SLUIS_HOME", "/h", 1);
	cr_assert_eq(RUN(A("home")), EXIT_USAGE);
	setenv("SLUIS_KEY", "/k", 1);
	cr_assert_eq(RUN(A("home")), EXIT_SOME_REJECTED);
	cr_assert_str_eq(seen.text, "/h|/k|");
	cr_assert_eq(RUN(A("home"), A("--home"), A("/x"), A("--key=/y")), EXIT_SOME_REJECTED);
	cr_assert_str_eq(seen.text, "/x|/y|");
	assert_stderr("give --key FILE or set SLUIS_KEY");
}

Test(program, opens_a_store_for_the_command_that_needs_it, .init = redirect)
{
	cr_assert_eq(RUN(A("work"), A("--home"), A("/x")), EXIT_DONE);
	cr_assert_str_eq(seen.text, "open|work|close|");
	cr_assert_eq(RUN(A("work"), A("--home"), A("/x"), A("--fail")), EXIT_BUSY);
	cr_assert_str_eq(seen.text, "open|work|close|");
	cr_assert_eq(RUN(A("work")), EXIT_USAGE);
	cr_assert_null(seen.text);
}

Test(program, checks_the_command_line_before_it_opens_anything, .init = redirect)
{
	cr_assert_eq(RUN(A("work"), A("file")), EXIT_USAGE);
	cr_assert_null(seen.text);
	assert_stderr("proof: error: work: not with FILE\n");
}

Test(program, prints_the_error_alone_of_a_command_that_fails, .init = redirect)
{
	char text[64];
	cr_assert_eq(RUN(A("fail")), EXIT_NOT_FOUND);
	read_stdout(text, sizeof text);
	cr_assert_str_eq(text, "");
	assert_stderr("proof: error: it: ");
}

Test(program, shows_help_wherever_it_is_asked, .init = redirect)
{
	char text[16384];
	cr_assert_eq(RUN(A("help")), 0);
	cr_assert_eq(RUN(A("--help")), 0);
	cr_assert_eq(RUN(A("roster"), A("--help")), 0);
	cr_assert_eq(RUN(A("help"), A("roster"), A("add")), 0);
	cr_assert_eq(RUN(A("pack"), A("--help")), 0);
	cr_assert_eq(RUN(A("pack"), A("-h")), 0);
	read_stdout(text, sizeof text);
	cr_assert(strstr(text, "usage: proof roster add [OPTION…] CARD\n"));
	cr_assert(strstr(text, "  --record ID…              these records\n"));
	cr_assert(strstr(text, "More\nabout it.\n"));
	cr_assert_eq(seen.runs, 0);
}

Test(program, shows_what_goes_with_a_first_word, .init = redirect)
{
	char text[4096];
	cr_assert_eq(RUN(A("help"), A("roster")), 0);
	read_stdout(text, sizeof text);
	cr_assert(strstr(text, "usage: proof roster COMMAND "));
	cr_assert(strstr(text, "  roster add  ") && strstr(text, "  roster show  "));
	cr_assert_not(strstr(text, "  pack  "));
}

Test(program, refuses_to_write_over_what_it_reads, .init = redirect)
{
	char directory[] = "/tmp/sluis-outputs-XXXXXX";
	cr_assert(mkdtemp(directory) && chdir(directory) == 0);
	cr_assert_eq(close(open("in", O_CREAT | O_WRONLY, 0600)), 0);
	cr_assert_eq(link("in", "other-name"), 0);
	cr_assert_eq(symlink("in", "link"), 0);
	cr_assert_eq(RUN(A("pack"), A("in"), A("-o"), A("other-name")), EXIT_USAGE);
	cr_assert_eq(RUN(A("pack"), A("in"), A("-o"), A("link")), EXIT_FAILED);
	cr_assert_eq(RUN(A("pack"), A("in"), A("-o"), A("-")), EXIT_USAGE);
	setenv("SLUIS_KEY", "in", 1);
	cr_assert_eq(RUN(A("pack"), A("-o"), A("other-name")), EXIT_USAGE);
	cr_assert_eq(seen.runs, 0);
	cr_assert_eq(RUN(A("pack"), A("in"), A("-o"), A("new")), 0);
}

Test(program, says_nothing_when_the_reader_of_a_pipe_has_gone, .init = redirect)
{
	int pipes[2];
	char text[64];
	cr_assert_eq(pipe(pipes), 0);
	dup2(pipes[1], STDOUT_FILENO);
	close(pipes[1]);
	close(pipes[0]);
	cr_assert_eq(RUN(A("roster"), A("show")), EXIT_DONE, "what was asked is done");
	fflush(stderr);
	FILE *f = cr_get_redirected_stderr();
	cr_assert_eq(fread(text, 1, sizeof text, f), 0);
}

Test(program, dumps_its_table_and_completion, .init = redirect)
{
	char text[16384];
	cr_assert_eq(RUN(A("--dump-commands")), 0);
	cr_assert_eq(RUN(A("--completion"), A("bash")), 0);
	cr_assert_eq(RUN(A("--version")), 0);
	read_stdout(text, sizeof text);
	cr_assert(strstr(text, "command\troster add\tCARD\tadd a card\t\n"));
	cr_assert(strstr(text, "command\tpack\t[FILE…]\tpack it\tMore about it.\n"));
	cr_assert(strstr(text, "option\tpack\t--output\t-o\tFILE\twhere to write it\toutput\n"));
	cr_assert(strstr(text, "complete -F _proof proof\n"));
	cr_assert(strstr(text, "\nproof 0."));
}

Test(program, fails_when_standard_output_is_full, .init = redirect)
{
	int full = open("/dev/full", O_WRONLY);
	cr_assert_geq(full, 0);
	dup2(full, STDOUT_FILENO);
	close(full);
	cr_assert_eq(RUN(A("roster"), A("show")), EXIT_FAILED);
	assert_stderr(
		"standard output: what this command has to tell could not be written; what it did is done");
}

Test(program, fails_when_help_finds_standard_output_full, .init = redirect)
{
	int full = open("/dev/full", O_WRONLY);
	dup2(full, STDOUT_FILENO);
	close(full);
	cr_assert_eq(RUN(A("--help")), EXIT_FAILED);
}

Test(program, speaks_dutch_without_a_dutch_locale, .init = redirect)
{
	setenv("SLUIS_LOCALEDIR", getenv("SLUIS_BUILD_LOCALEDIR"), 1);
	RUN(A("--lang"), A("nl"), A("pack"), A("--outptu"));
	assert_stderr("proof: fout: --outptu: deze optie bestaat niet; bedoelt u --output?");
}

Test(program, takes_the_language_of_the_environment, .init = redirect)
{
	setenv("SLUIS_LOCALEDIR", getenv("SLUIS_BUILD_LOCALEDIR"), 1);
	setenv("LC_ALL", "nl_NL.UTF-8", 1);
	RUN(A("pack"), A("--outptu"));
	assert_stderr("proof: fout: ");
}

Test(program, speaks_english_when_asked_whatever_the_environment, .init = redirect)
{
	setenv("SLUIS_LOCALEDIR", getenv("SLUIS_BUILD_LOCALEDIR"), 1);
	setenv("LC_ALL", "nl_NL.UTF-8", 1);
	setenv("LANGUAGE", "nl", 1);
	RUN(A("pack"), A("--outptu"), A("--lang=en"));
	assert_stderr("proof: error: ");
}

Test(program, keeps_numbers_plain_in_every_language, .init = redirect)
{
	char text[16];
	cr_assert(language_start("nl"));
	snprintf(text, sizeof text, "%.1f", 1.5);
	cr_assert_str_eq(text, "1.5");
	cr_assert_not(language_start("xx"));
}
