/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws pictures by running gnuplot on a script in a folder. */
#ifndef FC_REPORT_GNUPLOT_H
#define FC_REPORT_GNUPLOT_H

#include <limits.h>

#include "base/text.h"

enum fc_picture { FC_SVG, FC_PNG, FC_PDF, FC_PICTURES };
const char *fc__picture_name(enum fc_picture kind); /* "svg", "png", "pdf" */

/* Reads "svg,png" into flags; "none" and "" are none. FC_E_ARG: another word. */
fc_status fc__picture_kinds(const char *text, bool wanted[FC_PICTURES],
                            struct fc_error *err);

struct fc_gnuplot {
    char program[PATH_MAX]; /* where gnuplot is */
};

/* Finds gnuplot and, for pictures that need one, a font. FC_E_TOOL with the names of
 * the packages that help. */
fc_status fc__gnuplot_find(struct fc_gnuplot *self, const bool wanted[FC_PICTURES],
                           struct fc_error *err);

/* Runs `script` (a file of the folder) for one kind of picture. Its exit code,
 * messages, size, beginning and end are checked; gnuplot itself says nothing when a
 * disk is full, so the bytes come through a pipe and the caller writes them.
 * @param[out] picture  the bytes; the caller clears it
 * @return FC_OK; FC_E_TOOL: no good picture, with the reason; FC_E_MEMORY. */
fc_status fc__gnuplot_draw(const struct fc_gnuplot *self, int folder,
                           const char *script, enum fc_picture kind,
                           struct fc_builder *picture, struct fc_error *err);

/* Path of the folder with the scripts: $FUNNELCLOUD_DATADIR, beside the program, or
 * where it was installed. FC_E_TOOL: none. */
fc_status fc__plots_find(char path[PATH_MAX], struct fc_error *err);

#endif
