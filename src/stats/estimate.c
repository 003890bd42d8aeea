/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people read them: no more digits than the error supports.
 *
 * The last digit shown stands at 10^p with 10^p / 2 <= error < 5 * 10^p (the error
 * rounded to one digit), and no number shows more than 4 significant digits behind its
 * whole part. Digits are set by hand, so that the locale of the host has no say.
 * Checked by tests/unit/test_tally_risk.c. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "funnelcloud/forecast.h"

enum { SIGNIFICANT = 4, SIGNIFICANT_BLIND = 3, MOST_DECIMALS = 9, NUMBER_TEXT = 800 };

struct language {
    const char *point, *group, *missing, *few_before, *few_after;
    const char *scales[4]; /* 10^6, 10^9, 10^12, 10^15 */
};

static const struct language english = {
    ".",
    ",",
    "not available",
    "not enough paths (needs ",
    ")",
    {" million", " billion", " trillion", " quadrillion"}};

/* thousands are parted by U+202F, a narrow space that does not break */
static const struct language russian = {
    ",",          "\xE2\x80\xAF",
    "нет данных", "мало путей (нужно ",
    ")",          {" млн", " млрд", " трлн", " квадрлн"}};

static double power(int exponent)
{
    double x = 1.0;
    for (; exponent > 0; exponent--)
        x *= 10.0;
    return x;
}

/* x * 10^-place, rounded to a whole number */
static double in_places(double x, int place)
{
    return round(place < 0 ? x * power(-place) : x / power(place));
}

/* The place p with 10^p / 2 <= x < 5 * 10^p; x > 0. */
static int place_of(double x)
{
    int p = 0;
    double at = x;
    for (; at >= 5.0 && p < 300; p++)
        at /= 10.0;
    for (; at < 0.5 && p > -300; p--)
        at *= 10.0;
    return p;
}

/* Digits before the point, 0 for 0.1, -1 for 0.01. */
static int whole_digits(double x)
{
    int digits = 0;
    for (; x >= 1.0 && digits < 300; digits++)
        x /= 10.0;
    for (; x > 0.0 && x < 0.1 && digits > -300; digits--)
        x *= 10.0;
    return digits;
}

/* Writes a whole number >= 0 of units 10^-decimals: digits, groups, point. */
static void digits_text(double units, int decimals, const struct language *l, char *out)
{
    char digits[330];
    const int n = snprintf(digits, sizeof digits, "%0*.0f", decimals + 1, units);
    size_t at = 0;
    for (int i = 0; i < n && at + 8 < NUMBER_TEXT; i++) {
        const int left = n - decimals - i; /* digits before the point, this one too */
        const char *mark = left == 0                            ? l->point
                           : left > 0 && i > 0 && left % 3 == 0 ? l->group
                                                                : "";
        const size_t length = strlen(mark);
        memcpy(out + at, mark, length);
        at += length;
        out[at++] = digits[i];
    }
    out[at] = '\0';
}

static void trim_zeros(char *text, const char *point)
{
    char *end = text + strlen(text);
    if (!strstr(text, point))
        return;
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == *point)
        end[-1] = '\0';
}

/* `value` of the displayed unit, its last digit at `place` or above. */
static void number_text(double value, int place, bool exact, const struct language *l,
                        int significant, char *out)
{
    const double size = fabs(value);
    int decimals = place < 0 ? -place : 0;
    if (decimals > MOST_DECIMALS)
        decimals = MOST_DECIMALS;
    const int room =
        significant - whole_digits(in_places(size, -decimals) / power(decimals));
    if (decimals > (room > 0 ? room : 0))
        decimals = room > 0 ? room : 0;
    double units = in_places(size, -decimals);
    if (place > 0)
        units = in_places(size, place) * power(place);
    if (value < 0.0 && units > 0.0)
        *out++ = '-';
    digits_text(units, decimals, l, out);
    if (exact)
        trim_zeros(out, l->point);
}

/* Copies as much as fits without cutting a character. */
static void copy_text(const char *text, char *out, size_t size)
{
    size_t n = strlen(text);
    if (size == 0)
        return;
    if (n >= size)
        for (n = size - 1; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80;)
            n--;
    memcpy(out, text, n);
    out[n] = '\0';
}

static void refusal(uint64_t needed, const struct language *l, char *out, size_t size)
{
    char number[NUMBER_TEXT];
    if (needed == 0) {
        copy_text(l->missing, out, size);
        return;
    }
    digits_text((double)needed, 0, l, number);
    char text[NUMBER_TEXT + 80];
    snprintf(text, sizeof text, "%s%s%s", l->few_before, number, l->few_after);
    copy_text(text, out, size);
}

/* Money in millions and more; `place` is moved along. */
static const char *scale_money(double *value, int *place, const struct language *l)
{
    const double shown =
        *place > 0 ? in_places(fabs(*value), *place) * power(*place) : fabs(*value);
    int i = -1;
    while (i < 3 && shown >= power(3 * i + 9) * (1.0 - 0.5e-6))
        i++;
    if (i < 0)
        return "";
    *value /= power(3 * i + 6);
    *place -= 3 * i + 6;
    return l->scales[i];
}

const char *fc_estimate_text(struct fc_estimate estimate, const char *unit,
                             const char *currency, const char *lang, char *out,
                             size_t size)
{
    const bool is_russian = lang && strncmp(lang, "ru", 2) == 0;
    const struct language *l = is_russian ? &russian : &english;
    const bool money = unit && strncmp(unit, "money", 5) == 0;
    const bool share = unit && strncmp(unit, "share", 5) == 0;
    if (!isfinite(estimate.value)) {
        refusal(estimate.needed, l, out, size);
        return out;
    }
    const bool known = isfinite(estimate.error);
    const bool exact = known && !(estimate.error > 0.0);
    double value = share ? 100.0 * estimate.value : estimate.value;
    int place = -300;
    if (known && !exact)
        place = place_of(share ? 100.0 * estimate.error : estimate.error);
    const char *scale = money ? scale_money(&value, &place, l) : "";
    char number[NUMBER_TEXT];
    number_text(value, place, exact, l, known ? SIGNIFICANT : SIGNIFICANT_BLIND,
                number);
    const bool named = money && currency && *currency;
    char text[NUMBER_TEXT + 80];
    snprintf(text, sizeof text, "%s%s%s%.40s", number, scale,
             share   ? " %"
             : named ? " "
                     : "",
             named ? currency : "");
    copy_text(text, out, size);
    return out;
}
