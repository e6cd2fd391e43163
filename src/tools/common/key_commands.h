/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The subcommands on a person's own key, which `sluis` and `sluis-officer` share. */

#include "cli/program.h"

extern const struct option key_new_options[], key_show_options[], key_passphrase_options[],
	key_decrypt_options[];
int key_new(struct invocation *in);
int key_new_officer(struct invocation *in); /* with a cosigning key */
int key_show(struct invocation *in);
int key_passphrase(struct invocation *in);
int key_decrypt(struct invocation *in);

/* clang-format off */
#define KEY_COMMANDS(new) \
	{ .name = "key new", .arguments = "NAME", .least = 1, .most = 1, \
	  .summary = N_("Make a personal key file"), \
	  .details = N_("NAME is the name that the officers gave you, such as oss.nl/p-7f3k. The key is " \
	                "written under a " \
	                "passphrase of your choice; nobody can recover that for you."), \
	  .options = key_new_options, .wants_key = false, .run = new }, \
	{ .name = "key show", .least = 0, .most = 0, \
	  .summary = N_("Show the public card of a key, for the officers"), \
	  .details = N_("The card is public. Read its fingerprint aloud to the officer who gets it."), \
	  .options = key_show_options, .wants_key = true, .run = key_show }, \
	{ .name = "key passphrase", .least = 0, .most = 0, \
	  .summary = N_("Change the passphrase of a key file"), \
	  .options = key_passphrase_options, .wants_key = true, .run = key_passphrase }, \
	{ .name = "key decrypt", .arguments = "FILE", .least = 1, .most = 1, \
	  .summary = N_("Decrypt what was encrypted to you, for another program"), \
	  .details = N_("Written to standard output, which must not be a terminal: `… | sluis-audit " \
	                "prove -`. A file that turns out to be " \
	                "damaged ends in an error: what came out before it is then not to be used."), \
	  .options = key_decrypt_options, .wants_key = true, .run = key_decrypt }
/* clang-format on */
