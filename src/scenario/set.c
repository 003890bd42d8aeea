/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --set key=value: one value on top of all files.
 *
 * "funnel.stages.propose.conversion.small=0.7": keys by dots, members of lists by name
 * or as [2]. The value is a number, true, false, an interval, a text with or without
 * quotes, or { }, [ ], ( ) as in a file. A scalar that counts for all members of an
 * axis is expanded when one member is set, if it is certain: an uncertain one is a
 * single draw that all share, and cannot be taken apart. Checked by
 * tests/unit/test_scenario_merge.c. */
#include <string.h>

#include "scenario/own.h"

struct setting {
    fc_scenario *self;
    const char *key; /* as given, for messages */
    int line;
    struct fc__node *node; /* found so far */
};

/* Length of the first part of a key path: a word, or "[2]". */
static size_t part_of(const char *key)
{
    return *key == '[' ? strcspn(key, "]") + (strchr(key, ']') != NULL)
                       : strcspn(key, ".[=");
}

static struct fc__node *item_at(const struct fc__node *list, const char *digits)
{
    size_t index = 0;
    if (*digits < '0' || *digits > '9')
        return NULL;
    for (; *digits >= '0' && *digits <= '9' && index < FC_SETTINGS_MAX; digits++)
        index = index * 10 + (size_t)(*digits - '0');
    struct fc__node *at = *digits == ']' ? list->first : NULL;
    while (at && index-- > 0)
        at = at->next;
    return at;
}

static bool in_list(struct setting *s, const char *part)
{
    struct fc_nearest nearest = {0};
    struct fc__node *list = s->node;
    const char *path = fc__node_path(&s->self->arena, list);
    s->node = *part == '[' ? item_at(list, part + 1) : fc__node_member(list, part);
    if (s->node)
        return true;
    for (const struct fc__node *at = list->first; at; at = at->next)
        if (fc__node_name(at))
            fc_nearest_offer(&nearest, part, fc__node_name(at));
    fc__error(s->self, s->line, "'%s' has no member '%s'%s", path, part,
              fc__did_you_mean(s->self, &nearest));
    return false;
}

/* Turns a scalar that counts for all members into a group with one each. */
static bool expand(struct setting *s)
{
    fc_scenario *self = s->self;
    struct fc__node *node = s->node;
    const struct fc_field *field =
        fc__schema_field(self, fc__node_table_path(&self->arena, node));
    const char *path = fc__node_path(&self->arena, node);
    const bool keyed = field && field->kind == FC_NUMBER && field->per != FC_ONE;
    const bool certain = node->kind == FC_NODE_WHOLE || node->kind == FC_NODE_REAL;
    const struct fc__axis *axis = keyed ? &self->axes[field->per] : NULL;
    if (!keyed || axis->n == 0) {
        fc__error(self, s->line, "'%s' is %s; it has nothing below it", path,
                  fc__node_shown(&self->arena, node));
        return false;
    }
    if (!certain) {
        fc__error(self, s->line,
                  "'%s' is %s, one draw that all share; set the whole key, or write a "
                  "group in the file",
                  path, fc__node_shown(&self->arena, node));
        return false;
    }
    const struct fc__node scalar = *node;
    node->kind = FC_NODE_GROUP;
    node->first = node->last = NULL;
    node->n = 0;
    for (size_t i = 0; i < axis->n; i++) {
        struct fc__node *child =
            fc__node_new(&self->arena, node, axis->names[i], scalar.kind, scalar.line);
        if (child && scalar.kind == FC_NODE_WHOLE)
            child->whole = scalar.whole;
        else if (child)
            child->real = scalar.real;
    }
    return !self->arena.failed;
}

/* Child of a group, made if it is not there: it may have a preset, or be unknown, which
 * the check against the tables tells. */
static bool in_group(struct setting *s, const char *part)
{
    struct fc__node *child = fc__node_child(s->node, part);
    if (child == NULL)
        child = fc__node_new(&s->self->arena, s->node, part, FC_NODE_GROUP, s->line);
    s->node = child;
    return child != NULL;
}

