/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The field of 256 elements, reduced by x^8 + x^4 + x^3 + x + 1 (FIPS 197, 4.2), and polynomials over it. No
 * table is looked into and nothing is branched on: how long it takes depends on the number of points and
 * bytes alone. */

#include <stddef.h>
#include <stdint.h>

uint8_t gf256_multiply(uint8_t a, uint8_t b);
uint8_t gf256_invert(uint8_t a); /* of 0: 0 */
/* A point of `size` polynomials at once: what each is at `x`. */
struct gf256_point {
	uint8_t x;
	const uint8_t *values;
};
/* What they are at `x`, of the least degree through `count` points, whose `x` are different (Lagrange), into
 * `out`. `out` is none of the points'. */
void gf256_interpolate(const struct gf256_point *points, size_t count, size_t size, uint8_t x, uint8_t *out);
