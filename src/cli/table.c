/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aligned columns: each as wide as its widest cell, but a very long cell only pushes
 * its own row. Width is counted in code points. */
#include <stdlib.h>
#include <string.h>

#include "cli/table.h"

enum { WIDEST = 48 };

static int width(const char *text)
{
    int n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

void cli_table_row(struct cli_table *self, const char *const *cells)
{
    if (self->n + self->columns > self->room) {
        const size_t room = self->room ? 2 * self->room : 64 * self->columns;
        char **grown = realloc(self->cells, room * sizeof *grown);
        if (grown == NULL) {
            self->failed = true;
            return;
        }
        self->cells = grown;
        self->room = room;
    }
    for (size_t i = 0; i < self->columns; i++) {
        self->cells[self->n] = strdup(cells[i] ? cells[i] : "");
        if (self->cells[self->n] == NULL) {
            self->failed = true;
            return;
        }
        self->n++;
    }
}

int cli_table_print(const struct cli_table *self)
{
    int widths[CLI_COLUMNS_MAX] = {0};
    if (self->failed)
        return cli_fail(FC_E_MEMORY, "not enough memory");
    for (size_t i = 0; i < self->n; i++) {
        int *widest = &widths[i % self->columns];
        const int w = width(self->cells[i]);
        if (w > *widest && w <= WIDEST)
            *widest = w;
    }
    for (size_t i = 0; i < self->n; i++) {
        const size_t column = i % self->columns;
        const bool last = column + 1 == self->columns;
        const int pad = widths[column] - width(self->cells[i]);
        fputs(self->cells[i], stdout);
        printf("%*s%s", last || pad < 0 ? 0 : pad, "", last ? "\n" : "  ");
    }
    return 0;
}

void cli_table_clear(struct cli_table *self)
{
    for (size_t i = 0; i < self->n; i++)
        free(self->cells[i]);
    free(self->cells);
    *self = (struct cli_table){0};
}
