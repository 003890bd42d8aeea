/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libconfig's tree into ours. The only file that includes libconfig.h.
 *
 * Lines come from the pre-flight, value by value in the order of the text, because
 * libconfig takes the line of the token after a text in a list. libconfig 1.5 leaks a
 * string buffer when it refuses a text (the pre-flight leaves it next to nothing to
 * refuse) and does not survive a failed allocation; both are outside this project.
 * Checked by tests/unit/test_scenario.c. */
#include <libconfig.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/own.h"

struct level {
    config_setting_t *setting;
    int next; /* child to take */
    struct fc__node *node;
};

struct walk {
    fc_scenario *self;
    const struct fc__lines *lines;
    size_t used; /* values so far */
};

static enum fc__node_kind kind_of(const config_setting_t *setting)
{
    switch (config_setting_type(setting)) {
    case CONFIG_TYPE_GROUP:
        return FC_NODE_GROUP;
    case CONFIG_TYPE_LIST:
    case CONFIG_TYPE_ARRAY:
        return FC_NODE_LIST;
    case CONFIG_TYPE_FLOAT:
        return FC_NODE_REAL;
    case CONFIG_TYPE_BOOL:
        return FC_NODE_FLAG;
    case CONFIG_TYPE_STRING:
        return FC_NODE_TEXT;
    default:
        return FC_NODE_WHOLE;
    }
}

/* A text made of \x escapes may still not be UTF-8, or hold a control character. */
static const char *checked_text(fc_scenario *self, const char *text, int line)
{
    const size_t n = strlen(text);
    size_t at = 0;
    uint32_t point;
    for (size_t length; at < n; at += length) {
        length = fc_text_utf8(text + at, n - at, &point);
        if (length == 0 || fc_text_is_control(point)) {
            fc__error(self, line, "a text with \\x escapes is not plain UTF-8");
            return "";
        }
    }
    return fc__arena_bytes(&self->arena, text, n);
}

static struct fc__node *convert(struct walk *w, config_setting_t *setting,
                                struct fc__node *up)
{
    fc_scenario *self = w->self;
    const char *name = config_setting_name(setting);
    const int line = w->used < w->lines->n ? w->lines->at[w->used] : 0;
    struct fc__node *node =
        fc__node_new(&self->arena, up, name ? fc__arena_text(&self->arena, name) : NULL,
                     kind_of(setting), line);
    w->used++;
    if (node == NULL)
        return NULL;
    switch (node->kind) {
    case FC_NODE_WHOLE:
        node->whole = config_setting_type(setting) == CONFIG_TYPE_INT
                          ? config_setting_get_int(setting)
                          : config_setting_get_int64(setting);
        break;
    case FC_NODE_REAL:
        node->real = config_setting_get_float(setting);
        break;
    case FC_NODE_FLAG:
        node->flag = config_setting_get_bool(setting) == CONFIG_TRUE;
        break;
    case FC_NODE_TEXT:
        node->text = checked_text(self, config_setting_get_string(setting), line);
        break;
    case FC_NODE_GROUP:
    case FC_NODE_LIST:
        break;
    }
    return node;
}

/* Depth-first with a stack of levels; the pre-flight limits the depth. */
static struct fc__node *convert_all(struct walk *w, config_setting_t *root, int line)
{
    struct level stack[FC_DEPTH_MAX + 2];
    int depth = 0;
    struct fc__node *node =
        fc__node_new(&w->self->arena, NULL, NULL, FC_NODE_GROUP, line);
    stack[0] = (struct level){.setting = root, .node = node};
    while (node && depth >= 0) {
        struct level *top = &stack[depth];
        if (top->next == config_setting_length(top->setting)) {
            depth--;
            continue;
        }
        config_setting_t *child =
            config_setting_get_elem(top->setting, (unsigned)top->next++);
        struct fc__node *made = convert(w, child, top->node);
        if (made == NULL)
            return NULL;
        if (!fc__node_is_scalar(made) && depth < FC_DEPTH_MAX + 1)
            stack[++depth] = (struct level){.setting = child, .node = made};
    }
    return node;
}

struct fc__node *fc__parse(fc_scenario *self, int file, int line, const char *text,
                           size_t length)
{
    struct fc__lines lines = {0};
    struct fc__node *root = NULL;
    if (fc__preflight(self, file, line, text, length, &lines)) {
        /* libconfig wants a line end after a last comment */
        const char *whole = fc__arena_format(&self->arena, "%s\n", text);
        config_t config;
        config_init(&config);
        if (self->arena.failed) {
            ;
        } else if (config_read_string(&config, whole) == CONFIG_TRUE) {
            struct walk w = {.self = self, .lines = &lines};
            const int top = fc__line(file, line > 0 ? line : 1);
            const size_t before = self->n_errors;
            root = convert_all(&w, config_root_setting(&config), top);
            root = self->n_errors == before ? root : NULL;
        } else {
            fc__error(self,
                      fc__line(file, line > 0 ? line : config_error_line(&config)),
                      "%s", config_error_text(&config));
        }
        config_destroy(&config);
    }
    free(lines.at);
    return root;
}
