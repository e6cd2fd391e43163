/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The subcommands on a person's own key, which `sluis` and `sluis-officer` share. */

#include "cli/program.h"

extern const struct option key_new_options[], key_show_options[], key_passphrase_options[];
bool key_new(struct session *s, struct error *e);
bool key_new_officer(struct session *s, struct error *e); /* with a cosigning key */
bool key_show(struct session *s, struct error *e);
bool key_passphrase(struct session *s, struct error *e);
bool key_decrypt(struct session *s, struct error *e);

/* clang-format off */
#define KEY_COMMANDS(new) \
	{ COMMAND("key new", NOTHING, new, key_new_options), ARGUMENT("NAME"), \
	  .summary = N_("Make a personal key file"), \
	  .details = N_("NAME is the name that the officers gave you, such as oss.nl/p-7f3k. The key is " \
	                "written under a passphrase of your choice; nobody can recover that for you.") }, \
	{ COMMAND("key show", KEY, key_show, key_show_options), \
	  .summary = N_("Show the public card of a key, for the officers"), \
	  .details = N_("The card is public. Read its fingerprint aloud to the officer who gets it.") }, \
	{ COMMAND("key passphrase", KEY, key_passphrase, key_passphrase_options), \
	  .summary = N_("Change the passphrase of a key file") }, \
	{ COMMAND("key decrypt", KEY, key_decrypt, NULL), ARGUMENT("FILE"), \
	  .summary = N_("Decrypt what was encrypted to you, for another program"), \
	  .details = N_("Written to standard output, which must not be a terminal: `… | sluis-audit prove " \
	                "-`. A file that turns out to be damaged ends in an error: what came out before it " \
	                "is then not to be used.") }
/* clang-format on */
