/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A program of nothing but one whole layer: it links only if the layer finds all
 * that it refers to in itself, in lower layers and in its own libraries. */
int main(void)
{
	return 0;
}
