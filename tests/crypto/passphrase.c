/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/passphrase.h"

#include <criterion/criterion.h>
#include <pty.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A pipe that holds `text` and is closed behind it. */
static int pipe_with(const char *text)
{
	int ends[2];
	cr_assert_eq(pipe(ends), 0);
	cr_assert_eq(write(ends[1], text, strlen(text)), (ssize_t)strlen(text));
	close(ends[1]);
	return ends[0];
}

static enum error_code read_one(int fd, const char *expected)
{
	_cleanup_(secret_clear) struct secret p = { 0 };
	struct error e;
	if (!passphrase_read(fd, "p", &p, &e)) {
		cr_assert_null(p.data);
		return e.code;
	}
	cr_assert(bytes_equal_string(secret_open(&p), expected));
	secret_close(&p);
	return ERR_NONE;
}

Test(passphrase, takes_a_line_each_from_a_descriptor)
{
	int fd = pipe_with("first one\nsecond \nlast");
	cr_assert_eq(read_one(fd, "first one"), ERR_NONE);
	cr_assert_eq(read_one(fd, "second "), ERR_NONE);
	cr_assert_eq(read_one(fd, "last"), ERR_NONE);
	cr_assert_eq(read_one(fd, ""), ERR_PASSPHRASE, "nothing is left");
	close(fd);
}

Test(passphrase, is_what_would_be_typed_whatever_file_it_stands_in)
{
	int fd = pipe_with("\xef\xbb\xbf"
	                   "een lange wachtzin\r\ntwee\rdrie\r\n\r\n");
	cr_assert_eq(read_one(fd, "een lange wachtzin"), ERR_NONE);
	cr_assert_eq(read_one(fd, "twee\rdrie"), ERR_NONE);
	cr_assert_eq(read_one(fd, ""), ERR_PASSPHRASE, "only a line end");
	close(fd);
	int ends[2];
	cr_assert_eq(pipe(ends), 0);
	cr_assert_eq(write(ends[1],
	                   "\xff\xfe"
	                   "a\0\n",
	                   5),
	             5);
	cr_assert_eq(read_one(ends[0], ""), ERR_PASSPHRASE);
	close(ends[0]);
	close(ends[1]);
}

Test(passphrase, refuses_an_empty_line)
{
	int fd = pipe_with("\nx\n");
	cr_assert_eq(read_one(fd, ""), ERR_PASSPHRASE);
	close(fd);
}

Test(passphrase, has_a_limit)
{
	char text[PASSPHRASE_MAX + 2];
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = 0;
	int fd = pipe_with(text);
	cr_assert_eq(read_one(fd, ""), ERR_TOO_LARGE);
	close(fd);
	text[PASSPHRASE_MAX] = 0;
	fd = pipe_with(text);
	cr_assert_eq(read_one(fd, text), ERR_NONE);
	close(fd);
}

Test(passphrase, says_when_a_descriptor_does_not_read)
{
	int fd = pipe_with("x");
	close(fd);
	cr_assert_eq(read_one(fd, ""), ERR_IO);
}

Test(passphrase, needs_a_terminal_when_there_is_no_descriptor)
{
	setsid(); /* leaves the terminal that the tests may run on */
	cr_assert_eq(read_one(-1, ""), ERR_NO_TERMINAL);
}

/* Types `lines` at a terminal of its own, one a prompt; the child's exit status is the error's code. */
static enum error_code typed(const char *const *lines, const char *expected)
{
	int terminal;
	pid_t child = forkpty(&terminal, NULL, NULL, NULL);
	cr_assert_geq(child, 0);
	if (child == 0) {
		_cleanup_(secret_clear) struct secret p = { 0 };
		struct error e = { 0 };
		const struct passphrase_talk talk = { "first?", "again?", "offer\n", "weak\n", "differ\n" };
		if (passphrase_ask_new(&talk, &p, &e) && !bytes_equal_string(secret_open(&p), expected))
			_exit(255);
		_exit((int)e.code);
	}
	char seen[4096];
	size_t size = 0;
	for (ssize_t got;
	     size < sizeof seen - 1 && (got = read(terminal, seen + size, sizeof seen - 1 - size)) > 0;) {
		size += (size_t)got;
		seen[size] = 0;
		if (*lines && strchr(seen, '?')) {
			cr_assert_eq(write(terminal, *lines, strlen(*lines)), (ssize_t)strlen(*lines));
			cr_assert_null(strstr(seen, "geheim"), "nothing typed is shown");
			lines++;
			size = 0;
		}
	}
	close(terminal);
	int status;
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert(WIFEXITED(status));
	return (enum error_code)WEXITSTATUS(status);
}

