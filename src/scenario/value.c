/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values by kind: one row, one node, checked, into the spec struct and the ledger.
 * Checked by tests/unit/test_scenario.c and test_scenario_bad.c. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "scenario/own.h"

/* ---- words for messages ---- */

const char *fc__node_shown(struct fc__arena *arena, const struct fc__node *node)
{
    char text[FC_DOUBLE_TEXT];
    switch (node->kind) {
    case FC_NODE_WHOLE:
        return fc__arena_format(arena, "%lld", (long long)node->whole);
    case FC_NODE_REAL:
        return fc__arena_text(arena, fc_text_double(text, node->real));
    case FC_NODE_FLAG:
        return node->flag ? "true" : "false";
    case FC_NODE_TEXT: {
        size_t n = strlen(node->text);
        if (n > 60)
            for (n = 57; n > 0 && ((unsigned char)node->text[n] & 0xc0) == 0x80;)
                n--;
        return fc__arena_format(arena, "\"%.*s%s\"", (int)n, node->text,
                                node->text[n] ? "..." : "");
    }
    case FC_NODE_GROUP:
        return "a group { }";
    case FC_NODE_LIST:
        return "a list";
    }
    return "?";
}

const char *fc__unit_text(struct fc__arena *arena, const struct fc_field *field)
{
    static const char *const plain[] = {"",       "-",    "1",    "share",
                                        "factor", "odds", "ratio"};
    if (field->unit == NULL || (field->flags & FC_SHARE))
        return "";
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strcmp(field->unit, plain[i]) == 0)
            return "";
    return fc__arena_format(arena, " %s", field->unit);
}

bool fc__has_range(const struct fc_field *field)
{
    return field->low < field->high;
}

const char *fc__range_text(struct fc__arena *arena, const struct fc_field *field)
{
    char low[FC_DOUBLE_TEXT], high[FC_DOUBLE_TEXT];
    const bool open_low = field->flags & FC_OPEN_LOW,
               open_high = field->flags & FC_OPEN_HIGH;
    if (!fc__has_range(field))
        return "";
    fc_text_double(low, field->low);
    fc_text_double(high, field->high);
    if (isinf(field->high) && isinf(field->low))
        return "";
    if (isinf(field->high))
        return fc__arena_format(arena, "%s %s", open_low ? ">" : ">=", low);
    if (isinf(field->low))
        return fc__arena_format(arena, "%s %s", open_high ? "<" : "<=", high);
    return fc__arena_format(arena, "%c%s, %s%c", open_low ? '(' : '[', low, high,
                            open_high ? ')' : ']');
}

bool fc__is_inside(const struct fc_field *field, double value)
{
    const bool low_ok =
        field->flags & FC_OPEN_LOW ? value > field->low : value >= field->low;
    const bool high_ok =
        field->flags & FC_OPEN_HIGH ? value < field->high : value <= field->high;
    return !fc__has_range(field) || (low_ok && high_ok);
}

bool fc__in_range(fc_scenario *self, const struct fc_field *field, const char *key,
                  double value, int line)
{
    char text[FC_DOUBLE_TEXT];
    if (fc__is_inside(field, value))
        return true;
    const char *unit = fc__unit_text(&self->arena, field);
    const bool half = isinf(field->low) || isinf(field->high);
    fc__error(self, line, "'%s' is %s%s; it must %s %s%s", key,
              fc_text_double(text, value), unit, half ? "be" : "lie in",
              fc__range_text(&self->arena, field), unit);
    return false;
}

static void wrong(fc_scenario *self, struct fc__place place, const char *want)
{
    fc__error(self, place.line, "'%s' is %s; it must be %s", place.key,
              fc__node_shown(&self->arena, place.node), want);
}

void fc__missing(fc_scenario *self, struct fc__place place)
{
    const char *unit = fc__unit_text(&self->arena, place.field);
    const char *help = place.field->help;
    fc__error(self, place.line, "'%s' is missing%s%s%s%s", place.key, help ? ": " : "",
              help ? help : "", *unit ? "; in" : "", unit);
}

/* True if the row has no value here; reports it if it must have one. */
static bool absent(fc_scenario *self, struct fc__place place)
{
    if (place.node)
        return false;
    if ((place.field->flags & FC_REQUIRED) && !place.lenient)
        fc__missing(self, place);
    return true;
}

/* The preset counts where it is a number and the row is not required. */
static bool has_preset(const struct fc_field *field)
{
    return !(field->flags & FC_REQUIRED) && !isnan(field->preset);
}

/* Part i of "a|b|c"; its length, or 0 beyond the last. */
static size_t choice(const char *of, size_t i, const char **at)
{
    *at = of;
    while (i-- > 0) {
        *at += strcspn(*at, "|");
        if (**at == 0)
            return 0;
        ++*at;
    }
    return strcspn(*at, "|");
}

