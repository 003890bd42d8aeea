/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.txt: the sentences as plain text, wrapped. Checked by
 * tests/unit/test_report_words.c. */
#include <string.h>

#include "report/escape.h"
#include "report/write.h"

enum { WRAP = 80 };

/* For plain text: the spaces that do not break and the minus sign as everybody types
 * them. */
static void add_plain(struct fc_builder *out, const char *text, size_t bytes)
{
    static const char *const marks[] = {"\xC2\xA0",     " ", "\xE2\x80\xAF", " ",
                                        "\xE2\x88\x92", "-"};
    for (size_t at = 0; at < bytes;) {
        size_t used = 1;
        const char *plain = NULL;
        for (int i = 0; i < 6 && !plain; i += 2)
            if (strncmp(text + at, marks[i], strlen(marks[i])) == 0) {
                used = strlen(marks[i]);
                plain = marks[i + 1];
            }
        if (plain)
            fc_builder_add(out, plain);
        else
            fc_builder_add_bytes(out, text + at, 1);
        at += used;
    }
}

/* Breaks lines at spaces; a word is never cut. */
static void wrap(struct fc_builder *out, const char *text)
{
    size_t column = 0;
    while (*text) {
        const size_t bytes = strcspn(text, " ");
        size_t width = 0;
        for (size_t i = 0; i < bytes; i++)
            width += ((unsigned char)text[i] & 0xC0) != 0x80;
        if (column > 0 && column + 1 + width > WRAP) {
            fc_builder_add(out, "\n");
            column = 0;
        } else if (column > 0) {
            fc_builder_add(out, " ");
            column++;
        }
        add_plain(out, text, bytes);
        column += width;
        text += bytes + (text[bytes] == ' ');
    }
    fc_builder_add(out, "\n");
}

void fc__summary_text(const struct fc_view *view, struct fc_builder *out)
{
    struct fc_builder title = {0};
    fc__clean(&title, view->facts.title ? view->facts.title : "", 200);
    wrap(out, fc_builder_text(&title));
    fc_builder_clear(&title);
    for (const struct fc_summary_part *part = view->kind->parts; part->heading;
         part++) {
        struct fc_builder sentences = {0}, clean = {0};
        part->say(view, &sentences);
        fc__clean(&clean, fc_builder_text(&sentences), 0);
        if (clean.n > 0) {
            fc_builder_format(out, "\n%s\n", fc__message(view->lang, part->heading));
            wrap(out, fc_builder_text(&clean));
        }
        out->failed |= sentences.failed || clean.failed;
        fc_builder_clear(&sentences);
        fc_builder_clear(&clean);
    }
}