#define GOOD "geheim van wel zestien"
Test(passphrase, is_typed_twice)
{
	cr_assert_eq(typed((const char *[]){ GOOD "\n", GOOD "\n", NULL }, GOOD), ERR_NONE);
	cr_assert_eq(typed((const char *[]){ GOOD "\n", GOOD " \n", GOOD "\n", GOOD "\n", NULL }, GOOD),
	             ERR_NONE, "when the two differ it is asked again");
}

Test(passphrase, is_asked_three_times)
{
	cr_assert_eq(typed((const char *[]){ "geheim 1\n", "geheim 2\n", GOOD "\n", GOOD "\n", NULL }, GOOD),
	             ERR_NONE);
	cr_assert_eq(typed((const char *[]){ "geheim 1\n", "geheim 2\n", "geheim 3\n", NULL }, ""),
	             ERR_PASSPHRASE_WEAK);
}

Test(passphrase, that_is_offered_must_be_typed)
{
	cr_assert_eq(typed((const char *[]){ "\n", "geheim\n", "\n", "x\n", GOOD "\n", GOOD "\n", NULL },
	                   GOOD),
	             ERR_NONE);
}

Test(passphrase, a_new_one_from_a_descriptor_is_held_to_the_rule)
{
	_cleanup_(secret_clear) struct secret p = { 0 };
	struct error e;
	int fd = pipe_with("geheim\n" GOOD "\n\n");
	cr_assert_not(passphrase_read_new(fd, &p, &e));
	cr_expect_eq(e.code, ERR_PASSPHRASE_WEAK);
	cr_assert(passphrase_read_new(fd, &p, &e));
	cr_assert_not(passphrase_read_new(fd, &(struct secret){ 0 }, &e));
	cr_expect_eq(e.code, ERR_PASSPHRASE_WEAK);
	close(fd);
}

Test(passphrase, is_long_enough_or_has_four_words)
{
	static const struct {
		const char *text;
		bool strong;
	} cases[] = {
		{ "", false },
		{ "Welkom2026!", false },
		{ "fifteen letters", false },
		{ "sixteen letters!", true },
		{ "aaaaaaaaaaaaaaaaaaaa", false },
		{ "abababababababababab", false },
		{ "123456 123456 12", true }, /* as the header says: no measure of strength */
		{ "een twee drie", false },
		{ "een oog ziet wat", true },
		{ "een een een een", false },
		{ "caf\xc3\xa9 op de hoek", true },
		{ "ik ga nu op", false },
		{ "a b c d e f", false },
		{ "  een   oog\tziet wat ", true },
		{ "\xc3\xa9\xc3\xa9n \xc3\xb3\xc3\xb3g zi\xc3\xabt", false }, /* characters, not bytes */
		{ "passphrase of po1", true },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++)
		cr_expect_eq(passphrase_is_strong(bytes_of_string(cases[i].text)), cases[i].strong, "%s",
		             cases[i].text);
}

Test(passphrase, has_1296_words_to_choose_from)
{
	cr_assert_eq(passphrase_word_count(), 1296);
	char before[16] = "";
	for (size_t n = 0; n < 1296; n++) {
		struct bytes word = passphrase_word(n);
		char text[16] = "";
		cr_assert(word.size >= 4 && word.size <= 8);
		memcpy(text, word.data, word.size);
		cr_expect_eq(strspn(text, "abcdefghijklmnopqrstuvwxyz"), word.size, "%s", text);
		cr_expect_lt(strcmp(before, text), 0, "%s is in order, and once", text);
		memcpy(before, text, sizeof before);
	}
	cr_expect_eq(passphrase_word(1296).size, 0);
}

/* Of 500, each of six words of the list; none is the one before, and most words come up. */
Test(passphrase, is_made_of_six_words)
{
	static bool seen[1296];
	static struct bytes all[1296];
	char before[64] = "";
	struct error e;
	size_t different = 0;
	for (size_t n = 0; n < 1296; n++)
		all[n] = passphrase_word(n);
	for (unsigned i = 0; i < 500; i++) {
		_cleanup_(secret_clear) struct secret p = { 0 };
		char text[64] = "";
		unsigned words = 0;
		cr_assert(passphrase_make(&p, &e));
		const struct bytes made = secret_open(&p);
		cr_assert_lt(made.size, sizeof text);
		memcpy(text, made.data, made.size);
		secret_close(&p);
		cr_expect(passphrase_is_strong(bytes_of_string(text)));
		cr_expect_str_neq(text, before);
		memcpy(before, text, sizeof before);
		for (char *at = text, *word; (word = strtok_r(at, " ", &at)); words++) {
			size_t n = 0;
			while (n < 1296 && !bytes_equal_string(all[n], word))
				n++;
			cr_assert_lt(n, 1296, "%s", word);
			different += !seen[n];
			seen[n] = true;
		}
		cr_expect_eq(words, 6);
	}
	cr_expect_gt(different, 1100, "%zu", different); /* of 3000 draws 1168 are expected */
}
