/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Attributes that every layer uses. Nothing here hides control flow. */

#include <stddef.h>

/* The caller must look at the result. */
#define _must_check_ __attribute__((warn_unused_result))

/* Call FUNC with a pointer to the variable when it goes out of scope. The
 * destructors of this project are named `<noun>_clear` (for structs held by
 * value) and `<noun>_free` with a twin `<noun>_freep` (for pointers); all of
 * them accept an empty or NULL object. */
#define _cleanup_(func) __attribute__((cleanup(func)))

#define _printf_(fmt, first) __attribute__((format(printf, fmt, first)))
#define _unused_ __attribute__((unused))

/* A text for people, marked for xgettext where it stands and translated where it is printed. */
#define N_(text) text

#define ELEMENTS(array) (sizeof(array) / sizeof((array)[0]))
