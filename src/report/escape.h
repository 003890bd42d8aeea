/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of users on their way into other languages: gnuplot, HTML, CSV, base64. */
#ifndef FC_REPORT_ESCAPE_H
#define FC_REPORT_ESCAPE_H

#include "base/text.h"

enum { FC_GP_BYTES = 200 }; /* longest text in a gnuplot script */

/* The text without controls and ill-formed bytes (a space and U+FFFD stand for them),
 * cut to `most` characters, the last one then an ellipsis. 0: not cut. */
void fc__clean(struct fc_builder *out, const char *text, size_t most);

/* A double-quoted gnuplot string: \ " and backtick are escaped, controls replaced, cut
 * at FC_GP_BYTES bytes. 20,000 hostile texts came through exactly (platform facts 1.1).
 */
void fc__gp_quote(struct fc_builder *out, const char *text);

/* & < > " ' as entities; controls and ill-formed bytes replaced. */
void fc__html(struct fc_builder *out, const char *text);

/* One CSV cell (RFC 4180): quoted where needed, no line breaks, and with a ' in front
 * if a spreadsheet would take it for a formula. */
void fc__csv_cell(struct fc_builder *out, const char *text);

void fc__base64(struct fc_builder *out, const void *bytes, size_t n);

#endif
