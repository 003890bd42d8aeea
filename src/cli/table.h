/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aligned columns of UTF-8 text on stdout. */
#ifndef FC_CLI_TABLE_H
#define FC_CLI_TABLE_H

#include "cli/cli.h"

enum { CLI_COLUMNS_MAX = 8 };

struct cli_table {
    size_t columns;
    char **cells; /* row by row, owned */
    size_t n, room;
    bool failed; /* no memory */
};

/* Adds a row; the texts are copied, NULL is empty. The first row is the head. */
void cli_table_row(struct cli_table *self, const char *const *cells);

/* Prints; 0 or 71. */
int cli_table_print(const struct cli_table *self);
void cli_table_clear(struct cli_table *self);

#endif
