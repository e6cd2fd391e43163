/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/gf256.h"

#include <criterion/criterion.h>

/* The other way to multiply, by logarithms to the base x + 1: all of them are written down first. */
static uint8_t power_of[255];
static unsigned log_of[256];

static void fill(void)
{
	unsigned power = 1;
	for (unsigned i = 0; i < 255; i++) {
		power_of[i] = (uint8_t)power;
		log_of[power] = i;
		power ^= power << 1;
		if (power & 0x100)
			power ^= 0x11b;
	}
	cr_assert_eq(power, 1, "x + 1 generates all of them");
}

Test(gf256, multiplies_as_logarithms_do)
{
	fill();
	for (unsigned a = 0; a < 256; a++)
		for (unsigned b = 0; b < 256; b++) {
			uint8_t expected = a && b ? power_of[(log_of[a] + log_of[b]) % 255] : 0;
			cr_assert_eq(gf256_multiply((uint8_t)a, (uint8_t)b), expected, "%u × %u", a, b);
		}
}

/* FIPS 197, 4.2.1. */
Test(gf256, multiplies_as_published)
{
	cr_assert_eq(gf256_multiply(0x57, 0x83), 0xc1);
	cr_assert_eq(gf256_multiply(0x57, 0x13), 0xfe);
}

Test(gf256, inverts)
{
	cr_assert_eq(gf256_invert(0), 0);
	for (unsigned a = 1; a < 256; a++)
		cr_assert_eq(gf256_multiply((uint8_t)a, gf256_invert((uint8_t)a)), 1, "%u", a);
}

/* 3 + 5x + 7x², by Horner's rule. */
static uint8_t polynomial(uint8_t x)
{
	return 3 ^ gf256_multiply(x, 5 ^ gf256_multiply(x, 7));
}

Test(gf256, finds_the_polynomial_through_its_points)
{
	uint8_t values[3] = { polynomial(0), polynomial(9), polynomial(254) }, found;
	const struct gf256_point points[] = { { 0, &values[0] }, { 9, &values[1] }, { 254, &values[2] } };
	for (unsigned x = 0; x < 256; x++) {
		gf256_interpolate(points, 3, 1, (uint8_t)x, &found);
		cr_assert_eq(found, polynomial((uint8_t)x), "at %u", x);
	}
	gf256_interpolate(points, 2, 1, 254, &found);
	cr_assert_neq(found, polynomial(254), "two points aren't enough");
}

Test(gf256, goes_through_many_polynomials_at_once)
{
	const uint8_t one[3] = { 1, 2, 3 };
	const struct gf256_point points[] = { { 7, one } };
	uint8_t found[3];
	gf256_interpolate(points, 1, sizeof found, 99, found);
	cr_assert_arr_eq(found, one, 3, "of one point the polynomial is that");
}