/* Index of a word in "a|b|c" or -1; offers all to *nearest. */
static int choice_of(fc_scenario *self, const char *of, const char *word,
                     struct fc_nearest *nearest)
{
    const char *at;
    size_t n;
    for (size_t i = 0; (n = choice(of, i, &at)) > 0; i++) {
        const char *one = fc__arena_bytes(&self->arena, at, n);
        if (strcmp(one, word) == 0)
            return (int)i;
        fc_nearest_offer(nearest, word, one);
    }
    return -1;
}

/* "a|b|c" as "a, b or c" */
static const char *choices_text(fc_scenario *self, const char *of)
{
    struct fc_builder b = {0};
    const char *at, *next;
    size_t n;
    for (size_t i = 0; (n = choice(of, i, &at)) > 0; i++) {
        if (i > 0)
            fc_builder_add(&b, choice(of, i + 1, &next) ? ", " : " or ");
        fc_builder_add_bytes(&b, at, n);
    }
    const char *text = fc__arena_text(&self->arena, fc_builder_text(&b));
    self->arena.failed |= b.failed;
    fc_builder_clear(&b);
    return text;
}

/* ---- kinds ---- */

static void fill_count(fc_scenario *self, struct fc__place place)
{
    const struct fc_field *field = place.field;
    int value = has_preset(field) ? (int)field->preset : FC_ABSENT;
    if (!absent(self, place)) {
        const struct fc__node *node = place.node;
        const double real = node->kind == FC_NODE_WHOLE  ? (double)node->whole
                            : node->kind == FC_NODE_REAL ? node->real
                                                         : (double)NAN;
        if (isnan(real) || real != floor(real))
            wrong(self, place, "a whole number");
        else if (!fc__in_range(self, field, place.key, real, place.line))
            ; /* reported */
        else if (fabs(real) > INT_MAX)
            wrong(self, place, "smaller: it is counted with 32 bits");
        else
            value = (int)real;
    }
    memcpy(place.at, &value, sizeof value);
    if (value != FC_ABSENT)
        fc__entry(self, place, fc__arena_format(&self->arena, "%d", value), NULL, 0);
}

static void fill_flag(fc_scenario *self, struct fc__place place)
{
    bool value = has_preset(place.field) && place.field->preset != 0;
    if (!absent(self, place)) {
        if (place.node->kind == FC_NODE_FLAG)
            value = place.node->flag;
        else
            wrong(self, place, "true or false");
    }
    memcpy(place.at, &value, sizeof value);
    fc__entry(self, place, value ? "true" : "false", NULL, 0);
}

static void fill_text(fc_scenario *self, struct fc__place place)
{
    const char *value = NULL;
    if (!absent(self, place)) {
        if (place.node->kind == FC_NODE_TEXT)
            value = place.node->text;
        else
            wrong(self, place, "a text in double quotes");
    }
    memcpy(place.at, &value, sizeof value);
    if (value)
        fc__entry(self, place, value, NULL, 0);
}

static bool is_name(const char *text)
{
    if (*text < 'a' || *text > 'z')
        return false;
    return text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")] == 0;
}

static void fill_name(fc_scenario *self, struct fc__place place)
{
    const char *value = NULL;
    if (!absent(self, place)) {
        const char *text = place.node->kind == FC_NODE_TEXT ? place.node->text : NULL;
        if (text == NULL || !is_name(text))
            wrong(self, place,
                  "a name of a-z, 0-9 and '_' that starts with a letter; any "
                  "language goes into 'title'");
        else if (strlen(text) > FC_NAME_MAX)
            fc__error(self, place.line,
                      "'%s' has %zu characters; a name has at most %d", place.key,
                      strlen(text), FC_NAME_MAX);
        else if (strcmp(text, "dist") == 0)
            fc__error(self, place.line,
                      "'%s' is \"dist\", which marks a distribution; take another name",
                      place.key);
        else
            value = text;
    }
    memcpy(place.at, &value, sizeof value);
}

static void fill_choice(fc_scenario *self, struct fc__place place)
{
    const struct fc_field *field = place.field;
    int value = has_preset(field) ? (int)field->preset : -1;
    if (!absent(self, place)) {
        struct fc_nearest nearest = {0};
        const bool text = place.node->kind == FC_NODE_TEXT;
        const int found =
            text ? choice_of(self, field->of, place.node->text, &nearest) : -1;
        if (found >= 0)
            value = found;
        else
            wrong(self, place,
                  fc__arena_format(&self->arena, "%s%s", choices_text(self, field->of),
                                   fc__did_you_mean(self, &nearest)));
    }
    memcpy(place.at, &value, sizeof value);
    const char *at;
    const size_t n = value >= 0 ? choice(field->of, (size_t)value, &at) : 0;
    if (n > 0)
        fc__entry(self, place, fc__arena_bytes(&self->arena, at, n), NULL, 0);
}

/* Index of a member by name in the list at `path`, or -1; offers all to *nearest. */
static int member_of(const fc_scenario *self, const char *path, const char *word,
                     struct fc_nearest *nearest)
{
    const struct fc__node *list = fc__node_at(self->root, path);
    int i = 0;
    if (list == NULL || list->kind != FC_NODE_LIST)
        return -1;
    for (const struct fc__node *at = list->first; at; at = at->next, i++) {
        const char *name = fc__node_name(at);
        if (name && strcmp(name, word) == 0)
            return i;
        if (name)
            fc_nearest_offer(nearest, word, name);
    }
    return -1;
}

