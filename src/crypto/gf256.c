/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/gf256.h"

#include <string.h>

#define REDUCED_BY 0x1bu /* without x^8 */

uint8_t gf256_multiply(uint8_t a, uint8_t b)
{
	uint32_t product = 0, power = a;
	for (uint32_t i = 0; i < 8; i++) {
		product ^= power & (0u - ((uint32_t)b >> i & 1));
		power = (power << 1 & 0xff) ^ (REDUCED_BY & (0u - (power >> 7)));
	}
	return (uint8_t)product;
}

/* a^254, since a^255 is 1: the product of a^2, a^4 … a^128. */
uint8_t gf256_invert(uint8_t a)
{
	uint8_t inverse = 1, power = a;
	for (unsigned i = 0; i < 7; i++) {
		power = gf256_multiply(power, power);
		inverse = gf256_multiply(inverse, power);
	}
	return inverse;
}

/* The polynomial that is 1 at the x of point `at` and 0 at those of the others. */
static uint8_t basis(const struct gf256_point *points, size_t count, size_t at, uint8_t x)
{
	uint8_t above = 1, below = 1;
	for (size_t i = 0; i < count; i++) {
		if (i == at) /* a place, not a value */
			continue;
		above = gf256_multiply(above, x ^ points[i].x);
		below = gf256_multiply(below, points[at].x ^ points[i].x);
	}
	return gf256_multiply(above, gf256_invert(below));
}

void gf256_interpolate(const struct gf256_point *points, size_t count, size_t size, uint8_t x, uint8_t *out)
{
	memset(out, 0, size);
	for (size_t i = 0; i < count; i++) {
		uint8_t factor = basis(points, count, i, x);
		for (size_t k = 0; k < size; k++)
			out[k] ^= gf256_multiply(factor, points[i].values[k]);
	}
}
