/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docs/scenario.md from the tables: what may stand in a scenario file, with units,
 * ranges, defaults and where they come from. Checked by
 * tests/unit/test_scenario_ledger.c. */
#include <math.h>
#include <string.h>

#include "scenario/schema.h"

enum { TABLE_DEPTH = 8 };

struct page {
    struct fc_builder *out;
    struct fc__arena arena;
    const struct fc_owner *owners;
    size_t n_owners;
};

/* A cell: no line ends, no bars. */
static void cell(struct page *p, const char *text)
{
    fc_builder_add(p->out, " ");
    for (; *text; text++) {
        if (*text == '|')
            fc_builder_add(p->out, "\\");
        fc_builder_add_bytes(p->out, text, 1);
    }
    fc_builder_add(p->out, " |");
}

static const char *kind_text(struct page *p, const struct fc_field *field)
{
    const bool varies = field->flags & FC_MAY_VARY;
    switch ((enum fc_kind)field->kind) {
    case FC_COUNT:
        return "whole number";
    case FC_NUMBER:
        return field->per == FC_ONE
                   ? (varies ? "number, may vary" : "number")
                   : fc__arena_format(&p->arena, "number, or one a %s%s",
                                      fc__axis_name(field->per),
                                      varies ? ", may vary" : "");
    case FC_FLAG:
        return "true or false";
    case FC_TEXT:
        return "text";
    case FC_NAME:
        return "name";
    case FC_CHOICE:
        return fc__arena_format(&p->arena, "one of %s", field->of);
    case FC_REF:
        return fc__arena_format(&p->arena, "name from `%s`", field->of);
    case FC_NAMES:
        return field->of ? fc__arena_format(&p->arena, "names: %s", field->of)
                         : "names";
    case FC_SERIES:
        return "numbers";
    case FC_MONTH:
        return "month, \"2027-01\"";
    case FC_GROUP:
        return "group { }";
    case FC_LIST:
        return "list ( )";
    }
    return "";
}

static const char *preset_text(struct page *p, const struct fc_field *field)
{
    char text[FC_DOUBLE_TEXT];
    const int kind = field->kind;
    if (field->flags & FC_REQUIRED)
        return "required";
    if (kind == FC_GROUP || kind == FC_LIST || kind == FC_TEXT || kind == FC_NAME ||
        kind == FC_REF || kind == FC_NAMES || kind == FC_SERIES || isnan(field->preset))
        return "";
    if (kind == FC_FLAG)
        return field->preset != 0 ? "true" : "false";
    if (kind == FC_MONTH)
        return fc__arena_format(&p->arena, "\"%04d-%02d\"", (int)field->preset / 12,
                                (int)field->preset % 12 + 1);
    if (kind == FC_CHOICE) {
        const char *at = field->of;
        for (int i = 0; i < (int)field->preset && strchr(at, '|'); i++)
            at = strchr(at, '|') + 1;
        return fc__arena_bytes(&p->arena, at, strcspn(at, "|"));
    }
    return fc__arena_text(&p->arena, fc_text_double(text, field->preset));
}

static void row(struct page *p, const struct fc_field *field)
{
    const char grade[2] = {field->confidence ? field->confidence : '-', 0};
    const char *preset = preset_text(p, field);
    const bool shown = *preset && strcmp(preset, "required") != 0;
    fc_builder_format(p->out, "| `%s` |", field->key);
    cell(p, kind_text(p, field));
    cell(p, field->unit ? field->unit : "");
    cell(p, fc__range_text(&p->arena, field));
    cell(p, preset);
    cell(p, shown ? grade : "");
    cell(p, field->help ? field->help : "");
    cell(p, field->source ? field->source : "");
    fc_builder_add(p->out, "\n");
}

/* A table and the tables inside it; the depth is that of the constants. */
static void table(struct page *p, const char *path, const struct fc_field *rows,
                  int depth)
{
    fc_builder_add(
        p->out, "| key | what | unit | range | default | confidence | meaning | source "
                "of the default |\n"
                "|---|---|---|---|---|---|---|---|\n");
    for (const struct fc_field *at = rows; at->key; at++)
        row(p, at);
    fc_builder_add(p->out, "\n");
    for (const struct fc_field *at = rows; at->key && depth < TABLE_DEPTH; at++) {
        if (at->rows == NULL)
            continue;
        const char *inner = fc__path_join(&p->arena, path, at->key);
        fc_builder_format(p->out, "### `%s`%s\n\n", inner,
                          at->kind == FC_LIST ? " (list)" : "");
        table(p, inner, at->rows, depth + 1);
    }
}

/* All rows that owners have for one path, each section with its own table. */
static void section(struct page *p, const struct fc_section *at)
{
    if (*at->path)
        fc_builder_format(p->out, "## `%s`%s\n\n", at->path,
                          at->list_item_size ? " (list)" : "");
    else
        fc_builder_add(p->out, "## The top of the file\n\n");
    if (at->help)
        fc_builder_format(p->out, "%c%s.",
                          *at->help >= 'a' && *at->help <= 'z' ? *at->help - 'a' + 'A'
                                                               : *at->help,
                          at->help + 1);
    if (at->axis != FC_ONE)
        fc_builder_format(p->out, "%sIts names are the %s keys of other sections.",
                          at->help ? " " : "", fc__axis_name(at->axis));
    if (at->help || at->axis != FC_ONE)
        fc_builder_add(p->out, "\n\n");
    table(p, at->path, at->rows, 0);
}

fc_status fc__schema_markdown(const struct fc_owner *owners, struct fc_builder *out)
{
    struct page p = {.out = out, .owners = owners};
    while (owners[p.n_owners].sections)
        p.n_owners++;
    fc_builder_add(
        out,
        "# Scenario reference\n\n"
        "Made from the field tables; do not edit. *May vary*: a number, an interval "
        "such as `\"0.2 .. 0.3\"` (90 %) or a distribution such as "
        "`{ dist = \"pert\"; low = 1; mode = 2; high = 4; }`. *One a segment*: a "
        "scalar counts for all, a group keyed by names gives each its own. "
        "Confidence: H high, M medium, L low, A assumption.\n\n");
    const struct fc_owner *owner;
    for (size_t i = 0; (owner = fc__owner_of(owners, p.n_owners, i)); i++)
        for (const struct fc_section *at = owner->sections; at->path; at++)
            section(&p, at);
    const bool failed = p.arena.failed || out->failed;
    fc__arena_clear(&p.arena);
    return failed ? FC_E_MEMORY : FC_OK;
}