static void fill_ref(fc_scenario *self, struct fc__place place)
{
    struct fc_ref ref = {.index = -1, .line = place.line};
    if (!absent(self, place)) {
        struct fc_nearest nearest = {0};
        const char *text = place.node->kind == FC_NODE_TEXT ? place.node->text : NULL;
        const int found = text ? member_of(self, place.field->of, text, &nearest) : -1;
        if (found >= 0)
            ref = (struct fc_ref){text, found, place.line};
        else
            wrong(self, place,
                  fc__arena_format(&self->arena, "a name from '%s'%s", place.field->of,
                                   fc__did_you_mean(self, &nearest)));
    }
    memcpy(place.at, &ref, sizeof ref);
    if (ref.name)
        fc__entry(self, place, ref.name, NULL, 0);
}

/* One text of a FC_NAMES row; false with a problem. */
static bool check_one_name(fc_scenario *self, struct fc__place place,
                           const struct fc__node *node)
{
    const char *of = place.field->of;
    struct fc_nearest nearest = {0};
    if (node->kind != FC_NODE_TEXT) {
        fc__error(self, node->line, "'%s' holds %s; it must hold texts", place.key,
                  fc__node_shown(&self->arena, node));
        return false;
    }
    const bool is_path = of && fc__schema_is_section(self, of, true);
    if (of == NULL || (is_path ? member_of(self, of, node->text, &nearest)
                               : choice_of(self, of, node->text, &nearest)) >= 0)
        return true;
    fc__error(self, node->line, "'%s' holds %s; it must hold %s%s%s", place.key,
              fc__node_shown(&self->arena, node), is_path ? "names from " : "",
              is_path ? of : choices_text(self, of), fc__did_you_mean(self, &nearest));
    return false;
}

static void fill_names(fc_scenario *self, struct fc__place place)
{
    struct fc_names names = {.line = place.line};
    struct fc_builder b = {0};
    if (!absent(self, place)) {
        if (place.node->kind != FC_NODE_LIST) {
            wrong(self, place, "an array of texts [ \"a\", \"b\" ]");
        } else {
            names.at = fc__arena_new(&self->arena, place.node->n + 1, sizeof *names.at);
            for (struct fc__node *at = place.node->first; names.at && at; at = at->next)
                if (check_one_name(self, place, at)) {
                    fc_builder_add(&b, names.n ? ", " : "");
                    fc_builder_add(&b, at->text);
                    names.at[names.n++] = at->text;
                }
            fc__entry(self, place, fc__arena_text(&self->arena, fc_builder_text(&b)),
                      NULL, 0);
        }
    }
    memcpy(place.at, &names, sizeof names);
    self->arena.failed |= b.failed;
    fc_builder_clear(&b);
}

static void fill_month(fc_scenario *self, struct fc__place place)
{
    const struct fc_field *field = place.field;
    int value = has_preset(field) ? (int)field->preset : FC_ABSENT;
    if (!absent(self, place)) {
        const char *t = place.node->kind == FC_NODE_TEXT ? place.node->text : "";
        const bool form = strlen(t) == 7 && t[4] == '-' &&
                          strspn(t, "0123456789") == 4 &&
                          strspn(t + 5, "0123456789") == 2;
        const int month = form ? (t[5] - '0') * 10 + t[6] - '0' : 0;
        const int year = form ? (t[0] - '0') * 1000 + (t[1] - '0') * 100 +
                                    (t[2] - '0') * 10 + t[3] - '0'
                              : 0;
        if (month >= 1 && month <= 12 && year >= 1)
            value = 12 * year + month - 1;
        else
            wrong(self, place, "a month such as \"2027-01\"");
    }
    memcpy(place.at, &value, sizeof value);
    if (value != FC_ABSENT)
        fc__entry(
            self, place,
            fc__arena_format(&self->arena, "%04d-%02d", value / 12, value % 12 + 1),
            NULL, 0);
}

void fc__fill_value(fc_scenario *self, struct fc__place place)
{
    switch ((enum fc_kind)place.field->kind) {
    case FC_COUNT:
        fill_count(self, place);
        break;
    case FC_NUMBER:
        fc__fill_number(self, place);
        break;
    case FC_SERIES:
        fc__fill_series(self, place);
        break;
    case FC_FLAG:
        fill_flag(self, place);
        break;
    case FC_TEXT:
        fill_text(self, place);
        break;
    case FC_NAME:
        fill_name(self, place);
        break;
    case FC_CHOICE:
        fill_choice(self, place);
        break;
    case FC_REF:
        fill_ref(self, place);
        break;
    case FC_NAMES:
        fill_names(self, place);
        break;
    case FC_MONTH:
        fill_month(self, place);
        break;
    case FC_GROUP:
    case FC_LIST:
        break; /* fill.c */
    }
}
