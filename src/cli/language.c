/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/language.h"

#include "cli/build.h"
#include "cli/words.h"

#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const languages[] = { "nl", "en" };
static const char *chosen = "en";

static bool is_language(const char *value, const char *language)
{
	size_t size = strlen(language);
	return strncmp(value, language, size) == 0 && (value[size] == 0 || strchr("_.@:-", value[size]));
}

/* The first of the usual variables that is set decides, as in gettext. */
static const char *language_of_environment(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *locale = NULL;
	for (size_t i = 0; i < ELEMENTS(variables) && (!locale || !*locale); i++)
		locale = getenv(variables[i]);
	const char *list = getenv("LANGUAGE");
	bool plain = !locale || !*locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0;
	const char *value = list && *list && !plain ? list : locale;
	for (size_t i = 0; value && i < ELEMENTS(languages); i++)
		if (is_language(value, languages[i]))
			return languages[i];
	return "en";
}

/* The catalogues: named by a test, or of the build that this program stands in, or
 * installed. */
static const char *catalogues(char *out, size_t size)
{
	static const char inside[] = "/src/tools/";
	const char *named = getenv("SLUIS_LOCALEDIR");
	if (named && *named)
		return named;
	char program[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
	if (length <= 0)
		return SLUIS_LOCALEDIR;
	program[length] = 0;
	char *slash = strrchr(program, '/');
	if (slash)
		slash[1] = 0;
	size_t folder = strlen(program), tail = sizeof inside - 1;
	if (folder < tail || strcmp(program + folder - tail, inside) != 0 ||
	    folder - tail + sizeof "/po" > size)
		return SLUIS_LOCALEDIR;
	memcpy(out, program, folder - tail);
	memcpy(out + folder - tail, "/po", sizeof "/po");
	return access(out, R_OK) == 0 ? out : SLUIS_LOCALEDIR;
}

const char *language_code(void)
{
	return chosen;
}

bool language_start(const char *asked)
{
	char folder[PATH_MAX];
	bool known = !asked;
	for (size_t i = 0; asked && i < ELEMENTS(languages); i++)
		known = known || strcmp(asked, languages[i]) == 0;
	if (!known)
		return false;
	if (!asked)
		asked = language_of_environment();
	/* gettext translates nothing in the locale "C", and a Dutch locale may not be
	 * installed: so C.UTF-8, which always is, and the language by its own variable. */
	if (!setlocale(LC_CTYPE, "C.UTF-8") || !setlocale(LC_MESSAGES, "C.UTF-8"))
		setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C");
	chosen = is_language(asked, "nl") ? "nl" : "en";
	setenv("LANGUAGE", asked, 1);
	bindtextdomain("sluis", catalogues(folder, sizeof folder));
	bind_textdomain_codeset("sluis", "UTF-8");
	textdomain("sluis");
	return true;
}
