/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/language.h"

#include "cli/build.h"
#include "cli/words.h"

#include <limits.h>
#include <locale.h>
#include <stdio.h>
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

static char folder[PATH_MAX]; /* where the catalogues are */

/* Where programs stand, and from there their catalogues: in a build, and wherever the whole was unpacked. */
static const struct {
	const char *programs, *catalogues;
} places[] = {
	{ "/src/tools/", "/po" },
	{ "/bin/", "/share/locale" },
};

static bool is_folder_of_catalogues(const char *base, size_t size, const char *tail)
{
	char file[PATH_MAX];
	int length = snprintf(file, sizeof file, "%.*s%s/nl/LC_MESSAGES/sluis.mo", (int)size, base, tail);
	return length > 0 && (size_t)length < sizeof file && access(file, R_OK) == 0;
}

/* The catalogues: named by a test, or beside this program, or where they are installed. */
static const char *catalogues(void)
{
	const char *named = getenv("SLUIS_LOCALEDIR");
	char program[PATH_MAX];
	snprintf(folder, sizeof folder, "%s", named && *named ? named : SLUIS_LOCALEDIR);
	ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
	if ((named && *named) || length <= 0)
		return folder;
	program[length] = 0;
	char *slash = strrchr(program, '/');
	if (slash)
		slash[1] = 0;
	for (size_t i = 0; i < ELEMENTS(places); i++) {
		size_t size = strlen(program), tail = strlen(places[i].programs);
		if (size < tail || strcmp(program + size - tail, places[i].programs) != 0 ||
		    !is_folder_of_catalogues(program, size - tail, places[i].catalogues))
			continue;
		snprintf(folder, sizeof folder, "%.*s%s", (int)(size - tail), program, places[i].catalogues);
		break;
	}
	return folder;
}

const char *language_folder(void)
{
	return folder;
}

/* gettext gives what it has no translation of back as it is. */
bool language_is_there(void)
{
	static const char word[] = N_("error");
	return strcmp(chosen, "en") == 0 || gettext(word) != word;
}

const char *language_code(void)
{
	return chosen;
}

bool language_start(const char *asked)
{
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
	bindtextdomain("sluis", catalogues());
	bind_textdomain_codeset("sluis", "UTF-8");
	textdomain("sluis");
	return true;
}