static bool walk(struct setting *s)
{
    const char *at = s->key;
    s->node = s->self->root;
    while (*at) {
        const size_t n = part_of(at);
        const char *part = fc__arena_bytes(&s->self->arena, at, n);
        const bool is_item = *part == '[';
        if (n == 0 || n > FC_NAME_MAX || (at[n] && at[n] != '.' && at[n] != '[')) {
            fc__error(s->self, s->line, "'%s' is not a key", s->key);
            return false;
        }
        const bool group = s->node->kind == FC_NODE_GROUP;
        if (fc__node_is_scalar(s->node) || (group && fc__node_child(s->node, "dist"))) {
            if (!expand(s) || !in_group(s, part))
                return false;
        } else if (s->node->kind == FC_NODE_LIST) {
            if (!in_list(s, part))
                return false;
        } else if (is_item) {
            fc__error(s->self, s->line, "'%s' is a group, not a list",
                      fc__node_path(&s->self->arena, s->node));
            return false;
        } else if (!in_group(s, part)) {
            return false;
        }
        at += n + (at[n] == '.');
        if (at[-1] == '.' && *at == 0) {
            fc__error(s->self, s->line, "'%s' is not a key", s->key);
            return false;
        }
    }
    return s->node != s->self->root;
}

static bool is_word(const char *text, const char *word)
{
    return strcmp(text, word) == 0;
}

/* The value as a node of its own; NULL with a problem. */
static struct fc__node *value_of(struct setting *s, const char *text)
{
    fc_scenario *self = s->self;
    struct fc__node *node =
        fc__node_new(&self->arena, NULL, NULL, FC_NODE_TEXT, s->line);
    if (node == NULL)
        return NULL;
    node->text = text;
    const bool interval = strstr(text, "..") != NULL;
    if (*text == '"' || *text == '{' || *text == '[' || *text == '(') {
        const char *file = fc__arena_format(&self->arena, "v = %s;", text);
        struct fc__node *tree =
            fc__parse(self, FC_FILE_SET, s->line & 0xfffff, file, strlen(file));
        if (tree && tree->n == 1)
            return tree->first;
        if (tree)
            fc__error(self, s->line, "'%s' is more than one value", text);
        return NULL;
    }
    if (!interval && *text && strchr("+-.0123456789", *text)) {
        const size_t n = strlen(text);
        const struct fc__lexed_number number =
            fc__lex_number(&self->arena, text, n, false);
        const bool whole =
            number.kind == FC_NUMBER_WHOLE || number.kind == FC_NUMBER_LONG;
        /* "2027-01" is a text */
        if (number.kind == FC_NUMBER_BAD && n == 7 && text[4] == '-')
            return node;
        if (number.kind == FC_NUMBER_BAD) {
            fc__error(self, s->line, "'%s=%s': '%s' %s", s->key, text, text,
                      number.why);
            return NULL;
        }
        node->kind = whole ? FC_NODE_WHOLE : FC_NODE_REAL;
        if (whole)
            node->whole = number.whole;
        else
            node->real = number.real;
    } else if (is_word(text, "true") || is_word(text, "false")) {
        node->kind = FC_NODE_FLAG;
        node->flag = is_word(text, "true");
    }
    return node;
}

/* Nothing that a file could not hold. */
static bool is_clean(const char *text)
{
    const size_t n = strlen(text);
    uint32_t point;
    for (size_t at = 0, length; at < n; at += length) {
        length = fc_text_utf8(text + at, n - at, &point);
        if (length == 0 || fc_text_is_control(point))
            return false;
    }
    return n <= FC_TEXT_MAX;
}

void fc__set(fc_scenario *self, const char *text, int number)
{
    struct setting s = {.self = self, .line = fc__line(FC_FILE_SET, number)};
    if (!is_clean(text)) {
        fc__error(self, s.line, "is not plain UTF-8 of at most %d bytes", FC_TEXT_MAX);
        return;
    }
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text) {
        fc__error(self, s.line, "'%s' is not of the form key=value", text);
        return;
    }
    size_t n = (size_t)(equals - text);
    while (n > 0 && text[n - 1] == ' ')
        n--;
    s.key = fc__arena_bytes(&self->arena, text, n);
    const char *value =
        fc__arena_text(&self->arena, equals + 1 + strspn(equals + 1, " "));
    if (strcmp(s.key, "extends") == 0) {
        fc__error(self, s.line, "'extends' cannot be set; it stands in the file");
        return;
    }
    if (*value == 0) {
        fc__error(self, s.line, "'%s' has no value", s.key);
        return;
    }
    const struct fc__node *node = walk(&s) ? value_of(&s, value) : NULL;
    if (node)
        fc__node_replace(s.node, node);
}
