/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/program.h"

#include "cli/build.h"
#include "cli/completion.h"
#include "cli/language.h"
#include "cli/output.h"
#include "cli/outputs.h"
#include "cli/standard_output.h"
#include "cli/usage.h"
#include "cli/words.h"
#include "io/confinement.h"
#include "io/terminal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
 * make is for this user alone; a closed pipe, and a file that may grow no more, are
 * errors to report. */
static bool start_process(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_RDONLY : O_WRONLY) != fd)
			return false;
	umask(077);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
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
	if (output_flush(&e))
		return code;
	struct invocation plain = *in;
	plain.json = false;
	int failed = invocation_fail(&plain, &e);
	return code == EXIT_DONE ? failed : code;
}

/* Help and its kind: true when that was all that was asked. */
static bool answer_program_options(const struct invocation *in, struct error *e, int *ret_code)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	const struct given *completion = invocation_given(in, "completion");
	const char *shell = completion ? completion->values[0] : NULL;
	*ret_code = EXIT_DONE;
	if (in->version)
		buffer_printf(&out, "%s %s\n", in->program->name, SLUIS_VERSION);
	else if (invocation_given(in, "dump-commands"))
		usage_dump(&out, in->program);
	else if (shell && !completion_script(&out, in->program, shell))
		error_set(e, ERR_USAGE, "--completion", _("there is a completion for bash, zsh and fish"));
	else if (shell)
		;
	else if (in->help && in->command)
		usage_command(&out, in->program, in->command);
	else if (in->group)
		usage_group(&out, in->program, in->group);
	else if (in->help)
		usage_program(&out, in->program);
	else if (in->command)
		return false;
	else if (in->given_count)
		error_set(e, ERR_USAGE, "", _("which command?"));
	else if (in->program->tasks)
		usage_tasks(&out, in->program);
	else
		usage_program(&out, in->program);
	if (e->code == ERR_NONE && !buffer_ok(&out, e))
		assert(e->code != ERR_NONE);
	if (e->code != ERR_NONE)
		*ret_code = invocation_fail(in, e);
	else
		output_write(buffer_bytes(&out));
	return true;
}

/* How it is to be told, whatever the command is. */
static void take_manners(struct invocation *in)
{
	in->json = invocation_given(in, "json") != NULL;
	in->plain = invocation_given(in, "plain") != NULL;
	in->quiet = invocation_given(in, "quiet") != NULL;
	if (in->plain || in->quiet)
		progress_silence();
	if (!in->json && !in->plain && !invocation_given(in, "no-pager") && terminal_height(STDOUT_FILENO))
		output_hold();
}

/* Asked for by name, and not there: English is shown then, and who asked is told why. */
static void remark_on_catalogue(const struct invocation *in, const char *asked)
{
	if (asked && !language_is_there())
		invocation_say(in,
		               "de Nederlandse teksten zijn niet gevonden in %s (no Dutch messages there)",
		               language_folder());
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
	bool ok = outputs_check(in, &e) && (!c->check || c->check(in, &e)) &&
	          (c->needs < NEEDS_STORE_READ || p->open(&s, c->needs, &e)) && c->run(&s, &e) &&
	          output_end(&out, &e);
	if (s.desk)
		p->close(&s);
	return ok ? s.outcome : invocation_fail(in, &e);
}

/* What shells ask (cli/completion.h): before anything is parsed, since it isn't all there yet. */
static int complete(const struct program *p, char **words, size_t count)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	struct error ignored;
	completion_answer(&out, p, words, count);
	if (buffer_ok(&out, &ignored))
		output_write(buffer_bytes(&out));
	(void)!output_flush(&ignored);
	return EXIT_DONE;
}

int program_main(const struct program *p, int argc, char **argv)
{
	struct error e = { 0 };
	_cleanup_(invocation_clear) struct invocation in = { .program = p };
	const char *language = NULL;
	int code;
	if (!start_process())
		return EXIT_FAILED;
	if (argc > 2 && strcmp(argv[1], "--complete") == 0) {
		language_start(NULL);
		return confinement_start(&e) ? complete(p, argv + 2, (size_t)argc - 2) : EXIT_DONE;
	}
	look_ahead(argc, argv, &language, &in.json);
	if (!language_start(language)) {
		language_start(NULL);
		error_set(&e, ERR_USAGE, "--lang", _("nl or en"));
		return finish(&in, invocation_fail(&in, &e));
	}
	if (!confinement_start(&e) || !invocation_parse(&in, argc, argv, &e))
		return finish(&in, invocation_fail(&in, &e));
	take_manners(&in);
	remark_on_catalogue(&in, language);
	if (answer_program_options(&in, &e, &code))
		return finish(&in, code);
	if (!start_secrets(&in, &e))
		return finish(&in, invocation_fail(&in, &e));
	return finish(&in, run_command(&in));
}
