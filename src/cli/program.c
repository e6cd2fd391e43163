/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/program.h"

#include "cli/build.h"
#include "cli/language.h"
#include "cli/output.h"
#include "cli/outputs.h"
#include "cli/standard_output.h"
#include "cli/usage.h"
#include "cli/words.h"
#include "io/confinement.h"

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
	if (invocation_given(in, "version"))
		buffer_printf(&out, "%s %s\n", in->program->name, SLUIS_VERSION);
	else if (invocation_given(in, "dump-commands"))
		usage_dump(&out, in->program);
	else if (shell && strcmp(shell, "bash") == 0)
		usage_completion(&out, in->program);
	else if (shell)
		error_set(e, ERR_USAGE, "--completion",
		          _("bash is the only shell there is a completion for"));
	else if (in->help && in->command)
		usage_command(&out, in->program, in->command);
	else if (in->group)
		usage_group(&out, in->program, in->group);
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
		output_write(buffer_bytes(&out));
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
	bool ok = outputs_check(in, &e) && (!c->check || c->check(in, &e)) &&
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
	if (!confinement_start(&e) || !invocation_parse(&in, argc, argv, &e))
		return finish(&in, invocation_fail(&in, &e));
	in.json = invocation_given(&in, "json") != NULL;
	if (answer_program_options(&in, &e, &code))
		return finish(&in, code);
	if (!start_secrets(&in, &e))
		return finish(&in, invocation_fail(&in, &e));
	return finish(&in, run_command(&in));
}
